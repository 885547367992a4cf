"""Writes the demonstration ledger into a folder, with Chinese headers and words as an office would have them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import astuple, fields
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import TextIO

from zhiheng.domain.numbers import shortest
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers.demonstration.bundles import Label
from zhiheng.ledgers.demonstration.caseload import bundles
from zhiheng.ledgers.demonstration.load import AS_OF
from zhiheng.ledgers.demonstration.matters import benchmark_rows, power_item_rows
from zhiheng.ledgers.demonstration.people import Row, officer_rows, unit_rows
from zhiheng.ledgers.demonstration.statements import (
    COMPLETE,
    fact_rows,
    finding_rows,
    outcome_labels,
    outcome_rows,
    survey_rows,
)
from zhiheng.ledgers.tables import TABLES

NAME = "演示台账（虚构）云岚省、岚港市 2025 年"
#: Names that a demonstration ledger had in earlier versions: such a folder may be overwritten too.
_EARLIER_NAMES = ("演示台账（虚构）云岚省、岚港市 2020 年",)
LEDGER, COMPLETION, README = "ledger.yaml", "chongqing-completion.yaml", "README.txt"
#: Which checks the rows break that were planted to break one: no table of the ledger, and read by no command.
PLANTED = "planted.csv"
FILES = (LEDGER, COMPLETION, README, PLANTED, *(f"{name}.csv" for name in TABLES))
_PREPARED = ".canonical"  # what the checks keep beside a ledger; it is made again when the tables change
_COMPLETION_SOURCE = ("rulebook", "schemes", "chongqing", "chongqing-interim", "completion-demo.yaml")

_LEDGER = f"""\
# 虚构：省、市、单位、人员、案件和数字都是编造的，仅供演示。
# FICTIONAL: province, cities, units, persons, cases and figures are invented, for demonstration only.
name: {NAME}
period: {{from: 2025-01-01, to: 2026-01-01}}
region: 云岚省、岚港市（虚构）
calendar: cn
currency_unit: yuan
as_of: {AS_OF}
# 下列规则（虚构补充的指标）的问题已报齐：没有登记即没有发生。
# For these rules (indicators of the fictional completion) no row means that there is none.
findings_complete: [{", ".join(COMPLETE)}]
"""


def write_demonstration(out: Path, *, cases: int = 400, seed: int = 1) -> None:
    """Write the demonstration ledger into the folder `out`: the same `cases` and `seed` give the same bytes.

    Raises Refusal where `out` is a file, cannot be written or holds anything but an earlier demonstration ledger, and
    where `cases` is below 1.
    """
    if cases < 1:
        reason, remedy = Text("案件数至少为 1", "at least one case is needed"), Text("例如 400", "for example 400")
        raise Refusal(Fault("too_few_cases", Place(clause="--cases"), reason, remedy, str(cases)))
    _refuse_foreign_folder(out)
    try:
        out.mkdir(parents=True, exist_ok=True)
        _write_all(out, cases, seed)
    except OSError as wrong:
        reason = Text("文件夹无法写入", "the folder cannot be written")
        remedy = Text("换一个可写的位置", "choose a place that can be written")
        raise Refusal(Fault("cannot_write", Place(file=str(out)), reason, remedy, wrong.strerror or "")) from None


def is_demonstration(folder: Path) -> bool:
    """Return whether a folder holds a demonstration ledger that was made before, and nothing else."""
    told = folder / LEDGER
    if not told.is_file() or any(entry.name not in (*FILES, _PREPARED) for entry in folder.iterdir()):
        return False
    text = told.read_text(encoding="utf-8", errors="replace")
    return any(f"\nname: {name}\n" in text for name in (NAME, *_EARLIER_NAMES))


def _refuse_foreign_folder(out: Path) -> None:
    if out.is_dir() and any(out.iterdir()) and not is_demonstration(out):
        reason = Text("文件夹里有别的内容，不予覆盖", "the folder holds something else and is not overwritten")
    elif out.exists() and not out.is_dir():
        reason = Text("这是一个文件，不是文件夹", "this is a file, not a folder")
    else:
        return
    remedy = Text("换一个空的或者新的文件夹，例如 --out demo", "choose an empty or a new folder, such as --out demo")
    raise Refusal(Fault("folder_in_use", Place(file=str(out)), reason, remedy))


def _write_all(out: Path, cases: int, seed: int) -> None:
    # ledger.yaml comes first: a run that was broken off leaves a folder that the next one may overwrite.
    _write_text(out / LEDGER, _LEDGER)
    (out / README).write_bytes(files(__package__).joinpath(README).read_bytes())
    (out / COMPLETION).write_bytes(files("zhiheng").joinpath(*_COMPLETION_SOURCE).read_bytes())
    small: dict[str, Iterable[Row]] = {
        "units": unit_rows(),
        "findings": finding_rows(cases, seed),
        "facts": fact_rows(),
        "benchmarks": benchmark_rows(),
        "power_items": power_item_rows(),
        "surveys": survey_rows(),
    }
    for name, rows in small.items():
        with _open(out / f"{name}.csv") as file:
            _Writer(file, name).write(rows)
    with ExitStack() as opened:
        names = ("cases", "events", "complaints", "outcomes", "officers")
        tables = {name: _Writer(opened.enter_context(_open(out / f"{name}.csv")), name) for name in names}
        planted = csv.writer(opened.enter_context(_open(out / PLANTED)), lineterminator="\n")
        tables["officers"].write(officer_rows(cases))
        tables["outcomes"].write(outcome_rows(cases))
        planted.writerow(field.name for field in fields(Label))
        planted.writerows(astuple(label) for label in outcome_labels(cases))
        for bundle in bundles(cases, seed):
            tables["cases"].write([bundle.case] if bundle.case else [])
            for name in names[1:]:
                tables[name].write(getattr(bundle, name))
            planted.writerows(astuple(label) for label in bundle.labels)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _open(path: Path) -> TextIO:
    # The mark at the start lets spreadsheet programs show the Chinese right.
    return path.open("w", encoding="utf-8-sig", newline="")


class _Writer:
    """A CSV of one table: headers and listed values in Chinese."""

    def __init__(self, file: TextIO, table: str) -> None:
        columns = TABLES[table].columns
        self._places = {column.name: place for place, column in enumerate(columns)}
        self._words: list[dict[str | int, str]] = [
            {one.value: one.label for one in column.choices} for column in columns
        ]
        self._csv = csv.writer(file, lineterminator="\n")
        self._csv.writerow([column.label for column in columns])

    def write(self, rows: Iterable[Row]) -> None:
        """Write rows given by English column names; what a row does not name stays empty."""
        self._csv.writerows(self._line(row) for row in rows)

    def _line(self, row: Row) -> list[str]:
        line = [""] * len(self._places)
        for name, value in row.items():
            place = self._places[name]
            line[place] = self._text(value, self._words[place])
        return line

    @staticmethod
    def _text(value: object, words: Mapping[str | int, str]) -> str:
        # The commonest kinds come first: this runs for every cell of a ledger that may be very large.
        if isinstance(value, str):
            return words.get(value, value)
        if value is None:
            return ""
        if isinstance(value, datetime):
            return value.isoformat(" ", "minutes")
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, int):
            return words.get(value, str(value))
        if isinstance(value, Decimal):
            return shortest(value)
        return value.isoformat() if isinstance(value, date) else str(value)
