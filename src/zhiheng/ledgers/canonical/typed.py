"""Tables of a ledger as typed DuckDB tables: integers for days and instants. Used for ledgers read cell by cell."""

from __future__ import annotations

from calendar import timegm
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

import duckdb
import pyarrow as pa

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers.canonical.days import day_number
from zhiheng.ledgers.columns import Column, TableSpec, Type, Value
from zhiheng.ledgers.ledger import Table
from zhiheng.ledgers.tables import TABLES

DAY = 86_400
MOST_MONEY = Decimal(10) ** 13  # DECIMAL(18,4) ends at 10^14, and rounding must not reach it
ARROW: dict[Type, pa.DataType] = {
    Type.boolean: pa.bool_(),
    Type.date: pa.int32(),
    Type.instant: pa.int64(),
    Type.decimal: pa.decimal128(18, 4),
}
_FOURTH_PLACE = Decimal("0.0001")

_SQL: dict[Type, str] = {
    Type.boolean: "BOOLEAN",
    Type.date: "INTEGER",
    Type.instant: "BIGINT",
    Type.decimal: "DECIMAL(18,4)",
}


def sql_type(column: Column) -> str:
    """Return the DuckDB type of a column; instants are local seconds, dates are days since 1970-01-01."""
    return _SQL.get(column.type, "VARCHAR")


def load_table(engine: duckdb.DuckDBPyConnection, table: Table) -> frozenset[str]:
    """Make the DuckDB table `given_<name>` of the accepted rows; returns the columns with at least one value.

    Raises Refusal on an amount of 10^13 yuan or more.
    """
    spec = TABLES[table.name]
    if not table.is_given:
        _make_empty(engine, spec)
        return frozenset()
    arrays = {column.name: _array(column, table) for column in spec.columns}
    engine.register("rows_read", pa.table(arrays))
    engine.execute(f"CREATE OR REPLACE TABLE given_{table.name} AS SELECT * FROM rows_read")
    engine.unregister("rows_read")
    return frozenset(name for name, array in arrays.items() if array.null_count < len(array))


def _make_empty(engine: duckdb.DuckDBPyConnection, spec: TableSpec) -> None:
    columns = ", ".join(f'"{column.name}" {sql_type(column)}' for column in spec.columns)
    engine.execute(f"CREATE OR REPLACE TABLE given_{spec.name} ({columns})")


def seconds_of(moment: date) -> int:
    """Return local seconds since 1970-01-01; a date is its midnight. Fractions of a second are dropped.

    What happens within the first second of a day therefore counts as that day without a time.
    """
    return timegm(moment.timetuple()) if isinstance(moment, datetime) else day_number(moment) * DAY


def money_of(value: Decimal) -> Decimal | None:
    """Return an amount in four decimal places, half up; None where it has too many digits."""
    return value.quantize(_FOURTH_PLACE, ROUND_HALF_UP) if value < MOST_MONEY else None


def typed_value(column: Column, value: Value) -> object:
    """Return a value as DuckDB holds it; None for an amount with too many digits."""
    if isinstance(value, datetime):
        return seconds_of(value)
    if isinstance(value, date):
        return seconds_of(value) if column.type is Type.instant else day_number(value)
    return money_of(value) if isinstance(value, Decimal) else value


def _array(column: Column, table: Table) -> pa.Array:
    values = table.columns[column.name]
    known = {value: typed_value(column, value) for value in dict.fromkeys(values)}  # each distinct value once
    typed = [known[value] for value in values]
    if column.type is Type.decimal:
        _judge_amounts(column, table, typed)
    return pa.array(typed, ARROW.get(column.type, pa.string()))


def _judge_amounts(column: Column, table: Table, typed: Sequence[object]) -> None:
    for row, (value, amount) in enumerate(zip(table.columns[column.name], typed, strict=True)):
        if value is not None and amount is None:
            file, number = table.places[row]
            reason = Text("金额过大", "the amount is too large")
            remedy = Text("核对该单元格，应小于十万亿元", "check the cell; it must be below 10^13 yuan")
            place = Place(file=file, table=table.name, row=number, column=column.name)
            raise Refusal(Fault("too_large", place, reason, remedy, str(value)))
