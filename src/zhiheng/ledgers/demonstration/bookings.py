"""Where officers are, minute by minute, so that nobody stands in two cases at once. No case is known here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

#: Between two cases an officer has more time than any check asks for (ten minutes).
APART_IN_MINUTES = 16
_EVENING = 18 * 60 + 30
_WINDOW = (1 << (2 * APART_IN_MINUTES - 1)) - 1


@dataclass
class Bookings:
    """The minutes taken, as bits, by day and officer; `forget_before` keeps the memory small whatever the ledger."""

    _taken: dict[date, dict[str, int]] = field(default_factory=dict)

    def reserve(self, officer: str, moment: datetime, own: dict[tuple[date, str], int]) -> datetime | None:
        """Take the first free minute of the day from `moment` on and return it; None where there is none.

        `own` holds the minutes of the same case, which are no hindrance; it is brought up to date.
        """
        day, minute = moment.date(), moment.hour * 60 + moment.minute
        others = self._taken.get(day, {}).get(officer, 0) & ~own.get((day, officer), 0)
        if others:
            free = next((one for one in range(minute, _EVENING) if not others & _around(one)), None)
            if free is None:
                return None
            moment += timedelta(minutes=free - minute)
        self.take(officer, moment, own)
        return moment

    def take(self, officer: str, moment: datetime, own: dict[tuple[date, str], int]) -> None:
        """Take a minute whether it is free or not."""
        day, bit = moment.date(), 1 << (moment.hour * 60 + moment.minute)
        officers = self._taken.setdefault(day, {})
        officers[officer] = officers.get(officer, 0) | bit
        own[day, officer] = own.get((day, officer), 0) | bit

    def forget_before(self, day: date) -> None:
        """Forget the days before `day`: no case begins so early any more."""
        for past in [one for one in self._taken if one < day]:
            del self._taken[past]


def _around(minute: int) -> int:
    return _WINDOW << (minute - APART_IN_MINUTES + 1)
