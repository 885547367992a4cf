"""Brings a log of any format into one table of text, in a database that spills to disk. Nothing is mapped here.

The table `raw`: n (order in the log), line (row of a table), trace (XES only), is_event, then c0, c1, … for the columns
that the map reads.
"""

from __future__ import annotations

import csv
import glob
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from zhiheng.domain.refusals import Fault, Place, Refusal, near_miss
from zhiheng.domain.texts import Text
from zhiheng.ledgers.duckdb_settings import duckdb_settings
from zhiheng.ledgers.importing.maps import LogMap
from zhiheng.ledgers.importing.text_files import open_text_table
from zhiheng.ledgers.importing.xes import ROW_HEAD, Progress, XesReader
from zhiheng.ledgers.wording import shown

_NESTED = ("STRUCT", "MAP", "UNION", "BLOB", "LIST")
# From here on a double no longer holds every whole number.
_EXACT = 10**15
_BLANKS = " \t\r\n\u00a0\u3000"


@dataclass(frozen=True, slots=True)
class Staged:
    """A log in the database: where each of its columns stands, and what else is to be said of it."""

    engine: duckdb.DuckDBPyConnection
    places: Mapping[str, str]
    left_out: tuple[str, ...]
    declared: frozenset[str] = frozenset()

    def number(self, query: str) -> int:
        """Return the one whole number that a query yields."""
        found = self.engine.execute(query).fetchone()
        return int(found[0] or 0) if found else 0


@contextmanager
def staged_log(path: Path, mapped: LogMap, work: Path, *, progress: Progress | None = None) -> Iterator[Staged]:
    """Yield the log as table `raw`, kept in the folder `work`.

    Raises Refusal where the log cannot be read, or lacks a column that the map names.
    """
    settings = duckdb_settings("1GB", threads=2, spill=work / "spilled")
    with duckdb.connect(str(work / "staging.duckdb"), config=settings) as engine:
        name = path.name.lower()
        if name.endswith((".xes", ".xes.gz")):
            yield _stage_xes(engine, path, mapped, work=work, progress=progress)
        elif name.endswith(".csv"):
            yield _stage_csv(engine, path, mapped, work=work)
        elif name.endswith(".parquet"):
            yield _stage_parquet(engine, path, mapped)
        else:
            reason = Text("不读取这种格式的日志", "logs of this format are not read")
            remedy = Text("导出为 .xes、.xes.gz、.csv 或 .parquet", "export it as .xes, .xes.gz, .csv or .parquet")
            raise Refusal(Fault("unsupported_format", Place(file=path.name), reason, remedy, shown(path.suffix)))


def quoted(text: str) -> str:
    """Return `text` as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def _stage_xes(
    engine: duckdb.DuckDBPyConnection, path: Path, mapped: LogMap, *, work: Path, progress: Progress | None
) -> Staged:
    """Write the rows of the log into a text table first: the parser holds one trace, the database never the whole."""
    wanted = mapped.log_columns()
    reader = XesReader(path, wanted, progress=progress)
    flat = work / "flat.csv"
    with flat.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for rows in reader.rows():
            writer.writerows(rows)
    names = [*ROW_HEAD, *(f"c{place}" for place in range(len(wanted)))]
    texts = ", ".join(f"{_trimmed(name)} AS {name}" for name in names[len(ROW_HEAD) :])
    engine.execute(
        "CREATE TABLE raw AS SELECT row_number() OVER () AS n, CAST(line AS BIGINT) AS line, "
        f"CAST(trace AS BIGINT) AS trace, is_event IS NOT NULL AS is_event, {texts} FROM {_csv_scan(flat, names)}"
    )
    flat.unlink()
    places = {name: f"c{place}" for place, name in enumerate(wanted)}
    return Staged(engine, places, tuple(sorted(reader.left_out)), reader.declared)


def _stage_csv(engine: duckdb.DuckDBPyConnection, path: Path, mapped: LogMap, *, work: Path) -> Staged:
    table = open_text_table(path, spare=work / "utf8.csv")
    places, left_out = _found(table.header, mapped, path.name)
    stands = {name: f"h{table.header.index(name)}" for name in places}
    texts = ", ".join(f"{_trimmed(stands[name])} AS {place}" for name, place in places.items())
    scan = _csv_scan(
        table.path,
        [f"h{place}" for place in range(len(table.header))],
        delimiter=table.delimiter,
        skip=table.lines_above,
    )
    above = table.lines_above
    try:
        engine.execute(
            f"CREATE TABLE raw AS SELECT row_number() OVER () AS n, row_number() OVER () + {above} AS line, "
            f"NULL::BIGINT AS trace, true AS is_event, {texts} FROM {scan}"
        )
    except duckdb.Error as wrong:
        raise _broken_csv(path.name, str(wrong)) from None
    return Staged(engine, places, left_out)


def _stage_parquet(engine: duckdb.DuckDBPyConnection, path: Path, mapped: LogMap) -> Staged:
    scan = f"read_parquet({quoted(glob.escape(str(path)))})"
    try:
        kinds = {str(row[0]): str(row[1]) for row in engine.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()}
        places, left_out = _found(tuple(kinds), mapped, path.name)
        faults = [_nested(path.name, name, kinds[name]) for name in places if _is_nested(kinds[name])]
        if faults:
            raise Refusal(faults)
        texts = ", ".join(f"{_trimmed(_as_text(name, kinds[name]))} AS {place}" for name, place in places.items())
        engine.execute(
            "CREATE TABLE raw AS SELECT row_number() OVER () AS n, row_number() OVER () AS line, "
            f"NULL::BIGINT AS trace, true AS is_event, {texts} FROM {scan}"
        )
    except duckdb.Error as wrong:
        reason = Text("不是完好的 Parquet 文件", "not a sound Parquet file")
        remedy = Text("重新导出该文件，或者改用 CSV", "export the file again, or use CSV")
        value = shown(str(wrong).splitlines()[0])
        raise Refusal(Fault("not_parquet", Place(file=path.name), reason, remedy, value)) from None
    return Staged(engine, places, left_out)


def _found(header: Sequence[str], mapped: LogMap, file: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return where each column that the map reads shall stand, and the columns that it does not read."""
    faults = []
    for table, name, source in mapped.sources():
        if source.column and source.column not in header:
            listed = ", ".join(header)
            remedy = near_miss(source.column, header) or Text(f"日志的列：{listed}", f"columns of the log: {listed}")
            reason = Text(f"日志 {file} 没有映射所写的这一列", f"the log {file} has no such column as the map names")
            faults.append(Fault("missing_column", source.place, reason, remedy, f"{table}.{name}: {source.column}"))
    if faults:
        raise Refusal(faults)
    read = [name for name in mapped.log_columns() if name in header]  # a transition is not in every log
    left_out = tuple(name for name in header if name and name not in read)
    return {name: f"c{place}" for place, name in enumerate(read)}, left_out


def _csv_scan(path: Path, names: Sequence[str], *, delimiter: str = ",", skip: int = 0) -> str:
    columns = ", ".join(f"{name}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({quoted(glob.escape(str(path)))}, auto_detect=false, header=false, skip={skip}, "
        f"delim={quoted(delimiter)}, quote='\"', escape='\"', max_line_size={1 << 25}, columns={{{columns}}})"
    )


def _trimmed(expression: str) -> str:
    return f"NULLIF(trim({expression}, {quoted(_BLANKS)}), '')"


def _as_text(name: str, kind: str) -> str:
    """Return the SQL that writes a typed column as text: `14.0` of a double is `14`, instants bear their offset."""
    column = '"' + name.replace('"', '""') + '"'
    if kind in ("DOUBLE", "FLOAT"):
        is_whole = f"{column} = trunc({column}) AND abs({column}) < {_EXACT}"
        return f"CASE WHEN {is_whole} THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) ELSE CAST({column} AS VARCHAR) END"
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime(timezone('UTC', {column}), '%Y-%m-%d %H:%M:%S.%f') || '+00:00'"
    return f"CAST({column} AS VARCHAR)"


def _is_nested(kind: str) -> bool:
    return kind.startswith(_NESTED) or kind.endswith("]")


def _nested(file: str, name: str, kind: str) -> Fault:
    reason = Text("该列每格不止一个值", "the column holds more than one value a cell")
    remedy = Text("拆成普通列（文本、数字、日期）后重新导出", "export plain columns: text, numbers, dates")
    return Fault("unsupported_type", Place(file=file, column=name), reason, remedy, shown(kind))


def _broken_csv(file: str, told: str) -> Refusal:
    line = re.search(r"CSV Error on Line: (\d+)", told)
    words = [part.strip() for part in told.splitlines() if part.startswith(("Expected", "Value with", "Maximum"))]
    place = Place(file=file, line=int(line[1]) if line else None)
    reason = Text(
        "这一行的单元格数与表头不同，或者引号不成对",
        "this line has not as many cells as the header, or its quotation marks do not pair",
    )
    remedy = Text(
        "含有分隔符的文字加英文双引号；单元格内的双引号写两个",
        "put text that holds the delimiter in quotation marks; inside a cell write the mark twice",
    )
    return Refusal(Fault("broken_csv", place, reason, remedy, shown(" ".join(words) or told.splitlines()[0])))
