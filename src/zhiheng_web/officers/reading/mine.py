"""An officer's own page: months, files under way, red cards, and what they can answer, how, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from zhiheng_web.cases.models import Officer
from zhiheng_web.lib.words import Text
from zhiheng_web.officers import links
from zhiheng_web.officers.models import Accountability, Comment, MonthLine, Tracking
from zhiheng_web.reviews.models import FileReview
from zhiheng_web.reviews.queries import in_force
from zhiheng_web.reviews.reading.rounds import (
    is_open_to_objection,
    is_open_to_second_objection,
    objection_due,
    second_objection_due,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """Something that the officer can do: what, about what, until when, and the page on which it is done."""

    what: Text
    about: str
    due: date | None
    url: str


def months_of(officer: Officer) -> QuerySet[MonthLine]:
    """Return the officer's published months, the latest first."""
    chosen = MonthLine.objects.filter(officer=officer, month__state="published")
    return chosen.select_related("month__organiser", "body", "best__case", "worst__case").order_by("-month__month")


def files_of(officer: Officer) -> list[FileReview]:
    """Return the reviews of the officer's own cases, led or assisted, those that are not settled first."""
    own = Q(case__lead=officer) | Q(case__second=officer)
    told = Q(notified_at__isnull=False) | Q(state__in=("due", "first_level", "second_level", "comparing", "reviewed"))
    rows = FileReview.objects.filter(own, in_force(), told | Q(state="settled"))
    rows = rows.select_related("activity", "case", "body").annotate(complaints=Count("objections"))
    return sorted(rows.order_by("-pk")[:100], key=lambda one: one.state == "settled")


def answers_of(officer: Officer, files: list[FileReview]) -> list[Answer]:
    """Return what the officer can do now, the earliest first."""
    found = [*_about_files(officer, files), *_about_months(officer), *_about_matters(officer)]
    return sorted(found, key=lambda one: (one.due is None, one.due or date.max))


def _about_files(officer: Officer, files: list[FileReview]) -> Iterator[Answer]:
    for one in files:
        if one.case.lead_id != officer.pk:
            continue
        url, code = links.file_review(one.pk), one.case.code
        if one.state == "mending":
            yield Answer(
                Text("报告整改", "report the mending"), code, one.due_on, links.to("reviews:mending", one.pk) or url
            )
        if is_open_to_objection(one):
            yield Answer(Text("提出异议", "object"), code, objection_due(one), url)
        elif is_open_to_second_objection(one):
            yield Answer(Text("对二次考评提出异议", "object to round two"), code, second_objection_due(one), url)


def _about_months(officer: Officer) -> Iterator[Answer]:
    chosen = Comment.objects.filter(line__officer=officer, replied_at=None, line__month__state="published")
    for one in chosen.select_related("line__month"):
        url = reverse("officers:reply", args=[one.pk])
        yield Answer(Text("回复点评", "reply to a comment"), one.text[:40], None, url)


def _about_matters(officer: Officer) -> Iterator[Answer]:
    for tracking in Tracking.objects.filter(officer=officer, outcome="").select_related("case"):
        url = reverse("officers:tracking", args=[tracking.pk])
        yield Answer(
            Text("报告督办进展", "report on what is tracked"),
            tracking.next_action or tracking.reason,
            tracking.due_on,
            url,
        )
    for matter in Accountability.objects.filter(officer=officer, state="hearing"):
        url = reverse("officers:own_accountability", args=[matter.pk])
        yield Answer(Text("陈述申辩", "make your statement"), matter.trigger_text.zh, matter.hearing_due, url)


def matters_of(officer: Officer) -> QuerySet[Accountability]:
    """Return the matters of accountability that the officer has been told of."""
    rows: QuerySet[Accountability] = Accountability.objects.filter(officer=officer).exclude(state="draft")
    return rows.exclude(told_at=None)


def trackings_of(officer: Officer) -> QuerySet[Tracking]:
    """Return what is tracked about the officer or a case they lead."""
    chosen: QuerySet[Tracking] = Tracking.objects.filter(Q(officer=officer) | Q(case__lead=officer))
    return chosen.select_related("officer", "case")


def facts_of(months: list[MonthLine]) -> dict[str, Any]:
    """Return the numbers on top of the page: of the latest published month."""
    latest = months[0] if months else None
    return {"latest": latest, "red_cards": sum(one.is_red for one in months)}
