"""Calendar months by their first days. Periods of law are no matter of it: those come from `zhiheng.legaltime`."""

from __future__ import annotations

from datetime import date


def month_later(day: date, by: int = 1) -> date:
    """Return the first day of the month that lies so many months after that of a day; negative: before."""
    months = day.year * 12 + day.month - 1 + by
    return date(months // 12, months % 12 + 1, 1)


def month_earlier(day: date, by: int = 1) -> date:
    """Return the first day of the month that lies so many months before that of a day."""
    return month_later(day, -by)


__all__ = ["month_earlier", "month_later"]
