"""The normal-normal model: true averages of several groups lie around a common one; how far, the data say.

The spread of the true averages is not fixed at one estimate: everything is averaged over what the data leave open.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from zhiheng.statistics.distributions import normal_below

Floats = NDArray[np.float64]

_GRID = 200
#: The spread is sought up to this many times what the averages themselves show; beyond it nothing is plausible.
_WIDEST = 5.0


@dataclass(frozen=True, slots=True)
class TrueAverage:
    """What the model says of the true average of one group: a mixture of normal distributions, one for each spread.

    `own` is the weight of the group's own average, between 0 (the common one alone) and 1.
    """

    own: float
    mean: float
    deviation: float
    shares: Floats
    means: Floats
    deviations: Floats

    def at_or_above(self, threshold: float) -> float:
        """Return the probability that the true average is at or above a threshold."""
        return float(
            sum(
                share * _at_or_above(threshold, mean, deviation)
                for share, mean, deviation in zip(self.shares, self.means, self.deviations, strict=True)
            )
        )


def true_averages(deductions: Mapping[str, Sequence[Decimal]]) -> dict[str, TrueAverage] | None:
    """Return what the model says of each group, from the values of its cases; None where it cannot say anything.

    It cannot with fewer than two groups, or where no group has two cases: then the scatter between cases is not known.
    The scatter between cases is taken to be the same in all groups.
    """
    groups = {name: np.array([float(value) for value in values]) for name, values in deductions.items() if len(values)}
    freedom = sum(len(values) - 1 for values in groups.values())
    if len(groups) < 2 or freedom < 1:
        return None
    within = sum(float(((values - values.mean()) ** 2).sum()) for values in groups.values()) / freedom
    averages = np.array([values.mean() for values in groups.values()])
    variances = np.array([within / len(values) for values in groups.values()])
    if within == 0:
        return {name: _certain(float(average)) for name, average in zip(groups, averages, strict=True)}
    shares, spreads, centres, doubts = _grid(averages, variances)
    told = {}
    for name, average, variance in zip(groups, averages, variances, strict=True):
        own = spreads**2 / (spreads**2 + variance)
        means = centres + own * (average - centres)
        # The group's own scatter, and the doubt about the common average as far as it counts.
        deviations = np.sqrt(own * variance + (1 - own) ** 2 * doubts)
        mean = float(shares @ means)
        deviation = math.sqrt(float(shares @ (deviations**2 + (means - mean) ** 2)))
        told[name] = TrueAverage(float(shares @ own), mean, deviation, shares, means, deviations)
    return told


def _grid(averages: Floats, variances: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the spreads looked at: their probability, the spread, the common average and the variance of that."""
    widest = _WIDEST * max(float(averages.std()), math.sqrt(float(variances.mean())))
    spreads = (np.arange(_GRID) + 0.5) * widest / _GRID
    weights = 1 / (spreads[:, None] ** 2 + variances[None, :])
    doubts = 1 / weights.sum(axis=1)
    centres = (weights * averages).sum(axis=1) * doubts
    # The likelihood of a spread with the common average integrated out, every spread being equally likely beforehand.
    misfit = (weights * (averages - centres[:, None]) ** 2).sum(axis=1)
    logs = 0.5 * (np.log(weights).sum(axis=1) + np.log(doubts) - misfit)
    shares = np.exp(logs - logs.max())
    return shares / shares.sum(), spreads, centres, doubts


def _certain(average: float) -> TrueAverage:
    """Return what is known where cases do not scatter at all."""
    one, none = np.array([1.0]), np.array([0.0])
    return TrueAverage(1.0, average, 0.0, one, np.array([average]), none)


def _at_or_above(threshold: float, mean: float, deviation: float) -> float:
    return normal_below((mean - threshold) / deviation) if deviation > 0 else float(mean >= threshold)
