"""Counting a month: exact averages, halves up, shared ranks, the threshold, shares to the cent."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from zhiheng_web.officers import counting


@pytest.mark.parametrize(
    ("total", "cases", "text", "shown"),
    [
        ("7.5", 2, "7.5/2", "3.75"),
        ("8.99", 3, "8.99/3", "3.00"),  # 2.99666…
        ("0.0500", 4, "0.05/4", "0.01"),  # 0.0125
        ("0.01", 2, "0.01/2", "0.01"),  # 0.005: the half goes up
        ("0", 3, "0/3", "0.00"),
        ("0", 0, "", None),
    ],
)
def test_it_keeps_an_average_exactly_and_shows_two_decimals(
    total: str, cases: int, text: str, shown: str | None
) -> None:
    assert counting.written(Decimal(total), cases) == text
    average = counting.read_average(text)
    assert counting.shown(average) == (None if shown is None else Decimal(shown))
    assert average == (Fraction(total) / cases if cases else None)


def test_ties_share_a_rank_and_leave_the_next_empty() -> None:
    averages = {"a": Fraction(2), "b": Fraction(1), "c": Fraction(4, 2), "d": Fraction(3)}
    assert counting.ranks(averages) == {"b": 1, "a": 2, "c": 2, "d": 4}


def test_the_threshold_is_compared_with_the_exact_average() -> None:
    just_below = Fraction(Decimal("8.99")) / 3  # shown as 3.00
    assert not counting.reaches(just_below, Decimal(3), inclusive=True)
    assert counting.reaches(Fraction(3), Decimal(3), inclusive=True)
    assert not counting.reaches(Fraction(3), Decimal(3), inclusive=False)


def test_shares_add_up_to_the_amount() -> None:
    # 100.00 ÷ 3 = 33.333…: one cent is left, and the first of equal remainders gets it.
    given = counting.shares(Decimal("100.00"), [Fraction(1), Fraction(1), Fraction(1)])
    assert given == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    weighted = counting.shares(Decimal("0.05"), [Fraction(1, 7), Fraction(3), Fraction(0)])
    assert sum(weighted) == Decimal("0.05")
    assert weighted[2] == 0
    assert counting.shares(Decimal(5), [Fraction(0)]) == [Decimal("0.00")]
