"""Opens CSV and Parquet files for DuckDB: which column is which, is the file plain enough. No cell is read."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from zhiheng.domain.refusals import Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers.columns import TableSpec
from zhiheng.ledgers.delimited import split_head
from zhiheng.ledgers.grids import Grid, header_of, near_misses

_HEAD_BYTES = 1 << 16
_PORTION, _OVERLAP = 1 << 24, 64
_MOST_BYTES = 1 << 30  # the reader of cells refuses larger text files
_MOST_LINE = 131_072  # and longer cells
_GLOB_SIGNS = frozenset("*?[]{}")
_NESTED = ("STRUCT", "MAP", "UNION", "BLOB", "LIST", "VARIANT", "GEOMETRY")


class Unfit(Exception):
    """Says that a ledger is to be read cell by cell. It never reaches a user."""


@dataclass(frozen=True)
class RawTable:
    """A large table as its files have it: SQL for its rows, and the DuckDB type of each known column that is there.

    `kinds` names columns of the contract; in `source` they bear these names. Rows without any cell are left out.
    """

    spec: TableSpec
    source: str
    kinds: dict[str, str]
    notes: tuple[Text, ...] = field(default=())


def open_table(engine: duckdb.DuckDBPyConnection, spec: TableSpec, files: Sequence[tuple[Path, str]]) -> RawTable:
    """Return the table that stands in `files`, all CSV or all Parquet; raises Unfit on anything out of the ordinary."""
    suffixes = {path.suffix.lower() for path, _ in files}
    if suffixes == {".csv"}:
        return _open_csv(engine, spec, files)
    if suffixes == {".parquet"}:
        return _open_parquet(engine, spec, files)
    raise Unfit("files of several formats")


def quoted(name: str) -> str:
    """Return a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _open_csv(engine: duckdb.DuckDBPyConnection, spec: TableSpec, files: Sequence[tuple[Path, str]]) -> RawTable:
    """Load text files as they are into one table: the columns that are known, every cell text."""
    names = ", ".join(f"{quoted(column.name)} VARCHAR" for column in spec.columns)
    engine.execute(f"CREATE OR REPLACE TABLE raw_{spec.name} ({names})")
    notes: list[Text] = []
    seen: set[str] = set()
    for path, file in files:
        columns, query = _csv_query(spec, path, file)
        known = [name for name in columns if any(name == column.name for column in spec.columns)]
        listed = ", ".join(map(quoted, known))
        places = ", ".join(f"c{columns.index(name)}" for name in known)
        filled = " OR ".join(f"c{place} <> ''" for place in range(len(columns)))
        engine.execute(f"INSERT INTO raw_{spec.name} ({listed}) SELECT {places} FROM {query} WHERE {filled}")
        notes += near_misses(spec, file, [name for name in columns if name])
        seen.update(known)
    kinds = {column.name: "VARCHAR" for column in spec.columns if column.name in seen}
    return RawTable(spec, f"raw_{spec.name}", kinds, tuple(notes))


def _csv_query(spec: TableSpec, path: Path, file: str) -> tuple[list[str], str]:
    """Return the names of a file's columns, empty where the header is, and SQL that reads its rows as c0, c1 …"""
    with path.open("rb") as opened:
        head = opened.read(_HEAD_BYTES)
    if path.stat().st_size > len(head):
        head = head[: head.rfind(b"\n") + 1]
    try:
        rows, delimiter = split_head(head.decode("utf-8-sig"), file)
        top, header, names = header_of(spec, Grid(file, rows, range(1, len(rows) + 1)))
    except (UnicodeDecodeError, Refusal):
        raise Unfit(f"{file}: the head cannot be used") from None
    if any("\n" in cell for row in rows[: top + 1] for cell in row):
        raise Unfit(f"{file}: a header of several lines")
    _judge_bytes(path, delimiter)
    kinds = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(names)))
    query = (
        f"read_csv({literal(_plain(path))}, auto_detect=false, header=false, skip={top + 1},"
        f" delim={literal(delimiter)}, quote='\"', escape='\"', columns={{{kinds}}},"
        f" strict_mode=true, max_line_size={_MOST_LINE})"
    )
    return [name if cell else "" for name, cell in zip(names, header, strict=True)], query


def _judge_bytes(path: Path, delimiter: str) -> None:
    """Raise Unfit where the two readers of CSV might part the text differently: then only the exact one may read it."""
    if path.stat().st_size > _MOST_BYTES:
        raise Unfit("too large a text file")
    ends = rb"[\n\r" + re.escape(delimiter).encode() + rb"]"
    # A quotation mark beside neither an end of a cell nor another one, or with blanks between it and the end.
    stray = re.compile(rb'"(?<!' + ends + rb'")(?<!"")(?!"|' + ends + rb")")
    apart = re.compile(ends + rb' +"|" +"|" +' + ends)
    returns = pairs = lines = 0
    before = delimiter.encode()
    with path.open("rb") as opened:
        while data := opened.read(_PORTION):
            window = before + data.removeprefix(codecs.BOM_UTF8)
            found = stray.search(window, len(before) - 1)
            # A mark at the very end is judged with the portion that follows.
            if b"\0" in data or (found and found.end() < len(window)) or apart.search(window):
                raise Unfit("NUL signs or stray quotation marks")
            returns, lines = returns + data.count(b"\r"), lines + data.count(b"\n")
            pairs += data.count(b"\r\n") + (before[-1:] + data[:1] == b"\r\n")
            before = window[-_OVERLAP:]
    if stray.search(before + b"\n", len(before) - 1):
        raise Unfit("a stray quotation mark at the end")
    if returns and not returns == pairs == lines:
        raise Unfit("mixed line ends")


def _open_parquet(engine: duckdb.DuckDBPyConnection, spec: TableSpec, files: Sequence[tuple[Path, str]]) -> RawTable:
    """Describe Parquet files of one shape; they are read where they stand."""
    shapes = set()
    notes: list[Text] = []
    for path, file in files:
        rows = engine.execute(f"DESCRIBE SELECT * FROM read_parquet({literal(_plain(path))})").fetchall()
        shape = tuple((str(name), str(kind)) for name, kind, *_ in rows)
        shapes.add(shape)
        try:
            _, header, names = header_of(spec, Grid(file, [[name for name, _ in shape]], [1]))
        except Refusal:
            raise Unfit(f"{file}: the header cannot be used") from None
        notes += near_misses(spec, file, [name for name, cell in zip(names, header, strict=True) if cell])
    if len(shapes) != 1 or any(kind.startswith(_NESTED) or kind.endswith("]") for _, kind in shape):
        raise Unfit("parts of several shapes, or nested columns")
    kinds = {name: kind for name, (_, kind) in zip(names, shape, strict=True) if _is_known(spec, name)}
    listed = ", ".join(literal(_plain(path)) for path, _ in files)
    rows_of = f"read_parquet([{listed}])"
    written = [quoted(column) for column, _ in shape]
    filled = [
        f"{column} <> ''" if kind == "VARCHAR" else f"{column} IS NOT NULL"
        for column, (_, kind) in zip(written, shape, strict=True)
    ]
    first = filled[names.index(next(column.name for column in spec.columns if column.required))]
    _judge_blank_rows(engine, rows_of, first, filled)
    picked = ", ".join(
        f"{column} AS {quoted(name)}" for column, name in zip(written, names, strict=True) if name in kinds
    )
    return RawTable(spec, f"(SELECT {picked} FROM {rows_of} WHERE {first})", kinds, tuple(notes))


def _judge_blank_rows(engine: duckdb.DuckDBPyConnection, rows_of: str, first: str, filled: Sequence[str]) -> None:
    """Raise Unfit where a row lacks its first required cell and is not blank throughout."""
    query = f"SELECT 1 FROM {rows_of} WHERE ({first}) IS NOT TRUE AND ({' OR '.join(filled)}) LIMIT 1"
    if engine.execute(query).fetchone():
        raise Unfit("a required cell is blank")


def _is_known(spec: TableSpec, name: str) -> bool:
    return any(name == column.name for column in spec.columns)


def _plain(path: Path) -> str:
    if _GLOB_SIGNS & set(str(path)):
        raise Unfit("a name that DuckDB would read as a pattern")
    return str(path)
