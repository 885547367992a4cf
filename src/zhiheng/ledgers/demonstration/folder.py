"""Writes the demonstration ledger into a folder, with Chinese headers and words as an office would have them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import TextIO

from zhiheng.domain.numbers import shortest
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers.columns import Column
from zhiheng.ledgers.demonstration.caseload import AS_OF, bundles
from zhiheng.ledgers.demonstration.matters import benchmark_rows, power_item_rows
from zhiheng.ledgers.demonstration.people import Row, officer_rows, unit_rows
from zhiheng.ledgers.demonstration.statements import (
    COMPLETE,
    fact_rows,
    finding_rows,
    outcome_rows,
    survey_rows,
)
from zhiheng.ledgers.tables import TABLES

NAME = "演示台账（虚构）云岚省、岚港市 2020 年"
LEDGER, COMPLETION, README = "ledger.yaml", "chongqing-completion.yaml", "README.txt"
FILES = (LEDGER, COMPLETION, README, *(f"{name}.csv" for name in TABLES))
_COMPLETION_SOURCE = ("rulebook", "schemes", "chongqing", "chongqing-interim", "completion-demo.yaml")

_LEDGER = f"""\
# 虚构：省、市、单位、人员、案件和数字都是编造的，仅供演示。
# FICTIONAL: province, cities, units, persons, cases and figures are invented, for demonstration only.
name: {NAME}
period: {{from: 2020-01-01, to: 2021-01-01}}
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
    if not told.is_file() or any(entry.name not in FILES for entry in folder.iterdir()):
        return False
    return f"\nname: {NAME}\n" in told.read_text(encoding="utf-8", errors="replace")


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
        "officers": officer_rows(),
        "findings": finding_rows(cases, seed),
        "facts": fact_rows(),
        "outcomes": outcome_rows(cases),
        "benchmarks": benchmark_rows(),
        "power_items": power_item_rows(),
        "surveys": survey_rows(),
    }
    for name, rows in small.items():
        with _open(out / f"{name}.csv") as file:
            _Writer(file, name).write(rows)
    with ExitStack() as opened:
        writers = {
            name: _Writer(opened.enter_context(_open(out / f"{name}.csv")), name)
            for name in ("cases", "events", "complaints")
        }
        for bundle in bundles(cases, seed):
            writers["cases"].write([bundle.case] if bundle.case else [])
            writers["events"].write(bundle.events)
            writers["complaints"].write([bundle.complaint] if bundle.complaint else [])


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _open(path: Path) -> TextIO:
    # The mark at the start lets spreadsheet programs show the Chinese right.
    return path.open("w", encoding="utf-8-sig", newline="")


class _Writer:
    """A CSV of one table: headers and listed values in Chinese."""

    def __init__(self, file: TextIO, table: str) -> None:
        self._columns = TABLES[table].columns
        self._words = {column.name: {one.value: one.label for one in column.choices} for column in self._columns}
        self._csv = csv.writer(file, lineterminator="\n")
        self._csv.writerow([column.label for column in self._columns])

    def write(self, rows: Iterable[Row]) -> None:
        """Write rows given by English column names; what a row does not name stays empty."""
        self._csv.writerows([*self._cells(row)] for row in rows)

    def _cells(self, row: Row) -> Iterator[str]:
        for column in self._columns:
            yield self._cell(column, row.get(column.name))

    def _cell(self, column: Column, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, str | int) and value in self._words[column.name]:
            return self._words[column.name][value]
        if isinstance(value, Decimal):
            return shortest(value)
        if isinstance(value, datetime):
            return f"{value:%Y-%m-%d %H:%M}"
        return value.isoformat() if isinstance(value, date) else str(value)
