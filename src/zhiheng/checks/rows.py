"""What a kind of check works with: the rows of its subject as Ibis columns, and the shape of what it finds.

Nothing is executed here: kinds build expressions, which an engine compiles and runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.checks.moments import SECONDS_A_DAY, Fact, Moment

#: The columns of a finding before it is written: instants in seconds of the local clock, days since 1970-01-01.
#: `what`, `from_at`, `to_at`, `related` and `value` become the members of `detail`.
FOUND = {
    "unit_id": "string",
    "officer_id": "string",
    "case_id": "string",
    "complaint_id": "string",
    "occurred_at": "int64",
    "due_day": "int32",
    "measured": "decimal(18, 4)",
    "limit": "decimal(18, 4)",
    "what": "string",
    "from_at": "int64",
    "to_at": "int64",
    "related": "string",
    "value": "decimal(18, 4)",
}


@dataclass(frozen=True)
class Setting:
    """The day of the run, and the tables beside the rows: calendar, pauses, complaints, outcomes, texts, events, cases.

    `as_of_day` in days since 1970-01-01; `as_of_workday` is its working-day step (2 × index, odd on a rest day).
    """

    as_of_day: int
    as_of_workday: int
    tables: Mapping[str, ir.Table] = field(repr=False)

    def __getitem__(self, name: str) -> ir.Table:
        return self.tables[name]


@dataclass(frozen=True)
class Rows:
    """The rows of a subject with its facts: one row a case, a complaint or an outcome.

    With `as_of_day` a moment that is a field and lies after that day has not come yet. Facts never do.
    """

    table: ir.Table
    as_of_day: int | None = None

    def __getitem__(self, column: str) -> Any:
        return self.table[column]

    def until(self, setting: Setting) -> Rows:
        """Return the rows as they are known on the day of the run."""
        return replace(self, as_of_day=setting.as_of_day)

    def at(self, moment: Moment) -> Any:
        """Return the instant of a moment in seconds, NULL where it has not come."""
        return self._read(moment, "at")

    def day(self, moment: Moment) -> Any:
        """Return the day of a moment."""
        return self._read(moment, "day")

    def workday(self, moment: Moment) -> Any:
        """Return the working-day step of a moment."""
        return self._read(moment, "workday")

    def _read(self, moment: Moment, unit: str) -> Any:
        values = [self._come(each, unit) for each in (moment, *moment.others)]
        return values[0] if len(values) == 1 else ibis.least(*values)

    def _come(self, moment: Moment, unit: str) -> Any:
        value: Any = self.table[f"{moment.stem}_{unit}"]
        if moment.fact is not None or self.as_of_day is None:
            return value
        has_come = self.table[f"{moment.stem}_day"] <= self.as_of_day
        return ibis.ifelse(has_come, value, ibis.null(value.type()))

    def fact(self, fact: Fact) -> Any:
        """Return a fact that is a number; 0 where there was no such event."""
        return self.table[fact.column]

    def happened(self, activity: str) -> Any:
        """Return whether an activity took place."""
        return self.fact(Fact("count", activity)) > 0


#: Columns that tell whose row it is; everything a finding takes over from it.
_IDS = ("case", "complaint", "case_id", "complaint_id", "outcome_id", "unit_id", "lead_officer_id")


def ids_of(rows: ir.Table) -> dict[str, Any]:
    """Return the columns that tell whose row it is, for a narrower table with values of its own."""
    return {name: rows[name] for name in _IDS if name in rows.columns}


def all_of(*conditions: Any) -> Any:
    """Return whether every condition holds. Where one is unknown the whole is, which a filter takes for no."""
    whole, *others = conditions or (ibis.literal(True),)
    for condition in others:
        whole = whole & condition
    return whole


def any_of(*conditions: Any) -> Any:
    """Return whether one of the conditions holds. Where none does and one is unknown, a filter takes it for no."""
    whole, *others = conditions or (ibis.literal(False),)
    for condition in others:
        whole = whole | condition
    return whole


def is_after(one: Any, other: Any) -> Any:
    """Return whether an instant lies after another, judged at the coarser of the two precisions (contract 6).

    An instant that is a whole number of days is a date without a time of day; equal days are then not out of order.
    """
    one_day, other_day = one // SECONDS_A_DAY, other // SECONDS_A_DAY
    by_day = (one % SECONDS_A_DAY == 0) | (other % SECONDS_A_DAY == 0)
    return (one > other) & (~by_day | (one_day > other_day))


def found(rows: ir.Table, **values: Any) -> ir.Table:
    """Return findings of `rows`, one a row: ids come from the row unless given, everything else not given is NULL.

    `values` are names of `FOUND`; numbers may be of any numeric type.
    """
    columns = {}
    for name, dtype in FOUND.items():
        value = values[name] if name in values else _from_row(rows, name)
        if not isinstance(value, ir.Value):
            value = ibis.null(dtype) if value is None else ibis.literal(value)
        columns[name] = value.cast(dtype).name(name)
    unknown = set(values) - set(FOUND)
    assert not unknown, f"a finding has no column {sorted(unknown)}"
    return rows.select(**columns)


def _from_row(rows: ir.Table, name: str) -> Any:
    if name == "officer_id":
        name = "lead_officer_id"
    elif name == "complaint_id" and "complaint" not in rows.columns:
        return None  # the complaint that a case came from is not what a finding on the case is about
    elif name not in _IDS:
        return None
    return rows[name] if name in rows.columns else None
