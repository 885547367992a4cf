"""Writes the tables of the ledger from a staged log as Parquet. Folders are looked after in `folder`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from zhiheng.ledgers.columns import Type
from zhiheng.ledgers.importing.expressions import Expressions, instant, kept, local_time
from zhiheng.ledgers.importing.maps import OFFICER_COLUMNS, LogMap, Source, TableMap, TimeRule
from zhiheng.ledgers.importing.staging import Staged, quoted
from zhiheng.ledgers.tables import TABLES

_TIMES = (Type.instant, Type.date)
_FORMAT = "(FORMAT parquet, COMPRESSION zstd)"


class Tables:
    """The tables that a map makes of a staged log.

    Making one replaces the table `raw` by `log`, which has the times besides: each is read once, however often it is
    asked for afterwards.
    """

    def __init__(self, staged: Staged, mapped: LogMap) -> None:
        self._staged, self._map = staged, mapped
        self._sql = Expressions(staged.places)
        self._moments: dict[tuple[str, TimeRule], str] = {}
        for _, _, source in mapped.sources():
            if source.time is not None:
                self._moments.setdefault(self._key(source), f"m{len(self._moments)}")
        self._read_times()

    def _key(self, source: Source) -> tuple[str, TimeRule]:
        assert source.time is not None
        return self._sql.text(source), source.time

    def _read_times(self) -> None:
        """Make the table `log`: for each time of the map `m0`, `m1`, … as kept, with `m0_raw` as read."""
        read, keeping = [], []
        for (text, rule), name in self._moments.items():
            read.append(f"{(instant if rule.clock == 'instant' else local_time)(text, rule)} AS {name}_raw")
            keeping.append(f"{kept(f'{name}_raw', rule)} AS {name}")
        inner = f"SELECT {', '.join(['*', *read])} FROM raw"
        order = f"{self._order_of_events()} AS at_order"
        self._staged.engine.execute(f"CREATE TABLE log AS SELECT {', '.join(['*', *keeping, order])} FROM ({inner})")
        self._staged.engine.execute("DROP TABLE raw")

    def _order_of_events(self) -> str:
        """Return what events are sorted by: days alone keep the order of the log; else the instant, not the clock."""
        if "events" not in self._map.tables:
            return "0"
        text, rule = self._key(self._map.tables["events"].columns["at"])
        moment = self._moments[(text, rule)]
        return moment if rule.clock == "day" else f"CASE WHEN {moment} IS NOT NULL THEN {instant(text, rule)} END"

    def write(self, folder: Path) -> Mapping[str, int]:
        """Write `<table>.parquet` for every table into `folder`; return the rows of each."""
        queries = {"units": self._units()}
        if "complaints" in self._map.tables:
            queries["complaints"] = self._complaints()
        else:
            if "officers" in self._map.tables:
                queries["officers"] = self._officers()
            queries |= {"cases": self._cases(), "events": self._events()}
        rows = {}
        for table, query in queries.items():
            target = quoted(str(folder / f"{table}.parquet"))
            rows[table] = self._staged.number(f"COPY ({query}) TO {target} {_FORMAT}")
        return rows

    def case_id(self) -> str:
        """Return the expression of the id of a case."""
        return self._sql.text(self._map.tables["cases"].columns["case_id"])

    def events_that_count(self) -> str:
        """Return the condition under which a row of the log is an event of the ledger."""
        keep, place = self._map.lifecycle.keep, self._staged.places.get(self._map.lifecycle.column)
        if not keep or place is None:
            return "is_event"
        return f"is_event AND ({place} IS NULL OR lower({place}) IN ({', '.join(map(quoted, keep))}))"

    def _units(self) -> str:
        unit_id = self._unit()
        return self._gathering("units", f"SELECT {unit_id} AS key, * FROM log", usual={"name": "key"}, key="unit_id")

    def _officers(self) -> str:
        """Return everybody whom a column of the ledger names, each once, with what the log first says of them."""
        named = [
            self._sql.text(self._map.tables[owner].columns[name])
            for owner, name in OFFICER_COLUMNS
            if name in self._map.tables[owner].columns
        ]
        people = " UNION ALL ".join(f"SELECT {each} AS key, * FROM log" for each in named)
        return self._gathering("officers", people, usual={"unit_id": self._unit(), "name": "key"}, key="officer_id")

    def _cases(self) -> str:
        rows = f"SELECT {self.case_id()} AS key, * FROM log"
        return self._gathering("cases", rows, usual={"unit_id": self._unit()}, key="case_id")

    def _gathering(self, name: str, rows: str, *, usual: Mapping[str, str], key: str) -> str:
        """Return the query of a table with one row for each `key` of `rows`; blanks name nothing."""
        columns = [f"key AS {key}", *self._taken(name, self._map.tables[name], usual=usual, key=key)]
        return f"SELECT {', '.join(columns)} FROM ({rows}) WHERE key IS NOT NULL GROUP BY key ORDER BY key"

    def _events(self) -> str:
        table = self._map.tables["events"]
        columns = [f"{self.case_id()} AS case_id", *self._each("events", table, skip="case_id")]
        order = f"{self.case_id()}, at_order NULLS LAST, n"
        return f"SELECT {', '.join(columns)} FROM log WHERE {self.events_that_count()} ORDER BY {order}"

    def _complaints(self) -> str:
        table = self._map.tables["complaints"]
        written = self._sql.text(table.columns["complaint_id"])
        complaint_id = written
        if self._map.numbers_repeated:
            number = f"row_number() OVER (PARTITION BY {written} ORDER BY n)"
            complaint_id = f"CASE WHEN {number} > 1 THEN {written} || '#' || {number} ELSE {written} END"
        columns = [f"{complaint_id} AS complaint_id", *self._each("complaints", table, skip="complaint_id")]
        if "unit_id" not in table.columns:
            columns.append(f"{self._unit()} AS unit_id")
        return f"SELECT {', '.join(columns)} FROM log ORDER BY n"

    def _unit(self) -> str:
        return self._sql.text(self._map.tables["units"].columns["unit_id"])

    def _each(self, name: str, table: TableMap, *, skip: str) -> Iterator[str]:
        """Yield the columns of a table that has a row for each row of the log."""
        for column, source in table.sources():
            if column != skip:
                yield f"{self._cell(name, column, source)} AS {_name(column)}"

    def _cell(self, table: str, column: str, source: Source) -> str:
        """Return a cell: times typed where all of the log can be read, as text otherwise."""
        if source.time is None:
            return self._sql.text(source)
        spec = TABLES[table]
        is_typed = any(known.name == column and known.type in _TIMES for known in spec.columns)
        moment = self._moments[self._key(source)]
        if is_typed and not self.unreadable(source):
            return moment
        return f"coalesce(CAST({moment} AS VARCHAR), {self._sql.text(source)})"

    def unreadable(self, source: Source) -> int:
        """Return how many rows have a time that cannot be read."""
        text, moment = self._sql.text(source), self._moments[self._key(source)]
        return self._staged.number(
            f"SELECT count(*) FROM log WHERE is_event AND {text} IS NOT NULL AND {moment} IS NULL"
        )

    def with_time_of_day(self, source: Source) -> int:
        """Return how many rows have a time other than midnight."""
        read = f"{self._moments[self._key(source)]}_raw"
        return self._staged.number(f"SELECT count(*) FROM log WHERE {read} <> date_trunc('day', {read})")

    def _taken(self, name: str, table: TableMap, *, usual: Mapping[str, str], key: str) -> Iterator[str]:
        """Yield the columns of a table that gathers rows of the log; `usual` are sources where the map is silent."""
        for column in usual:
            if column not in table.columns:
                yield f"{self._first(usual[column])} AS {_name(column)}"
        for column, source in table.sources():
            if column != key:
                yield f"{self._gathered(name, column, source)} AS {_name(column)}"

    def _gathered(self, name: str, column: str, source: Source) -> str:
        cell = self._cell(name, column, source)
        if not source.column:
            return cell
        if source.take == "sum":
            return _sum(cell)
        return self._first(cell, by="arg_max" if source.take == "last" else "arg_min")

    def _first(self, cell: str, *, by: str = "arg_min") -> str:
        """Return the value of the first (or last) row that has one, in time, then in the order of the log."""
        return f"{by}({cell}, {{'at': at_order, 'n': n}}) FILTER (WHERE {cell} IS NOT NULL)"


def _sum(cell: str) -> str:
    """Return an exact sum in shortest form; one addend that is no number is returned instead, to be set aside."""
    number = f"TRY_CAST({cell} AS DECIMAL(28, 8))"
    written = f"regexp_replace(CAST(sum({number}) AS VARCHAR), '\\.?0+$', '')"
    return f"coalesce(min({cell}) FILTER (WHERE {cell} IS NOT NULL AND {number} IS NULL), {written})"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
