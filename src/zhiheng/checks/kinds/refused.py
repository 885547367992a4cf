"""`refused`: a complaint was not accepted. Whether the refusal was lawful, a person must judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir

from zhiheng.checks.moments import Fact, Moment
from zhiheng.checks.parameters import Parameters
from zhiheng.checks.rows import Rows, Setting, all_of, found

_RECEIVED = Moment("received", None, "complaints")


@dataclass(frozen=True)
class Refused:
    """The register says that a complaint was not accepted."""

    across = False

    def dated_by(self) -> Moment:
        """Return the day on which the complaint came in."""
        return _RECEIVED

    def facts(self) -> frozenset[Fact]:
        """Return nothing: a complaint is a row of its own."""
        return frozenset()

    def columns(self) -> frozenset[str]:
        """Return the column that tells acceptance."""
        return frozenset({"complaints.accepted"})

    def requires(self) -> tuple[tuple[str, ...], ...]:
        """Return nothing: no activity of the ledger's own making is asked for."""
        return ()

    def examined(self, rows: Rows, setting: Setting) -> Any:
        """Examine the complaints received of which it is known."""
        return all_of(rows.day(_RECEIVED) <= setting.as_of_day, rows["accepted"].notnull())

    def suspects(self, rows: Rows, setting: Setting) -> Any:
        """Suspect those not accepted."""
        return ~rows["accepted"]

    def findings(self, rows: ir.Table, setting: Setting) -> ir.Table:
        """Find every suspect."""
        at = Rows(rows).at(_RECEIVED)
        return found(rows, occurred_at=at, from_at=at, what="accepted")


def read(parameters: Parameters) -> Refused:
    """Read the (no) parameters."""
    return Refused()
