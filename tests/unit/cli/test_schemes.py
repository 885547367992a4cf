"""`schemes`, `lint` and `template` at the terminal."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from adapters.command_line import CommandLine
from zhiheng import api
from zhiheng.cli import evaluation, schemes


@pytest.fixture
def zhiheng(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys, schemes.attach, evaluation.attach)


def test_it_lists_the_four_built_in_schemes(zhiheng: CommandLine) -> None:
    listed = [scheme["id"] for scheme in zhiheng("schemes", "--format", "json").data]
    assert listed == ["chongqing-interim", "hunan-2020", "wuxue-file-review", "xuhui-file-review"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_shows_a_scheme_with_clause_and_points(language: str, zhiheng: CommandLine) -> None:
    told = zhiheng("schemes", "show", "hunan-2020", "--lang", language).out.replace("\n", "")
    assert "D03-2-a per_unit 0.2/2" in told
    assert "每发现一起着装未规范" in told


def test_it_prints_remarks_with_code_rule_and_line(zhiheng: CommandLine) -> None:
    remarks = zhiheng("lint", "hunan-2020", "--format", "json").data
    assert {"code", "rule_id", "line", "message_zh", "message_en"} <= set(remarks[0])
    overlaps = [remark for remark in remarks if remark["code"] == "band_overlap"]
    assert [value for remark in overlaps for value in ("75", "60", "50") if remark["message_en"].startswith(value)] == [
        "75",
        "60",
        "50",
    ]


def test_it_ends_with_status_one_only_where_asked(zhiheng: CommandLine) -> None:
    assert zhiheng("lint", "hunan-2020").status == 0
    assert zhiheng("lint", "hunan-2020", "--strict").status == 1


@pytest.mark.parametrize("name", ["hunan-2021", "nowhere.yaml"])
def test_it_refuses_a_scheme_that_is_not_there(name: str, zhiheng: CommandLine) -> None:
    ended = zhiheng("lint", name)
    assert ended.status == 2
    assert "hunan-2020" in ended.err


def test_it_makes_a_form_that_comes_back_as_a_ledger(zhiheng: CommandLine, tmp_path: Path) -> None:
    form = tmp_path / "自评表.xlsx"
    assert zhiheng("template", "hunan-2020", "--out", form).status == 0
    _fill(form, {"D03-2-a": 7, "D08-2-a": 0.75, "D05-1-1-a": "是"})
    job = api.Job(scheme="hunan-2020", ledger=form)
    (unit,) = api.evaluate_files(job).result.units
    # 100 - 7 × 0.2 - 2 - 1.5 = 95.1; everything else is not filled in
    assert (str(unit.base), unit.status, unit.name) == ("95.1", "incomplete", "云岭市")


def _fill(form: Path, answers: dict[str, object]) -> None:
    book = openpyxl.load_workbook(form)
    sheet = book["自评表"]
    column = next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == "自评值")
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == "单位编号":
                sheet.cell(cell.row, cell.column + 1, "U1")
            if cell.value == "单位名称":
                sheet.cell(cell.row, cell.column + 1, "云岭市")
            if cell.value in answers:
                sheet.cell(cell.row, column, answers[cell.value])
    book.save(form)


def test_it_makes_a_plain_form_too(zhiheng: CommandLine, tmp_path: Path) -> None:
    form = tmp_path / "form.csv"
    assert zhiheng("template", "hunan-2020", "--out", form).status == 0
    rows = list(csv.reader(form.read_text("utf-8-sig").splitlines()))
    assert rows[0] == ["unit_id", "rule_id", "value"]
    assert "D12-1-a" in {row[1] for row in rows}


def test_it_refuses_a_form_in_an_unknown_format(zhiheng: CommandLine, tmp_path: Path) -> None:
    assert zhiheng("template", "hunan-2020", "--out", tmp_path / "form.pdf").status == 2
