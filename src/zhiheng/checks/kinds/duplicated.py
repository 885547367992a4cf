"""`duplicated`: the same thing stands in the ledger twice: an event, a document number, a fine for one act."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.checks.moments import Fact, Moment, named
from zhiheng.checks.parameters import Parameters
from zhiheng.checks.periods import columns_of
from zhiheng.checks.rows import Rows, Setting, all_of, found, ids_of

OF = ("events", "document_no", "fine")
_AGAIN, _ANY = Fact("again"), Fact("first")
_LEDGER_COLUMNS = {"place_key": "place"}
_FINED_TWICE = ("party_id", "cause", "place_key")


@dataclass(frozen=True)
class Duplicated:
    """Of `events`: exact copies within a case. Of `document_no` and `fine`: the second and every later case."""

    of: str
    same: tuple[str, ...] = ()
    within_in_days: int | None = None
    by: Moment = field(default_factory=lambda: Moment.first("decided"))

    @property
    def across(self) -> bool:
        """Copies of events are seen within the case, the others by comparing cases."""
        return self.of != "events"

    def dated_by(self) -> Moment | None:
        """Return the first event for copies of events, else the moment by which cases are ordered."""
        return Moment(_ANY.column, _ANY) if self.of == "events" else self.by

    def facts(self) -> frozenset[Fact]:
        """Return the copies, or that moment."""
        return frozenset({_AGAIN, _ANY}) if self.of == "events" else frozenset({self.by.fact} if self.by.fact else ())

    def columns(self) -> frozenset[str]:
        """Return what is compared."""
        if self.of == "events":
            return frozenset()
        names = {_LEDGER_COLUMNS.get(name, name) for name in self.same}
        return frozenset(f"cases.{name}" for name in names | ({"fine"} if self.of == "fine" else set())) | columns_of(
            (self.by,)
        )

    def requires(self) -> tuple[tuple[str, ...], ...]:
        """Return the moment that orders the cases."""
        return () if self.of == "events" else (named((self.by,)),)

    def examined(self, rows: Rows, setting: Setting) -> Any:
        """Examine cases with events; decided cases of which all that is compared is known; for fines, those fined."""
        if self.of == "events":
            return rows[_ANY.columns[0]].notnull()
        rows = rows.until(setting)
        conditions = [rows.at(self.by).notnull(), *(rows[name].notnull() for name in self.same)]
        if self.of == "fine":
            conditions.append(rows["fine"] > 0)
        return all_of(*conditions)

    def suspects(self, rows: Rows, setting: Setting) -> Any:
        """Suspect where there are copies; the others only the comparison tells."""
        return rows.fact(_AGAIN) > 0 if self.of == "events" else ibis.literal(True)

    def findings(self, rows: ir.Table, setting: Setting) -> ir.Table:
        """Find cases with copies of events; or each case after the first, `related` the one before it."""
        if self.of == "events":
            view = Rows(rows)
            return found(rows, occurred_at=view[_ANY.columns[0]], measured=view.fact(_AGAIN), limit=0, what="events")
        same = list(self.same)
        view = Rows(rows)
        columns = {**ids_of(rows), **{name: rows[name] for name in same}}
        cases = rows.select(**columns, by_at=view.at(self.by), by_day=view.day(self.by))
        several = cases.group_by(same).aggregate(cases_alike=ibis._.count())
        cases = cases.semi_join(several.filter(several.cases_alike > 1), same)
        order = ibis.window(group_by=same, order_by=["by_at", "case"])
        cases = cases.mutate(
            before_id=cases.case_id.lag().over(order),
            before_at=cases.by_at.lag().over(order),
            before_day=cases.by_day.lag().over(order),
        )
        cases = cases.filter(cases.before_id.notnull())
        if self.within_in_days is not None:
            cases = cases.filter(cases.by_day - cases.before_day <= self.within_in_days)
        return found(
            cases,
            occurred_at=cases.by_at,
            measured=cases.by_day - cases.before_day,
            limit=self.within_in_days,
            what="+".join(self.same),
            from_at=cases.before_at,
            to_at=cases.by_at,
            related=cases.before_id,
        )


def read(parameters: Parameters) -> Duplicated:
    """Read the parameters; faults are noted where they stand."""
    of = parameters.choice("of", OF)
    same = parameters.texts("same")
    within = parameters.span("within") if parameters.get("within") is not None else None
    default = {"events": (), "document_no": ("document_no",), "fine": _FINED_TWICE}[of]
    by = parameters.moment("by") if parameters.get("by") is not None else Moment.first("decided")
    return Duplicated(of, same or default, within, by)
