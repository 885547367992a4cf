"""Time limits as expressions: due days, suspensions, rest days at the end. The same answers as `zhiheng.legaltime`.

Days are integers since 1970-01-01; a working-day step is twice the number of working days up to the day, odd on a rest
day, so that a day lies after the n-th working day from another exactly where its step exceeds the other's by more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.checks.moments import FAR_DAY, SECONDS_A_DAY, Moment
from zhiheng.checks.parameters import Unit
from zhiheng.checks.rows import Rows, Setting

_HOUR = 3_600
_SHORTEST_MONTH = 28


def column_of(moment: Moment) -> str:
    """Return the ledger's column behind a moment that is a field."""
    names = {"outcome": "outcomes.effective_at", "complaint": "complaints.received_at"}
    return names.get(moment.stem, f"{moment.table}.{moment.stem}_at")


def columns_of(moments: Iterable[Moment]) -> frozenset[str]:
    """Return the ledger's columns behind those moments that are fields."""
    return frozenset(column_of(moment) for moment in moments if moment.fact is None)


@dataclass(frozen=True)
class Edge:
    """One end of a period: the earliest of several moments."""

    at: Any
    day: Any
    workday: Any

    @classmethod
    def of(cls, rows: Rows, moments: Sequence[Moment], start: Edge, setting: Setting) -> Edge:
        """Return the end of a period; where none has come, `at` is NULL and the day is that of the run.

        Of several ends the earliest on or after the day of the start counts. Where all lie before it, the order is
        wrong and the period counts as ended: only an end that never came leaves it open.
        """

        def ended(read: Callable[[Moment], Any]) -> Any:
            values = [read(moment) for moment in moments]
            if len(values) == 1:
                return values[0]
            kept = [
                ibis.ifelse(rows.day(moment) >= start.day, value, ibis.null(value.type()))
                for moment, value in zip(moments, values, strict=True)
            ]
            return ibis.coalesce(earliest(kept), earliest(values))

        return cls(
            ended(rows.at),
            ibis.coalesce(ended(rows.day), setting.as_of_day),
            ibis.coalesce(ended(rows.workday), setting.as_of_workday),
        )

    @classmethod
    def start_of(cls, rows: Rows, moments: Sequence[Moment]) -> Edge:
        """Return the beginning of a period, NULL where it has not begun."""
        at, day, workday = (
            earliest([read(moment) for moment in moments]) for read in (rows.at, rows.day, rows.workday)
        )
        return cls(at, day, workday)


def earliest(values: Sequence[Any]) -> Any:
    """Return the least of the values that are known, NULL where none is."""
    return values[0] if len(values) == 1 else ibis.least(*values)


def step_after(workday: Any, number: Any) -> Any:
    """Return the step of the `number`-th working day after the day with the step `workday`."""
    return workday - workday % 2 + 2 * number


def exceeds(start: Edge, end: Edge, limit: Any, unit: Unit) -> Any:
    """Return whether more than the limit lies between, suspensions and rest days at the end left aside."""
    if unit == "working_days":
        return end.workday > step_after(start.workday, limit)
    gap = end.day - start.day
    if unit == "months":
        return gap > limit * _SHORTEST_MONTH
    # From a day to a later one lie fewer hours than from its beginning to the end of the other.
    return gap * 24 + 24 > limit if unit == "hours" else gap > limit


def with_due_day(rows: ir.Table, unit: Unit, setting: Setting, *, pauses: bool = False, roll: bool = True) -> ir.Table:
    """Add `due_day`, and `paused`: the days (working days where these count) that suspensions took out of the period.

    `rows` have start_day, start_workday, start_at and limit_number; `pauses` says whether suspensions count. Periods of
    days and months that end on a rest day end on the next working day (Civil Code art. 203) unless `roll` is False.
    """
    if unit == "hours":
        due_at = rows.start_at + rows.limit_number.cast("int64") * _HOUR
        # Of a date without time of day the last second is reckoned with.
        dated = rows.start_at % SECONDS_A_DAY == 0
        due_at = ibis.ifelse(dated, due_at + SECONDS_A_DAY - 1, due_at)
        return rows.mutate(due_day=(due_at // SECONDS_A_DAY).cast("int32"), paused=ibis.literal(0, "int32"))
    calendar = setting["calendar"]
    in_months = unit == "months"
    rows = _with_month_end(rows, calendar) if in_months else rows.mutate(length=rows.limit_number.cast("int32"))
    spans = _spans(rows, calendar, setting, unit) if pauses else None
    rows = _with_paused(rows, spans)
    if unit == "working_days":
        rows = rows.mutate(due_step=step_after(rows.start_workday, rows.length + rows.paused).cast("int32"))
        worked = calendar.filter(calendar.workday % 2 == 0).select(due_step="workday", due_day="day")
        return _without(rows.left_join(worked, "due_step"), "due_step", "length")
    rows = rows.mutate(end_of_period=(rows.start_day + rows.length + rows.paused).cast("int32"))
    if not roll:
        return _without(rows.mutate(due_day=rows.end_of_period), "end_of_period", "length")
    rolled = calendar.select(end_of_period="day", due_day="rolled_day")
    joined = rows.left_join(rolled, "end_of_period")
    joined = joined.mutate(due_day=ibis.coalesce(joined.due_day, joined.end_of_period))
    if spans is not None:
        joined = _past_pauses(joined, spans, calendar)
    return _without(joined, "end_of_period", "length")


def _spans(rows: ir.Table, calendar: ir.Table, setting: Setting, unit: Unit) -> ir.Table:
    """Return the suspensions of the rows from the day after the start on, each with its `days` that would have counted.

    `first` until before `to_day`; `counted`: the days of the period that passed before it, were there no other.
    """
    begun = rows.select("case", "start_day", "start_workday", "length").inner_join(setting["pauses"], "case")
    begun = begun.filter(begun.to_day > begun.start_day + 1)
    begun = begun.mutate(first=ibis.greatest(begun.from_day, begun.start_day + 1))
    if unit != "working_days":
        return begun.mutate(days=begun.to_day - begun.first, counted=begun.first - begun.start_day - 1)
    begun = begun.mutate(day_before=begun.first - 1, last=begun.to_day - 1)
    before = calendar.select(day_before="day", step_before="workday")
    within = calendar.select(last="day", last_step="workday")
    begun = _without(begun.left_join(before, "day_before"), "day_before")
    begun = _without(begun.left_join(within, "last"), "last")
    # A suspension without end lasts longer than the calendar.
    last_index = ibis.coalesce(begun.last_step // 2, FAR_DAY)
    index = begun.step_before // 2
    return begun.mutate(days=last_index - index, counted=index - begun.start_workday // 2)


def _with_paused(rows: ir.Table, spans: ir.Table | None) -> ir.Table:
    """Add `paused`: the sum of the suspensions that began before the period had run out.

    The days that counted before a suspension, less those of earlier ones, are then fewer than the period has.
    """
    if spans is None:
        return rows.mutate(paused=ibis.literal(0, "int32"))
    earlier = ibis.window(group_by="case", order_by="first", preceding=(None, 1))
    spans = spans.mutate(before=spans.days.sum().over(earlier).fill_null(0))
    counting = spans.filter(spans.counted - spans.before < spans.length)
    paused = counting.group_by("case").aggregate(paused=counting.days.sum().cast("int32"))
    joined = rows.left_join(paused, "case")
    return _without(joined.mutate(paused=joined.paused.fill_null(0)), "", "case_right")


def _past_pauses(rows: ir.Table, spans: ir.Table, calendar: ir.Table) -> ir.Table:
    """Move `due_day` on where it was reached over rest days and lies in a suspension: nothing can be done then.

    It becomes the earliest working day on or after the end of a later suspension that lies in none.
    """
    rolled = calendar.select(to_day="day", next_day="rolled_day")
    ended = _without(spans.select("case", "to_day").left_join(rolled, "to_day"), "", "to_day_right")
    ended = ended.select("case", next_day=ibis.coalesce(ended.next_day, ended.to_day))
    reached = rows.select("case", "end_of_period", next_day=rows.due_day)
    later = rows.select("case", "end_of_period").inner_join(ended, "case").select("case", "end_of_period", "next_day")
    days = reached.union(later.filter(later.next_day >= later.end_of_period))
    halts = spans.select(halted="case", from_day="first", until_day="to_day")
    inside = [days.case == halts.halted, days.next_day >= halts.from_day, days.next_day < halts.until_day]
    free = days.anti_join(halts, inside).group_by("case").aggregate(free_day=ibis._.next_day.min())
    joined = rows.left_join(free, "case")
    moved = joined.mutate(due_day=ibis.coalesce(joined.free_day, FAR_DAY).cast("int32"))
    return _without(moved, "", "case_right", "free_day")


def _with_month_end(rows: ir.Table, calendar: ir.Table) -> ir.Table:
    """Add the corresponding day so many months later, the last day of a shorter month (Civil Code art. 202)."""
    begun = calendar.select(start_day="day", start_month="month_number", day_of_month="day_of_month")
    months = calendar.filter(calendar.day_of_month == 1).select(
        due_month="month_number", first_of_month="day", month_length="month_length"
    )
    rows = _without(rows.left_join(begun, "start_day"), "", "start_day_right")
    rows = rows.mutate(due_month=(rows.start_month + rows.limit_number).cast("int32"))
    rows = _without(rows.left_join(months, "due_month"), "due_month")
    corresponding = rows.first_of_month + ibis.least(rows.day_of_month, rows.month_length) - 1
    rows = rows.mutate(length=(corresponding - rows.start_day).cast("int32"))
    return _without(rows, "start_month", "day_of_month", "first_of_month", "month_length")


def _without(joined: ir.Table, key: str, *columns: str) -> ir.Table:
    """Drop what a join has left behind: the key, its copy from the right side, and `columns`."""
    gone = {key, f"{key}_right", *columns}
    # Named, not dropped: Ibis writes dropped columns in the order of a set, another in every process.
    return joined.select(*(name for name in joined.columns if name not in gone))


def is_overdue(rows: ir.Table, unit: Unit) -> Any:
    """Return whether the end lies after the due day; for hours whether more of them passed, to the second.

    Where nothing came (`end_at` is NULL), the due day lies before the day of the run.
    """
    if unit != "hours":
        return rows.end_day > rows.due_day
    passed, length = _seconds(rows), rows.limit_number.cast("int64") * _HOUR
    # From a date without time of day fewer seconds than a day are taken off, so that as many as the limit are too many.
    over = ibis.ifelse(rows.start_at % SECONDS_A_DAY == 0, passed >= length, passed > length)
    return ibis.ifelse(rows.end_at.isnull(), rows.end_day > rows.due_day, over)


def elapsed(rows: ir.Table, unit: Unit) -> Any:
    """Return how much of the unit passed from start to end (or to the day of the run); months are told in days."""
    if unit == "working_days":
        return rows.end_workday // 2 - rows.start_workday // 2 - rows.paused
    if unit == "hours":
        return _seconds(rows) // _HOUR
    return rows.end_day - rows.start_day - rows.paused


def _seconds(rows: ir.Table) -> Any:
    """Return the seconds that passed at least: a date without time of day begins late and ends early."""
    end_at = ibis.coalesce(rows.end_at, rows.end_day.cast("int64") * SECONDS_A_DAY)
    dated = rows.start_at % SECONDS_A_DAY == 0
    return end_at - rows.start_at - ibis.ifelse(dated, SECONDS_A_DAY, 0)
