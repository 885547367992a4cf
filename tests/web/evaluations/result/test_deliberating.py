"""The meeting decides on each body: approved, amended, returned; nobody on their own; the minutes say it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Post
from zhiheng_web.evaluations import scoring, states
from zhiheng_web.evaluations.actions import deliberations, meetings, objections
from zhiheng_web.evaluations.actions.deliberations import Amendment
from zhiheng_web.evaluations.models import Cycle
from zhiheng_web.evaluations.reading import papers
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.policy import Role

from . import steps
from .asserting import refused


def _settled(world: World) -> Cycle:
    cycle = make_cycle(world, state="proposed")
    for code in ("A", "B"):
        steps.waive(world, cycle, code)
    return cycle


def test_it_approves_amends_and_writes_minutes(world: World) -> None:
    cycle = _settled(world)
    office, leader = (steps.organiser(world, cycle, role) for role in (Role.evaluation_office, Role.leader))
    meeting = steps.meet(world, cycle)
    assert {one.recused_from.code for one in meeting.attendances.all() if one.recused_from} == {"A", "B"}
    refused("no_decisions", lambda: meetings.close_meeting(actor=office, meeting=meeting))
    decide = lambda code, outcome, **more: deliberations.decide(  # noqa: E731
        actor=leader, meeting=meeting, assessment=steps.of(cycle, code), outcome=outcome, **more
    )
    refused("incomplete_decision", lambda: decide("A", "amended", reason="从宽"))
    refused("incomplete_decision", lambda: decide("A", "returned"))
    refused("incomplete_decision", lambda: decide("A", "postponed"))
    refused("unknown_rule", lambda: decide("A", "amended", reason="改", amendments=[Amendment("X9", "1", "误")]))
    decide("A", "amended", reason="两起重复", amendments=[Amendment("D03-2-a", "5", "两起重复登记")])
    last = scoring.latest(cycle, "current", "reviewed")
    assert papers.card_of(last, steps.of(cycle, "A")).score == Decimal("97")  # 96.6 + 2 × 0.2
    refused("wrong_state", lambda: decide("A", "approved"))
    assert len(deliberations.approve_undisputed(actor=leader, meeting=meeting)) == 1
    assert steps.of(cycle, "B").state == "approved"
    absent = meeting.attendances.filter(recused_from__isnull=False)
    present = [one.pk for one in meeting.attendances.filter(recused_from=None)]
    meetings.note_attendance(actor=office, meeting=meeting, present=present)
    closed = meetings.close_meeting(actor=office, meeting=meeting)
    assert closed.document is not None
    assert {one["name"] for one in closed.document.facts["absent"]} == {one.person for one in absent}
    assert [one["decided"] for one in closed.document.facts["decisions"]] == ["amended", "approved"]
    refused("meeting_closed", lambda: decide("B", "approved"))
    refused("meeting_closed", lambda: meetings.add_attendance(actor=office, meeting=meeting, person="某"))


def test_it_returns_a_body_which_is_then_proposed_anew(world: World) -> None:
    cycle = _settled(world)
    leader = steps.organiser(world, cycle, Role.leader)
    meeting = steps.meet(world, cycle)
    deliberations.decide(
        actor=leader, meeting=meeting, assessment=steps.of(cycle, "A"), outcome="returned", reason="D08-2 抽样不足"
    )
    assessment = steps.of(cycle, "A")
    assert assessment.state == "verification"
    with acts.act(None, "tests.verified"):
        states.advance(assessment, "proposed", actor=leader)
    # The proposal of before the meeting is off the table: the body is told of the new result, not of the old one.
    again = steps.propose(world, cycle, "A")
    assert again.proposals.count() == 2
    assert again.proposals.order_by("id")[0].sent_back_reason == "审议退回：D08-2 抽样不足"


def test_it_lets_nobody_decide_on_their_own_body(world: World) -> None:
    cycle = _settled(world)
    leader, office = (steps.organiser(world, cycle, role) for role in (Role.leader, Role.evaluation_office))
    meeting = steps.meet(world, cycle)
    with pytest.raises(policy.Denied):
        deliberations.decide(actor=office, meeting=meeting, assessment=steps.of(cycle, "A"), outcome="approved")
    with pytest.raises(policy.Denied):
        steps.meet(world, cycle) and meetings.close_meeting(actor=world.person(Role.unit_head, "A"), meeting=meeting)
    mine = [one.pk for one in meeting.attendances.filter(recused_from__code="A")]
    meetings.note_attendance(actor=office, meeting=meeting, present=mine)
    refused(
        "all_recused",
        lambda: deliberations.decide(
            actor=leader, meeting=meeting, assessment=steps.of(cycle, "A"), outcome="approved"
        ),
    )
    meetings.add_attendance(actor=office, meeting=meeting, person="列席人员")
    with acts.act(None, "tests.make_world"):
        Post(account=leader, body=world.body("A"), role=Role.unit_head, since=clock.today()).save()
    leader = steps.organiser(world, cycle, Role.leader)
    refused(
        "own_body",
        lambda: deliberations.decide(
            actor=leader, meeting=meeting, assessment=steps.of(cycle, "A"), outcome="approved"
        ),
    )
    assert [one.assessment.body.code for one in deliberations.approve_undisputed(actor=leader, meeting=meeting)] == [
        "B"
    ]


def test_it_waits_for_a_late_objection_that_was_admitted(world: World) -> None:
    cycle = _settled(world)
    objections.admit_late(
        actor=steps.organiser(world, cycle, Role.executive_deputy),
        assessment=steps.of(cycle, "A"),
        until=clock.today() + timedelta(days=3),
        reason="新证据",
    )
    meeting = steps.meet(world, cycle)
    leader = steps.organiser(world, cycle, Role.leader)
    refused(
        "late_objection_admitted",
        lambda: deliberations.decide(
            actor=leader, meeting=meeting, assessment=steps.of(cycle, "A"), outcome="approved"
        ),
    )
    assert [one.body.code for one in deliberations.undisputed(meeting)] == ["B"]


def test_it_records_no_meeting_before_or_without_matter(world: World) -> None:
    cycle = make_cycle(world, state="proposed")
    refused("nothing_to_deliberate", lambda: steps.meet(world, cycle))
    office = steps.organiser(world, cycle, Role.evaluation_office)
    facts = meetings.MeetingFacts(name="会", held_at=clock.now() + timedelta(days=1), chair="组长")
    refused("future", lambda: meetings.record_meeting(actor=office, cycle=cycle, facts=facts))


def test_it_takes_an_approved_body_back_before_publication(world: World) -> None:
    cycle = make_cycle(world, state="approved")
    leader = steps.organiser(world, cycle, Role.leader)
    refused("no_reason", lambda: deliberations.take_back(actor=leader, assessment=steps.of(cycle, "A"), reason=" "))
    with pytest.raises(policy.Denied):
        office = steps.organiser(world, cycle, Role.evaluation_office)
        deliberations.take_back(actor=office, assessment=steps.of(cycle, "A"), reason="漏报")
    deliberations.take_back(actor=leader, assessment=steps.of(cycle, "A"), reason="检查发现未认定")
    assert steps.of(cycle, "A").state == "verification"
    refused("wrong_state", lambda: deliberations.take_back(actor=leader, assessment=steps.of(cycle, "A"), reason="再"))
