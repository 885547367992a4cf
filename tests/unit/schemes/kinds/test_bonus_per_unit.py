"""`bonus_per_unit`: so many points for each occurrence, up to a cap of its own where it has one."""

from __future__ import annotations

import pytest

from adapters.scoring_rules import faults_of, points_of, rule_of, sentence, unreported

OPEN = rule_of("{id: BON-DOC-GOV, type: bonus_per_unit, amount: 3, unit_zh: 件, unit_en: document}")
CAPPED = rule_of("{id: B04-a, type: bonus_per_unit, amount: 0.5, cap: 3, unit_zh: 次}")


@pytest.mark.parametrize(
    ("written", "points", "capped"),
    [
        ("0", "0", "0"),
        ("1", "3", "0.5"),
        ("2", "6", "1"),
        ("6", "18", "3"),  # 6 × 0.5: exactly the cap
        ("7", "21", "3"),
        ("否", "0", "0"),
        (str(10**25 + 3), "30000000000000000000000009", "3"),  # (10^25 + 3) × 3
        ("true", "refused", "refused"),  # a count, and no yes or no
        ("-2", "refused", "refused"),
        ("0.5", "refused", "refused"),
    ],
)
def test_it_gives_so_much_for_each(written: str, points: str, capped: str) -> None:
    assert points_of(OPEN, written) == points
    assert points_of(CAPPED, written) == capped


def test_it_stands_in_the_bonus_part() -> None:
    assert (OPEN.kind, OPEN.scoring.gives) == ("bonus_per_unit", "bonus")
    assert unreported(OPEN) == "0"


def test_it_shows_its_arithmetic() -> None:
    assert sentence(OPEN, "2").zh == "2 件 × 3 = 6"
    assert sentence(CAPPED, "8").zh == "8 次 × 0.5 = 4，上限 3"


def test_it_needs_an_amount() -> None:
    assert faults_of("{id: A, type: bonus_per_unit, cap: 3}") == ["missing_key"]
