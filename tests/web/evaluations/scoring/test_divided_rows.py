"""The rows of one body out of a stored ledger: the same that a reading of everything finds, read alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from zhiheng_web.evaluations.scoring import folders

_TABLES = {
    "units": (("unit_id", "name", "parent_id"), ("A", "甲", ""), ("A/1", "甲一", "A"), ("B", "乙", "")),
    "cases": (("case_id", "unit_id"), ("1", "A"), ("2", "A/1"), ("3", "B")),
    "events": (("case_id", "activity"), ("1", "filed"), ("3", "filed"), ("2", "closed"), ("1", "closed"), ("9", "x")),
    "benchmarks": (("benchmark_id", "maximum"), ("G1", "100")),
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = tmp_path / "base"
    folder.mkdir()
    for name, rows in _TABLES.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    (folder / "ledger.yaml").write_text("name: 示例\n", encoding="utf-8")
    return folder


def test_it_finds_the_rows_of_a_unit_and_of_all_beneath_it(base: Path) -> None:
    family = folders.family_of(base, "A")
    assert family == {"A", "A/1"}
    events = folders.read_rows_of(base, "events", family)
    assert sorted((row["case_id"], row["activity"]) for row in events) == [
        ("1", "closed"),
        ("1", "filed"),
        ("2", "closed"),
    ]


def test_it_gives_all_rows_of_a_table_that_knows_no_units(base: Path) -> None:
    assert folders.read_rows_of(base, "benchmarks", {"B"}) == [{"benchmark_id": "G1", "maximum": "100"}]
    assert folders.read_rows_of(base, "surveys", {"B"}) == []


@pytest.mark.parametrize("unit", ["A", "A/1", "B"])
def test_it_makes_the_same_ledger_of_a_unit_as_keeping_its_rows_of_everything(
    base: Path, tmp_path: Path, unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "_ROWS_AT_ONCE", 2)  # tables are divided in several goes
    family = folders.family_of(base, unit)
    whole, part = tmp_path / "whole", tmp_path / "part"
    for folder, units in ((whole, None), (part, family)):
        folder.mkdir()
        folders.link_rest(base, folder, (), units)
        folders.keep_only(folder, family)
    files = sorted(file.name for file in whole.iterdir())
    assert files == sorted(file.name for file in part.iterdir())
    assert all((whole / name).read_bytes() == (part / name).read_bytes() for name in files)


def test_it_leaves_the_stored_ledger_as_it_is(base: Path, tmp_path: Path) -> None:
    before = {file.name: file.read_bytes() for file in base.iterdir()}
    out = tmp_path / "out"
    out.mkdir()
    folders.link_rest(base, out, (), frozenset({"A"}))
    folders.keep_only(out, frozenset({"A"}))
    assert {file.name: file.read_bytes() for file in base.iterdir()} == before
