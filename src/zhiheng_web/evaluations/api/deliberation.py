"""Operations on meetings and their decisions."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.actions import deliberations, meetings
from zhiheng_web.evaluations.api.routing import router
from zhiheng_web.evaluations.models import Attendance, Cycle, Decision, Meeting
from zhiheng_web.evaluations.reading import deliberation as reading
from zhiheng_web.evaluations.reading.deliberation import Agenda, ForLeader
from zhiheng_web.lib.rest import Key, api_does
from zhiheng_web.lib.schemas import Data, Instant, Line, Reason, RuleId, Value, Words, paged

_RECORD = "evaluations.record_meeting"


class MeetingIn(Schema):
    """A meeting: what it is called, when it was held, where, who led it, what was said."""

    name: Line = Field(min_length=1)
    held_at: Instant
    chair: Annotated[str, Field(min_length=1, max_length=100)]
    place: Line = ""
    minutes: Words = ""


class AttendanceOut(Schema):
    """Who was there, and on which body they do not decide."""

    id: int
    person: str
    duty: str
    is_present: bool
    recused_from_id: int | None


class DecisionOut(Schema):
    """What was decided on a body."""

    id: int
    meeting_id: int
    assessment_id: int
    outcome: str
    reason: str
    amendments: list[dict[str, Data]]
    decided_at: datetime


class MeetingOut(Schema):
    """A meeting with its attendance; closed once its minutes are issued."""

    id: int
    cycle_id: int
    name: str
    held_at: datetime
    place: str
    chair: str
    minutes: str
    document_id: int | None
    closed_at: datetime | None
    attendances: list[AttendanceOut]

    @staticmethod
    def resolve_attendances(meeting: Meeting) -> list[Attendance]:
        """Return who was entered."""
        return list(meeting.attendances.all())


class PresentIn(Schema):
    """Which of those entered were there; the others were absent."""

    present: list[Key] = Field(max_length=1000)


class AttendeeIn(Schema):
    """Somebody who was there without a seat in the leading group."""

    person: Annotated[str, Field(min_length=1, max_length=100)]
    duty: Line = ""


class AmendmentIn(Schema):
    """A value that the meeting sets, and why."""

    rule_id: RuleId
    value: Value
    reason: Reason


class DecisionIn(Schema):
    """Approved, returned for verification, or amended line by line."""

    outcome: Literal["approved", "returned", "amended"]
    reason: Words = ""
    amendments: list[AmendmentIn] = Field(default_factory=list, max_length=500)


@router.get("/cycles/{cycle_id}/meetings", response=list[MeetingOut])
@paged
@api_does("evaluations.read_cycle", target=queries.cycle)
def listed(request: HttpRequest, cycle: Cycle) -> QuerySet[Meeting]:
    """列出审议会议。 List the meetings of a cycle."""
    found: QuerySet[Meeting] = cycle.meetings.prefetch_related("attendances")
    return found


@router.post("/cycles/{cycle_id}/meetings", response={201: MeetingOut})
@api_does(_RECORD, target=queries.cycle)
def record(request: HttpRequest, cycle: Cycle, told: MeetingIn) -> Any:
    """记录审议会议。 Record a meeting."""
    facts = meetings.MeetingFacts(**told.dict())
    return Status(201, meetings.record_meeting(actor=request.user, cycle=cycle, facts=facts))


@router.get("/meetings/{meeting_id}", response=MeetingOut)
@api_does("evaluations.read_cycle", target=reading.meeting)
def meeting(request: HttpRequest, meeting: Meeting) -> Meeting:
    """查看审议会议。 Read a meeting."""
    return meeting


@router.get("/meetings/{meeting_id}/decisions", response=list[DecisionOut])
@paged
@api_does("evaluations.read_cycle", target=reading.meeting)
def decisions(request: HttpRequest, meeting: Meeting) -> QuerySet[Decision]:
    """列出审议决定。 List the decisions of a meeting."""
    found: QuerySet[Decision] = meeting.decisions.all()
    return found


@router.put("/meetings/{meeting_id}/attendance", response=MeetingOut)
@api_does(_RECORD, target=reading.meeting)
def attendance(request: HttpRequest, meeting: Meeting, told: PresentIn) -> Any:
    """记录到会情况。 Note who was there."""
    meetings.note_attendance(actor=request.user, meeting=meeting, present=told.present)
    return reading.meeting(meeting.pk)


@router.post("/meetings/{meeting_id}/attendance", response={201: AttendanceOut})
@api_does(_RECORD, target=reading.meeting)
def attendee(request: HttpRequest, meeting: Meeting, told: AttendeeIn) -> Any:
    """补充到会人员。 Enter somebody without a seat."""
    return Status(201, meetings.add_attendance(actor=request.user, meeting=meeting, **told.dict()))


@router.post("/meetings/{meeting_id}/approve-undisputed", response=list[DecisionOut])
@api_does("evaluations.decide", target=reading.meeting_of_leader)
def approve(request: HttpRequest, one: ForLeader) -> Any:
    """无异议的单位一并审议通过。 Approve every body that never objected."""
    return deliberations.approve_undisputed(actor=request.user, meeting=one.meeting)


@router.post("/meetings/{meeting_id}/bodies/{assessment_id}/decide", response={201: DecisionOut})
@api_does("evaluations.decide", target=reading.agenda_item)
def decide(request: HttpRequest, item: Agenda, told: DecisionIn) -> Any:
    """记录对一个单位的审议决定。 Enter the decision on a body."""
    amendments = [deliberations.Amendment(**one.dict()) for one in told.amendments]
    return Status(
        201,
        deliberations.decide(
            actor=request.user,
            meeting=item.meeting,
            assessment=item.assessment,
            outcome=told.outcome,
            reason=told.reason,
            amendments=amendments,
        ),
    )


@router.post("/meetings/{meeting_id}/close", response=MeetingOut)
@api_does(_RECORD, target=reading.meeting)
def close(request: HttpRequest, meeting: Meeting) -> Any:
    """形成会议纪要。 Close the meeting and issue its minutes."""
    return meetings.close_meeting(actor=request.user, meeting=meeting)
