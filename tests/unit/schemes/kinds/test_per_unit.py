"""`per_unit`: so much for each occurrence, up to a cap; exact however large the count is."""

from __future__ import annotations

import pytest

from adapters.scoring_rules import faults_of, points_of, rule_of, sentence, unreported

CAPPED = rule_of("{id: D03-2-a, type: per_unit, amount: 0.2, cap: 2, unit_zh: 起, unit_en: incident}")
OPEN = rule_of("{id: X, type: per_unit, amount: 0.2, unit_zh: 起}")
HUGE = 10**25 + 3


@pytest.mark.parametrize(
    ("written", "points", "uncapped"),
    [
        ("0", "0", "0"),
        ("1", "0.2", "0.2"),
        ("7", "1.4", "1.4"),  # 7 × 0.2
        ("10", "2", "2"),  # exactly the cap
        ("11", "2", "2.2"),
        ("1,000", "2", "200"),
        ("４", "0.8", "0.8"),  # full-width
        ("无", "0", "0"),
        (str(2**31), "2", "429496729.6"),  # the first count beyond the 64-bit columns
        (str(HUGE), "2", "2000000000000000000000000.6"),  # (10^25 + 3) × 0.2
        ("-1", "refused", "refused"),
        ("1.5", "refused", "refused"),
        ("三起", "refused", "refused"),
    ],
)
def test_it_takes_so_much_for_each(written: str, points: str, uncapped: str) -> None:
    assert points_of(CAPPED, written) == points
    assert points_of(OPEN, written) == uncapped


def test_it_takes_nothing_where_nothing_was_reported() -> None:
    assert unreported(CAPPED) == "0"


def test_it_shows_both_figures_beyond_the_cap() -> None:
    assert sentence(CAPPED, "11").zh == "11 起 × 0.2 = 2.2，上限 2"
    assert sentence(CAPPED, "11").en == "11 × 0.2 = 2.2 (incident), at most 2"


def test_it_lets_every_row_carry_its_own_deduction() -> None:
    each_row = rule_of("{id: WX-EVIDENCE, type: per_unit, amount: each_row}")
    assert points_of(each_row, "3") == "3"
    assert sentence(each_row, "3").zh == "各问题扣分合计 3"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{id: A, type: per_unit, cap: 2}", "missing_key"),
        ("{id: A, type: per_unit, amount: 0.2, cap: 二}", "not_a_number"),
        ("{id: A, type: per_unit, amount: 0.2, cap: -2}", "negative_points"),
    ],
)
def test_it_refuses_what_it_cannot_read(text: str, fault: str) -> None:
    assert fault in faults_of(text)
