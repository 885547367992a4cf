"""The legal officers' meeting: agenda from signed cards, laws, attendance, minutes, missing months, relay study."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest

from adapters.web_world import World
from web.training.conftest import refused
from zhiheng.api import Refusal
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock, policy
from zhiheng_web.reviews.models import FileReview
from zhiheng_web.training.actions import meetings as actions
from zhiheng_web.training.models import Meeting, Study
from zhiheng_web.training.queries import meetings as queries

Settle = Callable[..., FileReview]
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def _plan(world: World, **more: date) -> Meeting:
    world.person("legal_officer", "A"), world.person("legal_officer", "B")
    today = clock.today()
    office = world.person("evaluation_office", "P")
    return actions.plan_meeting(actor=office, body=world.body("P"), **{"month": today, "held_on": today, **more})


def _hold(world: World) -> Meeting:
    one, office = _plan(world), world.person("evaluation_office", "P")
    actions.record_attendance(actor=office, meeting=one, states={one.attendances.get(body__code="A").pk: "present"})
    due = clock.today() + timedelta(days=10)
    return actions.close_meeting(actor=office, meeting=one, minutes="学习处罚法", study_due_on=due, version=0)


def test_its_agenda_begins_with_the_problems_of_the_month(world: World, settle: Settle) -> None:
    rare = {"rule_id": "WX-E", "item": "E1", "text": "证据未签名", "deduction": "1"}
    often = {"rule_id": "WX-P", "item": "P1", "text": "未告知", "deduction": "2"}
    settle("A", "3", [often, rare])
    settle("B", "2", [often, {"kind": "good", "text": "说理充分"}])
    items = list(queries.items_of(_plan(world)))
    assert [(one.item, one.count, one.units) for one in items] == [("P1", 2, 2), ("E1", 1, 1)]
    assert all(one.kind == "problem" and one.title for one in items)


def test_planted_cards_and_other_months_stay_out(world: World, settle: Settle) -> None:
    review = settle("A", "3")
    assignment = review.assignments.get(level=2)
    assignment.is_planted = True
    with acts.act(None, "tests.make_world"):
        assignment.save()
    settle("B", "1")
    last = clock.today().replace(day=1) - timedelta(days=1)
    assert [one.count for one in queries.items_of(_plan(world))] == [1]
    other = actions.plan_meeting(
        actor=world.person("evaluation_office", "P"), body=world.body("P"), month=last, held_on=last
    )
    assert not queries.items_of(other)


def test_there_is_one_meeting_a_month(world: World) -> None:
    _plan(world)
    with refused("meeting_there"):
        _plan(world)


def test_laws_are_typed_in_and_taken_off(world: World) -> None:
    one, office = _plan(world), world.person("evaluation_office", "P")
    law = actions.add_item(actor=office, meeting=one, kind="law", title="新规定", in_force_on=date(2026, 12, 1))
    assert [item.title for item in queries.items_of(one)] == ["新规定"]
    actions.refill_agenda(actor=office, meeting=one)
    assert queries.items_of(one).count() == 1
    actions.remove_item(actor=office, item=law)
    assert not queries.items_of(one)


def test_it_closes_with_minutes_once_somebody_came(world: World) -> None:
    one, office = _plan(world), world.person("evaluation_office", "P")
    with refused("nobody_present"):
        actions.close_meeting(actor=office, meeting=one, minutes="记", study_due_on=clock.today(), version=0)
    key = one.attendances.get(body__code="A").pk
    with refused("unknown"):
        actions.record_attendance(actor=office, meeting=one, states={key: "asleep"})
    actions.record_attendance(actor=office, meeting=one, states={key: "present"})
    closed = actions.close_meeting(actor=office, meeting=one, minutes="记", study_due_on=clock.today(), version=0)
    assert closed.state == "held"
    assert {row.body.code for row in Study.objects.select_related("body")} == {"A", "B"}
    with pytest.raises(Refusal):
        actions.add_item(actor=office, meeting=one, kind="law", title="迟到")


def test_it_says_which_months_have_no_meeting(world: World) -> None:
    _hold(world)
    today, body = clock.today(), world.body("P")
    kept = {one.first: one for one in queries.months_of(body, today.year, today)}
    assert not any(one.is_missing for one in kept.values())  # nothing is missing from before the first meeting
    assert kept[today.replace(day=1)].state[1] == "good"
    later = date(today.year + 1, 3, 5)
    months = {one.first: one for one in queries.months_of(body, later.year, later)}
    # January and February are over and have none; March can still be held; April is to come.
    assert [first.month for first, one in months.items() if one.is_missing] == [1, 2]
    assert [months[date(later.year, month, 1)].state[1] for month in (3, 4)] == ["warn", "neutral"]
    assert [one.code for one in queries.bodies_that_meet(world.person("evaluation_office", "P"))] == ["P"]
    assert not queries.bodies_that_meet(world.person("evaluation_office", "Q"))


def test_a_study_needs_proof_and_counts_for_the_completion_rate(world: World) -> None:
    meeting, officer = _hold(world), world.person("legal_officer", "A")
    study = meeting.studies.get(body__code="A")
    told = {"actor": officer, "study": study, "held_on": clock.today(), "expected": 9, "note": "已学"}
    with refused("no_proof"):
        actions.report_study(present=8, **told)
    actions.add_proof(actor=officer, study=study, file=BytesIO(PNG), name="签到.png", size=len(PNG))
    with refused("wrong_number"):
        actions.report_study(present=10, **told)
    assert actions.report_study(present=8, **told).state == "done"
    assert queries.completion(meeting) == (1, 2)
    with pytest.raises(policy.Denied):
        actions.report_study(present=8, **{**told, "study": meeting.studies.get(body__code="B")})
