"""What a ledger gives, counted: rows of each table, events of each activity. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

from zhiheng.ledgers.canonical.layout import WANTED


def count_activities(engine: duckdb.DuckDBPyConnection) -> Mapping[str, int]:
    """Return the number of events of each activity, by the activity's name."""
    query = "SELECT CAST(activity AS VARCHAR), count(*) FROM events_sorted GROUP BY ALL ORDER BY 1"
    return {str(activity): int(count) for activity, count in engine.execute(query).fetchall()}


def count_rows(engine: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return the number of usable rows of each table."""
    counts = {}
    for name in sorted(WANTED):
        # The events are counted as sorted: where they are a view, that saves reading them again.
        table = "events_sorted" if name == "events" else f"given_{name}"
        (row,) = engine.execute(f"SELECT count(*) FROM {table}").fetchall()
        counts[name] = int(row[0])
    return counts
