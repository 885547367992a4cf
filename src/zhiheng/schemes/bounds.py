"""Bands and their bounds: the applied reading, the literal reading of the words, exact comparison of columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from zhiheng.domain.texts import Text
from zhiheng.schemes.scoring import Bools, Column

_NUMBER = r"(\d+(?:\.\d+)?)\s*[%％分]?"
_BETWEEN = re.compile(rf"{_NUMBER}\s*(?:及以上|以上)\s*[，,、]?\s*(不满|低于|不足|)\s*{_NUMBER}\s*(及以下|以下|)")
_RANGE = re.compile(rf"{_NUMBER}\s*[-—–~～至到]\s*{_NUMBER}\s*(及以下|及以上|以下|以上|不满|)")
_ABOVE = re.compile(rf"{_NUMBER}\s*(及以上|以上)")
_BELOW = re.compile(rf"(?:不满|低于|不足)\s*{_NUMBER}|{_NUMBER}\s*(及以下|以下)")

#: A number of a 64-bit column is below 2**31; its product with a part of a bound below this one stays in 64 bits.
_LARGEST_BOUND = 2**32


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
    claimed: Interval
    line: int = 0

    def claims(self, value: Fraction | Decimal) -> bool:
        """Return whether the words claim the value when 以上 and 以下 are both read as inclusive (不满 never is)."""
        return self.claimed.holds(value)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a band as bounds: read literally, and with 以上 and 以下 both inclusive."""

    literal: Interval
    claimed: Interval


def read_words(words: str) -> Words | None:
    """Read the words of a band (`75%-85%以下`, `80%以上不满90%`, `50%及以下`); None where they hold no bounds.

    Literally the lower end of a range is inclusive, 以下 at the upper end exclusive, 及以下 inclusive (contract, 3).
    """
    words = words.replace("％", "%")
    step = Decimal(100) if "%" in words else Decimal(1)
    if found := _BETWEEN.search(words):
        low, high = Decimal(found[1]) / step, Decimal(found[3]) / step
        return _words(low, high, literal=found[4] == "及以下", claimed=not found[2])
    if found := _RANGE.search(words):
        low, high = Decimal(found[1]) / step, Decimal(found[2]) / step
        return _words(low, high, literal=found[3] in ("及以下", ""), claimed=found[3] != "不满")
    if found := _ABOVE.search(words):
        return _words(Decimal(found[1]) / step, None, literal=False, claimed=False)
    if found := _BELOW.search(words):
        high = Decimal(found[1] or found[2]) / step
        return _words(None, high, literal=found[3] == "及以下", claimed=found[1] is None)
    return None


def _words(low: Decimal | None, high: Decimal | None, *, literal: bool, claimed: bool) -> Words:
    return Words(Interval(low, low is not None, high, literal), Interval(low, low is not None, high, claimed))


def is_below(column: Column, bound: Decimal, *, or_equal: bool = False) -> Bools:
    """Compare a column of fractions with a bound, exactly: n/d < p/q as n·q < p·d."""
    top, bottom = bound.as_integer_ratio()
    numerator, denominator = column.numerator, column.denominator
    if max(top, bottom) >= _LARGEST_BOUND:
        numerator, denominator = numerator.astype(np.object_), denominator.astype(np.object_)
    left, right = numerator * bottom, denominator * top
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
