"""Bands and their bounds: the applied reading, the literal reading of the words, exact comparison of columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from zhiheng.domain.texts import Text
from zhiheng.schemes.scoring import Bools, Column

_NUMBER = r"(\d+(?:\.\d+)?)\s*[%％]?"
_RANGE = re.compile(rf"{_NUMBER}\s*[-—–~～至到]\s*{_NUMBER}\s*(及以下|及以上|以下|以上|不满|)")
_ABOVE = re.compile(rf"{_NUMBER}\s*(及以上|以上)")
_BELOW = re.compile(rf"(?:不满|低于|不足)\s*{_NUMBER}|{_NUMBER}\s*(及以下|以下)")


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of numbers; None is an open end."""

    lower: Decimal | None
    lower_inclusive: bool
    upper: Decimal | None
    upper_inclusive: bool

    def holds(self, value: Fraction | Decimal) -> bool:
        """Return whether the value lies in the interval."""
        above = self.lower is None or value > self.lower or (value == self.lower and self.lower_inclusive)
        below = self.upper is None or value < self.upper or (value == self.upper and self.upper_inclusive)
        return above and below


@dataclass(frozen=True, slots=True)
class Band:
    """One band: its words, what it takes, the bounds that are applied, and the line it stands on.

    `literal` is the reading of the words alone; it never decides a score, `lint` examines it.
    """

    text: Text
    deduct: Decimal
    applied: Interval
    literal: Interval
    line: int = 0

    def claims(self, value: Fraction | Decimal) -> bool:
        """Return whether the words claim the value when 以上 and 以下 are both read as inclusive."""
        return Interval(self.literal.lower, True, self.literal.upper, True).holds(value)


def literal_interval(words: str, *, percent: bool) -> Interval | None:
    """Read the words of a band (`75%-85%以下`, `95%以上`, `50%及以下`) literally; None where they hold no bounds.

    The lower end of a range is inclusive, 以下 at the upper end exclusive, 及以下 inclusive (contract, section 3).
    """
    words = words.replace("％", "%")
    step = Decimal(100) if percent and "%" in words else Decimal(1)
    if found := _RANGE.search(words):
        inclusive = found[3] in ("及以下", "")
        return Interval(Decimal(found[1]) / step, True, Decimal(found[2]) / step, inclusive)
    if found := _ABOVE.search(words):
        return Interval(Decimal(found[1]) / step, True, None, False)
    if found := _BELOW.search(words):
        number = found[1] or found[2]
        return Interval(None, False, Decimal(number) / step, found[3] == "及以下")
    return None


def is_below(column: Column, bound: Decimal, *, or_equal: bool = False) -> Bools:
    """Compare a column of fractions with a bound, exactly: n/d < p/q as n·q < p·d."""
    top, bottom = bound.as_integer_ratio()
    left, right = column.numerator * bottom, column.denominator * top
    result: Bools = np.asarray(left <= right if or_equal else left < right, dtype=np.bool_)
    return result


def is_within(column: Column, interval: Interval) -> Bools:
    """Return for each unit whether its value lies in the interval."""
    inside: Bools = column.known.copy()
    if interval.lower is not None:
        inside &= ~is_below(column, interval.lower, or_equal=not interval.lower_inclusive)
    if interval.upper is not None:
        inside &= is_below(column, interval.upper, or_equal=interval.upper_inclusive)
    return inside
