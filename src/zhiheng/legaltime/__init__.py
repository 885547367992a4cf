"""Legal time: working days, months, suspension, provisional years. Dates come in as arguments; no clock is read."""

from __future__ import annotations

from zhiheng.legaltime.calendars import WorkingCalendar, read_calendar, working_calendar
from zhiheng.legaltime.dates import read_date
from zhiheng.legaltime.periods import (
    LONGEST_IN_DAYS,
    LONGEST_IN_MONTHS,
    Deadline,
    add_calendar_days,
    add_hours,
    add_months,
    add_working_days,
)
from zhiheng.legaltime.suspensions import Suspension, merge_suspensions

__all__ = [
    "LONGEST_IN_DAYS",
    "LONGEST_IN_MONTHS",
    "Deadline",
    "Suspension",
    "WorkingCalendar",
    "add_calendar_days",
    "add_hours",
    "add_months",
    "add_working_days",
    "merge_suspensions",
    "read_calendar",
    "read_date",
    "working_calendar",
]
