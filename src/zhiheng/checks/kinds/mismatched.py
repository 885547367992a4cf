"""`mismatched`: decision, payment and publication of a case do not agree with one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.checks.moments import Fact, Moment
from zhiheng.checks.parameters import Parameters
from zhiheng.checks.rows import Rows, Setting, all_of, any_of, found

BETWEEN = ("payment", "publication")


@dataclass(frozen=True)
class Mismatched:
    """`payment`: a closed case paid less than its fine, or more than fine, surcharge and confiscation can amount to.

    The surcharge of 3 % a day never exceeds the fine (Penalty Law art. 72). `publication`: published, never decided.
    """

    between: str
    unless: tuple[str, ...] = ()
    across = False

    def dated_by(self) -> Moment:
        """Return the closing of the case, or the publication."""
        return Moment.first("closed" if self.between == "payment" else "published")

    def facts(self) -> frozenset[Fact]:
        """Return the steps that are held against one another."""
        names = ("closed", "paid") if self.between == "payment" else ("published",)
        counted = ("paid", "decided", *self.unless)
        return frozenset({*(Fact("first", name) for name in names), *(Fact("count", name) for name in counted)})

    def columns(self) -> frozenset[str]:
        """Return the amounts, where it is about payment."""
        return frozenset({"cases.fine", "cases.paid"}) if self.between == "payment" else frozenset()

    def requires(self) -> tuple[tuple[str, ...], ...]:
        """Return nothing: no activity of the ledger's own making is asked for."""
        return ()

    def examined(self, rows: Rows, setting: Setting) -> Any:
        """Examine closed cases with a fine; published cases."""
        there = rows.at(self.dated_by()).notnull()
        fined = [rows["fine"] > 0] if self.between == "payment" else []
        return all_of(there, *fined, *(~rows.happened(name) for name in self.unless))

    def suspects(self, rows: Rows, setting: Setting) -> Any:
        """Suspect what does not agree."""
        if self.between == "publication":
            return ~rows.happened("decided")
        paid = rows["paid"].fill_null(0)
        return any_of(paid < rows["fine"], paid > self._most(rows))

    def findings(self, rows: ir.Table, setting: Setting) -> ir.Table:
        """Find every suspect; `what` says how: unpaid, underpaid, overpaid, undecided."""
        view = Rows(rows)
        at = view.at(self.dated_by())
        if self.between == "publication":
            return found(rows, occurred_at=at, from_at=at, what="undecided")
        paid, most = view["paid"].fill_null(0), self._most(view)
        what = ibis.cases((paid == 0, "unpaid"), (paid < view["fine"], "underpaid"), else_="overpaid")
        limit = ibis.ifelse(paid < view["fine"], view["fine"].cast("decimal(18, 4)"), most.cast("decimal(18, 4)"))
        return found(rows, occurred_at=at, from_at=at, what=what, measured=paid, limit=limit)

    def _most(self, rows: Rows) -> Any:
        return rows["fine"] + rows["fine"] + rows["confiscated"].fill_null(0)


def read(parameters: Parameters) -> Mismatched:
    """Read the parameters; faults are noted where they stand."""
    return Mismatched(parameters.choice("between", BETWEEN), parameters.texts("unless"))
