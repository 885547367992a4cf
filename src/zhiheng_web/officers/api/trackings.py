"""Operations on what is tracked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.cases.models import Case, Officer
from zhiheng_web.lib.rest import Key, api_does
from zhiheng_web.lib.schemas import Day, Reason, Version, named, paged
from zhiheng_web.officers import guards, queries
from zhiheng_web.officers.actions import notices, trackings
from zhiheng_web.officers.api.routing import router
from zhiheng_web.officers.models import Tracking
from zhiheng_web.officers.queries import OfBureau
from zhiheng_web.officers.reading.rounds import fates_of

_Short = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]


class TrackingOut(Schema):
    """A case or a person that is tracked; `outcome` is empty while it is open."""

    id: int
    organiser_id: int
    body_id: int
    kind: str
    line_id: int | None
    officer_id: int | None
    case_id: int | None
    reason: str
    owner_id: int | None
    next_action: str
    due_on: date | None
    closing_condition: str
    outcome: str
    closing_note: str
    opened_at: datetime
    closed_at: datetime | None
    version: int


class TrackingIn(Schema):
    """A key case or a key person, not both."""

    case_id: Key | None = None
    officer_id: Key | None = None
    owner_id: Key | None = None
    reason: Reason
    closing_condition: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]
    next_action: _Short = ""
    due_on: Day | None = None


class StepIn(Schema):
    """What happened, what comes next; a new deadline or owner takes the place of the former."""

    text: Reason
    next_action: _Short = ""
    due_on: Day | None = None
    owner_id: Key | None = None
    version: Version | None = None


class MonthReportIn(Schema):
    """How it stands."""

    text: Reason


class NoteIn(Schema):
    """What shows that the closing condition is met."""

    note: Reason


class MonthNoticeIn(Schema):
    """What a notice of supervision asks for, one a line."""

    demands: Reason


class StepOut(Schema):
    """A step of the timeline."""

    id: int
    text: str
    next_action: str
    due_on: date | None
    document_id: int | None
    at: datetime


class TrackedOut(Schema):
    """A file that is waited for, and what the second round found: waiting, passed, failed."""

    file_review_id: int
    case: str
    state: str


class TrackingFull(TrackingOut):
    """What is tracked with its files and timeline."""

    files: list[TrackedOut]
    steps: list[StepOut]


@router.get("/trackings", response=list[TrackingOut])
@paged
@api_does("officers.read_tracking")
def listed(request: HttpRequest) -> QuerySet[Tracking]:
    """列出跟踪督办。 List what is tracked within reach."""
    return queries.trackings_for(request.user)


@router.post("/bodies/{body_id}/trackings", response={201: TrackingOut})
@api_does("officers.track", target=body_by_id)
def begin(request: HttpRequest, body: Body, told: TrackingIn) -> Any:
    """列入跟踪督办。 Track a key case or a key person."""
    given = told.dict(exclude={"case_id", "officer_id", "owner_id"})
    case = named(Case.objects.select_related("body", "lead", "second"), told.case_id)
    officer = named(Officer.objects.select_related("body"), told.officer_id)
    owner = named(queries.people_of(body), told.owner_id)
    made = trackings.open_tracking(actor=request.user, organiser=body, case=case, officer=officer, owner=owner, **given)
    return Status(201, made)


@router.get("/trackings/{tracking_id}", response=TrackingFull)
@api_does("officers.read_tracking", target=queries.tracking, demand=guards.demand_tracking)
def tracking(request: HttpRequest, one: Tracking) -> Any:
    """查看跟踪督办。 Read what is tracked with its files and timeline."""
    reviews = [file.file_review for file in one.files.select_related("file_review__activity", "file_review__case")]
    files = [
        TrackedOut(file_review_id=fate.review.pk, case=fate.review.case.code, state=fate.state)
        for fate in fates_of(reviews)
    ]
    return {**TrackingOut.from_orm(one).dict(), "files": files, "steps": list(one.steps.all())}


@router.post("/trackings/{tracking_id}/steps", response={201: StepOut})
@api_does("officers.track", target=queries.tracking_of_bureau)
def step(request: HttpRequest, target: OfBureau, told: StepIn) -> Any:
    """登记办理情况。 Enter what happened and what comes next."""
    one: Tracking = target.thing
    owner = named(queries.people_of(one.organiser), told.owner_id)
    given = told.dict(exclude={"owner_id"})
    return Status(201, trackings.add_step(actor=request.user, tracking=one, owner=owner, **given))


def _may_report(person: Any, one: Tracking) -> None:
    guards.demand_tracking(person, one, "officers.report_step")


@router.post("/trackings/{tracking_id}/reports", response={201: StepOut})
@api_does("officers.report_step", target=queries.tracking, demand=_may_report)
def report(request: HttpRequest, one: Tracking, told: MonthReportIn) -> Any:
    """报告督办进展。 Report how it stands, from the unit."""
    return Status(201, trackings.report_step(actor=request.user, tracking=one, text=told.text))


@router.post("/trackings/{tracking_id}/notices", response={201: StepOut})
@api_does("officers.track", target=queries.tracking_of_bureau)
def notice(request: HttpRequest, target: OfBureau, told: MonthNoticeIn) -> Any:
    """发督办通知。 Issue the notice of supervision."""
    return Status(201, notices.issue_notice(actor=request.user, tracking=target.thing, demands=told.demands))


@router.post("/trackings/{tracking_id}/close", response=TrackingOut)
@api_does("officers.close_tracking", target=queries.tracking_of_bureau)
def close(request: HttpRequest, target: OfBureau, told: NoteIn) -> Any:
    """办结跟踪督办。 Close what is tracked."""
    return trackings.close_tracking(actor=request.user, tracking=target.thing, note=told.note)
