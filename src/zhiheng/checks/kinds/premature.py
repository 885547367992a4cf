"""`premature`: something came sooner after another than the law allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir

from zhiheng.checks import periods
from zhiheng.checks.moments import Fact, Moment, named
from zhiheng.checks.parameters import Limit, Parameters
from zhiheng.checks.rows import Rows, Setting, all_of, found


@dataclass(frozen=True)
class Premature:
    """Between two moments at least so many days or working days pass; with `over`, the last of them must be over."""

    start: Moment
    end: Moment
    least: Limit
    over: bool = False
    unless: tuple[str, ...] = ()
    across = False

    def dated_by(self) -> Moment:
        """Return the moment from which the time runs."""
        return self.start

    def facts(self) -> frozenset[Fact]:
        """Return both moments."""
        counted = {Fact("count", activity) for activity in self.unless}
        return frozenset(counted | {moment.fact for moment in (self.start, self.end) if moment.fact})

    def columns(self) -> frozenset[str]:
        """Return the columns of the fields that are moments."""
        return periods.columns_of((self.start, self.end))

    def requires(self) -> tuple[tuple[str, ...], ...]:
        """Return both ends of the time."""
        return named((self.start,)), named((self.end,))

    def examined(self, rows: Rows, setting: Setting) -> Any:
        """Examine where both came, the second not before the first: that would be out of order."""
        rows = rows.until(setting)
        return all_of(
            rows.day(self.end) >= rows.day(self.start),
            *(~rows.happened(activity) for activity in self.unless),
        )

    def suspects(self, rows: Rows, setting: Setting) -> Any:
        """Suspect what came before the time was up."""
        number = self.least.number
        if not self.over:
            return self._passed(rows) < number
        if self.least.unit == "working_days":
            # On a rest day after the last working day that one is over, though no other has passed.
            return rows.workday(self.end) <= periods.step_after(rows.workday(self.start), number)
        return self._passed(rows) <= number

    def findings(self, rows: ir.Table, setting: Setting) -> ir.Table:
        """Find every suspect, with the days that passed."""
        view = Rows(rows)
        return found(
            rows,
            occurred_at=view.at(self.end),
            measured=self._passed(view),
            limit=self.least.number,
            what=self.end.name,
            from_at=view.at(self.start),
            to_at=view.at(self.end),
        )

    def _passed(self, rows: Rows) -> Any:
        if self.least.unit == "working_days":
            return rows.workday(self.end) // 2 - rows.workday(self.start) // 2
        return rows.day(self.end) - rows.day(self.start)


def read(parameters: Parameters) -> Premature:
    """Read the parameters; faults are noted where they stand."""
    return Premature(
        start=parameters.moment("from"),
        end=parameters.moment("to"),
        least=parameters.limit("least", ("working_days", "days")),
        over=parameters.flag("over", False),
        unless=parameters.texts("unless"),
    )
