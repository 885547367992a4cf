"""Suspects of many parts gathered, so that the exact query of a check runs once over thousands and not once a part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhiheng.backends.written import Written
from zhiheng.checks.moments import SECONDS_A_DAY, Fact
from zhiheng.engine.checking.facts import suspensions
from zhiheng.engine.checking.plan import ITEMS_IN_MASK, SUSPECT, Item, Plan, sql_of
from zhiheng.engine.checking.store import Store
from zhiheng.engine.checking.tables import SCHEMAS, table
from zhiheng.ledgers.canonical import day_number

#: So many suspects are gathered before they are judged; a row of them takes about half a kilobyte.
_ENOUGH = 200_000


@dataclass(eq=False)
class Query:
    """The exact query of an item over its suspects; written when the first of them turns up, which is seldom."""

    item: Item
    plan: Plan
    written: Written
    has_rows: bool = False

    @cached_property
    def sql(self) -> str:
        """Return the query."""
        return self.written.get(
            f"findings/{self.number}",
            lambda: sql_of(self.item.findings(self.plan.rows_for(self.item), self.plan.setting)),
        )

    @cached_property
    def number(self) -> int:
        """Return the place of the item in the plan."""
        return next(place for place, item in enumerate(self.plan.items) if item is self.item)

    @property
    def over_all(self) -> str:
        """Return the query over all rows of the subject, suspects or not."""
        return self.written.get(
            f"query/{self.number}", lambda: sql_of(self.plan.query(self.item, self.plan.rows_for(self.item)))
        )

    @property
    def examined_count(self) -> str:
        """Return the count of the rows that the item examines."""
        rows = self.plan.rows_for(self.item)
        return self.written.get(
            f"examined/{self.number}",
            lambda: sql_of(rows.aggregate(examined=self.plan.examined_count(self.item, rows))),
        )

    def is_live(self, wide: pa.Table) -> bool:
        """Return whether any act of a part can fall into the days on which this version was in force."""
        version = self.item.version
        if version.dated_by is None:
            return True
        days = pc.min_max(wide[f"{version.dated_by.stem}_day"]).as_py()
        if days["min"] is None:
            return False
        begun = version.from_date is None or days["max"] >= day_number(version.from_date)
        return begun and (version.until_date is None or days["min"] < day_number(version.until_date))


class Masks:
    """The bits that one pass over a part yields: which item examines and which suspects which row."""

    def __init__(self, columns: dict[str, Any], *, first_case: int) -> None:
        # Several threads may deliver the rows of a large part out of order.
        place = np.asarray(columns["row"], np.int64) - first_case
        self._masks = []
        for number in range(len(columns) - 1):
            mask = np.empty(len(place), np.int64)
            mask[place] = columns[f"mask_{number}"]
            self._masks.append(mask)

    def of(self, bit: int, place: int) -> Any:
        """Return which rows the item at `place` examines or suspects."""
        return self._masks[place // ITEMS_IN_MASK] & (bit << 2 * (place % ITEMS_IN_MASK)) != 0

    def suspicious(self, places: Sequence[int]) -> Any:
        """Return the rows that any of the items at `places` suspects, by number."""
        wanted = np.zeros(len(self._masks[0]), bool)
        for number, mask in enumerate(self._masks):
            bits = sum(SUSPECT << 2 * (place % ITEMS_IN_MASK) for place in places if place // ITEMS_IN_MASK == number)
            wanted |= mask & bits != 0
        return np.flatnonzero(wanted)


@dataclass
class Suspects:
    """Gathers suspects part by part and judges them when there are enough, or at the end."""

    engine: duckdb.DuckDBPyConnection
    plan: Plan
    store: Store
    written: Written
    _rows: list[pa.Table] = field(default_factory=list)
    _turns: list[pa.Table] = field(default_factory=list)
    _places: dict[Query, list[Any]] = field(default_factory=dict)
    _count: int = 0

    def gather(self, wide: pa.Table, events: pa.Table, masks: Masks, queries: Sequence[tuple[int, Query]]) -> None:
        """Take the suspects of a part; `queries` with their place in the masks."""
        suspicious = masks.suspicious([place for place, _ in queries])
        for place, query in queries:
            chosen = np.flatnonzero(masks.of(SUSPECT, place)[suspicious])
            if len(chosen):
                self._places.setdefault(query, []).append(chosen + self._count)
        rows = wide.take(suspicious)
        self._rows.append(rows)
        self._count += len(suspicious)
        if self.plan.needs_pauses:
            self._turns.append(self._turns_of(rows, events))
        if self._count >= _ENOUGH:
            self.judge()

    def judge(self) -> None:
        """Run the exact query of every item over the suspects gathered, and let them go."""
        if not self._count:
            return
        rows = pa.concat_tables(self._rows).combine_chunks()
        self.engine.register("turns", pa.concat_tables(self._turns) if self._turns else _NO_TURNS)
        self.engine.execute(f"CREATE OR REPLACE TABLE pauses AS {self.written.get('pauses', _pauses)}")
        self.engine.unregister("turns")
        for query, places in self._places.items():
            self.engine.register("rows", rows.take(np.concatenate(places)))
            self.store.add(query.item.check.id, self.engine.execute(query.sql).to_arrow_table())
            self.engine.unregister("rows")
        self._rows, self._turns, self._places, self._count = [], [], {}, 0

    def _turns_of(self, suspects: pa.Table, events: pa.Table) -> pa.Table:
        """Return the suspensions and resumptions of the suspects that have any."""
        halted = suspects.filter(pc.greater(suspects[Fact("count", "suspended").column], 0))["case"]
        if not len(halted):
            return _NO_TURNS
        events = events.filter(pc.is_in(events["case"], value_set=halted.combine_chunks()))
        turning = pc.is_in(events["activity"].cast(pa.string()), value_set=pa.array(["suspended", "resumed"]))
        events = events.filter(pc.and_(turning, pc.less(events["at"], self._end)))
        days = pa.array(events["at"].to_numpy() // SECONDS_A_DAY, pa.int32())
        given = {
            "case": events["case"],
            "activity": events["activity"].cast(pa.string()),
            "at": events["at"],
            "day": days,
        }
        return _turns(given)

    @property
    def _end(self) -> int:
        return (self.plan.setting.as_of_day + 1) * SECONDS_A_DAY


_TYPES = {"string": pa.string(), "int32": pa.int32(), "int64": pa.int64(), "boolean": pa.bool_()}


def _turns(given: dict[str, Any]) -> pa.Table:
    """Return events in the columns of the canonical table, those not given empty."""
    size = len(given["case"])
    columns = {name: given.get(name, pa.nulls(size, _TYPES[dtype])) for name, dtype in SCHEMAS["events"].items()}
    return pa.table(columns, schema=pa.schema([(name, _TYPES[dtype]) for name, dtype in SCHEMAS["events"].items()]))


_NO_TURNS = _turns({"case": pa.array([], pa.int32())})


def _pauses() -> str:
    """Return the suspensions among the events called `turns`."""
    return sql_of(suspensions(table("events"))).replace('"events"', '"turns"')
