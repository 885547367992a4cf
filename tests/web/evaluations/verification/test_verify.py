"""Verifying line by line (CQ-12): three values side by side, reasons where they differ, nobody overwritten."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.web_cycles import hand_in, make_cycle
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit.models import Line as TrailLine
from zhiheng_web.evaluations.actions import verification as actions
from zhiheng_web.evaluations.actions.inspection import decide_findings
from zhiheng_web.evaluations.models import Assessment
from zhiheng_web.evaluations.reading.verification import Line, line_of, lines_of
from zhiheng_web.lib import policy

from ..scoring import established as do


@pytest.fixture
def assessment(world: World) -> Assessment:
    """Return the assessment of a city that claims one thing as the ledger has it and one otherwise."""
    cycle = make_cycle(world, bodies=("A",), state="verification")
    one = do.of(cycle, "A")
    hand_in(world, one, D03_2_a="7", D08_2_a="90%")
    return one


def verify(world: World, assessment: Assessment, rule_id: str, **told: Any) -> Any:
    office = world.person("evaluation_office", "P")
    return actions.verify_line(actor=office, assessment=assessment, rule_id=rule_id, **told)


def line(assessment: Assessment, rule_id: str) -> Line:
    return line_of(assessment, rule_id)


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [fault.code for fault in refusal.value.faults]


def test_it_sets_claim_and_ledger_side_by_side(assessment: Assessment) -> None:
    same, other = line(assessment, "D03-2-a"), line(assessment, "D08-2-a")
    assert (same.claimed, same.computed, same.agrees, same.stands_out) == ("7", "7", True, False)
    # 75 % in the ledger, 90 % claimed
    assert (other.claimed_text.zh, other.computed_text.zh, other.differs) == ("90%", "75%", True)


def test_it_takes_the_claim_the_computed_value_or_another(world: World, assessment: Assessment) -> None:
    assert verify(world, assessment, "D03-2-a", taken="claimed").value == "7"
    assert verify(world, assessment, "D08-2-a", taken="computed", reason="以调查数据为准").value == "0.75"
    other = verify(world, assessment, "D03-1-a", taken="other", value=" ３ ", reason="现场清点")
    assert (other.value, line(assessment, "D03-1-a").verified_text.zh) == ("3", "3 人")


def test_it_demands_a_reason_where_the_value_differs_from_either(world: World, assessment: Assessment) -> None:
    for taken, value in (("claimed", ""), ("computed", ""), ("other", "80")):
        with pytest.raises(Refusal) as refusal:
            verify(world, assessment, "D08-2-a", taken=taken, value=value)
        assert codes(refusal) == ["no_reason"]


def test_it_refuses_a_value_that_is_no_answer(world: World, assessment: Assessment) -> None:
    for rule_id, value in (("D03-2-a", "很多"), ("D03-2-a", "-1"), ("D08-2-a", "180")):
        with pytest.raises(Refusal):
            verify(world, assessment, rule_id, taken="other", value=value, reason="查")
    with pytest.raises(Refusal) as refusal:
        verify(world, assessment, "D03-1-a", taken="claimed", reason="查")
    assert codes(refusal) == ["nothing_to_take"]


def test_it_shows_the_loser_what_the_other_has_verified(world: World, assessment: Assessment) -> None:
    verify(world, assessment, "D03-2-a", taken="other", value="4", reason="抽查")
    with pytest.raises(Refusal) as refusal:
        verify(world, assessment, "D03-2-a", taken="claimed", reason="再查", version=0)
    told = refusal.value.faults[0].reason.zh
    assert codes(refusal) == ["changed_meanwhile"]
    assert "4 起" in told and "7 起" in told
    # With the version of what stands now it is taken.
    assert verify(world, assessment, "D03-2-a", taken="claimed", reason="再查", version=1).version == 2


def test_it_takes_all_that_agree_in_one_deed(world: World, assessment: Assessment) -> None:
    office = world.person("evaluation_office", "P")
    assert actions.take_agreeing(actor=office, assessment=assessment) == 1
    one = assessment.verifications.get()
    assert (one.rule_id, one.taken, one.value) == ("D03-2-a", "computed", "7")
    with pytest.raises(Refusal):
        actions.take_agreeing(actor=office, assessment=assessment)


def test_a_line_is_open_again_when_a_finding_is_verified_later(world: World, assessment: Assessment) -> None:
    verify(world, assessment, "D03-2-a", taken="claimed")
    assert not line(assessment, "D03-2-a").is_open
    found = do.find(world, assessment, "D03-2-a", 2, status="pending")
    decide_findings(actor=world.person("evaluation_office", "P"), findings=[found], is_verified=True)
    now = line(assessment, "D03-2-a")
    # 7 of the ledger and 2 of the inspection
    assert (now.is_stale, now.is_open, now.computed) == (True, True, "9")


def test_what_is_not_applicable_asks_nothing_of_its_rules(world: World, assessment: Assessment) -> None:
    do.claim(assessment, "D07-3", "not_applicable")
    verify(world, assessment, "D07-3", taken="claimed", reason="没有县级市")
    rules = [one for one in lines_of(assessment) if one.rule_id.startswith("D07-3-")]
    assert rules and all(one.covered and not one.is_open for one in rules)


def test_nobody_verifies_in_another_state_or_another_place(world: World, assessment: Assessment) -> None:
    for role, code in (("evaluation_office", "A"), ("evaluation_office", "Q"), ("leader", "P"), ("unit_head", "A")):
        with pytest.raises(policy.Denied):
            actions.verify_line(
                actor=world.person(role, code), assessment=assessment, rule_id="D03-2-a", taken="claimed"
            )
    assessment.state = "proposed"
    with pytest.raises(Refusal) as refusal:
        verify(world, assessment, "D03-2-a", taken="claimed")
    assert codes(refusal) == ["wrong_state"]


def test_it_leaves_its_line_in_the_trail(world: World, assessment: Assessment) -> None:
    verify(world, assessment, "D08-2-a", taken="computed", reason="以调查数据为准")
    last = TrailLine.objects.first()
    assert last is not None
    assert (last.actor, last.deed, last.reason) == ("evaluation_office.P", "evaluations.verify", "以调查数据为准")
