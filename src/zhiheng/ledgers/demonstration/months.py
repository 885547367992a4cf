"""When decisions are made within the month: squads that crowd them into its last days, and how many do."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from zhiheng.ledgers.demonstration.bundles import Label
from zhiheng.ledgers.demonstration.diary import DayRule, Diary, Plan

#: Ledgers of so many cases and more have squads with a heap of decisions at the end of two months, and more with size.
HEAPED_FROM = 50_000
#: The check xuhui-fabricated-month-end: ten decisions and more, eight in ten in the last three days of the month.
_LEAST, _LAST_DAYS, _TENTHS = 10, 3, 8
#: Months of 2025 whose last three days are not all rest days.
_MONTHS = (4, 7, 9, 5, 2, 10)
#: A decision is only put off while it stays well within the ninety days.
_LONGEST_IN_DAYS = 80


@dataclass
class Months:
    """How many penalties each squad decided in each month, and how many of them in its last days."""

    _all: Counter[tuple[str, int, int]] = field(default_factory=Counter)
    _last: Counter[tuple[str, int, int]] = field(default_factory=Counter)

    def count(self, squad_id: str, decided: date) -> None:
        """Count a decision."""
        month = (squad_id, decided.year, decided.month)
        self._all[month] += 1
        if decided.day > monthrange(decided.year, decided.month)[1] - _LAST_DAYS:
            self._last[month] += 1

    def labels(self) -> Iterator[Label]:
        """Yield a label for each squad and month whose decisions heap at the end, whether so meant or by chance."""
        for month, number in self._all.items():
            if number >= _LEAST and 10 * self._last[month] >= _TENTHS * number:
                yield Label("xuhui-fabricated-month-end", unit_id=month[0])


def habits_of(squads: tuple[str, ...], cases: int, *, turn: int) -> dict[str, Plan]:
    """Return the habits of squads: most decisions of some months at their end; those of another month a few more."""
    if cases < HEAPED_FROM:
        return {}
    heaps = min(1 + cases // HEAPED_FROM, len(_MONTHS) - 1)
    habits = {}
    for place, squad in enumerate(squads, start=turn):
        months = [_MONTHS[(place + number) % len(_MONTHS)] for number in range(heaps + 1)]
        habits[squad] = Plan(days={"decided": _at_month_end(frozenset(months[:-1]), months[-1])})
    return habits


def _at_month_end(heaped: frozenset[int], natural: int) -> DayRule:
    """Return the rule that puts decisions off to the last days of some months, in one month for every sixth case."""

    def rule(diary: Diary) -> date:
        day = diary.today + timedelta(days=diary.dice.between(0, 2))
        is_put_off = day.month in heaped or (day.month == natural and diary.dice.between(1, 6) == 1)
        filed = diary.day_of("filed")
        if not is_put_off or filed is None:
            return day
        last = _last_workday(diary, day, back=diary.dice.between(0, 2))
        return day if last < day or (last - filed).days > _LONGEST_IN_DAYS else last

    return rule


def _last_workday(diary: Diary, day: date, *, back: int) -> date:
    """Return one of the worked days among the last three of a month, in turn the last, the one before, and so on."""
    end = date(day.year, day.month, monthrange(day.year, day.month)[1])
    worked = [one for one in (end - timedelta(days=number) for number in range(3)) if diary.calendar.is_workday(one)]
    return worked[back % len(worked)]
