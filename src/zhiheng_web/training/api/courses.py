"""Operations on the training register and on what a body has settled."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib import clock
from zhiheng_web.lib.rest import Key, Points, api_does
from zhiheng_web.lib.schemas import Day, Line, Version, Why, Words, Year, named, paged
from zhiheng_web.training import audience
from zhiheng_web.training.actions import courses as actions
from zhiheng_web.training.api.routing import router
from zhiheng_web.training.audience import Shared
from zhiheng_web.training.models import Campaign, Course, Participation
from zhiheng_web.training.queries import courses as queries

_KEEP = "training.keep_course"
_Small = Annotated[int, Field(ge=1, le=1000)]


class CourseIn(Schema):
    """A course."""

    title: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
    kind: Literal["rotation", "special", "meeting", "lecture", "online", "other"]
    starts_on: Day
    ends_on: Day
    days: Points
    lecturer: Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")] = ""
    place: Line = ""
    content: Words = ""
    campaign_id: Key | None = None


class CourseEdit(CourseIn):
    """The same with the version that was read."""

    version: Version


class CourseOut(Schema):
    """A course."""

    id: int
    body_id: int
    title: str
    kind: str
    starts_on: date
    ends_on: date
    days: Points
    lecturer: str
    place: str
    withdrawn_reason: str
    version: int


class PeopleIn(Schema):
    """Officers to be entered."""

    officer_ids: Annotated[list[Key], Field(min_length=1, max_length=500)]


class DaysIn(Schema):
    """The days of a participant; none: absent."""

    participation_id: Key
    days: Points | None


class ParticipationOut(Schema):
    """An officer at a course."""

    id: int
    course_id: int
    officer_id: int
    days: Points
    is_absent: bool


class TrainingStandingOut(Schema):
    """The training days of an officer in a year."""

    officer_id: int
    body_id: int
    year: int
    done: Points
    planned: Points
    projected: Points
    asked: Points
    missing: Points


class ArrangementIn(Schema):
    """What a body settles; nothing settles nothing."""

    version: Version
    days_a_year: Points
    window_in_months: Annotated[int, Field(ge=1, le=60)] = 12
    red_cards_from: Annotated[int, Field(ge=1, le=100)] | None = None
    average_from: Points | None = None
    problems_from: _Small | None = None
    pass_mark: Points | None = None
    places: Annotated[int, Field(ge=1, le=100)] = 10


class ArrangementOut(Schema):
    """What holds for a body."""

    body_id: int
    days_a_year: Points
    window_in_months: int
    red_cards_from: int | None
    average_from: Points | None
    problems_from: int | None
    pass_mark: Points | None
    places: int
    version: int


def _values(told: CourseIn) -> dict[str, Any]:
    # As they are: `dict()` would write days as text, as answers do.
    values = {name: value for name, value in told if name not in ("campaign_id", "version")}
    return {**values, "campaign": named(Campaign.objects.select_related("body"), told.campaign_id)}


@router.get("/courses", response=list[CourseOut])
@paged
@api_does(queries.READ)
def courses(request: HttpRequest) -> QuerySet[Course]:
    """列出培训。 List the courses."""
    return queries.courses_for(request.user)


@router.get("/courses/{course_id}/people", response=list[ParticipationOut])
@paged
@api_does(queries.READ, target=queries.shared_course)
def people(request: HttpRequest, shared: Shared) -> QuerySet[Participation]:
    """列出参加人员。 List who attended, within reach."""
    audience.demand_read(request.user, queries.READ, shared.thing.body)
    return queries.participants_for(request.user, shared.thing)


@router.post("/bodies/{body_id}/courses", response={201: CourseOut})
@api_does(_KEEP, target=body_by_id)
def enter(request: HttpRequest, body: Body, told: CourseIn) -> Any:
    """登记培训。 Enter a course."""
    return Status(201, actions.keep_course(actor=request.user, body=body, values=_values(told)))


@router.put("/courses/{course_id}", response=CourseOut)
@api_does(_KEEP, target=queries.course)
def change(request: HttpRequest, one: Course, told: CourseEdit) -> Any:
    """修改培训。 Change a course."""
    return actions.keep_course(
        actor=request.user, body=one.body, values=_values(told), course=one, version=told.version
    )


@router.post("/courses/{course_id}/withdraw", response=CourseOut)
@api_does(_KEEP, target=queries.course)
def withdraw(request: HttpRequest, one: Course, told: Why) -> Any:
    """撤销培训。 Withdraw a course."""
    return actions.withdraw_course(actor=request.user, course=one, reason=told.reason)


@router.post("/courses/{course_id}/people", response=list[ParticipationOut])
@api_does(_KEEP, target=queries.course)
def enrol(request: HttpRequest, one: Course, told: PeopleIn) -> Any:
    """选参加人员。 Enter who attends."""
    officers = [named(Officer.objects.select_related("body"), key) for key in told.officer_ids]
    return actions.enrol(actor=request.user, course=one, officers=officers)


@router.put("/courses/{course_id}/days", response=CourseOut)
@api_does(_KEEP, target=queries.course)
def record(request: HttpRequest, one: Course, told: list[DaysIn]) -> Any:
    """登记天数。 Record the days of participants."""
    days = {row.participation_id: row.days for row in told}
    return actions.record_days(actor=request.user, course=one, days=days)


@router.get("/register", response=list[TrainingStandingOut])
@paged
@api_does(queries.REGISTER)
def register(request: HttpRequest, year: Year | None = None) -> list[dict[str, Any]]:
    """培训台账。 Tell the training days of officers in a year."""
    today = clock.today()
    rows = queries.register(queries.officers_for(request.user), year or today.year, today)
    names = ("year", "done", "planned", "projected", "asked", "missing")
    return [
        {"officer_id": row.officer.pk, "body_id": row.body.pk, **{name: getattr(row, name) for name in names}}
        for row in rows
    ]


@router.put("/bodies/{body_id}/arrangement", response=ArrangementOut)
@api_does("training.arrange", target=body_by_id)
def arrange(request: HttpRequest, body: Body, told: ArrangementIn) -> Any:
    """设置培训要求。 Settle what training asks."""
    values = {name: value for name, value in told if name != "version"}
    return actions.arrange(actor=request.user, body=body, values=values, version=told.version)
