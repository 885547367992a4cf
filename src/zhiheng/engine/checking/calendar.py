"""The working calendar as a table: every day with its step, the working day on or after it, and its month."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pyarrow as pa

from zhiheng.engine.checking.plan import workday_step
from zhiheng.engine.checking.tables import SCHEMAS
from zhiheng.ledgers.canonical import day_number
from zhiheng.legaltime import WorkingCalendar

#: Years after the day of the run up to which a period may end.
_YEARS_AHEAD = 6


def calendar_rows(calendar: WorkingCalendar, first_date: date, as_of: date) -> pa.Table:
    """Return the calendar from `first_date` until some years after `as_of`, in the columns of `calendar`."""
    last_date = date(as_of.year + _YEARS_AHEAD, 12, 31)
    first_date = min(first_date, date(as_of.year, 1, 1))
    columns: dict[str, list[int]] = {name: [] for name in SCHEMAS["calendar"]}
    rolled = day_number(last_date) + 1
    for ordinal in range(last_date.toordinal(), first_date.toordinal() - 1, -1):
        day = date.fromordinal(ordinal)
        number = day_number(day)
        if calendar.is_workday(day):
            rolled = number
        values = {
            "day": number,
            "workday": workday_step(day, calendar),
            "rolled_day": rolled,
            "month_number": day.year * 12 + day.month - 1,
            "day_of_month": day.day,
            "month_length": monthrange(day.year, day.month)[1],
        }
        for name, value in values.items():
            columns[name].append(value)
    return pa.table({name: pa.array(values[::-1], pa.int32()) for name, values in columns.items()})
