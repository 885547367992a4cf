"""Computations as jobs: at once where a cycle is small, by the worker where it is large. They take ids alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django_tasks import task

from zhiheng_web.accounts.models import Account
from zhiheng_web.evaluations import scoring
from zhiheng_web.evaluations.models import Cycle

#: So many bodies are computed within the request; more are left to the worker.
MOST_AT_ONCE = 40

_deferred: ContextVar[bool] = ContextVar("computing_deferred", default=False)


@contextmanager
def deferred() -> Iterator[None]:
    """Leave computing to the caller, who does many deeds in a row and computes once at their end."""
    token = _deferred.set(True)
    try:
        yield
    finally:
        _deferred.reset(token)


@task()
def recompute(cycle_id: int, stage: str, actor_id: int | None, why: str) -> int:
    """Compute a cycle at a stage and return the id of the computation; a second run gives the same scores again."""
    cycle = Cycle.objects.select_related("organiser", "snapshot", "previous").get(pk=cycle_id)
    actor = Account.objects.filter(pk=actor_id).first()
    return int(scoring.compute(cycle, stage, actor=actor, why=why).pk)


def are_deferred() -> bool:
    """Return whether a caller has said that it computes at the end."""
    return _deferred.get()


def compute_soon(cycle: Cycle, stage: str, *, actor: Any, why: str = "") -> None:
    """Compute a cycle now, or as a job once the present act is written. Raises Refusal as the engine does."""
    if are_deferred():
        return
    if cycle.assessments.count() <= MOST_AT_ONCE:
        scoring.compute(cycle, stage, actor=actor, why=why)
        return
    actor_id = actor.pk if actor is not None else None
    transaction.on_commit(lambda: recompute.enqueue(cycle.pk, stage, actor_id, why))
