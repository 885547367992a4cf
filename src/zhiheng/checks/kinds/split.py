"""`split`: what looks like one case was made into several: the same party and matter again within days.

With a threshold the amounts are looked at: each stays below what gives the right to a hearing, together they do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.checks.moments import Fact, Moment, named
from zhiheng.checks.parameters import Parameters
from zhiheng.checks.periods import columns_of
from zhiheng.checks.rows import Rows, Setting, all_of, found, ids_of

_LEDGER_COLUMNS = {"place_key": "place"}


@dataclass(frozen=True)
class Split:
    """Cases equal in the columns `same` whose moment `by` lies within days of the one before."""

    same: tuple[str, ...]
    within_in_days: int
    by: Moment
    thresholds: tuple[tuple[str, Decimal], ...] = ()
    unless: tuple[str, ...] = ()
    across = True

    def dated_by(self) -> Moment:
        """Return the moment by which the cases are ordered."""
        return self.by

    def facts(self) -> frozenset[Fact]:
        """Return that moment."""
        return frozenset({Fact("count", name) for name in self.unless} | ({self.by.fact} if self.by.fact else set()))

    def columns(self) -> frozenset[str]:
        """Return what is compared."""
        compared = {f"cases.{_LEDGER_COLUMNS.get(name, name)}" for name in self.same}
        compared |= columns_of((self.by,))
        return frozenset(compared | ({"cases.fine", "cases.party_kind"} if self.thresholds else set()))

    def requires(self) -> tuple[tuple[str, ...], ...]:
        """Return the moment that orders the cases."""
        return (named((self.by,)),)

    def examined(self, rows: Rows, setting: Setting) -> Any:
        """Examine cases of which all that is compared is known; with thresholds, those fined below theirs."""
        rows = rows.until(setting)
        conditions = [rows.at(self.by).notnull(), *(rows[name].notnull() for name in self.same)]
        conditions += [~rows.happened(name) for name in self.unless]
        if self.thresholds:
            conditions += [rows["fine"] > 0, rows["fine"] < self._threshold(rows)]
        return all_of(*conditions)

    def suspects(self, rows: Rows, setting: Setting) -> Any:
        """Suspect all: only the comparison tells."""
        return ibis.literal(True)

    def findings(self, rows: ir.Table, setting: Setting) -> ir.Table:
        """Find the second and every later case of a row of cases; `related` names the one before."""
        view = Rows(rows)
        columns: dict[str, Any] = {**ids_of(rows), **{name: rows[name] for name in self.same}}
        columns |= {"by_at": view.at(self.by), "by_day": view.day(self.by)}
        if self.thresholds:
            columns |= {"fine": rows["fine"], "threshold": self._threshold(view)}
        cases = rows.select(**columns)
        several = cases.group_by(list(self.same)).aggregate(cases_alike=ibis._.count())
        several = several.filter(several.cases_alike > 1)
        cases = cases.semi_join(several, list(self.same))
        order = ibis.window(group_by=list(self.same), order_by=["by_at", "case"])
        cases = cases.mutate(
            before_day=cases.by_day.lag().over(order),
            before_at=cases.by_at.lag().over(order),
            before_id=cases.case_id.lag().over(order),
        )
        cases = cases.mutate(gap=cases.by_day - cases.before_day)
        if self.thresholds:
            # Days ahead are seen too: of cases of one day each must count the others.
            near = ibis.range_window(
                group_by=list(self.same), order_by="by_day", preceding=self.within_in_days, following=0
            )
            cases = cases.mutate(together=cases.fine.sum().over(near))
            cases = cases.filter(cases.together >= cases.threshold)
        cases = cases.filter(cases.gap <= self.within_in_days)
        return found(
            cases,
            occurred_at=cases.by_at,
            measured=cases.gap,
            limit=self.within_in_days,
            what="+".join(self.same),
            from_at=cases.before_at,
            to_at=cases.by_at,
            related=cases.before_id,
            value=cases.together if self.thresholds else None,
        )

    def _threshold(self, rows: Rows) -> Any:
        value: Any = ibis.null("decimal(18, 4)")
        for party, amount in self.thresholds:
            value = ibis.ifelse(rows["party_kind"] == party, ibis.literal(amount, "decimal(18, 4)"), value)
        return value


def read(parameters: Parameters) -> Split:
    """Read the parameters; faults are noted where they stand."""
    parameters.need("same")
    node = parameters.get("threshold")
    thresholds = [(party, child.decimal()) for party, child in node.entries()] if node is not None else []
    return Split(
        same=parameters.texts("same"),
        within_in_days=parameters.span("within"),
        by=parameters.moment("by"),
        thresholds=tuple((party, amount) for party, amount in thresholds if amount is not None),
        unless=parameters.texts("unless"),
    )
