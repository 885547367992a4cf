"""Small ledgers and their evaluation for tests: rows in, an `Evaluation` or a folder of results out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from adapters.ledger_files import YAML, write_folder
from zhiheng import api
from zhiheng.domain.evaluation import Evaluation

CITIES = (("unit_id", "name", "kind"), ("U1", "云岭市", "prefecture_city"), ("U2", "青川市", "设区市"))
FINDINGS = (
    ("finding_id", "unit_id", "rule_id", "quantity", "occurred_at", "evidence"),
    ("F1", "U1", "D03-2-a", "7", "2020-03-01", "照片 12 张"),
    ("F2", "U2", "D03-2-a", "11", "2020-04-01", "巡查记录"),
    ("F3", "U1", "D05-1-1-a", "1", "", ""),
)
FACTS = (
    ("unit_id", "rule_id", "value", "source"),
    ("U1", "D08-2-a", "75%", "核实"),
    ("U2", "D08-2-a", "0.9", "自评"),
    ("U1", "B01-a", "2", "自评"),
)


def hunan_folder(folder: Path, *, complete: bool = True, **tables: Sequence[Sequence[Any]]) -> Path:
    """Write a small Hunan ledger; tables given by name replace or join those above."""
    yaml = YAML + ("findings_complete: all\n" if complete else "")
    return write_folder(folder, {"units": CITIES, "findings": FINDINGS, "facts": FACTS, **tables}, yaml=yaml)


def evaluate_folder(
    folder: Path, scheme: str = "hunan-2020", *, options: Mapping[str, str] | None = None
) -> Evaluation:
    """Evaluate a ledger folder without writing anything."""
    return api.evaluate_files(api.Job(scheme=scheme, ledger=folder, options=options or {}))
