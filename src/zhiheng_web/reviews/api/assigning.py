"""Operations on assignments: the proposal, taking it, by hand, to another, standing aside."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.accounts.models import Account
from zhiheng_web.lib.rest import Key, api_does
from zhiheng_web.lib.schemas import Bilingual, Reason, Why, named
from zhiheng_web.reviews import queries
from zhiheng_web.reviews.actions import assigning as actions
from zhiheng_web.reviews.api.routing import router
from zhiheng_web.reviews.models import Activity, Assignment
from zhiheng_web.reviews.queries import OfOrganiser
from zhiheng_web.reviews.reading import assigning as reading

ASSIGN = "reviews.assign"


class AssignmentOut(Schema):
    """A file given to a reviewer, and why to this one."""

    id: int
    file_review_id: int
    reviewer_id: int
    level: int
    round: int
    reader: int
    is_blind: bool
    due_on: date | None
    why: str
    assigned_at: datetime
    done_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str


class ProposedOut(Schema):
    """Who would read a file; `reviewer_id` is null where nobody can."""

    file_id: int
    case: str
    round: int
    reader: int
    reviewer_id: int | None
    why: Bilingual


class LoadOut(Schema):
    """How many files a reviewer has in an activity."""

    reviewer_id: int
    name: str
    waiting: int
    done: int


class GiveIn(Schema):
    """A reviewer named by hand, and why that one; `level` 1 is the unit."""

    reviewer_id: Key
    reason: Reason
    level: Annotated[int, Field(ge=1, le=2)] = 2
    reader: Annotated[int, Field(ge=1, le=3)] = 1


class OtherIn(Schema):
    """Another reviewer, with the reason."""

    reviewer_id: Key
    reason: Reason


@router.get("/activities/{activity_id}/proposal", response=list[ProposedOut])
@api_does(ASSIGN, target=queries.activity)
def proposal(request: HttpRequest, one: Activity) -> Any:
    """取指派方案。 Return who would read what waits."""
    return [
        ProposedOut(
            file_id=choice.file_review.pk,
            case=choice.file_review.case.code,
            round=choice.round,
            reader=choice.reader,
            reviewer_id=None if choice.reviewer is None else choice.reviewer.pk,
            why=Bilingual.of(choice.why),
        )
        for choice in reading.proposal(one)
    ]


@router.post("/activities/{activity_id}/proposal", response={201: list[AssignmentOut]})
@api_does(ASSIGN, target=queries.activity)
def take(request: HttpRequest, one: Activity) -> Any:
    """按方案指派。 Take the proposal."""
    return Status(201, actions.assign_proposed(actor=request.user, activity=one))


@router.get("/activities/{activity_id}/loads", response=list[LoadOut])
@api_does(ASSIGN, target=queries.activity)
def loads(request: HttpRequest, one: Activity) -> Any:
    """列出各评查员的件数。 List how many files each reviewer has."""
    return [
        LoadOut(reviewer_id=load.reviewer.pk, name=str(load.reviewer), waiting=load.waiting, done=load.done)
        for load in reading.loads_of(one)
    ]


@router.get("/files/{file_id}/assignments", response=list[AssignmentOut])
@api_does(ASSIGN, target=queries.file_of_organiser)
def assignments(request: HttpRequest, one: OfOrganiser) -> Any:
    """列出一件案卷的指派。 List the assignments of a file, withdrawn ones too."""
    return list(one.file_review.assignments.filter(is_planted=False))


@router.post("/files/{file_id}/assignments", response={201: AssignmentOut})
@api_does(ASSIGN, target=queries.file_of_organiser)
def give(request: HttpRequest, one: OfOrganiser, given: GiveIn) -> Any:
    """指派评查员。 Name a reviewer by hand."""
    data = given.dict()
    reviewer = named(Account, data.pop("reviewer_id"))
    made = actions.assign_by_hand(actor=request.user, file_review=one.file_review, reviewer=reviewer, **data)
    return Status(201, made)


@router.post("/assignments/{assignment_id}/reassign", response={201: AssignmentOut})
@api_does(ASSIGN, target=queries.assignment_of_organiser)
def reassign(request: HttpRequest, one: OfOrganiser, given: OtherIn) -> Any:
    """改派。 Give a file to another reviewer."""
    former = one.assignment
    if former is None:
        raise Http404
    reviewer = named(Account, given.reviewer_id)
    made = actions.reassign(actor=request.user, assignment=former, reviewer=reviewer, reason=given.reason)
    return Status(201, made)


@router.post("/assignments/{assignment_id}/recuse", response=AssignmentOut)
@api_does("reviews.recuse", target=queries.assignment)
def recuse(request: HttpRequest, one: Assignment, given: Why) -> Any:
    """申请回避。 Stand aside; the answer is the former assignment, withdrawn."""
    if one.reviewer_id != request.user.pk:
        raise Http404
    actions.recuse(actor=request.user, assignment=one, reason=given.reason)
    one.refresh_from_db()
    return one
