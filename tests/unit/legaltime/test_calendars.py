"""The table of working days: against the notices, against two independent packages, and its running number."""

from __future__ import annotations

import time
from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from zhiheng.domain.refusals import Refusal
from zhiheng.legaltime import WorkingCalendar, read_calendar, working_calendar

CN = working_calendar("cn")
COVERED = [date(2004, 1, 1) + timedelta(days=place) for place in range(8401)]

SMALL = """
id: small
names: {Feast: Feast}
years:
  2026:
    notice: "no. 1"
    off: "Feast 01-05..01-06"
    work: "Feast 01-10"
"""


def test_it_covers_2004_to_2026_day_by_day() -> None:
    assert (CN.first_known_year, CN.last_known_year) == (2004, 2026)
    # 23 years, 6 of them leap years: 23 × 365 + 6
    assert COVERED[-1] == date(2026, 12, 31)
    assert CN.unknown_years(COVERED[0], COVERED[-1]) == ()


def test_it_agrees_with_the_package_holidays_on_every_day() -> None:
    independent = holidays.country_holidays("CN", years=range(2004, 2027))
    assert [day for day in COVERED if CN.is_workday(day) != independent.is_working_day(day)] == []


def test_it_departs_from_chinesecalendar_on_the_one_day_that_the_notice_decides() -> None:
    differing = [day for day in COVERED if CN.is_workday(day) != chinese_calendar.is_workday(day)]
    # 国办发明电〔2005〕35号: 12月31日（星期六）上班
    assert differing == [date(2005, 12, 31)]
    assert CN.is_workday(date(2005, 12, 31))


@pytest.mark.parametrize(
    ("day", "worked", "occasion"),
    [
        (date(2026, 1, 4), True, "调休上班（元旦）"),
        (date(2026, 2, 14), True, "调休上班（春节）"),
        (date(2026, 2, 16), False, "春节"),
        (date(2026, 2, 28), True, "调休上班（春节）"),
        (date(2026, 9, 25), False, "中秋节"),
        (date(2026, 10, 10), True, "调休上班（国庆节）"),
        (date(2026, 10, 11), False, "周末"),
        (date(2026, 11, 20), True, "工作日"),
        (date(2015, 9, 3), False, "抗战胜利七十周年纪念日"),
        (date(2020, 1, 31), False, "春节"),
        (date(2020, 2, 1), False, "周末"),
        (date(2019, 5, 2), False, "劳动节"),
    ],
)
def test_it_says_what_a_day_is(day: date, worked: bool, occasion: str) -> None:
    assert CN.is_workday(day) is worked
    assert CN.occasion(day).zh == occasion


def test_it_takes_weekends_alone_where_no_notice_is_known() -> None:
    assert not CN.is_known(date(2027, 1, 1))
    assert not CN.is_known(date(2003, 12, 31))
    assert CN.is_workday(date(2027, 10, 1))  # a Friday; the holiday is certain, the notice is not there yet
    assert not CN.is_workday(date(2027, 10, 2))
    assert CN.unknown_years(date(2003, 5, 1), date(2028, 1, 1)) == (2003, 2027, 2028)


def test_it_names_the_notice_of_each_year_or_leaves_it_empty() -> None:
    assert CN.notices[2026] == "国办发明电〔2025〕7号"
    assert [year for year, number in CN.notices.items() if not number] == [2004, 2005]


def test_it_numbers_working_days_so_that_distance_is_a_subtraction() -> None:
    index = CN.index_of(COVERED[0] - timedelta(days=1))
    for day in COVERED:
        index += chinese_calendar.is_workday(day) or day == date(2005, 12, 31)
        assert CN.index_of(day) == index
    # 8, 9, 10 (make-up), 12, 13, 14, 15 October
    assert CN.working_days_between(date(2026, 9, 30), date(2026, 10, 15)) == 7
    assert CN.working_days_between(date(2026, 10, 15), date(2026, 9, 30)) == -7


def test_it_numbers_the_first_day_of_the_calendar_one() -> None:
    assert CN.index_of(date(1, 1, 1)) == 1  # a Monday
    assert CN.day_at(1) == date(1, 1, 1)


def test_it_refuses_an_index_outside_the_calendar() -> None:
    for index in (0, CN.index_of(date.max) + 1):
        with pytest.raises(Refusal) as told:
            CN.day_at(index)
        assert told.value.faults[0].code == "date_out_of_range"


def test_it_lists_rows_for_a_table_of_a_database() -> None:
    rows = list(CN.rows(date(2026, 12, 31), date(2027, 1, 2)))
    start = CN.index_of(date(2026, 12, 30))
    assert rows == [
        (date(2026, 12, 31), True, start + 1, False),
        (date(2027, 1, 1), True, start + 2, True),
        (date(2027, 1, 2), False, start + 2, True),
    ]


def test_it_is_read_once_and_quickly() -> None:
    assert working_calendar("cn") is working_calendar("cn")
    best = 1.0
    for _ in range(3):
        working_calendar.cache_clear()
        began = time.perf_counter()
        working_calendar("cn")
        best = min(best, time.perf_counter() - began)
    # Measured 0.03 s; the bound leaves room for a busy machine and still catches a reader ten times slower.
    assert best < 0.3


def test_it_names_the_calendars_there_are() -> None:
    with pytest.raises(Refusal) as told:
        working_calendar("atlantis")
    assert told.value.faults[0].code == "unknown_calendar"
    assert "cn" in told.value.of("zh")


def test_it_reads_a_calendar_of_ones_own() -> None:
    calendar = read_calendar(SMALL)
    assert isinstance(calendar, WorkingCalendar)
    assert [calendar.is_workday(date(2026, 1, day)) for day in (5, 6, 7, 10, 11)] == [False, False, True, True, False]


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "- a list",
        "id: [",
        SMALL.replace("01-05..01-06", "01-03"),  # a Saturday among the days off
        SMALL.replace("01-10", "01-09"),  # a Friday among the make-up workdays
        SMALL.replace("01-05..01-06", "01-06..01-05"),
        SMALL.replace("01-05..01-06", "02-30"),
        SMALL.replace("Feast 01-10", "Fast 01-10"),
        SMALL.replace("    work:", "    worked:"),
        "id: empty\nnames: {}\nyears: {}\n",
    ],
)
def test_it_refuses_a_calendar_of_another_form(broken: str) -> None:
    with pytest.raises(Refusal) as told:
        read_calendar(broken, file="mine.yaml")
    assert told.value.faults[0].code == "calendar_ill_formed"
    assert told.value.faults[0].place.file == "mine.yaml"
