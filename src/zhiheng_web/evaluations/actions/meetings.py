"""The meeting that deliberates (CQ-14): who was there, who stands aside, its closing with the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zhiheng import api
from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Seat
from zhiheng_web.documents.issuing import Order, issue
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.evaluations import scoring
from zhiheng_web.evaluations.models import Attendance, Cycle, Decision, Meeting
from zhiheng_web.evaluations.reading import papers
from zhiheng_web.lib import clock, policy


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFacts:
    """What is recorded of a meeting: what it is called, when, where, who led it, what was said."""

    name: str
    held_at: datetime
    chair: str
    place: str = ""
    minutes: str = ""


def record_meeting(*, actor: Any, cycle: Cycle, facts: MeetingFacts) -> Meeting:
    """Record a meeting; the members of the leading group are entered as present, those who represent a body recused.

    Raises Refusal where no body awaits deliberation or the meeting lies in the future.
    """
    policy.demand(actor, "evaluations.record_meeting", cycle.organiser)
    if facts.held_at > clock.now():
        raise Refusal(Fault("future", Place(clause=facts.name), *_FUTURE))
    if not facts.name.strip() or not facts.chair.strip():
        raise Refusal(Fault("no_name", Place(), *_NO_NAME))
    if not cycle.assessments.filter(state="settled").exists():
        raise Refusal(Fault("nothing_to_deliberate", Place(clause=cycle.title), *_NOTHING_TO_DELIBERATE))
    computation = scoring.latest(cycle, "current", "reviewed")
    if computation is None:
        computation = scoring.compute(cycle, "current", actor=actor, why="审议 deliberation")
    with acts.act(actor, "evaluations.record_meeting"):
        meeting = Meeting(cycle=cycle, computation=computation, name=facts.name.strip(), held_at=facts.held_at)
        meeting.place, meeting.chair, meeting.minutes = facts.place.strip(), facts.chair.strip(), facts.minutes.strip()
        meeting.recorded_by = actor
        meeting.save()
        for seat in _seats(cycle, clock.day_of(facts.held_at)):
            entry = Attendance(meeting=meeting, person=seat.person, duty=seat.duty, account=seat.account)
            entry.recused_from = seat.represents
            entry.save()
    return meeting


def _seats(cycle: Cycle, day: date) -> list[Seat]:
    if cycle.leading_group is None:
        return []
    chosen = cycle.leading_group.seats.select_related("account", "represents")
    return [seat for seat in chosen if seat.is_held_on(day)]


def note_attendance(*, actor: Any, meeting: Meeting, present: Sequence[int]) -> None:
    """Note which of those entered were there (ids); the others were absent. Raises Refusal once it is closed."""
    policy.demand(actor, "evaluations.record_meeting", meeting.cycle.organiser)
    demand_open(meeting)
    changed = [one for one in meeting.attendances.all() if one.is_present != (one.pk in present)]
    if not changed:
        return
    with acts.act(actor, "evaluations.record_meeting"):
        for one in changed:
            one.is_present = one.pk in present
            one.save()


def add_attendance(*, actor: Any, meeting: Meeting, person: str, duty: str = "") -> Attendance:
    """Enter somebody who was there without a seat in the leading group."""
    policy.demand(actor, "evaluations.record_meeting", meeting.cycle.organiser)
    demand_open(meeting)
    if not person.strip():
        raise Refusal(Fault("no_name", Place(), *_NO_PERSON))
    with acts.act(actor, "evaluations.record_meeting"):
        entry = Attendance(meeting=meeting, person=person.strip(), duty=duty.strip())
        entry.save()
    return entry


def demand_open(meeting: Meeting) -> None:
    """Raise Refusal where the minutes have been issued."""
    if meeting.closed_at is not None:
        raise Refusal(Fault("meeting_closed", Place(clause=meeting.name), *_CLOSED))


def close_meeting(*, actor: Any, meeting: Meeting) -> Meeting:
    """Close the meeting and issue its minutes. Raises Refusal while no decision has been entered."""
    policy.demand(actor, "evaluations.record_meeting", meeting.cycle.organiser)
    demand_open(meeting)
    decisions = list(meeting.decisions.select_related("assessment__body"))
    if not decisions:
        raise Refusal(Fault("no_decisions", Place(clause=meeting.name), *_NO_DECISIONS))
    with acts.act(actor, "evaluations.record_meeting"):
        meeting.closed_at = clock.now()
        meeting.document = _minutes(meeting, decisions, actor)
        meeting.save()
    return meeting


def _minutes(meeting: Meeting, decisions: Sequence[Decision], actor: Any) -> IssuedDocument:
    cycle = meeting.cycle
    last = scoring.latest(cycle, "current", "reviewed") or meeting.computation
    told = _told(meeting, decisions)
    order = Order(
        body=cycle.organiser,
        kind="minutes",
        subject=f"evaluations.meeting:{meeting.pk}",
        title=f"{meeting.name}审议会议纪要",
        series=papers.series_of(cycle, "议"),
        build=papers.building("minutes", api.documents.deliberation_minutes, last, told),
        facts=told,
        result=last.result,
    )
    return issue(order, actor=actor, deed="evaluations.record_meeting")


def _told(meeting: Meeting, decisions: Sequence[Decision]) -> dict[str, Any]:
    entries = list(meeting.attendances.all())
    recused: dict[int | None, list[str]] = {}
    for one in entries:
        recused.setdefault(one.recused_from_id, []).append(one.person)
    return {
        "issue": papers.issue_told(meeting.cycle),
        "year": meeting.cycle.year,
        "meeting": meeting.name,
        "chair": meeting.chair,
        "recorder": str(meeting.recorded_by),
        "place": meeting.place,
        "held_on": clock.day_of(meeting.held_at),
        "attended": [{"name": one.person, "post": one.duty} for one in entries if one.is_present],
        "absent": [{"name": one.person, "post": one.duty} for one in entries if not one.is_present],
        "decisions": [
            {
                "unit_id": one.assessment.unit_id,
                "decided": one.outcome,
                "recused": recused.get(one.assessment.body_id, []),
                "reason": one.reason,
            }
            for one in decisions
        ],
    }


_FUTURE = (
    Text("会议时间在将来", "the meeting lies in the future"),
    Text("会后再记录", "record it when it has been held"),
)
_NO_NAME = (
    Text("没有写会议名称或主持人", "the meeting has no name or nobody who led it"),
    Text("写明会议名称和主持人", "give its name and who led it"),
)
_NO_PERSON = (Text("没有写姓名", "no name is given"), Text("写明姓名", "give the name"))
_NOTHING_TO_DELIBERATE = (
    Text("没有等待审议的单位", "no body awaits deliberation"),
    Text("异议期满或复核完毕后再审议", "wait until periods have ended and reviews are finished"),
)
_CLOSED = (
    Text("会议纪要已经形成，不能再改", "the minutes have been issued"),
    Text("另记一次会议", "record another meeting"),
)
_NO_DECISIONS = (
    Text("还没有记录任何决定", "no decision has been entered"),
    Text("逐个单位记录审议结论", "enter a decision for each body"),
)
