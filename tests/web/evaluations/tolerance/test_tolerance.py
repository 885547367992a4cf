"""Tolerance (CQ-40 to CQ-44): what each ground must prove, who decides, what stays in sight."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit.models import Line
from zhiheng_web.evaluations import scoring
from zhiheng_web.evaluations.actions import tolerance as actions
from zhiheng_web.evaluations.models import Assessment, Tolerance
from zhiheng_web.evaluations.reading.tolerance import tolerable_of
from zhiheng_web.lib import policy

from ..scoring import established as do


@pytest.fixture
def assessment(world: World) -> Assessment:
    """Return a detachment with two files that fail basic items."""
    return do.of(make_cycle(world, "chongqing-interim", state="verification"), "CQ1")


def request(world: World, assessment: Assessment, ground: str, **more: Any) -> Tolerance:
    told: dict[str, Any] = {"rule_id": "DED-FILE-BASIC", "row": "F0", "facts": "事实和证明", **more}
    person = told.pop("actor", None) or world.person("unit_head", "CQ1")
    return actions.request_tolerance(actor=person, assessment=assessment, ground=ground, **told)


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [fault.code for fault in refusal.value.faults]


@pytest.mark.parametrize(("ground", "wants_citation"), [("F1", True), ("F2", False), ("F3", True), ("F4", False)])
def test_each_ground_asks_for_its_proof(
    world: World, assessment: Assessment, ground: str, wants_citation: bool
) -> None:
    with pytest.raises(Refusal) as refusal:
        request(world, assessment, ground, facts=" ")
    assert codes(refusal) == (["no_facts", "no_citation"] if wants_citation else ["no_facts"])
    one = request(world, assessment, ground, citation="渝城检〔2020〕3号" if wants_citation else "")
    # The row of the ledger counts two files.
    assert (one.status, one.quantity) == ("requested", 2)


def test_it_refuses_an_unknown_ground_and_what_costs_nothing(world: World, assessment: Assessment) -> None:
    with pytest.raises(Refusal) as refusal:
        request(world, assessment, "F5", row="F9")
    assert codes(refusal) == ["unknown_tolerance", "nothing_to_tolerate"]
    with pytest.raises(Refusal) as refusal:
        request(world, assessment, "F2", rule_id="IND-CLOSE", row="")
    assert codes(refusal) == ["nothing_to_tolerate"]


def test_a_part_of_a_value_is_asked_for_by_number(world: World, assessment: Assessment) -> None:
    do.verify(assessment, "DED-CONDUCT", "other", "3")
    with pytest.raises(Refusal) as refusal:
        request(world, assessment, "F2", rule_id="DED-CONDUCT", row="", quantity=4)
    assert codes(refusal) == ["bad_quantity"]
    assert request(world, assessment, "F2", rule_id="DED-CONDUCT", row="", quantity=2).quantity == 2


def test_another_person_decides_and_the_fault_stays_in_sight(world: World, assessment: Assessment) -> None:
    office = world.person("evaluation_office", "CQ")
    one = request(world, assessment, "F2", actor=office)
    with pytest.raises(Refusal) as refusal:
        actions.decide_tolerance(actor=office, tolerance=one, is_granted=True, reason="属实")
    assert codes(refusal) == ["same_person"]
    deputy = world.person("executive_deputy", "CQ")
    actions.decide_tolerance(actor=deputy, tolerance=one, is_granted=True, reason="属实")
    current = scoring.latest(assessment.cycle, "current")
    assert current is not None
    rule = current.cards.get(assessment=assessment).rules()["DED-FILE-BASIC"]
    # 2 × 1 not taken, and shown
    assert (rule["points"], rule["exempted"], rule["exempted_rows"]) == ("0", "2", ["F0"])
    # What was granted is not offered again.
    assert all(found.row != "F0" for found in tolerable_of(assessment))


def test_a_decision_has_a_reason_and_is_made_once(world: World, assessment: Assessment) -> None:
    one, office = request(world, assessment, "F4"), world.person("evaluation_office", "CQ")
    with pytest.raises(Refusal) as refusal:
        actions.decide_tolerance(actor=office, tolerance=one, is_granted=False, reason="")
    assert codes(refusal) == ["no_reason"]
    done = actions.decide_tolerance(actor=office, tolerance=one, is_granted=False, reason="没有技术说明")
    assert (done.status, done.decision_reason) == ("refused", "没有技术说明")
    with pytest.raises(Refusal) as refusal:
        actions.decide_tolerance(actor=office, tolerance=one, is_granted=True, reason="改了")
    assert codes(refusal) == ["changed_meanwhile"]
    last = Line.objects.filter(deed="evaluations.decide_tolerance").first()
    assert last is not None and last.reason == "没有技术说明"


def test_a_veto_is_not_tolerated_unless_the_option_says_so(world: World, assessment: Assessment) -> None:
    do.veto(assessment, "V4", "proposed", row="O1")
    with pytest.raises(Refusal) as refusal:
        request(world, assessment, "F2", rule_id="V4", row="O1")
    assert codes(refusal) == ["veto_stays"]
    assessment.cycle.options = {"exempt_vetoes": "yes"}
    assert request(world, assessment, "F2", rule_id="V4", row="O1").status == "requested"


def test_a_scheme_without_tolerance_has_no_ground(world: World) -> None:
    one = do.of(make_cycle(world, bodies=("A",), state="verification"), "A")
    with pytest.raises(Refusal) as refusal:
        request(world, one, "F1", actor=world.person("unit_head", "A"), rule_id="D03-2-a", citation="条款")
    assert codes(refusal) == ["unknown_tolerance"]


def test_others_neither_ask_nor_decide(world: World, assessment: Assessment) -> None:
    with pytest.raises(policy.Denied):
        request(world, assessment, "F2", actor=world.person("unit_head", "CQ2"))
    one = request(world, assessment, "F2")
    for role, code in (("unit_head", "CQ1"), ("evaluation_office", "P"), ("leader", "CQ")):
        with pytest.raises(policy.Denied):
            actions.decide_tolerance(actor=world.person(role, code), tolerance=one, is_granted=True, reason="属实")
