"""Cases numbered, events sorted: the two large tables as DuckDB keeps them while the folder is made. SQL only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import duckdb

from zhiheng.ledgers.canonical.days import day_of

WORDS = ("activity", "officer_id", "medium")
"""The columns of events that hold few distinct values."""

_NO_WORDS: Mapping[str, str] = MappingProxyType({})

_CASE_COLUMNS = (
    "unit_id, kind, procedure, cause, power_item_id, lead_officer_id, second_officer_id, party_id, party_kind, place, "
    "source, complaint_id, penalty_kind, fine, confiscated, paid, benchmark_id, hearing_right, major, collective, "
    "document_no"
)


def sort_cases(engine: duckdb.DuckDBPyConnection, *, are_given: bool) -> None:
    """Make `cases_sorted`: the cases by code point of their id, numbered from 0.

    Where a ledger has events and no cases, the ids that its events name stand for them.
    """
    source = f"SELECT case_id, {_CASE_COLUMNS} FROM given_cases"
    if not are_given:
        source += (
            " UNION ALL BY NAME SELECT DISTINCT case_id FROM"
            " (SELECT case_id FROM given_events UNION ALL SELECT case_id FROM given_outcomes) WHERE case_id IS NOT NULL"
        )
    engine.execute(
        f"""CREATE OR REPLACE TABLE cases_sorted AS
        SELECT CAST(row_number() OVER () - 1 AS INTEGER) AS "case", *
        FROM (SELECT * FROM ({source}) ORDER BY case_id)"""
    )


def sort_events(engine: duckdb.DuckDBPyConnection, words: Mapping[str, str] = _NO_WORDS) -> None:
    """Make `events_sorted`: the events with their case's number, by case, time, activity, officer and medium.

    The document's number comes last in the order, so that exact duplicates always stand side by side. An event whose
    case is unknown keeps NULL there; whoever gave such rows must look. `words` may hold a quicker query for the
    distinct values of a column, in order.
    """
    # The few distinct words are ordered as ENUMs: their codes follow the code points and sort as integers do.
    for name in WORDS:
        values = words.get(name) or f"SELECT DISTINCT {name} FROM given_events WHERE {name} IS NOT NULL ORDER BY 1"
        engine.execute(f"CREATE TYPE word_{name} AS ENUM ({values})")
        _fill_empty(engine, f"word_{name}")
    engine.execute(
        f"""CREATE OR REPLACE TABLE events_sorted AS
        SELECT c."case" AS "case", CAST(e.activity AS word_activity) AS activity, e.at AS at,
            k.workday AS workday, CAST(e.officer_id AS word_officer_id) AS officer_id,
            CAST(e.medium AS word_medium) AS medium, e.document_no AS document_no
        FROM given_events e
        LEFT JOIN cases_sorted c ON c.case_id = e.case_id
        LEFT JOIN calendar k ON k.day = {day_of("e.at")}
        ORDER BY 1, 3, 2, 5, 6, document_no"""
    )


def _fill_empty(engine: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Give an ENUM without words one, the empty text, which no row has: DuckDB cannot sort by an ENUM of none."""
    if not engine.execute(f"SELECT len(enum_range(NULL::{kind}))").fetchall()[0][0]:
        engine.execute(f"DROP TYPE {kind}")
        engine.execute(f"CREATE TYPE {kind} AS ENUM ('')")


def seen_days(engine: duckdb.DuckDBPyConnection) -> list[int]:
    """Return the first and last day of each instant column that has any."""
    columns = (
        ("events_sorted", "at"),
        ("given_complaints", "received_at"),
        ("given_complaints", "handled_at"),
        ("given_outcomes", "effective_at"),
    )
    days = []
    for table, column in columns:
        first, last = day_of(f'min("{column}")'), day_of(f'max("{column}")')
        days += engine.execute(f"SELECT {first}, {last} FROM {table}").fetchall()
    return [int(day) for pair in days for day in pair if day is not None]
