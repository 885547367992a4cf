"""Parquet tables through DuckDB, each cell as the text a CSV would hold. Nothing is loaded from the network."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers.duckdb_settings import duckdb_settings
from zhiheng.ledgers.grids import Grid
from zhiheng.ledgers.typed_cells import text_of
from zhiheng.ledgers.wording import shown

_SETTINGS = duckdb_settings("2GB", threads=2)
_GLOB_SIGNS = frozenset("*?[]{}")
_NESTED = ("STRUCT", "MAP", "UNION", "BLOB", "LIST")


def read_parquet(path: Path, file: str) -> Grid:
    """Read a Parquet file; `file` is its name in messages. Row numbers count the rows of the file from 1.

    Raises Refusal on a damaged file and on columns that hold no single values.
    """
    try:
        with _plain_name(path) as plain, duckdb.connect(":memory:", config=_SETTINGS) as engine:
            columns = engine.execute("DESCRIBE SELECT * FROM read_parquet(?)", [plain]).fetchall()
            faults = [_nested(file, str(name), str(kind)) for name, kind, *_ in columns if _is_nested(str(kind))]
            if faults:
                raise Refusal(faults)
            wanted = ", ".join(_as_text(str(name), str(kind)) for name, kind, *_ in columns)
            rows = engine.execute(f"SELECT {wanted} FROM read_parquet(?)", [plain]).fetchall()
    except duckdb.Error as wrong:
        raise Refusal(
            Fault(
                "not_parquet",
                Place(file=file),
                Text("不是完好的 Parquet 文件", "not a sound Parquet file"),
                Text("重新导出该文件，或者改用 CSV", "export the file again, or use CSV"),
                shown(str(wrong).splitlines()[0]),
            )
        ) from None
    header = [str(name) for name, *_ in columns]
    texts = [list(map(text_of, row)) for row in rows]
    return Grid(file, [header, *texts], range(len(texts) + 1))


@contextmanager
def _plain_name(path: Path) -> Iterator[str]:
    """Yield a name of the file without signs that DuckDB would read as a pattern."""
    if not _GLOB_SIGNS & set(str(path)):
        yield str(path)
        return
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder) / "table.parquet"
        link.symlink_to(path.resolve())
        yield str(link)


def _is_nested(kind: str) -> bool:
    return kind.startswith(_NESTED) or kind.endswith("]")


def _as_text(name: str, kind: str) -> str:
    """Return the SQL that brings a column over; only floats and decimals are written out in Python."""
    quoted = '"' + name.replace('"', '""') + '"'
    if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        return quoted
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"strftime(timezone('UTC', {quoted}), '%Y-%m-%d %H:%M:%S.%fZ')"
    return f"CAST({quoted} AS VARCHAR)"


def _nested(file: str, name: str, kind: str) -> Fault:
    return Fault(
        "unsupported_type",
        Place(file=file, column=name),
        Text("该列每格不止一个值，无法作为台账的列", "the column holds more than one value a cell"),
        Text("拆成普通列（文本、数字、日期）后重新导出", "export plain columns: text, numbers, dates"),
        shown(kind),
    )
