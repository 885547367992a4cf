"""The calendar of the canonical form says the same as the calendar of the library."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb

from zhiheng.ledgers.canonical.days import EPOCH, day_number, day_of, load_calendar, span_of_days
from zhiheng.legaltime import working_calendar


def test_it_agrees_with_the_working_calendar_on_every_day() -> None:
    with duckdb.connect(":memory:") as engine:
        load_calendar(engine, "cn")
        rows = engine.execute("SELECT day, workday, is_workday, rolled_day, provisional FROM calendar").fetchall()
    calendar = working_calendar("cn")
    days = [EPOCH + timedelta(row[0]) for row in rows]
    assert (days[0], days[-1]) == (date(1899, 1, 1), date(2203, 12, 31))
    for (told, works, index, provisional), row in zip(calendar.rows(days[0], days[-1]), rows, strict=True):
        assert row[1:3] == (2 * index + (not works), works), told
        assert row[4] == provisional, told
    worked = [row[0] for row in rows if row[2]]
    following = iter(worked)
    upcoming = next(following)
    for row in rows[:-10]:
        while upcoming < row[0]:
            upcoming = next(following)
        assert row[3] == upcoming, EPOCH + timedelta(row[0])


def test_it_floors_instants_to_days() -> None:
    for at, expected in ((0, 0), (86399, 0), (86400, 1), (-1, -1), (-86400, -1), (-86401, -2)):
        row = duckdb.execute(f"SELECT {day_of(str(at))}").fetchone()
        assert row == (expected,), at


def test_it_spans_years_and_three_more() -> None:
    first, last = span_of_days([day_number(date(2020, 5, 1)), day_number(date(2021, 2, 1))], [date(2022, 1, 1), None])
    assert (first, last) == (day_number(date(2020, 1, 1)), day_number(date(2025, 12, 31)))
    assert span_of_days([], []) == (0, day_number(date(1973, 12, 31)))
