"""Red cards among officers of equal true quality: how many the source's rule gives, and the rules beside it."""

from __future__ import annotations

import random
from decimal import Decimal

from bench.harness import Run
from zhiheng.statistics import red_cards

OFFICERS, MINIMUM, SURER, SURE = 60, 5, Decimal("0.95"), Decimal("0.8")
#: Deductions of a case with an average of 2.4; a worse officer's are multiplied to an average of 4.8.
DEDUCTIONS = (0, 0, 0, 1, 1, 2, 2, 3, 5, 10)
RULES: dict[str, tuple[int, Decimal | None]] = {
    "source": (1, None),
    "minimum": (MINIMUM, None),
    "sure": (1, SURE),
    "surer": (1, SURER),
}


def false_cards(rounds: int, seed: int) -> Run:
    """Return for each rule the share of officers with a card: all equally good, then six of sixty twice as bad."""
    dice = random.Random(seed)
    told: Run = {"rounds": rounds}
    for scene, worse in (("equal", 0), ("six_worse", 6)):
        counts = {rule: {"false": 0, "true": 0} for rule in RULES}
        for _ in range(rounds):
            month = {f"O{number:02}": _cases(dice, 2 if number < worse else 1) for number in range(OFFICERS)}
            for rule, (minimum, wanted) in RULES.items():
                shown = red_cards(month, minimum_cases=minimum, wanted_probability=wanted)
                for number in range(OFFICERS):
                    counts[rule]["true" if number < worse else "false"] += shown[f"O{number:02}"].shows
        told[scene] = {
            rule: {
                "false": each["false"] / rounds / (OFFICERS - worse),
                "true": each["true"] / rounds / worse if worse else None,
            }
            for rule, each in counts.items()
        }
    # A card shown at a probability of 0.95 may be false in 5 of 100; so stated, so kept.
    kept = (told["equal"][rule]["false"] <= float(1 - wanted) for rule, (_, wanted) in RULES.items() if wanted)
    return {**told, "met": all(kept)}


def _cases(dice: random.Random, times: int) -> list[Decimal]:
    """Return the deductions of a month: one to fifteen cases, few more often than many."""
    count = min(dice.randint(1, 15), dice.randint(1, 15))
    return [Decimal(times * dice.choice(DEDUCTIONS)) for _ in range(count)]
