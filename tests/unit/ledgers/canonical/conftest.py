"""What the tests of the canonical form share: reading a prepared folder back, and a small ledger to prepare."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from adapters.ledger_files import write_folder
from zhiheng.ledgers.canonical import Canonical

TABLES = ("cases", "events", "complaints", "texts", "officers", "outcomes", "units", "benchmarks", "calendar")

SMALL: dict[str, list[tuple[str, ...]]] = {
    "officers": [
        ("officer_id", "unit_id", "name", "role", "certificate_no", "certificate_until"),
        ("O1", "U1", "甲", "执法人员", "C-1", "2021-06-30"),
        ("O2", "U2", "乙", "辅助人员", "", ""),
        ("O3", "U2", "丙", "执法人员", "C-3", ""),
    ],
    "benchmarks": [
        ("benchmark_id", "cause", "minimum", "maximum", "from", "until"),
        ("B1", "占道", "50", "200", "2020-01-01", "2021-01-01"),
    ],
    "complaints": [
        ("complaint_id", "received_at", "unit_id", "issue", "place", "subject", "handled_at"),
        ("T1", "2020-01-23 09:00", "U1", "占道", "人民路12号", "摊贩占道影响通行", "2020-01-31"),
        ("T2", "2020-03-01", "U1", "占道", "人民路１２号门口", "商贩占道，影响行人通行", ""),
    ],
    "cases": [
        ("case_id", "unit_id", "kind", "lead_officer_id", "second_officer_id", "place", "complaint_id", "fine",
         "benchmark_id", "major"),
        ("案-2", "U1", "penalty", "O1", "O2", "人民路 12号", "T1", "100.5", "B1", "是"),
        ("A-1", "U2", "penalty", "O3", "", "", "", "", "", ""),
    ],
    "events": [
        ("case_id", "activity", "at", "officer_id", "document_no", "medium", "note", "digest"),
        ("案-2", "decided", "2020-02-03 10:30:05", "O1", "文1", "", "同意", "sha256:ab"),
        ("案-2", "filed", "2020-01-23", "O1", "", "", "", ""),
        ("案-2", "filed", "2020-01-23", "O1", "", "", "", ""),
        ("A-1", "filed", "2020-02-01 08:00", "O3", "", "录像", "经集体讨论，一致同意 作出处罚。", ""),
    ],
    "outcomes": [
        ("outcome_id", "case_id", "unit_id", "organ", "result", "effective_at"),
        ("R1", "案-2", "U1", "court", "maintained", "2020-05-01"),
        ("R2", "案-2", "U1", "court", "revoked", "2020-07-01"),
        ("R3", "案-2", "U1", "court", "changed", "2020-06-01"),
    ],
}  # fmt: skip


@pytest.fixture
def rows() -> Callable[[Canonical, str], list[dict[str, Any]]]:
    """Return a reader of one table of a prepared folder."""

    def read(canonical: Canonical, table: str) -> list[dict[str, Any]]:
        found = duckdb.read_parquet(str(canonical.table(table)))
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]

    return read


@pytest.fixture
def contents() -> Callable[[Canonical], dict[str, Any]]:
    """Return a reader of everything that a prepared folder says, but for where it stands."""

    def read(canonical: Canonical) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for table in TABLES:
            found = duckdb.read_parquet(str(canonical.table(table)))
            told[table] = (found.columns, [str(kind) for kind in found.types], found.fetchall())
        for name in ("head", "given", "activities", "counts"):
            told[name] = getattr(canonical, name)
        told["notes"] = sorted(str(note) for note in canonical.notes)
        told["parts"] = [(part.number, part.first_case, part.cases, part.events) for part in canonical.parts]
        return told

    return read


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a ledger of two cases with everything that is joined at preparation."""
    return write_folder(tmp_path / "ledger", SMALL)
