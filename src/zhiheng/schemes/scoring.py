"""What a kind of scoring is: what it reads from the scheme, what it is told of a unit, what it takes or gives.

The kinds themselves stand in `kinds/`, one file each. Points are computed a column at a time on scaled integers,
exactly (docs/decisions/0002-integers-in-the-kernel.md); `Decimal` enters and leaves at the edges.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray

from zhiheng.domain.numbers import shortest
from zhiheng.domain.texts import Text
from zhiheng.rulefiles.nodes import Node

Answers = Literal["flag", "count", "elements", "rate", "level"]
Gives = Literal["deduction", "bonus", "veto"]
Ints = NDArray[Any]  # int64, or Python integers (dtype object) where numbers are too large for 64 bits
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a whole run: the decimal places of the scaled integers and the options."""

    places: int
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def boundary_policy(self) -> str:
        """How a value on a boundary that two bands claim is read (HN-AMB-01, HN-AMB-02)."""
        return self.options.get("boundary_policy", "default")

    def scaled(self, points: Decimal) -> int:
        """Return points as a whole number of the smallest step; exact by the choice of `places`."""
        return int(points.scaleb(self.places))

    def points(self, scaled: int) -> Decimal:
        """Return a scaled whole number as points."""
        return Decimal(int(scaled)).scaleb(-self.places)


@dataclass(frozen=True, slots=True)
class Column:
    """The inputs of one rule, a value a unit: an exact fraction, and whether anything was reported at all.

    Where `known` is False the value is 0/1 and nothing may follow from it.
    """

    numerator: Ints
    denominator: Ints
    known: Bools


@dataclass(frozen=True, slots=True)
class Answer:
    """One value that a ledger gives to a rule, as a number and as it was written."""

    value: Fraction
    shown: str
    elements: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scoring(ABC):
    """The matter of a rule: how its input becomes points."""

    name: ClassVar[str]
    gives: ClassVar[Gives] = "deduction"
    #: Whether a ledger without findings for the rule says "none" once it declares its findings complete as a whole. Not
    #: so where the input is an achievement (a rate, a number of inspections made): its absence is no zero.
    silence_is_none: ClassVar[bool] = True

    @property
    @abstractmethod
    def answers(self) -> Answers:
        """What the rule is told: a yes or no, a count, missing elements, a rate from 0 to 1, a level."""

    @classmethod
    @abstractmethod
    def read(cls, node: Node) -> Self:
        """Read the kind's own members of a rule in a scheme file; faults are noted on the node."""

    @abstractmethod
    def amounts(self) -> tuple[Decimal, ...]:
        """Return every number of points it knows; they decide the step of the scaled integers."""

    @abstractmethod
    def uncapped(self, column: Column, setting: Setting) -> Ints:
        """Return points before the rule's own cap, as positive scaled integers, one a unit."""

    @abstractmethod
    def arithmetic(self, answer: Answer, unit: Text, setting: Setting) -> Text:
        """Return the arithmetic of one input in words: `7 起 × 0.2 = 1.4`."""

    @property
    def own_cap(self) -> Decimal | None:
        """The most the rule takes or gives; None where only the levels above it limit it."""
        return None

    def most(self) -> Decimal | None:
        """Return the most it can reach before its cap; None where there is no limit."""
        return max(self.amounts(), default=Decimal(0))

    def refuses(self, answer: Answer, options: Mapping[str, str]) -> Text | None:
        """Return why an answer that can be read is still not possible for this rule, None where it is."""
        return None


def pick(condition: Bools, points: int, like: Ints) -> Ints:
    """Return `points` where the condition holds and zero elsewhere, in the integers of `like`."""
    return np.where(condition, np.array(points, dtype=like.dtype), np.array(0, dtype=like.dtype))


def told(points: Decimal) -> str:
    """Write points for a sentence."""
    return shortest(points)
