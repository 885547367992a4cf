"""`not_implemented`: what exists and is not carried out costs a fixed deduction, as `absence` does."""

from __future__ import annotations

import pytest

from adapters.scoring_rules import faults_of, points_of, rule_of, sentence, unreported

RULE = rule_of("{id: D04-2-b, type: not_implemented, amount: 0.5, zh: 建立制度未落实}")


@pytest.mark.parametrize(
    ("written", "points"),
    [
        ("true", "0.5"),
        ("TRUE", "0.5"),
        ("是", "0.5"),
        ("yes", "0.5"),
        ("false", "0"),
        ("否", "0"),
        ("0", "0"),
        ("3", "refused"),
        ("未落实", "refused"),
    ],
)
def test_it_takes_a_fixed_deduction_once(written: str, points: str) -> None:
    assert points_of(RULE, written) == points


def test_it_keeps_its_own_name() -> None:
    # The text tells 未建立 and 未落实 apart, and so does the scorecard (HN-AMB-25).
    assert RULE.kind == "not_implemented"
    assert sentence(RULE, "true").en == "this is the case: 0.5 points taken"


def test_it_takes_nothing_where_nothing_was_reported() -> None:
    assert unreported(RULE) == "0"


def test_it_needs_an_amount() -> None:
    assert faults_of("{id: A, type: not_implemented}") == ["missing_key"]
