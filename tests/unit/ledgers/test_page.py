"""docs/ledger.md names every table, column, label and choice, and its example has the digest it states."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapters.ledger_files import write_folder
from zhiheng.domain.canonical import digest_of_bytes
from zhiheng.ledgers import TABLES, read_ledger

PAGE = (Path(__file__).parents[3] / "docs" / "ledger.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", list(TABLES))
def test_it_documents_every_column(table: str) -> None:
    spec = TABLES[table]
    section = PAGE.partition(f"### {spec.name} {spec.label}\n")[2].partition("\n### ")[0]
    named = re.findall(r"^\| `(\w+)`( \*)? \| ([^|]+) \|", section, re.M)
    assert named == [
        (column.name, " *" if column.required else "", "、".join(column.labels)) for column in spec.columns
    ]
    for column in spec.columns:
        for choice in column.choices:
            assert f"`{choice.value}` {choice.label}" in section


def test_it_shows_the_bytes_of_the_digest(tmp_path: Path) -> None:
    example = next(line for line in PAGE.splitlines() if line.startswith('{"format"') and "一中队" in line)
    ledger = read_ledger(write_folder(tmp_path, {"units": "unit_id,name\nU1,一中队\n"}))
    assert ledger.digest == digest_of_bytes(example.encode("utf-8"))
