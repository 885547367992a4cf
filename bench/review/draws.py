"""Draws by chi-square over ten thousand seeds: everybody equally often, or as often as the weights say."""

from __future__ import annotations

from collections import Counter

from bench.harness import Run
from zhiheng.sampling import draw

#: What chance exceeds once in a thousand, with 49 and with 9 degrees of freedom.
PLAIN_BOUND, WEIGHTED_BOUND = 85.35, 27.88
IDS, SIZE = 50, 10
WEIGHTS = {f"C-{number}": number + 1 for number in range(10)}


def chi_squares(rounds: int) -> Run:
    """Return chi-square of plain draws, and of the first place of weighted ones, with what chance allows."""
    ids = [f"C-{number}" for number in range(IDS)]
    plain: Counter[str] = Counter()
    first: Counter[str] = Counter()
    for seed in range(rounds):
        plain.update(one.id for one in draw(ids, size=SIZE, seed=f"plain {seed}").drawn)
        first[draw(WEIGHTS, size=1, seed=f"weighted {seed}", weights=WEIGHTS).drawn[0].id] += 1
    even = rounds * SIZE / IDS
    # Counts of draws without putting back scatter less, by (N - n) / (N - 1).
    flat = sum((plain[one] - even) ** 2 / even for one in ids) * (IDS - 1) / (IDS - SIZE)
    whole = sum(WEIGHTS.values())
    heavy = sum(
        (first[one] - rounds * weight / whole) ** 2 / (rounds * weight / whole) for one, weight in WEIGHTS.items()
    )
    return {"rounds": rounds, "plain": flat, "weighted": heavy, "met": flat < PLAIN_BOUND and heavy < WEIGHTED_BOUND}
