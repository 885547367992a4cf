"""`result.json`: the same bytes twice, read back whole, refused when tampered with, numbers in their shortest form."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from adapters.scored_ledgers import UNIT, evaluated, fact, finding
from zhiheng.domain.canonical import digest_of
from zhiheng.domain.refusals import Refusal
from zhiheng.domain.score import Result
from zhiheng.engine import read_json, to_json, write_json

DECIMAL = re.compile(r"-?(0|[1-9]\d*)(\.\d*[1-9])?")
TABLES: dict[str, Any] = {
    "units": [UNIT, {"unit_id": "U2", "name": "乙县", "kind": "county"}],
    "findings": [
        finding("D03-2-a", 1, quantity=7),
        finding("D03-2-a", 2, quantity=5, exemption="F1"),
        finding("D05-1-3-b", 3, quantity=9),
        finding("D09-2-a", 4, status="pending"),
    ],
    "facts": [fact("B01-a", "2;3"), fact("D03-2-a", "9", "自评"), fact("D01-3", "exempt"), fact("D06-5-a", "99.99%")],
    "surveys": [{"unit_id": "U1", "respondents": 3, "satisfied": 2}],
    "outcomes": [
        {"outcome_id": "O1", "unit_id": "U1", "organ": "court", "result": "revoked", "effective_at": "2019-01-01"}
    ],
}


def hunan(folder: Path) -> Result:
    return evaluated(folder, TABLES)


def chongqing(folder: Path) -> Result:
    outcome = TABLES["outcomes"][0] | {"effective_at": "2020-06-01"}
    units = [{**UNIT, "kind": "illegal_building"}]
    tables = {"units": units, "findings": [finding("DED-CONDUCT", exemption="F3")], "outcomes": [outcome]}
    return evaluated(folder, tables, scheme="chongqing-interim")


def wuxue(folder: Path) -> Result:
    rows = [finding("WX-EVIDENCE", 1, case_id="C1", amount="1.25", mended="not", page="3")]
    rows += [finding("WX-BINDING", 2, case_id="C2", amount="1")]
    cases = [{"case_id": f"C{number}", "unit_id": "U1", "kind": "penalty"} for number in (1, 2, 3)]
    return evaluated(folder, {"cases": cases, "findings": rows}, scheme="wuxue-file-review")


EVERY = pytest.mark.parametrize("make", [hunan, chongqing, wuxue])


@EVERY
def test_it_reads_back_what_it_wrote(make: Any, tmp_path: Path) -> None:
    result = make(tmp_path / "ledger")
    write_json(result, tmp_path / "result.json")
    assert to_json(read_json(tmp_path)) == to_json(result)
    again = read_json(tmp_path / "result.json")
    assert (again.units, again.cases, again.left_out) == (result.units, result.cases, result.left_out)


@EVERY
def test_the_same_inputs_give_the_same_bytes(make: Any, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_json(make(tmp_path / name), tmp_path / f"{name}.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


@EVERY
def test_its_digest_is_that_of_the_json_without_it(make: Any, tmp_path: Path) -> None:
    body = to_json(make(tmp_path))
    assert body.pop("digest") == digest_of(body)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"score": "', '"score": "1'),
        ('"points": "-1.4"', '"points": "-1.5"'),
        ('"F1"', '"F7"'),
        ("甲市", "乙市"),
        ('"boundary_policy": "default"', '"boundary_policy": "strict"'),
    ],
)
def test_it_refuses_a_result_that_was_changed(old: str, new: str, tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    write_json(hunan(tmp_path / "ledger"), file)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        read_json(file)
    assert refusal.value.faults[0].code == "digest_mismatch"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"format": "zhiheng-result/2"}', '{"format": "zhiheng-result/1"}', '"x"', "1"]
)
def test_it_refuses_what_is_no_result(text: str, tmp_path: Path) -> None:
    (tmp_path / "result.json").write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        read_json(tmp_path)
    assert refusal.value.faults[0].code == "no_result"


def test_it_refuses_a_folder_without_a_result(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        read_json(tmp_path)
    assert "zhiheng evaluate" in refusal.value.faults[0].remedy.zh


def numbers_in(value: Any, name: str = "") -> list[str]:
    """Return every text that stands for points, a score or a number."""
    if isinstance(value, dict):
        return [text for key, inner in value.items() for text in numbers_in(inner, key)]
    if isinstance(value, list):
        return [text for inner in value for text in numbers_in(inner, name)]
    named = "score base bonus points deducted uncapped exempted cap numerator denominator average_deduction".split()
    return [value] if name in named and isinstance(value, str) else []


@EVERY
def test_numbers_travel_as_the_shortest_decimals(make: Any, tmp_path: Path) -> None:
    body = to_json(make(tmp_path))
    found = numbers_in(body)
    assert len(found) > 20
    assert [text for text in found if not DECIMAL.fullmatch(text) or text == "-0"] == []
    assert not any(isinstance(value, float) for value in _scalars(json.loads(json.dumps(body))))


def _scalars(value: Any) -> list[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    return [scalar for inner in value for scalar in _scalars(inner)] if isinstance(value, list) else [value]


def test_it_holds_the_members_of_the_contract(tmp_path: Path) -> None:
    body = to_json(hunan(tmp_path))
    assert body["format"] == "zhiheng-result/1"
    assert body["scheme"]["id"] == "hunan-2020" and body["scheme"]["digest"].startswith("sha256:")
    assert body["ledger"]["as_of"] == "2020-11-15" and body["completion"] is None
    unit = body["units"][0]
    assert (unit["unit_id"], unit["status"], unit["grade"], unit["vetoes"]) == ("U1", "incomplete", None, [])
    # 100 - 1.4 (dress) - 2 (review, capped) - 2 (66.67 % satisfied) - 1 (not all certified) = 93.6; 省级 8
    assert (unit["base"], unit["bonus"], unit["score"]) == ("93.6", "8", "101.6")
    dress = unit["items"][2]["sub_items"][1]["rules"][0]
    assert dress["id"] == "D03-2-a" and dress["conflict"] is True
    # 7 × 0.2 = 1.4; tolerated 5 × 0.2 = 1.0
    assert [dress[name] for name in ("input", "input_from", "points", "exempted")] == ["7", "findings", "-1.4", "1"]
    assert dress["rows"] == ["F1", "F2"] and dress["why_zh"] and dress["why_en"]
    review = unit["items"][4]["sub_items"][0]
    assert [(group["id"], group["deducted"], group["cap"]) for group in review["groups"]][2] == ("D05-1-3", "2", "2")
    assert {rule["group"] for rule in review["rules"]} == {"D05-1-1", "D05-1-2", "D05-1-3"}
    assert [bonus["id"] for bonus in unit["bonus_items"]] == ["B01", "B02", "B03", "B04"]


def test_it_holds_the_cases_of_a_file_review(tmp_path: Path) -> None:
    body = to_json(wuxue(tmp_path))
    told = [{key: one[key] for key in ("case_id", "unit_id", "officer_id", "round", "score")} for one in body["cases"]]
    assert told == [
        {"case_id": "C1", "unit_id": "U1", "officer_id": "", "round": 2, "score": "97.5"},  # 1.25 × 2
        {"case_id": "C2", "unit_id": "U1", "officer_id": "", "round": 1, "score": "99"},
    ]
    assert body["units"][0]["score"] == "98.25" and body["not_reviewed"] == ["C3"]


def test_it_names_the_vetoes_and_the_completion(tmp_path: Path) -> None:
    body = to_json(chongqing(tmp_path))
    unit = body["units"][0]
    assert [(veto["id"], veto["rows"]) for veto in unit["vetoes"]] == [("V4", ["O1"])]
    assert (unit["grade"], unit["score"]) == ("not_up_to_standard", "100")
    assert body["completion"]["digest"].startswith("sha256:") and body["completion"]["fictional"] == "true"


def test_a_score_is_the_sum_of_its_rows(tmp_path: Path) -> None:
    unit = hunan(tmp_path).unit("U1")
    assert unit.base == 100 - sum((item.deducted for item in unit.items), Decimal(0))
    for item in unit.items:
        assert item.deducted == sum(sub_item.deducted for sub_item in item.sub_items)
        for sub_item in item.sub_items:
            if not sub_item.capped and not any(group.capped for group in sub_item.groups):
                assert sub_item.deducted == -sum(rule.points for rule in sub_item.rules)
