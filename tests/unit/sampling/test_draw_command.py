"""`draw commit`, `draw` from a commitment, redraws, weights and `draw size` at the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapters.command_line import CommandLine, Outcome
from zhiheng.cli import draws

COMMIT = ("--seed-source", "双色球2026133期红球", "--not-before", "2026-11-19", "--seed-form", "######")


@pytest.fixture
def zhiheng(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys, draws.attach)


@pytest.fixture
def population(tmp_path: Path) -> Path:
    rows = [f"C-{number:02},{'甲' if number < 15 else '乙'},{1 + number % 3}" for number in range(20)]
    (tmp_path / "cases.csv").write_text("\n".join(["案件编号,单位,风险", *rows]), "utf-8")
    (tmp_path / "out.csv").write_text("编号,理由\nC-03,正在复议\n", "utf-8")
    return tmp_path / "cases.csv"


def kept(path: Path, ended: Outcome) -> Path:
    assert ended.status == 0
    path.write_text(ended.out, "utf-8")
    return path


@pytest.fixture
def commitment(zhiheng: CommandLine, population: Path, tmp_path: Path) -> Path:
    asked = ("--strata", "单位", "--weights", "风险", "--exclude", tmp_path / "out.csv", "--size", "4")
    return kept(tmp_path / "c.json", zhiheng("draw", "commit", "--population", population, *COMMIT, *asked))


def test_it_draws_and_verifies_what_was_committed(
    zhiheng: CommandLine, population: Path, commitment: Path, tmp_path: Path
) -> None:
    asked = ("draw", "--commitment", commitment, "--population", population, "--seed", "031217")
    told = json.loads(commitment.read_text("utf-8"))
    shown = zhiheng(*asked)
    assert told["digest"] in shown.out and "风险" in shown.out
    sheet = kept(tmp_path / "s.json", zhiheng(*asked, "--drawn-at", "2026-11-20", "--format", "json"))
    ended = zhiheng("draw", "verify", sheet, "--population", population, "--commitment", commitment, "--seed", "031217")
    assert (ended.status, told["digest"] in ended.out) == (0, True)
    other = zhiheng("draw", "verify", sheet, "--population", population, "--commitment", commitment, "--seed", "031218")
    assert (other.status, "031218" in other.out) == (1, True)
    # The file has the excluded case still; only the commitment says so.
    bare = zhiheng("draw", "verify", sheet, "--population", population)
    assert (bare.status, "--commitment" in bare.out) == (1, True)


def test_it_refuses_to_draw_from_what_was_not_committed(
    zhiheng: CommandLine, population: Path, commitment: Path
) -> None:
    population.write_text(population.read_text("utf-8") + "\nC-99,甲,1\n", "utf-8")
    ended = zhiheng("draw", "--commitment", commitment, "--population", population, "--seed", "31217", "--size", "5")
    assert ended.status == 2
    for member in ("population_digest", "strata", "weights", "size", "seed"):
        assert f"条款 {member}" in ended.err


def test_it_keeps_a_redraw_with_its_reason(zhiheng: CommandLine, population: Path, tmp_path: Path) -> None:
    asked = ("draw", "--population", population, "--size", "4", "--format", "json")
    former = kept(tmp_path / "1.json", zhiheng(*asked, "--seed", "a"))
    again = (*asked, "--seed", "b", "--supersedes", former)
    sheet = kept(tmp_path / "2.json", zhiheng(*again, "--reason", "漏列三件"))
    ended = zhiheng("draw", "verify", sheet, "--population", population, "--supersedes", former)
    assert (ended.status, "漏列三件" in ended.out) == (0, True)
    assert json.loads(sheet.read_text("utf-8"))["number"] == 2
    swapped = zhiheng("draw", "verify", sheet, "--population", population, "--supersedes", sheet)
    assert (swapped.status, "supersedes" in swapped.out) == (1, True)
    groundless = zhiheng(*again)
    assert (groundless.status, "--reason" in groundless.err) == (2, True)


def test_it_draws_by_weights_without_a_commitment(zhiheng: CommandLine, population: Path, tmp_path: Path) -> None:
    asked = ("draw", "--population", population, "--size", "4", "--seed", "a", "--weights", "风险", "--format", "json")
    sheet = kept(tmp_path / "s.json", zhiheng(*asked))
    assert json.loads(sheet.read_text("utf-8"))["weights"]["column"] == "风险"
    assert zhiheng("draw", "verify", sheet, "--population", population).status == 0


def test_it_says_how_many_to_draw(zhiheng: CommandLine) -> None:
    ended = zhiheng("draw", "size", "--population-size", "300", "--rate", "10%", "--half-width", "0.05")
    assert "100" in ended.out
    told = zhiheng("draw", "size", "--at-least", "5%", "--format", "json").data
    assert told == {"size": 59, "population": None, "confidence": "0.95"}


def test_it_plans_looks(zhiheng: CommandLine) -> None:
    told = zhiheng("draw", "size", "--threshold", "10%", "--max-size", "200", "--looks", "5", "--format", "json").data
    assert told["looks"][1] == {"drawn": 80, "below": 1, "above": 16}
    assert "at most" in zhiheng("draw", "size", "--threshold", "10%", "--lang", "en").out


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        (("size",), "--half-width"),
        (("size", "--rate", "十分之一", "--half-width", "5%"), "--rate"),
        (("size", "--at-least", "5%", "--confidence", "95"), "--confidence"),
        (("size", "--threshold", "1.5"), "--threshold"),
    ],
)
def test_it_refuses_and_names_the_option(zhiheng: CommandLine, asked: tuple[str, ...], named: str) -> None:
    ended = zhiheng("draw", *asked)
    assert (ended.status, named in ended.err) == (2, True)


def test_it_refuses_a_moment_that_is_none(zhiheng: CommandLine, population: Path) -> None:
    for moment in ("明天", "2026-11-19T21:15:00", "2026-13-01"):
        asked = ("--population", population, "--seed-source", "骰子", "--not-before", moment)
        ended = zhiheng("draw", "commit", *asked)
        assert (ended.status, moment in ended.err) == (2, True)
