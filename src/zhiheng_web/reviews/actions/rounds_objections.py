"""Objections to single problems: filed within the period, answered by somebody who did not sign the card."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Q

from zhiheng.api import Fault, Place, Refusal, Text, legaltime
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Post
from zhiheng_web.lib import clock, policy
from zhiheng_web.reviews import guards, scoring, states
from zhiheng_web.reviews.actions.cards_signing import settle_scored
from zhiheng_web.reviews.actions.rounds import locked
from zhiheng_web.reviews.models import CardLine, FileReview, Mending, Objection
from zhiheng_web.reviews.queries import rules_of
from zhiheng_web.reviews.reading import rounds as reading
from zhiheng_web.reviews.recusal import Bars

OBJECT, ANSWER = "reviews.object", "reviews.answer_objection"


def file_objection(*, actor: Any, file_review: FileReview, line: CardLine, reason: str) -> Objection:
    """Object to a problem of the card that counts, or to what round two says of one.

    Each round has its own period, from its own notice. Raises Refusal after the last day, without reason, or twice.
    """
    guards.demand_file(actor, OBJECT, file_review)
    place, is_second = Place(clause=line.item), line.card.assignment.round == 2
    with acts.act(actor, OBJECT):
        file_review = locked(file_review)
        is_open = reading.is_open_to_second_objection if is_second else reading.is_open_to_objection
        if not is_open(file_review):
            raise Refusal(Fault("period_closed", place, *_period(file_review, is_second=is_second)))
        if line.pk not in _contestable(file_review, is_second=is_second):
            raise Refusal(Fault("no_such_problem", place, *_NO_SUCH_PROBLEM))
        if not reason.strip():
            raise Refusal(Fault("no_reason", place, *_NO_REASON))
        if file_review.objections.filter(line=line).exclude(outcome="withdrawn").exists():
            raise Refusal(Fault("contested_twice", place, *_TWICE))
        one = Objection(file_review=file_review, line=line, reason=reason.strip()[:5000], filed_by=actor)
        one.filed_at, one.deduction_before = clock.now(), line.deduction
        days = rules_of(file_review.activity).objection_working_days
        calendar = legaltime.working_calendar(file_review.activity.calendar)
        # The source sets no limit for the answer: as many working days as for the objection (a proposal).
        one.due_on = legaltime.add_working_days(clock.today(), days, calendar=calendar).due
        one.save()
    return one


def _contestable(file_review: FileReview, *, is_second: bool) -> set[int]:
    """Return the lines of a round that can be objected to; what was found mended takes nothing from anybody."""
    if not is_second:
        return {one.pk for one in reading.counted_of(file_review).problems(1)}
    found = reading.second_findings(file_review)
    return {one.line.pk for one in found if one.problem is None or one.line.mended != "mended"}


def withdraw_objection(*, actor: Any, objection: Objection) -> Objection:
    """Withdraw an objection that was not answered yet; by the one who filed it alone."""
    guards.demand_file(actor, OBJECT, objection.file_review)
    _demand_waiting(objection)
    if objection.filed_by_id != actor.pk:
        raise Refusal(Fault("another_filed_it", Place(clause=objection.line.item), *_ANOTHER))
    with acts.act(actor, OBJECT, reason="撤回异议 withdrawn"):
        objection.outcome, objection.answered_at = "withdrawn", clock.now()
        objection.save()
    return objection


def answer_objection(
    *,
    actor: Any,
    objection: Objection,
    is_corrected: bool,
    answer: str,
    deduction_after: Decimal | None = None,
    mended_after: str = "",
) -> Objection:
    """Answer an objection: the deduction stands, or is corrected to less; 0 lifts the problem.

    What round two says of a problem of round one is corrected to `mended_after`: `mended`, or `partly` for `not`.

    The signed card stays as it was signed. Raises Refusal for the one who signed it where another can answer, without
    reason, or for a correction that is none.
    """
    file_review = objection.file_review
    policy.demand(actor, ANSWER, file_review.body)
    guards.demand_unbiased(actor, file_review)
    place = Place(clause=objection.line.item)
    if objection.line.card.signed_by_id == actor.pk and others_who_can_answer(file_review, actor):
        raise Refusal(Fault("same_person", place, *_SAME_PERSON))
    faults = [Fault("no_reason", place, *_NO_ANSWER)] if not answer.strip() else []
    if objection.line.answers_id is not None:
        deduction_after = None
        if is_corrected and not _is_better(objection.line.mended, mended_after):
            faults.append(Fault("no_correction", place, *_NO_BETTER, objection.line.mended))
    else:
        mended_after, before = "", objection.deduction_before
        is_less = deduction_after is not None and deduction_after >= 0 and (before is None or deduction_after < before)
        if is_corrected and not is_less:
            faults.append(Fault("no_correction", place, *_NO_CORRECTION, "" if before is None else f"{before:f}"))
    if faults:
        raise Refusal(faults)
    with acts.act(actor, ANSWER, reason=answer.strip()):
        file_review = locked(file_review)
        objection = Objection.objects.select_for_update().select_related("line__card__assignment").get(pk=objection.pk)
        _demand_waiting(objection)
        objection.outcome, objection.answer = "corrected" if is_corrected else "upheld", answer.strip()[:5000]
        objection.deduction_after = deduction_after if is_corrected else None
        objection.mended_after = mended_after if is_corrected else ""
        objection.answered_by, objection.answered_at = actor, clock.now()
        objection.save()
        if is_corrected:
            _take_into_account(file_review, objection, actor=actor)
    return objection


def _is_better(before: str, after: str) -> bool:
    """Return whether a problem is judged better than before: not, partly, mended."""
    order = reading.FATES
    return after in order and before in order and order.index(after) > order.index(before)


def others_who_can_answer(file_review: FileReview, person: Any) -> bool:
    """Return whether somebody else of the brigade may answer objections to this file."""
    today, roles = clock.today(), [role.value for role in policy.deed_of(ANSWER).grants]
    posts = Post.objects.filter(Q(until__isnull=True) | Q(until__gt=today), role__in=roles, since__lte=today)
    posts = posts.filter(account__is_active=True).exclude(account=person.pk).select_related("body", "account")
    signed_by = {card.signed_by_id for card in reading.counted_of(file_review).cards.values()}
    people = {post.account_id: post.account for post in posts if post.account_id not in signed_by}
    bars = Bars(people.values())
    return any(
        policy.may(one, ANSWER, file_review.body) and bars.bar(one, file_review) is None for one in people.values()
    )


def _take_into_account(file_review: FileReview, objection: Objection, *, actor: Any) -> None:
    """Let the engine score the file again; a problem that fell away need not be mended."""
    if objection.line.card.assignment.round == 1:
        scoring.score_file(file_review, "first")
    if file_review.state == "settled":
        scoring.score_file(file_review, "final")
    file_review.version += 1
    file_review.save()
    mending = Mending.objects.filter(line=objection.line_id).first()
    if mending is not None and not objection.deduction_after:
        mending.state, mending.check_note = "accepted", "异议成立，不再要求整改 the objection was right"
        mending.checked_by, mending.checked_at = actor, clock.now()
        mending.version += 1
        mending.save()
    if file_review.state == "mending" and not reading.counted_of(file_review).standing(1):
        told = "异议成立，没有需要整改的问题 nothing is left to be mended"
        states.advance(file_review, "second_round", actor=actor, reason=told)
        settle_scored(file_review, "final", actor=actor, reason=told)


def _demand_waiting(objection: Objection) -> None:
    if objection.outcome:
        raise Refusal(Fault("answered", Place(clause=objection.line.item), *_ANSWERED))


def _period(file_review: FileReview, *, is_second: bool) -> tuple[Text, Text]:
    due = reading.second_objection_due(file_review) if is_second else reading.objection_due(file_review)
    if due is None:
        return _NOT_TOLD
    told = Text(f"异议期已于 {due} 届满，或案卷已办结", f"the period ended on {due}, or the file is settled")
    return told, Text("向评查机构反映情况", "tell the reviewing body of it")


_NOT_TOLD = (
    Text("评查结果还没有告知", "the result was not told yet"),
    Text("告知后提出", "object after the notice"),
)
_NO_SUCH_PROBLEM = (
    Text("这一行不是本案卷计入结果的问题", "this line is no problem that counts for this file"),
    Text("从告知的问题中选择", "choose among the problems that were told"),
)
_NO_REASON = (
    Text("没有写异议的理由", "no reason is given"),
    Text("写明事实和依据", "write the facts and the basis"),
)
_TWICE = (
    Text("对这个问题已经提出过异议", "this problem was objected to already"),
    Text("等待答复，或查看答复", "wait for the answer, or read it"),
)
_ANOTHER = (
    Text("这份异议由他人提出", "somebody else filed this objection"),
    Text("由提出的人撤回", "the one who filed it withdraws it"),
)
_SAME_PERSON = (
    Text("这张考评卡是您签署的", "you signed this card yourself"),
    Text("由法制机构的另一人答复", "another person of the brigade answers"),
)
_NO_ANSWER = (
    Text("没有写答复的理由", "no reason is given"),
    Text("写明维持或者更正的理由", "say why it stands or is corrected"),
)
_NO_CORRECTION = (
    Text("更正后的扣分要少于原扣分", "a corrected deduction is less than before"),
    Text("填更正后的扣分；问题不成立的填 0", "give the corrected deduction; 0 where there was no problem"),
)
_NO_BETTER = (
    Text("更正后的整改结论要好于原结论", "a corrected finding on the mending is better than before"),
    Text(
        "没有整改的改为整改不到位或已整改，整改不到位的改为已整改",
        "not mended becomes partly or mended, partly becomes mended",
    ),
)
_ANSWERED = (
    Text("这份异议已经办结", "this objection was answered or withdrawn"),
    Text("刷新页面", "reload the page"),
)
