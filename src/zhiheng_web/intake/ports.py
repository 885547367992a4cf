"""Where other parts hear that rows of a book changed their standing. Intake calls; it knows nobody who listens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from zhiheng_web.intake.models import Batch, Book


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in a book: the rows of a batch came into force, or were taken back.

    What the batch replaced (`Row.replaces`) fell with the first, and stands again with the second.
    """

    batch: Batch
    what: Literal["confirmed", "undone"]


Follower = Callable[[Book, Change], None]

_followers: list[Follower] = []


def register_follower(callback: Follower) -> Follower:
    """Add one who follows the books; called inside the act that changed the rows, so it must be quick or start a job.

    A second registration changes nothing. What the callback raises takes the whole act back.
    """
    if callback not in _followers:
        _followers.append(callback)
    return callback


def tell(book: Book, change: Change) -> None:
    """Tell all who follow that rows changed, inside the act that changed them."""
    for callback in _followers:
        callback(book, change)


__all__ = ["Change", "Follower", "register_follower", "tell"]
