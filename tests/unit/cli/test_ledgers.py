"""`zhiheng ledger validate` at its door: what it prints, what it writes, with which exit status."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from adapters.command_line import CommandLine
from adapters.ledger_files import write_folder
from zhiheng.cli import ledgers

SOUND = "finding_id,unit_id,rule_id,quantity\nF1,U1,R,2\nF2,U2,R,\n"
BROKEN = "finding_id,unit_id,rule_id,quantity,科室\nF1,U1,R,-2,甲\nF2,U9,R,x,\nF3,U1,R,1,=1+1\n"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys, ledgers.attach)


def test_it_ends_well_where_every_row_is_accepted(tmp_path: Path, run: CommandLine) -> None:
    ended = run("ledger", "validate", write_folder(tmp_path, {"findings": SOUND}))
    assert (ended.status, ended.err) == (0, "")
    assert "sha256:" in ended.out
    row = next(line for line in ended.out.splitlines() if "findings 问题" in line)
    assert [word for word in row.replace("│", " ").split() if word.isdigit()] == ["2", "2", "0"]


def test_it_prints_faults_and_ends_with_two(tmp_path: Path, run: CommandLine) -> None:
    ended = run("ledger", "validate", write_folder(tmp_path, {"findings": BROKEN}))
    assert (ended.status, ended.err.strip()) == (2, "有 2 行不能使用，已隔离；改正后重新校验。")
    faults = [line for line in ended.out.splitlines() if line.startswith("- ")]
    assert len(faults) == 3  # rows 2 and 3, the latter with two faults
    assert faults[0].startswith(
        "- 文件 findings.csv，表 findings，第 2 行，列 quantity：不能小于零（读到：-2）。改法："
    )
    assert "提示：findings：未知列按原文保留，不参与计算：科室" in ended.out


def test_it_speaks_english(tmp_path: Path, run: CommandLine) -> None:
    ended = run("ledger", "validate", write_folder(tmp_path, {"findings": BROKEN}), "--lang", "en")
    assert "file findings.csv, table findings, row 2, column quantity: must not be below zero" in ended.out
    assert ended.err.strip() == "2 rows cannot be used and were set aside."


def test_it_prints_everything_as_json(tmp_path: Path, run: CommandLine) -> None:
    ended = run("ledger", "validate", write_folder(tmp_path, {"findings": BROKEN}), "--format", "json")
    assert ended.status == 2
    told = ended.data
    assert told["readable"] is True
    assert told["ledger"]["period"] == {"from": "2020-01-01", "to": "2021-01-01"}
    assert told["tables"]["findings"] == {
        "rows_in": 3,
        "accepted": 1,
        "quarantined": 2,
        "unknown_columns": ["科室"],
    }
    assert set(told["tables"]) == set(ledgers.TABLES)
    assert told["digest"].startswith("sha256:")
    first = told["quarantined"][0]
    assert (first["table"], first["file"], first["row"], first["column"]) == ("findings", "findings.csv", 2, "quantity")
    assert (first["value"], first["code"]) == ("-2", "negative")
    assert all(first[name] for name in ("reason_zh", "reason_en", "remedy_zh", "remedy_en"))


def test_it_prints_json_also_where_nothing_can_be_read(tmp_path: Path, run: CommandLine) -> None:
    ended = run("ledger", "validate", write_folder(tmp_path, {"findings": "a\n1\n"}), "--format", "json")
    assert ended.status == 2
    assert ended.data["readable"] is False
    assert {fault["code"] for fault in ended.data["faults"]} == {"missing_column"}
    assert "无法继续" in ended.err


def test_it_ends_with_one_for_notes_where_that_is_asked_for(tmp_path: Path, run: CommandLine) -> None:
    folder = write_folder(tmp_path, {"findings": "finding_id,unit_id,rule_id,科室\nF1,U1,R,甲\n"})
    assert run("ledger", "validate", folder).status == 0
    ended = run("ledger", "validate", folder, "--strict")
    assert (ended.status, "1 条提示" in ended.err) == (1, True)


def test_it_writes_the_rows_set_aside(tmp_path: Path, run: CommandLine) -> None:
    target = tmp_path / "待改正.csv"
    broken = BROKEN + "F4,=cmd(),R,1,@x\n"
    run("ledger", "validate", write_folder(tmp_path / "a", {"findings": broken}), "--quarantine", target)
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    with target.open(encoding="utf-8-sig", newline="") as stream:
        header, *lines = csv.reader(stream)
    assert header == ["表", "文件", "行", "列", "读到", "代码", "理由", "改法", "原行内容"]
    assert [(line[2], line[3], line[4]) for line in lines] == [
        ("2", "quantity", "'-2"),
        ("3", "quantity", "x"),
        ("3", "unit_id", "U9"),
        ("5", "unit_id", "'=cmd()"),  # a spreadsheet program must not run it
    ]
    assert lines[0][8] == "finding_id=F1 | unit_id=U1 | rule_id=R | quantity=-2 | 科室=甲"


def test_it_refuses_a_place_it_cannot_write_to(tmp_path: Path, run: CommandLine) -> None:
    folder = write_folder(tmp_path, {})
    ended = run("ledger", "validate", folder, "--quarantine", tmp_path / "none" / "a.csv")
    assert (ended.status, "改法" in ended.err) == (2, True)


def test_it_shortens_a_long_list(tmp_path: Path, run: CommandLine) -> None:
    rows = "".join(f"F{number},U9,R\n" for number in range(150))
    ended = run("ledger", "validate", write_folder(tmp_path, {"findings": "finding_id,unit_id,rule_id\n" + rows}))
    assert sum(line.startswith("- ") for line in ended.out.splitlines()) == 100
    assert "另有 50 处" in ended.out  # 150 - 100
