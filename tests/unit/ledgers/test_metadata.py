"""`ledger.yaml` and the sheet `台账`: what is understood, and what is refused with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from adapters.ledger_files import UNITS, write_folder, write_workbook
from zhiheng.domain.refusals import Refusal
from zhiheng.ledgers import Ledger, Period, read_ledger

YEAR = Period(date(2020, 1, 1), date(2021, 1, 1))


def read(path: Path, yaml: str) -> Ledger:
    return read_ledger(write_folder(path / "年度台账", {}, yaml=yaml))


@pytest.mark.parametrize(
    "period",
    [
        "period: {from: 2020-01-01, to: 2021-01-01}",
        "period: {from: '2020-01-01', to: \"2021-01-01\"}",
        "period:\n  from: 2020/1/1\n  to: 2021年1月1日",
    ],
)
def test_it_reads_the_period_half_open(tmp_path: Path, period: str) -> None:
    ledger = read(tmp_path, period)
    assert ledger.period == YEAR
    assert (YEAR.holds(date(2020, 12, 31)), YEAR.holds(date(2021, 1, 1))) == (True, False)


def test_it_reads_everything_that_is_said(tmp_path: Path) -> None:
    ledger = read(
        tmp_path,
        "name: 测试\nregion: 湖南省长沙市\ncalendar: cn\ncurrency_unit: 万元\nas_of: 2020-11-15\n"
        "findings_complete:\n  - D03-2-a\n  - V4\n",
    )
    assert (ledger.name, ledger.region, ledger.calendar, ledger.currency_unit) == (
        "测试",
        "湖南省长沙市",
        "cn",
        "wan_yuan",
    )
    assert (ledger.as_of, ledger.findings_complete) == (date(2020, 11, 15), frozenset({"D03-2-a", "V4"}))


@pytest.mark.parametrize("yaml", ["", "# 空\n", "period:\nas_of: null\nname: ~\n"])
def test_it_fills_in_what_is_not_said(tmp_path: Path, yaml: str) -> None:
    ledger = read(tmp_path, yaml)
    assert (ledger.name, ledger.period, ledger.as_of) == ("年度台账", None, None)
    assert (ledger.calendar, ledger.currency_unit, ledger.findings_complete) == ("cn", "yuan", frozenset())


@pytest.mark.parametrize("written", ["all", "[all]", "全部"])
def test_it_reads_that_all_findings_are_reported(tmp_path: Path, written: str) -> None:
    assert read(tmp_path, f"findings_complete: {written}\n").findings_complete == "all"


@pytest.mark.parametrize(
    ("yaml", "code", "line"),
    [
        ("name: a\nperoid: {from: 2020-01-01, to: 2021-01-01}\n", "unknown_key", 2),
        ("period: {from: 2020-01-01}\n", "half_period", 1),
        ("\nperiod: {from: 2021-01-01, to: 2020-01-01}\n", "empty_period", 2),
        ("period: {from: 2020-01-01, to: 2020-01-01}\n", "empty_period", 1),
        ("period: 2020\n", "malformed_key", 1),
        ("period: {from: 2020-13-01, to: 2021-01-01}\n", "not_a_date", 1),
        ("period: {from: 2020-01-01, bis: 2021-01-01}\n", "unknown_key", 1),
        ("name: a\nas_of: soon\n", "not_a_date", 2),
        ("currency_unit: dollar\n", "unknown_currency_unit", 1),
        ("name: [a, b]\n", "malformed_key", 1),
        ("name: a\nname: b\n", "duplicate_key", 2),
        ("name: a\n  region: b\n", "bad_yaml", 2),
        ("- a\n- b\n", "bad_yaml", 1),
        ("name: 'a\n", "bad_yaml", 2),
        ("name: &a [*a]\n", "malformed_key", 1),
        ("name: " + "[" * 1200, "bad_yaml", 1),
    ],
)
def test_it_refuses_with_the_line(tmp_path: Path, yaml: str, code: str, line: int) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, yaml)
    fault = refused.value.faults[0]
    assert (fault.code, fault.place.file, fault.place.line) == (code, "ledger.yaml", line)
    assert fault.remedy.zh and fault.remedy.en


def test_it_asks_whether_a_near_name_was_meant(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, "curency_unit: yuan\n")
    assert "currency_unit?" in refused.value.faults[0].remedy.en


def test_it_reads_the_sheet_of_a_workbook(tmp_path: Path) -> None:
    about = (
        ("台账名称", "长沙 2020"),
        ("期间起", "2020-01-01"),
        ("期间止：", "2021-01-01"),
        ("金额单位", "万元"),
        ("问题已报齐", "D03-2-a；V4"),
        ("地区", ""),
    )
    ledger = read_ledger(write_workbook(tmp_path / "a.xlsx", {"台账": about, "units": UNITS}))
    assert (ledger.name, ledger.period, ledger.currency_unit) == ("长沙 2020", YEAR, "wan_yuan")
    assert ledger.findings_complete == frozenset({"D03-2-a", "V4"})
    assert ledger.report.notes == ()


def test_it_refuses_an_unknown_name_in_the_sheet_with_its_row(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"ledger": (("name", "a"), ("nonsense", "b")), "units": UNITS})
    with pytest.raises(Refusal) as refused:
        read_ledger(path)
    place = refused.value.faults[0].place
    assert (place.file, place.row) == ("a.xlsx / ledger", 2)


def test_it_takes_the_yaml_beside_a_workbook(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"units": UNITS})
    (tmp_path / "ledger.yaml").write_text("name: 旁边\n", encoding="utf-8")
    assert read_ledger(path).name == "旁边"


def test_it_names_a_workbook_without_metadata_after_the_file(tmp_path: Path) -> None:
    ledger = read_ledger(write_workbook(tmp_path / "长沙.xlsx", {"units": UNITS}))
    assert (ledger.name, ledger.period) == ("长沙", None)
    assert "ledger.yaml" in ledger.report.notes[0].en
