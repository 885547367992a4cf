"""Makes the ledgers of the benchmark: fictional cases by a fixed rule, in the canonical form, with their faults.

The canonical form is what `prepare_canonical` leaves behind; `contract.py` writes the same ledger as a unit would hand
it in, and a functional test holds both together. Every number is a hash of the case: a ledger of a given size is the
same on every machine.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from bench.checks.course import CLERKS, COURSE, OFFICERS_A_UNIT, Course, course_of, officer_number
from bench.checks.dice import dice, one_in
from zhiheng.engine.checking.calendar import calendar_rows
from zhiheng.engine.checking.tables import SCHEMAS
from zhiheng.ledgers.canonical.layout import (
    NO_EXPIRY,
    PART_CASES,
    Canonical,
    Head,
    Part,
    part_at,
    read_stamp,
    write_stamp,
)
from zhiheng.ledgers.canonical.parts import copy_to
from zhiheng.ledgers.ledger import Period
from zhiheng.ledgers.tables import TABLES
from zhiheng.legaltime import working_calendar

#: Raise it when the ledgers change: what was made before is then made anew.
VERSION = 3
AS_OF = date(2025, 12, 31)
CASES_A_COMPLAINT, CASES_A_TEXT = 10, 10
EVENTS_A_CASE = 14.0
_CASES_A_UNIT = 100
_ENDED_DAY = 20_200  # 2025-04-22: the day on which some certificates end
_FIRST_DAY = 20_089  # 2025-01-01 in days since 1970-01-01


def cases_for(events: int) -> int:
    """Return how many cases make about so many events."""
    return max(1, round(events / EVENTS_A_CASE))


def write_canonical(folder: Path, cases: int) -> Canonical:
    """Write the canonical form of a ledger of so many cases, about 14 events each; returns what describes it."""
    for name in ("events", "cases"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    with duckdb.connect(config={"threads": 2, "memory_limit": "4GB"}) as engine:
        days = calendar_rows(working_calendar(), date(2024, 1, 1), AS_OF)
        engine.register("days", days)
        parts = tuple(
            _write_part(engine, folder, number, range(first, min(first + PART_CASES, cases)))
            for number, first in enumerate(range(0, cases, PART_CASES), start=1)
        )
        activities = _write_beside(engine, folder, cases)
    given = {name: frozenset(column.name for column in TABLES[name].columns) for name in _GIVEN}
    head = Head(f"bench-{cases}", Period(date(2025, 1, 1), date(2026, 1, 1)), "", "cn", AS_OF)
    counts = {"cases": cases, "events": sum(part.events for part in parts), "complaints": cases // CASES_A_COMPLAINT}
    canonical = Canonical(folder, head, parts, given, activities, counts | {"set_aside": 0}, ())
    write_stamp(canonical, fingerprint(cases))
    return canonical


_GIVEN = ("units", "officers", "cases", "events", "complaints", "benchmarks")


def fingerprint(cases: int) -> object:
    """Return what tells one ledger of the benchmark from another."""
    return {"bench": cases, "version": VERSION}


def _write_part(engine: duckdb.DuckDBPyConnection, folder: Path, number: int, span: range) -> Part:
    """Write the cases of a range and their events."""
    course = course_of(np.arange(span.start, span.stop), _FIRST_DAY)
    part = part_at(folder, number, (span.start, len(span), course.events))
    engine.register("steps", _steps(course))
    engine.register("drawn", _drawn(course))
    copy_to(engine, _EVENTS, part.events_file)
    copy_to(engine, _cases_query(), part.cases_file)
    for name in ("steps", "drawn"):
        engine.unregister(name)
    return part


def _steps(course: Course) -> pa.Table:
    """Return the events of a part as columns; words stand as codes of a dictionary."""
    unit = course.case // _CASES_A_UNIT
    first_unit = int(unit[0])
    staff = [f"R{first_unit + place}-{one}" for place in range(int(unit[-1]) - first_unit + 1) for one in range(CLERKS)]
    codes = ((unit - first_unit) * CLERKS + course.officer).astype(np.int32)
    activities = pa.array([step.activity for step in COURSE])
    return pa.table(
        {
            "case": course.case.astype(np.int32),
            "activity": pa.DictionaryArray.from_arrays(course.step.astype(np.int8), activities),
            "at": course.at,
            "day": (course.at // 86_400).astype(np.int32),
            "officer_id": pa.DictionaryArray.from_arrays(codes, pa.array(staff)),
            "medium": pa.DictionaryArray.from_arrays(course.medium.astype(np.int8), pa.array(["text", "video"])),
            "documented": course.documented,
            "again": course.again,
        }
    )


_EVENTS = """
    SELECT "case", CAST(activity AS VARCHAR) AS activity, "at", day, days.workday,
        CAST(officer_id AS VARCHAR) AS officer_id, CAST(medium AS VARCHAR) AS medium, documented, again
    FROM (SELECT *, row_number() OVER () AS place FROM steps) JOIN days USING (day) ORDER BY place
"""


def _drawn(course: Course) -> pa.Table:
    """Return the numbers from which the rows of the cases are written."""
    case, owner = course.cases, course.owner
    lead = officer_number(case, 0)
    second = officer_number(case, 1)
    unit = case // _CASES_A_UNIT
    fine = 100 + dice(case, "fine", 900) + np.where(one_in(case, "over", 250), 5_000, 0)
    columns: dict[str, Any] = {
        "c": case,
        "unit": unit,
        "cause": dice(owner, "cause", 200),
        "party": owner + 14 - dice(owner, "party", 3) * 7,
        "organisation": one_in(owner, "organisation", 3),
        "place": dice(owner, "place", 1_000_000),
        "lead": lead,
        "second": second,
        "alone": one_in(case, "alone", 500),
        "fine": fine,
        "paid": np.where(one_in(case, "short", 300), fine - 50, fine),
        "major": course.major,
        "lead_until": certified_until(unit, lead),
        "second_until": certified_until(unit, second),
    }
    return pa.table({name: pa.array(values) for name, values in columns.items()})


def certified_until(unit: Any, officer: Any) -> Any:
    """Return the last day of an officer's certificate: one in four hundred ends while the cases run."""
    return np.where(one_in(unit * OFFICERS_A_UNIT + officer, "card", 400), _ENDED_DAY, NO_EXPIRY).astype(np.int32)


_MADE = {
    "case": "CAST(c AS INTEGER)",
    "case_id": "'AJ-' || lpad(CAST(c AS VARCHAR), 9, '0')",
    "unit_id": "'U' || CAST(unit AS VARCHAR)",
    "kind": "'penalty'",
    "procedure": "'ordinary'",
    "cause": "'案由' || CAST(cause AS VARCHAR)",
    "lead_officer_id": "'R' || CAST(unit AS VARCHAR) || '-' || CAST(lead AS VARCHAR)",
    "second_officer_id": "CASE WHEN NOT alone THEN 'R' || CAST(unit AS VARCHAR) || '-' || CAST(second AS VARCHAR) END",
    "party_id": "'P' || CAST(party AS VARCHAR)",
    "party_kind": "CASE WHEN organisation THEN 'organisation' ELSE 'citizen' END",
    "place": "'街道' || CAST(place AS VARCHAR) || '号'",
    "place_key": "'街道' || CAST(place AS VARCHAR) || '号'",
    "fine": "CAST(fine AS DECIMAL(18, 4))",
    "paid": "CAST(paid AS DECIMAL(18, 4))",
    "benchmark_id": "'CL-1'",
    "benchmark_minimum": "CAST(100 AS DECIMAL(18, 4))",
    "benchmark_maximum": "CAST(1000 AS DECIMAL(18, 4))",
    "benchmark_from": "CAST(19000 AS INTEGER)",
    "hearing_right": "false",
    "major": "major",
    "collective": "major",
    "document_no": "'〔2025〕' || CAST(c AS VARCHAR)",
    "lead_role": "'officer'",
    "second_role": "CASE WHEN NOT alone THEN 'officer' END",
    "lead_certified_until": "lead_until",
    "second_certified_until": "CASE WHEN NOT alone THEN second_until END",
}


def _cases_query() -> str:
    columns = ", ".join(f'{_MADE.get(name, _empty(dtype))} AS "{name}"' for name, dtype in SCHEMAS["cases"].items())
    return f"SELECT {columns} FROM drawn ORDER BY c"


def _empty(dtype: str) -> str:
    types = {"string": "VARCHAR", "int32": "INTEGER", "int64": "BIGINT", "boolean": "BOOLEAN"}
    return f"CAST(NULL AS {types.get(dtype, 'DECIMAL(18, 4)')})"


def _write_beside(engine: duckdb.DuckDBPyConnection, folder: Path, cases: int) -> dict[str, int]:
    """Write the tables beside cases and events; returns how many events there are of each activity."""
    units = cases // _CASES_A_UNIT + 1
    staff = np.arange(units * CLERKS)
    unit, officer = staff // CLERKS, staff % CLERKS
    until = np.where(officer < OFFICERS_A_UNIT, certified_until(unit, officer), NO_EXPIRY)
    engine.register("staff", pa.table({"unit": unit, "officer": officer, "until": until}))
    engine.register("called", _complaints(cases))
    queries = {
        "officers": _OFFICERS,
        "complaints": _COMPLAINTS,
        "texts": _TEXTS.format(events=folder / "events" / "part-*.parquet"),
        "outcomes": f"SELECT {', '.join(f'{_empty(t)} AS {n!r}' for n, t in SCHEMAS['outcomes'].items())} WHERE false",
        "units": f"SELECT 'U' || CAST(u AS VARCHAR) AS unit_id FROM range({units}) AS t(u) ORDER BY 1",
        "calendar": "SELECT day, workday, workday % 2 = 0 AS is_workday, rolled_day, false AS provisional FROM days",
    }
    for name, query in queries.items():
        copy_to(engine, query, folder / f"{name}.parquet")
    counted = f"SELECT activity, count(*) FROM '{folder}/events/part-*.parquet' GROUP BY ALL ORDER BY 1"
    return {str(name): int(count) for name, count in engine.execute(counted).fetchall()}


def _complaints(cases: int) -> pa.Table:
    """Return the complaints in numbers: of twenty groups of four one is about one place, the others each apart."""
    complaint = np.arange(cases // CASES_A_COMPLAINT)
    group = complaint // 4
    together = one_in(group, "together", 20)
    received = (_FIRST_DAY + np.where(together, dice(group, "called", 100), dice(complaint, "called", 200))) * 86_400
    received += np.where(together, dice(complaint, "again", 120) * 86_400, 0) + 30_000 + dice(complaint, "hour", 20_000)
    taken = 1 + dice(complaint, "taken", 15) + np.where(one_in(complaint, "slow", 100), 60, 0)
    return pa.table(
        {
            "c": complaint,
            "problem": np.where(together, group * 4, complaint),
            "unit": complaint * CASES_A_COMPLAINT // _CASES_A_UNIT,
            "received_at": received,
            "handled_at": received + taken * 86_400,
            "accepted": ~one_in(complaint, "refused", 200),
        }
    )


_OFFICERS = f"""
    SELECT 'R' || CAST(unit AS VARCHAR) || '-' || CAST(officer AS VARCHAR) AS officer_id,
        'U' || CAST(unit AS VARCHAR) AS unit_id,
        CASE WHEN officer = {OFFICERS_A_UNIT} THEN 'legal_reviewer' ELSE 'officer' END AS role,
        CAST("until" AS INTEGER) AS certified_until, officer = {OFFICERS_A_UNIT} AS legal_qualification,
        CAST(18000 AS INTEGER) AS from_day, CAST(NULL AS INTEGER) AS until_day
    FROM staff ORDER BY 1
"""

_COMPLAINTS = """
    SELECT CAST(c AS INTEGER) AS complaint, 'TS-' || lpad(CAST(c AS VARCHAR), 9, '0') AS complaint_id,
        'U' || CAST(unit AS VARCHAR) AS unit_id, '问题' || CAST(problem % 30 AS VARCHAR) AS issue,
        '小区' || CAST(problem AS VARCHAR) || '号' AS place, '小区' || CAST(problem AS VARCHAR) || '号' AS place_key,
        CAST(NULL AS VARCHAR) AS subject, '热线' AS channel, accepted,
        received_at, r.day AS received_day, r.workday AS received_workday,
        handled_at, h.day AS handled_day, h.workday AS handled_workday,
        CAST(NULL AS VARCHAR) AS outcome, CAST(NULL AS BOOLEAN) AS satisfied,
        CAST(dense_rank() OVER (ORDER BY problem) - 1 AS INTEGER) AS problem
    FROM called JOIN days r ON r.day = received_at // 86400 LEFT JOIN days h ON h.day = handled_at // 86400 ORDER BY c
"""

# One inspection in ten has a file and a note; of every hundred of these two share the file with the one before.
_TEXTS = f"""
    SELECT "case", activity, "at", day, officer_id,
        'sha-' || CAST(own AS VARCHAR) AS digest,
        '现场检查时发现占用道路经营的情况编号' || CAST(own AS VARCHAR) AS note_key
    FROM (
        SELECT *, CASE WHEN "case" // {CASES_A_TEXT} % 50 = 1 THEN "case" - {CASES_A_TEXT} ELSE "case" END AS own
        FROM '{{events}}' WHERE activity = 'inspected' AND "case" % {CASES_A_TEXT} = 0 AND NOT again
    ) ORDER BY "case", "at"
"""


def read_made(folder: Path, cases: int) -> Canonical:
    """Return the ledger of so many cases under `folder`, made now unless it is there."""
    wanted = json.loads(json.dumps(fingerprint(cases)))
    return read_stamp(folder, wanted) or write_canonical(folder, cases)
