"""Rules that tell the day of a step from what the diary holds already: limits kept to the day, or overstepped."""

from __future__ import annotations

from datetime import date, timedelta

from zhiheng.ledgers.demonstration.diary import DayRule, Diary
from zhiheng.legaltime import Suspension, add_calendar_days, add_months


def working_days_after(activity: str, number: int) -> DayRule:
    """Return the rule for the `number`-th working day after a step; a negative number counts back."""
    return lambda diary: nth_working_day(diary, day_of(diary, activity), number)


def nth_working_day(diary: Diary, day: date, number: int) -> date:
    """Return the `number`-th working day after a day."""
    return diary.calendar.day_at(diary.calendar.index_of(day) + number)


def last_day(activity: str, limit_in_days: int, *, more: int = 0) -> DayRule:
    """Return the rule for the last day of a limit in calendar days, suspensions and rest days seen to, or `more` later.

    What comes `more` days later stands on a working day.
    """
    return lambda diary: last_day_of(diary, activity, limit_in_days) + timedelta(days=more)


def last_day_of(diary: Diary, activity: str, limit_in_days: int) -> date:
    """Return the last day of a limit in calendar days."""
    start = day_of(diary, activity)
    due = add_calendar_days(start, limit_in_days, calendar=diary.calendar, suspensions=suspensions_of(diary)).due
    assert due is not None
    return due


def last_day_of_months(activity: str, months: int, *, more: int = 0) -> DayRule:
    """Return the rule for the last day of a limit in months, or `more` days later."""

    def rule(diary: Diary) -> date:
        due = add_months(day_of(diary, activity), months, calendar=diary.calendar).due
        assert due is not None
        return due + timedelta(days=more)

    return rule


def not_before(day: date) -> DayRule:
    """Return the rule for a day, or the day of the last entry where that is later."""
    return lambda diary: max(day, diary.today)


def same_day(diary: Diary) -> date:
    """Return the day of the last entry."""
    return diary.today


def suspensions_of(diary: Diary) -> tuple[Suspension, ...]:
    """Return the suspension of a case: the day of 中止 does not count, that of 恢复 does."""
    suspended, resumed = diary.day_of("suspended"), diary.day_of("resumed")
    if suspended is None or resumed is None:
        return ()
    return (Suspension(suspended, resumed - timedelta(days=1), "中止"),)


def day_of(diary: Diary, activity: str) -> date:
    """Return the day of a step that was taken."""
    day = diary.day_of(activity)
    assert day is not None, f"{diary.case_id}: no {activity} yet"
    return day
