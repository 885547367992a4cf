"""`evaluate` and `explain` at the terminal: files written, numbers printed, inputs refused with place and remedy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapters.command_line import CommandLine
from adapters.evaluations import CITIES, FINDINGS, hunan_folder
from adapters.ledger_files import write_folder
from zhiheng.cli import evaluation, explanations


@pytest.fixture
def zhiheng(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys, evaluation.attach, explanations.attach)


def evaluated(zhiheng: CommandLine, folder: Path, *more: str, scheme: str = "hunan-2020") -> Path:
    out = folder.parent / "out"
    ended = zhiheng("evaluate", "--scheme", scheme, "--ledger", folder, "--out", out, *more)
    assert ended.status == 0, ended.err
    return out


def test_it_writes_four_documents_and_the_inputs(zhiheng: CommandLine, tmp_path: Path) -> None:
    out = evaluated(zhiheng, hunan_folder(tmp_path / "ledger"))
    written = {path.name for path in out.iterdir()}
    assert written == {"result.json", "report.html", "scorecards.xlsx", "report.docx", "inputs"}
    assert {path.name for path in (out / "inputs").iterdir()} >= {
        "scheme.yaml",
        "findings.csv",
        "facts.csv",
        "ledger.yaml",
    }


def test_it_scores_by_the_standard(zhiheng: CommandLine, tmp_path: Path) -> None:
    result = json.loads((evaluated(zhiheng, hunan_folder(tmp_path / "ledger")) / "result.json").read_text("utf-8"))
    first, second = result["units"]
    # 100 - 7 × 0.2 - 1.5 - 2 (75 % in the band 60%-75%及以下) = 95.1; + 8 (provincial title)
    assert (first["base"], first["bonus"], first["score"]) == ("95.1", "8", "103.1")
    # 100 - min(11 × 0.2, 2) = 98
    assert (second["score"], second["rank"], first["rank"]) == ("98", 2, 1)


def test_it_gives_the_same_bytes_for_the_same_inputs(zhiheng: CommandLine, tmp_path: Path) -> None:
    one = evaluated(zhiheng, hunan_folder(tmp_path / "a" / "ledger"))
    shuffled = (FINDINGS[0], *reversed(FINDINGS[1:]))
    other = evaluated(zhiheng, hunan_folder(tmp_path / "b" / "ledger", findings=shuffled))
    for name in ("result.json", "report.html", "scorecards.xlsx", "report.docx", "inputs/findings.csv"):
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


def test_it_names_the_options_it_used(zhiheng: CommandLine, tmp_path: Path) -> None:
    out = evaluated(zhiheng, hunan_folder(tmp_path / "ledger"), "--option", "boundary_policy=favour_evaluated")
    result = json.loads((out / "result.json").read_text("utf-8"))
    assert result["options"]["boundary_policy"] == "favour_evaluated"
    # 75 % claimed by two bands takes the smaller deduction: 1 instead of 2
    assert result["units"][0]["base"] == "96.1"


REFUSED = {
    "unknown-option": (["--option", "boundry_policy=strict"], "boundary_policy"),
    "unknown-choice": (["--option", "boundary_policy=mild"], "favour_evaluated"),
    "option-without-value": (["--option", "boundary_policy"], "--option"),
    "no-date": (["--as-of", "soon"], "--as-of"),
    "no-completion": (["--complete", "nowhere.yaml"], "nowhere.yaml"),
    "no-previous": (["--previous", "nowhere"], "nowhere"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses_what_it_cannot_do(name: str, zhiheng: CommandLine, tmp_path: Path) -> None:
    more, told = REFUSED[name]
    folder = hunan_folder(tmp_path / "ledger")
    ended = zhiheng("evaluate", "--scheme", "hunan-2020", "--ledger", folder, "--out", tmp_path / "out", *more)
    assert ended.status == 2
    assert told in ended.err.replace("\n", "")
    assert "改法" in ended.err
    assert not (tmp_path / "out").exists()


BAD_ROWS = {
    "rate-above-one": ("facts", ("U1", "D08-2-a", "85", "自评"), "D08-2-a"),
    "too-many-elements": ("facts", ("U1", "D02-3-b", "5", "自评"), "4"),
    "element-out-of-list": ("facts", ("U1", "D02-3-b", "1;7", "自评"), "4"),
    "half-an-incident": ("facts", ("U1", "D03-2-a", "1.5", "自评"), "D03-2-a"),
    "word-for-a-count": ("facts", ("U1", "D03-2-a", "许多", "自评"), "许多"),
    "unknown-rule": ("facts", ("U1", "D03-2-z", "1", "自评"), "D03-2-a"),
    "unknown-level": ("facts", ("U1", "B01-a", "4", "自评"), "B01-a"),
    "state-on-a-sub-item": ("facts", ("U1", "D01-3", "yes", "自评"), "exempt"),
    "exempt-where-nothing-exempts": ("facts", ("U1", "D03-2", "exempt", "自评"), "not_applicable"),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_it_refuses_a_value_that_does_not_answer_the_rule(name: str, zhiheng: CommandLine, tmp_path: Path) -> None:
    table, row, told = BAD_ROWS[name]
    head = ("unit_id", "rule_id", "value", "source")
    folder = hunan_folder(tmp_path / "ledger", **{table: (head, row)})
    ended = zhiheng("evaluate", "--scheme", "hunan-2020", "--ledger", folder, "--out", tmp_path / "out")
    message = ended.err.replace("\n", "")
    assert ended.status == 2
    assert "facts.csv" in message
    assert "第 2 行" in message
    assert told in message


def test_it_refuses_an_unknown_kind_and_offers_the_nearest(zhiheng: CommandLine, tmp_path: Path) -> None:
    folder = hunan_folder(tmp_path / "ledger", units=(CITIES[0], ("U1", "云岭市", "prefecture_cty"), CITIES[2]))
    ended = zhiheng("evaluate", "--scheme", "hunan-2020", "--ledger", folder, "--out", tmp_path / "out")
    assert ended.status == 2
    assert "prefecture_city" in ended.err


def test_it_refuses_quarantined_rows_and_goes_on_when_told_to(zhiheng: CommandLine, tmp_path: Path) -> None:
    folder = hunan_folder(tmp_path / "ledger", findings=(*FINDINGS, ("F9", "U9", "D03-2-a", "1", "", "")))
    refused = zhiheng("evaluate", "--scheme", "hunan-2020", "--ledger", folder, "--out", tmp_path / "out")
    assert refused.status == 2
    out = evaluated(zhiheng, folder, "--skip-bad-rows")
    left = json.loads((out / "result.json").read_text("utf-8"))["left_out"]
    assert [one["rows"] for one in left if one["what"] == "quarantined"] == [["findings.csv:5"]]


def test_it_lists_every_open_value_of_a_scheme_that_needs_a_completion(zhiheng: CommandLine, tmp_path: Path) -> None:
    units = (CITIES[0], ("Z1", "市政支队", "municipal_facilities"))
    folder = write_folder(tmp_path / "ledger", {"units": units})
    ended = zhiheng("evaluate", "--scheme", "chongqing-interim", "--ledger", folder, "--out", tmp_path / "out")
    assert ended.status == 2
    message = ended.err.replace("\n", "")
    for path in (
        "CASE.points",
        "LAWPOP.points",
        "IND-CASES.target",
        "BON-DOC-GOV.cap",
        "DED-CONDUCT.cap",
        "indicators.remaining",
    ):
        assert path in message


def test_it_explains_a_lost_point_down_to_its_row(zhiheng: CommandLine, tmp_path: Path) -> None:
    out = evaluated(zhiheng, hunan_folder(tmp_path / "ledger"))
    told = zhiheng("explain", out, "--unit", "云岭市", "--rule", "D03-2-a").out
    assert "7 起 × 0.2 = 1.4" in told
    assert "F1" in told
    assert "照片 12 张" in told
    assert "着装规范" in told


def test_it_explains_as_json(zhiheng: CommandLine, tmp_path: Path) -> None:
    out = evaluated(zhiheng, hunan_folder(tmp_path / "ledger"))
    told = zhiheng("explain", out, "--unit", "U1", "--rule", "D03-2-a", "--format", "json").data
    assert told["points"] == "-1.4"
    assert told["row_details"][0]["evidence"] == "照片 12 张"


@pytest.mark.parametrize(("unit", "rule"), [("U7", ""), ("U1", "D99")])
def test_it_refuses_to_explain_what_is_not_there(unit: str, rule: str, zhiheng: CommandLine, tmp_path: Path) -> None:
    out = evaluated(zhiheng, hunan_folder(tmp_path / "ledger"))
    ended = zhiheng("explain", out, "--unit", unit, *(["--rule", rule] if rule else []))
    assert ended.status == 2
    assert "改法" in ended.err


def test_it_refuses_a_result_that_was_changed_by_hand(zhiheng: CommandLine, tmp_path: Path) -> None:
    out = evaluated(zhiheng, hunan_folder(tmp_path / "ledger"))
    file = out / "result.json"
    file.write_text(file.read_text("utf-8").replace('"103.1"', '"113.1"'), "utf-8")
    ended = zhiheng("explain", out, "--unit", "U1")
    assert ended.status == 2
    assert "摘要" in ended.err


def test_it_tells_what_a_second_round_made_of_a_problem(zhiheng: CommandLine, tmp_path: Path) -> None:
    cases = (("case_id", "unit_id", "kind"), ("C1", "U1", "penalty"))
    head = ("finding_id", "unit_id", "rule_id", "case_id", "page", "round", "mended", "amount")
    first = ("F1", "U1", "证据收集", "C1", "3", "1", "", "2")
    second = ("F2", "U1", "证据收集", "C1", "3", "2", "未整改", "")
    folder = write_folder(tmp_path / "ledger", {"cases": cases, "findings": (head, first, second)})
    out = evaluated(zhiheng, folder, scheme="wuxue-file-review")
    told = zhiheng("explain", out, "--unit", "C1").out
    # 2 × 2 = 4 in total (WX-15); 100 - 4 = 96
    assert "F1：2 → 4" in told
    assert "C1：96" in told


def test_it_writes_over_nothing_that_it_did_not_write(zhiheng: CommandLine, tmp_path: Path) -> None:
    folder, out = hunan_folder(tmp_path / "ledger"), tmp_path / "out"
    (out / "inputs").mkdir(parents=True)
    (out / "inputs" / "mine.csv").write_text("precious", "utf-8")
    ended = zhiheng("evaluate", "--scheme", "hunan-2020", "--ledger", folder, "--out", out)
    assert ended.status == 2
    assert (out / "inputs" / "mine.csv").read_text("utf-8") == "precious"


@pytest.mark.parametrize("place", ["ledger", "a-file", "a-file/below"])
def test_it_refuses_a_place_where_results_cannot_stand(place: str, zhiheng: CommandLine, tmp_path: Path) -> None:
    folder = hunan_folder(tmp_path / "ledger")
    (tmp_path / "a-file").write_text("x", "utf-8")
    ended = zhiheng("evaluate", "--scheme", "hunan-2020", "--ledger", folder, "--out", tmp_path / place)
    assert ended.status == 2
    assert "换一个空文件夹" in ended.err
    assert not (folder / "result.json").exists()


def test_it_evaluates_again_into_its_own_folder(zhiheng: CommandLine, tmp_path: Path) -> None:
    folder = hunan_folder(tmp_path / "ledger")
    first = (evaluated(zhiheng, folder) / "result.json").read_bytes()
    assert (evaluated(zhiheng, folder) / "result.json").read_bytes() == first


def test_it_shows_problems_that_are_not_verified(zhiheng: CommandLine, tmp_path: Path) -> None:
    head = ("finding_id", "unit_id", "rule_id", "quantity", "status")
    rows = (head, ("F1", "U1", "D03-2-a", "3", "verified"), ("F2", "U1", "D03-2-a", "2", "待核实"))
    out = evaluated(zhiheng, hunan_folder(tmp_path / "ledger", findings=rows))
    told = zhiheng("explain", out, "--unit", "U1", "--rule", "D03-2-a", "--format", "json").data
    # 3 × 0.2 = 0.6; the two that wait are shown beside
    assert told["points"] == "-0.6"
    assert [(o["value"], o["source"], o["rows"]) for o in told["other_inputs"]] == [("2", "findings_pending", ["F2"])]


def test_it_refuses_an_as_of_day_before_the_period(zhiheng: CommandLine, tmp_path: Path) -> None:
    folder = hunan_folder(tmp_path / "ledger")
    more = ("--as-of", "1999-01-01")
    ended = zhiheng("evaluate", "--scheme", "hunan-2020", "--ledger", folder, "--out", tmp_path / "out", *more)
    assert ended.status == 2
    assert "2020-01-01" in ended.err
