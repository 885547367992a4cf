"""Workbooks are read in a process of limited means: hostile ones are refused, blanks that are none are found."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from adapters.ledger_files import UNITS, write_bomb, write_raw_workbook, write_workbook
from zhiheng.domain.refusals import Refusal
from zhiheng.ledgers import read_ledger
from zhiheng.ledgers.spreadsheets import read_workbook

ONE_UNIT = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>unit_id</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>name</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>U1</t></is></c><c r="B2" t="inlineStr"><is><t>n</t></is></c></row>'
)


def refused(path: Path) -> str:
    with pytest.raises(Refusal) as caught:
        read_workbook(path, path.name)
    (fault,) = caught.value.faults
    assert fault.place.file == path.name
    assert fault.remedy.zh and fault.remedy.en
    return fault.code


def test_it_refuses_two_cells_far_apart(tmp_path: Path) -> None:
    path = write_bomb(tmp_path / "bomb.xlsx")
    assert path.stat().st_size < 2048
    assert refused(path) == "bomb"


def test_it_survives_cells_far_apart_that_hide_from_the_first_look(tmp_path: Path) -> None:
    # Without cell references the first look sees nothing; the parser then dies in its own process, not in ours.
    hidden = '<row r="1"><c><v>1</v></c></row><row r="1048576">' + "<c><v>1</v></c>" * 16384 + "</row>"
    assert refused(write_raw_workbook(tmp_path / "hidden.xlsx", hidden)) == "crashed"


def test_it_refuses_what_unpacks_beyond_the_limit(tmp_path: Path) -> None:
    path = write_raw_workbook(tmp_path / "zip.xlsx", ONE_UNIT)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/a.bin", b"")
        archive.getinfo("xl/media/a.bin").file_size = 800 << 20  # the directory now promises 800 MB
    assert refused(path) == "bomb"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_workbook"),
        (b"PK\3\4 torn", "not_a_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "locked_or_old"),
    ],
)
def test_it_refuses_what_is_no_workbook(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert refused(path) == code


def test_it_refuses_a_document_of_another_kind(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert refused(path) == "not_a_workbook"


def test_it_refuses_a_torn_sheet(tmp_path: Path) -> None:
    assert refused(write_raw_workbook(tmp_path / "a.xlsx", '<row r="1"><c r="A1"')) == "not_a_workbook"


def test_it_reads_a_sheet_that_claims_to_be_wide_but_is_not(tmp_path: Path) -> None:
    path = write_raw_workbook(tmp_path / "a.xlsx", ONE_UNIT + '<row r="1048576"><c r="XFD1048576" s="0"/></row>')
    ((name, grid),) = read_workbook(path, "a.xlsx")
    assert (name, grid.rows) == ("units", [["unit_id", "name"], ["U1", "n"]])


def test_it_finds_errors_and_formulas_without_result(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "findings"
    sheet.append(["finding_id", "unit_id", "rule_id", "quantity", "amount"])
    sheet.append(["F1", "U1", "R", "=1+1", 0.5])  # openpyxl saves formulas without their results
    sheet.append(["F2", "U1", "R", 2, "#REF!"])
    sheet["E3"].data_type = "e"
    sheet.append(["F3", "U1", "R", 2, 0.5])
    units = book.create_sheet("units")
    for row in UNITS:
        units.append(row)
    book.save(path)
    ledger = read_ledger(path)
    faults = {(fault.place.row, fault.place.column, fault.code) for fault in ledger.report.quarantined}
    assert faults == {(2, "quantity", "not_calculated"), (3, "amount", "error_cell")}
    assert ledger.report.tables["findings"].accepted == 1


def test_it_takes_the_saved_result_of_a_formula(tmp_path: Path) -> None:
    data = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1"><v>3</v></c></row>'
    )
    ((_, grid),) = read_workbook(write_raw_workbook(tmp_path / "a.xlsx", data), "a.xlsx")
    assert grid.rows == [["2", "", "3"]]


def test_it_keeps_rows_and_columns_in_their_places(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active["C4"], book.active["D6"], book.active["B8"] = "x", 1.5, "#N/A"
    book.active["B8"].data_type = "e"
    book.save(path)
    ((_, grid),) = read_workbook(path, "a.xlsx")
    cells = {
        (number, place): cell
        for number, row in zip(grid.numbers, grid.rows, strict=True)
        for place, cell in enumerate(row)
        if cell
    }
    assert cells == {(4, 2): "x", (6, 3): "1.5", (8, 1): "#N/A"}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (3.0, "3"),
        (0.85, "0.85"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (True, "true"),
        (10**17, "1E+17"),
        ("=1+1", "=1+1"),
    ],
)
def test_it_writes_cells_as_text(tmp_path: Path, cell: object, text: str) -> None:
    ((_, grid),) = read_workbook(write_workbook(tmp_path / "a.xlsx", {"s": ((cell,),)}), "a.xlsx")
    assert grid.rows == [[text]]


def test_it_reads_every_second_exactly(tmp_path: Path) -> None:
    path, start = tmp_path / "a.xlsx", datetime(2023, 3, 7, 0, 0, 1)
    book = openpyxl.Workbook()
    moments = [start.replace(hour=hour, minute=minute, second=59) for hour in range(24) for minute in range(0, 60, 7)]
    for moment in moments:
        book.active.append([moment])
    book.save(path)
    ((_, grid),) = read_workbook(path, "a.xlsx")
    assert [row[0] for row in grid.rows] == [moment.isoformat(sep=" ") for moment in moments]
