"""Units with small numbers: raw figures, and beside them estimates drawn towards the common one. Never instead."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from zhiheng.domain.numbers import shortest
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.sampling.intervals import CONFIDENCE, refuse_bad_confidence
from zhiheng.statistics.distributions import PLACES, beta_point, normal_point, outwards, to_decimal
from zhiheng.statistics.spreads import Floats, true_averages

_GRID = 200
#: Bounds this close to nought and one have no beta distribution.
_EDGE = 1e-9


@dataclass(frozen=True, slots=True)
class Shrunk:
    """A unit's raw figure and the estimate beside it, at four places.

    `weight` is how much the unit's own cases count, from 0 to 1; `lower` and `upper` bound the estimate. Where nothing
    could be estimated `is_shrunk` is False, the estimate repeats the raw figure, and there are no bounds.
    """

    raw: Decimal
    shrunk: Decimal
    weight: Decimal
    lower: Decimal | None
    upper: Decimal | None
    cases: int
    is_shrunk: bool
    text: Text


def shrink_rates(counts: Mapping[str, tuple[int, int]], *, confidence: Decimal = CONFIDENCE) -> dict[str, Shrunk]:
    """Return for each unit, from its (found, drawn), the raw rate and the estimate beside it (beta-binomial).

    Units of which nothing was drawn are left out. Raises Refusal: counts that cannot be, a bad confidence.
    """
    refuse_bad_confidence(confidence)
    _refuse_bad_counts(counts)
    units = {name: count for name, count in counts.items() if count[1]}
    found, drawn = (sum(count[place] for count in units.values()) for place in (0, 1))
    if len(units) < 2 or found in (0, drawn):
        return {name: _unshrunk(Decimal(of) / out_of, out_of) for name, (of, out_of) in units.items()}
    centre = found / drawn
    shares, sizes = _concentrations(list(units.values()), centre)
    # How far off the common rate itself may be, for each likeness of the units.
    doubts = sum(n * (1 + (n - 1) / (sizes + 1)) for _, n in units.values()) * centre * (1 - centre) / drawn**2
    tail = float(1 - confidence) / 2
    told = {}
    for name, (of, out_of) in units.items():
        own = out_of / (out_of + sizes)
        means = own * of / out_of + (1 - own) * centre
        mean = float(shares @ means)
        scatter = means * (1 - means) / (out_of + sizes + 1) + (1 - own) ** 2 * doubts
        spread = float(shares @ (scatter + (means - mean) ** 2))
        size = max(mean * (1 - mean) / spread - 1, _EDGE)
        a, b = max(mean * size, _EDGE), max((1 - mean) * size, _EDGE)
        bounds = beta_point(tail, a, b), beta_point(1 - tail, a, b)
        told[name] = _shrunk(Decimal(of) / out_of, mean, float(shares @ own), bounds=bounds, cases=out_of)
    return told


def _concentrations(counts: Sequence[tuple[int, int]], centre: float) -> tuple[Floats, Floats]:
    """Return how alike the units may be: so many cases of the common rate each unit leans on, and how probable that is.

    Looked at is the correlation of two cases of one unit, every one being equally likely beforehand.
    """
    alike = (np.arange(_GRID) + 0.5) / _GRID
    # Nearly alike units are the usual case: the grid is finer there.
    alike = alike**2
    sizes = (1 - alike) / alike
    logs = np.array([sum(_chance(of, out_of, centre, float(size)) for of, out_of in counts) for size in sizes])
    logs += np.log(2 * np.sqrt(alike))
    shares = np.exp(logs - logs.max())
    return shares / shares.sum(), sizes


def _chance(of: int, out_of: int, centre: float, size: float) -> float:
    """Return the logarithm of the beta-binomial probability, without the part that is the same for all sizes."""
    a, b = centre * size, (1 - centre) * size
    whole = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    return whole + math.lgamma(of + a) + math.lgamma(out_of - of + b) - math.lgamma(out_of + a + b)


def shrink_averages(
    deductions: Mapping[str, Sequence[Decimal]], *, confidence: Decimal = CONFIDENCE
) -> dict[str, Shrunk]:
    """Return for each unit, from the deductions of its cases, the raw average and the estimate beside it (normal).

    Units without cases are left out. Raises Refusal: a bad confidence.
    """
    refuse_bad_confidence(confidence)
    units = {name: values for name, values in deductions.items() if values}
    modelled = true_averages(units)
    if modelled is None:
        return {name: _unshrunk(_mean(values), len(values)) for name, values in units.items()}
    z = normal_point(float(1 + confidence) / 2)
    told = {}
    for name, values in units.items():
        one = modelled[name]
        bounds = one.mean - z * one.deviation, one.mean + z * one.deviation
        told[name] = _shrunk(_mean(values), one.mean, one.own, bounds=bounds, cases=len(values))
    return told


def _mean(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal(0)) / len(values)


def _shrunk(raw: Decimal, shrunk: float, own: float, *, bounds: tuple[float, float], cases: int) -> Shrunk:
    lower, upper = outwards(*bounds)
    stated = raw.quantize(PLACES, ROUND_HALF_UP)
    share = f"{own * 100:.0f}%"
    text = Text(
        f"估计值，不代替原值 {shortest(stated)}：本单位 {cases} 件占 {share}，其余取自各单位的共同水平",
        f"an estimate, never in place of the raw {shortest(stated)}: {share} of it from the unit's own cases ({cases}),"
        " the rest from what all units have in common",
    )
    return Shrunk(stated, to_decimal(shrunk), to_decimal(own), lower, upper, cases, True, text)


def _unshrunk(raw: Decimal, cases: int) -> Shrunk:
    text = Text(
        "没有估计值，只有原值：单位、案件太少或没有差别，估计不出单位之间的差异",
        "no estimate, the raw figure alone: too few units or cases, or none that differ, to tell how units differ",
    )
    value = raw.quantize(PLACES, ROUND_HALF_UP)
    return Shrunk(value, value, Decimal("1.0000"), None, None, cases, False, text)


def _refuse_bad_counts(counts: Mapping[str, tuple[int, int]]) -> None:
    reason = Text("应有：0 ≤ 发现数 ≤ 抽取数", "0 ≤ found ≤ drawn")
    remedy = Text("改正这几个数", "correct these numbers")
    wrong = [(name, count) for name, count in counts.items() if not 0 <= count[0] <= count[1]]
    if wrong:
        raise Refusal(Fault("bad_counts", Place(clause=name), reason, remedy, f"{of} / {n}") for name, (of, n) in wrong)
