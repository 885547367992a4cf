"""Normal and beta distributions in binary fractions, and their way out as decimals. They judge nothing."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

PLACES = Decimal("0.0001")
_TINY = 1e-300
_ROUNDS = 500


def to_decimal(value: float, rounding: str = ROUND_HALF_EVEN) -> Decimal:
    """Return a binary fraction at four places, the only way out of this package; never `-0.0000`."""
    # The tenth digit is noise of the machine: it goes first, or it could move the fourth outwards.
    return Decimal(f"{value:.10f}").quantize(PLACES, rounding) + 0


def outwards(lower: float, upper: float) -> tuple[Decimal, Decimal]:
    """Return two bounds at four places, the lower moved down, the upper up."""
    return to_decimal(lower, ROUND_FLOOR), to_decimal(upper, ROUND_CEILING)


def normal_below(z: float) -> float:
    """Return the probability of a standard normal value below `z`."""
    return 0.5 * math.erfc(-z / math.sqrt(2))


def normal_point(probability: float) -> float:
    """Return the value below which a standard normal value lies with this probability."""
    return _solved(normal_below, probability, -40.0, 40.0)


def beta_point(probability: float, a: float, b: float) -> float:
    """Return the value below which a beta-distributed value lies with this probability."""
    return _solved(lambda x: beta_below(x, a, b), probability, 0.0, 1.0)


def beta_below(x: float, a: float, b: float) -> float:
    """Return the probability of a beta-distributed value below `x` (the regularised incomplete beta function)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    # The fraction converges fast on this side of the mean; the other side is its mirror.
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_below(1 - x, b, a)
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(front) * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of the incomplete beta function, after Lentz."""
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _ROUNDS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d, c = 1 / _away(1 + term * d), _away(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < 1e-14:
            break
    return value


def _away(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def _solved(rising: Callable[[float], float], wanted: float, low: float, high: float) -> float:
    """Return where a rising function has the wanted value, by halving."""
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < wanted else (low, middle)
    return (low + high) / 2
