"""The diary of one case: activities in order, on working days and in office hours, up to the day of the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from zhiheng.ledgers.demonstration.dice import Dice
from zhiheng.ledgers.demonstration.people import Row
from zhiheng.legaltime import WorkingCalendar

_OPENS, _CLOSES = 9 * 60, 17 * 60 + 30
_BREAK_FROM, _BREAK_TO = 12 * 60, 13 * 60 + 30


@dataclass
class Diary:
    """What happens in a case. Time only moves forward; `now` is the moment of the last entry."""

    case_id: str
    calendar: WorkingCalendar
    dice: Dice
    now: datetime
    entries: list[Row] = field(default_factory=list)

    @property
    def today(self) -> date:
        """Return the day of the last entry."""
        return self.now.date()

    def note(self, activity: str, *, after: tuple[int, int] = (0, 0), **details: object) -> date:
        """Enter an activity a number of working days after the last one, drawn from `after`; return its day."""
        return self.note_on(self._later(self.dice.between(*after)), activity, **details)

    def note_on(self, day: date, activity: str, **details: object) -> date:
        """Enter an activity on `day`, moved to a working day; on the day of the last entry it stands after it."""
        while not self.calendar.is_workday(day):
            day += timedelta(days=1)
        if day <= self.today:
            moment = self.now + timedelta(minutes=self.dice.between(2, 9))
        else:
            moment = datetime(day.year, day.month, day.day) + timedelta(minutes=self._minute())
        self.now = moment
        self.entries.append({"case_id": self.case_id, "activity": activity, "at": moment, **details})
        return moment.date()

    def day_of(self, activity: str) -> date | None:
        """Return the day of an activity that was entered."""
        days = (entry["at"] for entry in self.entries if entry["activity"] == activity)
        return next((moment.date() for moment in days if isinstance(moment, datetime)), None)

    def up_to(self, last_day: date) -> Iterator[Row]:
        """Yield the entries that the ledger of `last_day` can hold: what came later had not happened."""
        return (entry for entry in self.entries if self._is_by(entry, last_day))

    def _is_by(self, entry: Row, last_day: date) -> bool:
        moment = entry["at"]
        return isinstance(moment, datetime) and moment.date() <= last_day

    def _later(self, working_days: int) -> date:
        day = self.today
        for _ in range(working_days):
            day += timedelta(days=1)
            while not self.calendar.is_workday(day):
                day += timedelta(days=1)
        return day

    def _minute(self) -> int:
        # Room is left before the office closes, so that what follows on the same day stays within it.
        minute = self.dice.between(_OPENS, _CLOSES - 120)
        return minute if not _BREAK_FROM <= minute < _BREAK_TO else minute - (_BREAK_TO - _BREAK_FROM)
