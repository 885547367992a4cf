"""`zhiheng check` at its door: what it prints and writes, what it refuses, with which exit status."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
from rich.cells import cell_len

from adapters.checked_ledgers import LATE, OWN_RULE, SPLIT, UNKNOWN, write_checked_ledger
from adapters.command_line import CommandLine
from adapters.ledger_files import UNITS, write_folder, write_workbook
from zhiheng.cli import alerts, checking, checks


@pytest.fixture
def zhiheng(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys, checking.attach, checks.attach, alerts.attach)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write_checked_ledger(tmp_path / "台账")


def rows_of(out: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect(":memory:") as engine:
        found = f"FROM read_parquet('{out / 'findings.parquet'}')"
        return engine.execute(f"SELECT check_id, case_id, measured::INTEGER, due_at::VARCHAR {found}").fetchall()


def test_it_writes_findings_and_summary(zhiheng: CommandLine, ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ended = zhiheng("check", "--ledger", ledger, "--out", out, "--checks", f"{LATE},{SPLIT},{UNKNOWN}")
    assert (ended.status, ended.err) == (0, "")
    # Served on the ninth and the eighth working day; C3 was filed three days after C1.
    expected = [(LATE, "C1", 9, "2025-03-12"), (LATE, "C3", 8, "2025-03-14"), (SPLIT, "C3", 3, None)]
    assert rows_of(out) == expected
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert (summary[LATE]["cases_examined"], summary[LATE]["findings"], summary[LATE]["not_answerable"]) == (3, 2, None)
    assert "document_no" in summary[UNKNOWN]["not_answerable"]
    assert {path.name for path in out.iterdir()} == {"findings.parquet", "summary.json"}


def test_it_prints_counts_by_check_and_unit_and_apart_what_is_not_answerable(
    zhiheng: CommandLine, ledger: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    lines = zhiheng("check", "--ledger", ledger, "--out", out, "--checks", LATE, "--checks", UNKNOWN).out.splitlines()
    row = next(line for line in lines if "处罚决定书逾期送达" in line and "一般" in line)
    assert [word for word in row.replace("│", " ").split() if word.isdigit()] == ["3", "2", "0"]
    unit = next(line for line in lines if "一中队 U1" in line)
    assert "1" in unit.split() and "× 1" in unit
    assert any("不能回答 1 项" in line for line in lines)
    assert any("document_no" in line and UNKNOWN in line for line in lines)
    assert any("发现问题 2 处" in line for line in lines)
    assert lines[-1].endswith(f"zhiheng checks alerts {out} --ledger {ledger} --check {LATE}")
    assert max(cell_len(line) for line in lines if line.startswith(("│", "┏", "└"))) <= 100


def test_it_speaks_english(zhiheng: CommandLine, ledger: Path, tmp_path: Path) -> None:
    told = zhiheng("check", "--ledger", ledger, "--out", tmp_path / "out", "--checks", LATE, "--lang", "en").out
    assert "Penalty decision served late" in told
    assert "2 findings. Results:" in told


def test_it_prints_json(zhiheng: CommandLine, ledger: Path, tmp_path: Path) -> None:
    told = zhiheng("check", "--ledger", ledger, "--out", tmp_path / "out", "--checks", LATE, "--format", "json").data
    assert (told["ledger"], told["as_of"], told["engine"]) == ("检查示例", "2025-06-30", "duckdb")
    assert told["by_unit"] == [
        {"check_id": LATE, "unit_id": "U1", "findings": 1},
        {"check_id": LATE, "unit_id": "U2", "findings": 1},
    ]
    assert told["summary"][LATE]["findings"] == 2


def test_it_writes_csv_where_asked_and_takes_it_away_again(zhiheng: CommandLine, ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    zhiheng("check", "--ledger", ledger, "--out", out, "--checks", LATE, "--format", "csv")
    with (out / "findings.csv").open(encoding="utf-8", newline="") as stream:
        assert [row["case_id"] for row in csv.DictReader(stream)] == ["C1", "C3"]
    zhiheng("check", "--ledger", ledger, "--out", out, "--checks", LATE)
    assert not (out / "findings.csv").exists()  # it would tell of another run


def test_it_runs_the_whole_rulebook_unless_told_otherwise(zhiheng: CommandLine, ledger: Path, tmp_path: Path) -> None:
    ended = zhiheng("check", "--ledger", ledger, "--out", tmp_path / "out")
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert len(summary) >= 40
    assert not any(name.startswith("it-road-fines") for name in summary)
    assert "没有问题" in ended.out  # checks that found nothing are counted in one line
    listed = zhiheng("check", "--ledger", ledger, "--out", tmp_path / "out", "--all").out
    assert "cn-penalty-late-90-days" in listed


def test_it_takes_names_with_commas_one_by_one_and_side_by_side(
    zhiheng: CommandLine, ledger: Path, tmp_path: Path
) -> None:
    own = tmp_path / "我的.yaml"
    own.write_text(OWN_RULE, encoding="utf-8")
    out = tmp_path / "out"
    ended = zhiheng("check", "--ledger", ledger, "--checks", f"wuxue，{LATE}", "xuhui", own, "--out", out)
    assert ended.status == 0, ended.err
    names = set(json.loads((out / "summary.json").read_text("utf-8")))
    assert names >= {"wuxue-late-submission", LATE, SPLIT, "my-late-decision"}
    assert f"--checks {own}" in zhiheng("check", "--ledger", ledger, "--checks", own, "--out", out).out


def test_it_writes_beside_the_user_unless_told_where(
    zhiheng: CommandLine, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert zhiheng("check", "--ledger", "台账", "--checks", LATE).status == 0
    assert (tmp_path / "check-台账" / "summary.json").is_file()


def test_it_ends_with_one_for_findings_where_that_is_asked_for(
    zhiheng: CommandLine, ledger: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run = ("check", "--ledger", ledger, "--out", out, "--checks", SPLIT, "--strict")
    assert zhiheng(*run).status == 1
    dismissed = ("--check", SPLIT, "--case", "C3", "--by", "王某", "--reason", "两个不同的违法行为")
    assert zhiheng("checks", "dismiss", out, "--ledger", ledger, *dismissed).status == 0
    ended = zhiheng(*run)
    assert (ended.status, "其中已排除 1 处" in ended.out) == (0, True)
    assert json.loads((out / "summary.json").read_text("utf-8"))[SPLIT]["dismissed"] == 1


def test_it_tells_of_events_after_the_day_of_the_run(zhiheng: CommandLine, tmp_path: Path) -> None:
    ledger = write_checked_ledger(tmp_path / "台账", later=(("C1", "closed", "2025-07-01", "O1"),))
    ended = zhiheng("check", "--ledger", ledger, "--out", tmp_path / "out", "--checks", LATE)
    assert "有 1 个办案环节晚于数据截止日" in ended.err
    # On 10 March nothing was due yet; six events of March lie after that day, and the one of July.
    early = zhiheng("check", "--ledger", ledger, "--out", tmp_path / "out", "--checks", LATE, "--as-of", "2025-03-10")
    assert "发现问题 0 处" in early.out
    assert "有 4 个办案环节" in early.err  # three services and the closing


def test_it_reads_a_workbook(zhiheng: CommandLine, tmp_path: Path) -> None:
    sheets = {
        "台账": (("name", "工作簿"), ("as_of", "2025-06-30")),
        "units": UNITS,
        "cases": (("case_id", "unit_id", "kind", "procedure"), ("C1", "U1", "penalty", "ordinary")),
        "events": (("case_id", "activity", "at"), ("C1", "decided", "2025-03-03"), ("C1", "served", "2025-03-14")),
    }
    book = write_workbook(tmp_path / "台账.xlsx", sheets)
    assert zhiheng("check", "--ledger", book, "--out", tmp_path / "out", "--checks", LATE).status == 0
    assert rows_of(tmp_path / "out") == [(LATE, "C1", 9, "2025-03-12")]


def test_it_answers_nothing_where_there_are_no_cases_or_no_events(zhiheng: CommandLine, tmp_path: Path) -> None:
    empty = write_folder(tmp_path / "a", {}, yaml="name: 空\nas_of: 2025-06-30\n")
    told = zhiheng("check", "--ledger", empty, "--out", tmp_path / "out", "--checks", LATE)
    assert (told.status, "台账没有“案件”表" in told.out) == (0, True)
    cases = "case_id,unit_id,kind\nC1,U1,penalty\n"
    bare = write_folder(tmp_path / "b", {"cases": cases}, yaml="name: 空\nas_of: 2025-06-30\n")
    told = zhiheng("check", "--ledger", bare, "--out", tmp_path / "out", "--checks", LATE)
    assert (told.status, "台账没有“办案环节”表" in told.out) == (0, True)


BROKEN = OWN_RULE.replace("to: decided", "too: decided").replace("severity: minor", "severity: grave")
REFUSED = {
    "unknown-check": (["--checks", "cn-penalty-late-servise"], "是否想写 cn-penalty-late-service"),
    "no-date": (["--as-of", "soon"], "--as-of"),
    "broken-rule": (["--checks", "{tmp}/broken.yaml"], "第 4 行"),
    "broken-rule-parameter": (["--checks", "{tmp}/broken.yaml"], "是否想写 to"),
    "same-id": (["--checks", LATE, "--checks", "{tmp}/double.yaml"], "另一项检查相同"),
    "no-engine": (["--engine", "postgres"], "ZHIHENG_DATABASE_URL"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses_what_it_cannot_do(
    name: str, zhiheng: CommandLine, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZHIHENG_DATABASE_URL", raising=False)
    (tmp_path / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "double.yaml").write_text(OWN_RULE.replace("my-late-decision", LATE), encoding="utf-8")
    more, told = REFUSED[name]
    words = [word.format(tmp=tmp_path) for word in more]
    ended = zhiheng("check", "--ledger", ledger, "--out", tmp_path / "out", *words)
    assert (ended.status, told in ended.err.replace("\n", ""), "改法" in ended.err) == (2, True, True), ended.err
    assert not (tmp_path / "out").exists()


def test_it_refuses_a_ledger_without_a_day(zhiheng: CommandLine, tmp_path: Path) -> None:
    ledger = write_checked_ledger(tmp_path / "台账", yaml="name: 无日期\n")
    ended = zhiheng("check", "--ledger", ledger, "--out", tmp_path / "out", "--checks", LATE)
    assert (ended.status, "--as-of" in ended.err) == (2, True)
    assert not (tmp_path / "out").exists()  # not even an empty folder


def test_it_refuses_to_write_over_what_is_not_its_own(zhiheng: CommandLine, ledger: Path, tmp_path: Path) -> None:
    other = write_checked_ledger(tmp_path / "另一个")
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "summary.json").write_text('{"my": {"own": 1}}', encoding="utf-8")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    before = (tmp_path / "foreign" / "summary.json").read_bytes()
    for out in (ledger, ledger / "inside", other, tmp_path / "foreign", tmp_path / "file", tmp_path / "file" / "below"):
        ended = zhiheng("check", "--ledger", ledger, "--out", out, "--checks", LATE)
        assert (ended.status, "换一个空文件夹" in ended.err) == (2, True), out
    assert (tmp_path / "foreign" / "summary.json").read_bytes() == before


def test_it_writes_over_an_earlier_run_that_was_killed(zhiheng: CommandLine, ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run = ("check", "--ledger", ledger, "--out", out, "--checks", LATE)
    zhiheng(*run)
    before = (out / "findings.parquet").read_bytes()
    (out / "summary.json").unlink()  # killed between the two
    assert zhiheng("checks", "alerts", out).status == 2  # half a run is no run
    assert zhiheng(*run).status == 0
    assert (out / "findings.parquet").read_bytes() == before


def test_it_loads_what_checks_need_only_where_checks_run() -> None:
    heavy = "{'ibis', 'pyarrow', 'rapidfuzz', 'sqlglot'}"
    script = f"import sys, zhiheng.cli; print(sorted({heavy} & set(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"
