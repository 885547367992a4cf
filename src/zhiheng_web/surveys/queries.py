"""Reading surveys: questionnaires within reach, counts about a body, ledgers that could take them. Never writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404

from zhiheng_web.bodies.models import Body
from zhiheng_web.intake.models import Book
from zhiheng_web.intake.models import State as BatchState
from zhiheng_web.lib import clock, policy
from zhiheng_web.surveys import counting, questions
from zhiheng_web.surveys.counting import Tally
from zhiheng_web.surveys.models import Answer, Calls, Questionnaire, State, Target


def questionnaire(questionnaire_id: int) -> Questionnaire:
    """Return a questionnaire with the body that asks. Raises Http404."""
    found: Questionnaire = get_object_or_404(
        Questionnaire.objects.select_related("body", "revises"), pk=questionnaire_id
    )
    return found


_TARGETS = Target.objects.select_related("body", "questionnaire__body")


def target(target_id: int) -> Target:
    """Return a body asked about; its matter is that of the surveyed body. Raises Http404."""
    found: Target = get_object_or_404(_TARGETS, pk=target_id)
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a questionnaire; the matter of the body that asks."""

    questionnaire: Questionnaire
    question: questions.Question

    @property
    def governing_body(self) -> Body:
        """Return the body that asks."""
        return self.questionnaire.body


def asked(questionnaire_id: int, question_id: str) -> Asked:
    """Return a question of a questionnaire. Raises Http404."""
    one = questionnaire(questionnaire_id)
    for question in questions.read_all(one.questions):
        if question.id == question_id:
            return Asked(one, question)
    raise Http404


@dataclass(frozen=True, slots=True)
class Asking:
    """A target as a matter of the body that asks: its calls and its address are."""

    target: Target

    @property
    def governing_body(self) -> Body:
        """Return the body that asks."""
        return self.target.questionnaire.body


def asking(target_id: int) -> Asking:
    """Return a target as a matter of the body that asks. Raises Http404."""
    return Asking(target(target_id))


def target_by_token(token: str) -> Target:
    """Return the target whose address this is, published ones only. Raises Http404."""
    found: Target = get_object_or_404(_TARGETS.exclude(questionnaire__state=State.draft), token=token)
    return found


def questionnaires_for(person: Any) -> QuerySet[Questionnaire]:
    """Return the questionnaires within reach with the number of bodies and of answers."""
    found: QuerySet[Questionnaire] = Questionnaire.objects.filter(
        policy.within_reach(person, "surveys.read_questionnaire")
    )
    bodies = Count("targets", distinct=True)
    return found.select_related("body").annotate(bodies=bodies, given=Count("targets__answers", distinct=True))


def results_for(person: Any) -> QuerySet[Target]:
    """Return the closed results that a person may read."""
    found: QuerySet[Target] = _TARGETS.filter(
        policy.within_reach(person, "surveys.read_result"), questionnaire__state=State.closed
    )
    return found.order_by("-questionnaire__year", "-questionnaire__closes", "body__path")


def counted(one: Target) -> Tally:
    """Count the answers about a body as they stand now."""
    told = Answer.objects.filter(target=one).order_by().values_list("way", "answers")
    return counting.count(questions.read_all(one.questionnaire.questions), told, calls_about(one))


def calls_about(one: Target) -> dict[str, int]:
    """Return how many calls were answered, refused, not reached."""
    names = ("answered", "refused", "unreachable")
    sums = Calls.objects.filter(target=one).aggregate(**{name: Sum(name) for name in names})
    return {name: sums[name] or 0 for name in names}


def tally_of(one: Target) -> Tally:
    """Return the counts about a body: the frozen ones of a closed survey, otherwise those of now."""
    if one.questionnaire.state == State.closed and one.counts:
        return counting.read(one.counts)
    return counted(one)


def words_about(one: Target, question_id: str) -> list[str]:
    """Return the answers in words to a question, in the order of the alphabet; none where there are fewer than five."""
    rows = Answer.objects.filter(target=one).order_by().values_list("answers", flat=True)
    words = sorted(str(row[question_id]) for row in rows if row.get(question_id))
    return words if len(words) >= counting.LEAST_SHOWN else []


def targets_of(one: Questionnaire) -> list[tuple[Target, int]]:
    """Return the bodies asked about, each with the number of answers."""
    rows = one.targets.select_related("body", "questionnaire").annotate(given=Count("answers"))
    return [(row, row.given) for row in rows]


def bodies_to_ask_about(asker: Body) -> QuerySet[Body]:
    """Return the bodies that a body may ask about: itself and those beneath that exist today."""
    rows: QuerySet[Body] = Body.objects.filter(path__startswith=asker.path).order_by("path")
    return rows.filter(Q(until=None) | Q(until__gt=clock.today()))


def askers_for(person: Any) -> QuerySet[Body]:
    """Return the bodies for which a person may write a questionnaire."""
    rows: QuerySet[Body] = Body.objects.filter(policy.within_reach(person, "surveys.write_questionnaire", ""))
    return rows.filter(Q(until=None) | Q(until__gt=clock.today())).order_by("path")


def books_for(person: Any, year: int) -> QuerySet[Book]:
    """Return the ledgers of a year into which a person may bring rows."""
    midsummer = date(year, 7, 1)
    rows: QuerySet[Book] = Book.objects.filter(
        policy.within_reach(person, "intake.import_rows"),
        period_from__lte=midsummer,
        period_to__gt=midsummer,
    )
    return rows.select_related("body")


def feedings_of(one: Questionnaire) -> list[tuple[Any, bool]]:
    """Return where the result was brought, each with whether it still stands there."""
    rows = one.feedings.select_related("book", "batch", "by")
    return [(row, row.batch.state == BatchState.confirmed) for row in rows]


def waiting_for(person: Any) -> QuerySet[Questionnaire]:
    """Return what a person has to bring to an end: published ones past their last day, closed ones in no ledger."""
    today = clock.today()
    ended = Q(state=State.open, closes__lt=today)
    unfed = Q(state=State.closed, targets__answers__isnull=False) & ~Q(feedings__batch__state=BatchState.confirmed)
    rows: QuerySet[Questionnaire] = Questionnaire.objects.filter(
        policy.within_reach(person, "surveys.close_questionnaire"), ended | unfed
    )
    return rows.select_related("body").distinct()
