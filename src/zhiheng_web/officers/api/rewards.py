"""Operations on awards and on the allocation of means."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Query, Schema, Status

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib.rest import Key, Points, api_does
from zhiheng_web.lib.schemas import Data, Day, Done, Reason, named, paged
from zhiheng_web.officers import queries, rules
from zhiheng_web.officers.actions import allocations, awards, lists
from zhiheng_web.officers.api.routing import router
from zhiheng_web.officers.models import Allocation, Award
from zhiheng_web.officers.reading.standing import standings

_Title = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


class Period(Schema):
    """Months of [period_from, period_to)."""

    period_from: Day
    period_to: Day


class MonthStandingOut(Schema):
    """An officer over a period, with the numbers; `composite` is null without the bureau's weights."""

    officer_id: int
    body_id: int
    numbers: Data
    average: Points | None
    composite: Points | None


class AwardListIn(Period):
    """Of which months, and how many of the first it names; null for everybody with a case."""

    most: Annotated[int, Field(ge=1, le=1000)] | None = None


class AwardIn(Period):
    """A reward that was decided: for an officer, or for a unit."""

    officer_id: Key | None = None
    body_of: Key | None = None
    title: _Title
    reason: Reason
    decided_on: Day


class AwardOut(Schema):
    """A reward with the numbers of its period."""

    id: int
    organiser_id: int
    body_id: int
    officer_id: int | None
    title: str
    period_from: date
    period_to: date
    numbers: Data
    reason: str
    decided_on: date
    withdrawn_on: date | None
    withdrawn_reason: str


class WithdrawnIn(Schema):
    """Why a reward is taken back."""

    reason: Reason


class AllocationIn(Period):
    """An amount of the budget typed in by hand. Nothing that was fined or confiscated may be its source."""

    title: _Title
    amount: Points
    origin: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]
    is_budget: bool


class MonthShareOut(Schema):
    """A unit's share; `weight` is exact."""

    body_id: int
    cases: int
    average: str
    weight: str
    passes_gate: bool
    amount: Points


class AllocationOut(Schema):
    """A computation of shares."""

    id: int
    organiser_id: int
    title: str
    period_from: date
    period_to: date
    amount: Points
    origin: str
    rules: Data
    state: str
    made_at: datetime
    decided_at: datetime | None
    decision_reason: str


class AllocationFull(AllocationOut):
    """A computation with its lines."""

    lines: list[MonthShareOut]


class MonthAdoptIn(Schema):
    """Whether it is adopted, and why."""

    is_adopted: bool
    reason: Reason


@router.get("/bodies/{body_id}/standings", response=list[MonthStandingOut])
@paged
@api_does("officers.read_awards", target=body_by_id)
def listed(request: HttpRequest, body: Body, period: Query[Period]) -> list[MonthStandingOut]:
    """评先评优名单。 List the officers of a bureau over a period with the numbers behind awards."""
    told = rules.in_force(body, rules.AwardRules)
    return [
        MonthStandingOut(
            officer_id=one.officer.pk,
            body_id=one.body.pk,
            numbers=one.numbers(),
            average=one.shown,
            composite=one.composite_shown,
        )
        for one in standings(body, period.period_from, period.period_to, told)
    ]


@router.get("/awards", response=list[AwardOut])
@paged
@api_does("officers.read_awards")
def awards_listed(request: HttpRequest) -> QuerySet[Award]:
    """列出奖励。 List the awards within reach."""
    return queries.awards_for(request.user)


@router.post("/bodies/{body_id}/award-lists", response={201: Done})
@api_does("officers.issue_list", target=body_by_id)
def issue_award_list(request: HttpRequest, body: Body, told: AwardListIn) -> Any:
    """印发奖励建议名单。 Issue the award list of a period; the number is that of the document."""
    made = lists.issue_award_list(actor=request.user, organiser=body, **told.dict())
    return Status(201, {"id": made.pk})


@router.post("/bodies/{body_id}/awards", response={201: AwardOut})
@api_does("officers.decide_award", target=body_by_id)
def decide_award(request: HttpRequest, body: Body, told: AwardIn) -> Any:
    """登记奖励。 Record a reward that was decided."""
    given = told.dict(exclude={"officer_id", "body_of"})
    officer = named(Officer.objects.select_related("body"), told.officer_id)
    unit = named(Body, told.body_of)
    made = awards.decide_award(actor=request.user, organiser=body, officer=officer, body=unit, **given)
    return Status(201, made)


@router.post("/awards/{award_id}/withdraw", response=AwardOut)
@api_does("officers.decide_award", target=queries.award)
def withdraw_award(request: HttpRequest, one: Award, told: WithdrawnIn) -> Any:
    """撤销奖励。 Take a reward back."""
    return awards.withdraw_award(actor=request.user, award=one, reason=told.reason)


@router.get("/allocations", response=list[AllocationOut])
@paged
@api_does("officers.read_allocation")
def allocations_listed(request: HttpRequest) -> QuerySet[Allocation]:
    """列出经费测算。 List the computations within reach."""
    return queries.allocations_for(request.user)


@router.post("/bodies/{body_id}/allocations", response={201: AllocationFull})
@api_does("officers.allocate", target=body_by_id)
def allocate(request: HttpRequest, body: Body, told: AllocationIn) -> Any:
    """测算办案经费。 Compute how an amount would be shared."""
    # `dict` writes points as text.
    given = {**told.dict(), "amount": told.amount}
    return Status(201, _full(allocations.allocate(actor=request.user, organiser=body, **given)))


@router.get("/allocations/{allocation_id}", response=AllocationFull)
@api_does("officers.read_allocation", target=queries.allocation)
def allocation(request: HttpRequest, one: Allocation) -> Any:
    """查看经费测算。 Read a computation."""
    return _full(one)


@router.post("/allocations/{allocation_id}/decide", response=AllocationOut)
@api_does("officers.adopt_allocation", target=queries.allocation)
def decide_allocation(request: HttpRequest, one: Allocation, told: MonthAdoptIn) -> Any:
    """决定经费测算。 Adopt a computation or discard it."""
    return allocations.decide_allocation(actor=request.user, allocation=one, **told.dict())


def _full(one: Allocation) -> dict[str, Any]:
    return {**AllocationOut.from_orm(one).dict(), "lines": list(one.lines.all())}
