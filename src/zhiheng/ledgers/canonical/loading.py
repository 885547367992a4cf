"""Brings a ledger into DuckDB, cell by cell: typed tables `given_<name>`, large ones sorted. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from zhiheng.domain.refusals import Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers.canonical.days import load_calendar
from zhiheng.ledgers.canonical.layout import WANTED, Head, head_of
from zhiheng.ledgers.canonical.sorting import sort_cases, sort_events
from zhiheng.ledgers.canonical.typed import load_table
from zhiheng.ledgers.reading import read_ledger


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was brought in: head, tables given with the columns that have any value, notes, number of rows set aside."""

    head: Head
    given: Mapping[str, frozenset[str]]
    notes: tuple[Text, ...]
    set_aside: int


def load_ledger(engine: duckdb.DuckDBPyConnection, path: Path, *, skip_bad_rows: bool) -> Loaded:
    """Read the ledger cell by cell; raises Refusal with every fault unless bad rows are to be skipped."""
    ledger = read_ledger(path, only=WANTED)
    if ledger.report.rows and not skip_bad_rows:
        raise Refusal(ledger.report.quarantined)
    columns = {name: load_table(engine, ledger.tables[name]) for name in sorted(WANTED)}
    given = {name: columns[name] for name in sorted(WANTED) if ledger.tables[name].is_given}
    load_calendar(engine, ledger.calendar)
    sort_cases(engine, are_given="cases" in given)
    sort_events(engine)
    notes, set_aside = ledger.report.notes, len(ledger.report.rows)
    if set_aside:
        notes += (
            Text(
                f"{set_aside} 行无法使用，已搁置，未参加检查",
                f"{set_aside} rows cannot be used, were set aside and are not examined",
            ),
        )
    return Loaded(head_of(ledger), given, notes, set_aside)
