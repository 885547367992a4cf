"""Operations on the year's check and the reports to the bureau above."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Field, File, Schema
from ninja.files import UploadedFile

from zhiheng_web.documents.queries import evidence_about
from zhiheng_web.lib.given_files import shown_file, told_file
from zhiheng_web.lib.rest import api_does
from zhiheng_web.lib.schemas import Day, Line, Year, bytes_of, paged
from zhiheng_web.supervision.actions import years as actions
from zhiheng_web.supervision.api.routing import router
from zhiheng_web.supervision.models import Submission
from zhiheng_web.supervision.queries import years as queries
from zhiheng_web.supervision.queries.years import Finished, SubmissionPaper


class ReviewYearOut(Schema):
    """A body in a year with a review that it finished; none where it finished none."""

    body_id: int
    activity_id: int | None
    submitted_on: date | None
    reference: str


class ReviewSubmissionIn(Schema):
    """To whom, when, under which number."""

    submitted_to: Annotated[Line, Field(min_length=1)]
    submitted_on: Day
    reference: Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")] = ""


class ReviewSubmissionOut(Schema):
    """A report to the bureau above."""

    id: int
    activity_id: int
    submitted_to: str
    submitted_on: date
    reference: str


class SubmissionPaperOut(Schema):
    """A paper of a report."""

    id: int
    name: str
    size: int
    digest: str


@router.get("/years/{year}", response=list[ReviewYearOut])
@paged
@api_does(queries.READ)
def year(request: HttpRequest, year: Year) -> list[dict[str, Any]]:
    """列出一个年度的评查完成情况。 List the bodies with and without a finished review in a year."""
    return [
        {
            "body_id": one.body.pk,
            "activity_id": one.activity.pk if one.activity else None,
            "submitted_on": one.activity.submitted_on if one.activity else None,
            "reference": one.submission.reference if one.submission else "",
        }
        for one in queries.years_for(request.user, year)
    ]


@router.put("/activities/{activity_id}/submission", response=ReviewSubmissionOut)
@api_does(queries.RECORD, target=queries.activity)
def record(request: HttpRequest, one: Finished, told: ReviewSubmissionIn) -> Any:
    """登记评查结果上报。 Record that results were reported above."""
    return actions.record_submission(actor=request.user, activity=one.activity, **told.dict())


@router.get("/submissions", response=list[ReviewSubmissionOut])
@paged
@api_does(queries.READ)
def submissions(request: HttpRequest) -> QuerySet[Submission]:
    """列出上报记录。 List the reports in reach."""
    return queries.submissions_for(request.user)


@router.get("/submissions/{submission_id}/papers", response=list[SubmissionPaperOut])
@paged
@api_does(queries.READ, target=queries.submission)
def papers(request: HttpRequest, one: Submission) -> QuerySet[Any]:
    """列出报送材料。 List the papers of a report."""
    return evidence_about(one)


@router.post("/submissions/{submission_id}/papers", response=SubmissionPaperOut)
@api_does(queries.RECORD, target=queries.submission)
def add_paper(request: HttpRequest, one: Submission, file: File[UploadedFile]) -> Any:
    """上传报送材料。 Keep a paper of a report."""
    return actions.add_paper(
        actor=request.user, submission=one, file=bytes_of(file), name=file.name or "", size=file.size or 0
    )


@router.get("/submissions/{submission_id}/papers/{paper_id}", openapi_extra=told_file("*/*"))
@api_does(queries.READ, target=queries.submission_paper)
def paper(request: HttpRequest, one: SubmissionPaper) -> HttpResponseBase:
    """下载报送材料。 Give out a paper of a report."""
    return shown_file(one.file.digest, name=one.file.name, media_type=one.file.media_type)
