"""The panel of a contest: the pool frozen before the seed is known, judges drawn, standing aside, replaced."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from zhiheng import api
from zhiheng.api import Text
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.cases.models import Interest
from zhiheng_web.lib import clock, policy
from zhiheng_web.training import refusals
from zhiheng_web.training.actions.contests import locked
from zhiheng_web.training.models import Candidate, Contest, Judge, Nominee, Recusal
from zhiheng_web.training.queries import contests as queries

_KEEP = "training.keep_contest"
STRATA: dict[str, Text] = {
    "legal_officer": Text("法制员", "legal officers"),
    "officer": Text("优秀民警", "excellent officers"),
}


def name_officers(*, actor: Any, contest: Contest, accounts: Iterable[Account], reason: str) -> list[Nominee]:
    """Name officers as excellent, so that they can be drawn; legal officers are in the pool without being named."""
    policy.demand(actor, _KEEP, contest.body)
    reason = refusals.demand_words(reason, "理由", "reason")
    serving = {post.account_id: post for post in queries.pool_of(contest.body)}
    with acts.act(actor, _KEEP, reason=reason):
        one = locked(contest)
        refusals.demand_state(one, "preparing")
        there = set(one.nominees.values_list("account", flat=True))
        made = []
        for account in accounts:
            if account.pk not in serving:
                raise refusals.refusal("no_officer", *_NO_OFFICER, account.display_name)
            if account.pk not in there:
                row = Nominee(contest=one, account=account, body=serving[account.pk].body, stratum="officer")
                row.reason = reason
                row.save()
                made.append(row)
    return made


def freeze_panel(*, actor: Any, contest: Contest, seed_source: str, seed_not_before: datetime, version: int) -> Contest:
    """Freeze and publish the pool of judges before the seed can be known: legal officers and the officers named.

    Whoever has a file of their own among the candidates is left out. Raises Refusal for a seed that is known already.
    """
    policy.demand(actor, _KEEP, contest.body)
    seed_source = refusals.demand_words(seed_source, "种子来源", "source of the seed")
    with acts.act(actor, _KEEP):
        one = locked(contest)
        refusals.demand_state(one, "preparing")
        refusals.demand_version(one, version)
        if seed_not_before <= clock.now():
            raise refusals.refusal("seed_known", *_SEED_KNOWN)
        if not one.candidates.exists():
            raise refusals.refusal("no_candidates", *_NO_CANDIDATES)
        own = _owners(one)
        for row in one.nominees.filter(account__in=own):
            row.delete()
        there = set(one.nominees.values_list("account", flat=True)) | own
        for post in queries.legal_officers_of(one.body):
            if post.account_id not in there:
                Nominee(contest=one, account=post.account, body=post.body, stratum="legal_officer").save()
        names = list(one.nominees.values_list("account__name", flat=True))
        if len(names) < one.judges_wanted:
            raise refusals.refusal("pool_too_small", *_POOL_TOO_SMALL, f"{len(names)} < {one.judges_wanted}")
        one.pool_digest = api.sampling.population_digest(names)
        one.seed_source, one.seed_not_before, one.frozen_at = seed_source, seed_not_before, clock.now()
        one.state = "frozen"
        one.version += 1
        one.save()
    return one


def _owners(one: Contest) -> set[int]:
    """Return the accounts of those who handled a candidate."""
    cases = [row.file_review.case for row in queries.candidates_of(one)]
    people = [officer for case in cases for officer in (case.lead, case.second) if officer is not None]
    return {officer.account_id for officer in people if officer.account_id is not None}


def draw_panel(*, actor: Any, contest: Contest, seed: str) -> Contest:
    """Draw the judges under the seed, in the shares of legal officers and officers; each stands aside where due.

    Raises Refusal before the seed can be known.
    """
    policy.demand(actor, _KEEP, contest.body)
    seed = refusals.demand_words(seed, "种子", "seed")
    with acts.act(actor, _KEEP):
        one = locked(contest)
        refusals.demand_state(one, "frozen")
        if one.seed_not_before is not None and clock.now() < one.seed_not_before:
            raise refusals.refusal("too_early", *_TOO_EARLY, one.seed_not_before.isoformat())
        one.seed, one.drawn_at, one.state = seed, clock.now(), "judging"
        one.sheet = _drawn(one, one.judges_wanted).sheet()
        one.version += 1
        one.save()
        _seat(one, one.sheet["drawn"])
    return one


def _drawn(one: Contest, size: int) -> Any:
    pool = dict(one.nominees.values_list("account__name", "stratum"))
    return api.sampling.draw(pool, size=size, seed=one.seed, strata=pool, column="stratum")


def _seat(one: Contest, names: Iterable[str]) -> None:
    nominees = {row.account.name: row for row in one.nominees.select_related("account", "body")}
    there = set(one.judges.values_list("account__name", flat=True))
    candidates = list(queries.candidates_of(one))
    for name in names:
        if name in there:
            continue
        row, position = nominees[name], one.judges.count() + 1
        judge = Judge(contest=one, account=row.account, body=row.body, stratum=row.stratum, position=position)
        judge.save()
        _stand_aside(judge, candidates)


def _stand_aside(judge: Judge, candidates: list[Candidate]) -> None:
    """Enter where a judge does not score: own unit, own case, declared interest."""
    today = clock.today()
    held = {post.body_id for post in judge.account.posts.select_related("body") if post.is_held_on(today)}
    officer = getattr(judge.account, "officer", None)
    interests = list(Interest.objects.filter(account=judge.account, withdrawn_at=None))
    for one in candidates:
        review = one.file_review
        handlers = {review.case.lead_id, review.case.second_id}
        touched = [
            row
            for row in interests
            if row.case_id == review.case_id
            or row.body_id == review.body_id
            or (row.officer_id is not None and row.officer_id in handlers)
        ]
        if officer is not None and officer.pk in handlers:
            ground = "case"
        elif review.body_id in held or (officer is not None and officer.body_id == review.body_id):
            ground = "unit"
        elif touched:
            ground = "interest"
        else:
            continue
        Recusal(judge=judge, candidate=one, ground=ground).save()


def replace_judge(*, actor: Any, judge: Judge, reason: str) -> Contest:
    """Excuse a judge with the reason; the next in the same draw takes the place, if the pool has one.

    The same seed with a larger size keeps everyone drawn before, so nobody can choose who follows.
    """
    policy.demand(actor, _KEEP, judge.contest.body)
    reason = refusals.demand_words(reason, "理由", "reason")
    with acts.act(actor, _KEEP, reason=reason):
        one = locked(judge.contest)
        refusals.demand_state(one, "judging")
        row: Judge = Judge.objects.select_for_update(of=("self",)).get(pk=judge.pk)
        if row.excused_at is not None:
            raise refusals.other_state(Text("已免去", "excused"))
        row.excused_at, row.excused_reason = clock.now(), reason
        row.save()
        size = min(one.nominees.count(), one.judges.count() + 1)
        one.sheet = _drawn(one, size).sheet()
        one.version += 1
        one.save()
        _seat(one, one.sheet["drawn"])
    return one


_NO_OFFICER = (
    Text("不是本机构及下级的执法人员岗位", "holds no post of an officer here"),
    Text("从名单中选择", "choose from the list"),
)
_SEED_KNOWN = (
    Text("种子在公布名册时已经可知", "the seed can be known already"),
    Text("用公布之后才产生的种子，如次日开奖号码", "take one that comes later, such as tomorrow's lottery"),
)
_NO_CANDIDATES = (
    Text("还没有候选案卷", "there are no candidates"),
    Text("先从评查得分中产生候选案卷", "take the candidates from the scores first"),
)
_POOL_TOO_SMALL = (
    Text("可抽取的评委少于所需人数", "fewer can be drawn than are wanted"),
    Text("推荐优秀民警，或减少评委人数", "name excellent officers, or want fewer judges"),
)
_TOO_EARLY = (
    Text("还没有到种子可知的时间", "the seed cannot be known yet"),
    Text("到时按公布的来源填写种子", "enter it from the source published, then"),
)
