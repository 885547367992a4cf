"""Says to the documents app under which scheme the figures of a document of an evaluation follow."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from zhiheng_web.documents import sources
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.evaluations.models import Cycle
from zhiheng_web.evaluations.queries import scheme_of


def cycle_of(document: IssuedDocument) -> Cycle:
    """Return the cycle that a document of this app is about; its subject names the object it was made for."""
    name, _, key = document.subject.rpartition(":")
    thing: Any = apps.get_model(name).objects.get(pk=int(key))
    while not isinstance(thing, Cycle):
        thing = getattr(thing, "cycle", None) or thing.assessment
    return thing


def register() -> None:
    """Fill the port of the documents app."""
    sources.register("evaluations", lambda document: scheme_of(cycle_of(document)))
