"""The uploaded file written again as a workbook: wrong cells red, a last column that says why. Nothing is a formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from zhiheng.api import ledgers

#: Header of the column that is added; no table has a column of this name, so it is left out when uploaded again.
REMARKS = "问题说明 What is wrong"
_MOST_ROWS = 1_048_000
_NO_SHEET_NAME = "Sheet1"

Faults = dict[int, list[Mapping[str, Any]]]


def write_marked(request: Mapping[str, Any], wrongs: Sequence[Mapping[str, Any]]) -> None:
    """Write the workbook of a request into its `out`; rows keep their places, so that numbers stay right."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    options["strings_to_numbers"] = False
    with xlsxwriter.Workbook(request["out"], options) as book:
        red = book.add_format({"bg_color": "#F8D7DA", "font_color": "#842029", "border": 1, "border_color": "#842029"})
        bold = book.add_format({"bold": True, "bottom": 1})
        for name, grid in ledgers.open_sheets(Path(request["path"]), request["name"]):
            columns, header = _columns(request, name, grid)
            told = _faults_of(name, wrongs) if columns else {}
            sheet = book.add_worksheet(name or _NO_SHEET_NAME)
            last = max((len(row) for row in grid.rows[header + 1 :]), default=0)
            remarks = max(last, len(grid.rows[header]) if grid.rows else 0)
            if grid.rows and REMARKS in grid.rows[header]:
                remarks = list(grid.rows[header]).index(REMARKS)  # a file that was marked before
            sheet.set_column(remarks, remarks, 60)
            sheet.freeze_panes(header + 1, 0)
            for index, row in enumerate(grid.rows[:_MOST_ROWS]):
                faults = told.get(grid.numbers[index], [])
                reds = {columns.get(fault["column"], -1) for fault in faults}
                for place, cell in enumerate(row):
                    if place == remarks:
                        continue
                    style = red if place in reds else bold if index == header and columns else None
                    if cell or style is red:
                        sheet.write_string(index, place, cell, style) if cell else sheet.write_blank(
                            index, place, None, style
                        )
                for place in sorted(place for place in reds if place >= len(row)):
                    sheet.write_blank(index, place, None, red)
                if index == header and columns:
                    sheet.write_string(index, remarks, REMARKS, bold)
                elif faults:
                    sheet.write_string(index, remarks, _remark(faults), red)


def _columns(request: Mapping[str, Any], sheet: str, grid: ledgers.Grid) -> tuple[dict[str, int], int]:
    """Return where each column stands in the grid, and its header; nothing for a sheet that was not read."""
    if request["table"]:
        mapping = request["mapping"]
        if mapping["sheet"] != sheet:
            return {}, 0
        return {column: int(index) for index, column in mapping["columns"].items()}, int(mapping["header"])
    spec = ledgers.find_table(sheet)
    if spec is None or not grid.rows:
        return {}, 0
    header = ledgers.header_index(spec, grid)
    found = [(index, spec.column_of(cell)) for index, cell in enumerate(grid.rows[header])]
    return {column.name: index for index, column in found if column is not None}, header


def _faults_of(sheet: str, wrongs: Sequence[Mapping[str, Any]]) -> Faults:
    told: Faults = {}
    for wrong in wrongs:
        if wrong["sheet"] == sheet:
            told.setdefault(wrong["row"], []).append(wrong)
    return told


def _remark(faults: Sequence[Mapping[str, Any]]) -> str:
    return "；".join(f"{one['label']}：{one['reason']}。改法：{one['remedy']}" for one in faults)[:32_000]
