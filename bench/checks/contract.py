"""Writes a ledger of the benchmark as a unit would hand it in: tables of the contract, events in order of arrival."""

from __future__ import annotations

from pathlib import Path

import duckdb

from bench.harness import Run
from zhiheng.ledgers.canonical import NO_EXPIRY, Canonical

_AT = "strftime(make_timestamp({} * 1000000), '%Y-%m-%d %H:%M:%S')"
_DAY = "CAST(DATE '1970-01-01' + {} AS DATE)"
_CASES = (
    "case_id unit_id kind procedure cause lead_officer_id second_officer_id party_id party_kind place fine paid "
    "benchmark_id hearing_right major collective document_no"
)
_TABLES = {
    "units": "SELECT unit_id, '单位' || unit_id AS name FROM units",
    "officers": f"""
        SELECT officer_id, unit_id, '人员' || officer_id AS name, role, 'ZF' || officer_id AS certificate_no,
            CASE WHEN certified_until < {NO_EXPIRY} THEN {_DAY.format("certified_until")} END AS certificate_until,
            legal_qualification, {_DAY.format("from_day")} AS "from"
        FROM officers
    """,
    "benchmarks": f"""
        SELECT 'CL-1' AS benchmark_id, 100 AS minimum, 1000 AS maximum, {_DAY.format(19_000)} AS "from"
    """,
    "cases": f"SELECT {', '.join(_CASES.split())} FROM cases",
    "complaints": f"""
        SELECT complaint_id, {_AT.format("received_at")} AS received_at, unit_id, issue, place, channel, accepted,
            {_AT.format("handled_at")} AS handled_at FROM complaints
    """,
    "events": f"""
        SELECT case_id, e.activity, {_AT.format("e.at")} AS "at", e.officer_id,
            CASE WHEN documented THEN 'W' || CAST(e."case" AS VARCHAR) || '-' || e.activity END AS document_no,
            medium, CASE WHEN NOT e.again THEN t.note_key END AS note, CASE WHEN NOT e.again THEN t.digest END AS digest
        FROM events AS e JOIN cases AS c ON c."case" = e."case"
        LEFT JOIN texts AS t ON t."case" = e."case" AND t.activity = e.activity AND t.at = e.at
        ORDER BY e.at, e."case", e.activity
    """,
}


def write_contract(canonical: Canonical, out: Path, form: str) -> Run:
    """Write the ledger into the folder `out` as `csv` or `parquet`; returns the bytes of its tables."""
    out.mkdir(parents=True, exist_ok=True)
    how = "FORMAT csv, HEADER" if form == "csv" else "FORMAT parquet, COMPRESSION zstd"
    size = 0
    with duckdb.connect(config={"threads": 2, "memory_limit": "4GB", "temp_directory": str(out / "spill")}) as engine:
        for name in ("cases", "events", "complaints", "officers", "units", "texts"):
            engine.execute(f"CREATE VIEW {name} AS FROM read_parquet('{canonical.table(name)}')")
        for name, query in _TABLES.items():
            file = out / f"{name}.{form}"
            engine.execute(f"COPY ({query}) TO '{file}' ({how})")
            size += file.stat().st_size
    head = canonical.head
    assert head.period is not None
    (out / "ledger.yaml").write_text(
        f"name: {head.name}\nperiod: {{from: {head.period.from_date}, to: {head.period.to_date}}}\n"
        f"calendar: {head.calendar}\nas_of: {head.as_of}\n",
        encoding="utf-8",
    )
    return {"bytes": size}
