"""A plain workbook written row by row: safe text, numbers as numbers, no formulas, print set-up. No wording, no scores.

Text that begins with `=`, `+`, `-` or `@` stays text: strings are written as strings and nothing is guessed from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import xlsxwriter

from zhiheng.domain.texts import Text
from zhiheng.reports.frozen import frozen_archive

Value = str | Decimal | int | None
Style = Literal["rule", "sub_item", "item", "veto", "total"]
Shape = Literal["text", "points", "score", "count"]

#: Limits of the format itself: a cell holds 32,767 characters, a sheet 1,048,576 rows, a sheet's name 31 characters.
MOST_CHARACTERS = 32_767
MOST_ROWS = 1_048_576
MOST_NAME = 31
A4 = 9
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NUMBER_FORMATS: dict[Shape, str] = {"text": "@", "points": "0.0###", "score": "0.00##", "count": "0"}
_FILLS: dict[Style, str] = {"rule": "", "sub_item": "#F3F6FA", "item": "#DCE6F1", "veto": "#FBE3E0", "total": "#DCE6F1"}
_FONT = {"font_name": "宋体", "font_size": 10, "valign": "top"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its bilingual heading, its width in characters and the shape of its values."""

    heading: Text
    width: float
    shape: Shape = "text"


def both(text: Text) -> str:
    """Return the Chinese with the English on the next line; once only where both are the same."""
    return text.zh if not text.en or text.en == text.zh else f"{text.zh}\n{text.en}"


def clip(text: str) -> str:
    """Cut a text to what a cell can hold, and say so at its end."""
    # Excel counts UTF-16 units; a text of rare characters is longer there than here.
    if len(text.encode("utf-16-le", "replace")) // 2 <= MOST_CHARACTERS:
        return text.encode("utf-8", "replace").decode("utf-8")
    note = "……（后略，见 result.json / cut here, see result.json）"
    return text.encode("utf-16-le", "replace")[: 2 * (MOST_CHARACTERS - len(note))].decode("utf-16-le", "ignore") + note


class SheetNames:
    """Gives sheets names that Excel accepts: short, without forbidden characters, unique without regard to case."""

    def __init__(self) -> None:
        self._taken: set[str] = {"history"}

    def take(self, wanted: str) -> str:
        """Return a free name as near to `wanted` as the format allows."""
        plain = _FORBIDDEN.sub("_", wanted).strip().strip("'") or "_"
        name, number = _cut(plain, MOST_NAME), 1
        while name.casefold() in self._taken:
            number += 1
            tail = f" ({number})"
            name = _cut(plain, MOST_NAME - len(tail)) + tail
        self._taken.add(name.casefold())
        return name


def _cut(name: str, length: int) -> str:
    return name.encode("utf-16-le", "replace")[: 2 * length].decode("utf-16-le", "ignore").strip().strip("'")


class Sheet:
    """A table on one sheet, written from top to bottom; a table longer than a sheet goes on in the next one."""

    def __init__(self, book: Book, name: str, columns: Sequence[Column], head: Sequence[Sequence[Value]]) -> None:
        self._book, self._wanted, self.columns, self._head = book, name, columns, head
        self.name = ""
        self._open()

    def _open(self) -> None:
        self.name = self._book.names.take(self._wanted)
        self._sheet = self._book.add(self.name)
        sheet = self._sheet
        for place, column in enumerate(self.columns):
            sheet.set_column(place, place, column.width)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        self._next = 0
        for line in self._head:
            style = self._book.title if self._next == 0 else self._book.note
            for place, value in enumerate(line):
                self._write(place, value, style)
            self._next += 1
        for place, column in enumerate(self.columns):
            sheet.write_string(self._next, place, both(column.heading), self._book.heading)
        self.header_row = self._next
        sheet.repeat_rows(self.header_row)
        sheet.freeze_panes(self.header_row + 1, 0)
        self._next += 1

    def row(self, values: Sequence[Value], style: Style = "rule", link: tuple[int, str] | None = None) -> None:
        """Write one row; `link` makes the cell of that column lead to the sheet of that name."""
        if self._next >= MOST_ROWS:
            self.close()
            self._open()
        for place, (column, value) in enumerate(zip(self.columns, values, strict=True)):
            chosen = self._book.cell(style, "text" if isinstance(value, str) else column.shape)
            if link is not None and link[0] == place:
                target = "internal:'" + link[1].replace("'", "''") + "'!A1"
                self._sheet.write_url(self._next, place, target, self._book.link, string=clip(str(value)))
            else:
                self._write(place, value, chosen)
        self._next += 1

    def _write(self, place: int, value: Value, style: Any) -> None:
        if value is None or value == "":
            self._sheet.write_blank(self._next, place, None, style)
        elif isinstance(value, str):
            self._sheet.write_string(self._next, place, clip(value), style)
        else:
            # A Decimal goes into the file digit by digit; it never passes through a binary float.
            self._sheet.write_number(self._next, place, value, style)

    def close(self) -> None:
        """Put the filter over the rows that were written."""
        last = max(self._next - 1, self.header_row)
        self._sheet.autofilter(self.header_row, 0, last, len(self.columns) - 1)


class Book:
    """The workbook being written; `cell` gives the format of a kind of row and a shape of value."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self.names = SheetNames()
        self.title = workbook.add_format({**_FONT, "bold": True, "font_size": 14})
        self.note = workbook.add_format({**_FONT, "num_format": "0.####", "align": "left"})
        self.heading = workbook.add_format(
            {**_FONT, "bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "text_wrap": True, "border": 1}
        )
        self.link = workbook.add_format({**_FONT, "font_color": "#0B5394", "underline": 1, "border": 1})
        self._cells = {(style, shape): self._cell(style, shape) for style in _FILLS for shape in _NUMBER_FORMATS}

    def _cell(self, style: Style, shape: Shape) -> Any:
        look: dict[str, Any] = {**_FONT, "border": 1, "border_color": "#BFC7D1", "num_format": _NUMBER_FORMATS[shape]}
        look["text_wrap"] = shape == "text"
        if _FILLS[style]:
            look |= {"bg_color": _FILLS[style], "bold": True}
        return self._workbook.add_format(look)

    def cell(self, style: Style, shape: Shape) -> Any:
        """Return the format for a row of this style and a value of this shape."""
        return self._cells[style, shape]

    def add(self, name: str) -> Any:
        """Add a bare sheet; `name` comes from `names`."""
        return self._workbook.add_worksheet(name)

    def sheet(self, name: str, columns: Sequence[Column], head: Sequence[Sequence[Value]]) -> Sheet:
        """Begin a table under some lines of heading."""
        return Sheet(self, name, columns, head)


def _let_go(made: Any) -> None:
    """Close the temporary files of sheets; the library leaves them open when a book is given up half-way."""
    for sheet in made.worksheets():
        if sheet.constant_memory and not sheet.row_data_fh.closed:
            sheet.row_data_fh.close()


@contextmanager
def workbook(path: Path, *, title: str, at: datetime, row_by_row: bool = True) -> Iterator[Any]:
    """Yield an XlsxWriter workbook with safe settings; it stands in `path`, with constant bytes, when the block ends.

    `row_by_row` keeps memory level however many rows there are; rows must then be written from top to bottom, and
    every sheet holds a file open until the end.
    """
    settings: dict[str, Any] = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": row_by_row,
    }
    with frozen_archive(path) as draft:
        made = xlsxwriter.Workbook(str(draft), {**settings, "tmpdir": str(draft.parent)})
        made.set_properties({"title": title[:255], "author": "执衡 Zhiheng", "created": at})
        try:
            yield made
            made.close()
        finally:
            _let_go(made)
