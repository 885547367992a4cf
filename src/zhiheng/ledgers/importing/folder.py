"""Imports a log: stages it, writes the ledger beside its place, and moves it there whole or not at all."""

from __future__ import annotations

import glob
import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers.importing.expressions import FIRST_YEAR, LAST_YEAR
from zhiheng.ledgers.importing.maps import TABLES_OF_LOGS, Head, LogMap
from zhiheng.ledgers.importing.remarks import (
    activities_of,
    notes_on,
    notes_on_cells,
    refuse_time_rules,
    refuse_unusable,
)
from zhiheng.ledgers.importing.staging import Staged, quoted, staged_log
from zhiheng.ledgers.importing.tabling import Tables
from zhiheng.ledgers.importing.xes import Progress
from zhiheng.ledgers.ledger import Period
from zhiheng.ledgers.wording import shown

LEDGER = "ledger.yaml"
_MADE_HERE = "# zhiheng ledger import\n"
_TIMES = {"events": ("at",), "complaints": ("received_at", "handled_at")}


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made: rows by table, the translated activities with their number, and notes."""

    folder: Path
    name: str
    period: Period | None
    as_of: date | None
    tables: Mapping[str, int]
    activities: tuple[tuple[str, str, int], ...]
    notes: tuple[Text, ...]


def import_log(log: Path, mapped: LogMap, out: Path, *, progress: Progress | None = None) -> Imported:
    """Make a ledger folder `out` of the event log `log` after the map; nothing half made is left behind.

    Raises Refusal where the log cannot be read or does not fit the map, and where `out` holds anything but an earlier
    import, which is replaced.
    """
    if not log.is_file():
        reason = Text("日志文件不存在", "there is no such log")
        raise Refusal(Fault("no_file", Place(file=str(log)), reason, Text("核对文件名和路径", "check name and path")))
    out = out.resolve()
    _refuse_foreign_folder(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as work:
            made = Path(work) / "ledger"
            made.mkdir()
            made_of = _make(log, mapped, made, progress=progress)
            _move(made, out, spare=Path(work) / "earlier")
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as wrong:
        reason = Text("文件无法读取，或者文件夹无法写入", "the log cannot be read, or the folder not written")
        remedy = Text("检查权限和剩余空间，或者换一个位置", "check permissions and free space, or choose another place")
        told = wrong.strerror if isinstance(wrong, OSError) else str(wrong).splitlines()[0]
        raise Refusal(Fault("cannot_write", Place(file=str(out)), reason, remedy, shown(told or ""))) from None
    return Imported(out, *made_of)


def is_import(folder: Path) -> bool:
    """Return whether a folder holds a ledger that an import made, and nothing else."""
    told = folder / LEDGER
    names = {LEDGER, *(f"{table}.parquet" for table in TABLES_OF_LOGS)}
    if not told.is_file() or any(entry.name not in names for entry in folder.iterdir()):
        return False
    with told.open(encoding="utf-8", errors="replace") as file:
        return file.readline() == _MADE_HERE


def _refuse_foreign_folder(out: Path) -> None:
    if out.is_dir() and any(out.iterdir()) and not is_import(out):
        reason = Text("文件夹里有别的内容，不予覆盖", "the folder holds something else and is not overwritten")
    elif out.exists() and not out.is_dir():
        reason = Text("这是一个文件，不是文件夹", "this is a file, not a folder")
    else:
        return
    remedy = Text("--out 写一个空的或者新的文件夹", "name an empty or a new folder with --out")
    raise Refusal(Fault("folder_in_use", Place(file=str(out)), reason, remedy))


_Told = tuple[str, Period | None, date | None, Mapping[str, int], tuple[tuple[str, str, int], ...], tuple[Text, ...]]


def _make(log: Path, mapped: LogMap, made: Path, *, progress: Progress | None) -> _Told:
    """Write the ledger into the folder `made`; return what there is to tell of it."""
    with staged_log(log, mapped, made.parent, progress=progress) as staged:
        refuse_time_rules(staged, mapped)
        tables = Tables(staged, mapped)
        refuse_unusable(staged, mapped, tables, file=log.name)
        rows = tables.write(made)
        activities = activities_of(staged, mapped, tables) if "events" in rows else []
        notes = [*notes_on(staged, mapped, tables), *notes_on_cells(staged, made, list(rows))]
        period, as_of = _dates(staged, mapped.head, made, list(rows))
    (made / LEDGER).write_text(_head(log, mapped, period, as_of), encoding="utf-8", newline="\n")
    return mapped.head.name, period, as_of, rows, tuple(activities), tuple(notes)


def _dates(staged: Staged, head: Head, made: Path, tables: list[str]) -> tuple[Period | None, date | None]:
    """Return period and as-of date: those of the map, or those that the times of the ledger give."""
    days: list[date] = []
    for table in tables:
        scan = f"read_parquet({quoted(glob.escape(str(made / f'{table}.parquet')))})"
        there = {str(row[0]) for row in staged.engine.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()}
        for column in sorted(there.intersection(_TIMES.get(table, ()))):
            day = f'TRY_CAST(CAST("{column}" AS VARCHAR)[:10] AS DATE)'
            query = f"SELECT min({day}), max({day}) FROM {scan} WHERE year({day}) BETWEEN {FIRST_YEAR} AND {LAST_YEAR}"
            found = staged.engine.execute(query).fetchone() or ()
            days += [each for each in found if each is not None]
    period, as_of = head.period, head.as_of
    if days and head.period_of_events:
        period = Period(min(days), max(days) + timedelta(days=1))
    return period, max(days) if days and head.as_of_last_event else as_of


def _head(log: Path, mapped: LogMap, period: Period | None, as_of: date | None) -> str:
    """Return the text of ledger.yaml, with where the ledger comes from."""
    with log.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    head = mapped.head
    lines = [
        f"# 日志 log: {_one_line(log.name)} sha256:{digest}",
        f"# 映射 map: {_one_line(mapped.file)} {mapped.digest}",
        *([f"# 出处 source: {_one_line(mapped.source)}"] if mapped.source else []),
        f"name: {_scalar(head.name)}",
        *([f"period: {{from: {period.from_date}, to: {period.to_date}}}"] if period else []),
        *([f"region: {_scalar(head.region)}"] if head.region else []),
        f"calendar: {_scalar(head.calendar)}",
        f"currency_unit: {head.currency_unit}",
        *([f"as_of: {as_of}"] if as_of else []),
    ]
    return _MADE_HERE + "\n".join(lines) + "\n"


def _scalar(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a string of JSON is one of YAML


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _move(made: Path, out: Path, *, spare: Path) -> None:
    """Put the finished ledger in its place; an earlier one goes aside and comes back where the move fails."""
    if not out.is_dir():
        made.rename(out)
        return
    out.rename(spare)
    try:
        made.rename(out)
    except OSError:
        spare.rename(out)
        raise
