"""Days: typed in any usual form, shown in both languages, counted in working days as the law counts."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from zhiheng_web.lib.dates import due_state, read_date, say_date, say_instant, working_days_left
from zhiheng_web.lib.marks import day_mark, due_mark, instant_mark
from zhiheng_web.lib.words import speaking

# Friday 20, Saturday 21, Sunday 22, Monday 23 November 2026; no holiday near.
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, number) for number in (20, 21, 22, 23))


@pytest.mark.parametrize("typed", ["2026-11-21", "20261121", "2026年11月21日", "２０２６－１１－２１", " 2026/11/21 "])
def test_it_reads_a_day_in_any_usual_form(typed: str) -> None:
    assert read_date(typed) == date(2026, 11, 21)


@pytest.mark.parametrize("typed", ["", "昨天", "2026-02-30", "21/11/2026", "2026-11"])
def test_it_does_not_guess_a_day(typed: str) -> None:
    assert read_date(typed) is None


def test_it_says_a_day_in_both_languages() -> None:
    assert say_date(MONDAY) == "2026年11月23日"
    assert say_date(MONDAY, "en") == "23 November 2026"


def test_it_shows_an_instant_in_beijing() -> None:
    # 16:30 UTC is half past midnight of the next day in Shanghai.
    assert say_instant(datetime(2026, 11, 20, 16, 30, tzinfo=UTC)) == "2026年11月21日 00:30"
    with pytest.raises(ValueError, match="time zone"):
        say_instant(datetime(2026, 11, 20, 16, 30))


@pytest.mark.parametrize(
    ("due_date", "today", "left", "told", "tone"),
    [
        (date(2026, 11, 27), FRIDAY, 5, "剩 5 个工作日", "neutral"),  # Mon Tue Wed Thu Fri
        (date(2026, 11, 25), FRIDAY, 3, "剩 3 个工作日", "warn"),
        (FRIDAY, FRIDAY, 0, "今日到期", "warn"),
        (SUNDAY, SATURDAY, 0, "剩 0 个工作日", "warn"),
        (FRIDAY, SATURDAY, 0, "已逾期，不足 1 个工作日", "bad"),
        (FRIDAY, MONDAY, -1, "已逾期 1 个工作日", "bad"),
        (date(2026, 10, 9), date(2026, 9, 30), 2, "剩 2 个工作日", "warn"),  # the National Day holiday ends on the 7th
    ],
)
def test_it_counts_working_days(due_date: date, today: date, left: int, told: str, tone: str) -> None:
    assert working_days_left(due_date, today) == left
    state = due_state(due_date, today)
    assert (state.left.zh, state.tone, state.provisional) == (told, tone, False)


def test_it_calls_a_year_without_notice_provisional() -> None:
    assert due_state(date(2031, 1, 10), date(2030, 12, 30)).provisional


def test_it_counts_one_day_in_english() -> None:
    assert due_state(MONDAY, FRIDAY).left.en == "1 working day left"
    assert due_state(FRIDAY, MONDAY).left.en == "overdue by 1 working day"


def test_it_draws_dates_with_what_machines_read() -> None:
    assert day_mark(MONDAY) == '<time datetime="2026-11-23">2026年11月23日</time>'
    moment = datetime(2026, 11, 20, 16, 30, 5, tzinfo=UTC)
    assert day_mark(moment) == '<time datetime="2026-11-21">2026年11月21日</time>'
    assert 'datetime="2026-11-21T00:30:05+08:00"' in instant_mark(moment)
    assert day_mark(None) == instant_mark(None) == due_mark(None) == "—"


def test_it_tells_overdue_by_words_and_shape() -> None:
    drawn = due_mark(date(2020, 1, 6))
    assert "已逾期" in drawn
    assert "<svg" in drawn
    with speaking("en"):
        assert "overdue by" in due_mark(date(2020, 1, 6))
