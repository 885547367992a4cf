"""`bonus_highest`: of several levels only the highest that is reached gives its points (不累计加分)."""

from __future__ import annotations

import pytest

from adapters.scoring_rules import faults_of, points_of, rule_of, sentence, unreported

TITLE = rule_of("""
id: B01-a
type: bonus_highest
levels:
- {zh: "全国文明单位", en: "national civilised unit", amount: 10}
- {zh: "省级文明(标兵)单位", en: "provincial civilised (model) unit", amount: 8}
- {zh: "市级文明(标兵)单位", en: "municipal civilised (model) unit", amount: 6}
""")


@pytest.mark.parametrize(
    ("written", "points"),
    [
        ("1", "10"),
        ("2", "8"),
        ("3", "6"),
        ("0", "0"),
        ("无", "0"),
        ("全国文明单位", "10"),
        ("省级文明(标兵)单位", "8"),
        ("省级文明（标兵）单位", "8"),  # full-width brackets
        ("municipal civilised (model) unit", "6"),
        ("1;2", "10"),  # 不累计: the highest alone
        ("3；2", "8"),
        ("2;", "8"),
        ("0;3", "6"),
        ("4", "refused"),
        ("-1", "refused"),
        ("县级文明单位", "refused"),
        ("", "refused"),
    ],
)
def test_it_gives_the_points_of_the_highest_level(written: str, points: str) -> None:
    assert points_of(TITLE, written) == points


def test_it_stands_in_the_bonus_part() -> None:
    assert TITLE.scoring.gives == "bonus"
    assert unreported(TITLE) == "0"


def test_it_names_the_level() -> None:
    assert sentence(TITLE, "1;2").zh == "全国文明单位，加 10 分（不累计）"
    assert sentence(TITLE, "0").en == "no title: nothing given"


@pytest.mark.parametrize(
    ("levels", "fault"),
    [
        ("", "missing_key"),
        (", levels: [{zh: 全国}]", "missing_key"),
        (", levels: [{zh: 全国, amount: 十}]", "not_a_number"),
        (", levels: [{zh: 全国, ammount: 10}]", "unknown_key"),
    ],
)
def test_it_needs_levels_with_points(levels: str, fault: str) -> None:
    assert fault in faults_of(f"{{id: A, type: bonus_highest{levels}}}")
