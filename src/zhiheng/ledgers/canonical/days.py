"""The calendar of a canonical folder: every day with its running number of working days. No period is computed."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import numpy as np
import pyarrow as pa

from zhiheng.legaltime import WorkingCalendar, working_calendar

EPOCH = date(1970, 1, 1)
_FIRST, _LAST = date(1899, 1, 1), date(2203, 12, 31)  # ledgers hold days from 1900 to 2199
_YEARS_BEYOND = 3


def day_number(day: date) -> int:
    """Return the days from 1970-01-01 to `day`."""
    return (day - EPOCH).days


def day_of(at: str) -> str:
    """Return SQL for the day of an instant in local seconds. DuckDB's // cuts towards zero and errs before 1970."""
    return f"CAST(floor({at} / 86400) AS INTEGER)"


def load_calendar(engine: duckdb.DuckDBPyConnection, calendar_id: str) -> None:
    """Fill the table `calendar(day, workday, is_workday, rolled_day, provisional)` with every day a ledger may hold.

    `workday` is twice the index of the day, plus one on a day of rest. Raises Refusal on an unknown calendar.
    """
    columns = _columns(working_calendar(calendar_id))
    engine.register("days", pa.table(columns))
    engine.execute("CREATE OR REPLACE TABLE calendar AS SELECT * FROM days ORDER BY day")
    engine.unregister("days")


def span_of_days(seen: list[int], named: list[date | None]) -> tuple[int, int]:
    """Return the first and last day that the folder's calendar covers.

    From the year of the first day seen to three years beyond the last one seen or named (as-of date, period).
    """
    days = [*seen, *(day_number(day) for day in named if day is not None)] or [0]
    first = max(EPOCH + timedelta(min(days)), _FIRST)
    last = EPOCH + timedelta(max(days))
    return day_number(date(first.year, 1, 1)), day_number(min(date(last.year + _YEARS_BEYOND, 12, 31), _LAST))


def _columns(calendar: WorkingCalendar) -> dict[str, pa.Array]:
    first, last = day_number(_FIRST), day_number(_LAST)
    days = np.arange(first, last + 1, dtype=np.int32)
    weekend = (days + 3) % 7 > 4  # 1970-01-01 was a Thursday
    works = ~weekend
    works[[day_number(day) - first for day in calendar.rests if _FIRST <= day <= _LAST]] = False
    works[[day_number(day) - first for day in calendar.makeups if _FIRST <= day <= _LAST]] = True
    before = calendar.index_of(_FIRST - timedelta(1))
    index = before + np.cumsum(works, dtype=np.int64)
    # A day of rest rolls to the next day that is worked: the last years hold some, so none is left without.
    rolled = np.minimum.accumulate(np.where(works, days, np.int32(NO_DAY))[::-1])[::-1]
    years = days.astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    provisional = ~np.isin(years, list(calendar.notices))
    return {
        "day": pa.array(days, pa.int32()),
        "workday": pa.array(2 * index + ~works, pa.int32()),
        "is_workday": pa.array(works, pa.bool_()),
        "rolled_day": pa.array(rolled.astype(np.int32), pa.int32()),
        "provisional": pa.array(provisional, pa.bool_()),
    }


NO_DAY = 2**31 - 1
"""Stands after the last day of the calendar; no day within reach of a ledger rolls to it."""
