"""The blank form: one row for each rule, only the answers unlocked, every answer checked, and read back as facts."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from zhiheng.domain.scheme import Scheme
from zhiheng.domain.texts import Text
from zhiheng.ledgers.grids import Grid
from zhiheng.ledgers.selfevaluation import read_self_evaluation
from zhiheng.reports.questions import questions
from zhiheng.reports.template import HEADER, write_template, write_template_csv
from zhiheng.schemes import find_scheme, read_scheme


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return read_scheme(find_scheme("hunan-2020"))


@pytest.fixture(scope="module")
def path(scheme: Scheme, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("form") / "form.xlsx"
    write_template(scheme, made)
    return made


@pytest.fixture
def sheet(path: Path) -> Worksheet:
    return openpyxl.load_workbook(path)["自评表"]


def header_of(sheet: Worksheet) -> int:
    return next(row for row in range(1, 20) if sheet.cell(row, 1).value == "规则编号")


def row_of(sheet: Worksheet, rule_id: str) -> int:
    return next(row for row in range(header_of(sheet), sheet.max_row + 1) if sheet.cell(row, 1).value == rule_id)


def check_of(sheet: Worksheet, rule_id: str) -> DataValidation:
    cell = f"F{row_of(sheet, rule_id)}"
    return next(check for check in sheet.data_validations.dataValidation if cell in check.sqref)


def grid_of(sheet: Worksheet) -> Grid:
    rows = [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    return Grid("form.xlsx", rows, list(range(1, len(rows) + 1)))


def test_it_asks_for_every_rule_once_in_the_order_of_the_text(scheme: Scheme, sheet: Worksheet) -> None:
    asked = [sheet.cell(row, 1).value for row in range(header_of(sheet) + 1, sheet.max_row + 1)]
    rules = [rule.id for rule in scheme.every_rule()]
    assert [name for name in asked if name in rules] == rules
    # the rest are the sub-items that can be exempt or need not apply
    assert [name for name in asked if name not in rules] == ["D01-3", "D07-3", "D10-2", "D11-1"]


def test_it_quotes_the_clause_word_for_word(scheme: Scheme, sheet: Worksheet) -> None:
    clause = sheet.cell(row_of(sheet, "D03-2-a"), 3).value
    assert clause == next(sub.clause.zh for _, _, sub in scheme.sub_items() if sub.id == "D03-2")
    assert sheet.cell(row_of(sheet, "D05-1-2-a"), 3).value.startswith("②未建立行政执法全过程记录制度的，扣1.5分。")


def test_it_unlocks_the_answers_and_nothing_else(sheet: Worksheet) -> None:
    assert sheet.protection.sheet and not sheet.protection.password
    header = header_of(sheet)
    unlocked = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    top = {f"B{row}" for row in range(1, header) if sheet.cell(row, 1).value in ("单位编号", "单位名称", "单位类型")}
    answers = {f"{column}{row}" for column in "FGH" for row in range(header + 1, sheet.max_row + 1)}
    assert unlocked == top | answers


@pytest.mark.parametrize(
    ("rule_id", "kind", "first"),
    [
        ("D01-1-a", "list", '"是,否"'),
        ("D03-2-a", "whole", "0"),
        ("D06-4-a", "decimal", "0"),
        ("D08-2-a", "decimal", "0"),
        ("D10-2-a", "whole", "0"),
        ("B01-a", "list", '"0,1,2,3"'),
        ("D01-3", "list", '"exempt"'),
        ("D07-3", "list", '"not_applicable"'),
    ],
)
def test_it_checks_each_answer_by_what_the_rule_can_be_told(
    sheet: Worksheet, rule_id: str, kind: str, first: str
) -> None:
    check = check_of(sheet, rule_id)
    assert (check.type, check.formula1) == (kind, first)
    assert check.prompt and check.error
    assert len(check.prompt) <= 255 and len(check.promptTitle) <= 32


def test_it_leaves_lists_of_missing_elements_free_and_explains_them(sheet: Worksheet) -> None:
    row = row_of(sheet, "D02-3-b")
    assert check_of(sheet, "D02-3-b").type is None
    assert sheet.cell(row, 6).number_format == "@"  # so that 1;3; is never read as anything else
    assert "2 查处违法行为的基本要求" in sheet.cell(row, 4).value


def test_it_states_the_most_points_as_a_number(sheet: Worksheet) -> None:
    most = {name: sheet.cell(row_of(sheet, name), 5).value for name in ("D03-2-a", "D04-2-b", "B01-a", "B02-a")}
    assert most == {"D03-2-a": 2, "D04-2-b": 0.5, "B01-a": 10, "B02-a": 4}


def test_it_is_read_back_as_facts_of_the_unit(sheet: Worksheet) -> None:
    top = {sheet.cell(row, 1).value: row for row in range(1, header_of(sheet))}
    sheet.cell(top["单位编号"], 2).value, sheet.cell(top["单位名称"], 2).value = "u01", "云岭市"
    answers = {"D01-1-a": "否", "D02-3-b": "1;3;", "D03-2-a": "7", "D08-2-a": "0.8499", "B01-a": "2", "D01-3": "exempt"}
    for rule_id, value in answers.items():
        sheet.cell(row_of(sheet, rule_id), 6).value = value
    sheet.cell(row_of(sheet, "D03-2-a"), 7).value = "检查记录 3 份"
    form = read_self_evaluation(grid_of(sheet))
    facts = form.facts.columns
    assert dict(zip(facts["rule_id"], facts["value"], strict=True)) == answers
    assert set(facts["unit_id"]) == {"u01"}
    assert facts["evidence"][facts["rule_id"].index("D03-2-a")] == "检查记录 3 份"
    assert form.unit is not None and form.unit.columns["name"] == ["云岭市"]


def test_it_names_no_unit_while_it_is_blank(sheet: Worksheet) -> None:
    form = read_self_evaluation(grid_of(sheet))
    assert form.unit is None and form.facts.columns["rule_id"] == []
    assert form.left_blank == sheet.max_row - header_of(sheet)


def test_it_has_the_agreed_header_and_print_set_up(sheet: Worksheet) -> None:
    header = header_of(sheet)
    assert tuple(cell.value for cell in sheet[header]) == HEADER
    assert sheet.freeze_panes == f"B{header + 1}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_it_holds_no_formula_and_the_same_bytes_twice(scheme: Scheme, path: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    write_template(scheme, again)
    assert again.read_bytes() == path.read_bytes()
    with ZipFile(path) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "sheet" in name)


def test_it_adds_case_and_round_for_a_case_scheme(scheme: Scheme, tmp_path: Path) -> None:
    write_template(replace(scheme, subject="case"), tmp_path / "case.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "case.xlsx")["自评表"]
    assert tuple(cell.value for cell in sheet[header_of(sheet)]) == (*HEADER, "案件编号", "轮次")
    row = row_of(sheet, "D03-2-a")
    sheet.cell(row, 6).value, sheet.cell(row, 9).value, sheet.cell(row, 10).value = "1", "C-7", "2"
    facts = read_self_evaluation(grid_of(sheet)).facts.columns
    assert (facts["case_id"], facts["round"]) == (["C-7"], ["2"])


def test_it_offers_the_kinds_of_unit(scheme: Scheme, tmp_path: Path) -> None:
    kinds = {"landscaping": Text("园林绿化支队"), "municipal": Text("市政支队")}
    write_template(replace(scheme, unit_kinds=kinds), tmp_path / "kinds.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "kinds.xlsx")["自评表"]
    row = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "单位类型")
    check = next(check for check in sheet.data_validations.dataValidation if f"B{row}" in check.sqref)
    assert check.formula1 == '"园林绿化支队,市政支队"'


def test_it_writes_the_same_questions_as_csv(scheme: Scheme, tmp_path: Path) -> None:
    path = tmp_path / "form.csv"
    write_template_csv(scheme, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfunit_id,rule_id,value\r\n")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["rule_id"] for row in rows] == [question.id for question in questions(scheme)]
    assert {row["value"] for row in rows} == {""}


def test_it_bounds_a_rule_without_a_cap_by_its_sub_item(scheme: Scheme) -> None:
    most = {question.id: question.most for question in questions(scheme)}
    # B04: 0.5 each, no cap of the rule's own, 3 points for the item
    assert most["B04-a"] == Decimal(3)
