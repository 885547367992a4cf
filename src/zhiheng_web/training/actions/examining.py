"""What officers and instructor do in a class: self-check, notes, answers, marks, result, rectification closed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from zhiheng.api import Text
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock, policy
from zhiheng_web.training import guards, refusals
from zhiheng_web.training.actions.classes import locked_enrolment
from zhiheng_web.training.models import Answer, Enrolment
from zhiheng_web.training.models.classes import STEP
from zhiheng_web.training.queries import classes as queries

_TEACH = "training.teach_class"


def write_self_check(*, actor: Any, enrolment: Enrolment, told: Mapping[int, tuple[str, bool]]) -> Enrolment:
    """Write one's own understanding of each problem, and whether it is corrected; by the number of the check.

    Raises Refusal for one that is not on the list, and for a correction without a word of understanding.
    """
    _demand_own(actor, enrolment)
    with acts.act(actor, "training.take_part"):
        one = locked_enrolment(enrolment)
        refusals.demand_state(one.training_class, "open", "examining")
        _demand_there(one)
        there = {row.pk: row for row in one.checks.all()}
        for key, (understanding, is_corrected) in told.items():
            row = there.get(key)
            if row is None:
                raise refusals.refusal("unknown", *_UNKNOWN, str(key))
            if is_corrected and not understanding.strip():
                raise refusals.refusal("no_understanding", *_NO_UNDERSTANDING)
            if (row.understanding, row.is_corrected) != (understanding.strip(), is_corrected):
                row.understanding, row.is_corrected = understanding.strip(), is_corrected
                row.written_at = clock.now()
                row.save()
    return one


def write_notes(*, actor: Any, enrolment: Enrolment, notes: str) -> Enrolment:
    """Write the instructor's explanation and how to mend what was found (教员讲解指导整改)."""
    policy.demand(actor, _TEACH, enrolment.training_class.body)
    notes = refusals.demand_words(notes, "讲评", "notes")
    with acts.act(actor, _TEACH):
        one = locked_enrolment(enrolment)
        refusals.demand_state(one.training_class, "open", "examining")
        one.notes, one.noted_by = notes, actor
        one.version += 1
        one.save()
    return one


def answer(*, actor: Any, enrolment: Enrolment, answers: Mapping[int, str], hand_in: bool = False) -> Enrolment:
    """Answer the questions, by the number of the question; what was handed in stays as it is."""
    _demand_own(actor, enrolment)
    with acts.act(actor, "training.take_part"):
        one = locked_enrolment(enrolment)
        refusals.demand_state(one.training_class, "examining")
        _demand_there(one)
        if one.handed_in_at is not None:
            raise refusals.other_state(Text("已交卷", "handed in"))
        questions = {row.pk: row for row in queries.questions_of(one.training_class)}
        there = queries.answers_of(one)
        for key, text in answers.items():
            if key not in questions:
                raise refusals.refusal("unknown", *_UNKNOWN, str(key))
            row = there.get(key) or Answer(enrolment=one, question=questions[key])
            if row.pk is None or row.text != text.strip():
                row.text = text.strip()
                row.save()
        if hand_in:
            one.handed_in_at = clock.now()
            one.version += 1
            one.save()
    return one


def mark(*, actor: Any, enrolment: Enrolment, points: Mapping[int, Decimal]) -> Enrolment:
    """Mark the answers that were handed in; the score is their sum, the result follows from the pass mark.

    Without a pass mark the result is decided by a person (`decide`). Raises Refusal unless every question is marked,
    none above its points.
    """
    policy.demand(actor, _TEACH, enrolment.training_class.body)
    with acts.act(actor, _TEACH):
        one = locked_enrolment(enrolment)
        refusals.demand_state(one.training_class, "examining")
        _demand_there(one)
        _demand_other(actor, one)
        if one.handed_in_at is None:
            raise refusals.refusal("not_handed_in", *_NOT_HANDED_IN)
        there = queries.answers_of(one)
        questions = list(queries.questions_of(one.training_class))
        for question in questions:
            given = points.get(question.pk)
            if given is None or not 0 <= given <= question.points or given % STEP != 0:
                raise refusals.refusal("wrong_points", *_WRONG_POINTS, f"{question.position}: {given}")
            row = there.get(question.pk) or Answer(enrolment=one, question=question)
            row.points, row.marked_by = given, actor
            row.save()
        one.score = sum((points[question.pk] for question in questions), Decimal(0))
        one.full = sum((question.points for question in questions), Decimal(0))
        mark_needed = one.training_class.pass_mark
        if mark_needed is not None:
            # Compared without division: score / full >= mark / 100.
            is_passed = one.score * 100 >= mark_needed * one.full
            one.result, one.result_reason = "passed" if is_passed else "failed", ""
            one.decided_by, one.decided_at = actor, clock.now()
        one.version += 1
        one.save()
    return one


def decide(*, actor: Any, enrolment: Enrolment, is_passed: bool, reason: str) -> Enrolment:
    """Decide the result with the reason: where no pass mark is settled, or somebody never sat the examination.

    A result that followed from the pass mark is not overruled here.
    """
    policy.demand(actor, _TEACH, enrolment.training_class.body)
    reason = refusals.demand_words(reason, "理由", "reason")
    with acts.act(actor, _TEACH, reason=reason):
        one = locked_enrolment(enrolment)
        refusals.demand_state(one.training_class, "examining")
        _demand_there(one)
        _demand_other(actor, one)
        if one.result and one.training_class.pass_mark is not None and one.score is not None:
            raise refusals.refusal("follows_from_mark", *_FOLLOWS)
        if one.handed_in_at is None and is_passed:
            raise refusals.refusal("not_handed_in", *_NOT_HANDED_IN)
        one.result, one.result_reason = "passed" if is_passed else "failed", reason
        one.decided_by, one.decided_at = actor, clock.now()
        one.version += 1
        one.save()
    return one


def close_rectification(*, actor: Any, enrolment: Enrolment) -> Enrolment:
    """Close the rectification of an officer's problems: each is understood and corrected. Raises Refusal otherwise."""
    policy.demand(actor, _TEACH, enrolment.training_class.body)
    with acts.act(actor, _TEACH):
        one = locked_enrolment(enrolment)
        refusals.demand_state(one.training_class, "open", "examining", "closed")
        _demand_there(one)
        if one.closed_at is not None:
            raise refusals.other_state(Text("整改已办结", "rectification closed"))
        left = one.checks.filter(is_corrected=False).count()
        if left:
            raise refusals.refusal("not_corrected", *_NOT_CORRECTED, str(left))
        one.closed_at, one.closed_by = clock.now(), actor
        one.version += 1
        one.save()
    return one


def _demand_own(actor: Any, enrolment: Enrolment) -> None:
    policy.demand(actor, guards.TAKE_PART, enrolment.officer.body)
    guards.demand_own_enrolment(actor, enrolment)


def _demand_there(one: Enrolment) -> None:
    if one.withdrawn_at is not None:
        raise refusals.other_state(Text("已退出培训", "taken out of the class"))


def _demand_other(actor: Any, one: Enrolment) -> None:
    if guards.is_own(actor, one):
        raise refusals.refusal("own", *_OWN)


_UNKNOWN = (
    Text("不在本人的清单或试卷上", "it is not on this list or paper"),
    Text("刷新页面再填", "reload the page and fill it in again"),
)
_NO_UNDERSTANDING = (
    Text("标为已改正的问题没有写认识", "a problem is marked as corrected without a word about it"),
    Text("写明对问题的认识和怎样改正的", "say what you make of it and how it was corrected"),
)
_NOT_HANDED_IN = (
    Text("学员还没有交卷", "the answers have not been handed in"),
    Text("交卷后再阅卷；缺考的评定为不合格", "mark them afterwards; whoever stayed away has failed"),
)
_WRONG_POINTS = (
    Text("每题都要给分，在 0 和该题分值之间", "each question gets points between 0 and its own"),
    Text("核对所列的题", "check the question named"),
)
_FOLLOWS = (
    Text("结果由及格分得出，不能另作决定", "the result follows from the pass mark"),
    Text("给分有误的，重新阅卷", "mark again where the points are wrong"),
)
_NOT_CORRECTED = (
    Text("还有问题没有改正", "some problems are not corrected"),
    Text("全部改正后再办结", "close it once all are"),
)
_OWN = (
    Text("不能给本人阅卷", "nobody marks themselves"),
    Text("请另一名教员办理", "another instructor must do it"),
)
