"""Operations on the results of a review: computing, what was found, the files behind a number, report, submission."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib.rest import Points, api_does
from zhiheng_web.lib.schemas import Data, Day, Line, Words, paged
from zhiheng_web.reviews import queries
from zhiheng_web.reviews.actions import results as actions
from zhiheng_web.reviews.api.routing import router
from zhiheng_web.reviews.batch_facts import Asked
from zhiheng_web.reviews.models import Activity, Summary
from zhiheng_web.reviews.reading import results as reading

Stage = Literal["first", "final"]
Share = Annotated[Points, Field(gt=0, lt=1)]
_READ, _REPORT = "reviews.read_activity", "reviews.report"


class ReviewComputeIn(Schema):
    """Which stage, and what is asked of the statistics; shares are fractions of one."""

    stage: Stage
    pass_mark: Annotated[Points, Field(ge=0, le=100)] = Decimal(60)
    threshold: Share | None = None
    confidence: Annotated[Points, Field(ge=Decimal("0.5"), le=Decimal("0.9999"))] = Decimal("0.95")


class ReviewSummaryOut(Schema):
    """A computation: digests of result and inputs, and what the batch came to, every number with its files."""

    id: int
    activity_id: int
    stage: str
    result: str
    inputs: str
    facts: Data
    at: datetime
    is_stale: bool

    @staticmethod
    def resolve_is_stale(summary: Summary) -> bool:
        """Return whether anything changed since."""
        return reading.is_stale(summary)


class ReviewScoreOut(Schema):
    """A file behind a number, with the points that the engine gave."""

    file_id: int
    case_code: str
    body_id: int
    score: Points
    deducted: Points


class ReviewReportIn(Schema):
    """What people add to the report."""

    stage: Stage = "final"
    addressee: Line = ""
    opinion: Words = ""
    demands: Annotated[tuple[Line, ...], Field(max_length=50)] = ()
    with_calibration: bool = True


class ReviewReportOut(Schema):
    """A report that was issued."""

    id: int
    number: str
    title: str
    word: str
    pdf: str
    issued_at: datetime
    corrects_id: int | None


class ReviewSubmissionIn(Schema):
    """To which bureau the results were submitted, and when (XH-28)."""

    submitted_to: Annotated[str, Field(min_length=1, max_length=200)]
    submitted_on: Day


class ReviewSubmissionOut(Schema):
    """What is recorded of the submission."""

    id: int
    reported_at: datetime | None
    submitted_to: str
    submitted_on: Day | None


@router.get("/activities/{activity_id}/results", response=list[ReviewSummaryOut])
@paged
@api_does(_READ, target=queries.activity)
def summaries(request: HttpRequest, activity: Activity) -> QuerySet[Summary]:
    """列出汇总，最近的在前。 List the computations, the last first."""
    found: QuerySet[Summary] = activity.summaries.all()
    return found


@router.post("/activities/{activity_id}/results", response={201: ReviewSummaryOut})
@api_does("reviews.compute", target=queries.activity)
def compute(request: HttpRequest, activity: Activity, told: ReviewComputeIn) -> Any:
    """汇总评查结果。 Compute the results."""
    asked = Asked(told.pass_mark, told.threshold, told.confidence)
    return Status(201, actions.compute(actor=request.user, activity=activity, stage=told.stage, asked=asked))


@router.get("/activities/{activity_id}/results/files", response=list[ReviewScoreOut])
@paged
@api_does(_READ, target=queries.activity)
def behind(
    request: HttpRequest, activity: Activity, *, group: Line = "all", key: Line = "", stage: Stage | None = None
) -> list[dict[str, Any]]:
    """列出一个数背后的案卷（可查看的）。 List the files behind a number that one may read."""
    summary = reading.summary_of(activity, stage or "")
    if summary is None:
        raise Http404
    _, keys = reading.behind(summary, group, key)
    return [
        {"file_id": one.pk, "case_code": one.case.code, "body_id": one.body_id, "score": score, "deducted": deducted}
        for one, score, deducted in reading.files_behind(request.user, summary, keys)
    ]


@router.get("/activities/{activity_id}/reports", response=list[ReviewReportOut])
@paged
@api_does(_REPORT, target=queries.activity)
def reports(request: HttpRequest, activity: Activity) -> QuerySet[IssuedDocument]:
    """列出评查报告。 List the reports."""
    return reading.reports_of(activity)


@router.post("/activities/{activity_id}/reports", response={201: ReviewReportOut})
@api_does(_REPORT, target=queries.activity)
def issue_report(request: HttpRequest, activity: Activity, told: ReviewReportIn) -> Any:
    """出具评查报告。 Issue the report."""
    return Status(201, actions.issue_report(actor=request.user, activity=activity, **told.dict()))


@router.post("/activities/{activity_id}/submission", response=ReviewSubmissionOut)
@api_does(_REPORT, target=queries.activity)
def submission(request: HttpRequest, activity: Activity, told: ReviewSubmissionIn) -> Any:
    """登记上报。 Record the submission to the bureau above."""
    return actions.record_submission(actor=request.user, activity=activity, **told.dict())
