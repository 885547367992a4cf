"""Grades and ranks: explicit bounds, three policies, vetoes, consequences of one year and of two."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from adapters.scored_ledgers import UNIT, evaluated, fact, finding, scheme_of
from zhiheng.engine.grades import consequences_of, grade_of, in_order

CHONGQING = "chongqing-interim"
DETACHMENT = {**UNIT, "kind": "市政公用设施执法支队"}
POLICIES = ("default", "favour_evaluated", "strict")


@pytest.mark.parametrize(
    ("score", "default", "favoured", "strict"),
    [
        ("100", "excellent", "excellent", "excellent"),
        ("90.0001", "excellent", "excellent", "excellent"),
        ("90", "excellent", "excellent", "up_to_standard"),  # CQ-AMB-03
        ("89.99999999", "up_to_standard", "up_to_standard", "up_to_standard"),  # never rounded up
        ("60", "up_to_standard", "up_to_standard", "not_up_to_standard"),
        ("59.99", "not_up_to_standard", "not_up_to_standard", "not_up_to_standard"),
        ("0", "not_up_to_standard", "not_up_to_standard", "not_up_to_standard"),
        ("105", "excellent", "excellent", "excellent"),  # with bonuses
    ],
)
def test_it_gives_the_grade_of_the_score(score: str, default: str, favoured: str, strict: str) -> None:
    scheme = scheme_of(CHONGQING)
    grades = [grade_of(scheme, Decimal(score), vetoed=False, policy=policy) for policy in POLICIES]
    assert [grade.id if grade else None for grade in grades] == [default, favoured, strict]


def test_a_scheme_without_grades_gives_none() -> None:
    assert grade_of(scheme_of("hunan-2020"), Decimal(100), vetoed=False, policy="default") is None


@pytest.mark.parametrize("policy", POLICIES)
def test_a_veto_gives_the_lowest_grade(policy: str) -> None:
    grade = grade_of(scheme_of(CHONGQING), Decimal(98), vetoed=True, policy=policy)
    assert grade is not None and grade.id == "not_up_to_standard"


def test_it_orders_grades_from_the_highest() -> None:
    grades = scheme_of(CHONGQING).grades
    assert [grade.id for grade in in_order(tuple(reversed(grades)))] == [grade.id for grade in grades]


@pytest.mark.parametrize(
    ("grade_id", "previous", "vetoed", "told"),
    [
        ("excellent", None, False, ["优先评先评优"]),
        ("up_to_standard", None, False, []),
        ("not_up_to_standard", None, False, ["取消", "诫勉"]),
        ("not_up_to_standard", "not_up_to_standard", False, ["取消", "诫勉", "调离"]),  # 连续两年
        ("not_up_to_standard", "up_to_standard", False, ["取消", "诫勉"]),
        ("not_up_to_standard", None, True, ["约谈", "取消", "诫勉"]),  # CQ-AMB-12: both
        ("excellent", "excellent", False, ["优先评先评优"]),
    ],
)
def test_it_names_what_follows(grade_id: str, previous: str | None, vetoed: bool, told: list[str]) -> None:
    scheme = scheme_of(CHONGQING)
    grade = next(grade for grade in scheme.grades if grade.id == grade_id)
    follows = consequences_of(scheme, grade, previous, vetoed=vetoed)
    assert len(follows) == len(told)
    assert all(word in text.zh for word, text in zip(told, follows, strict=True))
    assert all(text.en for text in follows)


def test_a_vetoed_unit_keeps_its_score(tmp_path: Path) -> None:
    outcome = {"outcome_id": "O1", "unit_id": "U1", "organ": "court", "result": "revoked", "effective_at": "2020-06-01"}
    tables = {"units": [DETACHMENT], "findings": [finding("DED-FILE-BASIC", quantity=2)], "outcomes": [outcome]}
    unit = evaluated(tmp_path, tables, scheme=CHONGQING).unit("U1")
    # 100 - 2 × 1 = 98
    assert (unit.score, unit.grade) == (98, "not_up_to_standard")
    assert [(veto.id, veto.rows) for veto in unit.vetoes] == [("V4", ("O1",))]
    assert "约谈" in unit.consequences[0].zh


@pytest.mark.parametrize(
    ("organ", "result", "vetoes"),
    [
        ("court", "revoked", ["V4"]),
        ("reconsideration", "changed", ["V4"]),
        ("court", "ordered_to_perform", ["V5"]),
        ("superior", "revoked", ["V6"]),
        ("superior", "ordered_to_perform", ["V6"]),
        ("court", "compensation", ["V7"]),
        ("discipline", "sanction", ["V8"]),
        ("court", "criminal", ["V8"]),
        ("court", "maintained", []),
        ("public", "incident", []),  # CQ-39: an incident alone is no veto
    ],
)
def test_it_reads_vetoes_by_organ_and_result(organ: str, result: str, vetoes: list[str], tmp_path: Path) -> None:
    outcome = {"outcome_id": "O1", "unit_id": "U1", "organ": organ, "result": result, "effective_at": "2020-06-01"}
    unit = evaluated(tmp_path, {"units": [DETACHMENT], "outcomes": [outcome]}, scheme=CHONGQING).unit("U1")
    assert [veto.id for veto in unit.vetoes] == vetoes


@pytest.mark.parametrize(("option", "vetoed"), [("no", True), ("yes", False)])
def test_a_tolerance_lifts_a_veto_only_by_option(option: str, vetoed: bool, tmp_path: Path) -> None:
    tables = {"units": [DETACHMENT], "findings": [finding("V9", exemption="F2")]}
    unit = evaluated(tmp_path, tables, scheme=CHONGQING, options={"exempt_vetoes": option}).unit("U1")
    assert ([veto.id for veto in unit.vetoes] == ["V9"]) == vetoed
    assert unit.grade == ("not_up_to_standard" if vetoed else "excellent")


def test_equal_scores_share_a_rank(tmp_path: Path) -> None:
    units = [{"unit_id": f"U{number}", "name": f"第{number}市"} for number in range(1, 5)]
    faults = [finding("D12-1-a", 1), finding("D12-1-a", 2, quantity=2) | {"unit_id": "U4"}]
    result = evaluated(tmp_path, {"units": units, "findings": faults})
    # 96, 100, 100, 92: the two share the first rank, the next is third (HN-AMB-24)
    assert [(unit.unit_id, unit.score, unit.rank) for unit in result.units] == [
        ("U1", 96, 3),
        ("U2", 100, 1),
        ("U3", 100, 1),
        ("U4", 92, 4),
    ]


def test_last_years_grade_reaches_the_card(tmp_path: Path) -> None:
    tables = {"units": [DETACHMENT], "facts": [fact("V1", "true")]}
    before = {"U1": "not_up_to_standard"}
    unit = evaluated(tmp_path, tables, scheme=CHONGQING, previous=before).unit("U1")
    assert any("调离" in text.zh for text in unit.consequences)
