"""The workbook of scorecards: what stands where, what stays text, and that two writings are the same bytes."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from assets.samples import cases_like, chongqing_like, hunan_like
from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.score import InputRow
from zhiheng.domain.texts import Text
from zhiheng.reports import scorecards
from zhiheng.reports.scorecards import write_scorecards

HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1+1", "＝1+1")


def written(evaluation: Evaluation, folder: Path) -> openpyxl.Workbook:
    path = folder / "scorecards.xlsx"
    write_scorecards(evaluation, path)
    return openpyxl.load_workbook(path)


def header_of(sheet: Worksheet) -> int:
    """Return the row of the headings: the one that the filter begins in."""
    return int(openpyxl.utils.cell.range_boundaries(sheet.auto_filter.ref)[1])


def table_of(sheet: Worksheet) -> list[dict[str, object]]:
    """Return the rows of a sheet as maps from the Chinese half of the heading to the value."""
    rows = list(sheet.iter_rows(min_row=header_of(sheet), values_only=True))
    names = [str(name).split("\n")[0] for name in rows[0]]
    return [dict(zip(names, row, strict=True)) for row in rows[1:]]


def test_it_ranks_the_units_with_numbers_as_numbers(tmp_path: Path) -> None:
    evaluation = hunan_like()
    rows = table_of(written(evaluation, tmp_path)["总览 Ranking"])
    assert [row["名次"] for row in rows] == sorted(unit.rank for unit in evaluation.result.units)
    for row in rows:
        unit = evaluation.result.unit(str(row["单位编号"]))
        assert Decimal(str(row["得分"])) == unit.score
        assert Decimal(str(row["基础分"])) + Decimal(str(row["加分"])) == unit.score
        lost = sum(Decimal(str(value)) for name, value in row.items() if name.startswith("D"))
        assert 100 + lost == unit.base


def test_it_shows_every_rule_of_a_unit_with_its_clause_and_rows(tmp_path: Path) -> None:
    evaluation = hunan_like()
    book = written(evaluation, tmp_path)
    for unit in evaluation.result.units:
        lines = {row["规则"]: row for row in table_of(book[unit.name]) if row["规则"]}
        assert list(lines) == [rule.id for rule in unit.every_rule()]
        for rule in unit.every_rule():
            line = lines[rule.id]
            assert Decimal(str(line["得扣分"])) == rule.points
            assert line["条款原文"] == evaluation.scheme.rule(rule.id).clause.zh
            assert [ref for ref in str(line["依据行"] or "").split("\n") if ref][: len(rule.rows)] == list(rule.rows)


def test_it_writes_caps_tolerance_and_subtotals_as_plain_values(tmp_path: Path) -> None:
    rows = table_of(written(hunan_like(), tmp_path)["青禾市"])
    dress = next(row for row in rows if row["规则"] == "D03-2-a")
    # 11 × 0.2 = 2.2, capped at 2
    assert (dress["输入"], dress["得扣分"]) == (11, -2)
    assert str(dress["封顶和状态"]).startswith("封顶：单计 2.2 分，计 2 分")
    subtotal = next(row for row in rows if str(row["子项"]).startswith("D03-2 小计"))
    assert subtotal["得扣分"] == -2
    tolerated = next(r for r in table_of(written(hunan_like(), tmp_path)["云岭市"]) if r["规则"] == "D03-2-a")
    # one of seven tolerated: 1 × 0.2 spared
    assert tolerated["容错免扣分"] == pytest.approx(0.2)
    assert "（容错）" in str(tolerated["依据行"])


@pytest.mark.parametrize("make", [hunan_like, chongqing_like, cases_like])
def test_it_holds_no_formula_anywhere(tmp_path: Path, make: object) -> None:
    path = tmp_path / "scorecards.xlsx"
    write_scorecards(make(), path)  # type: ignore[operator]
    with ZipFile(path) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) > 3
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


def test_it_keeps_text_that_looks_like_a_formula_as_text(tmp_path: Path) -> None:
    evaluation = hunan_like()
    unit = replace(evaluation.result.units[0], name=HOSTILE[0])
    columns = {f"column_{number}": text for number, text in enumerate(HOSTILE)}
    rows = {**evaluation.rows, "=2+2": InputRow("=2+2", "findings", {**columns, "quantity": "007"})}
    hostile = Evaluation(evaluation.scheme, replace(evaluation.result, units=(unit,)), rows)
    book = written(hostile, tmp_path)
    found = {cell.value: cell.data_type for row in book["逐行依据 Rows"].iter_rows() for cell in row}
    assert all(found[text] == "s" for text in (*HOSTILE, "=2+2", "007"))
    assert book["=1+1"]["A1"].data_type == "s"


def test_it_writes_the_same_bytes_whatever_hour_zone_and_umask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    write_scorecards(hunan_like(), first)
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    before = os.umask(0o077)
    try:
        write_scorecards(hunan_like(), second)
    finally:
        os.umask(before)
        monkeypatch.undo()
        time.tzset()
    assert first.read_bytes() == second.read_bytes()
    with ZipFile(first) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2020-11-15T00:00:00Z" in archive.read("docProps/core.xml")


def test_it_names_the_version_the_digests_and_the_options_on_every_unit_sheet(tmp_path: Path) -> None:
    evaluation = hunan_like()
    sheet = written(evaluation, tmp_path)["松川市"]
    head = " ".join(str(cell.value or "") for row in sheet.iter_rows(max_row=header_of(sheet) - 1) for cell in row)
    result = evaluation.result
    wanted = (result.scheme_digest, result.digest, result.as_of, "1.0.0", "boundary_policy=default")
    assert all(word in head for word in wanted)


def test_it_is_set_up_for_print_and_reading(tmp_path: Path) -> None:
    for sheet in written(hunan_like(), tmp_path):
        header = header_of(sheet)
        assert sheet.freeze_panes == f"A{header + 1}"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == f"${header}:${header}"


def test_it_lists_every_used_row_with_the_rules_that_used_it(tmp_path: Path) -> None:
    evaluation = hunan_like()
    rows = {row["依据行"]: row for row in table_of(written(evaluation, tmp_path)["逐行依据 Rows"])}
    assert set(rows) == set(evaluation.rows)
    unit = evaluation.result.unit("青禾市")
    used = next(rule for rule in unit.every_rule() if rule.id == "D03-2-a").rows[0]
    assert rows[used]["用于（单位 规则）"] == f"{unit.unit_id} D03-2-a"
    assert rows[used]["数量"] == int(evaluation.rows[used].columns["quantity"])


def test_it_shows_vetoes_and_grades(tmp_path: Path) -> None:
    book = written(chongqing_like(), tmp_path)
    row = next(row for row in table_of(book["总览 Ranking"]) if row["单位编号"] == "z2")
    assert (row["等次"], row["一票否决"]) == ("不达标\nnot up to standard", "V4")
    veto = table_of(book["城市园林绿化执法支队"])[-1]
    assert (veto["规则"], veto["依据行"], veto["得扣分"]) == ("V4", "O-0007", None)


def test_it_lists_the_cases_of_a_case_scheme(tmp_path: Path) -> None:
    evaluation = cases_like()
    book = written(evaluation, tmp_path)
    cases = {row["案件编号"]: row for row in table_of(book["案件 Cases"])}
    for case in evaluation.result.cases or ():
        assert Decimal(str(cases[case.case_id]["得分"])) == case.score
        own = [r for r in table_of(book[evaluation.result.unit(case.unit_id).name]) if r["案件编号"] == case.case_id]
        lost = sum(Decimal(str(row["得扣分"])) for row in own[:-1])
        # the last line is the case's score: 100 minus what its lines take
        assert 100 + lost == Decimal(str(own[-1]["得扣分"])) == case.score


def test_it_puts_many_units_on_one_sheet_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scorecards, "MOST_UNIT_SHEETS", 13)
    evaluation = hunan_like()
    book = written(evaluation, tmp_path)
    assert book.sheetnames == ["总览 Ranking", "评分明细 All units", "逐行依据 Rows"]
    names = {row["单位"] for row in table_of(book["评分明细 All units"])}
    assert names == {unit.name for unit in evaluation.result.units}
    head = " ".join(str(row[0]) for row in book["总览 Ranking"].iter_rows(max_row=6, values_only=True))
    assert "超过 13 个" in head


def test_it_shows_a_conflict_with_the_input_that_was_not_used(tmp_path: Path) -> None:
    row = next(r for r in table_of(written(hunan_like(), tmp_path)["望山市"]) if r["规则"] == "D05-2-a")
    assert "数据不一致：另有申报数据（自评） 1" in str(row["封顶和状态"])


def test_it_leaves_an_earlier_file_alone_when_it_fails(tmp_path: Path) -> None:
    path = tmp_path / "scorecards.xlsx"
    path.write_bytes(b"earlier")
    evaluation = hunan_like()
    unit = replace(evaluation.result.units[0], status="unknown")  # type: ignore[arg-type]
    broken = Evaluation(evaluation.scheme, replace(evaluation.result, units=(unit,)), evaluation.rows)
    with pytest.raises(KeyError):
        write_scorecards(broken, path)
    assert path.read_bytes() == b"earlier"
    assert [entry.name for entry in tmp_path.iterdir()] == ["scorecards.xlsx"]


def test_it_prefers_chinese_and_adds_the_english_below(tmp_path: Path) -> None:
    book = written(hunan_like(), tmp_path)
    sheet = book["总览 Ranking"]
    assert sheet.cell(header_of(sheet), 1).value == "名次\nRank"
    assert scorecards.both(Text("同", "同")) == "同"
