"""Operations on the legal officers' meeting and the studies after it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, File, Schema, Status
from ninja.files import UploadedFile

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.lib.rest import Key, api_does
from zhiheng_web.lib.schemas import Count, Day, Line, Version, Words, bytes_of, paged
from zhiheng_web.training import audience
from zhiheng_web.training.actions import meetings as actions
from zhiheng_web.training.api.routing import router
from zhiheng_web.training.audience import Shared
from zhiheng_web.training.models import AgendaItem, Attendance, Meeting, Study
from zhiheng_web.training.queries import meetings as queries

_Title = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]
_Text = Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"^[^\x00]*$")]
_Person = Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]


class TrainingMeetingIn(Schema):
    """The meeting of a month; any day of the month names it."""

    month: Day
    held_on: Day
    problems_month: Day | None = None
    place: Line = ""
    chair: _Person = ""


class TrainingMeetingOut(Schema):
    """A meeting."""

    id: int
    body_id: int
    month: date
    held_on: date
    problems_month: date
    place: str
    chair: str
    minutes: str
    state: str
    study_due_on: date | None
    version: int


class ItemIn(Schema):
    """A law or another point."""

    kind: Literal["law", "other"]
    title: _Title
    detail: Words = ""
    in_force_on: Day | None = None


class ItemOut(Schema):
    """A point of the agenda."""

    id: int
    meeting_id: int
    kind: str
    title: str
    title_en: str
    detail: str
    rule_id: str
    item: str
    count: int | None
    units: int | None
    in_force_on: date | None


class CameIn(Schema):
    """Whether somebody came."""

    attendance_id: Key
    state: Literal["invited", "present", "excused", "absent"]


class TrainingAttendanceOut(Schema):
    """Who was invited, and whether they came."""

    id: int
    account_id: int
    body_id: int
    state: str


class MinutesIn(Schema):
    """The minutes, and until when the units study."""

    version: Version
    minutes: _Text
    study_due_on: Day


class StudyOut(Schema):
    """A relay study."""

    id: int
    meeting_id: int
    body_id: int
    due_on: date
    state: str
    held_on: date | None
    present: int | None
    expected: int | None
    note: str


class StudyIn(Schema):
    """What came of a study; its proof is brought before."""

    held_on: Day
    present: Count
    expected: Count
    note: Words = ""


class ProofOut(Schema):
    """A proof that was kept."""

    id: int
    study_id: int
    name: str
    digest: str
    size: int


@router.get("/meetings", response=list[TrainingMeetingOut])
@paged
@api_does(queries.READ)
def meetings(request: HttpRequest) -> QuerySet[Meeting]:
    """列出例会。 List the meetings."""
    return queries.meetings_for(request.user)


@router.get("/meetings/{meeting_id}", response=TrainingMeetingOut)
@api_does(queries.READ, target=queries.shared_meeting)
def meeting(request: HttpRequest, shared: Shared) -> Any:
    """查看例会。 Read a meeting."""
    audience.demand_read(request.user, queries.READ, shared.thing.body)
    return shared.thing


@router.get("/meetings/{meeting_id}/items", response=list[ItemOut])
@paged
@api_does(queries.READ, target=queries.shared_meeting)
def items(request: HttpRequest, shared: Shared) -> QuerySet[AgendaItem]:
    """列出议程。 List the agenda."""
    audience.demand_read(request.user, queries.READ, shared.thing.body)
    return queries.items_of(shared.thing)


@router.get("/meetings/{meeting_id}/attendance", response=list[TrainingAttendanceOut])
@paged
@api_does(queries.KEEP, target=queries.meeting)
def attendances(request: HttpRequest, one: Meeting) -> QuerySet[Attendance]:
    """到会情况。 Tell who came."""
    found: QuerySet[Attendance] = one.attendances.all()
    return found


@router.post("/bodies/{body_id}/meetings", response={201: TrainingMeetingOut})
@api_does(queries.KEEP, target=body_by_id)
def plan(request: HttpRequest, body: Body, told: TrainingMeetingIn) -> Any:
    """建立例会。 Plan the meeting of a month."""
    return Status(201, actions.plan_meeting(actor=request.user, body=body, **told.dict()))


@router.post("/meetings/{meeting_id}/agenda", response=list[ItemOut])
@paged
@api_does(queries.KEEP, target=queries.meeting)
def refill(request: HttpRequest, one: Meeting) -> QuerySet[AgendaItem]:
    """重新列出当月问题。 List the month's problems again."""
    actions.refill_agenda(actor=request.user, meeting=one)
    return queries.items_of(one)


@router.post("/meetings/{meeting_id}/items", response={201: ItemOut})
@api_does(queries.KEEP, target=queries.meeting)
def add_item(request: HttpRequest, one: Meeting, told: ItemIn) -> Any:
    """加议题。 Add a point to the agenda."""
    return Status(201, actions.add_item(actor=request.user, meeting=one, **told.dict()))


@router.post("/items/{item_id}/remove", response=ItemOut)
@api_does(queries.KEEP, target=queries.agenda_item)
def remove_item(request: HttpRequest, one: AgendaItem) -> Any:
    """移除议题。 Take a point off the agenda."""
    return actions.remove_item(actor=request.user, item=one)


@router.put("/meetings/{meeting_id}/attendance", response=TrainingMeetingOut)
@api_does(queries.KEEP, target=queries.meeting)
def record(request: HttpRequest, one: Meeting, told: list[CameIn]) -> Any:
    """登记到会情况。 Record who came."""
    states = {row.attendance_id: row.state for row in told}
    return actions.record_attendance(actor=request.user, meeting=one, states=states)


@router.post("/meetings/{meeting_id}/close", response=TrainingMeetingOut)
@api_does(queries.KEEP, target=queries.meeting)
def close(request: HttpRequest, one: Meeting, told: MinutesIn) -> Any:
    """形成纪要并下达学习。 Close a meeting with its minutes."""
    return actions.close_meeting(actor=request.user, meeting=one, **told.dict())


@router.get("/studies", response=list[StudyOut])
@paged
@api_does("training.read_study")
def studies(request: HttpRequest) -> QuerySet[Study]:
    """列出会后学习。 List the relay studies."""
    return queries.studies_for(request.user)


@router.post("/studies/{study_id}/proofs", response={201: ProofOut})
@api_does("training.report_study", target=queries.study)
def add_proof(request: HttpRequest, one: Study, file: File[UploadedFile]) -> Any:
    """上传学习佐证。 Bring a proof of a study."""
    name, size = file.name or "", file.size or 0
    return Status(201, actions.add_proof(actor=request.user, study=one, file=bytes_of(file), name=name, size=size))


@router.post("/studies/{study_id}/report", response=StudyOut)
@api_does("training.report_study", target=queries.study)
def report(request: HttpRequest, one: Study, told: StudyIn) -> Any:
    """报告会后学习。 Report a study."""
    return actions.report_study(actor=request.user, study=one, **told.dict())
