"""The rows of the ledger behind findings: the course of a case, a complaint, an outcome, from the canonical form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from zhiheng.domain.refusals import Refusal
from zhiheng.ledgers import read_ledger
from zhiheng.ledgers.canonical import Canonical, files_of
from zhiheng.reports.findings import Alert

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Step:
    """An event of a case; `at` in local time, without a time of day where none is known."""

    at: str
    activity: str
    officer_id: str
    medium: str


@dataclass(frozen=True, slots=True)
class CaseRows:
    """What the ledger says of a case: a few fields that are not empty, and its events in order."""

    case_id: str
    fields: Mapping[str, str]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows concerned, by id: cases, complaints, outcomes; the latter two as fields."""

    cases: Mapping[str, CaseRows]
    complaints: Mapping[str, Mapping[str, str]]
    outcomes: Mapping[str, Mapping[str, str]]


_CASE_FIELDS = tuple(
    "kind procedure cause party_id party_kind place hearing_right major lead_officer_id second_officer_id fine paid "
    "benchmark_id document_no".split()
)
_COMPLAINT_FIELDS = tuple("received_at issue place subject channel accepted handled_at outcome".split())
_OUTCOME_FIELDS = ("organ", "result", "effective_at", "case_id")


def rows_behind(canonical: Canonical, alerts: Sequence[Alert]) -> Rows:
    """Return the rows that alerts name: their own case, complaint or outcome, and those named as related."""
    related = {name for alert in alerts for name in alert.related}
    with duckdb.connect(":memory:") as engine:
        case_ids = {alert.case_id for alert in alerts if alert.case_id} | related
        complaint_ids = {alert.complaint_id for alert in alerts if alert.complaint_id} | related
        return Rows(
            _cases(engine, canonical, case_ids),
            _fields(engine, canonical.table("complaints"), ("complaint_id", _COMPLAINT_FIELDS), complaint_ids),
            _fields(engine, canonical.table("outcomes"), ("outcome_id", _OUTCOME_FIELDS), related),
        )


def unit_names(ledger: Path) -> Mapping[str, str]:
    """Return the names of a ledger's units by id; nothing where that table cannot be read for itself."""
    try:
        columns = read_ledger(ledger, only=frozenset({"units"})).tables["units"].columns
    except Refusal:
        return {}
    return dict(zip(map(str, columns["unit_id"]), map(str, columns["name"]), strict=True))


def count_later_events(canonical: Canonical, day: int) -> int:
    """Return how many events lie after a day, given in days since 1970-01-01: no check looks at them."""
    with duckdb.connect(":memory:") as engine:
        source = f"FROM read_parquet('{files_of(canonical.table('events'))}')"
        (row,) = engine.execute(f"SELECT count(*) {source} WHERE day > ?", [day]).fetchall()
    return int(row[0])


def _cases(engine: duckdb.DuckDBPyConnection, canonical: Canonical, ids: Iterable[str]) -> dict[str, CaseRows]:
    wanted = sorted(ids)
    columns = ", ".join(_as_text(name) for name in _CASE_FIELDS)
    cases = f"FROM read_parquet('{files_of(canonical.table('cases'))}') WHERE case_id IN (SELECT unnest(?))"
    found = engine.execute(f'SELECT "case", case_id, {columns} {cases} ORDER BY "case"', [wanted]).fetchall()
    if not found:
        return {}
    numbers = [row[0] for row in found]
    # The bounds let whole row groups be passed over: events stand in order of their case.
    events = f"""
        SELECT "case", "at", activity, coalesce(officer_id, ''), coalesce(medium, '')
        FROM read_parquet('{files_of(canonical.table("events"))}')
        WHERE "case" BETWEEN ? AND ? AND "case" IN (SELECT unnest(?)) ORDER BY "case", "at", activity
    """
    steps: dict[int, list[Step]] = {}
    for number, at, activity, officer, medium in engine.execute(
        events, [min(numbers), max(numbers), numbers]
    ).fetchall():
        steps.setdefault(number, []).append(Step(_instant(at), activity, officer, medium))
    return {row[1]: CaseRows(row[1], _given(_CASE_FIELDS, row[2:]), tuple(steps.get(row[0], ()))) for row in found}


def _fields(
    engine: duckdb.DuckDBPyConnection, file: Path, names: tuple[str, tuple[str, ...]], ids: Iterable[str]
) -> dict[str, Mapping[str, str]]:
    key, columns = names
    listed = ", ".join(f'"{name}"' for name in (key, *columns))
    query = f"SELECT {listed} FROM read_parquet('{files_of(file)}') WHERE {key} IN (SELECT unnest(?)) ORDER BY {key}"
    rows = engine.execute(query, [sorted(ids)]).fetchall()
    return {row[0]: _given(columns, row[1:]) for row in rows}


def _given(names: Sequence[str], cells: Sequence[object]) -> dict[str, str]:
    told = {}
    for name, cell in zip(names, cells, strict=True):
        if cell is None:
            continue
        told[name] = _instant(cell) if name.endswith("_at") and isinstance(cell, int) else _plain(cell)
    return told


def _plain(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    told = str(cell)
    return told.removesuffix(".0000")


def _instant(seconds: int) -> str:
    """Return an instant of the local clock; a date where it has no time of day."""
    told = _EPOCH + timedelta(seconds=seconds)
    return told.strftime("%Y-%m-%d") if seconds % _A_DAY == 0 else told.strftime("%Y-%m-%d %H:%M")


def _as_text(name: str) -> str:
    """Return SQL for a field as a person writes it: amounts without the places that say nothing."""
    if name in ("fine", "paid"):
        return rf"""regexp_replace(regexp_replace(CAST({name} AS VARCHAR), '0+$', ''), '\.$', '')"""
    return f'CAST("{name}" AS VARCHAR)'
