"""Operations on satisfaction surveys: drafts, publication, calls, closing, results. The public answers by a page."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.intake.models import Book
from zhiheng_web.lib import policy
from zhiheng_web.lib.rest import Key, api_does
from zhiheng_web.lib.schemas import Data, Day, Done, Line, Value, Version, Why, Words, Year, named, paged
from zhiheng_web.surveys import actions, counting, intervals, queries, questions, refusals
from zhiheng_web.surveys.models import Questionnaire, State, Target
from zhiheng_web.surveys.percentages import percent

router = Router(tags=["surveys"])


class QuestionnaireOut(Schema):
    """A questionnaire; `questions` as they are stored, `closes` the last day on which answers are taken."""

    id: int
    body_id: int
    year: int
    title: str
    title_en: str
    greeting: str
    greeting_en: str
    questions: list[dict[str, Data]]
    weights: dict[str, str]
    opens: date
    closes: date
    least_seconds: int
    state: str
    number: int
    revises_id: int | None
    version: int


class QuestionnaireIn(Schema):
    """What a questionnaire says of itself."""

    year: Year
    title: Line = Field(min_length=1)
    title_en: Line = Field(min_length=1)
    greeting: Words = ""
    greeting_en: Words = ""
    opens: Day
    closes: Day
    least_seconds: int = Field(15, ge=0, le=3600)


class NewQuestionnaire(QuestionnaireIn):
    """A questionnaire to be made, about bodies beneath the asking one or itself."""

    targets: list[Key] = Field(default_factory=list, max_length=1000)


class ChangedQuestionnaire(QuestionnaireIn):
    """A draft as it is to be."""

    version: Version


class TargetOut(Schema):
    """A body that the public is asked about. The address of its form is shown on its page alone."""

    id: int
    questionnaire_id: int
    body_id: int


class CallIn(Schema):
    """What came of a call, with the answers by question where there were some."""

    outcome: Literal["answered", "refused", "unreachable"]
    answers: dict[Annotated[str, Field(max_length=60)], list[Value]] = Field(default_factory=dict)


class FeedIn(Schema):
    """Into which ledger the rows are brought, and why."""

    book_id: Key
    reason: Words = ""


class IntervalOut(Schema):
    """A 95 % confidence interval (Wilson)."""

    low: str
    high: str


class ResultOut(Schema):
    """The result about a body. Counts below five are withheld (null); `rate` is cut off, not rounded."""

    target_id: int
    body_id: int
    year: int
    state: str
    respondents: int
    satisfied: int
    uncounted: int
    rate: str
    weighted_rate: str | None
    interval: IntervalOut | None
    is_few: bool
    choices: dict[str, dict[str, int | None]]
    calls: dict[str, int]


@router.get("/", response=list[QuestionnaireOut])
@paged
@api_does("surveys.read_questionnaire")
def questionnaires(request: HttpRequest) -> QuerySet[Questionnaire]:
    """列出可见的满意度调查。 List the surveys in reach."""
    return queries.questionnaires_for(request.user)


@router.post("/bodies/{body_id}", response={201: QuestionnaireOut})
@api_does("surveys.write_questionnaire", target=body_by_id)
def create(request: HttpRequest, body: Body, told: NewQuestionnaire) -> Any:
    """编制满意度调查，题目为常用题。 Make a draft with the usual questions."""
    values = told.dict()
    chosen = [named(Body, key) for key in values.pop("targets")]
    return Status(201, actions.create_questionnaire(actor=request.user, body=body, values=values, targets=chosen))


@router.get("/results", response=list[TargetOut])
@paged
@api_does("surveys.read_result")
def results(request: HttpRequest) -> QuerySet[Target]:
    """列出可见的已结束调查。 List the closed results in reach."""
    return queries.results_for(request.user)


@router.get("/targets/{target_id}/result", response=ResultOut)
@api_does("surveys.read_result", target=queries.target)
def result(request: HttpRequest, target: Target) -> dict[str, Any]:
    """查看一个单位的满意度结果；未结束的只有调查单位可看。 Read a result; before its end only who asks."""
    one = target.questionnaire
    if one.state != State.closed and not policy.may(request.user, "surveys.read_questionnaire", one.body):
        raise refusals.not_closed()
    tally = queries.tally_of(target)
    weighted = counting.weigh(tally, one.weights)
    interval = intervals.wilson(tally.satisfied, tally.respondents)
    return {
        "target_id": target.pk,
        "body_id": target.body_id,
        "year": one.year,
        "state": str(one.state),
        "respondents": tally.respondents,
        "satisfied": tally.satisfied,
        "uncounted": tally.uncounted,
        "rate": percent(tally.rate),
        "weighted_rate": percent(weighted.rate) if weighted else None,
        "interval": {"low": percent(interval.low), "high": percent(interval.high, up=True)} if interval else None,
        "is_few": tally.is_few,
        "choices": {key: counting.shown(counts) for key, counts in tally.choices.items()},
        "calls": dict(tally.calls),
    }


@router.post("/targets/{target_id}/calls", response=Done)
@api_does("surveys.enter_call", target=queries.asking)
def call(request: HttpRequest, about: queries.Asking, told: CallIn) -> Any:
    """录入电话调查。 Enter what came of a call."""
    answers: dict[str, Any] = {}
    if told.outcome == "answered":
        read = questions.read_all(about.target.questionnaire.questions)
        answers, wrong = questions.take(read, lambda key: told.answers.get(key, []))
        if wrong:
            remedy = Text("按问卷作答", "answer as the questionnaire asks")
            raise Refusal(Fault("bad_answer", Place(clause=key), text, remedy) for key, text in wrong.items())
    return actions.enter_call(actor=request.user, target=about.target, outcome=told.outcome, answers=answers)


@router.get("/{questionnaire_id}", response=QuestionnaireOut)
@api_does("surveys.read_questionnaire", target=queries.questionnaire)
def questionnaire(request: HttpRequest, questionnaire: Questionnaire) -> Questionnaire:
    """查看满意度调查。 Read a survey."""
    return questionnaire


@router.put("/{questionnaire_id}", response=QuestionnaireOut)
@api_does("surveys.write_questionnaire", target=queries.questionnaire)
def edit(request: HttpRequest, questionnaire: Questionnaire, told: ChangedQuestionnaire) -> Any:
    """修改草稿。 Change a draft."""
    values = told.dict()
    version = values.pop("version")
    return actions.edit_questionnaire(actor=request.user, questionnaire=questionnaire, version=version, values=values)


@router.get("/{questionnaire_id}/targets", response=list[TargetOut])
@paged
@api_does("surveys.read_questionnaire", target=queries.questionnaire)
def targets(request: HttpRequest, questionnaire: Questionnaire) -> QuerySet[Target]:
    """列出被调查单位。 List the bodies asked about."""
    found: QuerySet[Target] = questionnaire.targets.all()
    return found


@router.post("/{questionnaire_id}/publish", response=QuestionnaireOut)
@api_does("surveys.publish_questionnaire", target=queries.questionnaire)
def publish(request: HttpRequest, questionnaire: Questionnaire) -> Any:
    """发布。 Publish a draft."""
    return actions.publish(actor=request.user, questionnaire=questionnaire)


@router.post("/{questionnaire_id}/close", response=QuestionnaireOut)
@api_does("surveys.close_questionnaire", target=queries.questionnaire)
def close(request: HttpRequest, questionnaire: Questionnaire, told: Why) -> Any:
    """结束调查。 Close a survey."""
    return actions.close_questionnaire(actor=request.user, questionnaire=questionnaire, reason=told.reason)


@router.post("/{questionnaire_id}/feed", response=Done)
@api_does("surveys.feed_ledger", target=queries.questionnaire)
def feed(request: HttpRequest, questionnaire: Questionnaire, told: FeedIn) -> Any:
    """结果入台账。 Bring the rows of a closed survey into a ledger."""
    book = named(Book, told.book_id)
    return actions.bring_into_book(actor=request.user, questionnaire=questionnaire, book=book, reason=told.reason)
