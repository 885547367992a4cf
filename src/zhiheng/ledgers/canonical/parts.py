"""Writes cases and events in parts of one case range each, and proves their order. Small tables stand elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers.canonical.days import day_of
from zhiheng.ledgers.canonical.layout import NO_EXPIRY, PART_CASES, Part, files_of, part_at

PARQUET = "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 245760)"
Tell = Callable[[str, int, int], None]


def silent(stage: str, done: int, of: int) -> None:
    """Hear of the progress and say nothing."""


_OVERTURNED = "('revoked', 'partly_revoked', 'changed', 'confirmed_illegal')"


def until_of(officer: str) -> str:
    """Return SQL for the last day of an officer's certificate: NULL without a certificate."""
    return f"CASE WHEN {officer}.certificate_no IS NOT NULL THEN coalesce({officer}.certificate_until, {NO_EXPIRY}) END"


def moment_of(name: str, at: str, calendar: str) -> str:
    """Return SQL for an instant's three columns: seconds, day, running number of the day."""
    return f"{at} AS {name}_at, {day_of(at)} AS {name}_day, {calendar}.workday AS {name}_workday"


_CASES = f"""
SELECT c."case", c.case_id, c.unit_id, c.kind, c.procedure, c.cause, c.power_item_id, c.lead_officer_id,
    c.second_officer_id, c.party_id, c.party_kind, c.place, pk.key AS place_key, c.source, c.complaint_id,
    c.penalty_kind, c.fine, c.confiscated, c.paid, c.benchmark_id, c.hearing_right, c.major, c.collective,
    c.document_no,
    lead.role AS lead_role, {until_of("lead")} AS lead_certified_until,
    second.role AS second_role, {until_of("second")} AS second_certified_until,
    b.minimum AS benchmark_minimum, b.maximum AS benchmark_maximum, b."from" AS benchmark_from,
    b."until" AS benchmark_until,
    {moment_of("complaint", "p.received_at", "pd")},
    {moment_of("outcome", "o.at", "od")}
FROM cases_sorted c
LEFT JOIN text_keys pk ON pk.text = c.place
LEFT JOIN given_officers lead ON lead.officer_id = c.lead_officer_id
LEFT JOIN given_officers second ON second.officer_id = c.second_officer_id
LEFT JOIN given_benchmarks b ON b.benchmark_id = c.benchmark_id
LEFT JOIN given_complaints p ON p.complaint_id = c.complaint_id
LEFT JOIN calendar pd ON pd.day = {day_of("p.received_at")}
LEFT JOIN (
    SELECT case_id, min(effective_at) AS at FROM given_outcomes WHERE result IN {_OVERTURNED} GROUP BY case_id
) o ON o.case_id = c.case_id
LEFT JOIN calendar od ON od.day = {day_of("o.at")}
WHERE c."case" >= $first AND c."case" < $beyond
ORDER BY c."case"
"""

_SAME = " AND ".join(
    f"{column} IS NOT DISTINCT FROM lag({column}) OVER ()"
    for column in ('"case"', "activity", '"at"', "officer_id", "medium", "document_no")
)
# `again` compares a row with the one before it: the rows stand sorted, and OVER () reads them as they stand.
_EVENTS = f"""
SELECT "case", CAST(activity AS VARCHAR) AS activity, "at", {day_of('"at"')} AS day, workday,
    CAST(officer_id AS VARCHAR) AS officer_id, CAST(medium AS VARCHAR) AS medium,
    document_no IS NOT NULL AS documented, {_SAME} AND row_number() OVER () > 1 AS again
FROM (SELECT * FROM events_sorted WHERE "case" >= $first AND "case" < $beyond)
"""


def write_parts(engine: duckdb.DuckDBPyConnection, folder: Path, tell: Tell) -> tuple[Part, ...]:
    """Write the parts of cases and events into `folder`; a ledger without cases has one empty part."""
    for name in ("cases", "events"):
        (folder / name).mkdir()
    cases = count_of(engine, "SELECT count(*) FROM cases_sorted")
    starts = range(0, cases or 1, PART_CASES)
    parts = []
    for number, first in enumerate(starts, 1):
        size = min(PART_CASES, cases - first)
        bounds = {"first": first, "beyond": first + size}
        part = part_at(folder, number, (first, size, 0))
        copy_to(engine, _bound(_CASES, bounds), part.cases_file)
        events = copy_to(engine, _bound(_EVENTS, bounds), part.events_file)
        parts.append(part_at(folder, number, (first, size, events)))
        tell("parts", number, len(starts))
    return tuple(parts)


def copy_to(engine: duckdb.DuckDBPyConnection, query: str, file: Path) -> int:
    """Write the rows of `query`, in their order, to a Parquet file; returns how many there are."""
    plain = str(file).replace("'", "''")
    return count_of(engine, f"COPY ({query}) TO '{plain}' {PARQUET}")


def prove_order(engine: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Count the rows of the written events that stand before the row they follow; raises Refusal unless there are none.

    Checks read the parts as they stand and would be silently wrong on others (performance guidance, section 4).
    """
    pattern = files_of(folder / "events" / "part-*.parquet")
    misplaced = count_of(
        engine,
        f"""SELECT count(*) FROM (
            SELECT "case" < lag("case") OVER () OR ("case" = lag("case") OVER () AND "at" < lag("at") OVER ()) AS wrong
            FROM read_parquet('{pattern}')
        ) WHERE wrong""",
    )
    if misplaced:
        reason = Text("预处理后的办案环节没有排好序", "the prepared events are not in order")
        remedy = Text("重新运行；再次出现请报告", "run again; report it if it comes back")
        raise Refusal(Fault("not_sorted", Place(file="events", table="events"), reason, remedy, str(misplaced)))


def _bound(query: str, bounds: dict[str, int]) -> str:
    for name, value in bounds.items():
        query = query.replace(f"${name}", str(value))
    return query


def count_of(engine: duckdb.DuckDBPyConnection, query: str) -> int:
    """Return the one number that a query yields."""
    row = engine.execute(query).fetchone()
    return int(row[0]) if row else 0
