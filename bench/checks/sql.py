"""SQL as it is written by hand: a bare scan, one query per check, and the naive way. Each query tells count and sum."""

from __future__ import annotations

from typing import Any

import duckdb

from bench.checks import naive_sql, per_check_sql
from bench.checks.plans import Seal
from zhiheng.engine.checking.plan import day_number
from zhiheng.ledgers.canonical import Canonical

_VIEWS = ("events", "cases", "complaints", "calendar")


def connected(canonical: Canonical) -> duckdb.DuckDBPyConnection:
    """Return DuckDB with the files of a ledger as views, and the day of the run as a variable."""
    engine = duckdb.connect(config={"threads": 2})
    for name in _VIEWS:
        engine.execute(f"CREATE VIEW {name} AS FROM read_parquet('{canonical.table(name)}')")
    assert canonical.head.as_of is not None
    engine.execute(f"SET VARIABLE as_of = {day_number(canonical.head.as_of)}")
    return engine


class Scan:
    """Reads the columns of the events from which the facts of the eight checks come, and adds them up."""

    def __init__(self, canonical: Canonical) -> None:
        self.engine = connected(canonical)

    def run(self) -> Any:
        """Read the columns."""
        query = 'SELECT sum("case"), max(activity), sum("at"), sum(day), sum(workday) FROM events'
        return self.engine.execute(query).fetchall()

    def seal(self, result: Any) -> Seal:
        """Find nothing."""
        return {}


class Queries:
    """Eight queries, one for each check."""

    def __init__(self, name: str, canonical: Canonical) -> None:
        self.queries = naive_sql.QUERIES if name == "naive" else per_check_sql.QUERIES
        self.engine = connected(canonical)

    def run(self) -> Any:
        """Run them one by one."""
        return {check: self.engine.execute(query).fetchone() for check, query in self.queries.items()}

    def seal(self, result: Any) -> Seal:
        """Return what they told."""
        return {check: (int(count), int(total or 0)) for check, (count, total) in result.items()}
