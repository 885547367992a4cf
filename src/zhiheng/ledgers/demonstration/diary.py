"""The diary of one case: activities in order, on working days and in office hours, up to the day of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

from zhiheng.ledgers.demonstration.bookings import Bookings
from zhiheng.ledgers.demonstration.dice import Dice
from zhiheng.ledgers.demonstration.people import Row
from zhiheng.legaltime import WorkingCalendar

_OPENS, _CLOSES = 9 * 60, 17 * 60 + 30
_BREAK_FROM, _BREAK_TO = 12 * 60, 13 * 60 + 30

DayRule = Callable[["Diary"], date]


@dataclass
class Plan:
    """What is particular to the course of one case, by activity.

    `omits`: steps not taken. `gaps`: working days since the step before, drawn from (least, most). `days`: the day
    itself, whatever came before. `details`: columns that differ.
    """

    omits: set[str] = field(default_factory=set)
    gaps: dict[str, tuple[int, int]] = field(default_factory=dict)
    days: dict[str, DayRule] = field(default_factory=dict)
    details: dict[str, Row] = field(default_factory=dict)


@dataclass
class Diary:
    """What happens in a case. `now` is the moment of the last entry; only a day set by the plan can lie before it."""

    case_id: str
    calendar: WorkingCalendar
    dice: Dice
    now: datetime
    plan: Plan = field(default_factory=Plan)
    bookings: Bookings | None = None
    entries: list[Row] = field(default_factory=list)
    _own: dict[tuple[date, str], int] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """Return the day of the last entry."""
        return self.now.date()

    def note(self, activity: str, *, after: tuple[int, int] = (0, 0), **details: object) -> date:
        """Enter an activity a number of working days after the last one, drawn from `after`; return its day."""
        if activity in self.plan.omits:
            return self.today
        least, most = self.plan.gaps.get(activity, after)
        return self.note_on(self._later(self.dice.between(least, most)), activity, **details)

    def note_on(self, day: date, activity: str, **details: object) -> date:
        """Enter an activity on `day`, moved to a working day; on the day of the last entry it stands after it."""
        if activity in self.plan.omits:
            # The case goes on from that day all the same.
            self.now = max(self.now, datetime(day.year, day.month, day.day) + timedelta(minutes=_OPENS))
            return self.today
        details |= self.plan.details.get(activity, {})
        if activity in self.plan.days:
            day = self.plan.days[activity](self)
        day = workday_from(self.calendar, day)
        if day == self.today or (day < self.today and activity not in self.plan.days):
            moment = self.now + timedelta(minutes=self.dice.between(2, 9))
        else:
            moment = datetime(day.year, day.month, day.day) + timedelta(minutes=self._minute())
        moment = self.booked(moment, details.get("officer_id"))
        self.now = max(self.now, moment)
        self.entries.append({"case_id": self.case_id, "activity": activity, "at": moment, **details})
        return moment.date()

    def day_of(self, activity: str) -> date | None:
        """Return the first day of an activity that was entered."""
        moment = self.moment_of(activity)
        return moment.date() if moment is not None else None

    def moment_of(self, activity: str) -> datetime | None:
        """Return the first moment of an activity that was entered."""
        moments = (entry["at"] for entry in self.entries if entry["activity"] == activity)
        return min((moment for moment in moments if isinstance(moment, datetime)), default=None)

    def up_to(self, last_day: date) -> Iterator[Row]:
        """Yield in order of time the entries that the ledger of `last_day` can hold: what came later is not known."""
        held = [(moment, entry) for entry in self.entries if isinstance(moment := entry["at"], datetime)]
        held.sort(key=lambda one: one[0])
        return (entry for moment, entry in held if moment.date() <= last_day)

    def booked(self, moment: datetime, officer: object) -> datetime:
        """Return the moment at which the officer is free for this case: the same, later that day, or a day later."""
        if self.bookings is None or not isinstance(officer, str):
            return moment
        free = self.bookings.reserve(officer, moment, self._own)
        while free is None:
            day = workday_from(self.calendar, moment.date() + timedelta(days=1))
            moment = datetime(day.year, day.month, day.day) + timedelta(minutes=self._minute())
            free = self.bookings.reserve(officer, moment, self._own)
        return free

    def _later(self, working_days: int) -> date:
        day = self.today
        for _ in range(working_days):
            day = workday_from(self.calendar, day + timedelta(days=1))
        return day

    def _minute(self) -> int:
        # Room is left before the office closes, so that what follows on the same day stays within it.
        minute = self.dice.between(_OPENS, _CLOSES - 120)
        return minute if not _BREAK_FROM <= minute < _BREAK_TO else minute - (_BREAK_TO - _BREAK_FROM)


@cache
def workday_from(calendar: WorkingCalendar, day: date) -> date:
    """Return a day, or the first working day after it where it is a rest day; a year has few days, so all are kept."""
    while not calendar.is_workday(day):
        day += timedelta(days=1)
    return day
