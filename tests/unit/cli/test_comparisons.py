"""`whatif` and `replay` at the terminal and in the engine: the cheapest way up, the clause that moves a unit."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from adapters.command_line import CommandLine
from adapters.evaluations import evaluate_folder, hunan_folder
from adapters.ledger_files import write_folder
from zhiheng import api
from zhiheng.cli import comparisons, evaluation
from zhiheng.engine.whatif import what_if

DEMO = api.schemes.built_in_schemes()["chongqing-interim"].parent / "completion-demo.yaml"


@pytest.fixture
def zhiheng(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys, evaluation.attach, comparisons.attach)


def test_it_finds_the_fewest_corrections(tmp_path: Path) -> None:
    found = evaluate_folder(hunan_folder(tmp_path / "ledger"))
    answer = what_if(found, found.result.unit("U1"), points=Decimal("1.5"))
    # 1.5 points: one system established (1 correction) is cheaper than 7 dress incidents (1.4) or two bands (2)
    assert [(c.rule_id, c.cost) for c in answer.corrections] == [("D05-1-1-a", 1)]
    assert (answer.reached, answer.possible) == (Decimal("104.6"), True)


def test_it_counts_only_what_lies_above_the_cap(tmp_path: Path) -> None:
    found = evaluate_folder(hunan_folder(tmp_path / "ledger"))
    answer = what_if(found, found.result.unit("U2"), points=Decimal("0.2"))
    # 11 incidents cost 2 (cap), 10 cost 2 as well: the second correction is the first that wins 0.2
    assert [(c.rule_id, c.cost) for c in answer.corrections] == [("D03-2-a", 2)]
    assert answer.reached == Decimal("98.2")


def test_it_lets_the_milder_rule_count_once_the_graver_is_mended(tmp_path: Path) -> None:
    head = ("unit_id", "rule_id", "value", "source")
    facts = (head, ("U1", "D01-3-a", "true", "自评"), ("U1", "D01-3-b", "true", "自评"))
    found = evaluate_folder(
        hunan_folder(tmp_path / "ledger", findings=(("finding_id", "unit_id", "rule_id"),), facts=facts)
    )
    # no plan: -4; the plan alone leaves "not implemented": -2; both mended: 0
    two = what_if(found, found.result.unit("U1"), points=Decimal(2))
    four = what_if(found, found.result.unit("U1"), points=Decimal(4))
    assert [c.rule_id for c in two.corrections] == ["D01-3-a"]
    assert [c.rule_id for c in four.corrections] == ["D01-3-a", "D01-3-b"]
    assert (two.reached, four.reached) == (Decimal(98), Decimal(100))


def test_it_says_when_everything_is_not_enough(tmp_path: Path) -> None:
    found = evaluate_folder(hunan_folder(tmp_path / "ledger"))
    answer = what_if(found, found.result.unit("U2"), points=Decimal(30))
    assert (answer.possible, answer.reached) == (False, Decimal(100))


def test_it_reaches_the_next_grade(tmp_path: Path, zhiheng: CommandLine) -> None:
    units = (("unit_id", "name", "kind"), ("Z1", "市政支队", "municipal_facilities"))
    head = ("finding_id", "unit_id", "rule_id", "quantity")
    findings = (head, ("F1", "Z1", "DED-FILE-BASIC", "6"), ("F2", "Z1", "DED-CONDUCT", "6"))
    yaml = "name: 年\nperiod: {from: 2020-01-01, to: 2021-01-01}\nfindings_complete: all\n"
    folder = write_folder(tmp_path / "ledger", {"units": units, "findings": findings}, yaml=yaml)
    job = api.Job(scheme="chongqing-interim", ledger=folder, out=tmp_path / "out", complete=DEMO)
    unit = api.evaluate_files(job).result.unit("Z1")
    # 100 - 6 × 1 - 6 × 1 = 88 (the demonstration's caps lie above)
    assert (unit.score, unit.grade) == (Decimal(88), "up_to_standard")
    told = zhiheng("whatif", tmp_path / "out", "--unit", "Z1", "--format", "json").data
    assert (told["target"], told["grade_wanted"], told["cost"], told["reached"]) == ("90", "excellent", 2, "90")


def test_it_tells_prices_where_the_scheme_has_no_grades(tmp_path: Path, zhiheng: CommandLine) -> None:
    folder = hunan_folder(tmp_path / "ledger")
    zhiheng("evaluate", "--scheme", "hunan-2020", "--ledger", folder, "--out", tmp_path / "out")
    told = zhiheng("whatif", tmp_path / "out", "--unit", "云岭市").out
    assert "不分等次" in told
    assert "D03-2" in told


def test_it_names_the_clause_that_moves_a_unit(tmp_path: Path, zhiheng: CommandLine) -> None:
    folder = hunan_folder(tmp_path / "ledger")
    moves = zhiheng(
        *("replay", "--scheme", "hunan-2020", "--against", "hunan-2020", "--ledger", folder),
        *("--against-option", "boundary_policy=favour_evaluated", "--format", "json"),
    ).data
    assert [move["change"] for move in moves] == ["1", "0"]
    assert [(c["rule_id"], c["before"], c["after"]) for c in moves[0]["clauses"]] == [("D08-2-a", "-2", "-1")]


def test_it_replays_a_version_of_one_s_own(tmp_path: Path, zhiheng: CommandLine) -> None:
    own = tmp_path / "own.yaml"
    text = api.schemes.built_in_schemes()["hunan-2020"].read_text("utf-8")
    own.write_text(text.replace('amount: 0.2\n        unit_zh: "起"', 'amount: 0.1\n        unit_zh: "起"', 1), "utf-8")
    folder = hunan_folder(tmp_path / "ledger")
    moves = zhiheng("replay", "--scheme", "hunan-2020", "--against", own, "--ledger", folder, "--format", "json").data
    # 7 × 0.2 = 1.4 → 7 × 0.1 = 0.7; min(2.2, 2) = 2 → 1.1
    assert [move["change"] for move in moves] == ["0.7", "0.9"]
    assert {c["rule_id"] for move in moves for c in move["clauses"]} == {"D03-2-a"}
