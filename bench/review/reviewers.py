"""Planted severities of reviewers, recovered from cards that overlap, and beside it their bare averages."""

from __future__ import annotations

import math
import random
from decimal import Decimal

from bench.harness import Run
from zhiheng.statistics import Card, severities

REVIEWERS, CASES, SPREAD, CASE_SPREAD, NOISE = 8, 240, 0.8, 2.0, 1.0
#: How much nearer than bare averages the model must come.
LEAST_GAIN = 2.0


def recovered(rounds: int, seed: int) -> Run:
    """Return the root mean square error of both ways over so many rounds, and how often the errors told were right."""
    dice = random.Random(seed)
    ours = bare = held = 0.0
    for _ in range(rounds):
        planted, cards = _round(dice)
        centre = sum(planted.values()) / len(planted)
        told = severities(cards).reviewers
        whole = sum(card.deduction for card in cards) / len(cards)
        for name, value in planted.items():
            own = [card.deduction for card in cards if card.reviewer == name]
            miss = float(told[name].severity or 0) - (value - centre)
            ours += miss**2
            bare += (float(sum(own) / len(own) - whole) - (value - centre)) ** 2
            held += abs(miss) <= 1.96 * float(told[name].standard_error or 0)
    count = rounds * REVIEWERS
    rmse, beside = math.sqrt(ours / count), math.sqrt(bare / count)
    share = held / count
    # 1.96 errors hold 95 %; chance alone takes a simulated share this far below once in a thousand.
    met = beside / rmse >= LEAST_GAIN and share >= 0.95 - 3.1 * math.sqrt(0.95 * 0.05 / count)
    return {"rounds": rounds, "rmse": rmse, "bare": beside, "held": share, "met": met}


def _round(dice: random.Random) -> tuple[dict[str, float], list[Card]]:
    """Plant severities; every case is read by two. Reviewers read harder and easier halves of the cases."""
    planted = {f"R{number}": dice.gauss(0, SPREAD) for number in range(REVIEWERS)}
    names = sorted(planted)
    cards = []
    for case in range(CASES):
        level = dice.gauss(4, CASE_SPREAD)
        # Severe cases go to the second half of the reviewers rather than to the first: bare averages mislead.
        leaning = names[REVIEWERS // 2 :] if level > 4 else names[: REVIEWERS // 2]
        first = dice.choice(leaning)
        second = dice.choice([name for name in names if name != first])
        for name in (first, second):
            given = level + planted[name] + dice.gauss(0, NOISE)
            cards.append(Card(f"C{case}", name, Decimal(f"{given:.4f}")))
    return planted, cards
