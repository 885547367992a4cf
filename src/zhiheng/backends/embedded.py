"""The embedded engine: DuckDB and numpy in this process, part by part, so that memory does not grow with the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import ibis.expr.operations as ops
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from zhiheng.backends.suspects import Masks, Query, Suspects
from zhiheng.backends.written import Written
from zhiheng.engine.checking.calendar import calendar_rows
from zhiheng.engine.checking.pivot import Days, Officers, Pivot, event_columns
from zhiheng.engine.checking.plan import EXAMINED, Item, Plan, sql_of
from zhiheng.engine.checking.store import Store
from zhiheng.engine.checking.tables import SCHEMAS
from zhiheng.ledgers.canonical import Canonical, Part, Tell, cache_folder, files_of
from zhiheng.ledgers.duckdb_settings import duckdb_settings

_SMALL = ("complaints", "outcomes", "officers", "texts")


@dataclass
class Embedded:
    """Runs plans in this process. `memory_limit` bounds what DuckDB holds; the rest is one part at a time."""

    memory_limit: str = "1GB"
    threads: int = 2
    name: str = "duckdb"

    def run(self, plan: Plan, canonical: Canonical, store: Store, tell: Tell) -> None:
        """Run a plan: cases part by part, then what compares them, then complaints and outcomes."""
        with self._connected(store.folder) as engine:
            written = Written(plan, cache_folder())
            _Run(engine, plan, canonical, store, tell, written).all()
            written.keep()

    @contextmanager
    def _connected(self, folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
        settings = duckdb_settings(self.memory_limit, threads=self.threads, spill=folder / "engine-spill")
        with duckdb.connect(":memory:", config=settings) as engine:
            yield engine


@dataclass
class _Run:
    engine: duckdb.DuckDBPyConnection
    plan: Plan
    canonical: Canonical
    store: Store
    tell: Tell
    written: Written
    days: Days = field(init=False)

    def all(self) -> None:
        """Run every item."""
        for name in _SMALL:
            self._view(name, self.canonical.table(name))
        self._view("events", self.canonical.table("events"))
        calendar = calendar_rows(self.plan.calendar, self._first_date(), self.plan.as_of)
        self.engine.register("calendar", calendar)
        self.days = Days(self.plan.setting.as_of_day, calendar["day"][0].as_py(), calendar["workday"].to_numpy())
        if any(item.check.subject == "case" for item in self.plan.items):
            self._cases()
        for subject in ("complaint", "outcome"):
            items = (*self.plan.of(subject, across=False), *self.plan.of(subject, across=True))
            if items:
                source = "complaints" if subject == "complaint" else "outcomes"
                self._whole(items, source)

    def _first_date(self) -> date:
        """Return the first day that any row of the ledger names, as the canonical calendar begins with it."""
        (found,) = self.engine.execute(
            f"SELECT min(day) FROM '{files_of(self.canonical.table('calendar'))}'"
        ).fetchall()
        return date.fromordinal(date(1970, 1, 1).toordinal() + int(found[0]))

    def _view(self, name: str, files: Path) -> None:
        self.engine.execute(f"CREATE VIEW {name} AS FROM read_parquet('{files_of(files)}')")

    def _cases(self) -> None:
        """Judge the cases part by part, keeping aside the columns by which they are compared afterwards."""
        across = self.plan.of("case", across=True)
        queries = [Query(item, self.plan, self.written) for item in (*self.plan.of("case", across=False), *across)]
        compared = self.written.get("compared", lambda: " ".join(_columns_read(self.plan, across))).split()
        aside = self.store.folder / "compared"
        aside.mkdir(exist_ok=True)
        parts = self.canonical.parts
        suspects = Suspects(self.engine, self.plan, self.store, self.written)
        for number, (part, wide, events) in enumerate(self._parts()):
            self.tell("check", number, len(parts))
            live = [query for query in queries if query.is_live(wide)]
            if live:
                masks = self._examined(wide, live)
                alone = [(place, query) for place, query in enumerate(live) if not query.item.across]
                suspects.gather(wide, events, masks, alone)
            if across:
                # Written once, read once, on a disk that forgets it: packing it would cost more than it saves.
                pq.write_table(wide.select(compared), aside / f"part-{part.number:04}.parquet", compression="none")
            del wide, events
        suspects.judge()
        self.tell("check", len(parts), len(parts))
        if across:
            self._view("compared", aside / "part-*.parquet")
            self._whole(
                [query.item for query in queries if query.item.across and query.has_rows], "compared", counted=True
            )

    def _parts(self) -> Iterator[tuple[Part, pa.Table, pa.Table]]:
        """Yield every part with its cases and facts, and its events; the next is prepared while one is judged."""
        officers = Officers(frozenset(self._qualified()))
        with ThreadPoolExecutor(max_workers=1) as ahead:
            waiting = None
            for part in (*self.canonical.parts, None):
                coming = ahead.submit(self._prepared, part, officers) if part is not None else None
                if waiting is not None:
                    yield waiting.result()
                waiting = coming

    def _prepared(self, part: Part, officers: Officers) -> tuple[Part, pa.Table, pa.Table]:
        facts = self.plan.facts
        columns = event_columns(facts)
        coded = [name for name in columns if name in ("activity", "officer_id", "medium")]
        events = pq.read_table(part.events_file, columns=columns, read_dictionary=coded)
        cases = pq.read_table(part.cases_file, columns=list(SCHEMAS["cases"]))
        pivot = Pivot(
            events,
            cases,
            first_case=part.first_case,
            days=self.days,
            officers=officers,
        )
        made = pivot.columns(facts)
        wide = pa.table({**{name: cases[name] for name in cases.column_names}, **made})
        return part, wide, events

    def _qualified(self) -> list[str]:
        found = self.engine.execute("SELECT officer_id FROM officers WHERE legal_qualification").fetchall()
        return [str(row[0]) for row in found]

    def _examined(self, wide: pa.Table, queries: Sequence[Query]) -> Masks:
        """Run the one pass over a part for all items, and note what each examines."""
        self.engine.register("wide", wide)
        columns = self.engine.execute(self._masks_of(queries)).fetchnumpy()
        self.engine.unregister("wide")
        masks = Masks(columns, first_case=wide["case"][0].as_py())
        for place, query in enumerate(queries):
            check_id = query.item.check.id
            seen = masks.of(EXAMINED, place)
            count = int(np.count_nonzero(seen))
            self.store.examined[check_id] += count
            query.has_rows = query.has_rows or count > 0
            if self.store.keep.wants(check_id):
                ids = wide.select(["unit_id", "case_id"]).rename_columns(["unit_id", "row_id"])
                self.store.add_examined(check_id, ids.filter(pa.array(seen)))
        return masks

    def _masks_of(self, queries: Sequence[Query]) -> str:
        """Return the one pass over a part for some items; it stays the same from part to part."""
        purpose = "masks/" + " ".join(str(query.number) for query in queries)
        items = [query.item for query in queries]
        return self.written.get(purpose, lambda: sql_of(self.plan.masks(items, self.plan.rows("case", "wide"))))

    def _whole(self, items: Sequence[Item], source: str, *, counted: bool = False) -> None:
        """Run items over a whole table; `counted` where the rows they examine were counted before."""
        self.engine.execute(f"CREATE OR REPLACE TEMP VIEW rows AS FROM {source}")
        for number, item in enumerate(items):
            self.tell("compare", number, len(items))
            query = Query(item, self.plan, self.written)
            if not counted:
                self._count_examined(query)
            self.store.add(item.check.id, self.engine.execute(query.over_all).to_arrow_table())
        self.tell("compare", len(items), len(items))

    def _count_examined(self, query: Query) -> None:
        check_id = query.item.check.id
        (count,) = self.engine.execute(query.examined_count).fetchall()
        self.store.examined[check_id] += int(count[0])
        if self.store.keep.wants(check_id):
            ids = self.engine.execute(sql_of(self.plan.examined_rows(query.item, self.plan.rows_for(query.item))))
            self.store.add_examined(check_id, ids.to_arrow_table())


def _columns_read(plan: Plan, items: Sequence[Item]) -> list[str]:
    """Return the columns of the cases, and their facts, that items read."""
    read = {"case", "case_id", "unit_id", "lead_officer_id"}
    for item in items:
        expression: ir.Table = plan.query(item, plan.rows_for(item))
        read |= {node.name for node in expression.op().find(ops.Field)}
    return [name for name in plan.rows("case", "rows").columns if name in read]
