"""The ledgers of the demonstration: the library's fictional year, moved by whole weeks to other years."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from pathlib import Path

from zhiheng.api import demonstration

#: The year that the library's demonstration is of, and its as-of date.
_YEAR, _AS_OF = 2025, date(2025, 11, 15)
_DAY = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)")


def as_of(year: int) -> date:
    """Return the day until which the ledger of a year was kept."""
    return _AS_OF + _shift(year)


def write_year(folder: Path, year: int, *, cases: int) -> Path:
    """Write the ledger of a year; weekdays stay what they were, holidays do not (it is for looking at evaluations)."""
    demonstration.write_demonstration(folder, cases=cases, seed=year)
    shift = _shift(year)
    if shift:
        for file in folder.glob("*.csv"):
            text = file.read_text(encoding="utf-8-sig")
            file.write_text(_moved(text, shift).replace(f"〔{_YEAR}〕", f"〔{year}〕"), encoding="utf-8-sig")
        head = folder / "ledger.yaml"
        text = head.read_text(encoding="utf-8").replace(_AS_OF.isoformat(), as_of(year).isoformat())
        text = re.sub(r"\b(20\d\d)-01-01", lambda found: f"{int(found[1]) + year - _YEAR}-01-01", text)
        head.write_text(text.replace(f"{_YEAR} 年", f"{year} 年"), encoding="utf-8")
    return folder


def _shift(year: int) -> timedelta:
    return timedelta(days=364 * (year - _YEAR))


def _moved(text: str, shift: timedelta) -> str:
    def move(found: re.Match[str]) -> str:
        return (date(*(int(part) for part in found.groups())) + shift).isoformat()

    return _DAY.sub(move, text)


_UNIT_HEADS = {
    "单位编号": "unit_id",
    "单位名称": "name",
    "上级单位编号": "parent_id",
    "单位类型": "kind",
    "层级": "level",
}


def read_units(folder: Path) -> list[dict[str, str]]:
    """Return the rows of `units` by English names."""
    with (folder / "units.csv").open(encoding="utf-8-sig", newline="") as lines:
        told = list(csv.DictReader(lines))
    return [{_UNIT_HEADS[head]: cell for head, cell in row.items() if head in _UNIT_HEADS} for row in told]


def keep_units(folder: Path, code: str) -> None:
    """Keep of a ledger what belongs to one organiser: its units by the beginning of their numbers, and their rows."""
    cases: set[str] = set()
    for file in [folder / "cases.csv", *sorted(folder.glob("*.csv"))]:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            head, *rows = list(csv.reader(lines))
        by_unit = next((head.index(name) for name in ("单位编号", "承办单位编号") if name in head), None)
        if by_unit is not None:
            rows = [row for row in rows if row[by_unit].startswith(code)]
        elif file.stem == "events":
            rows = [row for row in rows if row[0] in cases]
        if file.stem == "cases":
            cases = {row[0] for row in rows}
        with file.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows([head, *rows])


def take_claims(folder: Path) -> list[tuple[str, str, str, str]]:
    """Take the self-reported facts out of a ledger: (unit, rule, value, evidence). On the pages they are claims."""
    path = folder / "facts.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    head, told = rows[0], rows[1:]
    source = head.index("来源")
    claims = [(row[0], row[1], row[2], row[4]) for row in told if row[source] == "自评"]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, *(row for row in told if row[source] != "自评")])
    return claims


def declared_complete(folder: Path) -> list[str]:
    """Return the rules whose findings the ledger declares complete."""
    text = (folder / "ledger.yaml").read_text(encoding="utf-8")
    found = re.search(r"^findings_complete: \[(.*)\]", text, re.MULTILINE)
    return [word.strip().strip('"') for word in found[1].split(",")] if found else []
