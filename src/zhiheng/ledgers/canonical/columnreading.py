"""The columns of a large table as typed SQL: plain cells by DuckDB, the rest by the reader of cells, text by text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb
import pyarrow as pa

from zhiheng.domain.numbers import shortest
from zhiheng.ledgers.canonical.columnsql import Plain, is_numeric, plain_of
from zhiheng.ledgers.canonical.rawtables import RawTable, Unfit, quoted
from zhiheng.ledgers.canonical.typed import ARROW, sql_type, typed_value
from zhiheng.ledgers.cells import read_column
from zhiheng.ledgers.columns import Column, Value
from zhiheng.ledgers.typed_cells import text_of

_AT_ONCE = 200_000
_WAN = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class _Typed:
    """SQL for the value of a column; `map` is the table of values by text that it joins, if any."""

    value: str
    join: str = ""
    map: str = ""
    is_listed: bool = False  # every value stands in the map


@dataclass(frozen=True)
class Readable:
    """A large table all of whose cells can be read; `given` are the columns with at least one value."""

    engine: duckdb.DuckDBPyConnection
    raw: RawTable
    typed: Mapping[str, _Typed]
    given: frozenset[str]

    def query(self, *names: str) -> str:
        """Return SQL for the typed rows: all columns of the contract, or those in `names`."""
        cells, joins = [], []
        for column in self.raw.spec.columns:
            if names and column.name not in names:
                continue
            typed = self.typed.get(column.name, _Typed("NULL"))
            cells.append(f"CAST({typed.value} AS {sql_type(column)}) AS {quoted(column.name)}")
            joins.append(typed.join)
        return f"SELECT {', '.join(cells)} FROM {self.raw.source} AS r {' '.join(joins)}"

    def word_query(self, name: str) -> str:
        """Return SQL for the distinct values of a column in order, from its map where that holds them all."""
        typed = self.typed.get(name)
        if typed and typed.is_listed:
            return f"SELECT DISTINCT value FROM {typed.map} WHERE value IS NOT NULL ORDER BY 1"
        word = quoted(name)
        return f"SELECT DISTINCT {word} FROM ({self.query(name)}) WHERE {word} IS NOT NULL ORDER BY 1"

    def words(self, name: str) -> list[Value]:
        """Return the distinct values of a column."""
        return [row[0] for row in self.engine.execute(self.word_query(name)).fetchall()]


def read_columns(engine: duckdb.DuckDBPyConnection, raw: RawTable, *, in_wan: bool) -> Readable:
    """Return the typed form of a table; raises Unfit where a cell cannot be read or a required one is blank."""
    columns = [column for column in raw.spec.columns if column.name in raw.kinds]
    plain = {
        column.name: plain_of(column, raw.kinds[column.name], in_wan=in_wan and column.money) for column in columns
    }
    rows, told = _survey(engine, raw, plain)
    typed, given = {}, set()
    for column in columns:
        read, odd = told[column.name]
        if column.required and read + odd < rows:
            raise Unfit(f"{raw.spec.name}.{column.name}: a required cell is blank")
        reading = _Reading(engine, raw, column, plain[column.name], in_wan and column.money)
        typed[column.name] = reading.typed(has_odd=odd > 0)
        if read or (odd and reading.has_value()):
            given.add(column.name)
    return Readable(engine, raw, typed, frozenset(given))


def _survey(
    engine: duckdb.DuckDBPyConnection, raw: RawTable, plain: Mapping[str, Plain]
) -> tuple[int, dict[str, tuple[int, int]]]:
    """Return the rows, and of each column how many cells have a plain value and how many are read by their text."""
    counted = ["count(*)"]
    for one in plain.values():
        odd = one.odd or (f"{one.key} <> ''" if not one.value else "false")
        counted += [f"count({one.value}) FILTER (WHERE ({odd}) IS NOT TRUE)" if one.value else "0"]
        counted += [f"count(*) FILTER (WHERE {odd})"]
    (row,) = engine.execute(f"SELECT {', '.join(counted)} FROM {raw.source} AS r").fetchall()
    numbers = [int(number) for number in row]
    return numbers[0], dict(zip(plain, zip(numbers[1::2], numbers[2::2], strict=True), strict=True))


@dataclass(frozen=True, slots=True)
class _Reading:
    """One column while its odd texts are read into a map."""

    engine: duckdb.DuckDBPyConnection
    raw: RawTable
    column: Column
    plain: Plain
    in_wan: bool

    @property
    def map(self) -> str:
        return f"map_{self.raw.spec.name}_{self.column.name}"

    def typed(self, *, has_odd: bool) -> _Typed:
        """Return the SQL of the column, with its map where some texts need one."""
        if not has_odd:
            return _Typed(self.plain.value or "NULL")
        self._fill_map()
        name = quoted(f"m_{self.column.name}")
        join = f"LEFT JOIN {self.map} AS {name} ON {name}.key = {self.plain.key}"
        if not self.plain.value:
            return _Typed(f"{name}.value", join, self.map, is_listed=True)
        return _Typed(f"CASE WHEN {name}.key IS NOT NULL THEN {name}.value ELSE {self.plain.value} END", join, self.map)

    def has_value(self) -> bool:
        """Say whether any of the texts read has a value; blanks have none."""
        row = self.engine.execute(f"SELECT count(value) FROM {self.map}").fetchone()
        return bool(row and row[0])

    def _fill_map(self) -> None:
        """Read the distinct odd texts in portions, so that millions of them never stand in memory together."""
        self.engine.execute(f"CREATE OR REPLACE TABLE {self.map} (key VARCHAR, value {sql_type(self.column)})")
        odd = self.plain.odd or f"{self.plain.key} <> ''"
        query = f"SELECT DISTINCT {self.plain.key} AS key FROM {self.raw.source} AS r WHERE {odd}"
        reader = self.engine.cursor().execute(query).to_arrow_reader(_AT_ONCE)
        for batch in reader:
            keys = batch.column(0)
            values = self._values(keys.to_pylist())
            read = pa.table({"key": keys, "value": pa.array(values, ARROW.get(self.column.type, pa.string()))})
            self.engine.register("texts_read", read)
            self.engine.execute(f"INSERT INTO {self.map} SELECT key, value FROM texts_read")
            self.engine.unregister("texts_read")

    def _values(self, keys: Sequence[str]) -> list[object]:
        kind = self.raw.kinds[self.column.name]
        if is_numeric(kind):
            keys = [shortest(Decimal(key)) if kind.startswith("DECIMAL") else text_of(float(key)) for key in keys]
        values, bad = read_column(self.column, keys)
        if bad:
            raise Unfit(f"{self.raw.spec.name}.{self.column.name}: {next(iter(bad))!r} cannot be read")
        if self.in_wan:
            values = [value * _WAN if isinstance(value, Decimal) else value for value in values]
        typed = [typed_value(self.column, value) for value in values]
        if any(value is not None and one is None for value, one in zip(values, typed, strict=True)):
            raise Unfit(f"{self.raw.spec.name}.{self.column.name}: an amount is too large")
        return typed
