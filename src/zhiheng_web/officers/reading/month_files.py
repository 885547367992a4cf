"""The reviewed files of a month, by the pinned rules of the month: which count, on which day, with which deduction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from django.db.models import Min, Q, QuerySet

from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib.clock import SHANGHAI, day_of
from zhiheng_web.officers.rules import MonthRules
from zhiheng_web.reviews.models import FileReview


@dataclass(frozen=True, slots=True)
class FileOfMonth:
    """A reviewed file: the day that puts it into the month, and what it lost."""

    review: FileReview
    day: date
    deduction: Decimal

    @property
    def lead(self) -> Officer | None:
        """Return the lead officer."""
        return self.review.lead

    @property
    def second(self) -> Officer | None:
        """Return the second officer of the case."""
        return self.review.case.second


@dataclass(slots=True)
class Gathered:
    """What a month is computed from. `pending` files have no deduction yet; `repeated` were reviewed again later."""

    counted: list[FileOfMonth] = field(default_factory=list)
    pending: list[FileReview] = field(default_factory=list)
    repeated: list[FileOfMonth] = field(default_factory=list)


def gather(organiser: Body, first: date, ends: date, rules: MonthRules) -> Gathered:
    """Return the files of a month [first, ends). A case reviewed more than once counts once, by its last review."""
    found = Gathered()
    latest: dict[int, FileOfMonth] = {}
    for review in _candidates(organiser, first, ends, rules):
        deduction = _deduction(review, rules)
        if deduction is None:
            found.pending.append(review)
            continue
        one = FileOfMonth(review, _day(review, rules), deduction)
        former = latest.get(review.case_id)
        if former is not None:
            found.repeated.append(former)
        latest[review.case_id] = one
    found.counted = list(latest.values())
    return found


def _candidates(organiser: Body, first: date, ends: date, rules: MonthRules) -> Iterator[FileReview]:
    """Yield the files that lie in the month, the earlier reviewed first; those of a draw that was replaced are out."""
    rows: QuerySet[FileReview] = FileReview.objects.filter(
        Q(draw=None) | Q(draw__superseded_by=None),
        activity__organiser=organiser,
        activity__kind__in=rules.kinds,
        activity__state__in=("open", "reported", "closed"),
    )
    rows = rows.annotate(reviewed_at=Min("changes__at", filter=Q(changes__to_state="reviewed")))
    if rules.basis == "closed":
        rows = rows.filter(case__closed_on__gte=first, case__closed_on__lt=ends)
    else:
        since, until = _instants(first, ends)
        name = "reviewed_at" if rules.round == "first" else "settled_at"
        rows = rows.filter(**{f"{name}__gte": since, f"{name}__lt": until})
    yield from rows.select_related("activity", "case__second__body", "lead__body", "body").order_by("reviewed_at", "pk")


def _instants(first: date, ends: date) -> tuple[datetime, datetime]:
    """Return the instants between which a month lies in Shanghai."""
    return datetime.combine(first, time(), SHANGHAI), datetime.combine(ends, time(), SHANGHAI)


def _deduction(review: FileReview, rules: MonthRules) -> Decimal | None:
    if rules.round == "first":
        return review.deduction_first
    if review.deduction_final is not None:
        return review.deduction_final
    # Settled without a second round: what the first one said is final.
    return review.deduction_first if review.state == "settled" else None


def _day(review: FileReview, rules: MonthRules) -> date:
    if rules.basis == "closed":
        assert review.case.closed_on is not None
        return review.case.closed_on
    instant: datetime = review.reviewed_at if rules.round == "first" else review.settled_at  # type: ignore[attr-defined, assignment]
    return day_of(instant)


def officers_of(organiser: Body, first: date, ends: date) -> QuerySet[Officer]:
    """Return the officers of a bureau and the bodies beneath it who served in a month."""
    rows: QuerySet[Officer] = Officer.objects.filter(body__path__startswith=organiser.path)
    rows = rows.filter(Q(since=None) | Q(since__lt=ends), Q(until=None) | Q(until__gt=first))
    return rows.select_related("body").order_by("body__path", "code")
