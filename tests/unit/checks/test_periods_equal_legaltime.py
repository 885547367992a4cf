"""Property: `late` finds exactly what `zhiheng.legaltime`, which counts day by day, calls overdue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import duckdb
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.checked_ledgers import checks_of, rule
from zhiheng.checks.moments import FAR_DAY, Fact
from zhiheng.engine.checking import Plan, sql_of
from zhiheng.engine.checking.calendar import calendar_rows
from zhiheng.engine.checking.plan import day_number, workday_step
from zhiheng.engine.checking.tables import SCHEMAS, fact_columns
from zhiheng.legaltime import (
    Suspension,
    add_calendar_days,
    add_hours,
    add_months,
    add_working_days,
    working_calendar,
)

CN = working_calendar("cn")
AS_OF = date(2024, 6, 30)
EPOCH = date(1970, 1, 1)
ONE_DAY = timedelta(days=1)
COUNT = {"days": add_calendar_days, "working_days": add_working_days, "months": add_months}
ARROW = {"int32": pa.int32(), "int64": pa.int64(), "string": pa.string(), "boolean": pa.bool_()}


@dataclass(frozen=True)
class Matter:
    """A case: filed, decided or not by the day of the run, halted on some days."""

    filed: date
    decided: date | None
    halts: tuple[Suspension, ...] = ()


@st.composite
def matters(draw: st.DrawFn) -> Matter:
    """Return a matter about the turn of a year, where the holidays are, with suspensions apart from one another."""
    filed = date(2023, 9, 1) + draw(st.integers(0, 280)) * ONE_DAY
    cuts = sorted(draw(st.sets(st.integers(-20, 90), max_size=6)))
    days = [filed + cut * ONE_DAY for cut in cuts]
    halts = [Suspension(first, last - ONE_DAY) for first, last in zip(days[::2], days[1::2], strict=False)]
    if len(days) % 2:
        halts.append(Suspension(days[-1], None))
    decided = draw(st.none() | st.integers(-5, 120).map(lambda after: filed + after * ONE_DAY))
    return Matter(filed, decided if decided is None or decided <= AS_OF else None, tuple(halts))


@cache
def _plan(parameters: str) -> tuple[Plan, str]:
    text = rule("t-late", "late", f"parameters: {{from: filed, to: decided, {parameters}}}")
    (check,) = checks_of(_folder(), [text])
    plan = Plan((check,), AS_OF, CN)
    (item,) = plan.items
    return plan, sql_of(plan.query(item, plan.rows("case", "rows")))


@cache
def _folder() -> Path:
    return Path(mkdtemp())


@cache
def _calendar() -> pa.Table:
    return calendar_rows(CN, EPOCH, AS_OF)


def _moment(at: datetime | date | None) -> dict[str, int | None]:
    if at is None:
        return {"at": None, "day": None, "workday": None}
    day = at.date() if isinstance(at, datetime) else at
    seconds = (datetime.combine(day, time()) if not isinstance(at, datetime) else at) - datetime(1970, 1, 1)
    return {"at": int(seconds.total_seconds()), "day": day_number(day), "workday": workday_step(day, CN)}


def _found(
    parameters: str, rows: Sequence[tuple[datetime | date, datetime | date | None]], halts: list[tuple[int, Suspension]]
) -> dict[str, tuple[date, int]]:
    """Return due day and measure by case id, as the expression compiled for DuckDB finds them."""
    plan, sql = _plan(parameters)
    schema = {**SCHEMAS["cases"], **fact_columns(plan.facts)}
    known = {"case": list(range(len(rows))), "case_id": [str(number) for number in range(len(rows))]}
    for stem, moments in (("first_filed", [row[0] for row in rows]), ("first_decided", [row[1] for row in rows])):
        for unit in ("at", "day", "workday"):
            known[f"{stem}_{unit}"] = [_moment(moment)[unit] for moment in moments]
    halted = {case for case, _ in halts}
    known[Fact("count", "suspended").column] = [int(number in halted) for number in range(len(rows))]
    columns = {
        name: pa.array(known.get(name, [None] * len(rows)), ARROW.get(dtype, pa.decimal128(18, 4)))
        for name, dtype in schema.items()
    }
    spans = [
        (case, day_number(each.first_date), day_number(each.last_date) + 1 if each.last_date else FAR_DAY)
        for case, each in halts
    ]
    pauses = {
        name: pa.array([span[place] for span in spans], pa.int32()) for place, name in enumerate(SCHEMAS["pauses"])
    }
    with duckdb.connect(":memory:") as engine:
        engine.register("rows", pa.table(columns))
        engine.register("pauses", pa.table(pauses))
        engine.register("calendar", _calendar())
        found = engine.execute(f"SELECT case_id, due_day, measured FROM ({sql})").fetchall()
    return {case: (EPOCH + due * ONE_DAY, int(measured)) for case, due, measured in found}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(matters(), min_size=20, max_size=60),
    st.sampled_from(
        [("days", 7), ("days", 30), ("days", 45), ("working_days", 3), ("working_days", 20), ("months", 1)]
    ),
)
def test_it_finds_what_the_counter_of_days_calls_overdue(cases: list[Matter], limit: tuple[str, int]) -> None:
    unit, number = limit
    halts = [(place, halt) for place, matter in enumerate(cases) for halt in matter.halts]
    rows = [(matter.filed, matter.decided) for matter in cases]
    found = _found(f"limit: {{{unit}: {number}}}, pauses: true", rows, halts)
    expected = {}
    for place, matter in enumerate(cases):
        due = COUNT[unit](matter.filed, number, calendar=CN, suspensions=matter.halts).due
        if due is not None and (matter.decided or AS_OF) > due:
            expected[str(place)] = due
    assert {case: due for case, (due, _) in found.items()} == expected


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(matters(), min_size=20, max_size=60), st.sampled_from(["days", "months", "working_days"]))
def test_it_leaves_suspensions_and_rolling_aside_where_the_rule_says_so(cases: list[Matter], unit: str) -> None:
    rows = [(matter.filed, matter.decided) for matter in cases]
    found = _found(f"limit: {{{unit}: 2}}, roll: false", rows, [(0, Suspension(AS_OF, None))])
    expected = {}
    for place, matter in enumerate(cases):
        how = {} if unit == "working_days" else {"roll": False}
        due = COUNT[unit](matter.filed, 2, calendar=CN, **how).due
        if due is not None and (matter.decided or AS_OF) > due:
            expected[str(place)] = due
    assert {case: due for case, (due, _) in found.items()} == expected


instants = st.builds(
    lambda day, second: datetime(2024, 6, 1) + timedelta(days=day, seconds=second),
    st.integers(0, 29),
    st.sampled_from([0, 0, 1, 35_999, 36_000, 36_001, 86_399]),
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(instants, st.none() | instants), min_size=20, max_size=60),
    st.sampled_from([1, 6, 23, 24, 25, 36, 48, 72, 240]),
)
def test_it_finds_more_hours_than_allowed_only_where_it_is_sure(
    rows: list[tuple[datetime, datetime | None]], hours: int
) -> None:
    found = _found(f"limit: {{hours: {hours}}}", rows, [])
    expected = set()
    for place, (start, end) in enumerate(rows):
        # A date without a time of day (midnight) may have been any second of it; an end is taken at its earliest.
        latest = start + timedelta(seconds=86_399) if start.time() == time() else start
        due = add_hours(latest, hours)
        if (end > due) if end is not None else (due.date() < AS_OF):
            expected.add(str(place))
    assert set(found) == expected
