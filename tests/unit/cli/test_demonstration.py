"""`zhiheng ledger demo` at its door: what it writes, what it refuses, and that the ledger is accepted as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.command_line import CommandLine
from zhiheng.cli import demonstration, ledgers


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys, ledgers.attach, demonstration.attach)


def test_it_makes_a_ledger_that_is_accepted(tmp_path: Path, run: CommandLine) -> None:
    ended = run("ledger", "demo", "--out", tmp_path / "demo", "--cases", 60, "--seed", 3)
    assert ended.status == 0
    assert "虚构" in ended.out
    told = run("ledger", "validate", tmp_path / "demo", "--format", "json").data
    assert told["quarantined"] == []
    assert told["tables"]["cases"]["accepted"] == 60


def test_it_says_so_in_english(tmp_path: Path, run: CommandLine) -> None:
    assert "fictional" in run("ledger", "demo", "--out", tmp_path / "demo", "--cases", 20, "--lang", "en").out


def test_it_refuses_a_folder_that_holds_something_else(tmp_path: Path, run: CommandLine) -> None:
    (tmp_path / "台账.xlsx").write_bytes(b"x")
    ended = run("ledger", "demo", "--out", tmp_path)
    assert ended.status == 2
    assert "不予覆盖" in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["台账.xlsx"]


def test_it_stands_in_the_help_of_the_ledger_commands_once(run: CommandLine) -> None:
    names = [command.name for command in ledgers.ledger_app.registered_commands]
    assert names.count("demo") == 1
    assert run("ledger", "demo", "--help").out.count("zhiheng ledger demo --out") == 1
