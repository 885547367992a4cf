"""Operations on series, bulletins and commentaries."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.cases.models import Case
from zhiheng_web.lib.rest import Key, api_does
from zhiheng_web.lib.schemas import Day, Line, Version, Why, Words, named, paged
from zhiheng_web.reviews.models import Activity
from zhiheng_web.training import papers
from zhiheng_web.training.actions import bulletins as actions
from zhiheng_web.training.api.routing import router
from zhiheng_web.training.audience import Shared
from zhiheng_web.training.models import Bulletin, Campaign, Comment, Series
from zhiheng_web.training.queries import bulletins as queries

_Text = Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"^[^\x00]*$")]
_Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]


class BulletinSeriesIn(Schema):
    """A series; `last` takes over a count kept elsewhere."""

    kind: Literal["bulletin", "commentary"]
    name: _Name
    last: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class SeriesOut(Schema):
    """A series with the number given last."""

    id: int
    body_id: int
    kind: str
    name: str
    last: int


class BulletinIn(Schema):
    """What is written, with names; a commentary names its case."""

    title: _Name
    text: _Text
    problems: Words = ""
    handling: Words = ""
    case_id: Key | None = None
    activity_id: Key | None = None
    campaign_id: Key | None = None
    month: Day | None = None
    clear: Words = ""
    clear_reason: Line = ""


class BulletinEdit(BulletinIn):
    """The same with the version that was read."""

    version: Version


class BulletinOut(Schema):
    """A bulletin as its readers see it: names masked."""

    id: int
    series_id: int
    number: int | None
    title: str
    text: str
    problems: str
    handling: str
    state: str
    month: date | None
    published_at: datetime | None
    withdrawn_reason: str
    version: int


class PreviewOut(Schema):
    """A draft as others would read it, with what was masked."""

    shown: dict[str, str]
    masked: list[dict[str, str | int]]
    version: int


class TrainingIssuedOut(Schema):
    """The document that was issued."""

    document_id: int
    number: str


class TrainingPublishIn(Schema):
    """The version of the draft that was looked at."""

    version: Version


class TrainingCommentIn(Schema):
    """A comment."""

    text: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[^\x00]*$")]


class TrainingCommentOut(Schema):
    """A comment as it is shown."""

    id: int
    bulletin_id: int
    text: str
    at: datetime


class ReadershipOut(Schema):
    """How many of a body have read."""

    body_id: int
    read: int
    people: int


def _demand_comment(person: Any, shared: Shared) -> None:
    queries.demand_read(person, shared.thing, "training.comment")


def _told(one: Bulletin) -> dict[str, Any]:
    """Return what an answer tells: of a draft nothing of its text, which the preview shows."""
    parts = {name: one.shown.get(name, "") if one.state == "published" else "" for name in queries.PARTS}
    names = ("id", "series_id", "number", "state", "month", "published_at", "withdrawn_reason", "version")
    return {**{name: getattr(one, name) for name in names}, **parts}


def _values(told: BulletinIn) -> dict[str, Any]:
    values = told.dict(exclude={"case_id", "activity_id", "campaign_id", "version"})
    values["month"] = told.month.replace(day=1) if told.month else None
    along = {"case": ("body",), "activity": ("organiser",), "campaign": ("body",)}
    models: dict[str, Any] = {"case": Case, "activity": Activity, "campaign": Campaign}
    for name, model in models.items():
        values[name] = named(model.objects.select_related(*along[name]), getattr(told, f"{name}_id"))
    return values


@router.get("/series", response=list[SeriesOut])
@paged
@api_does(queries.WRITE)
def series(request: HttpRequest) -> QuerySet[Series]:
    """列出系列。 List the series in which one may write."""
    return queries.series_for(request.user)


@router.post("/bodies/{body_id}/series", response={201: SeriesOut})
@api_does("training.keep_series", target=body_by_id)
def keep_series(request: HttpRequest, body: Body, told: BulletinSeriesIn) -> Any:
    """设立系列。 Found a series."""
    return Status(201, actions.keep_series(actor=request.user, body=body, **told.dict()))


@router.get("/bulletins", response=list[BulletinOut])
@paged
@api_does(queries.READ)
def bulletins(request: HttpRequest, kind: Literal["bulletin", "commentary", ""] = "") -> list[dict[str, Any]]:
    """列出通报和点评。 List bulletins and commentaries."""
    return [_told(one) for one in queries.bulletins_for(request.user, kind)[:5000]]


@router.get("/bulletins/{bulletin_id}", response=BulletinOut)
@api_does(queries.READ, target=queries.shared_bulletin)
def bulletin(request: HttpRequest, shared: Shared) -> Any:
    """查看通报。 Read a bulletin."""
    queries.demand_read(request.user, shared.thing)
    return _told(shared.thing)


@router.post("/series/{series_id}/bulletins", response={201: BulletinOut})
@api_does(queries.WRITE, target=queries.series)
def write(request: HttpRequest, one: Series, told: BulletinIn) -> Any:
    """起草通报。 Write a draft."""
    return Status(201, _told(actions.write_bulletin(actor=request.user, series=one, values=_values(told))))


@router.put("/bulletins/{bulletin_id}", response=BulletinOut)
@api_does(queries.WRITE, target=queries.bulletin)
def edit(request: HttpRequest, one: Bulletin, told: BulletinEdit) -> Any:
    """修改草稿。 Change a draft."""
    values = _values(told)
    changed = actions.write_bulletin(
        actor=request.user, series=one.series, values=values, bulletin=one, version=told.version
    )
    return _told(changed)


@router.get("/bulletins/{bulletin_id}/preview", response=PreviewOut)
@api_does(queries.WRITE, target=queries.bulletin)
def preview(request: HttpRequest, one: Bulletin) -> Any:
    """预览遮盖效果。 Show a draft masked, and what was masked."""
    shown, masked = queries.preview(one)
    return {"shown": shown, "masked": masked, "version": one.version}


@router.post("/bulletins/{bulletin_id}/publish", response=BulletinOut)
@api_does("training.publish_bulletin", target=queries.bulletin)
def publish(request: HttpRequest, one: Bulletin, told: TrainingPublishIn) -> Any:
    """发布。 Publish a draft."""
    return _told(actions.publish_bulletin(actor=request.user, bulletin=one, version=told.version))


@router.post("/bulletins/{bulletin_id}/issue", response={201: TrainingIssuedOut})
@api_does("training.publish_bulletin", target=queries.bulletin)
def issue(request: HttpRequest, one: Bulletin) -> Any:
    """印发文书。 Issue a published bulletin as a document."""
    made = papers.issue_document(actor=request.user, bulletin=one)
    return Status(201, {"document_id": made.pk, "number": made.number})


@router.post("/bulletins/{bulletin_id}/withdraw", response=BulletinOut)
@api_does("training.withdraw_bulletin", target=queries.bulletin)
def withdraw(request: HttpRequest, one: Bulletin, told: Why) -> Any:
    """撤回。 Withdraw an issue."""
    return _told(actions.withdraw_bulletin(actor=request.user, bulletin=one, reason=told.reason))


@router.post("/bulletins/{bulletin_id}/read", response=BulletinOut)
@api_does("training.confirm_reading", target=queries.shared_bulletin)
def confirm(request: HttpRequest, shared: Shared) -> Any:
    """确认已阅。 Confirm having read a bulletin."""
    actions.confirm_reading(actor=request.user, bulletin=shared.thing)
    return _told(shared.thing)


@router.get("/bulletins/{bulletin_id}/readers", response=list[ReadershipOut])
@paged
@api_does(queries.WRITE, target=queries.bulletin)
def readers(request: HttpRequest, one: Bulletin) -> list[dict[str, int]]:
    """阅读情况。 Tell by body who has read."""
    return [{"body_id": row.body.pk, "read": row.read, "people": row.people} for row in queries.readership(one)]


@router.get("/bulletins/{bulletin_id}/comments", response=list[TrainingCommentOut])
@paged
@api_does(queries.READ, target=queries.shared_bulletin)
def comments(request: HttpRequest, shared: Shared) -> QuerySet[Comment]:
    """列出评论。 List the comments."""
    queries.demand_read(request.user, shared.thing)
    found: QuerySet[Comment] = shared.thing.comments.filter(taken_down_at=None)
    return found


@router.post("/bulletins/{bulletin_id}/comments", response={201: TrainingCommentOut})
@api_does("training.comment", target=queries.shared_bulletin, demand=_demand_comment)
def comment(request: HttpRequest, shared: Shared, told: TrainingCommentIn) -> Any:
    """评论。 Comment on a bulletin."""
    return Status(201, actions.comment(actor=request.user, bulletin=shared.thing, text=told.text))


@router.post("/comments/{comment_id}/take-down", response=TrainingCommentOut)
@api_does("training.take_down_comment", target=queries.comment)
def take_down(request: HttpRequest, one: Comment, told: Why) -> Any:
    """撤下评论。 Take a comment down."""
    return actions.take_down_comment(actor=request.user, comment=one, reason=told.reason)
