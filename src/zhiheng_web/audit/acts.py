"""An act: what somebody does, in one transaction, with the line of the trail that tells of it.

with acts.act(person, "bodies.rename_body", reason="机构改革"):
    body.name = name
    body.save()

Objects of `Recorded` models enter themselves; saving one outside an act is an error, so no deed goes unrecorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import models, transaction

from zhiheng_web.audit import states


class Actor(Protocol):
    """Who acts, as the trail names them."""

    pk: Any
    name: str


@dataclass
class Act:
    """The deed under way and the changes it has made so far."""

    actor: Actor | None
    deed: str
    reason: str = ""
    changes: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    _befores: dict[tuple[str, str], states.State | None] = field(default_factory=dict)

    def wrote(self, thing: models.Model, before: states.State | None) -> None:
        """Enter an object that was saved; `before` is what it was, None where it is new."""
        after = states.state_of(thing)
        kind, state = states.kind_of(type(thing)), states.digest_of_state(after)
        self._enter(kind, str(thing.pk), before=before, after=after, state=state)

    def erased(self, thing: models.Model, key: str, before: states.State) -> None:
        """Enter an object that was deleted."""
        self._enter(states.kind_of(type(thing)), key, before=before, after=None, state="")

    def wrote_batch(self, kind: str, key: str, *, digest: str, count: int) -> None:
        """Enter many rows at once by their common digest (`audit.verification.register_batch` recomputes it)."""
        self.changes[(kind, key)] = {"kind": kind, "id": key, "state": digest, "batch": count}

    def note(self, kind: str, key: str, facts: dict[str, Any]) -> None:
        """Enter something that changed no row: a document given out, a refusal, a look at a protected record."""
        self.changes[(kind, key)] = {"kind": kind, "id": key, "told": states.plain(facts)}

    def _enter(self, kind: str, key: str, *, before: Any, after: Any, state: str) -> None:
        # Saved twice in one act: the line tells what it was before the act and what it is after it.
        before = self._befores.setdefault((kind, key), before)
        changed_before, changed_after = _difference(before, after)
        self.changes[(kind, key)] = {
            "kind": kind,
            "id": key,
            "before": changed_before,
            "after": changed_after,
            "state": state,
        }


def _difference(before: states.State | None, after: states.State | None) -> tuple[Any, Any]:
    if before is None or after is None:
        return before, after
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


#: Appends the line of an act; `trail` fills it when the app is ready (an act knows no table).
_append: Callable[[Act], object]


def append_with(append: Callable[[Act], object]) -> None:
    """Say what appends the line of an act."""
    global _append
    _append = append


_current: ContextVar[Act | None] = ContextVar("act", default=None)


def current() -> Act | None:
    """Return the act under way, None outside of one."""
    return _current.get()


@contextmanager
def act(actor: Actor | None, deed: str, *, reason: str = "") -> Iterator[Act]:
    """Do a deed: everything inside is one transaction with one line of the trail, or nothing has happened.

    `actor` None is the system itself (a clock, a start-up). An act inside an act is part of the outer one.
    """
    outer = _current.get()
    if outer is not None:
        yield outer
        return
    with transaction.atomic():
        one = Act(actor, deed, reason)
        token = _current.set(one)
        try:
            yield one
        finally:
            _current.reset(token)
        _append(one)
