"""Operations on consequences of a result, and on who is commended or criticised. People decide, with reasons."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.actions import consequences as actions
from zhiheng_web.evaluations.actions import mentions
from zhiheng_web.evaluations.api.routing import router
from zhiheng_web.evaluations.models import Consequence, Cycle, Mention
from zhiheng_web.evaluations.reading import consequence as reading
from zhiheng_web.evaluations.reading.consequence import ConsequenceOf, MentionOf
from zhiheng_web.lib.rest import Key, api_does
from zhiheng_web.lib.schemas import Day, Line, Reason, Why, named, paged


class ConsequenceOut(Schema):
    """A consequence: proposed from the grade or a veto; decided, declined or done by people."""

    id: int
    assessment_id: int
    kind: str
    ground: str
    person: str
    status: str
    decision_reason: str
    decided_at: datetime | None
    owner_id: int | None
    due_date: date | None
    done_at: datetime | None
    outcome: str


class DecideIn(Schema):
    """Whether it is taken, and why; one that is taken needs an owner."""

    is_taken: bool
    reason: Reason
    owner_id: Key | None = None
    due_date: Day | None = None
    person: Line = ""


class OutcomeIn(Schema):
    """How it was carried out."""

    outcome: Reason


class MentionOut(Schema):
    """A body, or a person of it, to be commended or criticised in a circular."""

    id: int
    cycle_id: int
    kind: str
    body_id: int
    person: str
    reason: str
    chosen_at: datetime
    withdrawn_at: datetime | None


class MentionIn(Schema):
    """Whom, for what."""

    assessment_id: Key
    kind: Literal["commendation", "criticism"]
    reason: Reason
    person: Annotated[str, Field(max_length=100)] = ""


@router.get("/cycles/{cycle_id}/consequences", response=list[ConsequenceOut])
@paged
@api_does("evaluations.read_cycle", target=queries.cycle)
def listed(request: HttpRequest, cycle: Cycle) -> QuerySet[Consequence]:
    """列出结果运用。 List the consequences of a cycle."""
    return reading.consequences_of(cycle)


@router.get("/consequences/{consequence_id}", response=ConsequenceOut)
@api_does("evaluations.read_cycle", target=reading.consequence_of_organiser)
def consequence(request: HttpRequest, one: ConsequenceOf) -> Consequence:
    """查看结果运用。 Read a consequence."""
    return one.consequence


@router.post("/consequences/{consequence_id}/decide", response=ConsequenceOut)
@api_does("evaluations.decide_consequence", target=reading.consequence)
def decide(request: HttpRequest, consequence: Consequence, told: DecideIn) -> Any:
    """决定结果运用。 Decide on a consequence."""
    values = told.dict()
    owner = named(reading.owners_for(consequence.assessment.cycle), values.pop("owner_id"))
    return actions.decide_consequence(actor=request.user, consequence=consequence, owner=owner, **values)


@router.post("/consequences/{consequence_id}/done", response=ConsequenceOut)
@api_does("evaluations.carry_out_consequence", target=reading.consequence)
def carry_out(request: HttpRequest, consequence: Consequence, told: OutcomeIn) -> Any:
    """办结结果运用。 Record that it has been carried out."""
    return actions.carry_out(actor=request.user, consequence=consequence, outcome=told.outcome)


@router.get("/cycles/{cycle_id}/mentions", response=list[MentionOut])
@paged
@api_does("evaluations.read_cycle", target=queries.cycle)
def listed_mentions(request: HttpRequest, cycle: Cycle) -> QuerySet[Mention]:
    """列出通报表扬和批评名单。 List who is commended or criticised."""
    return reading.mentions_of(cycle)


@router.post("/cycles/{cycle_id}/mentions", response={201: MentionOut})
@api_does("evaluations.choose_mention", target=queries.cycle)
def choose(request: HttpRequest, cycle: Cycle, told: MentionIn) -> Any:
    """列入名单。 Choose a body or a person for a circular."""
    values = told.dict()
    assessment = named(cycle.assessments.select_related("cycle__organiser", "body"), values.pop("assessment_id"))
    return Status(201, mentions.choose_mention(actor=request.user, assessment=assessment, **values))


@router.post("/mentions/{mention_id}/withdraw", response=MentionOut)
@api_does("evaluations.choose_mention", target=reading.mention)
def withdraw(request: HttpRequest, one: MentionOf, told: Why) -> Any:
    """移出名单。 Take a body or person off the list."""
    return mentions.withdraw_mention(actor=request.user, mention=one.mention, reason=told.reason)
