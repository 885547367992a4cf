"""Checks for tests: rows as mappings written to a ledger's files, checks as YAML, run on a backend as a user does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from adapters.ledger_files import write_folder
from adapters.small_check_ledger import LATE, OWN_RULE, SPLIT, UNKNOWN, YAML, write_checked_ledger
from zhiheng.backends import Embedded
from zhiheng.checks import Check, read_check
from zhiheng.engine.checking import Backend, CheckRun, run_checks
from zhiheng.ledgers.canonical import prepare_canonical

#: The tests of the command import these from here; they stand in `small_check_ledger`.
__all__ = ["LATE", "OWN_RULE", "SPLIT", "UNKNOWN", "YAML", "write_checked_ledger"]
__all__ += ["AS_OF", "HEAD", "Checked", "Row", "Told", "case", "checked", "checks_of", "found_as_told", "ledger"]
__all__ += ["rule", "write_ledger"]

Row = dict[str, Any]
Tables = Mapping[str, Sequence[Row]]
#: check, case or complaint, unit, occurred_at, due_at, measured, limit, detail; instants and numbers as text.
Told = tuple[str, str | None, str | None, str | None, str | None, str | None, str | None, dict[str, Any]]

#: The ledgers of the tables end on a Sunday, so that whatever falls due on the last days is seen to roll over them.
AS_OF = date(2024, 6, 30)
HEAD = f"name: 检验台账\nperiod: {{from: 1996-01-01, to: 2025-01-01}}\nas_of: {AS_OF}\ncalendar: cn\n"
_UNIT: Row = {"unit_id": "U1", "name": "一中队"}
_SHORT = {"by": "officer_id", "no": "document_no", "medium": "medium", "note": "note", "digest": "digest"}


def case(case_id: str, *events: str, **columns: Any) -> tuple[Row, list[Row]]:
    """Return a case of unit U1 with events written `filed 2024-03-01`, `seized 2024-03-01T10:00 by=A medium=video`."""
    row = {"case_id": case_id, "unit_id": "U1", "kind": "penalty", **columns}
    return row, [_event(case_id, *written.split(" ")) for written in events]


def _event(case_id: str, activity: str, at: str, *more: str) -> Row:
    beside = dict(each.split("=", 1) for each in more)
    return {"case_id": case_id, "activity": activity, "at": at, **{_SHORT[key]: told for key, told in beside.items()}}


def ledger(*cases: tuple[Row, list[Row]], **tables: Sequence[Row]) -> dict[str, list[Row]]:
    """Return the tables of a ledger: cases with their events, and tables given as they are."""
    made = {"units": [_UNIT], **{name: list(rows) for name, rows in tables.items()}}
    if cases:
        made |= {"cases": [row for row, _ in cases], "events": [event for _, events in cases for event in events]}
    return made


def rule(check_id: str, kind: str, body: str) -> str:
    """Return a rule file: what every one needs, and `body`; without versions it is in force always."""
    head = f"id: {check_id}\nkind: {kind}\ntitle: {{zh: 检验, en: A test}}\nseverity: ordinary\n"
    rest = "requirements: [XH-23]\nrule_out: {zh: 无, en: Nothing}\n"
    always = "" if "versions:" in body else "versions: [{from: null, until: null, citation: XH-23}]\n"
    return head + rest + body.strip("\n") + "\n" + always


@dataclass(frozen=True)
class Checked:
    """What a run wrote: the findings with `detail` read, the summary, and the run as the library returns it."""

    findings: list[Row]
    summary: dict[str, Any]
    run: CheckRun
    out: Path

    @property
    def told(self) -> list[Told]:
        """Return the findings as the tables of the kinds write them."""
        return [_told(finding) for finding in self.findings]

    @property
    def examined(self) -> dict[str, int | None]:
        """Return how many rows each check examined, None where the ledger cannot answer it."""
        return {
            check_id: None if told["not_answerable"] else told["cases_examined"]
            for check_id, told in self.summary.items()
        }


def checks_of(folder: Path, checks: Iterable[str | Check]) -> list[Check]:
    """Return checks; those given as YAML are written to files and read as a user's own rule files are."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for number, check in enumerate(checks):
        if isinstance(check, str):
            path = folder / f"rule-{number}.yaml"
            path.write_text(check, encoding="utf-8")
            check = read_check(path)
        found.append(check)
    return found


def write_ledger(folder: Path, tables: Tables, head: str = HEAD) -> Path:
    """Write a ledger's folder."""
    return write_folder(folder, {name: _grid(rows) for name, rows in tables.items()}, yaml=head)


def checked(
    folder: Path,
    tables: Tables,
    checks: Iterable[str | Check],
    *,
    backend: Backend | None = None,
    head: str = HEAD,
    as_of: date | None = None,
) -> Checked:
    """Write the ledger below `folder`, run checks on a backend (by default the embedded one), read what they wrote."""
    canonical = prepare_canonical(write_ledger(folder / "ledger", tables, head))
    out = folder / "out"
    run = run_checks(canonical, checks_of(folder / "rules", checks), backend or Embedded(), out=out, as_of=as_of)
    findings = pq.read_table(out / "findings.parquet").to_pylist()
    for finding in findings:
        finding["detail"] = json.loads(finding["detail"])
    return Checked(findings, json.loads((out / "summary.json").read_text(encoding="utf-8")), run, out)


def found_as_told(found: Checked, expected: Sequence[Told]) -> None:
    """Assert that the findings are those of the table, each with every value, none more and none less."""
    assert _in_order(found.told) == _in_order(expected)


def _in_order(told: Iterable[Told]) -> list[str]:
    return sorted(json.dumps(each, ensure_ascii=False, sort_keys=True) for each in told)


def _grid(rows: Sequence[Row]) -> list[list[Any]]:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [names, *([row.get(name, "") for name in names] for row in rows)]


def _told(finding: Row) -> Told:
    return (
        finding["check_id"],
        finding["case_id"] or finding["complaint_id"],
        finding["unit_id"],
        _instant(finding["occurred_at"]),
        None if finding["due_at"] is None else finding["due_at"].isoformat(),
        _number(finding["measured"]),
        _number(finding["limit"]),
        finding["detail"],
    )


def _instant(at: datetime | None) -> str | None:
    if at is None:
        return None
    return at.date().isoformat() if at.time() == time() else at.isoformat()


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"
