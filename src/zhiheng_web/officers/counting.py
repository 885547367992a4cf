"""Exact counting of a month: sums and averages of deductions that the engine gave, ranks, the rule of the red card.

Nothing is scored here. Averages are fractions: 8.99 ÷ 3 is shown as 3.00 and is below 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TypeVar

_HUNDREDTH = Decimal("0.01")
_K = TypeVar("_K")


def plain(value: Decimal) -> str:
    """Return a decimal in its shortest form: `7.5000` is `7.5`."""
    return format(value.normalize() if value else Decimal(0), "f")


def written(total: Decimal, cases: int) -> str:
    """Return an average as `sum/n`; empty without cases."""
    return f"{plain(total)}/{cases}" if cases else ""


def read_average(text: str) -> Fraction | None:
    """Return the exact average that `sum/n` stands for; None for an empty text."""
    if not text:
        return None
    total, _, cases = text.partition("/")
    return Fraction(Decimal(total)) / int(cases)


def shown(average: Fraction | None, step: Decimal = _HUNDREDTH) -> Decimal | None:
    """Return an exact number in two decimals, halves rounded up (四舍五入); the fraction itself decides the half."""
    if average is None:
        return None
    sign = -1 if average < 0 else 1
    times = abs(average) / Fraction(step)
    whole = times.numerator // times.denominator
    if 2 * (times - whole) >= 1:
        whole += 1
    return (sign * whole * step).quantize(step, ROUND_HALF_UP)


def ranks(averages: Mapping[_K, Fraction]) -> dict[_K, int]:
    """Return the rank of each, the lowest average first; equal ones share it and the ranks after them stay empty."""
    ordered = sorted(averages.values())
    first = {value: place for place, value in reversed(list(enumerate(ordered, 1)))}
    return {key: first[value] for key, value in averages.items()}


def reaches(average: Fraction, threshold: Decimal, *, inclusive: bool) -> bool:
    """Return whether an average reaches the threshold; 以上 includes the number itself (WX-AMB-03)."""
    limit = Fraction(threshold)
    return average >= limit if inclusive else average > limit


def shares(amount: Decimal, weights: Sequence[Fraction]) -> list[Decimal]:
    """Return an amount shared by weights, to the cent; what rounding leaves goes to the largest remainders, in order.

    All zeros where every weight is zero.
    """
    whole = sum(weights, Fraction(0))
    if not whole:
        return [Decimal(0).quantize(_HUNDREDTH) for _ in weights]
    cents = int(amount / _HUNDREDTH)
    exact = [Fraction(cents) * weight / whole for weight in weights]
    given = [one.numerator // one.denominator for one in exact]
    left = cents - sum(given)
    by_remainder = sorted(range(len(exact)), key=lambda place: (given[place] - exact[place], place))
    for place in by_remainder[:left]:
        given[place] += 1
    return [(_HUNDREDTH * one).quantize(_HUNDREDTH) for one in given]


def summed(values: Iterable[Decimal]) -> Decimal:
    """Return an exact sum."""
    return sum(values, Decimal(0))
