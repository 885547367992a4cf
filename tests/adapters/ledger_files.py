"""Ledgers as files for tests: folders of CSV, workbooks, Parquet, and a workbook made to exhaust memory."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

YAML = "name: 示例\nperiod: {from: 2020-01-01, to: 2021-01-01}\nregion: 湖南省\nas_of: 2020-11-15\n"
Rows = Sequence[Sequence[Any]]

UNITS: Rows = (("unit_id", "name"), ("U1", "一中队"), ("U2", "二中队"))


def csv_text(rows: Rows, *, delimiter: str = ",") -> str:
    """Return rows as CSV."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def write_folder(folder: Path, tables: Mapping[str, Rows | str], *, yaml: str = YAML, encoding: str = "utf-8") -> Path:
    """Write a ledger folder: a CSV per table, given as rows or as text; `units` is there in any case."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ledger.yaml").write_text(yaml, encoding="utf-8")
    for name, rows in {"units": UNITS, **tables}.items():
        text = rows if isinstance(rows, str) else csv_text(rows)
        (folder / f"{name}.csv").write_bytes(text.encode(encoding))
    return folder


def write_workbook(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Write a workbook, a sheet per name; text stays text, also where it looks like a formula."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if cell not in ("", None):
                        sheet.write(row, column, cell)
    return path


def write_parquet(path: Path, rows: Rows, *, types: Mapping[str, str] | None = None) -> Path:
    """Write rows as Parquet; every column is text unless `types` names a DuckDB type for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    header, *body = rows
    kinds = types or {}
    columns = ", ".join(f'"{name}" {kinds.get(name, "VARCHAR")}' for name in header)
    with duckdb.connect(":memory:") as engine:
        engine.execute(f"CREATE TABLE t ({columns})")
        if body:
            marks = ", ".join("?" for _ in header)
            engine.executemany(
                f"INSERT INTO t VALUES ({marks})", [[cell if cell != "" else None for cell in row] for row in body]
            )
        engine.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    return path


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def write_raw_workbook(path: Path, sheet_data: str, *, sheet: str = "units") -> Path:
    """Write a workbook of one sheet from the XML of its `sheetData`: what no honest program would write."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
            f'<sheet name="{sheet}" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{_MAIN}"><sheetData>{sheet_data}</sheetData></worksheet>'
        )
    return path


def write_bomb(path: Path) -> Path:
    """Write a workbook of under 2 kB whose two cells span 17 thousand million: unguarded, it aborts the process."""
    return write_raw_workbook(
        path,
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    )
