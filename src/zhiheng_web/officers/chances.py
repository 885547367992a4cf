"""How likely an officer's true average reaches the threshold: the library's estimate, beside the source's rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from zhiheng import api
from zhiheng_web.officers.rules import MonthRules


@dataclass(frozen=True, slots=True)
class Chances:
    """The probability of each line that has one, and how many lines it was estimated from."""

    probabilities: dict[int, Decimal]
    spread: dict[str, int] = field(default_factory=dict)


def of(deductions: Mapping[int, Sequence[Decimal]], rules: MonthRules) -> Chances:
    """Return the probability for each line of deductions that the true average is at the threshold or above.

    Few cases are drawn towards the average of all; where officers or cases are too few there is none.
    """
    told = api.statistics.red_cards(
        {str(place): list(values) for place, values in deductions.items()}, threshold=rules.threshold
    )
    found = {int(place): one.probability for place, one in told.items() if one.probability is not None}
    return Chances(found, {"officers": len(deductions), "estimated": len(found)})
