"""Mean, median and quartiles of points, exactly: how figures about many bodies are formed. No point is given here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhiheng_web.lib.numbers import two_places


@dataclass(frozen=True, slots=True)
class Spread:
    """The figures of a row of values; quartiles as spreadsheets form them, between two values in proportion."""

    values: tuple[Decimal, ...]
    mean: Decimal
    median: Decimal
    lower: Decimal
    upper: Decimal

    @property
    def total(self) -> Decimal:
        """Return the sum that the mean divides."""
        return sum(self.values, Decimal(0))

    @property
    def arithmetic(self) -> str:
        """Return how the mean came about: `286.00 ÷ 3 = 95.33`."""
        return f"{two_places(self.total)} ÷ {len(self.values)} = {two_places(self.mean)}"


def spread_of(values: Sequence[Decimal]) -> Spread | None:
    """Return the figures of some values; None where there are none."""
    if not values:
        return None
    ordered = tuple(sorted(values))
    mean = sum(ordered, Decimal(0)) / len(ordered)
    return Spread(ordered, mean, _at(ordered, 2), _at(ordered, 1), _at(ordered, 3))


def _at(ordered: Sequence[Decimal], quarter: int) -> Decimal:
    whole, rest = divmod((len(ordered) - 1) * quarter, 4)
    if not rest:
        return ordered[whole]
    return ordered[whole] + (ordered[whole + 1] - ordered[whole]) * rest / 4
