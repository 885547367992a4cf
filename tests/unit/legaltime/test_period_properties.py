"""Properties of periods, against a counter that walks day by day over an independent package's calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.legaltime import (
    Deadline,
    Suspension,
    add_calendar_days,
    add_months,
    add_working_days,
    working_calendar,
)

CN = working_calendar("cn")
INDEPENDENT = holidays.country_holidays("CN", years=range(2004, 2027))
ONE_DAY = timedelta(days=1)

starts = st.dates(date(2003, 11, 1), date(2028, 2, 29))
numbers = st.integers(1, 90)
halts = st.lists(
    st.builds(
        lambda first, length: Suspension(first, first + length * ONE_DAY),
        st.dates(date(2003, 11, 1), date(2028, 6, 30)),
        st.integers(0, 60),
    ),
    max_size=4,
)
open_halts = st.lists(st.builds(Suspension, starts, st.none()), max_size=1)


def is_worked(day: date) -> bool:
    """Monday to Friday where the package has no real data: it invents holidays for 2027."""
    return INDEPENDENT.is_working_day(day) if 2004 <= day.year <= 2026 else day.weekday() < 5


def is_halted(day: date, suspensions: list[Suspension]) -> bool:
    return any(each.first_date <= day <= (each.last_date or date.max) for each in suspensions)


def slow_count(start: date, number: int, suspensions: list[Suspension], *, working: bool) -> list[date]:
    """Count one day at a time; stop ten years on, where nothing but a suspension without end can have led."""
    days: list[date] = []
    day = start
    while len(days) < number and day < start + 3653 * ONE_DAY:
        day += ONE_DAY
        if not is_halted(day, suspensions) and (is_worked(day) or not working):
            days.append(day)
    return days


def check_shape(found: Deadline, start: date) -> None:
    """What holds of every deadline, however it was counted."""
    assert list(found.days) == sorted(set(found.days))
    assert all(day > start for day in found.days)
    assert found.rolled == (found.due is not None and found.due != found.days[-1])
    if found.due is not None:
        matter = (start + step * ONE_DAY for step in range(1, (found.due - start).days + 1))
        assert found.provisional == any(not 2004 <= day.year <= 2026 for day in matter)


@settings(max_examples=1500, deadline=None)
@given(starts, numbers, halts, open_halts)
def test_it_counts_working_days_as_the_slow_counter_does(
    start: date, number: int, closed: list[Suspension], unended: list[Suspension]
) -> None:
    suspensions = closed + unended
    found = add_working_days(start, number, calendar=CN, suspensions=suspensions)
    days = slow_count(start, number, suspensions, working=True)
    assert list(found.days) == days
    assert found.remaining == number - len(days)
    assert found.due == (days[-1] if len(days) == number else None)
    check_shape(found, start)


@settings(max_examples=1500, deadline=None)
@given(starts, numbers, halts, st.booleans())
def test_it_counts_calendar_days_as_the_slow_counter_does(
    start: date, number: int, suspensions: list[Suspension], roll: bool
) -> None:
    found = add_calendar_days(start, number, calendar=CN, suspensions=suspensions, roll=roll)
    days = slow_count(start, number, suspensions, working=False)
    due = days[-1]
    while roll and (not is_worked(due) or is_halted(due, suspensions)):
        due += ONE_DAY
    assert list(found.days) == days
    assert found.due == due
    check_shape(found, start)


@settings(max_examples=1000, deadline=None)
@given(starts, st.integers(1, 36))
def test_it_ends_months_on_the_corresponding_day_or_the_last(start: date, number: int) -> None:
    found = add_months(start, number, calendar=CN, roll=False)
    assert found.due is not None
    months = (found.due.year - start.year) * 12 + found.due.month - start.month
    assert months == number
    assert found.due.day == min(start.day, monthrange(found.due.year, found.due.month)[1])
    rolled = add_months(start, number, calendar=CN).due
    assert rolled is not None and rolled >= found.due and is_worked(rolled)
    assert not any(is_worked(found.due + step * ONE_DAY) for step in range((rolled - found.due).days))
    check_shape(found, start)


@settings(max_examples=1000, deadline=None)
@given(starts, numbers)
def test_it_never_ends_earlier_for_a_longer_period_or_a_later_event(start: date, number: int) -> None:
    due = add_working_days(start, number, calendar=CN).due
    longer = add_working_days(start, number + 1, calendar=CN).due
    later = add_working_days(start + ONE_DAY, number, calendar=CN).due
    assert due is not None and longer is not None and later is not None
    assert due < longer and due <= later
    assert CN.working_days_between(start, due) == number
    assert CN.day_at(CN.index_of(start) + number) == due
