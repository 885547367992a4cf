"""One officer in a class: the self-check from their own cards, notes, examination and marks; and one's own training."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from zhiheng_web.cases.models import Officer
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.numbers import read_decimal
from zhiheng_web.lib.words import Text
from zhiheng_web.training import guards, problems
from zhiheng_web.training.actions import examining as actions
from zhiheng_web.training.forms import courses as forms
from zhiheng_web.training.models import Enrolment
from zhiheng_web.training.pages import SAVE, Asked, ask, url, went
from zhiheng_web.training.queries import bulletins, contests
from zhiheng_web.training.queries import classes as queries
from zhiheng_web.training.queries import courses as register
from zhiheng_web.training.refusals import refusal
from zhiheng_web.training.views.classes import CLASSES, TEACH

_MINE = Text("我的培训", "My training")


@does(guards.READ_ENROLMENT, target=queries.enrolment)
def enrolment(request: HttpRequest, one: Enrolment) -> HttpResponse:
    """Show an officer's part in a class, with what this person can do there."""
    guards.demand_read_enrolment(request.user, one)
    person, held = request.user, one.training_class
    is_own = guards.is_own(person, one) and policy.may(person, guards.TAKE_PART, one.officer.body)
    may_teach = policy.may(person, TEACH, held.body) and not guards.is_own(person, one)
    is_open, is_examining = held.state in ("open", "examining"), held.state == "examining"
    answers = queries.answers_of(one)
    shows_paper = held.state in ("examining", "closed")
    context = {
        "one": one,
        "checks": _checks(one),
        "paper": [(row, answers.get(row.pk)) for row in queries.questions_of(held)] if shows_paper else [],
        "is_own": is_own,
        "may_check": is_own and is_open,
        "may_answer": is_own and is_examining and one.handed_in_at is None,
        "may_note": may_teach and is_open,
        "may_mark": may_teach and is_examining and one.handed_in_at is not None,
        "may_decide": may_teach and is_examining and (held.pass_mark is None or one.handed_in_at is None),
        "may_finish": may_teach and one.closed_at is None and held.state != "preparing",
        "sees_expected": may_teach or held.state == "closed",
        "crumbs": _crumbs(person, one),
    }
    return render(request, "training/classes/enrolment.html", context)


def _checks(one: Enrolment) -> list[dict[str, Any]]:
    found = []
    for row in queries.checks_of(one):
        review = row.line.card.assignment.file_review
        names = problems.names_of_rules(review.activity.rules)
        name = names.get((row.line.rule_id, row.line.item)) or names.get((row.line.rule_id, ""))
        mending = getattr(row.line, "mending", None)
        found.append({"row": row, "case": review.case, "name": name, "mending": mending})
    return found


def _crumbs(person: Any, one: Enrolment) -> list[tuple[Any, str]]:
    if policy.may(person, queries.READ, one.training_class.body):
        return [(CLASSES, url("classes")), (one.training_class.title, url("class", one.training_class_id))]
    return [(_MINE, url("mine"))]


@does(guards.TAKE_PART, target=queries.enrolment)
@require_POST
def self_check(request: HttpRequest, one: Enrolment) -> HttpResponse:
    """Write one's own understanding of each problem."""
    guards.demand_own_enrolment(request.user, one)
    told = {
        row.pk: (request.POST.get(f"understanding-{row.pk}", "")[:5000], bool(request.POST.get(f"corrected-{row.pk}")))
        for row in one.checks.all()
    }
    actions.write_self_check(actor=request.user, enrolment=one, told=told)
    return went(request, Text("自查已保存", "self-check saved"), "enrolment", one.pk)


@does(guards.TAKE_PART, target=queries.enrolment)
@require_POST
def answer(request: HttpRequest, one: Enrolment) -> HttpResponse:
    """Save one's answers, or hand them in."""
    guards.demand_own_enrolment(request.user, one)
    questions = queries.questions_of(one.training_class)
    answers = {row.pk: request.POST.get(f"answer-{row.pk}", "")[:20000] for row in questions}
    hand_in = request.POST.get("deed") == "hand_in"
    actions.answer(actor=request.user, enrolment=one, answers=answers, hand_in=hand_in)
    said = Text("已交卷", "handed in") if hand_in else Text("答案已保存，还没有交卷", "saved, not handed in yet")
    return went(request, said, "enrolment", one.pk)


@does(TEACH, target=queries.enrolment_of_class)
def notes(request: HttpRequest, found: queries.OfClass) -> HttpResponse:
    """Write the instructor's notes."""
    one = found.enrolment
    form = forms.NotesForm(request.POST or None, initial={"notes": one.notes})
    back = url("enrolment", one.pk)
    title = Text(f"讲评：{one.officer.name}", f"Notes: {one.officer.name}")
    effect = Text("学员本人和本单位负责人可见。", "The officer and the head of the unit read them.")
    asked = Asked(title, effect, SAVE, back, _crumbs(request.user, one))
    return ask(
        request, form, asked, lambda told: actions.write_notes(actor=request.user, enrolment=one, **told) and None
    )


@does(TEACH, target=queries.enrolment_of_class)
@require_POST
def mark(request: HttpRequest, found: queries.OfClass) -> HttpResponse:
    """Mark the answers."""
    one, points = found.enrolment, dict[int, Decimal]()
    for question in queries.questions_of(one.training_class):
        given = read_decimal(request.POST.get(f"points-{question.pk}", ""))
        if given is None:
            raise refusal("no_points", *_NO_POINTS, str(question.position))
        points[question.pk] = given
    actions.mark(actor=request.user, enrolment=one, points=points)
    return went(request, Text("已评分", "marked"), "enrolment", one.pk)


@does(TEACH, target=queries.enrolment_of_class)
def decide(request: HttpRequest, found: queries.OfClass) -> HttpResponse:
    """Decide a result with the reason."""
    one = found.enrolment
    form = forms.ResultForm(request.POST if request.method == "POST" else None)
    back = url("enrolment", one.pk)
    title = Text(f"评定结果：{one.officer.name}", f"Decide: {one.officer.name}")
    effect = Text(
        "没有设及格分，或者学员缺考时由教员评定。", "Where no pass mark is settled, or the officer stayed away."
    )

    def act(told: dict[str, Any]) -> None:
        is_passed = told["is_passed"] == "yes"
        actions.decide(actor=request.user, enrolment=one, is_passed=is_passed, reason=told["reason"])

    return ask(request, form, Asked(title, effect, SAVE, back, _crumbs(request.user, one)), act)


@does(TEACH, target=queries.enrolment_of_class)
@require_POST
def close_rectification(request: HttpRequest, found: queries.OfClass) -> HttpResponse:
    """Close the rectification of an officer's problems."""
    actions.close_rectification(actor=request.user, enrolment=found.enrolment)
    return went(request, Text("整改已办结", "rectification closed"), "enrolment", found.enrolment.pk)


@does("training.read_course")
def mine(request: HttpRequest) -> HttpResponse:
    """Show one's own training: days of the year, classes, ballots, what is still unread."""
    person, today = request.user, clock.today()
    officer = Officer.objects.filter(account=person.pk).select_related("body").first()
    context = {
        "officer": officer,
        "standing": register.standing_of(officer, today.year, today) if officer else None,
        "rows": register.courses_of(officer, today.year) if officer else [],
        "enrolments": queries.enrolments_for(person).filter(officer__account=person.pk),
        "ballots": contests.ballots_of(person),
        "unread": bulletins.unread_for(person)[:20],
        "crumbs": [],
    }
    return render(request, "training/mine.html", context)


_NO_POINTS = (
    Text("有题没有给分", "a question has no points"),
    Text("每题都填分数", "give points for each"),
)
