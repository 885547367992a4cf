"""Reading results from above: one, those a person may read, the rows that are theirs to see, what is known of a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from zhiheng_web.bodies.models import Body
from zhiheng_web.cases import queries as cases
from zhiheng_web.cases.models import Case
from zhiheng_web.documents.models import Evidence
from zhiheng_web.documents.queries import evidence_about
from zhiheng_web.lib import policy
from zhiheng_web.supervision.models import ExternalReview, ExternalRow
from zhiheng_web.training import audience
from zhiheng_web.training.audience import Shared

READ, ENTER, CIRCULATE = "supervision.read_external", "supervision.enter_external", "supervision.circulate_external"


def external(external_id: int) -> ExternalReview:
    """Return a result for those who enter it. Raises Http404."""
    rows = ExternalReview.objects.select_related("body", "bulletin__series__body", "entered_by")
    found: ExternalReview = get_object_or_404(rows, pk=external_id)
    return found


def shared_external(external_id: int) -> Shared:
    """Return a result as it is read. Raises Http404."""
    return Shared(external(external_id))


def row(row_id: int) -> ExternalRow:
    """Return a row of a result that was not removed. Raises Http404."""
    rows = ExternalRow.objects.select_related("review__body")
    found: ExternalRow = get_object_or_404(rows, pk=row_id, removed_at=None)
    return found


@dataclass(frozen=True, slots=True)
class Original:
    """A paper of a result. It is read from above: it names what rows are shown to none but their own unit."""

    external: ExternalReview
    file: Evidence

    @property
    def governing_body(self) -> Body:
        """Return the body that passes the result on."""
        return self.external.body


def original_of(external_id: int, original_id: int) -> Original:
    """Return a paper of a result. Raises Http404."""
    one = external(external_id)
    found: Evidence | None = evidence_about(one).filter(pk=original_id).first()
    if found is None:
        raise Http404
    return Original(one, found)


def demand_original(person: Any, one: Original) -> None:
    """Raise Denied unless a person reads the whole result: who enters it, and those above."""
    if not (is_author(person, one.external) or reads_all(person, one.external)):
        raise policy.Denied(policy.deed_of(READ))


def is_author(person: Any, one: ExternalReview) -> bool:
    """Return whether a person enters the results of the body."""
    return policy.may(person, ENTER, one.body)


def demand_read(person: Any, one: ExternalReview) -> None:
    """Raise Denied unless a person may read a result; what was not circulated only those read who enter it."""
    if not is_author(person, one):
        audience.demand_read(person, READ, one.body, is_published=one.state == "circulated")


def externals_for(person: Any) -> QuerySet[ExternalReview]:
    """Return the results that a person may read, with the number of their rows."""
    circulated = audience.readable(person, READ) & Q(state="circulated")
    rows: QuerySet[ExternalReview] = ExternalReview.objects.filter(circulated | policy.within_reach(person, ENTER))
    standing = Count("rows", filter=Q(rows__removed_at=None))
    return rows.select_related("body", "bulletin").annotate(row_count=standing)


def rows_of(one: ExternalReview) -> QuerySet[ExternalRow]:
    """Return the rows of a result with unit and case."""
    rows: QuerySet[ExternalRow] = one.rows.filter(removed_at=None)
    return rows.select_related("unit", "case__body", "case__lead", "case__second")


def rows_for(person: Any, one: ExternalReview) -> list[ExternalRow]:
    """Return the rows that a person sees: from above all, at a unit its own, an officer those of their own cases."""
    rows = list(rows_of(one))
    if is_author(person, one) or reads_all(person, one):
        return rows
    return [
        row
        for row in rows
        if row.unit is not None
        and policy.may(person, READ, row.unit)
        and (row.case is None or cases.may(person, row.case))
    ]


def reads_all(person: Any, one: ExternalReview) -> bool:
    """Return whether a person reads every row: once it was circulated, by a role that reaches beneath the body."""
    grants = policy.deed_of(READ).grants
    return one.state == "circulated" and any(
        grants.get(policy.Role(post.role)) is policy.Reach.below and one.body.path.startswith(post.body.path)
        for post in policy.posts_of(person)
    )


def bodies_named(body: Body, names: Iterable[str]) -> dict[str, Body]:
    """Return the bodies at or beneath a body by name and by number, of those that are named."""
    wanted = set(names)
    beneath = Body.objects.filter(path__startswith=body.path).filter(Q(name__in=wanted) | Q(code__in=wanted))
    found = list(beneath.order_by("-path"))
    return {one.name: one for one in found} | {one.code: one for one in found}


def cases_named(body: Body, codes: Iterable[str]) -> dict[str, Case]:
    """Return the cases at or beneath a body by number, of those that are named."""
    rows = Case.objects.filter(body__path__startswith=body.path, is_current=True, code__in=set(codes))
    return {one.code: one for one in rows.select_related("body", "lead", "second")}
