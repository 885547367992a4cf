"""What a run of checks needs from an engine below: to run a plan over a canonical ledger and hand the findings in."""

from __future__ import annotations

from typing import Protocol

from zhiheng.engine.checking.plan import Plan
from zhiheng.engine.checking.store import Store
from zhiheng.ledgers.canonical import Canonical, Tell


class Backend(Protocol):
    """An engine that runs plans. Every backend hands in the same findings and the same counts, in any order."""

    @property
    def name(self) -> str:
        """Return the name by which `--engine` chooses it."""
        ...

    def run(self, plan: Plan, canonical: Canonical, store: Store, tell: Tell) -> None:
        """Run a plan: add to `store` the findings of every item and the number of rows each check examined."""
        ...
