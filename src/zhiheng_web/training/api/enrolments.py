"""Operations on one officer in a class: self-check, answers, notes, marks, result."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema

from zhiheng_web.lib.rest import Key, Points, api_does
from zhiheng_web.lib.schemas import Why, Words, paged
from zhiheng_web.training import guards
from zhiheng_web.training.actions import classes as actions
from zhiheng_web.training.actions import examining
from zhiheng_web.training.api.routing import router
from zhiheng_web.training.models import Enrolment, SelfCheck
from zhiheng_web.training.queries import classes as queries

KEEP, TEACH = "training.keep_class", "training.teach_class"
_Text = Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$")]
_Why = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]


class EnrolmentOut(Schema):
    """An officer in a class."""

    id: int
    training_class_id: int
    officer_id: int
    reason: str
    notes: str
    handed_in_at: datetime | None
    score: Points | None
    full: Points | None
    result: str
    closed_at: datetime | None


class TrainingCheckOut(Schema):
    """A problem of one's own cards."""

    id: int
    line_id: int
    understanding: str
    is_corrected: bool


class CheckIn(Schema):
    """One's own words about a problem."""

    check_id: Key
    understanding: Words
    is_corrected: bool = False


class AnswerIn(Schema):
    """An answer."""

    question_id: Key
    text: _Text


class PaperIn(Schema):
    """The answers, saved or handed in."""

    answers: Annotated[list[AnswerIn], Field(max_length=200)]
    hand_in: bool = False


class MarkIn(Schema):
    """The points of an answer."""

    question_id: Key
    points: Points


class NotesIn(Schema):
    """The instructor's notes."""

    notes: Annotated[str, Field(min_length=1, max_length=5000, pattern=r"^[^\x00]*$")]


class ResultIn(Schema):
    """A result that a person decides."""

    is_passed: bool
    reason: _Why


@router.get("/enrolments", response=list[EnrolmentOut])
@paged
@api_does(guards.READ_ENROLMENT)
def my_enrolments(request: HttpRequest) -> QuerySet[Enrolment]:
    """列出可查看的学员。 List the enrolments within reach: of an officer their own."""
    return queries.enrolments_for(request.user)


@router.get("/enrolments/{enrolment_id}/checks", response=list[TrainingCheckOut])
@paged
@api_does(guards.READ_ENROLMENT, target=queries.enrolment)
def checks(request: HttpRequest, one: Enrolment) -> QuerySet[SelfCheck]:
    """自查清单。 List the self-check."""
    guards.demand_read_enrolment(request.user, one)
    found: QuerySet[SelfCheck] = one.checks.all()
    return found


@router.put("/enrolments/{enrolment_id}/checks", response=EnrolmentOut)
@api_does(guards.TAKE_PART, target=queries.enrolment)
def write_checks(request: HttpRequest, one: Enrolment, told: list[CheckIn]) -> Any:
    """填写自查。 Write one's own self-check."""
    rows = {row.check_id: (row.understanding, row.is_corrected) for row in told}
    return examining.write_self_check(actor=request.user, enrolment=one, told=rows)


@router.put("/enrolments/{enrolment_id}/answers", response=EnrolmentOut)
@api_does(guards.TAKE_PART, target=queries.enrolment)
def answer(request: HttpRequest, one: Enrolment, told: PaperIn) -> Any:
    """答题或交卷。 Answer the questions, or hand them in."""
    answers = {row.question_id: row.text for row in told.answers}
    return examining.answer(actor=request.user, enrolment=one, answers=answers, hand_in=told.hand_in)


@router.put("/enrolments/{enrolment_id}/notes", response=EnrolmentOut)
@api_does(TEACH, target=queries.enrolment_of_class)
def notes(request: HttpRequest, found: queries.OfClass, told: NotesIn) -> Any:
    """讲评。 Write the instructor's notes."""
    return examining.write_notes(actor=request.user, enrolment=found.enrolment, notes=told.notes)


@router.put("/enrolments/{enrolment_id}/marks", response=EnrolmentOut)
@api_does(TEACH, target=queries.enrolment_of_class)
def mark(request: HttpRequest, found: queries.OfClass, told: list[MarkIn]) -> Any:
    """阅卷。 Mark the answers."""
    points = {row.question_id: row.points for row in told}
    return examining.mark(actor=request.user, enrolment=found.enrolment, points=points)


@router.post("/enrolments/{enrolment_id}/decide", response=EnrolmentOut)
@api_does(TEACH, target=queries.enrolment_of_class)
def decide(request: HttpRequest, found: queries.OfClass, told: ResultIn) -> Any:
    """评定结果。 Decide a result."""
    return examining.decide(actor=request.user, enrolment=found.enrolment, **told.dict())


@router.post("/enrolments/{enrolment_id}/close", response=EnrolmentOut)
@api_does(TEACH, target=queries.enrolment_of_class)
def close_rectification(request: HttpRequest, found: queries.OfClass) -> Any:
    """整改办结。 Close the rectification."""
    return examining.close_rectification(actor=request.user, enrolment=found.enrolment)


@router.post("/enrolments/{enrolment_id}/withdraw", response=EnrolmentOut)
@api_does(KEEP, target=queries.enrolment_of_class)
def withdraw(request: HttpRequest, found: queries.OfClass, told: Why) -> Any:
    """退出培训。 Take an officer out of a class."""
    return actions.withdraw_enrolment(actor=request.user, enrolment=found.enrolment, reason=told.reason[:300])
