"""What waits in verification: bodies to verify, findings, tolerances and vetoes to decide on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from zhiheng_web.evaluations.models import Assessment
from zhiheng_web.evaluations.states import state_of
from zhiheng_web.lib import duties, policy
from zhiheng_web.lib.duties import Duty
from zhiheng_web.lib.words import Text


@duties.register
def to_verify(person: Any) -> Iterator[Duty]:
    """Yield the bodies that wait for verification."""
    for one in _waiting(person, "evaluations.verify", "verification"):
        what = Text(f"核实：{one.body.name}", f"verify {one.body.name_en or one.body.name}")
        url = reverse("evaluations:verification", args=[one.pk])
        basis = state_of(one).basis.text
        yield Duty(f"evaluations.verify:{one.pk}", what, one.body, url, one.due_date, basis, "review")


@duties.register
def to_decide(person: Any) -> Iterator[Duty]:
    """Yield, body by body, the findings, tolerances and vetoes that a person can decide on."""
    yield from _decisions(person, "evaluations.decide_finding", _PENDING, _FINDINGS)
    not_mine = Q(tolerances__status="requested") & ~Q(tolerances__requested_by=person.pk)
    yield from _decisions(person, "evaluations.decide_tolerance", not_mine, _TOLERANCES)
    first, second = Q(vetoes__status="proposed"), Q(vetoes__status="first_key") & ~Q(vetoes__first_key_by=person.pk)
    yield from _decisions(person, "evaluations.turn_key", first | second, _VETOES)


_PENDING = Q(findings__status="pending")
_FINDINGS = ("body_findings", "findings", "认定检查发现 {}（{} 条）", "decide on findings of {} ({})", "HN-09")
_TOLERANCES = ("tolerances", "tolerances", "决定容错 {}（{} 件）", "decide on tolerance for {} ({})", "CQ-40")
_VETOES = ("vetoes", "vetoes", "确认或驳回一票否决 {}（{} 项）", "confirm or reject vetoes of {} ({})", "CQ-30")


def _decisions(person: Any, deed: str, condition: Q, told: tuple[str, ...]) -> Iterator[Duty]:
    page, relation, zh, en, basis = told
    waiting = _waiting(person, deed, "verification", "under_review")
    for one in waiting.annotate(n=Count(relation, filter=condition, distinct=True)).filter(n__gt=0):
        what = Text(zh.format(one.body.name, one.n), en.format(one.body.name_en or one.body.name, one.n))
        url = reverse(f"evaluations:{page}", args=[one.pk])
        yield Duty(f"{deed}:{one.pk}", what, one.body, url, one.due_date, Text(basis, basis), "review")


def _waiting(person: Any, deed: str, *states: str) -> Any:
    """Return the assessments in these states that a person may do a deed to, as a member of the organiser."""
    roles = policy.deed_of(deed).grants
    organisers = [post.body.pk for post in policy.posts_of(person) if policy.Role(post.role) in roles]
    chosen = Assessment.objects.filter(policy.within_reach(person, deed), cycle__organiser__in=organisers)
    return chosen.filter(state__in=states, cycle__state="open").select_related("body").prefetch_related("cycle")
