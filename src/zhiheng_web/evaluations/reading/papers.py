"""What official documents need of a cycle: the evaluation behind a computation, who issues, in which series."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.shortcuts import get_object_or_404

from zhiheng import api
from zhiheng_web.documents.facts import read_facts
from zhiheng_web.evaluations.models import Assessment, Card, Computation, Cycle
from zhiheng_web.evaluations.queries import scheme_of
from zhiheng_web.lib import clock, store

__all__ = ["building", "card_of", "evaluation_of", "issue_told", "result_of", "scheme_of", "series_of"]


def result_of(computation: Computation) -> Any:
    """Return the result that a computation keeps, as the library reads it."""
    return _read_result(computation.result)


@lru_cache(maxsize=16)
def _read_result(digest: str) -> Any:
    return api.scoring.read_json(store.path_of(digest))


def evaluation_of(computation: Computation) -> Any:
    """Return result and scheme of a computation, as documents and explanations take them."""
    return api.documents.open_stored(result_of(computation), scheme_of(computation.cycle))


def card_of(computation: Computation | None, assessment: Assessment) -> Card:
    """Return the card of a body in a computation. Raises Http404."""
    return get_object_or_404(Card, computation=computation, assessment=assessment)


def series_of(cycle: Cycle, kind: str) -> str:
    """Return the series of numbers of a kind of document: the short name of the organiser, 评, and the kind's sign."""
    return f"{cycle.organiser.name[:2]}城执评{kind}"


def issue_told(cycle: Cycle) -> dict[str, Any]:
    """Return who issues a document today, as data; demonstration data say that they are."""
    return {
        "organ": cycle.organiser.name,
        "issued_on": clock.today().isoformat(),
        "red_head": True,
        "fictional": cycle.fictional,
    }


def building(kind: str, builder: Any, computation: Computation, told: Mapping[str, Any]) -> Any:
    """Return what makes a document once its number is known: from the very data that will be kept to check it."""

    def build(number: str) -> Any:
        return builder(evaluation_of(computation), read_facts(kind, told, number))

    return build
