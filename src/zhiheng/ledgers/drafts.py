"""A table while its rows are judged: values, and what is wrong with which row. References are judged elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import compress
from typing import Any

from zhiheng.domain.refusals import Fault, Place
from zhiheng.domain.texts import Text
from zhiheng.ledgers.cells import read_column
from zhiheng.ledgers.columns import Column, TableSpec, Value
from zhiheng.ledgers.grids import Part
from zhiheng.ledgers.ledger import Count, Places, QuarantinedRow, Table
from zhiheng.ledgers.wording import shown

_WAN = Decimal(10_000)


@dataclass
class Draft:
    """The rows of a table as read, with the faults found so far by row index."""

    spec: TableSpec
    parts: Sequence[Part]
    unknown: tuple[str, ...]
    texts: dict[str, Sequence[str]]
    values: dict[str, list[Value]]
    places: Places
    faults: dict[int, list[Fault]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.places)

    def add(self, row: int, column: str, code: str, words: tuple[Text, Text]) -> None:
        """Note a fault of a row; `words` are reason and remedy."""
        file, number = self.places[row]
        place = Place(file=file, table=self.spec.name, row=number, column=column)
        found = shown(self.texts[column][row].strip()) if column in self.texts else ""
        self.faults.setdefault(row, []).append(Fault(code, place, *words, found))

    def accepted(self) -> Table:
        """Return the rows without fault."""
        columns: dict[str, Sequence[Value]] = {**self.values, **{name: self.texts[name] for name in self.unknown}}
        if not self.faults:
            return Table(self.spec.name, columns, self.unknown, self.places)
        kept = [row not in self.faults for row in range(len(self))]
        columns = {name: list(compress(values, kept)) for name, values in columns.items()}
        return Table(self.spec.name, columns, self.unknown, self.places.only(kept))

    def quarantined(self) -> list[QuarantinedRow]:
        """Return the rows with faults, in the order of the files."""
        rows = []
        for row in sorted(self.faults):
            file, number = self.places[row]
            cells = {name: texts[row] for name, texts in self.texts.items() if texts[row].strip()}
            rows.append(QuarantinedRow(self.spec.name, file, number, cells, tuple(self.faults[row])))
        return rows

    def count(self) -> Count:
        """Return rows in, accepted and quarantined; blank rows are no rows."""
        bad = len(self.faults)
        return Count(len(self), len(self) - bad, bad, self.unknown)


def draft_table(spec: TableSpec, parts: Sequence[Part], *, in_wan: bool = False) -> Draft:
    """Read the parts of a table column by column; with `in_wan` money is given in units of 10,000 yuan."""
    unknown = tuple(dict.fromkeys(name for part in parts for name in part.unknown))
    given = dict.fromkeys(name for part in parts for name in part.columns)
    texts = {name: _joined(parts, name) for name in given}
    places = Places(
        [part.file for part in parts],
        [index for index, part in enumerate(parts) for _ in part.numbers],
        [number for part in parts for number in part.numbers],
    )
    draft = Draft(spec, parts, unknown, texts, {}, places)
    for column in spec.columns:
        _read_into(draft, column, in_wan=in_wan and column.money)
    for name in unknown:
        texts[name] = [text.strip() for text in texts[name]]
    _judge_overlong(draft)
    for smaller, larger in spec.at_most:
        _judge_order(draft, smaller, larger)
    return draft


def _joined(parts: Sequence[Part], name: str) -> Sequence[str]:
    if len(parts) == 1:
        return parts[0].columns[name]
    return [text for part in parts for text in part.columns.get(name) or [""] * len(part.numbers)]


def _read_into(draft: Draft, column: Column, *, in_wan: bool) -> None:
    texts = draft.texts.get(column.name)
    if texts is None:
        draft.values[column.name] = [column.default] * len(draft)
        return
    values, bad = read_column(column, texts)
    if in_wan:
        values = [value * _WAN if isinstance(value, Decimal) else value for value in values]
    draft.values[column.name] = values
    if bad:
        for row, text in enumerate(texts):
            if text in bad:
                wrong = bad[text]
                draft.add(row, column.name, wrong.code, (wrong.reason, wrong.remedy))


def _judge_overlong(draft: Draft) -> None:
    first = 0
    for part in draft.parts:
        for row, text in part.overlong.items():
            words = (
                Text(
                    f"该行的单元格多于表头（多出：{shown(text)}）",
                    f"the row has more cells than the header (left over: {shown(text)})",
                ),
                Text(
                    "含有分隔符的文字加英文双引号，或者补上表头",
                    "put text that holds the delimiter in quotation marks, or add the header",
                ),
            )
            draft.add(first + row, "", "too_many_cells", words)
        first += len(part.numbers)


def _judge_order(draft: Draft, smaller: str, larger: str) -> None:
    low, high = draft.spec.column(smaller), draft.spec.column(larger)
    pairs: Any = zip(draft.values[smaller], draft.values[larger], strict=True)
    for row, (least, most) in enumerate(pairs):
        if least is not None and most is not None and least > most:
            words = (
                Text(f"“{low.label}”大于“{high.label}”", f"{low.name} lies above {high.name}"),
                Text("核对这两列，改正其中写错的一个", "check the two columns and mend the one that is wrong"),
            )
            draft.add(row, smaller, "out_of_order", words)
