"""Finding the objects that pages are about, and the lists that a person may read. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from zhiheng_web.accounts.models import Account
from zhiheng_web.bodies.models import Body
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib import clock, policy
from zhiheng_web.officers import guards
from zhiheng_web.officers.models import (
    Accountability,
    Allocation,
    Award,
    Comment,
    Month,
    MonthLine,
    Tracking,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A month as the target of a page that several bodies read: `guards.may_read_month` says who."""

    month: Month
    governing_body: None = None


@dataclass(frozen=True, slots=True)
class OfBureau:
    """A thing of a unit as a matter of the bureau: what the brigade does about it."""

    thing: Any
    governing_body: Body


@dataclass(frozen=True, slots=True)
class OfUnit:
    """A matter of the bureau as the officer it is about meets it, at their unit."""

    thing: Any
    governing_body: Body


def month(month_id: int) -> Month:
    """Return a month of a bureau. Raises Http404."""
    found: Month = get_object_or_404(
        Month.objects.select_related("organiser", "corrects", "computed_by", "published_by"), pk=month_id
    )
    return found


def shown_month(month_id: int) -> Shown:
    """Return a month as its readers meet it. Raises Http404."""
    return Shown(month(month_id))


_LINE = ("month__organiser", "officer__account", "body", "best__case", "worst__case")


def line(line_id: int) -> MonthLine:
    """Return an officer's month. Raises Http404."""
    found: MonthLine = get_object_or_404(MonthLine.objects.select_related(*_LINE), pk=line_id)
    return found


def line_of_bureau(line_id: int) -> OfBureau:
    """Return an officer's month as a matter of the bureau. Raises Http404."""
    found = line(line_id)
    return OfBureau(found, found.month.organiser)


def comment(comment_id: int) -> Comment:
    """Return a comment with its line. Raises Http404."""
    chosen = Comment.objects.select_related(*(f"line__{name}" for name in _LINE), "by")
    found: Comment = get_object_or_404(chosen, pk=comment_id)
    return found


def tracking(tracking_id: int) -> Tracking:
    """Return a tracking. Raises Http404."""
    chosen = Tracking.objects.select_related(
        "organiser", "body", "officer__account", "case__lead__account", "case__second__account", "owner", "line__month"
    )
    found: Tracking = get_object_or_404(chosen, pk=tracking_id)
    return found


def tracking_of_bureau(tracking_id: int) -> OfBureau:
    """Return a tracking as a matter of the bureau. Raises Http404."""
    found = tracking(tracking_id)
    return OfBureau(found, found.organiser)


def accountability(accountability_id: int) -> Accountability:
    """Return a matter of accountability. Raises Http404."""
    people = ("proposed_by", "heard_by", "submitted_by", "decided_by")
    chosen = Accountability.objects.select_related("organiser", "body", "officer__account", "batch", "letter", *people)
    found: Accountability = get_object_or_404(chosen, pk=accountability_id)
    return found


def own_accountability(accountability_id: int) -> OfUnit:
    """Return a matter as the officer meets it whom it is about. Raises Http404."""
    found = accountability(accountability_id)
    return OfUnit(found, found.body)


def award(award_id: int) -> Award:
    """Return an award. Raises Http404."""
    found: Award = get_object_or_404(Award.objects.select_related("organiser", "body", "officer"), pk=award_id)
    return found


def allocation(allocation_id: int) -> Allocation:
    """Return a computation of shares. Raises Http404."""
    chosen = Allocation.objects.select_related("organiser", "made_by", "decided_by")
    found: Allocation = get_object_or_404(chosen, pk=allocation_id)
    return found


def bodies_for(person: Any, deed: str) -> QuerySet[Body]:
    """Return the bodies of today to which a person may do a deed."""
    rows: QuerySet[Body] = Body.objects.filter(policy.within_reach(person, deed, "")).order_by("path")
    return rows.filter(Q(until=None) | Q(until__gt=clock.today()))


def people_of(organiser: Body) -> QuerySet[Account]:
    """Return the people who hold a post at a bureau or beneath it."""
    held = {"posts__body__path__startswith": organiser.path, "posts__until": None, "is_active": True}
    rows: QuerySet[Account] = Account.objects.filter(**held).distinct().order_by("display_name", "pk")
    return rows


def months_for(person: Any) -> QuerySet[Month]:
    """Return the months that a person may read, the latest first; versions computed anew stand on their own page."""
    rows: QuerySet[Month] = Month.objects.filter(guards.months_within(person)).exclude(state="replaced")
    counts = {
        "officers": Count("lines", distinct=True),
        "red": Count("lines", filter=Q(lines__is_red=True), distinct=True),
    }
    return rows.select_related("organiser").annotate(**counts)


def lines_for(person: Any) -> QuerySet[MonthLine]:
    """Return the lines of published months that a person may open."""
    rows: QuerySet[MonthLine] = MonthLine.objects.filter(guards.lines_within(person), month__state="published")
    return rows.select_related("month__organiser", "officer", "body")


def red_cards_for(person: Any) -> QuerySet[MonthLine]:
    """Return the red cards of published months that a person reads: staff of the bureau too (WX-19)."""
    months = Month.objects.filter(guards.months_within(person), state="published")
    rows: QuerySet[MonthLine] = MonthLine.objects.filter(month__in=months, is_red=True)
    return rows.select_related("month__organiser", "officer", "body").prefetch_related("trackings")


def trackings_for(person: Any) -> QuerySet[Tracking]:
    """Return what is tracked within reach."""
    rows: QuerySet[Tracking] = Tracking.objects.filter(guards.trackings_within(person))
    return rows.select_related("organiser", "body", "officer", "case", "owner")


def accountabilities_for(person: Any) -> QuerySet[Accountability]:
    """Return the matters of accountability within reach."""
    within = policy.within_reach(person, "officers.read_accountability", "organiser")
    rows: QuerySet[Accountability] = Accountability.objects.filter(within)
    return rows.select_related("organiser", "body", "officer", "batch")


def awards_for(person: Any) -> QuerySet[Award]:
    """Return the awards within reach."""
    rows: QuerySet[Award] = Award.objects.filter(policy.within_reach(person, "officers.read_awards", "organiser"))
    return rows.select_related("organiser", "body", "officer", "decided_by")


def award_lists_for(person: Any, organiser: Body) -> QuerySet[IssuedDocument]:
    """Return the award lists that a bureau issued; nothing where the person may not read its documents."""
    if not policy.may(person, "documents.read_issued", organiser):
        return IssuedDocument.objects.none()
    return IssuedDocument.objects.filter(body=organiser, kind="award_list")


def allocations_for(person: Any) -> QuerySet[Allocation]:
    """Return the computations of shares within reach."""
    within = policy.within_reach(person, "officers.read_allocation", "organiser")
    rows: QuerySet[Allocation] = Allocation.objects.filter(within)
    return rows.select_related("organiser", "made_by")
