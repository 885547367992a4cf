"""The self-evaluation sheet 自评表: its header, its unit, lines left blank, and how it joins the facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.ledger_files import csv_text, write_folder, write_workbook
from zhiheng.domain.refusals import Refusal
from zhiheng.ledgers import read_ledger

SHEET = (
    ("执法评价自评表",),
    ("单位编号：", "U1", "", "单位名称", "一中队"),
    ("填表说明：自评值一栏必填",),
    (),
    ("条款", "规则编号", "标准", "自评值", "佐证"),
    ("D03 制度建设",),
    ("（一）", "D03-2-a", "每缺一项扣0.2分", 7, "制度汇编"),
    ("（二）", "D03-3-a", "", "", ""),
    ("（三）", "B01-a", "", False, ""),
    ("填表人：张三",),
)


def test_it_reads_the_lines_filled_in_as_facts(tmp_path: Path) -> None:
    ledger = read_ledger(write_workbook(tmp_path / "一中队.xlsx", {"自评表": SHEET}))
    assert [tuple(row.values()) for row in ledger.tables["facts"].rows()] == [
        ("U1", "D03-2-a", "7", "自评", "制度汇编", None, 1),
        ("U1", "B01-a", "false", "自评", None, None, 1),
    ]
    assert list(ledger.tables["facts"].places) == [("一中队.xlsx / 自评表", 7), ("一中队.xlsx / 自评表", 9)]
    assert ledger.report.tables["facts"].rows_in == 2
    assert any(note.en.endswith("1 lines are not filled in and count as no rows") for note in ledger.report.notes)


def test_it_makes_the_unit_of_the_sheet_the_only_unit(tmp_path: Path) -> None:
    units = read_ledger(write_workbook(tmp_path / "a.xlsx", {"自评表": SHEET})).tables["units"]
    assert (units.columns["unit_id"], units.columns["name"]) == (["U1"], ["一中队"])


def test_it_collects_the_sheets_of_several_units(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"facts": "unit_id,rule_id,value,source\nU1,D03-2-a,8,核实\n"})
    other = ((*SHEET[1][:1], "U2"), *SHEET[4:])
    write_workbook(folder / "one.xlsx", {"自评表": SHEET})
    write_workbook(folder / "two.xlsx", {"self_evaluation": other})
    facts = read_ledger(folder).tables["facts"]
    assert sorted(zip(facts.columns["unit_id"], facts.columns["rule_id"], facts.columns["source"], strict=True)) == [
        ("U1", "B01-a", "自评"),
        ("U1", "D03-2-a", "verified"),
        ("U1", "D03-2-a", "自评"),
        ("U2", "B01-a", "自评"),
        ("U2", "D03-2-a", "自评"),
    ]


def test_it_reads_the_blank_form_as_csv(tmp_path: Path) -> None:
    folder = write_folder(
        tmp_path, {"自评表": csv_text((("unit_id", "rule_id", "value"), ("U1", "R1", "3"), ("U2", "R1", "")))}
    )
    ledger = read_ledger(folder)
    assert list(ledger.tables["facts"].columns["unit_id"]) == ["U1"]


def test_it_sets_aside_a_value_without_a_rule(tmp_path: Path) -> None:
    sheet = (*SHEET[:7], ("（二）", "", "", "5", ""))
    ledger = read_ledger(write_workbook(tmp_path / "a.xlsx", {"自评表": sheet}))
    (fault,) = ledger.report.quarantined
    assert (fault.code, fault.place.column, fault.place.row) == ("missing_value", "rule_id", 8)


def test_it_refuses_a_sheet_without_its_header(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read_ledger(write_workbook(tmp_path / "a.xlsx", {"自评表": SHEET[:3]}))
    assert {fault.code for fault in refused.value.faults} == {"no_header", "no_units"}
