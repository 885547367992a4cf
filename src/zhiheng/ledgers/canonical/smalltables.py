"""Writes the tables that stand in one file each: complaints, texts, officers, outcomes, units, benchmarks, calendar."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa

from zhiheng.ledgers.canonical.days import day_of
from zhiheng.ledgers.canonical.parts import copy_to, moment_of, until_of
from zhiheng.ledgers.canonical.problems import Complaint, problems_of
from zhiheng.ledgers.canonical.textkeys import NOTE_LEAST, key_texts

_COMPLAINTS = f"""
SELECT c.complaint, c.complaint_id, c.unit_id, c.issue, c.place, c.place_key, c.subject, c.channel, c.accepted,
    {moment_of("received", "c.received_at", "rd")}, {moment_of("handled", "c.handled_at", "hd")},
    c.outcome, c.satisfied, p.problem
FROM complaints_sorted c
LEFT JOIN problems p ON p.complaint = c.complaint
LEFT JOIN calendar rd ON rd.day = {day_of("c.received_at")}
LEFT JOIN calendar hd ON hd.day = {day_of("c.handled_at")}
ORDER BY c.complaint
"""

_TEXTS = f"""
SELECT c."case", e.activity, e.at, {day_of("e.at")} AS day, e.officer_id, e.digest,
    CASE WHEN length(k.key) >= {NOTE_LEAST} THEN k.key END AS note_key
FROM given_events e
JOIN cases_sorted c ON c.case_id = e.case_id
LEFT JOIN text_keys k ON k.text = e.note
WHERE e.digest IS NOT NULL OR e.note IS NOT NULL
ORDER BY c."case", e.at, e.activity, e.officer_id, e.digest, note_key
"""

_OFFICERS = f"""
SELECT officer_id, unit_id, role, {until_of("o")} AS certified_until, legal_qualification,
    "from" AS from_day, "until" AS until_day
FROM given_officers o ORDER BY officer_id
"""

_OUTCOMES = f"""
SELECT o.outcome_id, c."case", o.case_id, o.unit_id, o.organ, o.result, {moment_of("effective", "o.effective_at", "k")}
FROM given_outcomes o
LEFT JOIN cases_sorted c ON c.case_id = o.case_id
LEFT JOIN calendar k ON k.day = {day_of("o.effective_at")}
ORDER BY o.outcome_id
"""

_UNITS = "SELECT unit_id, parent_id, kind, level FROM given_units ORDER BY unit_id"

_BENCHMARKS = """
SELECT benchmark_id, cause, party_kind, grade, minimum, maximum, "from" AS from_day, "until" AS until_day, basis
FROM given_benchmarks ORDER BY benchmark_id
"""


def key_places(engine: duckdb.DuckDBPyConnection) -> None:
    """Make `text_keys` of every place that cases and complaints name."""
    key_texts(engine, [f"SELECT place AS text FROM {table}" for table in ("cases_sorted", "given_complaints")])


def number_complaints(engine: duckdb.DuckDBPyConnection) -> int:
    """Make `complaints_sorted` and `problems(complaint, problem)`; returns the number of problems."""
    engine.execute(
        """CREATE OR REPLACE TABLE complaints_sorted AS
        SELECT CAST(row_number() OVER () - 1 AS INTEGER) AS complaint, *
        FROM (SELECT c.*, k.key AS place_key FROM given_complaints c
              LEFT JOIN text_keys k ON k.text = c.place ORDER BY complaint_id)"""
    )
    rows = engine.execute("SELECT issue, place_key, subject FROM complaints_sorted ORDER BY complaint").fetchall()
    numbers = problems_of([Complaint(*row) for row in rows])
    found = pa.table({"complaint": pa.array(range(len(numbers)), pa.int32()), "problem": pa.array(numbers, pa.int32())})
    engine.register("found", found)
    engine.execute("CREATE OR REPLACE TABLE problems AS SELECT * FROM found")
    engine.unregister("found")
    return len(set(numbers))


def write_small_tables(engine: duckdb.DuckDBPyConnection, folder: Path, days: tuple[int, int]) -> None:
    """Write every table but cases, events and texts; `days` are the first and last day of the calendar."""
    calendar = f"SELECT * FROM calendar WHERE day BETWEEN {days[0]} AND {days[1]} ORDER BY day"
    queries = {
        "complaints": _COMPLAINTS,
        "officers": _OFFICERS,
        "outcomes": _OUTCOMES,
        "units": _UNITS,
        "benchmarks": _BENCHMARKS,
        "calendar": calendar,
    }
    for name, query in queries.items():
        copy_to(engine, query, folder / f"{name}.parquet")


def write_texts(engine: duckdb.DuckDBPyConnection, folder: Path) -> int:
    """Write the digests and notes of events; returns how many events have any."""
    key_texts(engine, ["SELECT note AS text FROM given_events"])
    return copy_to(engine, _TEXTS, folder / "texts.parquet")
