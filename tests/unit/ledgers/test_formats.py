"""The same ledger in every format, encoding and split: the same rows and the same digest."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from adapters.ledger_files import YAML, csv_text, write_folder, write_parquet, write_workbook
from zhiheng.ledgers import Ledger, read_ledger

UNITS = (("unit_id", "name"), ("U1", "一中队"), ("U2", "二中队"))
FINDINGS = (
    ("finding_id", "unit_id", "rule_id", "occurred_at", "quantity", "status", "amount", "evidence"),
    ("F-1", "U1", "D03-2-a", "2020-03-01", "2", "verified", "0.5", "照片，含“引号”"),
    ("F-2", "U2", "D03-2-a", "2020-03-02 10:30:00", "", "pending", "", "第一行\n第二行"),
    ("F-3", "U2", "B01-a", "", "7", "", "12", ""),
)
FACTS = (("unit_id", "rule_id", "value", "source"), ("U1", "D10-2-a", "0.85", "自评"), ("U2", "V4", "true", "核实"))
TABLES = {"units": UNITS, "findings": FINDINGS, "facts": FACTS}


def folder_of(path: Path, *, encoding: str = "utf-8", delimiter: str = ",") -> Ledger:
    texts = {name: csv_text(rows, delimiter=delimiter) for name, rows in TABLES.items()}
    return read_ledger(write_folder(path, texts, encoding=encoding))


@pytest.fixture
def plain(tmp_path: Path) -> Ledger:
    ledger = folder_of(tmp_path / "plain")
    assert not ledger.report.quarantined
    assert {name: count.accepted for name, count in ledger.report.tables.items() if count.accepted} == {
        "units": 2,
        "findings": 3,
        "facts": 2,
    }
    return ledger


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_it_reads_every_encoding_alike(tmp_path: Path, plain: Ledger, encoding: str) -> None:
    assert folder_of(tmp_path / "other", encoding=encoding).digest == plain.digest


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_it_reads_every_delimiter_alike(tmp_path: Path, plain: Ledger, delimiter: str) -> None:
    assert folder_of(tmp_path / "other", delimiter=delimiter).digest == plain.digest


def test_it_reads_a_workbook_alike(tmp_path: Path, plain: Ledger) -> None:
    sheets = {"单位": UNITS, "findings 问题": FINDINGS, "申报数据": FACTS}
    assert read_ledger(write_workbook(tmp_path / "year.xlsx", sheets)).digest == plain.digest


def test_it_reads_typed_cells_of_a_workbook_alike(tmp_path: Path, plain: Ledger) -> None:
    path = tmp_path / "typed.xlsx"
    with xlsxwriter.Workbook(path) as book:
        day, stamp = book.add_format({"num_format": "yyyy/m/d"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        percent = book.add_format({"num_format": "0%"})
        for name, rows in TABLES.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        findings, facts = book.get_worksheet_by_name("findings"), book.get_worksheet_by_name("facts")
        findings.write_datetime(1, 3, datetime(2020, 3, 1), day)
        findings.write_datetime(2, 3, datetime(2020, 3, 2, 10, 30), stamp)
        findings.write_number(1, 4, 2)
        findings.write_number(1, 6, 0.5)
        findings.write_number(3, 6, 12)
        facts.write_number(1, 2, 0.85, percent)
        facts.write_boolean(2, 2, True)
    assert read_ledger(path).digest == plain.digest


def test_it_reads_parquet_and_parts_alike(tmp_path: Path, plain: Ledger) -> None:
    folder = tmp_path / "parts[1]"  # a name that a reader of patterns would stumble over
    folder.mkdir()
    (folder / "ledger.yaml").write_text(YAML, encoding="utf-8")
    write_parquet(folder / "units.parquet", UNITS)
    write_parquet(folder / "facts.parquet", FACTS)
    header, *rows = FINDINGS
    write_parquet(folder / "findings" / "part-0001.parquet", [header, rows[2]])
    second = folder / "findings" / "part-0002.csv"
    second.write_text(csv_text([header, rows[1], rows[0]]), encoding="utf-8")
    assert read_ledger(folder).digest == plain.digest


def test_it_reads_typed_parquet_alike(tmp_path: Path, plain: Ledger) -> None:
    folder = write_folder(tmp_path / "typed", {"facts": FACTS})
    types = {"occurred_at": "TIMESTAMP", "quantity": "INTEGER", "amount": "DECIMAL(10,2)"}
    write_parquet(folder / "findings.parquet", FINDINGS, types=types)
    assert read_ledger(folder).digest == plain.digest


def test_it_reads_instants_of_another_zone_in_parquet(tmp_path: Path) -> None:
    rows = (("finding_id", "unit_id", "rule_id", "occurred_at"), ("F", "U1", "R", "2020-03-01 20:00:00+00"))
    folder = write_folder(tmp_path / "zone", {})
    write_parquet(folder / "findings.parquet", rows, types={"occurred_at": "TIMESTAMPTZ"})
    (value,) = read_ledger(folder).tables["findings"].columns["occurred_at"]
    assert isinstance(value, datetime)
    assert value.isoformat() == "2020-03-02T04:00:00+08:00"  # 20:00 + 8 h


def test_it_reads_chinese_and_english_headers_alike(tmp_path: Path, plain: Ledger) -> None:
    chinese = ("问题编号*", "单位编号", "规则编号", "occurred_at 发生时间", "数量", "状态", "扣分", "佐证")
    labelled = (chinese, *FINDINGS[1:])
    assert read_ledger(write_folder(tmp_path / "zh", {"问题": labelled, "申报数据": FACTS})).digest == plain.digest


def test_it_gives_the_digest_regardless_of_row_order_columns_and_unknown_columns(tmp_path: Path, plain: Ledger) -> None:
    turned = [[*reversed(row), "x"] for row in (FINDINGS[0], *reversed(FINDINGS[1:]))]
    turned[0][-1] = "经办科室"
    ledger = read_ledger(write_folder(tmp_path / "turned", {"findings": turned, "facts": FACTS}))
    assert ledger.digest == plain.digest
    assert ledger.tables["findings"].unknown == ("经办科室",)
    assert ledger.report.tables["findings"].unknown_columns == ("经办科室",)


def test_it_gives_another_digest_where_a_cell_differs(tmp_path: Path, plain: Ledger) -> None:
    changed = (*FINDINGS[:3], ("F-3", "U2", "B01-a", "", "8", "", "12", ""))
    assert read_ledger(write_folder(tmp_path / "changed", {"findings": changed, "facts": FACTS})).digest != plain.digest


def test_it_finds_the_header_below_a_title(tmp_path: Path) -> None:
    text = "2020年度单位台账,\n\n单位编号,单位名称\nU1,一中队\n"
    table = read_ledger(write_folder(tmp_path / "title", {"units": text})).tables["units"]
    assert next(iter(table.rows()))["name"] == "一中队"
    assert table.places[0] == ("units.csv", 4)


def test_it_counts_lines_as_an_editor_does(tmp_path: Path) -> None:
    text = 'unit_id,name\nU1,"一\n中队"\n\nU2,二中队\n'
    table = read_ledger(write_folder(tmp_path / "lines", {"units": text})).tables["units"]
    assert list(table.places) == [("units.csv", 2), ("units.csv", 5)]


def test_it_keeps_the_day_and_the_moment_apart(plain: Ledger) -> None:
    day, moment, nothing = plain.tables["findings"].columns["occurred_at"]
    assert (day, nothing) == (date(2020, 3, 1), None)
    assert isinstance(moment, datetime)
    assert moment.isoformat() == "2020-03-02T10:30:00+08:00"
