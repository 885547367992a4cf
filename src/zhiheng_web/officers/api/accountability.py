"""Operations on accountability: grounds, draft, hearing, submission, decision, statistics."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib import clock
from zhiheng_web.lib.rest import Key, api_does
from zhiheng_web.lib.schemas import Bilingual, Data, Day, Reason, Version, Words, Year, named, paged
from zhiheng_web.lib.words import Text
from zhiheng_web.officers import guards, queries, refusals
from zhiheng_web.officers import rules as settled
from zhiheng_web.officers.actions import accountability as actions
from zhiheng_web.officers.api.routing import router
from zhiheng_web.officers.models import Accountability
from zhiheng_web.officers.queries import OfUnit
from zhiheng_web.officers.reading import triggers as reading
from zhiheng_web.officers.reading.statistics import statistics_of

_Measure = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]


class MatterOut(Schema):
    """A matter of accountability."""

    id: int
    organiser_id: int
    officer_id: int
    body_id: int
    trigger: str
    facts: Data
    fault: str
    history: str
    basis: str
    measure_proposed: str
    state: str
    hearing_due: date | None
    hearing: str
    statement: str
    considered: str
    heard_at: datetime | None
    letter_id: int | None
    submitted_at: datetime | None
    decision: str
    meeting: str
    decided_on: date | None
    measure: str
    grounds: str
    batch_id: int | None
    withdrawn_reason: str
    version: int


class TriggerOut(Schema):
    """A ground that was found; `key` names it when a draft begins from it."""

    key: str
    officer_id: int
    kind: str
    item: str
    name: Bilingual
    files: list[int]
    lines: list[int]


class DraftIn(Schema):
    """The words of an opinion."""

    fault: Reason
    history: Words = ""
    basis: Words = ""
    measure_proposed: _Measure
    version: Version | None = None


class MonthProposalIn(DraftIn):
    """A draft: from a ground that was found (`ground`), or about an officer."""

    ground: Annotated[str, Field(max_length=120)] = ""
    officer_id: Key | None = None
    trigger: Literal["refused", "repeated"] = "refused"


class HearingIn(Schema):
    """How the officer was heard."""

    hearing: Literal["statement", "waived"]
    statement: Reason
    considered: Words = ""


class StatementIn(Schema):
    """One's own statement, or that one waives it."""

    statement: Words = ""
    waives: bool = False


class ConsideredIn(Schema):
    """What was made of the statement."""

    considered: Words = ""


class WithdrawalIn(Schema):
    """Why a matter is withdrawn."""

    reason: Reason


class MonthDecisionIn(Schema):
    """What the party committee decided."""

    is_held: bool
    meeting: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
    held_on: Day
    measure: Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")] = ""
    grounds: Reason


class StatisticsOut(Schema):
    """A year of a bureau."""

    year: int
    batches: int
    persons: int
    matters: int
    not_held: int


@router.get("/accountabilities", response=list[MatterOut])
@paged
@api_does("officers.read_accountability")
def listed(request: HttpRequest) -> QuerySet[Accountability]:
    """列出责任追究。 List the matters within reach."""
    return queries.accountabilities_for(request.user)


@router.get("/bodies/{body_id}/triggers", response=list[TriggerOut])
@api_does("officers.propose_accountability", target=body_by_id)
def triggers(request: HttpRequest, body: Body) -> list[TriggerOut]:
    """列出线索。 List the grounds that were found; people decide."""
    return [
        TriggerOut(
            key=one.key,
            officer_id=one.officer.pk,
            kind=one.kind,
            item=one.item,
            name=Bilingual.of(one.name),
            files=[review.pk for review in one.files],
            lines=[line.pk for line in one.lines],
        )
        for one in reading.triggers_of(body)
    ]


@router.get("/bodies/{body_id}/accountability-statistics", response=StatisticsOut)
@api_does("officers.read_accountability", target=body_by_id)
def statistics(request: HttpRequest, body: Body, year: Year | None = None) -> Any:
    """年度统计。 Return batches and persons held responsible in a year, this one unless said."""
    return statistics_of(body, year or clock.today().year)


@router.post("/bodies/{body_id}/accountabilities", response={201: MatterOut})
@api_does("officers.propose_accountability", target=body_by_id)
def propose(request: HttpRequest, body: Body, told: MonthProposalIn) -> Any:
    """起草意见书。 Draft an opinion."""
    values = told.dict(include={"fault", "history", "basis", "measure_proposed"})
    given: dict[str, Any] = {"actor": request.user, "organiser": body, "values": values}
    if told.ground:
        found = reading.trigger_of(body, told.ground)
        if found is None:
            raise refusals.refusal("no_such_ground", *_NO_GROUND, value=told.ground)
        facts = found.facts(settled.in_force(body, settled.AccountabilityRules))
        return Status(201, actions.propose(**given, officer=found.officer, trigger=found.kind, facts=facts))
    officer = named(Officer.objects.select_related("body"), told.officer_id or 0)
    return Status(201, actions.propose(**given, officer=officer, trigger=told.trigger))


@router.get("/accountabilities/{accountability_id}", response=MatterOut)
@api_does("officers.read_accountability", target=queries.accountability)
def matter(request: HttpRequest, one: Accountability) -> Accountability:
    """查看责任追究。 Read a matter."""
    return one


@router.put("/accountabilities/{accountability_id}", response=MatterOut)
@api_does("officers.propose_accountability", target=queries.accountability)
def redraft(request: HttpRequest, one: Accountability, told: DraftIn) -> Any:
    """修改草稿。 Write the draft anew."""
    values = told.dict(exclude={"version"})
    return actions.redraft(actor=request.user, matter=one, values=values, version=told.version)


@router.post("/accountabilities/{accountability_id}/tell", response=MatterOut)
@api_does("officers.propose_accountability", target=queries.accountability)
def tell(request: HttpRequest, one: Accountability) -> Any:
    """交本人陈述申辩。 Give the draft to the officer."""
    return actions.tell_officer(actor=request.user, matter=one)


@router.post("/accountabilities/{accountability_id}/withdraw", response=MatterOut)
@api_does("officers.propose_accountability", target=queries.accountability)
def withdraw(request: HttpRequest, one: Accountability, told: WithdrawalIn) -> Any:
    """撤回。 Withdraw a matter."""
    return actions.withdraw(actor=request.user, matter=one, reason=told.reason)


@router.post("/accountabilities/{accountability_id}/hearing", response=MatterOut)
@api_does("officers.hear_officer", target=queries.accountability)
def hear(request: HttpRequest, one: Accountability, told: HearingIn) -> Any:
    """登记陈述申辩。 Record that the officer was heard, or waived it."""
    return actions.hear(actor=request.user, matter=one, **told.dict())


@router.post("/accountabilities/{accountability_id}/submit", response=MatterOut)
@api_does("officers.submit_accountability", target=queries.accountability)
def submit(request: HttpRequest, one: Accountability, told: ConsideredIn) -> Any:
    """提交局党组。 Issue the letter and submit the matter."""
    return actions.submit(actor=request.user, matter=one, considered=told.considered)


@router.post("/accountabilities/{accountability_id}/decide", response=MatterOut)
@api_does("officers.decide_accountability", target=queries.accountability)
def decide(request: HttpRequest, one: Accountability, told: MonthDecisionIn) -> Any:
    """登记局党组决定。 Record the decision of the party committee."""
    return actions.decide(actor=request.user, matter=one, **told.dict())


def _is_theirs(person: Any, target: OfUnit) -> None:
    guards.demand_own(person, target.thing.officer, "officers.state_own")


@router.post("/accountabilities/{accountability_id}/statement", response=MatterOut)
@api_does("officers.state_own", target=queries.own_accountability, demand=_is_theirs)
def state(request: HttpRequest, target: OfUnit, told: StatementIn) -> Any:
    """陈述申辩。 Make one's own statement, or waive it."""
    return actions.state_own(actor=request.user, matter=target.thing, **told.dict())


_NO_GROUND = (
    Text("没有这条线索，或者已经起草", "there is no such ground, or a draft has taken it up"),
    Text("重新列出线索", "list the grounds again"),
)
