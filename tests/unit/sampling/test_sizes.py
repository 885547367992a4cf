"""Sizes of draws: against every smaller size, and against the formulas of the textbooks."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, comb, floor

import pytest

from zhiheng.domain.refusals import Refusal
from zhiheng.sampling import interval, size_for_rate, size_to_detect

D = Decimal
SURE = D("0.95")


def is_narrow(size: int, population: int | None, rate: Decimal, half: Decimal) -> bool:
    counts = {floor(size * Fraction(rate)), ceil(size * Fraction(rate))}
    told = [interval(count, size, population) for count in counts]
    return all(one.upper - one.lower <= 2 * half for one in told)


@pytest.mark.parametrize(
    ("population", "rate", "half"),
    [(None, "0.1", "0.08"), (80, "0.1", "0.05"), (200, "0.3", "0.1"), (30, "0.5", "0.2"), (120, "0.02", "0.05")],
)
def test_it_is_the_smallest_size_that_is_narrow_enough(population: int | None, rate: str, half: str) -> None:
    size = size_for_rate(population, D(rate), D(half))
    assert is_narrow(size, population, D(rate), D(half))
    assert not any(is_narrow(smaller, population, D(rate), D(half)) for smaller in range(1, size))


def test_it_is_near_the_formula_of_the_textbooks() -> None:
    # 1.96² × 0.5 × 0.5 / 0.05² = 384.2; the exact interval is somewhat wider than the approximation
    assert 385 <= size_for_rate(None, D("0.5"), D("0.05")) <= 405
    # In a population of 300: 384.2 / (1 + 384.2 / 300) = 168.5
    assert 165 <= size_for_rate(300, D("0.5"), D("0.05")) <= 180


def test_it_draws_all_where_nothing_less_will_do() -> None:
    assert size_for_rate(50, D("0.5"), D("0.001")) == 50


def test_it_meets_one_with_the_stated_probability() -> None:
    # 0.95^58 = 0.0510, 0.95^59 = 0.0485
    assert size_to_detect(None, D("0.05")) == 59
    # 500 × 5 % = 25 faulty: C(475, n) / C(500, n) falls to 0.05 between 55 and 56
    size = size_to_detect(500, D("0.05"))
    assert size == 56
    assert Fraction(comb(475, 56), comb(500, 56)) <= Fraction(1, 20) < Fraction(comb(475, 55), comb(500, 55))


def test_it_rounds_the_faulty_up_to_whole_cases() -> None:
    # 1 % of 20 is one case: 19 of 20 miss it with 1/20 = 0.05
    assert size_to_detect(20, D("0.01")) == 19
    assert size_to_detect(20, D("0.01"), D("0.99")) == 20


@pytest.mark.parametrize(
    ("population", "rate", "half", "confidence", "code"),
    [
        (100, "0", "0.05", "0.95", "bad_rate"),
        (100, "1", "0.05", "0.95", "bad_rate"),
        (100, "0.1", "0", "0.95", "bad_rate"),
        (100, "0.1", "0.00001", "0.95", "bad_half_width"),
        (100, "0.1", "0.05", "0.3", "bad_confidence"),
        (0, "0.1", "0.05", "0.95", "bad_population"),
    ],
)
def test_it_refuses(population: int, rate: str, half: str, confidence: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        size_for_rate(population, D(rate), D(half), D(confidence))
    assert refused.value.faults[0].code == code
