"""What a run must not leave unsaid: empty tables, steps never entered, years without a notice, another ledger."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapters.checked_ledgers import LATE, case, ledger, write_checked_ledger, write_ledger
from adapters.command_line import CommandLine
from zhiheng.cli import alerts, checking, checks

NINETY = "cn-penalty-late-90-days"
HEAD = "name: 检验台账\nperiod: {from: 2020-01-01, to: 2029-01-01}\nas_of: 2028-06-30\ncalendar: cn\n"


@pytest.fixture
def zhiheng(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys, checking.attach, checks.attach, alerts.attach)


def _checked(zhiheng: CommandLine, folder: Path, *events: str) -> Path:
    tables = ledger(case("C1", *events, procedure="ordinary"))
    write_ledger(folder / "台账", tables, HEAD)
    ended = zhiheng("check", "--ledger", folder / "台账", "--out", folder / "out", "--checks", NINETY)
    assert ended.status == 0, ended.err
    return folder / "out"


def test_it_marks_a_due_day_of_a_year_without_a_notice_as_provisional(zhiheng: CommandLine, tmp_path: Path) -> None:
    out = _checked(zhiheng, tmp_path, "filed 2028-01-03", "decided 2028-06-01")
    told = json.loads(zhiheng("checks", "alerts", out, "--format", "json").out)
    assert [one["provisional"] for one in told] == [True]
    assert "暂定" in zhiheng("checks", "alerts", out).out


def test_it_does_not_doubt_a_due_day_of_a_known_year(zhiheng: CommandLine, tmp_path: Path) -> None:
    out = _checked(zhiheng, tmp_path, "filed 2024-01-03", "decided 2024-06-03")
    assert [one["provisional"] for one in json.loads(zhiheng("checks", "alerts", out, "--format", "json").out)] == [
        False
    ]


def test_it_does_not_call_an_empty_table_clean(zhiheng: CommandLine, tmp_path: Path) -> None:
    tables = ledger(case("C1", "filed 2024-01-03", procedure="ordinary"))
    place, out = write_ledger(tmp_path / "台账", tables, HEAD), tmp_path / "out"
    (place / "events.csv").write_text("case_id,activity,at\n", encoding="utf-8")
    assert zhiheng("check", "--ledger", place, "--out", out, "--checks", NINETY).status == 0
    told = json.loads((out / "summary.json").read_text("utf-8"))[NINETY]
    assert (told["cases_examined"], told["not_answerable"] is None) == (0, False)


def test_it_notes_steps_that_the_ledger_never_entered(zhiheng: CommandLine, tmp_path: Path) -> None:
    tables = ledger(case("C1", "filed 2024-01-03", "decided 2024-02-01", procedure="ordinary"))
    write_ledger(tmp_path / "台账", tables, HEAD)
    ended = zhiheng("check", "--ledger", tmp_path / "台账", "--out", tmp_path / "out", "--checks", "three-systems")
    assert "从未登记过" in ended.err and "公示" in ended.err


def test_it_shows_what_came_after_the_day_of_the_run_as_such(zhiheng: CommandLine, tmp_path: Path) -> None:
    tables = ledger(case("C1", "filed 2024-01-03", "decided 2024-09-02", procedure="ordinary"))
    write_ledger(tmp_path / "台账", tables, HEAD)
    place, out = tmp_path / "台账", tmp_path / "out"
    zhiheng("check", "--ledger", place, "--out", out, "--checks", NINETY, "--as-of", "2024-06-30")
    lines = zhiheng("checks", "alerts", out, "--ledger", place).out.splitlines()
    assert ["数据截止日以后" in line for line in lines if "立案" in line or "2024-09-02" in line].count(True) == 1


@pytest.mark.parametrize("day", ["1899-01-01", "9999-12-31"])
def test_it_refuses_a_day_that_cannot_be_counted_with(zhiheng: CommandLine, tmp_path: Path, day: str) -> None:
    place = write_checked_ledger(tmp_path / "台账")
    ended = zhiheng("check", "--ledger", place, "--out", tmp_path / "out", "--checks", LATE, "--as-of", day)
    assert (ended.status, day in ended.err) == (2, True)


def test_it_finds_nothing_before_the_first_day_of_a_ledger(zhiheng: CommandLine, tmp_path: Path) -> None:
    place, out = write_checked_ledger(tmp_path / "台账"), tmp_path / "out"
    ended = zhiheng("check", "--ledger", place, "--out", out, "--checks", LATE, "--as-of", "1989-01-01")
    assert ended.status == 0, ended.err
    assert json.loads((out / "summary.json").read_text("utf-8"))[LATE]["findings"] == 0


def test_it_refuses_the_ledger_of_another_run(zhiheng: CommandLine, tmp_path: Path) -> None:
    out = _checked(zhiheng, tmp_path, "filed 2024-01-03", "decided 2024-06-03")
    other = write_checked_ledger(tmp_path / "另一台账")
    ended = zhiheng("checks", "alerts", out, "--ledger", other)
    assert (ended.status, "检验台账" in ended.err) == (2, True)


def test_it_refuses_a_check_that_the_run_did_not_hold(zhiheng: CommandLine, tmp_path: Path) -> None:
    out = _checked(zhiheng, tmp_path, "filed 2024-01-03")
    ended = zhiheng("checks", "alerts", out, "--check", "cn-penalty-late-90-day")
    assert (ended.status, NINETY in ended.err) == (2, True)


def test_it_refuses_an_empty_name_of_a_check(zhiheng: CommandLine, tmp_path: Path) -> None:
    ended = zhiheng("check", "--ledger", write_checked_ledger(tmp_path / "台账"), "--checks", "")
    assert (ended.status, "--checks" in ended.err) == (2, True)


def test_it_refuses_a_limit_that_no_law_sets(zhiheng: CommandLine, tmp_path: Path) -> None:
    rule = tmp_path / "own-late.yaml"
    rule.write_text(
        "id: own-late\nkind: late\ntitle: {zh: 自, en: own}\nrule_out: {zh: 无, en: none}\n"
        "versions: [{citation: XH-23, parameters: {from: filed, to: decided, limit: {days: 99999999999}}}]\n",
        encoding="utf-8",
    )
    ended = zhiheng("checks", "show", rule)
    assert (ended.status, "36525" in ended.err) == (2, True)
