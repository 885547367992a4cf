"""Operations on objections and their review. Until it is finished the answers are a draft of the reviewers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.actions import objections, reviews
from zhiheng_web.evaluations.api.routing import router
from zhiheng_web.evaluations.models import Assessment, Objection, Review
from zhiheng_web.evaluations.reading import hearing as reading
from zhiheng_web.evaluations.reading import result as targets
from zhiheng_web.evaluations.reading.result import LineOf
from zhiheng_web.lib import policy
from zhiheng_web.lib.rest import api_does
from zhiheng_web.lib.schemas import Bilingual, Reason, RuleId, Value, paged


class ObjectionOut(Schema):
    """An objection of a body."""

    id: int
    assessment_id: int
    notice_id: int
    filed_at: datetime
    is_late: bool
    withdrawn_at: datetime | None
    settled_at: datetime | None
    document_id: int | None


class ContestIn(Schema):
    """A line that is contested, why, and what is held to be right."""

    rule_id: RuleId
    reason: Reason
    wanted: Value = ""


class ObjectionIn(Schema):
    """The contested lines."""

    lines: list[ContestIn] = Field(min_length=1, max_length=500)


class ReviewOut(Schema):
    """The answer to a contested line."""

    outcome: str
    reason: str
    value_before: str
    value_after: str
    at: datetime


class ContestedOut(Schema):
    """A contested line with its answer, null while there is none to be seen."""

    id: int
    rule_id: str
    clause: Bilingual
    reason: str
    wanted: str
    before: str
    review: ReviewOut | None


class ReviewIn(Schema):
    """Upheld, or corrected to a value."""

    outcome: Literal["upheld", "corrected"]
    reason: Reason
    value: Value = ""


@router.get("/assessments/{assessment_id}/objections", response=list[ObjectionOut])
@paged
@api_does("evaluations.read_assessment", target=queries.assessment)
def of_body(request: HttpRequest, assessment: Assessment) -> QuerySet[Objection]:
    """列出一个单位的异议。 List the objections of a body."""
    found: QuerySet[Objection] = assessment.objections.all()
    return found


@router.post("/assessments/{assessment_id}/objections", response={201: ObjectionOut})
@api_does("evaluations.object", target=queries.assessment)
def file(request: HttpRequest, assessment: Assessment, told: ObjectionIn) -> Any:
    """提出异议。 File an objection."""
    lines = [objections.Contested(**one.dict()) for one in told.lines]
    return Status(201, objections.file_objection(actor=request.user, assessment=assessment, lines=lines))


@router.get("/objections/{objection_id}", response=ObjectionOut)
@api_does("evaluations.read_assessment", target=targets.objection)
def objection(request: HttpRequest, objection: Objection) -> Objection:
    """查看异议。 Read an objection."""
    return objection


@router.get("/objections/{objection_id}/lines", response=list[ContestedOut])
@paged
@api_does("evaluations.read_assessment", target=targets.objection)
def lines(request: HttpRequest, objection: Objection) -> list[dict[str, Any]]:
    """列出异议各行；复核办结前答复只有复核人可见。 List the lines; before the end only reviewers see the answers."""
    is_over = objection.settled_at is not None or objection.withdrawn_at is not None
    reviews_it = policy.may(request.user, "evaluations.review_objection", objection.assessment.body)
    return [
        {
            "id": one.line.pk,
            "rule_id": one.line.rule_id,
            "clause": Bilingual.of(one.clause),
            "reason": one.line.reason,
            "wanted": one.line.wanted,
            "before": one.before,
            "review": one.review,
        }
        for one in reading.lines_of(objection, with_answers=is_over or reviews_it)
    ]


@router.post("/objections/lines/{line_id}/review", response=ReviewOut)
@api_does("evaluations.review_objection", target=targets.objection_line)
def review(request: HttpRequest, one: LineOf, told: ReviewIn) -> Review:
    """答复异议的一行。 Answer a contested line."""
    return reviews.decide_line(actor=request.user, line=one.line, **told.dict())


@router.post("/objections/{objection_id}/finish", response=ObjectionOut)
@api_does("evaluations.review_objection", target=targets.objection)
def finish(request: HttpRequest, objection: Objection) -> Any:
    """办结复核。 Finish the review."""
    return reviews.finish_review(actor=request.user, objection=objection)


@router.post("/objections/{objection_id}/withdraw", response=ObjectionOut)
@api_does("evaluations.object", target=targets.objection)
def withdraw(request: HttpRequest, objection: Objection) -> Any:
    """撤回异议。 Withdraw an objection."""
    return objections.withdraw_objection(actor=request.user, objection=objection)
