"""Broken ledgers at the command: exit status 2, the file and the line or row, a remedy, and never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.command_line import CommandLine, Outcome, run_process
from adapters.ledger_files import UNITS, write_bomb, write_folder, write_parquet, write_raw_workbook, write_workbook
from zhiheng.cli import ledgers

F = "finding_id,unit_id,rule_id"
Builder = Callable[[Path], Path]


def tables(**texts: str) -> Builder:
    return lambda path: write_folder(path / "台账", texts)


def yaml(text: str) -> Builder:
    return lambda path: write_folder(path / "台账", {}, yaml=text)


def raw(name: str, data: bytes) -> Builder:
    def build(path: Path) -> Path:
        folder = write_folder(path / "台账", {})
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(data)
        return folder

    return build


def book(name: str = "年.xlsx", **sheets: object) -> Builder:
    return lambda path: write_workbook(path / name, sheets)  # type: ignore[arg-type]


def without_yaml(path: Path) -> Path:
    folder = write_folder(path / "台账", {})
    (folder / "ledger.yaml").unlink()
    return folder


def without_units(path: Path) -> Path:
    folder = write_folder(path / "台账", {})
    (folder / "units.csv").unlink()
    return folder


def nested_parquet(path: Path) -> Path:
    folder = write_folder(path / "台账", {})
    rows = (("finding_id", "unit_id", "rule_id"), ("F1", "U1", ["R"]))
    write_parquet(folder / "findings.parquet", rows, types={"rule_id": "VARCHAR[]"})
    return folder


# name → how it is built, and what the message must hold (besides a remedy)
BROKEN: dict[str, tuple[Builder, tuple[str, ...]]] = {
    "folder_missing": (lambda path: path / "没有", ("没有", "不存在")),
    "yaml_missing": (without_yaml, ("ledger.yaml",)),
    "yaml_torn": (yaml("name: a\nperiod: {from: 2020-01-01\n"), ("ledger.yaml", "第 3 行")),
    "yaml_misspelt": (yaml("name: a\nperoid: {from: 2020-01-01}\n"), ("ledger.yaml", "第 2 行", "peroid", "period")),
    "yaml_impossible_day": (yaml("as_of: 2020-02-30\n"), ("ledger.yaml", "第 1 行", "2020-02-30")),
    "yaml_period_backwards": (yaml("period: {from: 2021-01-01, to: 2020-01-01}\n"), ("ledger.yaml", "第 1 行")),
    "yaml_currency": (yaml("name: a\n\ncurrency_unit: 美元\n"), ("ledger.yaml", "第 3 行", "美元")),
    "units_missing": (without_units, ("表 units", "units.csv")),
    "units_empty": (tables(units=""), ("units.csv", "表 units", "没有表头")),
    "column_missing": (tables(findings="finding_id,unit,rule_id\nF1,U1,R\n"), ("findings.csv", "第 1 行", "unit_id")),
    "column_twice": (tables(findings=F + ",单位编号\nF1,U1,R,U1\n"), ("findings.csv", "第 1 行", "列 unit_id")),
    "table_twice": (tables(findings=F + "\n", 问题=F + "\n"), ("问题.csv", "findings.csv", "两次")),
    "encoding": (raw("findings.csv", b"finding_id\n\xff\xff\n"), ("findings.csv", "第 2 行", "编码")),
    "binary_as_csv": (raw("findings.csv", b"a,b\n\0\1\2"), ("findings.csv", "第 2 行")),
    "quotation_open": (raw("findings.csv", (F + '\nF1,"U1,R\n').encode()), ("findings.csv", "第 2 行", "引号")),
    "parquet_torn": (raw("findings.parquet", b"PAR1nothingPAR1"), ("findings.parquet", "Parquet")),
    "parquet_nested": (nested_parquet, ("findings.parquet", "列 rule_id")),
    "parts_missing": (raw("events/README.txt", b""), ("events/", "表 events")),
    "workbook_torn": (raw("findings.xlsx", b"PK\3\4nothing"), ("findings.xlsx", "工作簿")),
    "workbook_locked": (raw("findings.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ("findings.xlsx", "密码")),
    "workbook_old": (raw("findings.xls", b"\xd0\xcf\x11\xe0"), ("findings.xls", ".xlsx")),
    "workbook_bomb": (lambda path: write_bomb(path / "炸弹.xlsx"), ("炸弹.xlsx", "过大")),
    "workbook_without_units": (book(findings=(F.split(","), ("F1", "U1", "R"))), ("年.xlsx", "表 units")),
    "workbook_row": (
        book(单位=UNITS, 问题=((*F.split(","), "数量"), ("F1", "U1", "R", -1))),
        ("年.xlsx / 问题", "第 2 行", "列 quantity", "-1"),
    ),
    "workbook_error_cell": (
        lambda path: write_raw_workbook(
            path / "错.xlsx",
            '<row r="1"><c r="A1" t="str"><v>unit_id</v></c><c r="B1" t="str"><v>name</v></c></row>'
            '<row r="2"><c r="A2" t="str"><v>U1</v></c><c r="B2" t="e"><v>#REF!</v></c></row>',
        ),
        ("错.xlsx / units", "第 2 行", "列 name", "#REF!"),
    ),
    "form_without_header": (book(units=UNITS, 自评表=(("单位编号", "U1"),)), ("年.xlsx / 自评表", "自评值")),
    "quantity_negative": (tables(findings=F + ",quantity\nF1,U1,R,-3\n"), ("findings.csv", "第 2 行", "-3")),
    "quantity_broken": (tables(findings=F + ",quantity\nF1,U1,R,1.5\n"), ("findings.csv", "第 2 行", "整数")),
    "round_three": (tables(findings=F + ",round\nF1,U1,R,3\n"), ("findings.csv", "第 2 行", "列 round")),
    "status_unknown": (tables(findings=F + ",status\nF1,U1,R,verifed\n"), ("第 2 行", "列 status", "verified")),
    "day_impossible": (tables(findings=F + ",occurred_at\nF1,U1,R,2020-02-30\n"), ("第 2 行", "2020-02-30")),
    "money_with_unit": (tables(cases="case_id,unit_id,kind,fine\nC1,U1,penalty,200元\n"), ("cases.csv", "200元")),
    "value_missing": (tables(facts="unit_id,rule_id,value\nU1,R,\n"), ("facts.csv", "第 2 行", "列 value", "必填")),
    "unit_unknown": (tables(findings=F + "\nF1,U1,R\nF2,U7,R\n"), ("findings.csv", "第 3 行", "U7", "不存在")),
    "key_twice": (tables(findings=F + "\nF1,U1,R\nF1,U2,R\n"), ("第 2 行", "第 3 行", "列 finding_id")),
    "fact_twice": (tables(facts="unit_id,rule_id,value\nU1,R,1\nU1,R,2\n"), ("facts.csv", "第 3 行")),
    "parents_in_a_circle": (tables(units="unit_id,name,parent_id\nA,a,B\nB,b,A\n"), ("units.csv", "第 2 行", "循环")),
    "leaning": (tables(units="unit_id,name\nU1,\n", findings=F + "\nF1,U1,R\n"), ("findings.csv", "已被隔离")),
    "cells_too_many": (tables(findings=F + "\nF1,U1,R,x\n"), ("findings.csv", "第 2 行", "多于表头")),
    "satisfied_too_many": (tables(surveys="unit_id,respondents,satisfied\nU1,5,6\n"), ("surveys.csv", "第 2 行")),
    "id_rounded": (tables(units="unit_id,name\n5.00113E+17,一\n"), ("units.csv", "第 2 行", "科学计数")),
}


def check(ended: Outcome, fragments: tuple[str, ...]) -> None:
    told = ended.out + ended.err
    assert ended.status == 2, told
    assert ended.err.strip()
    assert "Traceback" not in told
    assert "改法：" in told
    for fragment in fragments:
        assert fragment in told


def test_it_knows_many_ways_to_be_broken() -> None:
    assert len(BROKEN) >= 26


@pytest.mark.parametrize("name", BROKEN)
def test_it_refuses(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    build, fragments = BROKEN[name]
    check(CommandLine(capsys, ledgers.attach)("ledger", "validate", build(tmp_path)), fragments)


@pytest.mark.functional
@pytest.mark.parametrize("name", ["yaml_torn", "column_missing", "workbook_bomb", "key_twice"])
def test_it_refuses_as_a_process(name: str, tmp_path: Path) -> None:
    build, fragments = BROKEN[name]
    check(run_process("ledger", "validate", build(tmp_path)), fragments)
