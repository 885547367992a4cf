"""Operations of the rounds: notice, mending, second submission, objections."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import File, Schema, Status
from ninja.files import UploadedFile

from zhiheng_web.lib.rest import Key, Points, api_does
from zhiheng_web.lib.schemas import Done, Reason, Version, Words, bytes_of, named
from zhiheng_web.reviews import guards, queries
from zhiheng_web.reviews.actions import rounds as actions
from zhiheng_web.reviews.actions import rounds_mending as mending_actions
from zhiheng_web.reviews.actions import rounds_objections as objection_actions
from zhiheng_web.reviews.api.routing import router
from zhiheng_web.reviews.models import CardLine, FileReview, Mending, Objection
from zhiheng_web.reviews.reading import rounds as reading

READ, GIVE = "reviews.read_file", actions.GIVE


class FileProblemOut(Schema):
    """A problem of round one: what it counts after objections, its mending, what round two found."""

    line_id: int
    item: str
    page: str
    text: str
    clause: str
    mend: str
    deduction: Points | None
    counted: Points | None
    is_lifted: bool
    mending_id: int | None
    mending_state: str
    note: str
    mended: str


class FileStandOut(Schema):
    """Where a file stands after a deed."""

    id: int
    state: str
    due_on: date | None
    notified_at: datetime | None
    second_notified_at: datetime | None
    deduction_first: Points | None
    deduction_final: Points | None


class SecondFindingOut(Schema):
    """What round two found: of the problem `problem_id` of round one (`mended`), or a new problem (`counted`)."""

    line_id: int
    problem_id: int | None
    item: str
    page: str
    text: str
    mended: str
    deduction: Points | None
    counted: Points | None
    is_lifted: bool


class MendingOut(Schema):
    """The mending of a problem."""

    id: int
    state: str
    due_on: date | None
    note: str
    check_note: str
    version: int


class MendingReportIn(Schema):
    """What was done about a problem."""

    note: Reason
    version: Version


class MendingCheckIn(Schema):
    """Whether what was reported is accepted, and the remark."""

    is_accepted: bool
    version: Version
    note: Words = ""


class FileResubmitIn(Schema):
    """Why a file goes with problems that were not accepted; empty where all were."""

    reason: Words = ""


class FileObjectionIn(Schema):
    """An objection to a problem."""

    line_id: Key
    reason: Reason


class FileObjectionAnswerIn(Schema):
    """The answer to an objection; a correction names the new deduction, 0 where there was no problem.

    What round two says of a problem of round one is corrected to `mended_after` instead.
    """

    is_corrected: bool
    answer: Reason
    deduction_after: Points | None = None
    mended_after: Literal["", "partly", "mended"] = ""


class FileObjectionOut(Schema):
    """An objection with its answer."""

    id: int
    line_id: int
    reason: str
    filed_at: datetime
    due_on: date | None
    outcome: str
    answer: str
    deduction_before: Points | None
    deduction_after: Points | None
    mended_after: str
    answered_at: datetime | None


def _readable(person: Any, one: FileReview) -> None:
    guards.demand_file(person, READ, one)


def _own_case(person: Any, one: Objection) -> None:
    guards.demand_file(person, READ, one.file_review)


@router.get("/files/{file_id}/problems", response=list[FileProblemOut])
@api_does(READ, target=queries.file_review, demand=_readable)
def problems(request: HttpRequest, file_review: FileReview) -> Any:
    """列出计入结果的问题。 List the problems that count, once they were told."""
    if file_review.notified_at is None:
        return []
    return [_problem(one) for one in reading.standings(file_review)]


@router.post("/files/{file_id}/notice", response=FileStandOut)
@api_does(GIVE, target=queries.file_review)
def give_notice(request: HttpRequest, file_review: FileReview) -> Any:
    """告知评查结果。 Tell unit and officer the result of round one."""
    return actions.give_notice(actor=request.user, file_review=file_review)


@router.post("/files/{file_id}/notice/second", response=FileStandOut)
@api_does(GIVE, target=queries.file_review)
def give_second_notice(request: HttpRequest, file_review: FileReview) -> Any:
    """告知二次考评结果。 Tell unit and officer the result of round two; objections to it run from here."""
    return actions.give_second_notice(actor=request.user, file_review=file_review)


@router.get("/files/{file_id}/second-findings", response=list[SecondFindingOut])
@api_does(READ, target=queries.file_review, demand=_readable)
def second_findings(request: HttpRequest, file_review: FileReview) -> Any:
    """列出二次考评的认定。 What round two found, once it was told."""
    if file_review.second_notified_at is None:
        return []
    return [_second(one) for one in reading.second_findings(file_review)]


@router.post("/files/{file_id}/opinion", response={201: Done})
@api_does(GIVE, target=queries.file_review)
def issue_opinion(request: HttpRequest, file_review: FileReview) -> Any:
    """出具评查意见书。 Issue the opinion on a file; the number is that of the document."""
    return Status(201, {"id": actions.issue_opinion(actor=request.user, file_review=file_review).pk})


@router.post("/files/{file_id}/settle", response=FileStandOut)
@api_does(GIVE, target=queries.file_review)
def settle(request: HttpRequest, file_review: FileReview) -> Any:
    """办结。 Settle a file whose period of objection is over."""
    return actions.settle(actor=request.user, file_review=file_review)


@router.post("/files/{file_id}/call-in", response=FileStandOut)
@api_does(GIVE, target=queries.file_review)
def call_in(request: HttpRequest, file_review: FileReview) -> Any:
    """调卷核查。 Take a file that was not submitted in time into round two."""
    return actions.call_in(actor=request.user, file_review=file_review)


@router.post("/files/{file_id}/resubmit", response=FileStandOut)
@api_does("reviews.resubmit_file", target=queries.file_review)
def resubmit(request: HttpRequest, file_review: FileReview, told: FileResubmitIn) -> Any:
    """二次送评。 Submit a file the second time."""
    return actions.resubmit(actor=request.user, file_review=file_review, reason=told.reason)


@router.post("/mendings/{mending_id}/report", response=MendingOut)
@api_does(mending_actions.REPORT, target=reading.mending)
def report_mending(request: HttpRequest, mending: Mending, told: MendingReportIn) -> Any:
    """报告整改情况。 Report what was done about a problem."""
    return mending_actions.report_mending(actor=request.user, mending=mending, **told.dict())


@router.post("/mendings/{mending_id}/files", response={201: Done})
@api_does(mending_actions.REPORT, target=reading.mending)
def add_file(request: HttpRequest, mending: Mending, file: File[UploadedFile]) -> Any:
    """上传整改材料。 Add a file that proves the mending."""
    name, size = file.name or "", file.size or 0
    made = mending_actions.add_evidence(actor=request.user, mending=mending, file=bytes_of(file), name=name, size=size)
    return Status(201, {"id": made.pk})


@router.post("/mendings/{mending_id}/check", response=MendingOut)
@api_does(mending_actions.CHECK, target=reading.mending)
def check_mending(request: HttpRequest, mending: Mending, told: MendingCheckIn) -> Any:
    """核对整改。 Accept what was reported, or return it."""
    return mending_actions.check_mending(actor=request.user, mending=mending, **told.dict())


@router.get("/files/{file_id}/objections", response=list[FileObjectionOut])
@api_does(READ, target=queries.file_review, demand=_readable)
def objections(request: HttpRequest, file_review: FileReview) -> Any:
    """列出异议。 List the objections to the review of a file."""
    return list(file_review.objections.all())


@router.post("/files/{file_id}/objections", response={201: FileObjectionOut})
@api_does(objection_actions.OBJECT, target=queries.file_review)
def file_objection(request: HttpRequest, file_review: FileReview, told: FileObjectionIn) -> Any:
    """提出异议。 Object to a problem."""
    guards.demand_file(request.user, objection_actions.OBJECT, file_review)
    line = named(CardLine.objects.filter(card__assignment__file_review=file_review, card__state="signed"), told.line_id)
    made = objection_actions.file_objection(actor=request.user, file_review=file_review, line=line, reason=told.reason)
    return Status(201, made)


@router.post("/objections/{objection_id}/answer", response=FileObjectionOut)
@api_does(objection_actions.ANSWER, target=reading.objection)
def answer_objection(request: HttpRequest, objection: Objection, told: FileObjectionAnswerIn) -> Any:
    """答复异议。 Answer an objection."""
    return objection_actions.answer_objection(
        actor=request.user,
        objection=objection,
        is_corrected=told.is_corrected,
        answer=told.answer,
        deduction_after=told.deduction_after,
        mended_after=told.mended_after,
    )


@router.post("/objections/{objection_id}/withdraw", response=FileObjectionOut)
@api_does(objection_actions.OBJECT, target=reading.objection, demand=_own_case)
def withdraw_objection(request: HttpRequest, objection: Objection) -> Any:
    """撤回异议。 Withdraw an objection."""
    return objection_actions.withdraw_objection(actor=request.user, objection=objection)


def _second(one: reading.SecondFinding) -> dict[str, Any]:
    about = one.problem or one.line
    return {
        "line_id": one.line.pk,
        "problem_id": one.problem.pk if one.problem is not None else None,
        **{name: getattr(about, name) for name in ("item", "page", "text", "deduction")},
        "mended": one.mended,
        "counted": one.counted,
        "is_lifted": one.is_lifted,
    }


def _problem(one: reading.Standing) -> dict[str, Any]:
    line, mending = one.line, one.mending
    return {
        "line_id": line.pk,
        **{name: getattr(line, name) for name in ("item", "page", "text", "clause", "mend", "deduction")},
        "counted": one.counted,
        "is_lifted": one.is_lifted,
        "mending_id": mending.pk if mending is not None else None,
        "mending_state": mending.state if mending is not None else "",
        "note": mending.note if mending is not None else "",
        "mended": one.mended,
    }
