"""A plan over whole tables: the facts and suspensions once, one pass that counts, then the query of each rule.

What an SQL engine has to offer for it is `Tables`; how it connects and loads is for its own module.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.checks.check import Subject
from zhiheng.checks.rows import FOUND
from zhiheng.engine.checking.calendar import calendar_rows
from zhiheng.engine.checking.facts import case_facts, suspensions
from zhiheng.engine.checking.plan import EXAMINED, ITEMS_IN_MASK, SUSPECT, Item, Plan, sql_of
from zhiheng.engine.checking.store import Store
from zhiheng.engine.checking.tables import table
from zhiheng.ledgers.canonical import Tell

#: The tables of the canonical ledger that an engine is to have before a plan runs; `calendar` comes with the plan.
LOADED = ("cases", "events", "complaints", "outcomes", "officers", "texts")
#: Where the rows of a subject stand; the cases with their facts are a table of the run.
_WIDE = "wide"
_ROWS_OF: dict[Subject, str] = {"case": _WIDE, "complaint": "complaints", "outcome": "outcomes"}
_FIRST_DAY = date(1970, 1, 1)
#: Findings that one statement may yield, as far as the counts tell: they stand in memory before they are handed in.
_FOUND_AT_ONCE = 500_000
_ITEM = "item"


class Tables(Protocol):
    """An SQL engine with the tables `LOADED` and `calendar` in it."""

    @property
    def dialect(self) -> str:
        """What `sql_of` calls the engine's SQL."""
        ...

    @property
    def rules_at_once(self) -> int:
        """How many rules one statement asks for: more where every statement costs a start of its own."""
        ...

    def create(self, name: str, query: str) -> None:
        """Make a table of the run from a query."""
        ...

    def rows(self, query: str, columns: pa.Schema) -> Iterator[pa.Table]:
        """Yield what a query returns, piece by piece, in these columns."""
        ...


def calendar_of(plan: Plan) -> pa.Table:
    """Return the calendar of a plan, in the columns of `calendar`."""
    return calendar_rows(plan.calendar, _FIRST_DAY, plan.as_of)


@dataclass(frozen=True)
class WholeLedger:
    """One run of a plan on an engine that holds the tables."""

    tables: Tables
    plan: Plan
    store: Store
    tell: Tell

    def run(self) -> None:
        """Run every item and hand the findings in, with the number of rows each check examined."""
        if any(item.check.subject == "case" for item in self.plan.items):
            facts = case_facts(table("cases"), table("events"), table("officers"), self.plan.facts)
            self._create(_WIDE, facts)
            self._create("pauses", suspensions(table("events")))
        work: list[tuple[Item, int]] = []
        for subject in _ROWS_OF:
            alone, across = (self.plan.of(subject, across=across) for across in (False, True))
            most = self._count(subject, alone, across)
            work += [(item, count) for item, count in zip((*alone, *across), most, strict=True) if count]
        done = 0
        for group in self._groups(work):
            self.tell("check", done, len(work))
            self._find(group)
            done += len(group)
        self.tell("check", len(work), len(work))

    def _create(self, name: str, expression: ir.Table) -> None:
        self.tables.create(name, sql_of(expression, self.tables.dialect))

    def _count(self, subject: Subject, alone: Sequence[Item], across: Sequence[Item]) -> list[int]:
        """Count what each item examines, into the store, and return how many findings each may yield at most.

        That is what an item suspects; one that compares rows may find something in each that it examines.
        """
        rows = self.plan.rows(subject, _ROWS_OF[subject])
        counts: list[int] = []
        if alone:
            masks = self._masks(subject, alone, rows)
            counts += self._numbers(
                masks, [_count_of(masks, bit, place) for bit in (EXAMINED, SUSPECT) for place in range(len(alone))]
            )
        if across:
            counts += self._numbers(rows, [self.plan.examined_count(item, rows) for item in across])
        examined, suspect = counts[: len(alone)], counts[len(alone) : 2 * len(alone)]
        compared = counts[2 * len(alone) :]
        for item, count in zip((*alone, *across), (*examined, *compared), strict=True):
            self.store.examined[item.check.id] += count
        return suspect + compared

    def _masks(self, subject: Subject, items: Sequence[Item], rows: ir.Table) -> ir.Table:
        """Judge every row by every item in one pass, and return the table of the masks."""
        masks = self.plan.masks(items, rows).drop("row")
        name = f"{subject}_masks"
        self._create(name, masks)
        return ibis.table(masks.schema(), name=name)

    def _numbers(self, rows: ir.Table, numbers: Sequence[Any]) -> list[int]:
        """Return aggregates of a table, all from one pass."""
        named = {f"number_{place}": number.cast("int64") for place, number in enumerate(numbers)}
        query = sql_of(rows.aggregate(**named), self.tables.dialect)
        schema = pa.schema([(name, pa.int64()) for name in named])
        (row,) = [row for piece in self.tables.rows(query, schema) for row in piece.to_pylist()]
        return [int(row[name]) for name in named]

    def _groups(self, work: Sequence[tuple[Item, int]]) -> Iterator[list[Item]]:
        """Put together what one statement asks for."""
        group: list[Item] = []
        expected = 0
        for item, weight in work:
            if group and (len(group) == self.tables.rules_at_once or expected + weight > _FOUND_AT_ONCE):
                yield group
                group, expected = [], 0
            group.append(item)
            expected += weight
        if group:
            yield group

    def _find(self, group: Sequence[Item]) -> None:
        """Run the queries of a group as one and hand the findings in, each under its check."""
        queries = [
            self.plan.query(item, self.plan.rows_for(item, _ROWS_OF[item.check.subject])).mutate(
                **{_ITEM: ibis.literal(place, "int32")}
            )
            for place, item in enumerate(group)
        ]
        whole = queries[0] if len(queries) == 1 else ibis.union(*queries, distinct=False)
        for piece in self.tables.rows(sql_of(whole, self.tables.dialect), _FOUND_SCHEMA):
            for place in pc.unique(piece[_ITEM]).to_pylist():
                found = piece.filter(pc.equal(piece[_ITEM], place)).drop_columns([_ITEM])
                self.store.add(group[place].check.id, found)


def _count_of(masks: ir.Table, bit: int, place: int) -> Any:
    """Return how many masks have a bit of the item at `place`."""
    mask = masks[f"mask_{place // ITEMS_IN_MASK}"]
    wanted = ibis.literal(bit << 2 * (place % ITEMS_IN_MASK), "int64")
    return (mask & wanted != 0).ifelse(1, 0).sum().fill_null(0)


#: The columns of a finding as Arrow has them, and the place of its rule in the group.
_FOUND_SCHEMA: pa.Schema = ibis.schema({**FOUND, _ITEM: "int32"}).to_pyarrow()
