"""Running checks over a canonical ledger: plan, facts, masks, findings. Which engine runs them is chosen above."""

from zhiheng.engine.checking.for_rules import Asked, outcomes_of
from zhiheng.engine.checking.plan import Item, Plan, queries, sql_of
from zhiheng.engine.checking.ports import Backend
from zhiheng.engine.checking.running import CheckRun, run_checks
from zhiheng.engine.checking.store import Dismissal
from zhiheng.ledgers.canonical import Tell

__all__ = [
    "Asked",
    "Backend",
    "CheckRun",
    "Dismissal",
    "Item",
    "Plan",
    "Tell",
    "outcomes_of",
    "queries",
    "run_checks",
    "sql_of",
]
