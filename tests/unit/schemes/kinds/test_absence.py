"""`absence`: one fixed deduction, however often the fault is reported."""

from __future__ import annotations

import pytest

from adapters.scoring_rules import faults_of, points_of, rule_of, sentence, unreported

RULE = rule_of("{id: D05-5-a, type: absence, amount: 1.5, zh: 未建立}")


@pytest.mark.parametrize(
    ("written", "points"),
    [
        ("true", "1.5"),
        ("是", "1.5"),
        ("有", "1.5"),
        ("1", "1.5"),
        ("１", "1.5"),  # full-width
        ("√", "1.5"),
        ("false", "0"),
        ("否", "0"),
        ("无", "0"),
        ("0", "0"),
        ("×", "0"),
        ("2", "refused"),  # a yes or no, and no count
        ("部分", "refused"),
        ("", "refused"),
    ],
)
def test_it_takes_a_fixed_deduction_once(written: str, points: str) -> None:
    assert points_of(RULE, written) == points


def test_it_takes_nothing_where_nothing_was_reported() -> None:
    assert unreported(RULE) == "0"


def test_it_says_what_it_took() -> None:
    assert sentence(RULE, "true").zh == "有此情形，扣 1.5 分"
    assert sentence(RULE, "false").en == "this is not the case: nothing taken"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{id: A, type: absence}", "missing_key"),
        ("{id: A, type: absence, amount: 两分}", "not_a_number"),
        ("{id: A, type: absence, amount: -2}", "negative_points"),
        ("{id: A, type: absence, amount: [1, 2]}", "not_a_text"),
    ],
)
def test_it_needs_a_positive_amount(text: str, fault: str) -> None:
    assert fault in faults_of(text)
