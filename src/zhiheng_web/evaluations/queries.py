"""Finding cycles and assessments: the objects that pages are about. Reading for single stages stands with them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from zhiheng import api
from zhiheng_web.evaluations.models import Assessment, Cycle
from zhiheng_web.lib import policy


def cycle(cycle_id: int) -> Cycle:
    """Return a cycle with its organiser. Raises Http404."""
    chosen = Cycle.objects.select_related("organiser", "snapshot", "leading_group")
    found: Cycle = get_object_or_404(chosen, pk=cycle_id)
    return found


def assessment(assessment_id: int) -> Assessment:
    """Return an assessment with its cycle and bodies. Raises Http404."""
    chosen = Assessment.objects.select_related("cycle__organiser", "body")
    found: Assessment = get_object_or_404(chosen, pk=assessment_id)
    return found


def cycles_for(person: Any) -> QuerySet[Cycle]:
    """Return the cycles a person may read as organiser."""
    return Cycle.objects.filter(policy.within_reach(person, "evaluations.read_cycle", "organiser"))


def assessments_for(person: Any, deed: str = "evaluations.read_assessment") -> QuerySet[Assessment]:
    """Return the assessments a person may do a deed to."""
    return Assessment.objects.filter(policy.within_reach(person, deed)).select_related("cycle", "body")


def scheme_of(one: Cycle) -> Any:
    """Return the scheme of a cycle with its completion, as pinned. Raises Refusal where it cannot be read."""
    return _read_scheme(one.scheme_id, one.scheme_text, one.completion)


@lru_cache(maxsize=32)
def _read_scheme(scheme_id: str, text: str, completion: str) -> Any:
    with TemporaryDirectory(prefix="zhiheng-") as place:
        name, complete = scheme_id, None
        if text:
            file = Path(place) / "scheme.yaml"
            file.write_text(text, encoding="utf-8")
            name = str(file)
        if completion:
            complete = Path(place) / "completion.yaml"
            complete.write_text(completion, encoding="utf-8")
        return api.open_scheme(name, complete)
