"""Finding evidence: one piece, or all that is about something."""

from __future__ import annotations

from django.db import models
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from zhiheng_web.documents.models import Evidence


def evidence(evidence_id: int) -> Evidence:
    """Return a piece of evidence with the body it belongs to. Raises Http404."""
    found: Evidence = get_object_or_404(Evidence.objects.select_related("body", "uploaded_by"), pk=evidence_id)
    return found


def subject_of(thing: models.Model) -> str:
    """Return how evidence names what it is about: `evaluations.assessment:17`."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def evidence_about(thing: models.Model) -> QuerySet[Evidence]:
    """Return the evidence about something that has not been withdrawn, the oldest first."""
    chosen = Evidence.objects.filter(subject=subject_of(thing), withdrawn_at__isnull=True)
    return chosen.select_related("uploaded_by")
