"""Finding public copies: one, those in force, those of a person's own body, publications that could be made public."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, QuerySet
from django.shortcuts import get_object_or_404

from zhiheng_web.disclosure.models import Disclosed
from zhiheng_web.evaluations.models import Publication
from zhiheng_web.lib import policy


def disclosed(disclosed_id: int) -> Disclosed:
    """Return a public copy. Raises Http404."""
    chosen = Disclosed.objects.select_related("body", "publication__cycle")
    found: Disclosed = get_object_or_404(chosen, pk=disclosed_id)
    return found


def publication(publication_id: int) -> Publication:
    """Return a publication of the body that organised it. Raises Http404."""
    chosen = Publication.objects.select_related("cycle__organiser", "document")
    found: Publication = get_object_or_404(chosen, pk=publication_id)
    return found


def in_force() -> QuerySet[Disclosed]:
    """Return what the public sees: neither withdrawn nor replaced."""
    return Disclosed.objects.filter(withdrawn_at=None, replaced_by=None).select_related("body")


def disclosed_for(person: Any) -> QuerySet[Disclosed]:
    """Return the public copies of a person's own body, also those withdrawn or replaced."""
    chosen = Disclosed.objects.filter(policy.within_reach(person, "disclosure.read"))
    return chosen.select_related("body", "publication", "disclosed_by", "replaced_by")


def undisclosed_for(person: Any) -> QuerySet[Publication]:
    """Return the newest publications that are not public in this version, of a person's own body."""
    reach = policy.within_reach(person, "disclosure.disclose", "cycle__organiser")
    newest = Publication.objects.filter(reach).values("cycle").annotate(newest=Max("pk")).values("newest")
    chosen = Publication.objects.filter(pk__in=newest).exclude(
        disclosures__withdrawn_at=None, disclosures__isnull=False
    )
    return chosen.select_related("cycle__organiser", "document")
