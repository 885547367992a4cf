"""`draw` and `draw verify` at the terminal: what is printed, what a repetition says, what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapters.command_line import CommandLine
from zhiheng.cli import draws


@pytest.fixture
def zhiheng(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys, draws.attach)


@pytest.fixture
def population(tmp_path: Path) -> Path:
    path = tmp_path / "cases.csv"
    rows = [f"C-{number:02},{'甲' if number < 15 else '乙'}" for number in range(20)]
    path.write_text("\n".join(["\ufeff案件编号,单位", *rows, rows[0]]), "utf-8")
    return path


def test_it_prints_digest_seed_and_ranks(zhiheng: CommandLine, population: Path) -> None:
    ended = zhiheng("draw", "--population", population, "--size", "4", "--seed", "031217")
    sheet = zhiheng("draw", "--population", population, "--size", "4", "--seed", "031217", "--format", "json").data
    assert ended.status == 0
    assert sheet["population_digest"] in ended.out and "031217" in ended.out
    assert "20" in ended.out and "C-00" in ended.out  # distinct ids, and the one that is repeated
    for one, rank in zip(sheet["drawn"], sheet["ranks"], strict=True):
        assert one in ended.out and rank[:16] in ended.out


def test_it_draws_by_strata(zhiheng: CommandLine, population: Path) -> None:
    asked = ("draw", "--population", population, "--size", "4", "--seed", "s", "--strata", "单位")
    # 15/1 = 15, 15/3 = 5 = 5/1: 乙 sorts first, then 15/3, then 15/5 = 3
    sizes = zhiheng(*asked, "--format", "json").data["strata"]["sizes"]
    assert [(one["stratum"], one["size"]) for one in sizes] == [("乙", 1), ("甲", 3)]
    assert "15 个中抽 3 个" in zhiheng(*asked).out
    assert "3 of 15" in zhiheng(*asked, "--lang", "en").out


def test_it_confirms_its_own_sheet(zhiheng: CommandLine, population: Path, tmp_path: Path) -> None:
    asked = ("draw", "--population", population, "--size", "4", "--seed", "s", "--strata", "单位")
    (tmp_path / "s.json").write_text(zhiheng(*asked, "--format", "json").out, "utf-8")
    ended = zhiheng("draw", "verify", tmp_path / "s.json", "--population", population)
    assert (ended.status, "已核验" in ended.out) == (0, True)
    assert zhiheng("draw", "verify", tmp_path / "s.json", "--population", population, "--format", "json").data["ok"]


def test_it_names_what_differs(zhiheng: CommandLine, population: Path, tmp_path: Path) -> None:
    asked = ("draw", "--population", population, "--size", "4", "--seed", "s", "--format", "json")
    sheet = zhiheng(*asked).data
    friend = next(f"C-{number:02}" for number in range(20) if f"C-{number:02}" not in sheet["drawn"])
    (tmp_path / "s.json").write_text(json.dumps({**sheet, "drawn": [*sheet["drawn"][:3], friend]}), "utf-8")
    ended = zhiheng("draw", "verify", tmp_path / "s.json", "--population", population)
    assert ended.status == 1
    assert friend in ended.out and sheet["drawn"][3] in ended.out
    told = zhiheng("draw", "verify", tmp_path / "s.json", "--population", population, "--format", "json")
    assert told.status == 1
    assert [one["member"] for one in told.data["differences"]] == ["drawn[3]"]


@pytest.mark.parametrize("lacking", ["--population", "--size", "--seed"])
def test_it_says_which_option_is_missing(zhiheng: CommandLine, population: Path, lacking: str) -> None:
    given = {"--population": str(population), "--size": "4", "--seed": "s"}
    del given[lacking]
    ended = zhiheng("draw", *(word for pair in given.items() for word in pair))
    assert ended.status == 2
    assert lacking in ended.err


def test_it_refuses_more_than_there_are(zhiheng: CommandLine, population: Path) -> None:
    ended = zhiheng("draw", "--population", population, "--size", "21", "--seed", "s")
    assert ended.status == 2
    assert "20" in ended.err
