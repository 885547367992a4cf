"""What a draw says of a rate: its exact interval, and on which side of a threshold it lies, or that it cannot say."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhiheng.domain.numbers import shortest
from zhiheng.domain.texts import Text
from zhiheng.sampling import Interval, Verdict, interval
from zhiheng.sampling.intervals import CONFIDENCE, refuse_bad_rate


@dataclass(frozen=True, slots=True)
class RateVerdict:
    """On which side of a threshold a rate lies, with the interval that says so. Rates are fractions of one."""

    verdict: Verdict
    threshold: Decimal
    interval: Interval
    text: Text


def verdict(
    found: int,
    drawn: int,
    threshold: Decimal,
    *,
    population: int | None = None,
    confidence: Decimal = CONFIDENCE,
) -> RateVerdict:
    """Return whether a rate lies above or below a threshold, or cannot be told apart from it.

    It lies above only where the whole exact interval does, and below likewise. Where all were drawn there is nothing
    to estimate, and the rate itself is compared; equal to the threshold it is neither. Raises Refusal as `interval`
    does, and for a threshold that is no rate.
    """
    refuse_bad_rate(threshold)
    told = interval(found, drawn, population, confidence)
    least, most = Fraction(told.lower), Fraction(told.upper)
    if population is not None and told.least is not None and told.most is not None:
        least, most = Fraction(told.least, population), Fraction(told.most, population)
    bound = Fraction(threshold)
    which: Verdict = "above" if least > bound else "below" if most < bound else "cannot_be_told_apart"
    return RateVerdict(which, threshold, told, _told(which, told, threshold))


def percent(rate: Decimal) -> str:
    """Return a rate as a percentage in its shortest form."""
    return f"{shortest(rate * 100)}%"


def _told(which: Verdict, told: Interval, threshold: Decimal) -> Text:
    bounds = f"{percent(told.lower)}–{percent(told.upper)}"
    line = percent(threshold)
    if told.drawn == told.population:
        side = {"above": ("高于", "above"), "below": ("低于", "below"), "cannot_be_told_apart": ("等于", "equal to")}
        zh, en = side[which]
        return Text(
            f"全部 {told.drawn} 件中 {told.found} 件，{zh}界限 {line}",
            f"{told.found} of all {told.drawn}, {en} the threshold {line}",
        )
    sure = percent(told.confidence)
    zh_head = f"抽查 {told.drawn} 件，发现 {told.found} 件，比率 {percent(told.rate)}（{sure} 置信区间 {bounds}）"
    en_head = f"{told.found} of {told.drawn} drawn, a rate of {percent(told.rate)} ({sure} interval {bounds})"
    tail = {
        "above": (f"高于界限 {line}", f"above the threshold {line}"),
        "below": (f"低于界限 {line}", f"below the threshold {line}"),
        "cannot_be_told_apart": (f"与界限 {line} 分不清", f"cannot be told apart from the threshold {line}"),
    }
    return Text(f"{zh_head}，{tail[which][0]}", f"{en_head}: {tail[which][1]}")
