"""`repeated`: the same problem was complained of several times within a span of days (XH-18: three times or more)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.checks.moments import Fact, Moment
from zhiheng.checks.parameters import Parameters
from zhiheng.checks.rows import Rows, Setting, all_of, found, ids_of

_RECEIVED = Moment("received", None, "complaints")
_LEDGER_COLUMNS = {"place_key": "place", "problem": "place"}


@dataclass(frozen=True)
class Repeated:
    """Complaints equal in `same`: a finding is each that is at least the `times`-th within the days up to it."""

    times: int
    within_in_days: int
    same: tuple[str, ...]
    across = True

    def dated_by(self) -> Moment:
        """Return the day on which a complaint came in."""
        return _RECEIVED

    def facts(self) -> frozenset[Fact]:
        """Return nothing: a complaint is a row of its own."""
        return frozenset()

    def columns(self) -> frozenset[str]:
        """Return what is compared; `problem` is place, issue and wording together."""
        return frozenset(f"complaints.{_LEDGER_COLUMNS.get(name, name)}" for name in self.same)

    def requires(self) -> tuple[tuple[str, ...], ...]:
        """Return nothing: no activity of the ledger's own making is asked for."""
        return ()

    def examined(self, rows: Rows, setting: Setting) -> Any:
        """Examine the complaints received by the day of the run of which all that is compared is known."""
        return all_of(
            rows.day(_RECEIVED) <= setting.as_of_day,
            *(rows[name].notnull() for name in self.same),
        )

    def suspects(self, rows: Rows, setting: Setting) -> Any:
        """Suspect all: only the comparison tells."""
        return ibis.literal(True)

    def findings(self, rows: ir.Table, setting: Setting) -> ir.Table:
        """Find the `times`-th and every later complaint; `related` is the one that opens the count."""
        same = list(self.same)
        view = Rows(rows)
        columns = {**ids_of(rows), **{name: rows[name] for name in same}}
        rows = rows.select(**columns, received_at=view.at(_RECEIVED), received_day=view.day(_RECEIVED))
        often = rows.group_by(same).aggregate(complaints_alike=ibis._.count())
        rows = rows.semi_join(often.filter(often.complaints_alike >= self.times), same)
        order = ibis.window(group_by=same, order_by=["received_at", "complaint"])
        back = self.times - 1
        rows = rows.mutate(
            opened_at=rows.received_at.lag(back).over(order),
            opened_day=rows.received_day.lag(back).over(order),
            opened_id=rows.complaint_id.lag(back).over(order),
            number=ibis.row_number().over(order) + 1,
        )
        rows = rows.filter(rows.received_day - rows.opened_day <= self.within_in_days)
        return found(
            rows,
            occurred_at=rows.received_at,
            measured=self.times,
            limit=self.times,
            what="+".join(self.same),
            from_at=rows.opened_at,
            to_at=rows.received_at,
            related=rows.opened_id,
            value=rows.number,
        )


def read(parameters: Parameters) -> Repeated:
    """Read the parameters; faults are noted where they stand."""
    parameters.need("same")
    return Repeated(
        times=parameters.whole("times", 3),
        within_in_days=parameters.span("within"),
        same=parameters.texts("same"),
    )
