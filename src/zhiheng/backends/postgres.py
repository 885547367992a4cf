"""PostgreSQL: the canonical tables copied into a schema of the run's own, in one transaction that is never committed.

Whatever ends the run, also a kill, the server takes everything back: nothing stays in the database.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from zhiheng.backends.whole_ledger import LOADED, WholeLedger, calendar_of
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.engine.checking.plan import Plan
from zhiheng.engine.checking.store import Store
from zhiheng.engine.checking.tables import SCHEMAS
from zhiheng.ledgers.canonical import Canonical, Tell

#: Texts compare by code point on every engine, whatever language the database sorts in.
_TYPES = {
    "string": 'text COLLATE "C"',
    "int32": "integer",
    "int64": "bigint",
    "boolean": "boolean",
    "decimal(18, 4)": "numeric(18, 4)",
}
_ROWS_AT_ONCE = 100_000
_BYTES_AT_ONCE = 16 * 1024 * 1024
_WRITTEN = pacsv.WriteOptions(include_header=False, quoting_style="needed")
#: Of the run alone: limits that a database sets for its everyday queries do not apply to it.
_SETTINGS = {
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "work_mem": "256MB",
    # A statement with two hundred aggregates takes longer to compile than to run.
    "jit": "off",
    "standard_conforming_strings": "on",
    "client_min_messages": "warning",
}


@dataclass(frozen=True)
class Postgres:
    """Runs plans in a PostgreSQL database (version 11 or later, encoding UTF8) named by a connection string.

    The user needs CREATE on the database and nothing else. Raises Refusal where it cannot be reached or says no.
    """

    database: str = field(repr=False)
    name: str = "postgres"

    def run(self, plan: Plan, canonical: Canonical, store: Store, tell: Tell) -> None:
        """Run a plan: load, count, find."""
        try:
            with self._schema() as connection:
                session = _Session(connection)
                for number, table in enumerate(LOADED):
                    tell("load", number, len(LOADED))
                    session.load(table, _pieces(table, canonical, plan))
                tell("load", len(LOADED), len(LOADED))
                session.load("calendar", iter([calendar_of(plan)]))
                WholeLedger(session, plan, store, tell).run()
        except psycopg.Error as wrong:
            raise Refusal(_fault(wrong)) from None

    @contextmanager
    def _schema(self) -> Iterator[psycopg.Connection[Any]]:
        """Yield a connection inside a transaction in which a schema of its own comes first; roll it back at the end."""
        with _connected(self.database) as connection:
            try:
                (encoding,) = connection.execute("SHOW server_encoding").fetchone() or ("",)
                if encoding != "UTF8":
                    raise Refusal(_wrong_encoding(str(encoding)))
                schema = f"zhiheng_{secrets.token_hex(8)}"
                connection.execute("SET TRANSACTION READ WRITE")
                connection.execute(f"CREATE SCHEMA {schema}".encode())
                for name, value in {**_SETTINGS, "search_path": schema}.items():
                    connection.execute("SELECT set_config(%s, %s, true)", [name, value])
                yield connection
            finally:
                if not connection.closed:
                    connection.rollback()


@contextmanager
def _connected(database: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database, client_encoding="utf8", application_name="zhiheng", autocommit=False) as connection:
        yield connection


@dataclass(frozen=True)
class _Session:
    """The tables of a run in the transaction of a connection."""

    connection: psycopg.Connection[Any]
    dialect: str = "postgres"
    rules_at_once: int = 1

    def load(self, name: str, pieces: Iterator[pa.Table]) -> None:
        """Make a table of the ledger and copy rows into it."""
        columns = ", ".join(f'"{column}" {_TYPES[dtype]}' for column, dtype in SCHEMAS[name].items())
        self._execute(f"CREATE UNLOGGED TABLE {name} ({columns})")
        with self.connection.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN (FORMAT csv)".encode()) as copy:
            for piece in pieces:
                written = io.BytesIO()
                pacsv.write_csv(piece, written, _WRITTEN)
                copy.write(written.getbuffer())
        self._execute(f"ANALYZE {name}")

    def create(self, name: str, query: str) -> None:
        """Make a table of the run from a query."""
        self._execute(f"CREATE UNLOGGED TABLE {name} AS {query}")
        self._execute(f"ANALYZE {name}")

    def rows(self, query: str, columns: pa.Schema) -> Iterator[pa.Table]:
        """Yield what a query returns, piece by piece."""
        statement = f"COPY ({query}) TO STDOUT (FORMAT csv)"
        with self.connection.cursor() as cursor, cursor.copy(statement.encode()) as copy:
            waiting, size = [], 0
            for row in copy:
                waiting.append(bytes(row))
                size += len(row)
                if size > _BYTES_AT_ONCE:
                    yield _read(b"".join(waiting), columns)
                    waiting, size = [], 0
        if waiting:
            yield _read(b"".join(waiting), columns)

    def _execute(self, statement: str) -> None:
        self.connection.execute(statement.encode())


def _read(written: bytes, columns: pa.Schema) -> pa.Table:
    """Read lines as `COPY` writes them: nothing between two commas is NULL, two quotation marks are an empty text."""
    return pacsv.read_csv(
        pa.BufferReader(written),
        pacsv.ReadOptions(column_names=columns.names, block_size=len(written) + 1),
        pacsv.ParseOptions(newlines_in_values=True),
        pacsv.ConvertOptions(
            column_types=columns, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False
        ),
    )


def _pieces(name: str, canonical: Canonical, plan: Plan) -> Iterator[pa.Table]:
    """Yield the rows of a table of the ledger; of the events those up to the day of the run."""
    for file in _files(name, canonical):
        with pq.ParquetFile(file) as parquet:
            for batch in parquet.iter_batches(batch_size=_ROWS_AT_ONCE, columns=list(SCHEMAS[name])):
                piece = pa.Table.from_batches([batch]).select(list(SCHEMAS[name]))
                if name == "events":
                    piece = piece.filter(pc.less_equal(piece["day"], plan.setting.as_of_day))
                yield piece


def _files(name: str, canonical: Canonical) -> list[Path]:
    if name == "events":
        return [part.events_file for part in canonical.parts]
    if name == "cases":
        return [part.cases_file for part in canonical.parts]
    return [canonical.table(name)]


def _wrong_encoding(encoding: str) -> Fault:
    return Fault(
        "wrong_encoding",
        Place(),
        Text("数据库的编码不是 UTF8", "the encoding of the database is not UTF8"),
        Text("另建一个编码为 UTF8 的数据库", "use a database whose encoding is UTF8"),
        encoding,
    )


def _fault(wrong: psycopg.Error) -> Fault:
    """Return an error of the server as a fault; what the driver says never holds the password."""
    told = " ".join(str(wrong.diag.message_primary or wrong).split())
    if isinstance(wrong, psycopg.errors.InsufficientPrivilege):
        reason = Text("数据库用户没有建立模式的权限", "the database user may not create a schema")
        remedy = Text("由管理员授权：GRANT CREATE ON DATABASE 库名 TO 用户名", "GRANT CREATE ON DATABASE name TO user")
        return Fault("database_permission", Place(), reason, remedy, told)
    if isinstance(wrong, psycopg.OperationalError) and wrong.sqlstate is None:
        reason = Text("连接不上 PostgreSQL 数据库", "the PostgreSQL database cannot be reached")
        remedy = Text(
            "核对 ZHIHENG_DATABASE_URL（postgresql://用户@主机:5432/库名）与网络",
            "check ZHIHENG_DATABASE_URL (postgresql://user@host:5432/name) and the network",
        )
        return Fault("database_unreachable", Place(), reason, remedy, told)
    reason = Text("PostgreSQL 没有完成检查", "PostgreSQL did not finish the checks")
    remedy = Text("按数据库的报告处理后重新运行", "mend what the database says and run again")
    return Fault("database_error", Place(), reason, remedy, told)
