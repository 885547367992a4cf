"""Legal periods: from an event to the last day on which a thing may be done. Which law sets which is not known here."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.legaltime.calendars import WorkingCalendar
from zhiheng.legaltime.suspensions import Suspension, beyond_the_calendar, merge_suspensions, running_days

# No administrative period known to us is longer; a longer one is a slip of the pen.
LONGEST_IN_DAYS = 36_525
LONGEST_IN_MONTHS = 1_200
LONGEST_IN_HOURS = 24 * LONGEST_IN_DAYS


@dataclass(frozen=True, slots=True)
class Deadline:
    """A period that was counted: where it began, the days counted one by one, and the day it falls due.

    `due` is None only where a suspension without end stops the count; `remaining` then says how many days are still
    to be counted. `rolled`: the last day counted was a rest day and `due` is the working day after it (Civil Code
    art. 203). `suspensions`: those that took days out of this period. `unknown_years`: the years without a notice
    among those the period touches.
    """

    from_date: date
    due: date | None
    days: tuple[date, ...]
    rolled: bool
    remaining: int
    suspensions: tuple[Suspension, ...]
    unknown_years: tuple[int, ...]

    @property
    def provisional(self) -> bool:
        """Say whether a day counted, skipped or rolled over lies in a year whose notice is not known."""
        return bool(self.unknown_years)


def add_working_days(
    start_date: date, number: int, *, calendar: WorkingCalendar, suspensions: Iterable[Suspension] = ()
) -> Deadline:
    """Return the `number`-th working day after `start_date`; make-up workdays count, holidays and weekends do not.

    The day of the event is not counted (Civil Code art. 201). Raises Refusal where `number` is below 1 or too long.
    """
    _check_length(number, LONGEST_IN_DAYS)
    merged = merge_suspensions(suspensions)
    worked = (day for day in running_days(start_date, merged) if calendar.is_workday(day))
    days = tuple(islice(worked, number))
    due = days[-1] if len(days) == number else None
    return _deadline(start_date, due, days, number, calendar=calendar, suspensions=merged)


def add_calendar_days(
    start_date: date,
    number: int,
    *,
    calendar: WorkingCalendar,
    suspensions: Iterable[Suspension] = (),
    roll: bool = True,
) -> Deadline:
    """Return the `number`-th day after `start_date`, moved past rest days at its end unless `roll` is False.

    The day of the event is not counted (Civil Code art. 201); a period that ends on a statutory rest day ends on the
    day after it (art. 203). Raises Refusal where `number` is below 1 or too long.
    """
    _check_length(number, LONGEST_IN_DAYS)
    merged = merge_suspensions(suspensions)
    days = tuple(islice(running_days(start_date, merged), number))
    due = days[-1] if len(days) == number else None
    if due is not None and roll and not calendar.is_workday(due):
        # The day after the rest days must be one on which the period runs: during a suspension nothing can be done.
        due = next((day for day in running_days(due, merged) if calendar.is_workday(day)), None)
    return _deadline(start_date, due, days, number, calendar=calendar, suspensions=merged)


def add_months(
    start_date: date,
    number: int,
    *,
    calendar: WorkingCalendar,
    suspensions: Iterable[Suspension] = (),
    roll: bool = True,
) -> Deadline:
    """Return the corresponding day `number` months later, moved past rest days at its end unless `roll` is False.

    Without a corresponding day the period ends on the month's last day (Civil Code art. 202); art. 203 as for days.
    A suspension lengthens the period by the days it takes out. A year is twelve months. Raises Refusal where
    `number` is below 1 or too long.
    """
    _check_length(number, LONGEST_IN_MONTHS)
    years, month = divmod(start_date.month - 1 + number, 12)
    year = start_date.year + years
    if year > date.max.year:
        raise Refusal(beyond_the_calendar(start_date))
    corresponding = date(year, month + 1, min(start_date.day, monthrange(year, month + 1)[1]))
    length_in_days = (corresponding - start_date).days
    return add_calendar_days(start_date, length_in_days, calendar=calendar, suspensions=suspensions, roll=roll)


def add_hours(start_at: datetime, number: int) -> datetime:
    """Return the instant `number` hours after `start_at`; hours run at once, through rest days (Civil Code art. 201).

    With a time zone the hours are true hours, whatever the clocks are set to; without one they are hours of the clock.
    Raises Refusal where `number` is below 1 or too long.
    """
    _check_length(number, LONGEST_IN_HOURS)
    length = timedelta(hours=number)
    try:
        if start_at.tzinfo is None:
            return start_at + length
        return (start_at.astimezone(UTC) + length).astimezone(start_at.tzinfo)
    except OverflowError:
        raise Refusal(beyond_the_calendar(start_at.date())) from None


def _deadline(
    start_date: date,
    due: date | None,
    days: tuple[date, ...],
    number: int,
    *,
    calendar: WorkingCalendar,
    suspensions: tuple[Suspension, ...],
) -> Deadline:
    """Gather what was counted. Without a due date the period is looked at up to the suspension that stopped it."""
    halt = next((each.first_date for each in suspensions if each.last_date is None), date.max)
    last_date = due or max(start_date, halt - date.resolution)
    first_date = min(start_date + date.resolution, last_date)
    ends = [each for each in suspensions if each.last_date is None or each.last_date > start_date]
    return Deadline(
        from_date=start_date,
        due=due,
        days=days,
        rolled=due is not None and due != days[-1],
        remaining=number - len(days),
        suspensions=tuple(each for each in ends if due is None or each.first_date <= due),
        unknown_years=() if last_date == start_date else calendar.unknown_years(first_date, last_date),
    )


def _check_length(number: int, longest: int) -> None:
    if 1 <= number <= longest:
        return
    reason = Text(f"期间长度须在 1 至 {longest} 之间", f"the length of a period lies between 1 and {longest}")
    remedy = Text("写明法律规定的期间长度", "give the length that the law sets")
    raise Refusal(Fault("length_out_of_range", Place(), reason, remedy, str(number)))
