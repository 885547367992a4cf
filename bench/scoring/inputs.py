"""Made-up inputs in long form, the same for every plan: seeded, in random order, as a GROUP BY may deliver them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zhiheng.domain.scheme import Rule, Scheme
from zhiheng.schemes.kinds.checklist import Checklist

SEED = 20200719
#: The sub-item from which some units are exempt (D01-3: units that already hold the title).
EXEMPT_FROM = "D01-3"

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class LongInputs:
    """A kind and an exemption for each unit; four columns with a row for each unit and rule that was reported."""

    kinds: list[str]
    exempt: NDArray[np.bool_]
    unit: NDArray[np.int32]
    rule: NDArray[np.int32]
    numerator: Numbers
    denominator: Numbers


def make_inputs(scheme: Scheme, units: int) -> LongInputs:
    """Make inputs for a number of units: about one in a hundred is not reported, some units are worse than others."""
    dice = np.random.default_rng(SEED)
    rules = list(scheme.every_rule())
    carelessness = dice.uniform(0.3, 1.7, units)
    pairs = [_answers(rule, carelessness, dice) for rule in rules]
    reported = dice.permutation(np.flatnonzero(dice.random(units * len(rules)) >= 0.01))
    kinds = [*scheme.unit_kinds, ""]
    return LongInputs(
        kinds=[kinds[number] for number in dice.integers(0, len(kinds), units).tolist()],
        exempt=dice.random(units) < 0.1,
        unit=(reported % units).astype(np.int32),
        rule=(reported // units).astype(np.int32),
        numerator=np.concatenate([numerator for numerator, _ in pairs])[reported],
        denominator=np.concatenate([denominator for _, denominator in pairs])[reported],
    )


def _answers(rule: Rule, carelessness: NDArray[np.float64], dice: np.random.Generator) -> tuple[Numbers, Numbers]:
    units = len(carelessness)
    ones = np.ones(units, dtype=np.int64)
    match rule.scoring.answers:
        case "flag":
            return (dice.random(units) < 0.3 * carelessness).astype(np.int64), ones
        case "elements":
            assert isinstance(rule.scoring, Checklist)
            return dice.binomial(len(rule.scoring.elements), 0.2 * carelessness), ones
        case "level":
            return dice.integers(0, 4, units), ones
        case "rate":
            asked = dice.integers(20, 2000, units)
            return dice.binomial(asked, 1 - 0.1 * carelessness), asked
        case _:
            return dice.poisson(0.8 * carelessness), ones


def write_inputs(inputs: LongInputs, path: Path) -> None:
    """Write inputs to a file of numpy arrays."""
    np.savez(
        path,
        kinds=np.array(inputs.kinds),
        exempt=inputs.exempt,
        unit=inputs.unit,
        rule=inputs.rule,
        numerator=inputs.numerator,
        denominator=inputs.denominator,
    )


def read_inputs(path: Path) -> LongInputs:
    """Read what `write_inputs` wrote."""
    with np.load(path) as stored:
        columns = {name: stored[name] for name in stored.files}
    return LongInputs(kinds=columns.pop("kinds").tolist(), **columns)
