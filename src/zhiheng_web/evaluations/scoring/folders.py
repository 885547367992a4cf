"""Ledger folders for the engine: the rows that the ledger's own result used, with what was established put in."""

from __future__ import annotations

import csv
import os
import shutil
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings

from zhiheng_web.lib import store

FACTS = ("unit_id", "rule_id", "value", "source", "evidence", "case_id", "round")
FINDINGS = (
    "finding_id unit_id rule_id occurred_at officer_id case_id quantity source evidence status exemption "
    "exemption_reason aspect page round mended amount"
).split()

Row = Mapping[str, str]


def unpacked(digest: str) -> Path:
    """Return the folder of a stored archive, unpacked once below HOME/work and read only from then on."""
    target = Path(settings.HOME) / "work" / digest.removeprefix("sha256:")
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(dir=target.parent, prefix="unpacking-"))
    try:
        with zipfile.ZipFile(store.path_of(digest)) as archive:
            # Our own archive, written by `store.keep_folder`: its names are file names of a ledger.
            archive.extractall(draft)
        draft.replace(target)
    except OSError:
        # Another process was quicker: what it unpacked is the same.
        shutil.rmtree(draft, ignore_errors=True)
        if not target.is_dir():
            raise
    return target


def read_rows(folder: Path, table: str) -> list[dict[str, str]]:
    """Return the rows of a table of a ledger folder of our own (CSV with English headers); none where it is absent."""
    file = folder / f"{table}.csv"
    if not file.is_file():
        return []
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


#: So many rows are held while a table is divided.
_ROWS_AT_ONCE = 50_000


def read_rows_of(base: Path, table: str, units: Iterable[str]) -> list[dict[str, str]]:
    """Return the rows of a table that belong to these units, as `keep_only` would; of one that knows no units all.

    A ledger of a province has a million rows: whoever asks for one body must not wait until all have been read.
    """
    if not _knows_units(base / f"{table}.csv"):
        return read_rows(base, table)
    divided = _divided(base)
    return [row for unit in sorted(units) for row in read_rows(divided / _name_of(unit), table)]


def _knows_units(file: Path) -> bool:
    return file.suffix == ".csv" and file.is_file() and not {"unit_id", "case_id"}.isdisjoint(_names_of(file))


def _names_of(file: Path) -> list[str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return next(csv.reader(lines), [])


def _divided(base: Path) -> Path:
    """Return the folder that holds the rows of an unpacked archive unit by unit; it is made once, beside it."""
    target = base.with_name(f"{base.name}-units")
    if target.is_dir():
        return target
    draft = Path(mkdtemp(dir=target.parent, prefix="dividing-"))
    units = {row["case_id"]: row["unit_id"] for row in read_rows(base, "cases")}
    for file in base.glob("*.csv"):
        if _knows_units(file):
            _divide(file, draft, units)
    try:
        draft.replace(target)
    except OSError:
        # Another process was quicker, as above.
        shutil.rmtree(draft, ignore_errors=True)
        if not target.is_dir():
            raise
    return target


def _divide(file: Path, target: Path, units: Mapping[str, str]) -> None:
    with file.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        names = next(reader)
        is_direct = "unit_id" in names
        key = names.index("unit_id" if is_direct else "case_id")
        held: dict[str, list[list[str]]] = {}
        for number, row in enumerate(reader, start=1):
            held.setdefault(row[key] if is_direct else units.get(row[key], ""), []).append(row)
            if number % _ROWS_AT_ONCE == 0:
                _append(target, file.name, names, held)
        _append(target, file.name, names, held)


def _append(target: Path, name: str, names: Sequence[str], held: dict[str, list[list[str]]]) -> None:
    for unit, rows in held.items():
        file = target / _name_of(unit) / name
        file.parent.mkdir(exist_ok=True)
        with file.open("a", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerows([names, *rows] if out.tell() == 0 else rows)
    held.clear()


def _name_of(unit: str) -> str:
    """Return the name of the folder of a unit, whose number may hold any sign."""
    return sha256(unit.encode()).hexdigest()


def write_rows(folder: Path, table: str, names: Sequence[str], rows: Iterable[Row]) -> None:
    """Write a table as CSV, sorted, so that the same rows give the same bytes."""
    lines = sorted([row.get(name, "") or "" for name in names] for row in rows)
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(lines)


def link_rest(base: Path, target: Path, without: Sequence[str], units: frozenset[str] | None = None) -> None:
    """Put every file of `base` into `target` but those named: linked where the disk allows, copied elsewhere.

    With `units` the tables have the rows of these units alone.
    """
    for file in base.iterdir():
        if file.name in without or not file.is_file():
            continue
        if units is not None and _knows_units(file):
            write_rows(target, file.stem, _names_of(file), read_rows_of(base, file.stem, units))
            continue
        try:
            os.link(file, target / file.name)
        except OSError:
            shutil.copyfile(file, target / file.name)


def keep_only(folder: Path, units: frozenset[str]) -> None:
    """Keep of every table the rows of these units (and cases of theirs): the score of one body needs no others."""
    cases = {row["case_id"] for row in read_rows(folder, "cases") if row["unit_id"] in units}
    for file in list(folder.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            names = list(reader.fieldnames or ())
            key, wanted = ("unit_id", units) if "unit_id" in names else ("case_id", cases)
            kept = [row for row in reader if row.get(key) in wanted] if key in names else list(reader)
        if file.stem == "units":
            kept = [{**row, "parent_id": row["parent_id"] if row["parent_id"] in units else ""} for row in kept]
        file.unlink()  # it may be a link to the base, which must not change
        write_rows(folder, file.stem, names, kept)


def family_of(folder: Path, unit_id: str) -> frozenset[str]:
    """Return a unit and all beneath it, as the table of units has them."""
    children: dict[str, list[str]] = {}
    for row in read_rows(folder, "units"):
        children.setdefault(row.get("parent_id") or "", []).append(row["unit_id"])
    found, waiting = {unit_id}, [unit_id]
    while waiting:
        fresh = [child for child in children.get(waiting.pop(), []) if child not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return frozenset(found)
