"""Reading inspections (HN-08, HN-09): plans, draws, findings, and findings that may be one fact. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from zhiheng_web.bodies.models import Body
from zhiheng_web.documents import queries as documents
from zhiheng_web.documents.models import Evidence
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.models import Assessment, Cycle, Finding, Inspection
from zhiheng_web.evaluations.reading.verification import COUNTED
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text

STATUS: dict[str, tuple[Text, str]] = {
    "pending": (Text("待认定", "to be decided"), "warn"),
    "verified": (Text("已认定", "verified"), "bad"),
    "rejected": (Text("不予认定", "rejected"), "neutral"),
}
#: About fifty metres of latitude: two marks of one street corner.
_NEAR = Decimal("0.0005")


def inspection(inspection_id: int) -> Inspection:
    """Return an inspection with its cycle. Raises Http404."""
    rows = Inspection.objects.select_related("cycle__organiser", "made_by")
    found: Inspection = get_object_or_404(rows, pk=inspection_id)
    return found


def finding(finding_id: int) -> Finding:
    """Return a finding with its body, cycle and people. Raises Http404."""
    found: Finding = get_object_or_404(whole(Finding.objects.all()), pk=finding_id)
    return found


def whole(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """Return findings with everything that a list shows of them."""
    return rows.select_related(
        "assessment__cycle__organiser", "assessment__body", "place_body", "found_by", "decided_by", "inspection"
    )


def findings_for(person: Any, cycle: Cycle) -> QuerySet[Finding]:
    """Return the findings of a cycle that a person may read."""
    reach = policy.within_reach(person, "evaluations.read_assessment", "assessment__body")
    return whole(Finding.objects.filter(reach, assessment__cycle=cycle))


def places_of(cycle: Cycle) -> list[Body]:
    """Return the bodies that an inspection can be drawn from: counties beneath the evaluated bodies (HN-09).

    Where nothing lies beneath them (a corps with its detachments) the evaluated bodies themselves.
    """
    evaluated = list(Body.objects.filter(assessments__cycle=cycle))
    paths = Q(pk__in=[])
    for body in evaluated:
        paths |= Q(path__startswith=body.path)
    beneath = Body.objects.filter(paths, until__isnull=True).exclude(pk__in=[body.pk for body in evaluated])
    counties = list(beneath.exclude(level="section").select_related("parent"))
    return counties or evaluated


def assessment_of_place(cycle: Cycle, body: Body) -> Assessment | None:
    """Return the assessment of the evaluated body that answers for what is found at a body: itself or the one above."""
    above = [int(part) for part in body.path.split("/") if part]
    rows = cycle.assessments.filter(body__in=above).select_related("cycle__organiser", "body")
    return rows.order_by("-body__path").first()


@dataclass(frozen=True, slots=True)
class Clause:
    """A rule on which a problem can be found, as the field page offers it."""

    rule_id: str
    text: Text
    sub_item: Text
    unit: Text


def clauses_of(cycle: Cycle) -> list[Clause]:
    """Return the rules that count problems: a finding is a number of them, never a rate or an achievement."""
    scheme = queries.scheme_of(cycle)
    found = []
    for _, item, sub_item in scheme.sub_items():
        # A sub-item that has no name of its own bears its whole clause: too long for a list on a phone.
        name = item.name if sub_item.name.zh == sub_item.clause.zh else sub_item.name
        for rule in sub_item.every_rule():
            # A number that is an achievement (guidance given, D10-2-a) is no number of problems.
            if rule.scoring.gives == "deduction" and rule.scoring.answers in COUNTED and rule.scoring.silence_is_none:
                found.append(Clause(rule.id, rule.text, name, rule.unit))
    return found


def photos_of(findings: list[Finding]) -> dict[int, list[Evidence]]:
    """Return the photos and other evidence of findings by finding."""
    subjects = {documents.subject_of(one): one.pk for one in findings}
    found: dict[int, list[Evidence]] = {one.pk: [] for one in findings}
    for piece in Evidence.objects.filter(subject__in=subjects, withdrawn_at__isnull=True):
        found[subjects[piece.subject]].append(piece)
    return found


def same_fact(one: Finding) -> list[Finding]:
    """Return other findings that may be the same fact under another rule (HN-AMB-16, HN-AMB-18): same day and place."""
    others = Finding.objects.filter(assessment=one.assessment).exclude(status="rejected").exclude(rule_id=one.rule_id)
    return [
        other
        for other in others.exclude(pk=one.pk)
        if clock.day_of(other.occurred_at) == clock.day_of(one.occurred_at) and _is_same_place(one, other)
    ]


def _is_same_place(one: Finding, other: Finding) -> bool:
    if one.place and "".join(one.place.split()) == "".join(other.place.split()):
        return True
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return False
    assert one.latitude and one.longitude and other.latitude and other.longitude
    return abs(one.latitude - other.latitude) <= _NEAR and abs(one.longitude - other.longitude) <= _NEAR


def names_of(cycle: Cycle) -> dict[str, Text]:
    """Return the words of every rule of a cycle's scheme by id."""
    return {rule.id: rule.text for rule in queries.scheme_of(cycle).every_rule()}
