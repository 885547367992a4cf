"""What the audit trail holds of scorecards: one digest for those of a computation, computed again on verification.

A card is derived from a stored result, but pages show it: a card that somebody changed must be found like any record.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhiheng.api import digests
from zhiheng_web.audit import states
from zhiheng_web.evaluations.models import Card, Computation

KIND = "evaluations.cards"


def digest_of_cards(computation_id: str) -> str:
    """Return the digest over the cards of a computation as the database holds them."""
    cards = Card.objects.filter(computation_id=int(computation_id)).order_by("assessment_id")
    told = []
    for card in cards:
        state = states.state_of(card)
        del state["id"]  # given by the database after the digest was taken
        told.append(state)
    return digests.digest_of(told)


def keys_of_cards() -> Iterator[str]:
    """Yield the computations that have cards."""
    found = Card.objects.order_by("computation_id").values_list("computation_id", flat=True).distinct()
    yield from (str(computation_id) for computation_id in found)


def stored_files() -> Iterator[tuple[str, str]]:
    """Yield the stored results and inputs with the computation that names each."""
    for pk, result, inputs in Computation.objects.values_list("pk", "result", "inputs"):
        yield result, f"evaluations.computation {pk}"
        yield inputs, f"evaluations.computation {pk}"
