"""Findings of checks that a person set aside, with name and reason: `dismissals.csv`, which only ever grows.

Whether a finding exists is not known here; a run of checks asks for what stands and marks it.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers.delimited import read_text, split_head

FILE = "dismissals.csv"
LEAST_REASON = 4
"""Signs, blanks aside, that a reason has at least."""

_COLUMNS = ("check_id", "case_id", "complaint_id", "unit_id", "reason", "by", "at", "undoes")
# A spreadsheet program would run a cell that begins with one of these as a formula.
_FORMULA_SIGNS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True, order=True)
class FindingKey:
    """What a dismissal is about: a check and whose row it found; what does not apply is empty."""

    check_id: str
    case_id: str = ""
    complaint_id: str = ""
    unit_id: str = ""

    def __str__(self) -> str:
        """Return the parts that are given, in a line."""
        return " ".join(part for part in (self.check_id, self.case_id, self.complaint_id, self.unit_id) if part)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the file: a dismissal, or the undoing of the one whose `at` stands in `undoes`."""

    key: FindingKey
    reason: str
    by: str
    at: str
    undoes: str = ""


def dismissals_file(ledger: Path) -> Path:
    """Return where the dismissals of a ledger stand: in its folder, or beside the workbook under its name."""
    if ledger.name in ("ledger.yaml", "ledger.yml"):
        ledger = ledger.parent
    return ledger.with_name(f"{ledger.stem}.{FILE}") if ledger.is_file() else ledger / FILE


def read_dismissals(ledger: Path) -> tuple[Entry, ...]:
    """Return every line in the order written; nothing where there is no file.

    Raises Refusal with the line of every entry that cannot be used.
    """
    path = dismissals_file(ledger)
    return _entries(_text_of(path), path.name)


def standing(entries: Iterable[Entry]) -> Mapping[FindingKey, Entry]:
    """Return the dismissals that hold: made and not undone since."""
    kept: dict[FindingKey, Entry] = {}
    for entry in entries:
        if entry.undoes:
            kept.pop(entry.key, None)
        else:
            kept[entry.key] = entry
    return kept


def dismiss(ledger: Path, key: FindingKey, *, reason: str, by: str, at: datetime) -> Entry:
    """Add a dismissal and return it.

    Raises Refusal without a reason or a name, where the finding is dismissed already, and where the file cannot be
    read or written; nothing is changed then.
    """
    return _append(ledger, key, _Said(reason, by, at), undo=False)


def undo_dismissal(ledger: Path, key: FindingKey, *, reason: str, by: str, at: datetime) -> Entry:
    """Add a line that undoes the dismissal that holds, and return it; the dismissal itself stays in the file.

    Raises Refusal as `dismiss` does, and where there is nothing to undo.
    """
    return _append(ledger, key, _Said(reason, by, at), undo=True)


@dataclass(frozen=True, slots=True)
class _Said:
    reason: str
    by: str
    at: datetime


def _append(ledger: Path, key: FindingKey, said: _Said, *, undo: bool) -> Entry:
    path = dismissals_file(ledger)
    text = _text_of(path)
    held = standing(_entries(text, path.name)).get(key)
    reason, by = " ".join(said.reason.split()), " ".join(said.by.split())
    faults = [*_wording_faults(reason, by, Place(file=path.name)), *_state_faults(key, held, path.name, undo=undo)]
    if faults:
        raise Refusal(faults)
    at = said.at.isoformat(timespec="seconds")
    entry = Entry(key, reason, by, at, held.at if undo and held is not None else "")
    _replace(path, before=text, after=_with_line(text, entry, path.name))
    return entry


def _state_faults(key: FindingKey, held: Entry | None, file: str, *, undo: bool) -> list[Fault]:
    if undo and held is None:
        told = Text("这个问题现在没有被排除，无可撤销", "this finding is not dismissed: there is nothing to undo")
        remedy = Text("核对检查、案件和单位编号", "check the ids of check, case and unit")
        return [Fault("not_dismissed", Place(file=file), told, remedy, str(key))]
    if not undo and held is not None:
        told = Text(
            f"这个问题已由 {held.by} 于 {held.at[:10]} 排除：{held.reason}",
            f"this finding was dismissed by {held.by} on {held.at[:10]}: {held.reason}",
        )
        remedy = Text("理由有变的，先加 --undo 撤销", "where the reason has changed, undo it first with --undo")
        return [Fault("dismissed_already", Place(file=file), told, remedy, str(key))]
    return []


def _wording_faults(reason: str, by: str, place: Place) -> list[Fault]:
    faults = []
    if len(reason.replace(" ", "")) < LEAST_REASON:
        told = Text(f"排除理由至少写 {LEAST_REASON} 个字", f"a reason has at least {LEAST_REASON} signs")
        remedy = Text(
            "写明查了什么、为什么不是问题",
            "say what was looked at and why it is no fault, e.g. 'served by post on 3 May'",
        )
        faults.append(Fault("no_reason", place, told, remedy, reason))
    if not by:
        told = Text("没有写排除人", "it does not say who dismisses")
        faults.append(Fault("no_name", place, told, Text("写上姓名", "give the name"), by))
    for words in (reason, by):
        if words.startswith(_FORMULA_SIGNS):
            told = Text(
                "开头的符号会被表格软件当作公式", "spreadsheet programs would take the first sign for a formula"
            )
            remedy = Text("以文字开头，不用 = + - @", "begin with a word, not with = + - @")
            faults.append(Fault("formula", place, told, remedy, words))
    return faults


def _text_of(path: Path) -> str:
    try:
        return read_text(path, path.name)
    except FileNotFoundError:
        return ""
    except OSError as wrong:
        told = Text("排除记录打不开", "the dismissals cannot be opened")
        remedy = Text("核对文件和读取权限", "check the file and the permission to read it")
        raise Refusal(Fault("cannot_open", Place(file=str(path)), told, remedy, wrong.strerror or "")) from None


def _entries(text: str, file: str) -> tuple[Entry, ...]:
    if not text.strip():
        return ()
    records, _ = split_head(text, file)
    head = [name.strip() for name in records[0]]
    lacking = [name for name in _COLUMNS[:-1] if name not in head]
    if lacking:
        told = Text(f"缺少列 {'、'.join(lacking)}", f"the columns {', '.join(lacking)} are missing")
        remedy = Text(f"首行应为 {','.join(_COLUMNS)}", f"the first line is {','.join(_COLUMNS)}")
        raise Refusal(Fault("missing_column", Place(file=file, line=1), told, remedy))
    faults: list[Fault] = []
    entries = []
    for number, record in enumerate(records[1:], 2):
        cells = dict(zip(head, (cell.strip() for cell in record), strict=False))
        if any(cells.values()):
            entries.append(_entry(cells, Place(file=file, row=number), faults))
    if faults:
        raise Refusal(faults)
    return tuple(entries)


def _entry(cells: Mapping[str, str], place: Place, faults: list[Fault]) -> Entry:
    found = {name: cells.get(name, "") for name in _COLUMNS}
    faults += _wording_faults(found["reason"], found["by"], place)
    try:
        datetime.fromisoformat(found["at"])
    except ValueError:
        told = Text("时间不能识别", "the time cannot be read")
        remedy = Text("写成 2025-11-15T09:30:00+08:00", "write it like 2025-11-15T09:30:00+08:00")
        faults.append(Fault("bad_time", place, told, remedy, found["at"]))
    if not found["check_id"]:
        told = Text("没有检查编号", "there is no id of a check")
        faults.append(Fault("no_check", place, told, Text("补写 check_id", "add the check_id"), ""))
    key = FindingKey(found["check_id"], found["case_id"], found["complaint_id"], found["unit_id"])
    return Entry(key, found["reason"], found["by"], found["at"], found["undoes"])


def _with_line(text: str, entry: Entry, file: str) -> str:
    """Return the text with a line more, in the columns and with the delimiter that the file has."""
    key = entry.key
    values = (key.check_id, key.case_id, key.complaint_id, key.unit_id, entry.reason, entry.by, entry.at, entry.undoes)
    cells = dict(zip(_COLUMNS, values, strict=True))
    if not text.strip():
        return _line(_COLUMNS) + _line(tuple(cells[name] for name in _COLUMNS))
    records, delimiter = split_head(text, file)
    head = [name.strip() for name in records[0]]
    if entry.undoes and "undoes" not in head:
        told = Text("缺少列 undoes，无法记录撤销", "without the column undoes nothing can be undone")
        remedy = Text("在首行末尾补上 undoes", "add undoes at the end of the first line")
        raise Refusal(Fault("missing_column", Place(file=file, line=1), told, remedy))
    gap = "" if text.endswith(("\n", "\r")) else "\n"
    return text + gap + _line(tuple(cells.get(name, "") for name in head), delimiter)


def _line(cells: Sequence[str], delimiter: str = ",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return stream.getvalue()


def _replace(path: Path, *, before: str, after: str) -> None:
    """Put `after` in the place of `before` in one step; a reader sees the old file or the new one."""
    name = ""
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        handle, name = tempfile.mkstemp(prefix=".dismissals-", dir=path.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(after.encode("utf-8-sig"))  # with its mark, so that spreadsheet programs read the Chinese
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(mode)
        if _text_of(path) != before:
            told = Text("排除记录刚被别人改动", "somebody else has just changed the dismissals")
            remedy = Text("再运行一次", "run it again")
            raise Refusal(Fault("changed", Place(file=path.name), told, remedy))
        Path(name).replace(path)
        name = ""
    except OSError as wrong:
        told = Text("排除记录写不进台账", "the dismissal cannot be written into the ledger")
        remedy = Text("核对台账文件夹的写入权限和磁盘空间", "check the permission to write and the space on the disk")
        raise Refusal(Fault("not_writable", Place(file=str(path)), told, remedy, wrong.strerror or "")) from None
    finally:
        if name:
            with suppress(OSError):
                Path(name).unlink()
