"""Planted rows against findings: how many there are of each, and how many are the same. Nothing is run here."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow.parquet as pq

#: A row that breaks a check: check, case, complaint, unit; empty where there is none.
Row = tuple[str, str, str, str]
_NAMES = ("check_id", "case_id", "complaint_id", "unit_id")


def planted_rows(file: Path) -> Counter[Row]:
    """Read `planted.csv`."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return Counter(_row(line) for line in csv.DictReader(opened))


def found_rows(file: Path) -> Counter[Row]:
    """Read `findings.parquet`."""
    return Counter(_row(line) for line in pq.read_table(file, columns=list(_NAMES)).to_pylist())


def _row(line: Mapping[str, str | None]) -> Row:
    check, case, complaint, unit = (line[name] or "" for name in _NAMES)
    return check, case, complaint, unit


def by_check(planted: Counter[Row], found: Counter[Row]) -> dict[str, dict[str, int]]:
    """Return of each check how many rows were planted, found, and both."""
    told: dict[str, dict[str, int]] = defaultdict(lambda: {"planted": 0, "found": 0, "hit": 0})
    for name, rows in (("planted", planted), ("found", found), ("hit", planted & found)):
        for row, count in rows.items():
            told[row[0]][name] += count
    return dict(sorted(told.items()))


def by_scene(
    scenes: Iterable[tuple[str, str, tuple[str, ...]]], planted: Counter[Row], found: Counter[Row]
) -> dict[str, dict[str, int]]:
    """Return of each hard case how many were staged and how many findings they caused that nobody planted.

    `scenes` gives, for every bundle of rows, its scene, its case and its complaints.
    """
    raised: Counter[tuple[str, str]] = Counter()
    for (_, case, complaint, _), count in (found - planted).items():
        raised[("complaint", complaint) if complaint else ("case", case)] += count
    told: dict[str, dict[str, int]] = defaultdict(lambda: {"rows": 0, "raised": 0})
    for scene, case, complaints in scenes:
        keys = [("case", case)] if case else []
        keys += [("complaint", complaint) for complaint in complaints]
        told[scene]["rows"] += len(keys)
        told[scene]["raised"] += sum(raised[key] for key in keys)
    return dict(sorted(told.items()))
