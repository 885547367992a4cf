"""How often intervals hold the true rate: the exact one, and beside it the approximation of the textbooks."""

from __future__ import annotations

import math
from decimal import Decimal
from functools import cache

import numpy as np

from bench.harness import Run
from zhiheng.sampling import Interval, interval

CONFIDENCE = Decimal("0.95")
_Z = 1.959964

#: Population (None: endless), how many are drawn, true rate.
CELLS = [(None, drawn, rate) for drawn in (20, 60, 200) for rate in (0.02, 0.1, 0.3)]
FINITE = [(300, drawn, rate) for drawn in (30, 100) for rate in (0.03, 0.1, 0.3)]


def coverage(rounds: int, seed: int) -> Run:
    """Return of every cell how often both intervals held the truth, in so many simulated draws."""
    dice = np.random.RandomState(seed)
    cells = []
    for population, drawn, rate in [*CELLS, *FINITE]:
        if population is None:
            found, truth = dice.binomial(drawn, rate, rounds), rate
        else:
            marked = round(population * rate)
            found, truth = dice.hypergeometric(marked, population - marked, drawn, rounds), marked / population
        counts = np.bincount(found, minlength=drawn + 1)
        exact = sum(int(n) for k, n in enumerate(counts) if n and _holds(_interval(k, drawn, population), truth))
        normal = sum(int(n) for k, n in enumerate(counts) if n and _normal_holds(k, drawn, truth))
        cells.append(
            {
                "population": population,
                "drawn": drawn,
                "rate": rate,
                "exact": exact / rounds,
                "normal": normal / rounds,
            }
        )
    # Chance alone takes a simulated share this far below the true one once in a thousand.
    least = float(CONFIDENCE) - 3.1 * math.sqrt(0.95 * 0.05 / rounds)
    return {"rounds": rounds, "cells": cells, "least": least, "met": all(cell["exact"] >= least for cell in cells)}


@cache
def _interval(found: int, drawn: int, population: int | None) -> Interval:
    return interval(found, drawn, population, CONFIDENCE)


def _holds(told: Interval, truth: float) -> bool:
    return float(told.lower) <= truth <= float(told.upper)


def _normal_holds(found: int, drawn: int, truth: float) -> bool:
    rate = found / drawn
    return abs(rate - truth) <= _Z * math.sqrt(rate * (1 - rate) / drawn)
