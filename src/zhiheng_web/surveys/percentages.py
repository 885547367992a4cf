"""Rates in per cent for people to read. What is stored and compared stays a fraction."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction

_HUNDREDTH = Decimal("0.01")


def percent(value: Fraction | Decimal | None, *, up: bool = False) -> str:
    """Return `84.99%`: cut off, not rounded, so that no rate seems to reach a bound that it does not reach.

    `up` rounds up instead: for the upper end of an interval.
    """
    if value is None:
        return "—"
    with localcontext() as context:
        context.prec = 60
        number = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
        return f"{(number * 100).quantize(_HUNDREDTH, ROUND_CEILING if up else ROUND_FLOOR)}%"
