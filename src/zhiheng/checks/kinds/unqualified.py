"""`unqualified`: those who acted were too few, not certified, auxiliaries, or judged their own case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.checks.moments import Fact, Moment, named
from zhiheng.checks.parameters import Parameters
from zhiheng.checks.periods import columns_of
from zhiheng.checks.rows import Rows, Setting, all_of, any_of, found

DEMANDS = ("two_officers", "officer_role", "certificate", "reviewer_apart", "legal_qualification")
_PLACES = ("lead", "second")


@dataclass(frozen=True)
class Unqualified:
    """What is demanded of those who handle a case, on the day of `on`; or of those who took the step `activity`."""

    demands: str
    on: Moment
    activity: str = ""
    across = False

    def dated_by(self) -> Moment:
        """Return the moment on which they acted."""
        return self.on

    def facts(self) -> frozenset[Fact]:
        """Return the moment, and who took the step."""
        facts = {self.on.fact} if self.on.fact else set()
        if self.demands == "reviewer_apart":
            facts |= {Fact("by_handler", self.activity), Fact("first", self.activity)}
        elif self.demands == "legal_qualification":
            facts |= {Fact("unqualified", self.activity), Fact("first", self.activity)}
        return frozenset(facts)

    def columns(self) -> frozenset[str]:
        """Return the columns that name the persons and what they are."""
        needed = {
            "two_officers": ("cases.second_officer_id",),
            "officer_role": ("officers.role",),
            "certificate": ("officers.certificate_no",),
            "reviewer_apart": ("events.officer_id",),
            "legal_qualification": ("events.officer_id", "officers.legal_qualification"),
        }[self.demands]
        return frozenset({"cases.lead_officer_id", *needed}) | columns_of((self.on,))

    def requires(self) -> tuple[tuple[str, ...], ...]:
        """Return the steps that are looked at."""
        return named((self.on,)), (self.activity,) if self.activity else ()

    def examined(self, rows: Rows, setting: Setting) -> Any:
        """Examine where the step was taken by named persons."""
        rows = rows.until(setting)
        acted = rows.at(self.on).notnull()
        if self.demands in ("reviewer_apart", "legal_qualification"):
            return all_of(acted, rows.at(Moment.first(self.activity)).notnull())
        if self.demands == "two_officers":
            return acted
        named = any_of(*(rows[f"{place}_officer_id"].notnull() for place in _PLACES))
        return all_of(acted, named)

    def suspects(self, rows: Rows, setting: Setting) -> Any:
        """Suspect where a person is missing, doubled or not qualified."""
        if self.demands == "two_officers":
            lead, second = rows["lead_officer_id"], rows["second_officer_id"]
            return lead.isnull() | second.isnull() | (lead == second).fill_null(False)
        if self.demands == "reviewer_apart":
            return rows.fact(Fact("by_handler", self.activity)) > 0
        if self.demands == "legal_qualification":
            return rows.fact(Fact("unqualified", self.activity)) > 0
        return any_of(*(self._fails(rows, place) for place in _PLACES))

    def findings(self, rows: ir.Table, setting: Setting) -> ir.Table:
        """Find every suspect, with the person concerned."""
        view = Rows(rows)
        values: dict[str, Any] = {"occurred_at": view.at(self.on), "from_at": view.at(self.on), "what": self.demands}
        if self.demands in ("officer_role", "certificate"):
            at_fault = {place: self._fails(view, place).fill_null(False) for place in _PLACES}
            lead, second = view["lead_officer_id"], view["second_officer_id"]
            values["officer_id"] = ibis.ifelse(at_fault["lead"], lead, second)
            values["related"] = ibis.ifelse(at_fault["lead"] & at_fault["second"], second, ibis.null("string"))
            if self.demands == "certificate":
                ends = ibis.ifelse(at_fault["lead"], view["lead_certified_until"], view["second_certified_until"])
                values["due_day"] = ends
        elif self.activity:
            values["from_at"] = values["occurred_at"] = view.at(Moment.first(self.activity))
        return found(rows, **values)

    def _fails(self, rows: Rows, place: str) -> Any:
        named = rows[f"{place}_officer_id"].notnull()
        if self.demands == "officer_role":
            return named & (rows[f"{place}_role"] == "auxiliary")
        until = rows[f"{place}_certified_until"]
        # An auxiliary has no certificate to lose: that one acts as an officer is another check's finding.
        officer = (rows[f"{place}_role"] != "auxiliary").fill_null(True)
        return named & officer & (until.isnull() | (until < rows.day(self.on)).fill_null(False))


def read(parameters: Parameters) -> Unqualified:
    """Read the parameters; faults are noted where they stand."""
    demands = parameters.choice("demands", DEMANDS)
    activity = parameters.text("activity")
    if demands in ("reviewer_apart", "legal_qualification"):
        parameters.need("activity")
        on = parameters.moment("on") if parameters.get("on") is not None else Moment.first(activity)
        return Unqualified(demands, on, activity)
    return Unqualified(demands, parameters.moment("on"), activity)
