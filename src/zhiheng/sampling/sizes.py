"""How many to draw: for a rate with a wanted half-width, or to meet at least one faulty case. Nobody is drawn here."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from math import comb

from zhiheng.domain.texts import Text
from zhiheng.sampling.intervals import CONFIDENCE, STEPS, interval, refuse_bad_confidence, refuse_bad_rate, refused

#: The width goes down in teeth, one for each count: that many below the size found by halving are tried one by one.
_TEETH, _LEAST_TRIED, _MOST_TRIED = 3, 100, 400
_MOST = 1_000_000


def size_for_rate(
    population: int | None, expected_rate: Decimal, half_width: Decimal, confidence: Decimal = CONFIDENCE
) -> int:
    """Return the smallest size whose exact interval is at most twice `half_width` wide at the expected count.

    Where the expected count is not whole, both whole counts beside it must be that narrow. The width falls in teeth as
    the size grows; the answer suffices, and none of the 100 sizes below it does
    (at rates under 3 % or above 97 % more of them, up to 400). `population` None is an endless one.

    Raises Refusal: rates, half-width or confidence that are none, a size above a million.
    """
    _refuse_bad_population(population)
    refuse_bad_rate(expected_rate)
    refuse_bad_rate(half_width)
    refuse_bad_confidence(confidence)
    # Twice the half-width in steps of 0.0001, as the bounds have them.
    widest = int(half_width * 2 * STEPS)
    if widest < 1:
        reason = Text("半宽至少 0.00005", "the half-width is at least 0.00005")
        raise refused("bad_half_width", reason, Text("例如 0.05", "for example 0.05"), str(half_width))
    numerator, denominator = expected_rate.as_integer_ratio()

    def suffices(size: int) -> bool:
        low = size * numerator // denominator
        counts = {low, -(-size * numerator // denominator)}
        return all(_width(count, size, population, confidence) <= widest for count in sorted(counts))

    found = _first(suffices, population or _MOST, half_width)
    teeth = -(-_TEETH * denominator // min(numerator, denominator - numerator))
    tried = range(max(1, found - min(_MOST_TRIED, max(_LEAST_TRIED, teeth))), found)
    return next((size for size in tried if suffices(size)), found)


def _width(count: int, size: int, population: int | None, confidence: Decimal) -> int:
    told = interval(count, size, population, confidence)
    return int((told.upper - told.lower) * STEPS)


def _first(suffices: Callable[[int], bool], most: int, half_width: Decimal) -> int:
    """Return a size that suffices and before which one does not, found by doubling and halving."""
    low, high = 0, 1
    while not suffices(high):
        if high >= most:
            reason = Text("达不到这样窄：要抽的超过一百万", "that narrow is out of reach: more than a million to draw")
            remedy = Text("放宽半宽，或者给出总体个数", "take a larger half-width, or give the population")
            raise refused("bad_half_width", reason, remedy, str(half_width))
        low, high = high, min(high * 2, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if suffices(middle) else (middle, high)
    return high


def size_to_detect(population: int | None, at_least_rate: Decimal, confidence: Decimal = CONFIDENCE) -> int:
    """Return the smallest size that meets at least one faulty case with the probability `confidence`.

    It does so wherever the share of faulty cases is `at_least_rate` or more (in a finite population: that share,
    rounded up to whole cases). Exact, by whole numbers. Raises Refusal: a rate or confidence that is none.
    """
    _refuse_bad_population(population)
    refuse_bad_rate(at_least_rate)
    refuse_bad_confidence(confidence)
    numerator, denominator = at_least_rate.as_integer_ratio()
    miss, of = (1 - confidence).as_integer_ratio()
    faulty = None if population is None else -(-population * numerator // denominator)

    def suffices(size: int) -> bool:
        if population is None or faulty is None:
            return bool((denominator - numerator) ** size * of <= miss * denominator**size)
        # C(N - K, n) / C(N, n) = C(N - n, K) / C(N, K): the smaller of the two is reckoned with.
        fewer, more = sorted((size, faulty))
        return comb(population - more, fewer) * of <= miss * comb(population, fewer)

    return _first(suffices, population or _MOST, at_least_rate)


def _refuse_bad_population(population: int | None) -> None:
    if population is not None and (type(population) is not int or population < 1):
        reason = Text("总体个数应是 1 以上的整数", "a population is a whole number of 1 or more")
        raise refused("bad_population", reason, Text("改正总体个数", "correct the number"), str(population))
