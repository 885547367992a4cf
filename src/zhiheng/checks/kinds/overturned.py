"""`overturned`: a court, a reconsideration organ, a superior or a disciplinary body decided against the unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir

from zhiheng.checks.moments import Fact, Moment
from zhiheng.checks.parameters import Parameters
from zhiheng.checks.rows import Rows, Setting, all_of, found

_EFFECTIVE = Moment("effective", None, "outcomes")


@dataclass(frozen=True)
class Overturned:
    """An outcome of one of `organs` (none: any) with one of `results`, effective by the day of the run."""

    organs: tuple[str, ...]
    results: tuple[str, ...]
    across = False

    def dated_by(self) -> Moment:
        """Return the day on which the outcome takes effect."""
        return _EFFECTIVE

    def facts(self) -> frozenset[Fact]:
        """Return nothing: an outcome is a row of its own."""
        return frozenset()

    def columns(self) -> frozenset[str]:
        """Return the columns of the outcomes."""
        return frozenset({"outcomes.organ", "outcomes.result"})

    def requires(self) -> tuple[tuple[str, ...], ...]:
        """Return nothing: no activity of the ledger's own making is asked for."""
        return ()

    def examined(self, rows: Rows, setting: Setting) -> Any:
        """Examine the outcomes of these organs."""
        known = rows.day(_EFFECTIVE) <= setting.as_of_day
        return all_of(known, rows["organ"].isin(self.organs)) if self.organs else known

    def suspects(self, rows: Rows, setting: Setting) -> Any:
        """Suspect those against the unit."""
        return rows["result"].isin(self.results)

    def findings(self, rows: ir.Table, setting: Setting) -> ir.Table:
        """Find every suspect; `what` is the result, `related` the outcome's id."""
        view = Rows(rows)
        at = view.at(_EFFECTIVE)
        return found(rows, occurred_at=at, from_at=at, what=view["result"], related=view["outcome_id"])


def read(parameters: Parameters) -> Overturned:
    """Read the parameters; faults are noted where they stand."""
    parameters.need("results")
    return Overturned(parameters.texts("organs"), parameters.texts("results"))
