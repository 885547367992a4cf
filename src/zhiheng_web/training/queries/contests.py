"""Reading contests: candidates, pool, panel, one's own ballot; what each file looks like to a judge, names masked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from zhiheng_web.accounts.models import Account
from zhiheng_web.bodies.models import Body, Post
from zhiheng_web.cases.models import FileDocument
from zhiheng_web.lib import clock, policy
from zhiheng_web.reviews.models import Card, CardLine
from zhiheng_web.training import audience
from zhiheng_web.training.audience import Shared
from zhiheng_web.training.masking import mask_for
from zhiheng_web.training.models import Candidate, Contest, FollowUp, Judge, Recusal, Score
from zhiheng_web.training.problems import lines_that_count

READ, KEEP = "training.read_contest", "training.keep_contest"
_FILE = ("file_review__case__lead", "file_review__case__second", "file_review__body", "file_review__lead")


def contest(contest_id: int) -> Contest:
    """Return a contest for those who keep it. Raises Http404."""
    found: Contest = get_object_or_404(Contest.objects.select_related("body", "decided_by"), pk=contest_id)
    return found


def shared_contest(contest_id: int) -> Shared:
    """Return a contest as it is read. Raises Http404."""
    return Shared(contest(contest_id))


def candidate(candidate_id: int) -> Candidate:
    """Return a candidate with its contest and file. Raises Http404."""
    found: Candidate = get_object_or_404(Candidate.objects.select_related("contest__body", *_FILE), pk=candidate_id)
    return found


def shared_candidate(candidate_id: int) -> Shared:
    """Return a candidate as it is read once the contest is decided. Raises Http404."""
    return Shared(candidate(candidate_id))


def judge(judge_id: int) -> Judge:
    """Return a judge with the contest. Raises Http404."""
    found: Judge = get_object_or_404(Judge.objects.select_related("contest__body", "account", "body"), pk=judge_id)
    return found


@dataclass(frozen=True, slots=True)
class OfContest:
    """A judge as a matter of the body that holds the contest."""

    judge: Judge
    governing_body: Body


def judge_of_contest(judge_id: int) -> OfContest:
    """Return a judge as a matter of the contest. Raises Http404."""
    found = judge(judge_id)
    return OfContest(found, found.contest.body)


def follow_up(follow_up_id: int) -> FollowUp:
    """Return an accountability task. Raises Http404."""
    along = ("candidate__contest__body", *(f"candidate__{name}" for name in _FILE), "decided_by")
    found: FollowUp = get_object_or_404(FollowUp.objects.select_related(*along), pk=follow_up_id)
    return found


def contests_for(person: Any) -> QuerySet[Contest]:
    """Return the contests that a person may read."""
    rows: QuerySet[Contest] = Contest.objects.filter(audience.readable(person, READ)).select_related("body")
    return rows.annotate(files=Count("candidates"))


def candidates_of(one: Contest) -> QuerySet[Candidate]:
    """Return the candidates with their files."""
    rows: QuerySet[Candidate] = one.candidates.select_related(*_FILE)
    return rows


def judges_of(one: Contest) -> QuerySet[Judge]:
    """Return the panel."""
    rows: QuerySet[Judge] = one.judges.select_related("account", "body").annotate(recused=Count("recusals"))
    return rows


def ballots_of(person: Any) -> QuerySet[Judge]:
    """Return the ballots that wait for a person."""
    rows: QuerySet[Judge] = Judge.objects.filter(
        account=person.pk, contest__state="judging", handed_in_at=None, excused_at=None
    )
    return rows.select_related("contest__body", "body")


@dataclass(frozen=True, slots=True)
class BallotRow:
    """A candidate on a ballot: recused with the ground, or open with the score given so far."""

    candidate: Candidate
    recusal: Recusal | None
    score: Score | None


def ballot(one: Judge) -> list[BallotRow]:
    """Return a judge's ballot: every candidate, with what this judge and no other has given."""
    recusals = {row.candidate_id: row for row in one.recusals.all()}
    scores = {row.candidate_id: row for row in one.scores.all()}
    rows = candidates_of(one.contest).order_by("side", "pk")
    return [BallotRow(row, recusals.get(row.pk), scores.get(row.pk)) for row in rows]


@dataclass(frozen=True, slots=True)
class Shown:
    """A file as judges see it: its problems and what was done well, the names masked; the documents of the file."""

    kind: Any
    cause: str
    opinion: str
    good_practice: str
    lines: list[tuple[CardLine, str]]
    documents: list[FileDocument]


def shown_file(one: Candidate) -> Shown:
    """Return a candidate as judges see it."""
    case = one.file_review.case
    mask = mask_for([case])
    lines = lines_that_count().filter(card__assignment__file_review=one.file_review).order_by("position")
    counted = Card.objects.filter(
        assignment__file_review=one.file_review,
        assignment__level=2,
        assignment__round=1,
        assignment__is_planted=False,
        assignment__withdrawn_at=None,
        assignment__reader__in=(1, 3),
        state="signed",
    )
    card = counted.order_by("-assignment__reader").first()
    told = [(line, mask.apply(line.text).text) for line in lines]
    documents = list(case.documents.filter(withdrawn_at=None, masks=None))
    opinion, good = (card.opinion, card.good_practice) if card else ("", "")
    return Shown(
        case.kind_text, mask.apply(case.cause).text, mask.apply(opinion).text, mask.apply(good).text, told, documents
    )


def candidate_of_ballot(one: Judge, candidate_id: int) -> Candidate:
    """Return a candidate that a judge may look at. Raises Http404 for one of elsewhere, and for one recused from."""
    row: Candidate = get_object_or_404(candidates_of(one.contest), pk=candidate_id)
    if one.recusals.filter(candidate=row).exists():
        raise Http404
    return row


def pool_of(body: Body) -> list[Post]:
    """Return who can be named for the pool: those who serve as officers at the body and beneath it, once each."""
    return _serving(body, policy.Role.officer)


def legal_officers_of(body: Body) -> list[Post]:
    """Return the legal officers at the body and beneath it, once each."""
    return _serving(body, policy.Role.legal_officer)


def _serving(body: Body, role: policy.Role) -> list[Post]:
    today = clock.today()
    held = Post.objects.filter(role=role.value, body__path__startswith=body.path, since__lte=today)
    held = held.filter(Q(until=None) | Q(until__gt=today), account__is_active=True).select_related("body", "account")
    return list({post.account_id: post for post in held.order_by("body__path", "account__name")}.values())


def officers_to_name(body: Body) -> QuerySet[Account]:
    """Return the accounts that can be named as excellent officers."""
    rows: QuerySet[Account] = Account.objects.filter(pk__in=[post.account_id for post in pool_of(body)])
    return rows.order_by("name")


def follow_ups_for(person: Any) -> QuerySet[FollowUp]:
    """Return the accountability tasks that a person decides on."""
    rows: QuerySet[FollowUp] = FollowUp.objects.filter(
        policy.within_reach(person, "training.decide_follow_up", "candidate__contest__body")
    )
    return rows.select_related("candidate__contest__body", *(f"candidate__{name}" for name in _FILE))


def may_see_scores(one: Contest) -> bool:
    """Return whether scores are no longer blind."""
    return one.state == "decided"


def is_judge(person: Any, one: Contest) -> Judge | None:
    """Return a person's place on the panel, None for everyone else."""
    found: Judge | None = one.judges.filter(account=person.pk, excused_at=None).first()
    return found


def unfinished(one: Contest) -> QuerySet[Judge]:
    """Return the judges who have not handed in yet."""
    rows: QuerySet[Judge] = one.judges.filter(handed_in_at=None, excused_at=None).select_related("account")
    return rows


def unscored(one: Judge) -> QuerySet[Candidate]:
    """Return the candidates that a judge has neither scored nor stands aside from."""
    recused = Recusal.objects.filter(judge=one, candidate=OuterRef("pk"))
    scored = Score.objects.filter(judge=one, candidate=OuterRef("pk"))
    rows: QuerySet[Candidate] = one.contest.candidates.filter(~Exists(recused), ~Exists(scored))
    return rows
