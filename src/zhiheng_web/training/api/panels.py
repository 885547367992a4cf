"""Operations on the panel of a contest and on one's own ballot."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.accounts.models import Account
from zhiheng_web.lib.rest import Key, Points, api_does
from zhiheng_web.lib.schemas import Instant, Version, Why, named, paged
from zhiheng_web.training import guards
from zhiheng_web.training.actions import judging, panel
from zhiheng_web.training.api.contests import ContestOut
from zhiheng_web.training.api.routing import router
from zhiheng_web.training.models import Candidate, Contest, Judge
from zhiheng_web.training.queries import contests as queries

_KEEP = "training.keep_contest"
_Words = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]


class NomineesIn(Schema):
    """Officers named as excellent, and why."""

    account_ids: Annotated[list[Key], Field(min_length=1, max_length=500)]
    reason: _Words


class NomineeOut(Schema):
    """Somebody in the pool."""

    id: int
    account_id: int
    body_id: int
    stratum: str


class TrainingFreezeIn(Schema):
    """What will be the seed, and from when it can be known."""

    version: Version
    seed_source: _Words
    seed_not_before: Instant


class SeedIn(Schema):
    """The seed."""

    seed: _Words


class JudgeOut(Schema):
    """A judge; no score is told."""

    id: int
    contest_id: int
    account_id: int
    body_id: int
    position: int
    stratum: str
    handed_in_at: datetime | None
    excused_at: datetime | None


class BallotOut(Schema):
    """A line of one's own ballot."""

    candidate_id: int
    side: str
    recused: str
    points: Points | None
    remark: str


class ScoreIn(Schema):
    """A score."""

    candidate_id: Key
    points: Points
    remark: Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")] = ""


class BallotIn(Schema):
    """One's scores, saved or handed in."""

    scores: Annotated[list[ScoreIn], Field(max_length=1000)]
    hand_in: bool = False


class AsideIn(Schema):
    """From which file one stands aside, and why."""

    candidate_id: Key
    reason: _Words


@router.post("/contests/{contest_id}/nominees", response=list[NomineeOut])
@api_does(_KEEP, target=queries.contest)
def name_officers(request: HttpRequest, one: Contest, told: NomineesIn) -> Any:
    """推荐优秀民警。 Name excellent officers."""
    accounts = [named(Account, key) for key in told.account_ids]
    return panel.name_officers(actor=request.user, contest=one, accounts=accounts, reason=told.reason)


@router.post("/contests/{contest_id}/pool", response=ContestOut)
@api_does(_KEEP, target=queries.contest)
def freeze(request: HttpRequest, one: Contest, told: TrainingFreezeIn) -> Any:
    """公布评委名册。 Publish the pool."""
    return panel.freeze_panel(actor=request.user, contest=one, **told.dict())


@router.post("/contests/{contest_id}/draw", response=ContestOut)
@api_does(_KEEP, target=queries.contest)
def draw(request: HttpRequest, one: Contest, told: SeedIn) -> Any:
    """抽取评委。 Draw the judges."""
    return panel.draw_panel(actor=request.user, contest=one, seed=told.seed)


@router.get("/contests/{contest_id}/judges", response=list[JudgeOut])
@paged
@api_does(_KEEP, target=queries.contest)
def judges(request: HttpRequest, one: Contest) -> QuerySet[Judge]:
    """列出评委。 List the panel."""
    return queries.judges_of(one)


@router.post("/ballots/{judge_id}/replace", response=ContestOut)
@api_does(_KEEP, target=queries.judge_of_contest)
def replace(request: HttpRequest, found: queries.OfContest, told: Why) -> Any:
    """免去评委并递补。 Excuse a judge; the next in the draw follows."""
    return panel.replace_judge(actor=request.user, judge=found.judge, reason=told.reason[:300])


@router.get("/ballots/{judge_id}", response=list[BallotOut])
@paged
@api_does(guards.JUDGE, target=queries.judge)
def ballot(request: HttpRequest, one: Judge) -> list[dict[str, Any]]:
    """我的评分表。 Read one's own ballot."""
    guards.demand_own_ballot(request.user, one)
    return [
        {
            "candidate_id": row.candidate.pk,
            "side": row.candidate.side,
            "recused": row.recusal.ground if row.recusal else "",
            "points": row.score.points if row.score else None,
            "remark": row.score.remark if row.score else "",
        }
        for row in queries.ballot(one)
    ]


@router.put("/ballots/{judge_id}", response=JudgeOut)
@api_does(guards.JUDGE, target=queries.judge)
def score(request: HttpRequest, one: Judge, told: BallotIn) -> Any:
    """评分或交评分。 Give scores, or hand them in."""
    guards.demand_own_ballot(request.user, one)
    given: dict[int, tuple[Any, str]] = {row.candidate_id: (row.points, row.remark) for row in told.scores}
    return judging.give_scores(actor=request.user, judge=one, given=given, hand_in=told.hand_in)


@router.post("/ballots/{judge_id}/aside", response={201: JudgeOut})
@api_does(guards.JUDGE, target=queries.judge)
def stand_aside(request: HttpRequest, one: Judge, told: AsideIn) -> Any:
    """申请回避。 Stand aside from a file."""
    guards.demand_own_ballot(request.user, one)
    candidate = named(Candidate, told.candidate_id)
    judging.stand_aside(actor=request.user, judge=one, candidate=candidate, reason=told.reason)
    return Status(201, one)
