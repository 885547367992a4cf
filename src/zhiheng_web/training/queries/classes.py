"""Reading the classes for those behind: one, its enrolments, an officer's checklist and examination."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from zhiheng_web.accounts.models import Account
from zhiheng_web.bodies.models import Body, Post
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.months import month_earlier
from zhiheng_web.training import candidates, guards
from zhiheng_web.training.candidates import Behind
from zhiheng_web.training.models import Answer, Enrolment, Question, SelfCheck, TrainingClass
from zhiheng_web.training.queries.courses import arrangement_of

READ = "training.read_class"


def training_class(class_id: int) -> TrainingClass:
    """Return a class. Raises Http404."""
    along = ("body", "instructor", "made_by", "course")
    found: TrainingClass = get_object_or_404(TrainingClass.objects.select_related(*along), pk=class_id)
    return found


def enrolment(enrolment_id: int) -> Enrolment:
    """Return an enrolment with officer and class. Raises Http404."""
    along = ("officer__body", "officer__account", "training_class__body", "training_class__instructor", "decided_by")
    found: Enrolment = get_object_or_404(Enrolment.objects.select_related(*along), pk=enrolment_id)
    return found


class OfClass:
    """An enrolment as a matter of the body that holds the class: what instructor and office do about it."""

    def __init__(self, one: Enrolment) -> None:
        self.enrolment = one
        self.governing_body = one.training_class.body


def enrolment_of_class(enrolment_id: int) -> OfClass:
    """Return an enrolment as a matter of the class. Raises Http404."""
    return OfClass(enrolment(enrolment_id))


def question(question_id: int) -> Question:
    """Return a question. Raises Http404."""
    rows = Question.objects.filter(removed_at=None).select_related("training_class__body")
    found: Question = get_object_or_404(rows, pk=question_id)
    return found


def classes_for(person: Any) -> QuerySet[TrainingClass]:
    """Return the classes within reach, with how many are enrolled and how many have passed."""
    rows: QuerySet[TrainingClass] = TrainingClass.objects.filter(policy.within_reach(person, READ))
    there = Q(enrolments__withdrawn_at=None)
    return rows.select_related("body", "instructor").annotate(
        people=Count("enrolments", filter=there),
        passed=Count("enrolments", filter=there & Q(enrolments__result="passed")),
    )


def enrolments_of(one: TrainingClass) -> QuerySet[Enrolment]:
    """Return who is enrolled, with how far each has come."""
    rows: QuerySet[Enrolment] = one.enrolments.filter(withdrawn_at=None).select_related(
        "officer__body", "officer__account"
    )
    written = Count("checks", filter=~Q(checks__understanding=""), distinct=True)
    corrected = Count("checks", filter=Q(checks__is_corrected=True), distinct=True)
    return rows.annotate(problems=Count("checks", distinct=True), written=written, corrected=corrected)


def enrolments_for(person: Any) -> QuerySet[Enrolment]:
    """Return the enrolments that a person may read."""
    rows: QuerySet[Enrolment] = Enrolment.objects.filter(guards.enrolments_within(person), withdrawn_at=None)
    return rows.select_related("officer__body", "training_class__body")


def candidates_for(body: Body) -> list[Behind]:
    """Return the officers who come into question for a class of a body, by what it has settled."""
    rule = arrangement_of(body)
    today = clock.today()
    since = month_earlier(today, rule.window_in_months)
    return candidates.look_at(body, rule, since, today)


def checks_of(one: Enrolment) -> QuerySet[SelfCheck]:
    """Return the checklist of an officer with case, page and what the card says."""
    review = "line__card__assignment__file_review"
    rows: QuerySet[SelfCheck] = one.checks.select_related(f"{review}__case", f"{review}__activity", "line__mending")
    return rows


def questions_of(one: TrainingClass) -> QuerySet[Question]:
    """Return the questions of the examination."""
    rows: QuerySet[Question] = one.questions.filter(removed_at=None)
    return rows


def answers_of(one: Enrolment) -> dict[int, Answer]:
    """Return the answers of an officer by question."""
    return {row.question_id: row for row in one.answers.all()}


def full_points(one: TrainingClass) -> Decimal:
    """Return the points of the whole examination."""
    return sum(questions_of(one).values_list("points", flat=True), Decimal(0))


def instructors_for(body: Body) -> QuerySet[Account]:
    """Return who can be the instructor: those at the body who may teach."""
    roles = [role.value for role in policy.deed_of("training.teach_class").grants]
    today = clock.today()
    held = Post.objects.filter(body=body, role__in=roles, since__lte=today)
    held = held.filter(Q(until=None) | Q(until__gt=today))
    rows: QuerySet[Account] = Account.objects.filter(posts__in=held, is_active=True).distinct().order_by("name")
    return rows
