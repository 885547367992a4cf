"""`late`: something came after its time limit, or has not come and the limit has passed at the day of the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.checks import periods
from zhiheng.checks.moments import Fact, Moment, named
from zhiheng.checks.parameters import UNITS, Limit, Parameters
from zhiheng.checks.rows import Rows, Setting, all_of, any_of, found, ids_of


@dataclass(frozen=True)
class Late:
    """From the earliest of some moments to the earliest of others; suspensions and an extension lengthen the limit."""

    starts: tuple[Moment, ...]
    ends: tuple[Moment, ...]
    limit: Limit
    pauses: bool = False
    extended_by: str = ""
    extension: int = 0
    open: bool = True
    roll: bool = True
    unless: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    across = False

    def dated_by(self) -> Moment:
        """Return the moment from which the period runs: the law of that day sets the limit."""
        return Moment.earliest_of(self.starts)

    def facts(self) -> frozenset[Fact]:
        """Return both ends, and the activities that lengthen the period or take its object away."""
        moments = {moment.fact for moment in (*self.starts, *self.ends) if moment.fact}
        counted = {Fact("count", activity) for activity in (*self.unless, *self.after) if activity}
        if self.extended_by:
            counted.add(Fact("count", self.extended_by))
        if self.pauses:
            counted.add(Fact("count", "suspended"))
        return frozenset(moments | counted)

    def columns(self) -> frozenset[str]:
        """Return the columns of the fields that are moments."""
        return periods.columns_of((*self.starts, *self.ends))

    def requires(self) -> tuple[tuple[str, ...], ...]:
        """Return both ends of the period."""
        return named(self.starts), named(self.ends)

    def examined(self, rows: Rows, setting: Setting) -> Any:
        """Examine where the period has begun and ended, or has begun and may still run."""
        rows = rows.until(setting)
        conditions = [self._start(rows).at.notnull(), *(~rows.happened(name) for name in self.unless)]
        conditions += [rows.happened(name) for name in self.after]
        if not self.open:
            conditions.append(any_of(*(rows.at(end).notnull() for end in self.ends)))
        return all_of(*conditions)

    def suspects(self, rows: Rows, setting: Setting) -> Any:
        """Suspect what took longer than the limit without regard to suspensions and rest days at the end."""
        rows = rows.until(setting)
        start = self._start(rows)
        end = periods.Edge.of(rows, self.ends, start, setting)
        return periods.exceeds(start, end, self._limit(rows), self.limit.unit)

    def findings(self, rows: ir.Table, setting: Setting) -> ir.Table:
        """Find the due day, with suspensions and the rest days at its end, and what came after it."""
        view = Rows(rows).until(setting)
        start = self._start(view)
        end = periods.Edge.of(view, self.ends, start, setting)
        limit = self._limit(view)
        rows = rows.select(
            **ids_of(rows),
            start_day=start.day,
            start_at=start.at,
            start_workday=start.workday,
            end_at=end.at,
            end_day=end.day,
            end_workday=end.workday,
            limit_number=limit.cast("int32"),
        )
        due = periods.with_due_day(rows, self.limit.unit, setting, pauses=self.pauses, roll=self.roll)
        due = due.filter(periods.is_overdue(due, self.limit.unit))
        return found(
            due,
            # What never came is wrong from the day on which it fell due.
            occurred_at=ibis.coalesce(due.end_at, due.due_day.cast("int64") * 86_400),
            due_day=due.due_day,
            measured=periods.elapsed(due, self.limit.unit),
            limit=due.limit_number if self.limit.unit != "months" else due.due_day - due.start_day - due.paused,
            what=self.ends[0].name,
            from_at=due.start_at,
            to_at=due.end_at,
        )

    def _start(self, rows: Rows) -> periods.Edge:
        return periods.Edge.start_of(rows, self.starts)

    def _limit(self, rows: Rows) -> Any:
        number: Any = ibis.literal(self.limit.number, "int32")
        if self.extended_by:
            number = number + ibis.ifelse(rows.happened(self.extended_by), self.extension, 0)
        return number


def read(parameters: Parameters) -> Late:
    """Read the parameters; faults are noted where they stand."""
    pauses = parameters.flag("pauses", False)
    # Hours run at once, through rest days and suspensions alike (Civil Code art. 201).
    limit = parameters.limit("limit", ("days", "working_days", "months") if pauses else UNITS)
    activity, number = parameters.extension("extended", limit.unit)
    return Late(
        starts=parameters.moments("from"),
        ends=parameters.moments("to"),
        limit=limit,
        pauses=pauses,
        extended_by=activity,
        extension=number,
        open=parameters.flag("open", True),
        roll=parameters.flag("roll", True),
        unless=parameters.texts("unless"),
        after=parameters.texts("after"),
    )
