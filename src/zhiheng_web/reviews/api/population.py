"""Operations on populations and draws: exclusions, the size tried out, freezing, drawing, starting."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Schema, Status

from zhiheng_web.cases.models import Case
from zhiheng_web.lib.rest import Key, Points, api_does
from zhiheng_web.lib.schemas import Bilingual, Data, Instant, Line, Reason, Version, Why, named, paged
from zhiheng_web.reviews import queries
from zhiheng_web.reviews.actions import population as actions
from zhiheng_web.reviews.actions.collecting import closed_cases
from zhiheng_web.reviews.api.activities import ReviewFileOut, told
from zhiheng_web.reviews.api.routing import router
from zhiheng_web.reviews.models import Activity, Draw, Exclusion, Population
from zhiheng_web.reviews.reading import population as reading
from zhiheng_web.reviews.views.population import exclusion as of_exclusion

FREEZE = "reviews.freeze_population"
Proof = Annotated[str, Field(min_length=1, max_length=300)]


class ReviewPlanIn(Schema):
    """How the size is come by; rates and confidence are fractions of one as decimal strings.

    `looks` and `threshold` make it sequential: after each part it is judged whether the rate of faulty files is above
    or below the threshold, with `look_confidence`.
    """

    mode: Literal["rate", "detect", "typed"]
    rate: Points | None = None
    half_width: Points | None = None
    confidence: Points | None = None
    size: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    looks: Annotated[int, Field(ge=2, le=20)] | None = None
    threshold: Points | None = None
    look_confidence: Points | None = None

    def plan(self) -> dict[str, str]:
        """Return the plan as the action takes it."""
        return {name: str(value) for name, value in self.dict().items() if value is not None}


class LookOut(Schema):
    """A look of a sequential plan: it ends with `below` faulty files or fewer, `above` or more; null: not here."""

    drawn: int
    below: int | None
    above: int | None


class SizeOut(Schema):
    """A size with what it will tell, and the looks of the sequential plan."""

    size: int
    population: int
    told: Bilingual
    looks: list[LookOut]


class ReviewFreezeIn(Schema):
    """What is frozen and committed to."""

    version: Version
    plan: ReviewPlanIn
    seed_source: Proof
    seed_form: Line = ""
    seed_not_before: Instant
    strata: Literal["", "body", "kind"] = ""
    weights: Literal["", "findings", "fine_class", "risk"] = ""


class PopulationOut(Schema):
    """A published population: `commitment` is what was committed to."""

    id: int
    activity_id: int
    count: int
    size: int
    size_plan: Data
    digest: str
    commitment: Data
    commitment_digest: str
    seed_source: str
    seed_not_before: datetime
    frozen_at: datetime


class ExclusionIn(Schema):
    """A case that is left out, with the reason."""

    case_id: Key
    reason: Reason


class ExclusionOut(Schema):
    """A case that is left out."""

    id: int
    case_id: int
    reason: str
    at: datetime


class ReviewDrawIn(Schema):
    """The seed with its proof; a further draw with its reason."""

    seed: Proof
    proof: Proof
    reason: Line = ""


class DrawOut(Schema):
    """A draw with its sheet."""

    id: int
    number: int
    seed: str
    proof: str
    size: int
    sheet: Data
    sheet_digest: str
    reason: str
    supersedes_id: int | None
    drawn_at: datetime


@router.get("/populations", response=list[PopulationOut])
@paged
@api_does("reviews.read_draw")
def populations(request: HttpRequest) -> QuerySet[Population]:
    """列出公布的总体。 List the published populations."""
    return Population.objects.order_by("-frozen_at")


@router.get("/activities/{activity_id}/population", response=PopulationOut)
@api_does("reviews.read_draw", target=queries.activity)
def population(request: HttpRequest, one: Activity) -> Population:
    """取公布的总体。 Return the published population."""
    found: Population = get_object_or_404(Population, activity=one)
    return found


@router.post("/activities/{activity_id}/population/size", response=SizeOut)
@api_does(FREEZE, target=queries.activity)
def size(request: HttpRequest, one: Activity, given: ReviewPlanIn) -> Any:
    """试算件数。 Work out a size."""
    count = closed_cases(one).exclude(pk__in=one.exclusions.values("case")).count()
    found = reading.size_by_plan(given.plan(), count)
    told = {"size": found.size, "population": found.population, "told": Bilingual.of(found.told)}
    return {**told, "looks": found.looks}


@router.post("/activities/{activity_id}/population", response={201: PopulationOut})
@api_does(FREEZE, target=queries.activity)
def freeze(request: HttpRequest, one: Activity, given: ReviewFreezeIn) -> Any:
    """冻结并公布总体。 Freeze and publish the population."""
    data = given.dict()
    data.pop("plan")
    return Status(201, actions.freeze(actor=request.user, activity=one, size_plan=given.plan.plan(), **data))


@router.get("/activities/{activity_id}/exclusions", response=list[ExclusionOut])
@paged
@api_does("reviews.read_activity", target=queries.activity)
def exclusions(request: HttpRequest, one: Activity) -> QuerySet[Exclusion]:
    """列出排除的案件。 List the excluded cases."""
    found: QuerySet[Exclusion] = one.exclusions.order_by("pk")
    return found


@router.post("/activities/{activity_id}/exclusions", response={201: ExclusionOut})
@api_does(FREEZE, target=queries.activity)
def exclude(request: HttpRequest, one: Activity, given: ExclusionIn) -> Any:
    """排除案件。 Leave a case out."""
    case = named(Case, given.case_id)
    return Status(201, actions.exclude(actor=request.user, activity=one, case=case, reason=given.reason))


@router.post("/exclusions/{exclusion_id}/readmit", response={204: None})
@api_does(FREEZE, target=of_exclusion)
def readmit(request: HttpRequest, one: Exclusion, given: Why) -> Any:
    """恢复排除的案件。 Take an excluded case back."""
    actions.readmit(actor=request.user, exclusion=one, reason=given.reason)
    return Status(204, None)


@router.get("/activities/{activity_id}/draws", response=list[DrawOut])
@paged
@api_does("reviews.read_draw", target=queries.activity)
def draws(request: HttpRequest, one: Activity) -> QuerySet[Draw]:
    """列出抽取。 List the draws, those that were superseded too."""
    return Draw.objects.filter(population__activity=one).order_by("number")


@router.post("/activities/{activity_id}/draws", response={201: DrawOut})
@api_does("reviews.draw", target=queries.activity)
def draw(request: HttpRequest, one: Activity, given: ReviewDrawIn) -> Any:
    """抽取。 Draw with the seed that has come up."""
    return Status(201, actions.draw(actor=request.user, activity=one, **given.dict()))


@router.get("/draws/{draw_id}", response=DrawOut)
@api_does("reviews.read_draw", target=queries.draw)
def one_draw(request: HttpRequest, one: Draw) -> Draw:
    """取一次抽取。 Return a draw."""
    return one


@router.post("/activities/{activity_id}/start", response={201: list[ReviewFileOut]})
@api_does("reviews.draw", target=queries.activity)
def start(request: HttpRequest, one: Activity) -> Any:
    """按抽取结果开始评查。 Begin the review with the files of the last draw."""
    made = actions.start(actor=request.user, activity=one)
    return Status(201, [told(request.user, file) for file in made])
