"""Schemes and rows from plain data to files, evaluated by the engine, and scorecards told in the oracle's terms."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from adapters.ledger_files import write_folder
from parity.oracle import Complete, OracleScore
from parity.random_ledgers import COLUMNS, Row
from zhiheng.domain.score import Result, UnitScore
from zhiheng.engine import Request, evaluate
from zhiheng.ledgers import read_ledger
from zhiheng.schemes import read_scheme

Tables = Mapping[str, list[Row]]


def write_scheme(path: Path, scheme: Mapping[str, Any]) -> Path:
    """Write a scheme; JSON is YAML, a line for each member."""
    path.write_text(json.dumps(scheme, ensure_ascii=False, indent=0), encoding="utf-8")
    return path


def write_ledger(folder: Path, tables: Tables, complete: Complete) -> Path:
    """Write the tables as CSV."""
    told = complete if isinstance(complete, str) else json.dumps(sorted(complete))
    head = f"name: 随机\nperiod: {{from: 2020-01-01, to: 2021-01-01}}\nfindings_complete: {told}\n"
    rows = {name: [COLUMNS[name], *([row[c] for c in COLUMNS[name]] for row in tables[name])] for name in COLUMNS}
    return write_folder(folder, rows, yaml=head)


def rows_by_unit(tables: Tables) -> dict[str, dict[str, list[Row]]]:
    """Return the rows of each unit by table."""
    sorted_rows: dict[str, dict[str, list[Row]]] = {}
    for name, rows in tables.items():
        for row in rows:
            sorted_rows.setdefault(row["unit_id"], {}).setdefault(name, []).append(row)
    return sorted_rows


def told_by_engine(unit: UnitScore) -> OracleScore:
    """Return a scorecard in the oracle's terms."""
    subs = [sub_item for item in unit.items for sub_item in item.sub_items]
    items = {item.id: item.deducted for item in unit.items} | {bonus.id: bonus.points for bonus in unit.bonus_items}
    return OracleScore(
        base=Fraction(unit.base),
        bonus=Fraction(unit.bonus),
        score=Fraction(unit.score),
        grade=unit.grade,
        vetoes=[veto.id for veto in unit.vetoes],
        rules={rule.id: Fraction(rule.points) for rule in unit.every_rule()},
        sub_items={sub_item.id: Fraction(sub_item.deducted) for sub_item in subs},
        items={item_id: Fraction(points) for item_id, points in items.items()},
        not_reported=list(unit.not_reported),
    )


def evaluated(
    folder: Path, scheme: Mapping[str, Any] | Path, tables: Tables, *, complete: Complete = frozenset(), **options: str
) -> Result:
    """Return the engine's result for a scheme (plain data or a file) and rows."""
    folder.mkdir(parents=True, exist_ok=True)
    file = scheme if isinstance(scheme, Path) else write_scheme(folder / "scheme.yaml", scheme)
    ledger = read_ledger(write_ledger(folder / "ledger", tables, complete))
    assert not ledger.report.rows
    return evaluate(Request(read_scheme(file), ledger, options)).result
