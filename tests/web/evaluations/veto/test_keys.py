"""Vetoes (CQ-30 to CQ-39): put forward, turned by two keys of two persons, or rejected with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit.models import Line
from zhiheng_web.evaluations import scoring
from zhiheng_web.evaluations.actions import veto as actions
from zhiheng_web.evaluations.models import Assessment, Veto
from zhiheng_web.lib import policy

from ..outcomes import make_cycle_with_judgment
from ..scoring import established as do


@pytest.fixture
def assessment(world: World) -> Assessment:
    """Return a detachment against which a court has decided, under verification."""
    return do.of(make_cycle_with_judgment(world, state="verification"), "CQ1")


def put_forward(assessment: Assessment) -> Veto:
    actions.propose_from_ledger(actor=None, assessment=assessment)
    return Veto.objects.select_related("assessment__cycle__organiser", "assessment__body").get(rule_id="V4")


def code(refusal: pytest.ExceptionInfo[Refusal]) -> str:
    return refusal.value.faults[0].code


def test_it_is_put_forward_from_the_ledger_with_organ_result_day_and_document(assessment: Assessment) -> None:
    one = put_forward(assessment)
    assert (one.row, one.status, one.fact_date) == ("O1", "proposed", date(2020, 5, 20))
    assert one.fact == "法院，撤销，2020-05-20 生效，（2020）渝01行终7号，台账 O1"
    # Asked again it adds nothing.
    assert actions.propose_from_ledger(actor=None, assessment=assessment) == 0


def test_an_admission_in_the_self_evaluation_is_put_forward_too(world: World, assessment: Assessment) -> None:
    other = do.of(assessment.cycle, "CQ2")
    do.claim(other, "V2", "true")
    assert actions.propose_from_ledger(actor=None, assessment=other) == 1
    # Admitted is not confirmed.
    assert do.card(assessment.cycle, "CQ2").unit["vetoes"] == []


def test_it_takes_two_persons(world: World, assessment: Assessment) -> None:
    one, office = put_forward(assessment), world.person("evaluation_office", "CQ")
    one = actions.turn_key(actor=office, veto=one, seen="proposed")
    assert (one.status, one.first_key_by_id) == ("first_key", office.pk)
    with pytest.raises(Refusal) as refusal:
        actions.turn_key(actor=office, veto=one, seen="first_key")
    assert code(refusal) == "same_person"
    leader = world.person("executive_deputy", "CQ")
    one = actions.turn_key(actor=leader, veto=one, seen="first_key")
    current = scoring.latest(assessment.cycle, "current")
    assert current is not None
    card = current.cards.get(assessment=assessment)
    assert (one.status, card.grade) == ("confirmed", "not_up_to_standard")
    assert [veto["rows"] for veto in card.unit["vetoes"]] == [["O1"]]


def test_a_turn_on_an_old_page_is_refused(world: World, assessment: Assessment) -> None:
    one = put_forward(assessment)
    actions.turn_key(actor=world.person("evaluation_office", "CQ"), veto=one, seen="proposed")
    with pytest.raises(Refusal) as refusal:
        # He wanted to turn the first key; his turn must not become the second without his knowing.
        actions.turn_key(actor=world.person("leader", "CQ"), veto=one, seen="proposed")
    assert code(refusal) == "changed_meanwhile"


def test_it_is_rejected_with_a_reason_and_stays_on_record(world: World, assessment: Assessment) -> None:
    one, leader = put_forward(assessment), world.person("leader", "CQ")
    with pytest.raises(Refusal) as refusal:
        actions.reject_veto(actor=leader, veto=one, reason=" ", seen="proposed")
    assert code(refusal) == "no_reason"
    one = actions.reject_veto(actor=leader, veto=one, reason="判决尚未生效", seen="proposed")
    assert (one.status, one.reason) == ("rejected", "判决尚未生效")
    assert do.card(assessment.cycle, "CQ1").unit["vetoes"] == []
    last = Line.objects.filter(deed="evaluations.turn_key").first()
    assert last is not None and last.reason == "判决尚未生效"


def propose(world: World, assessment: Assessment, rule_id: str, **more: Any) -> Veto:
    told: dict[str, Any] = {"fact": "五月三日发生冲突", "fact_date": date(2020, 5, 3), **more}
    person = world.person("discipline", "CQ")
    return actions.propose_veto(actor=person, assessment=assessment, rule_id=rule_id, **told)


def test_v9_takes_cause_and_impact(world: World, assessment: Assessment) -> None:
    for ticks in ({}, {"is_fault_of_work": True}, {"has_adverse_impact": True}):
        with pytest.raises(Refusal) as refusal:
            propose(world, assessment, "V9", **ticks)
        assert code(refusal) == "not_both"
    one = propose(world, assessment, "V9", is_fault_of_work=True, has_adverse_impact=True)
    assert one.status == "proposed"
    assert propose(world, assessment, "V1").rule_id == "V1"


def test_it_refuses_what_is_no_veto_or_of_another_year(world: World, assessment: Assessment) -> None:
    with pytest.raises(Refusal) as refusal:
        propose(world, assessment, "DED-CONDUCT", fact=" ", fact_date=date(2021, 1, 1))
    assert [fault.code for fault in refusal.value.faults] == ["unknown_rule", "no_fact", "out_of_period"]


def test_only_the_organiser_has_keys(world: World, assessment: Assessment) -> None:
    one = put_forward(assessment)
    for role, code_ in (("unit_head", "CQ1"), ("inspector", "CQ"), ("leader", "P"), ("discipline", "CQ")):
        with pytest.raises(policy.Denied):
            actions.turn_key(actor=world.person(role, code_), veto=one, seen="proposed")
