"""Operations on the months of online checks: figures, circulars, the day by which one is due."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Field, Schema, Status

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.lib.given_files import told_file
from zhiheng_web.lib.rest import api_does
from zhiheng_web.lib.schemas import Words, paged
from zhiheng_web.supervision import counting
from zhiheng_web.supervision.actions import months as actions
from zhiheng_web.supervision.api.routing import router
from zhiheng_web.supervision.models import MonthCircular
from zhiheng_web.supervision.papers import WORD, paper_of
from zhiheng_web.supervision.queries import months as queries
from zhiheng_web.supervision.queries.months import MonthOf
from zhiheng_web.supervision.queries.readers import unread


class CheckedUnitOut(Schema):
    """A unit in a month; no rate where its cases are few."""

    code: str
    name: str
    cases: int
    found: int
    times: dict[str, int]
    rate: str | None
    stands_out: bool


class CheckedKindOut(Schema):
    """A kind of finding in a month; `text` in Chinese and English."""

    id: str
    text: list[str]
    times: int
    cases: int
    is_rising: bool


class CheckedMonthOut(Schema):
    """A month as it is counted today; `circular_id` where it was circulated."""

    body_id: int
    month: str
    due_on: date
    circular_id: int | None
    cases: int
    found: int
    few: int
    units: list[CheckedUnitOut]
    kinds: list[CheckedKindOut]


class CheckedFindingOut(Schema):
    """A finding of a month."""

    id: int
    code: str
    case_pk: int
    unit_code: str
    check_id: str
    severity: str
    told_zh: str
    told_en: str


class MonthCircularIn(Schema):
    """What people add to the figures."""

    analysis: Words = ""
    demands: Words = ""


class MonthCircularOut(Schema):
    """A circular as it was given out."""

    id: int
    body_id: int
    month: date
    analysis: str
    demands: str
    bulletin_id: int | None
    document_id: int | None
    circulated_at: datetime


class MonthArrangementIn(Schema):
    """By which day of the next month, and how many cases are few."""

    day: Annotated[int, Field(ge=1, le=28)]
    few_cases: Annotated[int, Field(ge=1, le=1000)]


class CircularUnreadOut(Schema):
    """Who of a body has not confirmed that they read it."""

    body_id: int
    read: int
    people: int
    names: list[str]


@router.get("/months/{body_id}/{month}", response=CheckedMonthOut)
@api_does(queries.READ, target=queries.month_of)
def month(request: HttpRequest, one: MonthOf) -> Any:
    """查看一个月的网上监督情况。 Count a month of online checks."""
    counted = counting.count(one.body, one.month, few=one.few)
    told = {"body_id": one.body.pk, "month": one.key, "due_on": one.due_on}
    told["circular_id"] = one.circular.pk if one.circular else None
    return {**counting.as_data(counted), **told}


@router.get("/months/{body_id}/{month}/findings", response=list[CheckedFindingOut])
@paged
@api_does(queries.READ, target=queries.month_of)
def findings(request: HttpRequest, one: MonthOf) -> QuerySet[Any]:
    """列出一个月发现的问题。 List what lies behind the figures of a month."""
    return queries.findings_of_month(request.user, one).order_by("code", "pk")


@router.post("/months/{body_id}/{month}/circulate", response={201: MonthCircularOut})
@api_does(queries.CIRCULATE, target=queries.month_of)
def circulate(request: HttpRequest, one: MonthOf, told: MonthCircularIn) -> Any:
    """通报一个月。 Circulate a month."""
    made = actions.circulate_month(actor=request.user, body=one.body, month=one.month, **told.dict())
    return Status(201, made)


@router.put("/bodies/{body_id}/month-arrangement", response=MonthArrangementIn)
@api_does(queries.ARRANGE, target=body_by_id)
def arrange(request: HttpRequest, body: Body, told: MonthArrangementIn) -> Any:
    """设置通报日。 Settle by which day a body circulates."""
    return actions.arrange(actor=request.user, body=body, **told.dict())


@router.get("/circulars", response=list[MonthCircularOut])
@paged
@api_does(queries.READ)
def circulars(request: HttpRequest) -> QuerySet[MonthCircular]:
    """列出月度通报。 List the circulars in reach."""
    return queries.circulars_for(request.user)


@router.get("/circulars/{circular_id}/unread", response=list[CircularUnreadOut])
@paged
@api_does(queries.READ, target=queries.circular)
def readers(request: HttpRequest, one: MonthCircular) -> list[dict[str, Any]]:
    """列出尚未阅读的人员。 Tell by body who has not read a circular."""
    rows = unread(one.bulletin) if one.bulletin else []
    return [{"body_id": row.body.pk, "read": row.read, "people": row.people, "names": list(row.names)} for row in rows]


@router.get("/circulars/{circular_id}/paper", openapi_extra=told_file("application/pdf", WORD))
@api_does(queries.READ, target=queries.circular)
def paper(request: HttpRequest, one: MonthCircular) -> HttpResponseBase:
    """下载通报文书。 Give out the official paper of a month."""
    return paper_of(one.document)
