"""`out_of_order`: what must come first came after what it should have preceded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir

from zhiheng.checks.moments import Fact, Moment, named
from zhiheng.checks.parameters import Parameters
from zhiheng.checks.periods import columns_of
from zhiheng.checks.rows import Rows, Setting, all_of, found, is_after


@dataclass(frozen=True)
class OutOfOrder:
    """`first` and `then` are both there; `first` must not come after `then`, judged at the coarser precision."""

    first: Moment
    then: Moment
    unless: tuple[str, ...] = ()
    across = False

    def dated_by(self) -> Moment:
        """Return the later step: the law of its day demands the order."""
        return self.then

    def facts(self) -> frozenset[Fact]:
        """Return both steps."""
        counted = {Fact("count", activity) for activity in self.unless}
        return frozenset(counted | {moment.fact for moment in (self.first, self.then) if moment.fact})

    def columns(self) -> frozenset[str]:
        """Return the columns of the fields that are moments."""
        return columns_of((self.first, self.then))

    def requires(self) -> tuple[tuple[str, ...], ...]:
        """Return both steps."""
        return named((self.first,)), named((self.then,))

    def examined(self, rows: Rows, setting: Setting) -> Any:
        """Examine where both steps were taken; a step never taken is missing, not out of order."""
        rows = rows.until(setting)
        return all_of(
            rows.at(self.first).notnull(),
            rows.at(self.then).notnull(),
            *(~rows.happened(activity) for activity in self.unless),
        )

    def suspects(self, rows: Rows, setting: Setting) -> Any:
        """Suspect what came in the wrong order."""
        return is_after(rows.at(self.first), rows.at(self.then))

    def findings(self, rows: ir.Table, setting: Setting) -> ir.Table:
        """Find every suspect."""
        view = Rows(rows)
        return found(
            rows,
            occurred_at=view.at(self.then),
            measured=view.day(self.first) - view.day(self.then),
            what=self.first.name,
            from_at=view.at(self.then),
            to_at=view.at(self.first),
        )


def read(parameters: Parameters) -> OutOfOrder:
    """Read the parameters; faults are noted where they stand."""
    return OutOfOrder(parameters.moment("first"), parameters.moment("then"), parameters.texts("unless"))
