"""Operations on results from above: entered, imported, circulated, withdrawn."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Field, File, Schema, Status
from ninja.files import UploadedFile

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.documents.queries import evidence_about
from zhiheng_web.lib.given_files import shown_file, told_file
from zhiheng_web.lib.rest import Points, api_does
from zhiheng_web.lib.schemas import Day, Line, Version, Why, Words, Year, bytes_of, paged
from zhiheng_web.supervision.actions import external as actions
from zhiheng_web.supervision.api.months import CircularUnreadOut
from zhiheng_web.supervision.api.routing import router
from zhiheng_web.supervision.models import ExternalReview, ExternalRow
from zhiheng_web.supervision.queries import external as queries
from zhiheng_web.supervision.queries.external import CIRCULATE, ENTER, READ
from zhiheng_web.supervision.queries.readers import unread
from zhiheng_web.supervision.reading import MOST_SCORE, ToldRow
from zhiheng_web.training.audience import Shared

_Named = Annotated[Line, Field(min_length=1)]
_Number = Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]
_Score = Annotated[Points, Field(ge=0, le=MOST_SCORE, decimal_places=2)]


class ExternalReviewIn(Schema):
    """Where a result comes from, and what it says as a whole."""

    issuer: _Named
    year: Year
    title: _Named
    document_no: _Number = ""
    issued_on: Day | None = None
    summary: Words = ""


class ExternalReviewEdit(ExternalReviewIn):
    """The same with the version that was read."""

    version: Version


class ExternalReviewOut(Schema):
    """A result as it stands."""

    id: int
    body_id: int
    issuer: str
    year: int
    title: str
    document_no: str
    issued_on: date | None
    summary: str
    state: str
    bulletin_id: int | None
    circulated_at: datetime | None
    withdrawn_reason: str
    version: int


class ExternalRowIn(Schema):
    """A row: a unit by name or number, a case of it, score and problems."""

    unit: _Named
    case: Line = ""
    score: _Score | None = None
    problems: Words = ""


class ExternalRowsIn(Schema):
    """Rows to be added."""

    rows: Annotated[list[ExternalRowIn], Field(min_length=1, max_length=500)]


class ExternalRowOut(Schema):
    """A row; `unit_id` and `case_id` where they are known here."""

    id: int
    unit_name: str
    unit_id: int | None
    case_code: str
    case_id: int | None
    score: Points | None
    problems: str


class ExternalVersionIn(Schema):
    """The version that was looked at."""

    version: Version


class ExternalOriginalOut(Schema):
    """A paper of a result."""

    id: int
    name: str
    size: int
    digest: str


def _demand_read(person: Any, shared: Shared) -> None:
    queries.demand_read(person, shared.thing)


@router.get("/externals", response=list[ExternalReviewOut])
@paged
@api_does(READ)
def externals(request: HttpRequest) -> QuerySet[ExternalReview]:
    """列出上级评查结果。 List the results that one may read."""
    return queries.externals_for(request.user)


@router.post("/bodies/{body_id}/externals", response={201: ExternalReviewOut})
@api_does(ENTER, target=body_by_id)
def enter(request: HttpRequest, body: Body, told: ExternalReviewIn) -> Any:
    """登记上级评查结果。 Enter a result from above."""
    return Status(201, actions.enter_external(actor=request.user, body=body, values=told.dict()))


@router.get("/externals/{external_id}", response=ExternalReviewOut)
@api_does(READ, target=queries.shared_external, demand=_demand_read)
def external(request: HttpRequest, shared: Shared) -> Any:
    """查看上级评查结果。 Read a result."""
    return shared.thing


@router.put("/externals/{external_id}", response=ExternalReviewOut)
@api_does(ENTER, target=queries.external)
def change(request: HttpRequest, one: ExternalReview, told: ExternalReviewEdit) -> Any:
    """修改。 Change a result before it is circulated."""
    values = told.dict()
    version = values.pop("version")
    return actions.enter_external(actor=request.user, body=one.body, values=values, external=one, version=version)


@router.get("/externals/{external_id}/rows", response=list[ExternalRowOut])
@paged
@api_does(READ, target=queries.shared_external, demand=_demand_read)
def rows(request: HttpRequest, shared: Shared) -> list[ExternalRow]:
    """列出结果。 List the rows that one may see."""
    return queries.rows_for(request.user, shared.thing)


@router.post("/externals/{external_id}/rows", response={201: list[ExternalRowOut]})
@api_does(ENTER, target=queries.external)
def add_rows(request: HttpRequest, one: ExternalReview, told: ExternalRowsIn) -> Any:
    """填写结果。 Add rows."""
    made = [ToldRow(row.unit, row.case, row.score, row.problems) for row in told.rows]
    return Status(201, actions.add_rows(actor=request.user, external=one, rows=made))


@router.post("/externals/{external_id}/table", response={201: list[ExternalRowOut]})
@api_does(ENTER, target=queries.external)
def import_rows(request: HttpRequest, one: ExternalReview, file: File[UploadedFile]) -> Any:
    """导入结果。 Add the rows of a table."""
    made = actions.import_rows(actor=request.user, external=one, file=bytes_of(file), name=file.name or "")
    return Status(201, made)


@router.post("/external-rows/{row_id}/remove", response=ExternalRowOut)
@api_does(ENTER, target=queries.row)
def remove_row(request: HttpRequest, row: ExternalRow) -> Any:
    """移除结果。 Take a row out."""
    return actions.remove_row(actor=request.user, row=row)


@router.get("/externals/{external_id}/originals", response=list[ExternalOriginalOut])
@paged
@api_does(ENTER, target=queries.external)
def originals(request: HttpRequest, one: ExternalReview) -> QuerySet[Any]:
    """列出原件。 List the papers of a result."""
    return evidence_about(one)


@router.post("/externals/{external_id}/originals", response={201: ExternalOriginalOut})
@api_does(ENTER, target=queries.external)
def keep_original(request: HttpRequest, one: ExternalReview, file: File[UploadedFile]) -> Any:
    """上传原件。 Keep the paper as it came."""
    kept = actions.keep_original(
        actor=request.user, external=one, file=bytes_of(file), name=file.name or "", size=file.size or 0
    )
    return Status(201, kept)


@router.get("/externals/{external_id}/originals/{original_id}", openapi_extra=told_file("*/*"))
@api_does(READ, target=queries.original_of, demand=queries.demand_original)
def original(request: HttpRequest, one: queries.Original) -> HttpResponseBase:
    """下载原件。 Give out the paper as it came."""
    return shown_file(one.file.digest, name=one.file.name, media_type=one.file.media_type)


@router.post("/externals/{external_id}/circulate", response=ExternalReviewOut)
@api_does(CIRCULATE, target=queries.external)
def circulate(request: HttpRequest, one: ExternalReview, told: ExternalVersionIn) -> Any:
    """通报。 Circulate a result."""
    return actions.circulate_external(actor=request.user, external=one, version=told.version)


@router.post("/externals/{external_id}/withdraw", response=ExternalReviewOut)
@api_does(CIRCULATE, target=queries.external)
def withdraw(request: HttpRequest, one: ExternalReview, told: Why) -> Any:
    """撤回。 Withdraw a result."""
    return actions.withdraw_external(actor=request.user, external=one, reason=told.reason)


@router.get("/externals/{external_id}/unread", response=list[CircularUnreadOut])
@paged
@api_does(ENTER, target=queries.external)
def readers(request: HttpRequest, one: ExternalReview) -> list[dict[str, Any]]:
    """列出尚未阅读的人员。 Tell by body who has not read it."""
    found = unread(one.bulletin) if one.bulletin else []
    return [{"body_id": row.body.pk, "read": row.read, "people": row.people, "names": list(row.names)} for row in found]
