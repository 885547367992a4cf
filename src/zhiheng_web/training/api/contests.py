"""Operations on contests and on what follows for the best and the worst."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.lib.rest import Key, Points, api_does
from zhiheng_web.lib.schemas import Day, Line, Version, named, paged
from zhiheng_web.training import audience
from zhiheng_web.training.actions import contests as actions
from zhiheng_web.training.actions import judging
from zhiheng_web.training.api.routing import router
from zhiheng_web.training.audience import Shared
from zhiheng_web.training.models import Candidate, Contest, FollowUp, Series
from zhiheng_web.training.queries import contests as queries

_KEEP, _REWARD, _DECIDE = "training.keep_contest", "training.reward", "training.decide_follow_up"
_Words = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]
_Hundred = Annotated[int, Field(ge=1, le=100)]


class TrainingContestIn(Schema):
    """A contest over the files settled in [period_from, period_to)."""

    title: Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
    period_from: Day
    period_to: Day
    places: _Hundred = 10
    candidates_each: Annotated[int, Field(ge=1, le=500)] = 20
    judges_wanted: _Hundred = 7
    least_scores: _Hundred = 3
    judging_due_on: Day | None = None


class ContestEdit(TrainingContestIn):
    """The same with the version that was read."""

    version: Version


class ContestOut(Schema):
    """A contest with what was published of its panel."""

    id: int
    body_id: int
    title: str
    period_from: date
    period_to: date
    places: int
    candidates_each: int
    judges_wanted: int
    least_scores: int
    judging_due_on: date | None
    state: str
    pool_digest: str
    seed_source: str
    seed_not_before: datetime | None
    seed: str
    version: int


class ContestCandidateOut(Schema):
    """A candidate; `mean` is an exact fraction once it is decided."""

    id: int
    file_review_id: int
    side: str
    rank: int
    score: Points
    deduction: Points
    mean: str
    place: int | None
    is_named: bool
    tie: dict[str, str]


class TrainingVersionIn(Schema):
    """The version that was read."""

    version: Version


class ContestSeriesIn(Schema):
    """The series in which a result is announced."""

    series_id: Key


class AnnouncedOut(Schema):
    """The draft that was made."""

    bulletin_id: int


class RewardIn(Schema):
    """A reward."""

    kind: Literal["honour", "material", "merit", "other"]
    text: _Words
    decision: Line = ""
    decided_on: Day


class RewardOut(Schema):
    """A reward as it was entered."""

    id: int
    candidate_id: int
    kind: str
    text: str
    decision: str
    decided_on: date


class ExperienceIn(Schema):
    """The experience behind one of the best files."""

    article: Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"^[^\x00]*$")]
    presented_by: Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")] = ""


class MeasureIn(Schema):
    """A measure of accountability."""

    measure: _Words
    decision: _Words
    decided_on: Day


class HandOverIn(Schema):
    """On which ground an officer's accountability is taken up (WX-37)."""

    trigger: Literal["refused", "repeated"]
    measure: _Words


class FollowUpOut(Schema):
    """An accountability task."""

    id: int
    candidate_id: int
    about: str
    state: str
    measure: str
    decision: str
    decided_on: date | None
    done_on: date | None
    handed_over: str


@router.get("/contests", response=list[ContestOut])
@paged
@api_does(queries.READ)
def contests(request: HttpRequest) -> QuerySet[Contest]:
    """列出评选。 List the contests."""
    return queries.contests_for(request.user)


@router.get("/contests/{contest_id}", response=ContestOut)
@api_does(queries.READ, target=queries.shared_contest)
def contest(request: HttpRequest, shared: Shared) -> Any:
    """查看评选。 Read a contest."""
    audience.demand_read(request.user, queries.READ, shared.thing.body)
    return shared.thing


@router.get("/contests/{contest_id}/candidates", response=list[ContestCandidateOut])
@paged
@api_does(_KEEP, target=queries.contest)
def candidates(request: HttpRequest, one: Contest) -> QuerySet[Candidate]:
    """列出候选案卷。 List the candidates."""
    return queries.candidates_of(one)


@router.post("/bodies/{body_id}/contests", response={201: ContestOut})
@api_does(_KEEP, target=body_by_id)
def make(request: HttpRequest, body: Body, told: TrainingContestIn) -> Any:
    """建立评选。 Make a contest."""
    return Status(201, actions.keep_contest(actor=request.user, body=body, values=told.dict()))


@router.put("/contests/{contest_id}", response=ContestOut)
@api_does(_KEEP, target=queries.contest)
def change(request: HttpRequest, one: Contest, told: ContestEdit) -> Any:
    """修改评选。 Change a contest."""
    values = told.dict(exclude={"version"})
    return actions.keep_contest(actor=request.user, body=one.body, values=values, contest=one, version=told.version)


@router.post("/contests/{contest_id}/candidates", response=list[ContestCandidateOut])
@api_does(_KEEP, target=queries.contest)
def collect(request: HttpRequest, one: Contest) -> Any:
    """产生候选案卷。 Take the candidates from the final scores."""
    return actions.collect_candidates(actor=request.user, contest=one)


@router.post("/contests/{contest_id}/decide", response=ContestOut)
@api_does(_KEEP, target=queries.contest)
def decide(request: HttpRequest, one: Contest, told: TrainingVersionIn) -> Any:
    """评定。 Decide a contest."""
    return judging.decide_contest(actor=request.user, contest=one, version=told.version)


@router.post("/contests/{contest_id}/announce", response={201: AnnouncedOut})
@api_does(_KEEP, target=queries.contest)
def announce(request: HttpRequest, one: Contest, told: ContestSeriesIn) -> Any:
    """起草结果通报。 Draft the announcement."""
    series = named(Series.objects.select_related("body"), told.series_id)
    return Status(201, {"bulletin_id": judging.announce(actor=request.user, contest=one, series=series).pk})


@router.post("/candidates/{candidate_id}/rewards", response={201: RewardOut})
@api_does(_REWARD, target=queries.candidate)
def reward(request: HttpRequest, one: Candidate, told: RewardIn) -> Any:
    """登记奖励。 Enter a reward."""
    return Status(201, judging.reward(actor=request.user, candidate=one, **told.dict()))


@router.put("/candidates/{candidate_id}/experience", response=ContestCandidateOut)
@api_does(_REWARD, target=queries.candidate)
def experience(request: HttpRequest, one: Candidate, told: ExperienceIn) -> Any:
    """登记办案经验。 Write down the experience."""
    return judging.write_experience(actor=request.user, candidate=one, **told.dict())


@router.get("/follow-ups", response=list[FollowUpOut])
@paged
@api_does(_DECIDE)
def follow_ups(request: HttpRequest) -> QuerySet[FollowUp]:
    """列出问责任务。 List the accountability tasks."""
    return queries.follow_ups_for(request.user)


@router.post("/follow-ups/{follow_up_id}/decide", response=FollowUpOut)
@api_does(_DECIDE, target=queries.follow_up)
def decide_follow_up(request: HttpRequest, one: FollowUp, told: MeasureIn) -> Any:
    """登记问责决定。 Enter a measure."""
    return judging.decide_follow_up(actor=request.user, follow_up=one, **told.dict())


@router.post("/follow-ups/{follow_up_id}/done", response=FollowUpOut)
@api_does(_DECIDE, target=queries.follow_up)
def finish(request: HttpRequest, one: FollowUp) -> Any:
    """已落实。 Note that a measure was carried out."""
    return judging.finish_follow_up(actor=request.user, follow_up=one)


@router.post("/follow-ups/{follow_up_id}/hand-over", response=FollowUpOut)
@api_does(_DECIDE, target=queries.follow_up)
def hand_over(request: HttpRequest, one: FollowUp, told: HandOverIn) -> Any:
    """移交责任追究。 Hand a task over."""
    return judging.hand_over(actor=request.user, follow_up=one, **told.dict())
