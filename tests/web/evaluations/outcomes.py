"""A cycle of Chongqing whose ledger has a judgment against a detachment: it proposes a veto (CQ-34)."""

from __future__ import annotations

from collections.abc import Sequence
from unittest.mock import patch

from adapters import web_cycles
from adapters.ledger_files import Rows
from adapters.web_world import World
from zhiheng_web.evaluations.models import Cycle

_tables = web_cycles._tables


def _with_outcomes(world: World, scheme: str, bodies: Sequence[str]) -> dict[str, Rows]:
    outcomes = [
        ("outcome_id", "unit_id", "organ", "result", "effective_at", "note"),
        ("O1", "CQ1", "court", "revoked", "2020-05-20", "（2020）渝01行终7号"),
        ("O2", "CQ1", "reconsideration", "maintained", "2020-06-01", ""),
    ]
    return {**_tables(world, scheme, bodies), "outcomes": outcomes}


def make_cycle_with_judgment(world: World, state: str = "self_evaluation") -> Cycle:
    """Open a cycle in which a court has revoked a decision of the first detachment."""
    with patch.object(web_cycles, "_tables", _with_outcomes):
        return web_cycles.make_cycle(world, "chongqing-interim", state=state)
