"""Reading for consequences and mentions: the list of a cycle, who can carry them out, papers, lists for circulars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from zhiheng.api import Text
from zhiheng_web.accounts.models import Account
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.evaluations.actions.consequences import KINDS, STATUSES
from zhiheng_web.evaluations.models import Consequence, Cycle, Mention
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.columns import Column, Filter, Spec

TONES = {"proposed": "warn", "decided": "info", "done": "good", "declined": "neutral", "lapsed": "neutral"}


def consequence(consequence_id: int) -> Consequence:
    """Return a consequence with its cycle and body. Raises Http404."""
    chosen = Consequence.objects.select_related(
        "assessment__cycle__organiser", "assessment__body", "owner", "decided_by"
    )
    found: Consequence = get_object_or_404(chosen, pk=consequence_id)
    return found


@dataclass(frozen=True, slots=True)
class ConsequenceOf:
    """A consequence as the organiser reads it: the body it is about learns of it by its papers."""

    consequence: Consequence

    @property
    def governing_body(self) -> Any:
        """Return the body that organises the evaluation."""
        return self.consequence.assessment.cycle.organiser


def consequence_of_organiser(consequence_id: int) -> ConsequenceOf:
    """Return a consequence for those who organise. Raises Http404."""
    return ConsequenceOf(consequence(consequence_id))


@dataclass(frozen=True, slots=True)
class MentionOf:
    """An entry of a list as the target of a deed of the organiser."""

    mention: Mention

    @property
    def governing_body(self) -> Any:
        """Return the body that organises the evaluation."""
        return self.mention.cycle.organiser


def mention(mention_id: int) -> MentionOf:
    """Return an entry of a list. Raises Http404."""
    return MentionOf(get_object_or_404(Mention.objects.select_related("cycle__organiser", "body"), pk=mention_id))


def consequences_of(cycle: Cycle) -> QuerySet[Consequence]:
    """Return the consequences of a cycle."""
    chosen = Consequence.objects.filter(assessment__cycle=cycle)
    return chosen.select_related("assessment__body", "owner", "decided_by")


def owners_for(cycle: Cycle) -> QuerySet[Account]:
    """Return who can carry a consequence out: the evaluation office and discipline inspection of the organiser."""
    roles = [role.value for role in policy.deed_of("evaluations.carry_out_consequence").grants]
    today = clock.today()
    posts = Q(posts__body=cycle.organiser, posts__role__in=roles, posts__since__lte=today)
    in_office = Q(posts__until=None) | Q(posts__until__gt=today)
    found: QuerySet[Account] = Account.objects.filter(posts & in_office).distinct().order_by("display_name")
    return found


def papers_of(consequence: Consequence) -> QuerySet[IssuedDocument]:
    """Return the papers that were issued for a consequence."""
    return IssuedDocument.objects.filter(subject=f"evaluations.consequence:{consequence.pk}")


def mentions_of(cycle: Cycle) -> QuerySet[Mention]:
    """Return the lists of a cycle, what was taken off last."""
    return (
        Mention.objects.filter(cycle=cycle).select_related("body", "chosen_by").order_by("withdrawn_at", "kind", "id")
    )


def circulars_of(cycle: Cycle) -> QuerySet[IssuedDocument]:
    """Return the circulars that were issued for a cycle."""
    return IssuedDocument.objects.filter(subject=f"evaluations.cycle:{cycle.pk}", kind="circular")


def spec() -> Spec:
    """Return the list of consequences, with what personnel departments ask for when it is exported."""
    return Spec(
        Text("结果运用", "Consequences"),
        columns=(
            Column(
                "body", Text("单位", "Body"), lambda one: one.assessment.body.name, order_by=("assessment__body__path",)
            ),
            Column("kind", Text("事项", "What"), lambda one: KINDS[one.kind], order_by=("kind",), href=_href),
            Column("person", Text("针对何人", "About whom"), lambda one: one.person),
            Column("ground", Text("依据", "Ground"), lambda one: one.ground),
            Column(
                "status",
                Text("状态", "State"),
                lambda one: (STATUSES[one.status], TONES[one.status]),
                "state",
                ("status",),
            ),
            Column(
                "owner", Text("承办人", "Owner"), lambda one: str(one.owner or ""), order_by=("owner__display_name",)
            ),
            Column("due", Text("期限", "Due"), _due, "due", ("due_date",)),
            Column("decided", Text("决定日期", "Decided on"), lambda one: one.decided_at, "day", ("decided_at",)),
            Column("reason", Text("决定理由", "Reason"), lambda one: one.decision_reason),
            Column("outcome", Text("办理情况", "Outcome"), lambda one: one.outcome),
        ),
        filters=(
            Filter(
                "kind", Text("事项", "What"), lambda rows, key: rows.filter(kind=key), list(KINDS.items()), "choice"
            ),
            Filter(
                "status",
                Text("状态", "State"),
                lambda rows, key: rows.filter(status=key),
                list(STATUSES.items()),
                "choice",
            ),
            Filter(
                "body", Text("单位", "Body"), lambda rows, word: rows.filter(assessment__body__name__icontains=word)
            ),
        ),
        order="body",
    )


def _href(one: Consequence) -> str:
    return reverse("evaluations:consequence", args=[one.pk])


def _due(one: Consequence) -> Any:
    return one.due_date if one.status == "decided" else None
