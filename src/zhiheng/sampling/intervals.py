"""The exact interval of a rate from what was found in a draw, for endless and for finite populations. No verdicts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.sampling.tails import CLOSE, FORTY, binomial_terms, hypergeometric_terms, total

#: Bounds stand at four places, 0.01 %: the lower one is moved down to them, the upper one up.
STEPS = 10_000
CONFIDENCE = Decimal("0.95")


@dataclass(frozen=True, slots=True)
class Interval:
    """A rate of `found` in `drawn` with its bounds: fractions of one at four places, rounded outwards.

    `least` and `most` say how many of the population (None: endless) may be faulty; then the bounds are those counts
    divided by the population.
    """

    found: int
    drawn: int
    population: int | None
    confidence: Decimal
    rate: Decimal
    lower: Decimal
    upper: Decimal
    least: int | None = None
    most: int | None = None


def interval(found: int, drawn: int, population: int | None = None, confidence: Decimal = CONFIDENCE) -> Interval:
    """Return the exact two-sided interval of a rate: it holds the true one at least as often as `confidence` says.

    Without population it is that of Clopper and Pearson; with one, both hypergeometric tails are inverted: every count
    of faulty ones is kept under which `found` or more, and `found` or fewer, each come up with a probability of at
    least (1 - confidence) / 2. It holds for plain draws; a draw by weights has another.

    Raises Refusal: nothing drawn, more found than drawn, more drawn than there are, a confidence outside 0.5 to 0.9999.
    """
    refuse_bad_confidence(confidence)
    if not 0 <= found <= drawn or drawn < 1 or (population is not None and drawn > population):
        reason = Text(
            "应有：0 ≤ 发现数 ≤ 抽取数 ≤ 总体数，抽取数至少 1", "0 ≤ found ≤ drawn ≤ population, drawn at least 1"
        )
        value = f"{found} / {drawn} / {'∞' if population is None else population}"
        raise refused("bad_counts", reason, Text("改正这几个数", "correct these numbers"), value)
    rate = rounded_down(found * STEPS * 2 + drawn, drawn * 2)  # half up
    if population is None:
        lower, upper = _clopper_pearson(found, drawn, confidence)
        return Interval(found, drawn, None, confidence, rate, lower, upper)
    least, most = _counts(found, drawn, population, confidence)
    lower, upper = rounded_down(least * STEPS, population), rounded_down(most * STEPS + population - 1, population)
    return Interval(found, drawn, population, confidence, rate, lower, upper, least, most)


def rounded_down(above: int, below: int) -> Decimal:
    """Return the whole part of a quotient as so many steps of 0.0001."""
    return Decimal(above // below).scaleb(-4)


def refuse_bad_confidence(confidence: Decimal) -> None:
    """Raise Refusal where a confidence is none that people state."""
    is_number = type(confidence) is Decimal and confidence.is_finite()
    if not (is_number and Decimal("0.5") <= confidence <= Decimal("0.9999")):
        reason = Text("置信度应在 0.5 与 0.9999 之间", "a confidence lies between 0.5 and 0.9999")
        raise refused("bad_confidence", reason, Text("例如 0.95", "for example 0.95"), str(confidence))


def refuse_bad_rate(rate: Decimal) -> None:
    """Raise Refusal where a rate is not above 0 and below 1."""
    if not (type(rate) is Decimal and rate.is_finite() and 0 < rate < 1):
        reason = Text("比率应大于 0、小于 1", "a rate lies above 0 and below 1")
        raise refused("bad_rate", reason, Text("例如 0.05，即 5%", "for example 0.05, which is 5%"), str(rate))


def refused(code: str, reason: Text, remedy: Text, value: str) -> Refusal:
    """Return the refusal of an argument."""
    return Refusal(Fault(code, Place(), reason, remedy, value))


def _clopper_pearson(found: int, drawn: int, confidence: Decimal) -> tuple[Decimal, Decimal]:
    """Return the bounds on the grid of 0.0001: the last rates outside the open interval of those that are kept."""
    half = _half(confidence)

    def rules_out(found: int, grid: int) -> bool:
        """Say whether `found` or more is too rare at this rate."""
        return grid == 0 or total(binomial_terms(found, drawn, Decimal(grid).scaleb(-4), 1), half) <= half

    # The upper bound for what was found is the lower bound, from the other end, for what was not.
    lower = _last(lambda grid: rules_out(found, grid), STEPS - 1) if found else 0
    upper = STEPS - _last(lambda grid: rules_out(drawn - found, grid), STEPS - 1) if found < drawn else STEPS
    return Decimal(lower).scaleb(-4), Decimal(upper).scaleb(-4)


def _counts(found: int, drawn: int, population: int, confidence: Decimal) -> tuple[int, int]:
    """Return the smallest and the largest count of faulty ones that is kept."""

    def least(found: int) -> int:
        keeps = _kept(found, drawn, population, confidence)
        # There are `found` at least; the first count that is kept lies one above the last that is ruled out.
        return found + _last(lambda more: more == 0 or not keeps(found + more - 1), population - drawn)

    return least(found), population - least(drawn - found)


def _kept(found: int, drawn: int, population: int, confidence: Decimal) -> Callable[[int], bool]:
    half = _half(confidence)
    # A tie is kept: the interval is the wider one.
    half = FORTY.multiply(half, FORTY.subtract(Decimal(1), FORTY.multiply(CLOSE, Decimal(2))))
    return lambda marked: total(hypergeometric_terms(found, drawn, marked, population, step=1), half) >= half


def _half(confidence: Decimal) -> Decimal:
    """Return (1 - confidence) / 2, and the width within which two probabilities count as equal."""
    half = FORTY.divide(FORTY.subtract(Decimal(1), confidence), Decimal(2))
    return FORTY.multiply(half, FORTY.add(Decimal(1), CLOSE))


def _last(holds: Callable[[int], bool], most: int) -> int:
    """Return the largest number up to `most` for which `holds`, which does so for 0 and, once it fails, never again."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low
