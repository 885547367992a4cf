"""The class for those behind: made, filled by a person's choice, opened with each officer's checklist, examined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from zhiheng.api import Text
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.months import month_earlier
from zhiheng_web.training import problems, refusals
from zhiheng_web.training.actions.courses import HALF
from zhiheng_web.training.models import Course, Enrolment, Participation, Question, SelfCheck, TrainingClass
from zhiheng_web.training.queries import classes as queries
from zhiheng_web.training.queries.courses import arrangement_of

FIELDS = ("title", "starts_on", "ends_on", "days", "instructor", "simulated_case")


def keep_class(
    *, actor: Any, body: Body, values: Mapping[str, Any], training_class: TrainingClass | None = None, version: int = 0
) -> TrainingClass:
    """Make a class or change it while it is prepared; pass mark and rule are pinned when it is made."""
    policy.demand(actor, "training.keep_class", training_class.body if training_class else body)
    with acts.act(actor, "training.keep_class"):
        if training_class is not None:
            one = _locked(training_class)
            refusals.demand_state(one, "preparing", "open")
            refusals.demand_version(one, version)
            one.version += 1
        else:
            one = TrainingClass(body=body, made_by=actor)
            _pin(one)
        for name in FIELDS:
            if name in values:
                setattr(one, name, values[name])
        one.title = refusals.demand_words(one.title, "名称", "title")
        refusals.demand_order(one.starts_on, one.ends_on)
        if one.days <= 0 or one.days % HALF != 0 or one.days > (one.ends_on - one.starts_on).days + 1:
            raise refusals.refusal("wrong_days", *_DAYS, str(one.days))
        if one.starts_on.year != one.ends_on.year:
            raise refusals.refusal("two_years", *_TWO_YEARS)
        if one.instructor is not None and not policy.may(one.instructor, "training.teach_class", one.body):
            raise refusals.refusal("no_instructor", *_NO_INSTRUCTOR, str(one.instructor))
        one.save()
    return one


def _pin(one: TrainingClass) -> None:
    rule = arrangement_of(one.body)
    one.pass_mark = rule.pass_mark
    one.looks_back_to = month_earlier(clock.today(), rule.window_in_months)
    names = ("red_cards_from", "average_from", "problems_from")
    told = {name: "" if getattr(rule, name) is None else str(getattr(rule, name)) for name in names}
    one.rule = {**told, "window_in_months": rule.window_in_months}


def enrol(*, actor: Any, training_class: TrainingClass, officers: Iterable[Officer], reason: str) -> list[Enrolment]:
    """Enrol officers whom a person has chosen, each with what the rule says of them today, and their checklist.

    Raises Refusal for somebody of elsewhere, or who has no files with problems to bring along.
    """
    policy.demand(actor, "training.keep_class", training_class.body)
    reason = refusals.demand_words(reason, "列入理由", "reason")
    looked = {one.officer.pk: one for one in queries.candidates_for(training_class.body)}
    made = []
    with acts.act(actor, "training.keep_class", reason=reason):
        one = _locked(training_class)
        refusals.demand_state(one, "preparing", "open")
        there = {row.officer_id: row for row in one.enrolments.all()}
        for officer in officers:
            if not officer.body.path.startswith(one.body.path):
                raise refusals.refusal("foreign", *_FOREIGN, officer.name)
            row = there.get(officer.pk)
            if row is not None and row.withdrawn_at is None:
                continue
            row = row or Enrolment(training_class=one, officer=officer)
            row.withdrawn_at, row.withdrawn_reason = None, ""
            row.reason, row.enrolled_by, row.enrolled_at = reason, actor, clock.now()
            row.grounds = looked[officer.pk].as_data() if officer.pk in looked else {}
            row.save()
            _fill_checklist(row, one.looks_back_to)
            made.append(row)
    return made


def _fill_checklist(row: Enrolment, since: date) -> None:
    """List the problems of the officer's cards; none is ever taken off."""
    there = set(row.checks.values_list("line", flat=True))
    for line in problems.lines_of(row.officer, since):
        if line.pk not in there:
            SelfCheck(enrolment=row, line=line).save()


def withdraw_enrolment(*, actor: Any, enrolment: Enrolment, reason: str) -> Enrolment:
    """Take an officer out of a class, with the reason."""
    policy.demand(actor, "training.keep_class", enrolment.training_class.body)
    reason = refusals.demand_words(reason, "理由", "reason")
    with acts.act(actor, "training.keep_class", reason=reason):
        one = locked_enrolment(enrolment)
        refusals.demand_state(one.training_class, "preparing", "open")
        one.withdrawn_at, one.withdrawn_reason = clock.now(), reason
        one.save()
    return one


def add_question(
    *, actor: Any, training_class: TrainingClass, text: str, points: Decimal, expected: str = ""
) -> Question:
    """Add a question on the simulated case to the examination."""
    policy.demand(actor, "training.teach_class", training_class.body)
    text = refusals.demand_words(text, "题目", "question")
    with acts.act(actor, "training.teach_class"):
        one = _locked(training_class)
        refusals.demand_state(one, "preparing", "open")
        if points <= 0:
            raise refusals.refusal("no_points", *_NO_POINTS, str(points))
        refusals.demand_number(points, 1000, "分值", "points")
        last = one.questions.order_by("-position").values_list("position", flat=True).first() or 0
        question = Question(training_class=one, position=last + 1, text=text, points=points, expected=expected)
        question.save()
    return question


def remove_question(*, actor: Any, question: Question) -> Question:
    """Take a question out before the examination begins; the row stays."""
    policy.demand(actor, "training.teach_class", question.training_class.body)
    with acts.act(actor, "training.teach_class"):
        refusals.demand_state(_locked(question.training_class), "preparing", "open")
        question.removed_at = clock.now()
        question.save()
    return question


def open_class(*, actor: Any, training_class: TrainingClass) -> TrainingClass:
    """Open a class: the officers can write their self-check. Its days enter the training register."""
    policy.demand(actor, "training.keep_class", training_class.body)
    with acts.act(actor, "training.keep_class"):
        one = _locked(training_class)
        refusals.demand_state(one, "preparing")
        if not one.enrolments.filter(withdrawn_at=None).exists():
            raise refusals.refusal("nobody_enrolled", *_NOBODY)
        if one.instructor_id is None:
            raise refusals.refusal("no_instructor", *_NO_INSTRUCTOR)
        one.state = "open"
        one.version += 1
        one.save()
    return one


def begin_examination(*, actor: Any, training_class: TrainingClass) -> TrainingClass:
    """Begin the mock examination: from now on the questions stand, and the officers can answer them."""
    policy.demand(actor, "training.teach_class", training_class.body)
    with acts.act(actor, "training.teach_class"):
        one = _locked(training_class)
        refusals.demand_state(one, "open")
        if not queries.questions_of(one).exists() or not one.simulated_case.strip():
            raise refusals.refusal("no_questions", *_NO_QUESTIONS)
        one.state = "examining"
        one.version += 1
        one.save()
    return one


def close_class(*, actor: Any, training_class: TrainingClass) -> TrainingClass:
    """Close a class once everybody's result is decided; its days enter the training register of those who came."""
    policy.demand(actor, "training.keep_class", training_class.body)
    with acts.act(actor, "training.keep_class"):
        one = _locked(training_class)
        refusals.demand_state(one, "examining")
        rows = list(one.enrolments.filter(withdrawn_at=None).select_related("officer"))
        undecided = [row.officer.name for row in rows if not row.result]
        if undecided:
            raise refusals.refusal("undecided", *_UNDECIDED, "、".join(undecided))
        course = Course(body=one.body, title=one.title, kind="special", starts_on=one.starts_on, ends_on=one.ends_on)
        course.days, course.lecturer, course.entered_by = one.days, str(one.instructor or ""), actor
        course.save()
        for row in rows:
            Participation(course=course, officer=row.officer, days=one.days).save()
        one.course, one.state = course, "closed"
        one.version += 1
        one.save()
    return one


def _locked(training_class: TrainingClass) -> TrainingClass:
    rows = TrainingClass.objects.select_for_update(of=("self",)).select_related("body", "instructor")
    one: TrainingClass = rows.get(pk=training_class.pk)
    return one


def locked_enrolment(enrolment: Enrolment) -> Enrolment:
    along = ("training_class__body", "officer__body", "officer__account")
    one: Enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related(*along).get(pk=enrolment.pk)
    return one


_DAYS = (
    Text("计入天数应是 0.5 的倍数，不多于起止日期之间的天数", "days go in halves and fit between the dates"),
    Text("核对天数和日期", "check days and dates"),
)
_TWO_YEARS = (
    Text("一期培训的起止日期应在同一年", "a class lies within one calendar year"),
    Text("核对日期", "check the dates"),
)
_NO_INSTRUCTOR = (
    Text("没有教员，或所选的人不能任教员", "there is no instructor, or the person may not teach"),
    Text("从法制大队中选教员", "choose somebody of the legal brigade"),
)
_FOREIGN = (
    Text("不是本机构及下级的人员", "not of the body or those beneath it"),
    Text("从名单中选择", "choose from the list"),
)
_NO_POINTS = (
    Text("分值应大于 0", "the points are more than 0"),
    Text("核对分值", "check the points"),
)
_NOBODY = (
    Text("还没有学员", "nobody is enrolled"),
    Text("先从候选名单中选定学员", "choose who takes part first"),
)
_NO_QUESTIONS = (
    Text("没有模拟案例或题目", "there is no simulated case, or no question"),
    Text("写明模拟案例，至少出一道题", "write the case and at least one question"),
)
_UNDECIDED = (
    Text("还有学员没有评定结果", "some results are not decided"),
    Text("阅卷并评定后再结束", "mark and decide first"),
)
