"""Seconds that a piece of work takes inside a step, and what one step leaves for the next."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

#: Where a step leaves what the next needs.
PLAN = "bench-plan.json"


def timed(times: dict[str, float], name: str, work: Callable[[], Any]) -> Any:
    """Do something, note its seconds under a name, say so, and return what it made."""
    begun = time.perf_counter()
    made = work()
    times[name] = time.perf_counter() - begun
    print(f"{name}: {times[name]:.1f} s", file=sys.stderr, flush=True)
    return made


def seconds_of(work: Callable[[], Any]) -> float:
    """Return how long something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def spread(things: Sequence[Any], number: int) -> list[Any]:
    """Return so many of a sequence, evenly spread."""
    step = max(1, len(things) // number)
    return list(things[::step][:number])


def keep_plan(plan: dict[str, Any]) -> None:
    """Leave something for the next step."""
    (Path(settings.HOME) / PLAN).write_text(json.dumps(plan), encoding="utf-8")


def read_plan() -> dict[str, Any]:
    """Return what an earlier step left."""
    plan: dict[str, Any] = json.loads((Path(settings.HOME) / PLAN).read_text(encoding="utf-8"))
    return plan


def ledger_folder() -> Path:
    """Return where the ledger of the benchmark is written."""
    return Path(settings.HOME) / "bench-ledger"
