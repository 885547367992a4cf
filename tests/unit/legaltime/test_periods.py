"""Periods by hand: every expected day was counted on the published calendar of its year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from zhiheng.domain.refusals import Refusal
from zhiheng.legaltime import (
    LONGEST_IN_DAYS,
    Suspension,
    add_calendar_days,
    add_hours,
    add_months,
    add_working_days,
    working_calendar,
)

CN = working_calendar("cn")
BEIJING = timezone(timedelta(hours=8))


def days_of(month: int, *days: int, year: int = 2026) -> tuple[date, ...]:
    return tuple(date(year, month, day) for day in days)


def test_it_counts_seven_working_days_over_the_national_day() -> None:
    found = add_working_days(date(2026, 9, 30), 7, calendar=CN)
    # 1 to 7 October off; Saturday 10 October is worked, Sunday 11 is not
    assert found.days == days_of(10, 8, 9, 10, 12, 13, 14, 15)
    assert found.due == date(2026, 10, 15)
    assert (found.provisional, found.rolled, found.remaining, found.suspensions) == (False, False, 0, ())


@pytest.mark.parametrize(
    ("start", "number", "due"),
    [
        (date(2026, 2, 13), 3, date(2026, 2, 25)),  # 14 (make-up Saturday), 24, 25
        (date(2026, 2, 12), 5, date(2026, 2, 26)),  # CQ-17 before the Spring Festival: 13, 14, 24, 25, 26
        (date(2026, 9, 29), 5, date(2026, 10, 12)),  # CQ-17 before the National Day: 30; 8, 9, 10, 12
        (
            date(2026, 9, 30),
            20,
            date(2026, 11, 3),
        ),  # LPS-20: 3 in the first week, 12-16, 19-23, 26-30, 2 and 3 November
        (date(2026, 11, 20), 5, date(2026, 11, 27)),  # an ordinary week
        (date(2026, 2, 27), 1, date(2026, 2, 28)),  # the make-up Saturday itself
        (date(2026, 10, 3), 1, date(2026, 10, 8)),  # an event on a holiday
        (date(2024, 2, 28), 2, date(2024, 3, 1)),  # 29 February is a Thursday
        (date(2005, 12, 30), 1, date(2005, 12, 31)),  # the Saturday that one package has at rest
    ],
)
def test_it_counts_working_days(start: date, number: int, due: date) -> None:
    found = add_working_days(start, number, calendar=CN)
    assert found.due == due
    assert CN.working_days_between(start, due) == len(found.days) == number
    assert CN.day_at(CN.index_of(start) + number) == due


def test_it_gives_a_provisional_day_where_the_year_has_no_notice() -> None:
    found = add_working_days(date(2026, 12, 29), 5, calendar=CN)
    # 30, 31; then by weekends alone 1 (Friday), 4, 5 January 2027
    assert found.days == (*days_of(12, 30, 31), *days_of(1, 1, 4, 5, year=2027))
    assert found.provisional
    assert found.unknown_years == (2027,)


def test_it_is_certain_up_to_the_last_day_of_the_last_known_year() -> None:
    assert not add_working_days(date(2026, 12, 29), 2, calendar=CN).provisional
    assert not add_working_days(date(2003, 12, 31), 1, calendar=CN).provisional  # the day of the event matters not
    assert add_working_days(date(2003, 12, 30), 2, calendar=CN).provisional


def test_it_ends_a_month_on_its_last_day_where_the_corresponding_day_is_missing() -> None:
    found = add_months(date(2026, 1, 31), 1, calendar=CN)
    # 28 February 2026 is a Saturday, and worked: it stays
    assert (found.due, found.rolled, len(found.days)) == (date(2026, 2, 28), False, 28)
    assert add_months(date(2024, 1, 31), 1, calendar=CN).due == date(2024, 2, 29)
    assert add_months(date(2024, 2, 29), 12, calendar=CN).due == date(2025, 2, 28)


def test_it_ends_a_month_on_the_corresponding_day_of_a_longer_month() -> None:
    assert add_months(date(2025, 2, 28), 1, calendar=CN).due == date(2025, 3, 28)


def test_it_moves_the_end_of_months_past_the_holidays() -> None:
    found = add_months(date(2026, 9, 1), 1, calendar=CN)
    # 1 October falls on the National Day: first working day 8 October
    assert (found.days[-1], found.due, found.rolled) == (date(2026, 10, 1), date(2026, 10, 8), True)
    kept = add_months(date(2026, 9, 1), 1, calendar=CN, roll=False)
    assert (kept.due, kept.rolled) == (date(2026, 10, 1), False)


def test_it_counts_calendar_days_and_moves_their_end() -> None:
    found = add_calendar_days(date(2026, 9, 18), 15, calendar=CN)
    # 18 + 15 = 3 October, a Saturday within the National Day
    assert (found.days[0], found.days[-1], found.due) == (date(2026, 9, 19), date(2026, 10, 3), date(2026, 10, 8))
    assert add_calendar_days(date(2026, 9, 5), 15, calendar=CN).due == date(2026, 9, 20)  # a make-up Sunday: stays
    assert add_calendar_days(date(2026, 9, 12), 15, calendar=CN, roll=False).due == date(2026, 9, 27)


def test_it_is_provisional_where_only_the_roll_reaches_an_unknown_year() -> None:
    # 31 December 2022 is a Saturday; seen with a calendar that ends there, the roll leads into 2023
    assert add_calendar_days(date(2026, 12, 1), 30, calendar=CN).unknown_years == ()  # Thursday 31 December
    assert add_calendar_days(date(2026, 12, 1), 32, calendar=CN).unknown_years == (2027,)  # Saturday 2 January
    short = type(CN)("short", {2022: ""}, {}, {})
    rolled = add_calendar_days(date(2022, 12, 1), 30, calendar=short)
    assert (rolled.due, rolled.unknown_years) == (date(2023, 1, 2), (2023,))
    assert add_calendar_days(date(2022, 12, 1), 30, calendar=short, roll=False).unknown_years == ()


def test_it_leaves_suspended_days_out() -> None:
    halts = [Suspension(date(2026, 10, 9), date(2026, 10, 12), "鉴定")]
    found = add_working_days(date(2026, 9, 30), 7, calendar=CN, suspensions=halts)
    # 9, 10, 12 October are out, so three more: 16, 19, 20
    assert found.days == days_of(10, 8, 13, 14, 15, 16, 19, 20)
    assert found.suspensions == tuple(halts)


def test_it_lengthens_days_and_months_by_what_is_suspended() -> None:
    halts = (Suspension(date(2026, 11, 3), date(2026, 11, 5)), Suspension(date(2026, 11, 5), date(2026, 11, 6)))
    # 2 + 10 + 4 suspended = 16 November; 2 December + 4 = 6 December, a Sunday: 7 December
    assert add_calendar_days(date(2026, 11, 2), 10, calendar=CN, suspensions=halts).due == date(2026, 11, 16)
    found = add_months(date(2026, 11, 2), 1, calendar=CN, suspensions=halts)
    assert (found.days[-1], found.due) == (date(2026, 12, 6), date(2026, 12, 7))


def test_it_passes_over_suspensions_that_do_not_touch_the_period() -> None:
    halts = (Suspension(date(2026, 11, 1), date(2026, 11, 2)), Suspension(date(2026, 12, 1), None))
    found = add_calendar_days(date(2026, 11, 2), 10, calendar=CN, suspensions=halts)
    assert (found.due, found.suspensions) == (date(2026, 11, 12), ())


def test_it_does_not_end_on_a_suspended_day_when_it_rolls() -> None:
    # 14 November is a Saturday; Monday 16 is suspended, so Tuesday 17
    halts = (Suspension(date(2026, 11, 16), date(2026, 11, 16)),)
    found = add_calendar_days(date(2026, 11, 4), 10, calendar=CN, suspensions=halts)
    assert (found.due, found.rolled) == (date(2026, 11, 17), True)


def test_it_gives_no_day_while_a_suspension_has_no_end() -> None:
    halts = (Suspension(date(2026, 10, 12), None, "鉴定"),)
    found = add_working_days(date(2026, 9, 30), 7, calendar=CN, suspensions=halts)
    assert (found.due, found.days, found.remaining) == (None, days_of(10, 8, 9, 10), 4)
    assert (found.provisional, found.rolled, found.suspensions) == (False, False, halts)


def test_it_gives_no_day_where_a_suspension_without_end_begins_at_once() -> None:
    halts = (Suspension(date(2026, 9, 1), None),)
    found = add_months(date(2026, 9, 30), 1, calendar=CN, suspensions=halts)
    assert (found.due, found.days, found.remaining, found.provisional) == (None, (), 30, False)


def test_it_gives_no_day_where_a_suspension_without_end_stops_the_roll() -> None:
    halts = (Suspension(date(2026, 11, 16), None),)
    found = add_calendar_days(date(2026, 11, 4), 10, calendar=CN, suspensions=halts)
    assert (found.due, found.remaining, found.days[-1]) == (None, 0, date(2026, 11, 14))


@pytest.mark.parametrize("number", [0, -1, LONGEST_IN_DAYS + 1])
def test_it_refuses_a_length_that_no_law_has(number: int) -> None:
    for add in (add_working_days, add_calendar_days, add_months):
        with pytest.raises(Refusal) as told:
            add(date(2026, 9, 30), number, calendar=CN)
        assert told.value.faults[0].code == "length_out_of_range"
        assert str(number) in told.value.of("zh")


def test_it_refuses_to_run_past_the_year_9999() -> None:
    for add in (add_working_days, add_calendar_days, add_months):
        with pytest.raises(Refusal) as told:
            add(date(9999, 12, 30), 3, calendar=CN)
        assert told.value.faults[0].code == "date_out_of_range"


def test_it_counts_hours_from_the_instant_through_rest_days() -> None:
    friday = datetime(2026, 9, 25, 23, 59, 59, tzinfo=BEIJING)
    assert add_hours(friday, 24) == datetime(2026, 9, 26, 23, 59, 59, tzinfo=BEIJING)
    assert add_hours(datetime(2026, 9, 30, 16, 0), 24) == datetime(2026, 10, 1, 16, 0)
    assert add_hours(datetime(2026, 9, 25, 16, 0, tzinfo=UTC), 24).date() == date(2026, 9, 26)


def test_it_refuses_hours_that_cannot_be_counted() -> None:
    for start, number in ((datetime(2026, 1, 1), 0), (datetime(9999, 12, 31, 12), 24)):
        with pytest.raises(Refusal):
            add_hours(start, number)
