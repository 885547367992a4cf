"""Suspension of a period: days not counted, with their ground. Whether a suspension is lawful is not judged here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text

_ONE_DAY = date.resolution


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days that a period does not run: from `first_date` to `last_date`, both included.

    `last_date` None: the suspension has begun and its end is not known yet. No law read so far says in general whether
    the days on which a suspension is ordered and lifted count; so the one who enters it names both ends.

    Raises Refusal where the end lies before the beginning.
    """

    first_date: date
    last_date: date | None
    ground: str = ""

    def __post_init__(self) -> None:
        if self.last_date is not None and self.last_date < self.first_date:
            raise Refusal(
                Fault(
                    "suspension_reversed",
                    Place(),
                    Text("中止期间的止日早于起日", "the suspension ends before it begins"),
                    Text(
                        "先写起日、后写止日，两日均不计入期间", "give the first day, then the last; neither is counted"
                    ),
                    f"{self.first_date}/{self.last_date}",
                )
            )

    def covers(self, day: date) -> bool:
        """Say whether `day` is not counted because of this suspension."""
        return self.first_date <= day and (self.last_date is None or day <= self.last_date)


def merge_suspensions(suspensions: Iterable[Suspension]) -> tuple[Suspension, ...]:
    """Return the suspensions in order of time, overlapping ones made one, so that no day is taken out twice.

    The grounds of merged suspensions are kept, joined with `；`. Suspensions that only touch stay apart.
    """
    merged: list[Suspension] = []
    for suspension in sorted(suspensions, key=lambda each: (each.first_date, each.last_date or date.max, each.ground)):
        if merged and merged[-1].covers(suspension.first_date):
            merged[-1] = _union(merged[-1], suspension)
        else:
            merged.append(suspension)
    return tuple(merged)


def _union(earlier: Suspension, later: Suspension) -> Suspension:
    ends = (earlier.last_date, later.last_date)
    last_date = None if None in ends else max(end for end in ends if end is not None)
    grounds = dict.fromkeys(ground for ground in (*earlier.ground.split("；"), later.ground) if ground)
    return Suspension(earlier.first_date, last_date, "；".join(grounds))


def running_days(start_date: date, suspensions: tuple[Suspension, ...]) -> Iterator[date]:
    """Yield the days after `start_date` on which a period runs; ends where a suspension without end begins.

    `suspensions` are merged ones. Raises Refusal at the end of the calendar (year 9999).
    """
    day = start_date
    while True:
        if day == date.max:
            raise Refusal(beyond_the_calendar(start_date))
        day += _ONE_DAY
        halt = next((each for each in suspensions if each.covers(day)), None)
        if halt is None:
            yield day
        elif halt.last_date is None:
            return
        else:
            day = halt.last_date


def beyond_the_calendar(start_date: date) -> Fault:
    """Return the fault of a period that runs past the year 9999."""
    return Fault(
        "date_out_of_range",
        Place(),
        Text("期间超出公元9999年，无法计算", "the period runs past the year 9999"),
        Text("核对起算日和期间长度", "check the starting date and the length of the period"),
        str(start_date),
    )
