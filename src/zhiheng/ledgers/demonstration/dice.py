"""Chance that anyone can repeat: whole numbers drawn from a seed, the same on every machine and Python version."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


class Dice:
    """Numbers drawn from a named seed; two dice of different names do not disturb one another."""

    def __init__(self, seed: int, name: str) -> None:
        self._random = random.Random(f"zhiheng/{seed}/{name}")

    def between(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        # Only random() itself is promised to stay the same from one Python version to the next.
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, things: Sequence[Thing]) -> Thing:
        """Return one of `things`."""
        return things[self.between(0, len(things) - 1)]

    def happens(self, times_in_hundred: int) -> bool:
        """Return true `times_in_hundred` times out of a hundred on average."""
        return self.between(1, 100) <= times_in_hundred
