"""From the ballots to what follows: scores, standing aside, the decision, rewards, accountability, publication."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from zhiheng.api import Text
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock, policy
from zhiheng_web.officers.actions import accountability
from zhiheng_web.training import guards, refusals, standing
from zhiheng_web.training.actions.bulletins import write_bulletin
from zhiheng_web.training.actions.contests import locked
from zhiheng_web.training.models import (
    Bulletin,
    Candidate,
    Contest,
    FollowUp,
    Judge,
    Recusal,
    Reward,
    Score,
    Series,
)
from zhiheng_web.training.models.contests import REWARD_TEXTS
from zhiheng_web.training.queries import contests as queries

_STEP = Decimal("0.01")


def give_scores(
    *, actor: Any, judge: Judge, given: Mapping[int, tuple[Decimal | None, str]], hand_in: bool = False
) -> Judge:
    """Give scores from 0 to 100, by the number of the candidate; handing in needs one for every file not recused from.

    What was handed in stays as it is, and nobody else sees it before the contest is decided.
    """
    _demand_own(actor, judge)
    with acts.act(actor, guards.JUDGE):
        one = _locked_judge(judge)
        _demand_judging(one)
        there = {row.candidate_id: row for row in one.scores.all()}
        recused = set(one.recusals.values_list("candidate", flat=True))
        known = set(one.contest.candidates.values_list("pk", flat=True)) - recused
        for key, (points, remark) in given.items():
            if key not in known:
                raise refusals.refusal("unknown", *_UNKNOWN, str(key))
            if points is None:
                continue
            if not 0 <= points <= 100 or points % _STEP != 0:
                raise refusals.refusal("wrong_points", *_WRONG_POINTS, str(points))
            row = there.get(key) or Score(judge=one, candidate_id=key)
            if row.pk is None or (row.points, row.remark) != (points, remark.strip()):
                row.points, row.remark, row.at = points, remark.strip(), clock.now()
                row.save()
        if hand_in:
            left = queries.unscored(one).count()
            if left:
                raise refusals.refusal("unscored", *_UNSCORED, str(left))
            one.handed_in_at = clock.now()
            one.save()
    return one


def stand_aside(*, actor: Any, judge: Judge, candidate: Candidate, reason: str) -> Recusal:
    """Stand aside from a file for a reason of one's own; a score given before is taken out."""
    _demand_own(actor, judge)
    reason = refusals.demand_words(reason, "回避理由", "reason")
    with acts.act(actor, guards.JUDGE, reason=reason):
        one = _locked_judge(judge)
        _demand_judging(one)
        if candidate.contest_id != one.contest_id:
            raise refusals.refusal("unknown", *_UNKNOWN, str(candidate.pk))
        found: Recusal | None = one.recusals.filter(candidate=candidate).first()
        if found is not None:
            return found
        one.scores.filter(candidate=candidate).delete()
        row = Recusal(judge=one, candidate=candidate, ground="asked", reason=reason)
        row.save()
    return row


def decide_contest(*, actor: Any, contest: Contest, version: int) -> Contest:
    """Decide a contest once every judge has handed in: places by the judges' mean, ties broken and told.

    The first of the worst get a task of accountability each for unit and officer (WX-28). Raises Refusal where a
    ballot is open, or a file has fewer scores than it needs.
    """
    policy.demand(actor, "training.keep_contest", contest.body)
    with acts.act(actor, "training.keep_contest"):
        one = locked(contest)
        refusals.demand_state(one, "judging")
        refusals.demand_version(one, version)
        waiting = [judge.account.display_name for judge in queries.unfinished(one)]
        if waiting:
            raise refusals.refusal("ballots_open", *_OPEN, "、".join(waiting))
        scores: dict[int, list[Decimal]] = {}
        for row in Score.objects.filter(judge__contest=one, judge__excused_at=None):
            scores.setdefault(row.candidate_id, []).append(row.points)
        candidates = list(queries.candidates_of(one))
        short = [row for row in candidates if len(scores.get(row.pk, ())) < one.least_scores]
        if short:
            named = "、".join(row.file_review.case.code for row in short)
            raise refusals.refusal("too_few_scores", *_TOO_FEW_SCORES, named)
        for side in ("best", "worst"):
            _place(one, [row for row in candidates if row.side == side], scores, is_best=side == "best")
        one.state, one.decided_by, one.decided_at = "decided", actor, clock.now()
        one.version += 1
        one.save()
    return one


def _place(one: Contest, rows: list[Candidate], scores: dict[int, list[Decimal]], *, is_best: bool) -> None:
    by_key = {str(row.file_review_id): row for row in rows}
    told = [standing.Scored(key, row.score, scores[row.pk]) for key, row in by_key.items()]
    codes = {key: row.file_review.case.code for key, row in by_key.items()}
    for placed in standing.places(told, best=is_best, seed=one.seed, names=codes):
        row = by_key[placed.key]
        row.mean, row.place, row.scores_counted = str(placed.mean), placed.place, len(scores[row.pk])
        row.is_named = placed.place <= one.places
        row.tie = {} if placed.tie is None else {"zh": placed.tie.zh, "en": placed.tie.of("en")}
        row.save()
        if row.is_named and not is_best:
            for about in ("unit", *(["officer"] if row.file_review.lead_id else [])):
                FollowUp(candidate=row, about=about).save()


def reward(*, actor: Any, candidate: Candidate, kind: str, text: str, decided_on: date, decision: str = "") -> Reward:
    """Enter a reward for the lead officer of one of the best files. Raises Refusal for a kind that there is not."""
    policy.demand(actor, "training.reward", candidate.contest.body)
    _demand_named(candidate, "best")
    if kind not in REWARD_TEXTS:
        named = Text("、".join(one.zh for one in REWARD_TEXTS.values()), ", ".join(REWARD_TEXTS))
        remedy = Text(f"从这些类别中选：{named.zh}", f"choose one of: {named.en}")
        raise refusals.refusal("no_such_kind", _NO_SUCH_KIND, remedy, kind)
    text = refusals.demand_words(text, "奖励内容", "reward")
    if decided_on > clock.today():
        raise refusals.refusal("day_to_come", *_TO_COME, decided_on.isoformat())
    one = Reward(candidate=candidate, kind=kind, text=text, decision=decision, decided_on=decided_on, by=actor)
    with acts.act(actor, "training.reward"):
        one.save()
    return one


def write_experience(*, actor: Any, candidate: Candidate, article: str, presented_by: str) -> Candidate:
    """Write down the experience behind one of the best files (介绍办案经验, WX-27), linked to its case."""
    policy.demand(actor, "training.reward", candidate.contest.body)
    _demand_named(candidate, "best")
    article = refusals.demand_words(article, "经验材料", "article")
    with acts.act(actor, "training.reward"):
        one: Candidate = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
        one.article, one.article_by = article, presented_by.strip()
        one.save()
    return one


def decide_follow_up(*, actor: Any, follow_up: FollowUp, measure: str, decision: str, decided_on: date) -> FollowUp:
    """Decide on the measure for the unit or the lead officer of one of the worst files."""
    policy.demand(actor, "training.decide_follow_up", follow_up.governing_body)
    measure = refusals.demand_words(measure, "问责措施", "measure")
    decision = refusals.demand_words(decision, "决定", "decision")
    if decided_on > clock.today():
        raise refusals.refusal("day_to_come", *_TO_COME, decided_on.isoformat())
    with acts.act(actor, "training.decide_follow_up"):
        one = _locked_task(follow_up)
        refusals.demand_state(one, "open")
        one.measure, one.decision, one.decided_on, one.decided_by = measure, decision, decided_on, actor
        one.state = "decided"
        one.save()
    return one


def finish_follow_up(*, actor: Any, follow_up: FollowUp) -> FollowUp:
    """Note that a measure has been carried out."""
    policy.demand(actor, "training.decide_follow_up", follow_up.governing_body)
    with acts.act(actor, "training.decide_follow_up"):
        one = _locked_task(follow_up)
        refusals.demand_state(one, "decided")
        one.state, one.done_on = "done", clock.today()
        one.save()
    return one


def hand_over(*, actor: Any, follow_up: FollowUp, trigger: str, measure: str = "") -> FollowUp:
    """Hand the task about an officer over to the accountability of officers: a draft, heard and decided there.

    Being among the worst is no ground by itself: `trigger` says which of WX-37 there is (refused, repeated). Raises
    Refusal for a task about a unit: units are dealt with here.
    """
    policy.demand(actor, "training.decide_follow_up", follow_up.governing_body)
    if follow_up.about != "officer":
        raise refusals.refusal("unit_task", *_UNIT_TASK)
    contest, review = follow_up.candidate.contest, follow_up.candidate.file_review
    if review.lead is None:
        raise refusals.refusal("unit_task", *_UNIT_TASK)
    points = format(follow_up.candidate.deduction.normalize(), "f")
    fault = f"{review.case.code} 在“{contest.title}”中评为十差行政案卷，评查扣分 {points}"
    values = {"fault": fault, "measure_proposed": measure.strip() or follow_up.measure}
    facts = {"contest": contest.pk, "file": review.pk}
    with acts.act(actor, "training.decide_follow_up"):
        one = _locked_task(follow_up)
        refusals.demand_state(one, "open", "decided")
        if one.handed_over:
            raise refusals.other_state(Text("已移交责任追究", "handed over"))
        matter = accountability.propose(
            actor=actor, organiser=contest.body, officer=review.lead, trigger=trigger, values=values, facts=facts
        )
        one.handed_over = f"officers.accountability:{matter.pk}"
        one.save()
    return one


def announce(*, actor: Any, contest: Contest, series: Series) -> Bulletin:
    """Draft the bulletin that announces a decided contest; a person looks at it and publishes it."""
    refusals.demand_state(contest, "decided")
    lines = [f"经评审，{contest.title}结果如下。"]
    for side, title in (("best", "十佳行政案卷"), ("worst", "十差行政案卷")):
        rows = [row for row in queries.candidates_of(contest) if row.side == side and row.is_named]
        lines += ["", f"{title}（{len(rows)} 件）"]
        for row in sorted(rows, key=lambda one: one.place or 0):
            review = row.file_review
            lead = f"，主办 {review.lead.name}" if review.lead else ""
            lines.append(f"{row.place}. {review.body.name}{lead}：{review.case.cause or review.case.kind_text.zh}")
    values = {"title": f"关于{contest.title}结果的通报", "text": "\n".join(lines), "contest": contest}
    return write_bulletin(actor=actor, series=series, values=values)


def _demand_own(actor: Any, judge: Judge) -> None:
    policy.demand(actor, guards.JUDGE, judge.body)
    guards.demand_own_ballot(actor, judge)


def _demand_judging(one: Judge) -> None:
    refusals.demand_state(one.contest, "judging")
    if one.excused_at is not None:
        raise refusals.other_state(Text("已免去评委", "excused"))
    if one.handed_in_at is not None:
        raise refusals.other_state(Text("评分已交", "handed in"))


def _demand_named(candidate: Candidate, side: str) -> None:
    refusals.demand_state(candidate.contest, "decided")
    if candidate.side != side or not candidate.is_named:
        raise refusals.refusal("not_named", *_NOT_NAMED)


def _locked_judge(judge: Judge) -> Judge:
    one: Judge = Judge.objects.select_for_update(of=("self",)).select_related("contest__body", "body").get(pk=judge.pk)
    return one


def _locked_task(follow_up: FollowUp) -> FollowUp:
    one: FollowUp = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
    return one


_NO_SUCH_KIND = Text("没有这种奖励类别", "there is no such kind of reward")
_UNKNOWN = (
    Text("不在评分表上，或者已经回避", "it is not on the ballot, or one stands aside"),
    Text("刷新页面再填", "reload the page"),
)
_WRONG_POINTS = (
    Text("分数应在 0 与 100 之间，至多两位小数", "scores lie between 0 and 100, with two decimals at most"),
    Text("核对分数", "check the score"),
)
_UNSCORED = (
    Text("还有案卷没有评分", "some files have no score"),
    Text("评完或申请回避后再交", "score them or stand aside, then hand in"),
)
_OPEN = (
    Text("还有评委没有交评分", "some judges have not handed in"),
    Text("催交，或者免去评委并递补", "remind them, or excuse them and draw the next"),
)
_TOO_FEW_SCORES = (
    Text("有案卷的评分人数不足", "some files have too few scores"),
    Text("递补评委，请未回避的人评分", "draw a further judge who need not stand aside"),
)
_TO_COME = (
    Text("决定日期在今天以后", "the day of the decision is in the future"),
    Text("核对日期", "check the day"),
)
_UNIT_TASK = (
    Text("单位的问责在这里办理", "the accountability of a unit is dealt with here"),
    Text("直接登记措施和决定", "enter measure and decision"),
)
_NOT_NAMED = (
    Text("不在相应的名单上", "it is not on that list"),
    Text("从评选结果中选择", "choose from the result"),
)
