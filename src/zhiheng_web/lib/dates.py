"""Days and instants as people read and write them here: Beijing time, working days left, dates typed in any usual form.

The clock itself is read in `clock` alone; legal periods are counted by the library.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from zhiheng.api import legaltime
from zhiheng_web.lib.clock import SHANGHAI, day_of, now, today
from zhiheng_web.lib.words import Language, Text, language

Tone = Literal["neutral", "info", "good", "warn", "bad"]

#: 临期: so many working days or fewer are left (inbox of the usability conventions).
NEAR_IN_WORKING_DAYS = 3

_MONTHS = "January February March April May June July August September October November December".split()


def read_date(text: str) -> date | None:
    """Read `2026-11-21`, `2026/11/21`, `20261121`, `2026年11月21日`, full-width digits too; None for anything else."""
    return legaltime.read_date(text)


def say_date(day: date, chosen: Language | None = None) -> str:
    """Return `2026年11月21日` or `21 November 2026`, in the language of the request unless one is named."""
    if (chosen or language()) == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_instant(instant: datetime, chosen: Language | None = None) -> str:
    """Return the Beijing day and minute of an aware instant; a naive one is refused with ValueError."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a time zone cannot be shown")
    local = instant.astimezone(SHANGHAI)
    return f"{say_date(local.date(), chosen)} {local:%H:%M}"


def working_days_left(due_date: date, today_date: date | None = None) -> int:
    """Return the working days after today up to and including the due date; negative ones have passed since.

    The day itself is not counted (Civil Code art. 201), so a due date of today leaves 0.
    """
    return legaltime.working_calendar().working_days_between(today_date or today(), due_date)


@dataclass(frozen=True, slots=True)
class DueState:
    """How a due date stands today: its tone and what is left of it, in words. `provisional`: no notice of that year."""

    due_date: date
    tone: Tone
    left: Text
    provisional: bool


def due_state(due_date: date, today_date: date | None = None) -> DueState:
    """Return how a due date stands on a day (today unless named)."""
    day = today_date or today()
    left = working_days_left(due_date, day)
    years = legaltime.working_calendar().unknown_years(min(day, due_date), max(day, due_date))
    return DueState(due_date, _tone(due_date, day, left), _left(due_date, day, left), bool(years))


def _tone(due_date: date, day: date, left: int) -> Tone:
    if due_date < day:
        return "bad"
    return "warn" if left <= NEAR_IN_WORKING_DAYS else "neutral"


def _left(due_date: date, day: date, left: int) -> Text:
    days = "day" if abs(left) == 1 else "days"
    if due_date == day:
        return Text("今日到期", "due today")
    if due_date > day:
        return Text(f"剩 {left} 个工作日", f"{left} working {days} left")
    if left == 0:
        # Since then there were only days of rest.
        return Text("已逾期，不足 1 个工作日", "overdue by less than 1 working day")
    return Text(f"已逾期 {-left} 个工作日", f"overdue by {-left} working {days}")


__all__ = [
    "NEAR_IN_WORKING_DAYS",
    "SHANGHAI",
    "DueState",
    "day_of",
    "due_state",
    "now",
    "read_date",
    "say_date",
    "say_instant",
    "today",
    "working_days_left",
]
