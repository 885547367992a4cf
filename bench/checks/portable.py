"""The one definition as PostgreSQL and Spark run it, on DuckDB: facts by GROUP BY, queries over whole tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from bench.checks.plans import RULES, Seal
from bench.checks.product import seal_of
from zhiheng.backends.whole_ledger import LOADED, WholeLedger, calendar_of
from zhiheng.checks import choose_checks
from zhiheng.engine.checking import Plan, run_checks
from zhiheng.engine.checking.ports import Tell
from zhiheng.engine.checking.store import FINDINGS, Store
from zhiheng.ledgers.canonical import Canonical


@dataclass(frozen=True)
class _Tables:
    """DuckDB as an SQL engine like any other."""

    engine: duckdb.DuckDBPyConnection
    dialect: str = "duckdb"
    rules_at_once: int = 8

    def create(self, name: str, query: str) -> None:
        """Make a table of the run from a query."""
        self.engine.execute(f"CREATE TEMP TABLE {name} AS {query}")

    def rows(self, query: str, columns: pa.Schema) -> Iterator[pa.Table]:
        """Yield what a query returns."""
        yield self.engine.execute(query).to_arrow_table()


class _WholeTables:
    """A backend that knows nothing of the order of the rows."""

    name = "duckdb"

    def run(self, plan: Plan, canonical: Canonical, store: Store, tell: Tell) -> None:
        """Run a plan over whole tables."""
        with duckdb.connect(config={"threads": 2, "memory_limit": "12GB"}) as engine:
            for name in LOADED:
                engine.execute(f"CREATE VIEW {name} AS FROM read_parquet('{canonical.table(name)}')")
            engine.register("calendar", calendar_of(plan))
            WholeLedger(_Tables(engine), plan, store, tell).run()


class Portable:
    """The eight checks by the portable definition."""

    def __init__(self, canonical: Canonical, out: Path) -> None:
        self.canonical, self.out, self.checks = canonical, out, choose_checks([str(RULES)])

    def run(self) -> Any:
        """Run the checks and write the findings."""
        return run_checks(self.canonical, self.checks, _WholeTables(), out=self.out)

    def seal(self, result: Any) -> Seal:
        """Return the findings by check."""
        return seal_of(self.out / FINDINGS, has_groups=True)
