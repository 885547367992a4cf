"""`missing`: a stage, a recording, a document number or a field that the procedure demands is not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.checks import periods
from zhiheng.checks.moments import Fact, Moment, named
from zhiheng.checks.parameters import Limit, Parameters
from zhiheng.checks.rows import Rows, Setting, all_of, found, ids_of


@dataclass(frozen=True)
class Missing:
    """Once something has happened, one of `stages` must be there; or the stage recorded, documented; or a field."""

    once: Moment
    stages: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    documented: bool = False
    field: str = ""
    after: Limit | None = None
    unless: tuple[str, ...] = ()
    across = False

    def dated_by(self) -> Moment:
        """Return the moment that makes the demand."""
        return self.once

    def facts(self) -> frozenset[Fact]:
        """Return what makes the demand and what meets it."""
        counted = {Fact("count", activity) for activity in (*self.stages, *self.unless)}
        return frozenset(counted | set(self._met_by()) | ({self.once.fact} if self.once.fact else set()))

    def columns(self) -> frozenset[str]:
        """Return the columns without which the demand cannot be judged."""
        needed = set(periods.columns_of((self.once,)))
        if self.field:
            needed.add(f"cases.{self.field}")
        if self.media:
            needed.add("events.medium")
        if self.documented:
            needed.add("events.document_no")
        return frozenset(needed)

    def requires(self) -> tuple[tuple[str, ...], ...]:
        """Return what makes the demand and what meets it."""
        return named((self.once,)), self.stages

    def examined(self, rows: Rows, setting: Setting) -> Any:
        """Examine where the demand is made, and the time given for it has passed."""
        rows = rows.until(setting)
        conditions = [rows.at(self.once).notnull(), *(~rows.happened(activity) for activity in self.unless)]
        if self.media or self.documented:
            # What did not take place at all is missing as a stage; here only its record is asked for.
            conditions += [rows.happened(activity) for activity in self.stages]
        if self.after is not None:
            conditions.append(self._is_past(rows, setting))
        return all_of(*conditions)

    def suspects(self, rows: Rows, setting: Setting) -> Any:
        """Suspect what lacks the thing demanded."""
        if self.field:
            return rows[self.field].isnull()
        return all_of(*(rows.fact(fact) == 0 for fact in self._met_by()))

    def findings(self, rows: ir.Table, setting: Setting) -> ir.Table:
        """Find every suspect; with a time given, only where its last day, rest days at its end passed over, is over."""
        view = Rows(rows)
        what = ibis.literal(self.field or self.stages[0])
        if self.after is None:
            return found(rows, occurred_at=view.at(self.once), what=what, from_at=view.at(self.once))
        rows = rows.select(
            **ids_of(rows),
            start_at=view.at(self.once),
            start_day=view.day(self.once),
            start_workday=view.workday(self.once),
            limit_number=ibis.literal(self.after.number, "int32"),
            end_at=ibis.null("int64"),
            end_day=ibis.literal(setting.as_of_day, "int32"),
            end_workday=ibis.literal(setting.as_of_workday, "int32"),
        )
        due = periods.with_due_day(rows, self.after.unit, setting)
        due = due.filter(periods.is_overdue(due, self.after.unit))
        return found(
            due,
            occurred_at=due.due_day.cast("int64") * 86_400,
            due_day=due.due_day,
            measured=periods.elapsed(due, self.after.unit),
            limit=due.limit_number if self.after.unit != "months" else due.due_day - due.start_day,
            what=what,
            from_at=due.start_at,
        )

    def _met_by(self) -> tuple[Fact, ...]:
        if self.media:
            return tuple(Fact("recorded", stage, self.media) for stage in self.stages)
        return tuple(Fact("documented" if self.documented else "count", stage) for stage in self.stages)

    def _is_past(self, rows: Rows, setting: Setting) -> Any:
        assert self.after is not None
        now = periods.Edge(None, ibis.literal(setting.as_of_day), ibis.literal(setting.as_of_workday))
        return periods.exceeds(periods.Edge.start_of(rows, (self.once,)), now, self.after.number, self.after.unit)


def read(parameters: Parameters) -> Missing:
    """Read the parameters; faults are noted where they stand."""
    after = parameters.get("after")
    stages, field = parameters.texts("stage"), parameters.text("field")
    if not stages and not field:
        parameters.need("stage")
    return Missing(
        once=parameters.moment("once"),
        stages=stages,
        media=tuple(sorted(parameters.texts("medium"))),
        documented=parameters.flag("document", False),
        field=field,
        after=parameters.limit_at(after, ("days", "working_days", "months")) if after else None,
        unless=parameters.texts("unless"),
    )
