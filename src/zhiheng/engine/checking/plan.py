"""A run as a plan: the facts to gather, the masks of one pass over the cases, and the query of every rule.

Building a plan touches no data: the same checks give the same plan, which can be printed as SQL.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.checks import Check, Version
from zhiheng.checks.check import Subject
from zhiheng.checks.moments import Fact
from zhiheng.checks.rows import Rows, Setting, all_of
from zhiheng.engine.checking.tables import rows_of, table
from zhiheng.ledgers.canonical import day_number
from zhiheng.legaltime import WorkingCalendar

#: The column that numbers the rows of a subject.
_KEY = {"case": "case", "complaint": "complaint", "outcome": "outcome_id"}
_ID = {"case": "case_id", "complaint": "complaint_id", "outcome": "outcome_id"}
#: The two bits of an item in a mask, and how many items a signed 64-bit integer holds.
EXAMINED, SUSPECT, ITEMS_IN_MASK = 1, 2, 31


def workday_step(day: date, calendar: WorkingCalendar) -> int:
    """Return twice the number of working days up to `day`, one more on a rest day."""
    return 2 * calendar.index_of(day) + (0 if calendar.is_workday(day) else 1)


@dataclass(frozen=True)
class Item:
    """One version of one check: what a run asks of the rows of its subject."""

    check: Check
    version: Version

    @property
    def facts(self) -> frozenset[Fact]:
        """Return every fact that the item reads."""
        dated = self.version.dated_by
        dates = {dated.fact} if dated is not None and dated.fact is not None else set()
        return self.version.rule.facts() | self.check.applies.facts() | dates

    @property
    def across(self) -> bool:
        """Return whether the rule compares rows."""
        return self.version.rule.across

    def examined(self, rows: Rows, setting: Setting) -> Any:
        """Return which rows are examined: the check applies, and this version was in force on the day of the act."""
        conditions = list(self.check.applies.condition(rows))
        if self.version.dated_by is not None:
            day = rows.day(self.version.dated_by)
            if self.version.from_date is not None:
                conditions.append(day >= day_number(self.version.from_date))
            if self.version.until_date is not None:
                conditions.append(day < day_number(self.version.until_date))
        return all_of(*conditions, self.version.rule.examined(rows, setting))

    def suspects(self, rows: Rows, setting: Setting) -> Any:
        """Return which examined rows are to be looked at closely."""
        return self.version.rule.suspects(rows, setting)

    def findings(self, rows: ir.Table, setting: Setting) -> ir.Table:
        """Return the findings among suspect rows."""
        return self.version.rule.findings(rows, setting)


@dataclass(frozen=True)
class Plan:
    """The checks of a run on one day, in the order of their ids."""

    checks: Sequence[Check]
    as_of: date
    calendar: WorkingCalendar = field(repr=False)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Return every version of every check."""
        return tuple(Item(check, version) for check in self.checks for version in check.versions)

    def of(self, subject: Subject, *, across: bool) -> tuple[Item, ...]:
        """Return the items of a subject that compare rows, or those that judge each alone."""
        return tuple(item for item in self.items if item.check.subject == subject and item.across is across)

    @cached_property
    def facts(self) -> frozenset[Fact]:
        """Return the facts of all items on cases."""
        return frozenset(fact for item in self.items if item.check.subject == "case" for fact in item.facts)

    @cached_property
    def setting(self) -> Setting:
        """Return the day of the run with the tables by name."""
        names = ("calendar", "pauses", "complaints", "outcomes", "texts", "events")
        tables = {name: table(name) for name in names}
        return Setting(day_number(self.as_of), workday_step(self.as_of, self.calendar), tables)

    @property
    def needs_pauses(self) -> bool:
        """Return whether any item asks for suspensions."""
        return Fact("count", "suspended") in self.facts

    def rows(self, subject: Subject, name: str) -> ir.Table:
        """Return the rows of a subject, with the facts of the plan, as a table called `name`."""
        return rows_of(subject, self.facts if subject == "case" else (), name)

    def rows_for(self, item: Item, name: str = "rows") -> ir.Table:
        """Return the rows of an item's subject with no more facts than the item reads: its query stays short."""
        return rows_of(item.check.subject, item.facts if item.check.subject == "case" else (), name)

    def masks(self, items: Sequence[Item], rows: ir.Table) -> ir.Table:
        """Return, for every `row`, which items examine it and which suspect it: two bits an item in `mask_0`, `mask_1`…

        What an item suspects is asked only of the rows that it examines.
        """
        view = Rows(rows)
        columns: dict[str, Any] = {"row": rows[_KEY[items[0].check.subject]]}
        for first in range(0, len(items), ITEMS_IN_MASK):
            total: Any = ibis.literal(0, "int64")
            for place, item in enumerate(items[first : first + ITEMS_IN_MASK]):
                examined = ibis.literal(EXAMINED << 2 * place, "int64")
                both = ibis.literal((EXAMINED | SUSPECT) << 2 * place, "int64")
                looked_at = item.version.rule.suspects(view, self.setting).ifelse(both, examined)
                total = total + item.examined(view, self.setting).ifelse(looked_at, ibis.literal(0, "int64"))
            columns[f"mask_{first // ITEMS_IN_MASK}"] = total
        return rows.select(**columns)

    def suspect_rows(self, item: Item, rows: ir.Table) -> ir.Table:
        """Return the rows that an item examines and suspects."""
        view = Rows(rows)
        return rows.filter(item.examined(view, self.setting) & item.suspects(view, self.setting))

    def examined_rows(self, item: Item, rows: ir.Table) -> ir.Table:
        """Return unit and id of the rows that an item examines."""
        seen = rows.filter(item.examined(Rows(rows), self.setting))
        return seen.select(unit_id=seen["unit_id"], row_id=seen[_ID[item.check.subject]])

    def examined_count(self, item: Item, rows: ir.Table) -> Any:
        """Return how many rows an item examines."""
        return item.examined(Rows(rows), self.setting).ifelse(1, 0).sum().fill_null(0)

    def query(self, item: Item, rows: ir.Table) -> ir.Table:
        """Return the findings of an item over all rows of its subject."""
        return item.findings(self.suspect_rows(item, rows), self.setting)


def sql_of(expression: Any, dialect: str = "duckdb") -> str:
    """Return an expression as SQL of `duckdb`, `postgres` or `pyspark`."""
    return str(ibis.to_sql(expression, dialect=dialect))


def queries(plan: Plan, dialect: str = "duckdb") -> Iterator[tuple[Item, str]]:
    """Yield every item with its query over a table `rows` that holds its subject and the facts."""
    for item in plan.items:
        yield item, sql_of(plan.query(item, plan.rows_for(item)), dialect)
