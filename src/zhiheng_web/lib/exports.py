"""A list as a file: CSV or a workbook. Texts stay texts, so that no cell can become a formula (finding 8)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from zhiheng_web.lib.clock import SHANGHAI, today
from zhiheng_web.lib.words import say

FORMS = ("csv", "xlsx")
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: A text that opens so would be taken for a formula by spreadsheet programs that read CSV.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
#: How many rows one sheet can hold, its head included.
SHEET_ROWS = 1_048_576

Cell = str | Decimal | int | date | datetime | None


def plain(value: Any, kind: str) -> Cell:
    """Return the value of a cell without its drawing: a state as its words, an instant in Beijing time."""
    if value is None:
        return None
    if kind == "state":
        return say(value[0])
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).replace(tzinfo=None)
    if isinstance(value, date | Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    return str(say(value))


def answer(form: str, name: str, *, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponseBase:
    """Answer with a file in `csv` or `xlsx`, named after the list and the day."""
    file_name = f"{name}-{today():%Y%m%d}.{form}"
    response: HttpResponseBase
    if form == "csv":
        response = StreamingHttpResponse(csv_lines(heads, rows), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(workbook(name, heads, rows), content_type=_WORKBOOK)
    disposition = content_disposition_header(as_attachment=True, filename=file_name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


class _Line:
    """Hands back each line that the writer makes, so that nothing is gathered."""

    def write(self, line: str) -> str:
        return line


def csv_lines(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield the lines of a CSV file; the mark at the start lets Excel read it as UTF-8."""
    writer = csv.writer(_Line())
    yield "\ufeff"
    yield writer.writerow([_harmless(head) for head in heads])
    for row in rows:
        yield writer.writerow([_harmless(cell) for cell in row])


def _harmless(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA_SIGNS) else text


def workbook(name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a workbook with one sheet, its head frozen; numbers and dates are numbers and dates."""
    stream = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet(_sheet_name(name))
        bold = book.add_format({"bold": True, "bottom": 1})
        formats: dict[type, Any] = {date: book.add_format({"num_format": "yyyy-mm-dd"})}
        formats[datetime] = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        formats[Decimal] = book.add_format({"num_format": "0.00"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(heads) - 1), 18)
        sheet.write_row(0, 0, heads, bold)
        for number, row in enumerate(rows, 1):
            if number >= SHEET_ROWS:
                break
            for place, cell in enumerate(row):
                if cell is not None:
                    sheet.write(number, place, cell, formats.get(type(cell)))
    return stream.getvalue()


def _sheet_name(name: str) -> str:
    return "".join(sign for sign in name if sign not in "[]:*?/\\'")[:31] or "Sheet1"
