"""What waits for a person (我的待办): each app registers a source of its duties, the inbox shows all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from zhiheng_web.lib.policy import BodyLike
from zhiheng_web.lib.words import Text

DutyState = Literal["todo", "review", "returned", "waiting"]


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that somebody has to do: what, about which body, where, until when, and under which provision.

    `key` names it for good (`evaluations.verify:17`); `mine` is a duty of this person, otherwise one of their body.
    """

    key: str
    what: Text
    body: BodyLike | None
    url: str
    due: date | None
    basis: Text
    state: DutyState = "todo"
    mine: bool = True


Source = Callable[[Any], Iterable[Duty]]

_sources: list[Source] = []


def register(source: Source) -> Source:
    """Add a source of duties; called when an app's `duties` is loaded. A second registration changes nothing."""
    if source not in _sources:
        _sources.append(source)
    return source


def duties_of(person: Any) -> list[Duty]:
    """Return what waits for a person, each duty once: the earliest due first, those without a day last."""
    if person is None or not getattr(person, "is_authenticated", False):
        return []
    found: dict[str, Duty] = {}
    for source in _sources:
        for duty in source(person):
            found.setdefault(duty.key, duty)
    return sorted(found.values(), key=lambda duty: (duty.due is None, duty.due or date.max, duty.key))


__all__ = ["Duty", "DutyState", "Source", "duties_of", "register"]
