"""Operations on classes for those behind."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.accounts.models import Account
from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib.rest import Key, Points, api_does
from zhiheng_web.lib.schemas import Day, Reason, Version, Words, named, paged
from zhiheng_web.training.actions import classes as actions
from zhiheng_web.training.api.enrolments import EnrolmentOut
from zhiheng_web.training.api.routing import router
from zhiheng_web.training.models import Enrolment, Question, TrainingClass
from zhiheng_web.training.queries import classes as queries

KEEP, TEACH = "training.keep_class", "training.teach_class"
_Text = Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$")]
_Why = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]


class ClassIn(Schema):
    """A class."""

    title: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
    starts_on: Day
    ends_on: Day
    days: Points
    instructor_id: Key | None = None
    simulated_case: _Text = ""


class ClassEdit(ClassIn):
    """The same with the version that was read."""

    version: Version


class ClassOut(Schema):
    """A class."""

    id: int
    body_id: int
    title: str
    starts_on: date
    ends_on: date
    days: Points
    instructor_id: int | None
    simulated_case: str
    pass_mark: Points | None
    state: str
    version: int


class ClassCandidateOut(Schema):
    """An officer with what the rule looks at."""

    officer_id: int
    red_cards: int
    files: int
    average: Points | None
    problems: int
    met: int


class EnrolIn(Schema):
    """Officers whom a person has chosen, and why."""

    officer_ids: Annotated[list[Key], Field(min_length=1, max_length=200)]
    reason: _Why


class QuestionIn(Schema):
    """A question."""

    text: Reason
    points: Points
    expected: Words = ""


class QuestionOut(Schema):
    """A question without the answer that is looked for."""

    id: int
    text: str
    points: Points


def _values(told: ClassIn) -> dict[str, Any]:
    # As they are: `dict()` would write days as text, as answers do.
    values = {name: value for name, value in told if name not in ("instructor_id", "version")}
    return {**values, "instructor": named(Account, told.instructor_id)}


@router.get("/classes", response=list[ClassOut])
@paged
@api_does(queries.READ)
def classes(request: HttpRequest) -> QuerySet[TrainingClass]:
    """列出培训班。 List the classes."""
    return queries.classes_for(request.user)


@router.post("/bodies/{body_id}/classes", response={201: ClassOut})
@api_does(KEEP, target=body_by_id)
def make(request: HttpRequest, body: Body, told: ClassIn) -> Any:
    """建立培训班。 Make a class."""
    return Status(201, actions.keep_class(actor=request.user, body=body, values=_values(told)))


@router.put("/classes/{class_id}", response=ClassOut)
@api_does(KEEP, target=queries.training_class)
def change(request: HttpRequest, one: TrainingClass, told: ClassEdit) -> Any:
    """修改培训班。 Change a class."""
    return actions.keep_class(
        actor=request.user, body=one.body, values=_values(told), training_class=one, version=told.version
    )


@router.get("/classes/{class_id}/candidates", response=list[ClassCandidateOut])
@paged
@api_does(KEEP, target=queries.training_class)
def candidates(request: HttpRequest, one: TrainingClass) -> list[dict[str, Any]]:
    """候选名单。 Tell who comes into question."""
    return [
        {
            "officer_id": row.officer.pk,
            "red_cards": row.red_cards,
            "files": row.files,
            "average": row.average,
            "problems": row.problems,
            "met": len(row.grounds),
        }
        for row in queries.candidates_for(one.body)
    ]


@router.get("/classes/{class_id}/enrolments", response=list[EnrolmentOut])
@paged
@api_does(queries.READ, target=queries.training_class)
def enrolments(request: HttpRequest, one: TrainingClass) -> QuerySet[Enrolment]:
    """列出学员。 List who is enrolled."""
    return queries.enrolments_of(one)


@router.post("/classes/{class_id}/enrolments", response=list[EnrolmentOut])
@api_does(KEEP, target=queries.training_class)
def enrol(request: HttpRequest, one: TrainingClass, told: EnrolIn) -> Any:
    """选定学员。 Enrol officers whom a person has chosen."""
    officers = [named(Officer.objects.select_related("body"), key) for key in told.officer_ids]
    return actions.enrol(actor=request.user, training_class=one, officers=officers, reason=told.reason)


@router.get("/classes/{class_id}/questions", response=list[QuestionOut])
@paged
@api_does(TEACH, target=queries.training_class)
def questions(request: HttpRequest, one: TrainingClass) -> QuerySet[Question]:
    """列出考题。 List the questions."""
    return queries.questions_of(one)


@router.post("/classes/{class_id}/questions", response={201: QuestionOut})
@api_does(TEACH, target=queries.training_class)
def add_question(request: HttpRequest, one: TrainingClass, told: QuestionIn) -> Any:
    """出题。 Add a question."""
    return Status(201, actions.add_question(actor=request.user, training_class=one, **dict(told)))


@router.post("/questions/{question_id}/remove", response=QuestionOut)
@api_does(TEACH, target=queries.question)
def remove_question(request: HttpRequest, one: Question) -> Any:
    """移除考题。 Take a question out."""
    return actions.remove_question(actor=request.user, question=one)


@router.post("/classes/{class_id}/open", response=ClassOut)
@api_does(KEEP, target=queries.training_class)
def open_class(request: HttpRequest, one: TrainingClass) -> Any:
    """开始培训。 Open a class."""
    return actions.open_class(actor=request.user, training_class=one)


@router.post("/classes/{class_id}/examine", response=ClassOut)
@api_does(TEACH, target=queries.training_class)
def examine(request: HttpRequest, one: TrainingClass) -> Any:
    """开始考试。 Begin the examination."""
    return actions.begin_examination(actor=request.user, training_class=one)


@router.post("/classes/{class_id}/close", response=ClassOut)
@api_does(KEEP, target=queries.training_class)
def close_class(request: HttpRequest, one: TrainingClass) -> Any:
    """结束培训。 Close a class."""
    return actions.close_class(actor=request.user, training_class=one)
