"""Findings of a run, read from `findings.parquet`. What they say in words stands in `findings_told`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from zhiheng.domain.refusals import Fault, Place, Refusal, near_miss
from zhiheng.domain.texts import Text
from zhiheng.engine.checking.store import FINDINGS, FINDINGS_CSV, SUMMARY
from zhiheng.ledgers.dismissals import FindingKey

_COLUMNS = (
    "check_id unit_id officer_id case_id complaint_id occurred_at due_at measured limit severity detail"
).split()


@dataclass(frozen=True, slots=True)
class Alert:
    """A finding as it stands in the file; ids that do not apply are empty. `dismissed` is that of the run."""

    check_id: str
    unit_id: str
    officer_id: str
    case_id: str
    complaint_id: str
    occurred_at: datetime | None
    due_date: date | None
    measured: Decimal | None
    limit: Decimal | None
    severity: str
    begins: str = ""
    ends: str = ""
    what: str = ""
    value: str = ""
    related: tuple[str, ...] = ()
    dismissed: Mapping[str, str] = field(default_factory=dict)
    #: The due day lies in a year whose holidays are not announced yet.
    provisional: bool = False

    @property
    def key(self) -> FindingKey:
        """Return what a dismissal of the finding names."""
        return FindingKey(self.check_id, self.case_id, self.complaint_id, self.unit_id)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings to read; an empty word wants all. A case is also found where a finding names it as related."""

    check: str = ""
    case: str = ""
    complaint: str = ""
    unit: str = ""
    severity: str = ""


def why_foreign(out: Path, ledger: Path) -> Text | None:
    """Return why findings must not be written into `out`: what stands there is no findings; None where they may."""
    folder = ledger.resolve() if ledger.is_dir() else None
    if out.exists() and not out.is_dir():
        return Text("结果要写进文件夹，这里是一个文件", "results go into a folder, and this is a file")
    if folder is not None and (out.resolve() == folder or folder in out.resolve().parents):
        return Text("结果不能写进台账自己的文件夹", "results cannot go into the folder of the ledger itself")
    if any((out / name).exists() for name in ("ledger.yaml", "ledger.yml")):
        return Text("这个文件夹是一个台账", "this folder is a ledger")
    foreign = [name for name, is_ours in _OURS.items() if (out / name).exists() and not _holds(is_ours, out / name)]
    if foreign:
        named = "、".join(foreign)
        return Text(
            f"文件夹里已有不是本命令写的 {named}", f"the folder holds {', '.join(foreign)}, not written by check"
        )
    return None


def _holds(is_ours: Callable[[Path], bool], file: Path) -> bool:
    try:
        return is_ours(file)
    except (OSError, ValueError, AttributeError, TypeError, duckdb.Error):
        return False


def _is_summary(file: Path) -> bool:
    told = json.loads(file.read_text(encoding="utf-8"))
    return all("cases_examined" in counts for counts in told.values())


def _is_parquet(file: Path) -> bool:
    with duckdb.connect(":memory:") as engine:
        told = engine.execute(f"DESCRIBE FROM read_parquet('{_quoted(file)}')").fetchall()
    return [str(row[0]) for row in told] == _COLUMNS


def _is_csv(file: Path) -> bool:
    with file.open(encoding="utf-8") as stream:
        return stream.readline().rstrip("\r\n").split(",") == _COLUMNS


_OURS = {FINDINGS: _is_parquet, FINDINGS_CSV: _is_csv, SUMMARY: _is_summary}


def read_summary(out: Path) -> Mapping[str, Mapping[str, Any]]:
    """Return `summary.json` of a run. Raises Refusal where `out` holds no finished run."""
    try:
        told: Mapping[str, Mapping[str, Any]] = json.loads((out / SUMMARY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        told = {}
    if not told or not _holds(_is_summary, out / SUMMARY) or not _holds(_is_parquet, out / FINDINGS):
        reason = Text("这里没有检查结果", "there are no results of checks here")
        remedy = Text("先运行 zhiheng check --ledger 台账 --out 结果", "first run zhiheng check --ledger DIR --out OUT")
        raise Refusal(Fault("no_findings", Place(file=str(out)), reason, remedy))
    return told


def read_alerts(out: Path, wanted: Wanted, *, most: int | None = None) -> tuple[list[Alert], int]:
    """Return the findings wanted, in the order of the file and no more than `most`, and how many there are in all.

    Raises Refusal where `out` holds no finished run.
    """
    known = read_summary(out)
    if wanted.check and wanted.check not in known:
        remedy = near_miss(wanted.check, sorted(known)) or Text(
            "写结果里有的一项检查的编号，见 summary.json", "name one check of this run; summary.json lists them"
        )
        reason = Text("这次运行没有这项检查", "the run did not hold this check")
        raise Refusal(Fault("unknown_check", Place(file=str(out)), reason, remedy, wanted.check))
    conditions, values = ["true"], []
    for column, value in (("check_id", wanted.check), ("unit_id", wanted.unit), ("severity", wanted.severity)):
        if value:
            conditions.append(f"{column} = ?")
            values.append(value)
    for column, value in (("case_id", wanted.case), ("complaint_id", wanted.complaint)):
        if value:
            conditions.append(f"({column} = ? OR list_contains(CAST(detail->'$.related' AS VARCHAR[]), ?))")
            values += [value, value]
    source = f"FROM read_parquet('{_quoted(out / FINDINGS)}') WHERE {' AND '.join(conditions)}"
    columns = ", ".join(f'"{name}"' for name in _COLUMNS)
    with duckdb.connect(":memory:") as engine:
        (counted,) = engine.execute(f"SELECT count(*) {source}", values).fetchall()
        bound = "" if most is None else f" LIMIT {most}"
        rows = engine.execute(f"SELECT {columns} {source}{bound}", values).fetchall()
    return [_alert(row) for row in rows], int(counted[0])


def read_about(out: Path) -> Mapping[str, str]:
    """Return what a run says of itself: `ledger`, its name, and `as_of`; nothing where it was not written down."""
    query = f"SELECT key, value FROM parquet_kv_metadata('{_quoted(out / FINDINGS)}')"
    with duckdb.connect(":memory:") as engine:
        pairs = engine.execute(query).fetchall()
    told = {bytes(key).decode(): bytes(value).decode() for key, value in pairs}
    return {name.removeprefix("zhiheng_"): text for name, text in told.items() if name.startswith("zhiheng_")}


def refuse_other_ledger(out: Path, name: str) -> None:
    """Raise Refusal where the run in `out` is that of a ledger called otherwise."""
    held = read_about(out).get("ledger", name)
    if held != name:
        reason = Text(f"这份结果是台账“{held}”的", f"these are the findings of the ledger {held}")
        remedy = Text("给出那份台账，或者对这份台账重新运行检查", "name that ledger, or run the checks over this one")
        raise Refusal(Fault("other_ledger", Place(file=str(out)), reason, remedy, name))


def _alert(row: tuple[Any, ...]) -> Alert:
    cells = dict(zip(_COLUMNS, row, strict=True))
    detail = json.loads(cells["detail"])
    ids = {name: cells[name] or "" for name in ("check_id", "unit_id", "officer_id", "case_id", "complaint_id")}
    return Alert(
        **ids,
        occurred_at=cells["occurred_at"],
        due_date=cells["due_at"],
        measured=cells["measured"],
        limit=cells["limit"],
        severity=cells["severity"],
        begins=detail.get("from", ""),
        ends=detail.get("to", ""),
        what=detail.get("what", ""),
        value=detail.get("value", ""),
        related=tuple(detail.get("related", ())),
        dismissed=detail.get("dismissed", {}),
        provisional=detail.get("provisional") is True,
    )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
