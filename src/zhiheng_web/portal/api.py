"""Operations on what is public; no token is needed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from zhiheng_web.lib.rest import Points, api_does
from zhiheng_web.portal import data, queries
from zhiheng_web.portal.queries import Result

router = Router(tags=["portal"])


class PublicScheme(Schema):
    """The version of the scheme that a result follows."""

    id: str
    version: str
    digest: str
    name_zh: str
    name_en: str


class PublicCategory(Schema):
    """What a body lost in one category."""

    id: str
    name_zh: str
    name_en: str
    points: Points
    deducted: Points


class PublicBodyOut(Schema):
    """The result of one body. `rank` is 0 where nobody is ranked."""

    unit_id: str
    name: str
    score: Points
    base: Points
    bonus: Points
    grade: str
    rank: int
    categories: list[PublicCategory]


class PublicHead(Schema):
    """Which result, its digests, what corrects it, why it was withdrawn."""

    id: int
    title: str
    year: int
    organiser: str
    number: str
    version: int
    scheme: PublicScheme
    result_digest: str
    bundle_digest: str
    report_word_digest: str
    report_pdf_digest: str
    published_at: str
    fictional: bool
    corrects: int | None
    correction: str
    corrected_by: int | None
    withdrawn_at: str | None
    withdrawal_reason: str
    in_force: bool


class PublicResult(PublicHead):
    """A result with its bodies; of one that holds no more there are none."""

    period: list[str] = Field(min_length=2, max_length=2, description="[from, to), days")
    as_of: str
    bodies: list[PublicBodyOut]


class Public(Schema):
    """A result of a list of one body."""

    result: PublicHead
    body: PublicBodyOut


@router.get("/results", response=list[PublicHead])
@api_does("portal.read_results")
def results(request: HttpRequest) -> list[dict[str, Any]]:
    """列出公开过的评价结果。 List what was made public."""
    return [data.head_of(one) for one in queries.results()]


@router.get("/results/{disclosed_id}", response=PublicResult)
@api_does("portal.read_results", target=queries.result)
def result(request: HttpRequest, result: Result) -> dict[str, Any]:
    """查看一个公开的结果。 Read one public result."""
    return data.result_as_data(result)


@router.get("/bodies/{unit_id}", response=list[Public])
@api_does("portal.read_results", target=queries.body_over_years)
def body(request: HttpRequest, told: queries.BodyOverYears) -> list[dict[str, Any]]:
    """查看一个单位历年的公开结果。 Read what is public of one body, the oldest year first."""
    found = []
    for one, _ in told.rows:
        held = next(item for item in one.content["bodies"] if item["unit_id"] == told.unit_id)
        found.append(
            {"result": data.head_of(one), "body": {**held, "rank": held["rank"] or 0, "grade": held["grade"] or ""}}
        )
    return found
