"""Evaluations for tests: rows as mappings written to a ledger's files, read and scored as a user's ledger is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from adapters.ledger_files import write_folder
from zhiheng.domain.refusals import Fault, Refusal
from zhiheng.domain.scheme import Scheme
from zhiheng.domain.score import Result, RuleScore, UnitScore
from zhiheng.engine import Request, evaluate
from zhiheng.ledgers import Ledger, read_ledger
from zhiheng.schemes import built_in_schemes, find_scheme, read_completion, read_scheme

Row = dict[str, Any]
YEAR = "name: 检验台账\nperiod: {from: 2020-01-01, to: 2021-01-01}\nas_of: 2020-11-15\n"
UNIT: Row = {"unit_id": "U1", "name": "甲市"}


@cache
def scheme_of(name: str) -> Scheme:
    """Return a built-in scheme (`chongqing-interim` with its fictional completion), or one by its file."""
    path = find_scheme(name)
    completion = path.parent / "completion-demo.yaml"
    closes = name in built_in_schemes() and completion.is_file()
    return read_scheme(path, read_completion(completion) if closes else None)


def ledger_of(folder: Path, tables: Mapping[str, Sequence[Row]], head: str = "") -> Ledger:
    """Write rows as a ledger and read it; every row must be accepted. `head` is added to ledger.yaml."""
    rows = {name: _grid(table) for name, table in {"units": (UNIT,), **tables}.items()}
    ledger = read_ledger(write_folder(folder, rows, yaml=YEAR + head))
    assert not ledger.report.rows, [fault.of("en") for fault in ledger.report.quarantined]
    return ledger


def _grid(rows: Sequence[Row]) -> list[list[Any]]:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [names, *([row.get(name, "") for name in names] for row in rows)]


def evaluated(
    folder: Path,
    tables: Mapping[str, Sequence[Row]],
    *,
    scheme: str = "hunan-2020",
    head: str = "",
    as_of: date | None = None,
    previous: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
) -> Result:
    """Return the result of a scheme for a ledger of these rows."""
    ledger = ledger_of(folder, tables, head)
    return evaluate(Request(scheme_of(scheme), ledger, options or {}, as_of, previous or {})).result


def refused(folder: Path, tables: Mapping[str, Sequence[Row]], **how: Any) -> list[Fault]:
    """Return the faults for which an evaluation is refused, none where it is not."""
    try:
        evaluated(folder, tables, **how)
    except Refusal as refusal:
        return list(refusal.faults)
    return []


def rule_of(unit: UnitScore, rule_id: str) -> RuleScore:
    """Return how a rule came out for a unit."""
    return next(rule for rule in unit.every_rule() if rule.id == rule_id)


def finding(rule_id: str, number: int = 1, **columns: Any) -> Row:
    """Return a verified finding of unit U1."""
    return {"finding_id": f"F{number}", "unit_id": "U1", "rule_id": rule_id, **columns}


def fact(rule_id: str, value: str, source: str = "核实", **columns: Any) -> Row:
    """Return a stated value of unit U1."""
    return {"unit_id": "U1", "rule_id": rule_id, "value": value, "source": source, **columns}
