"""Distributions: against sums in whole numbers and values of the tables."""

from __future__ import annotations

from decimal import Decimal
from math import comb

import pytest

from zhiheng.statistics.distributions import beta_below, beta_point, normal_below, normal_point, outwards, to_decimal


@pytest.mark.parametrize(("k", "n", "x"), [(1, 1, 0.3), (3, 10, 0.2), (9, 10, 0.95), (40, 100, 0.4), (200, 1000, 0.25)])
def test_it_is_the_tail_of_a_binomial(k: int, n: int, x: float) -> None:
    # P(at least k of n) at rate x is the beta distribution of k and n - k + 1 below x.
    tail = sum(comb(n, i) * x**i * (1 - x) ** (n - i) for i in range(k, n + 1))
    assert beta_below(x, k, n - k + 1) == pytest.approx(tail, rel=1e-9)


def test_it_finds_the_points_of_the_tables() -> None:
    assert normal_point(0.975) == pytest.approx(1.959964, abs=1e-6)
    assert normal_below(-1.644854) == pytest.approx(0.05, abs=1e-7)
    assert beta_point(0.25, 2, 1) == pytest.approx(0.5)  # x² = 0.25
    assert (beta_below(0, 2, 3), beta_below(1, 2, 3)) == (0, 1)


def test_it_leaves_as_decimals_at_four_places() -> None:
    assert to_decimal(0.1 + 0.2) == Decimal("0.3000")
    assert str(to_decimal(-0.00001)) == "0.0000"
    # 0.3 as a binary fraction lies above 0.3: the bound must not move for that
    assert outwards(0.1 + 0.2, 0.1 + 0.2) == (Decimal("0.3000"), Decimal("0.3000"))
    assert outwards(0.12341, 0.12341) == (Decimal("0.1234"), Decimal("0.1235"))
