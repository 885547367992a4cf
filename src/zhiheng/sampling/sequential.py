"""Sequential stopping: a draw that may end early, with boundaries that keep the stated error over all looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Literal

from zhiheng.domain.texts import Text
from zhiheng.sampling.intervals import refuse_bad_confidence, refuse_bad_rate, refused
from zhiheng.sampling.tails import FORTY, Terms, binomial_terms, hypergeometric_terms

Verdict = Literal["above", "below", "cannot_be_told_apart"]

_MOST_DRAWN, _MOST_LOOKS = 5_000, 20
#: Steps rarer than this are left out of the reckoning; `_SET_ASIDE` of the error pays for all of them together.
_RARE, _SET_ASIDE = Decimal("1e-30"), Decimal("1e-20")

#: How probable it is to find `x` more among the next `step` when `found` of `drawn` were faulty.
_Steps = Callable[[int, int, int], Mapping[int, Decimal]]

TOLD: Mapping[Verdict, Text] = {
    "above": Text("高于界限", "above the threshold"),
    "below": Text("低于界限", "below the threshold"),
    "cannot_be_told_apart": Text("与界限分不清", "cannot be told apart from the threshold"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """A look at `drawn` cases: `above` or more faulty ones say above, `below` or fewer below; None: it cannot say."""

    drawn: int
    below: int | None
    above: int | None


@dataclass(frozen=True, slots=True)
class SequentialVerdict:
    """What a look says, and how many must have been drawn for the next; None where the draw ends."""

    verdict: Verdict
    next_size: int | None
    text: Text


@dataclass(frozen=True, slots=True)
class SequentialPlan:
    """A plan, fixed before the draw: the threshold of a rate, how sure, at most how many, and after how many looks.

    The looks lie at equal distances. The probability to say `above` though the true rate is at or below the threshold,
    or `below` though it is at or above it, is at most 1 - confidence over all looks together, whatever the rate: half
    of it for each side, spent in proportion to what has been drawn. The boundaries come from the exact binomial
    distribution, or from the hypergeometric where `population` is given. It holds for plain draws, whose larger size
    keeps the earlier picks.

    Raises Refusal: a threshold or confidence that is none, more than 5,000 to draw or 20 looks.
    """

    threshold: Decimal
    confidence: Decimal
    max_size: int
    looks: int
    population: int | None = None

    def __post_init__(self) -> None:
        refuse_bad_rate(self.threshold)
        refuse_bad_confidence(self.confidence)
        most = min(_MOST_DRAWN, self.population or _MOST_DRAWN)
        if not (1 <= self.looks <= _MOST_LOOKS and self.looks <= self.max_size <= most):
            reason = Text(
                f"查看次数应在 1 与 {_MOST_LOOKS} 之间，最多抽取数不小于查看次数、不大于 {most}",
                f"looks lie between 1 and {_MOST_LOOKS}; at most {most} are drawn, at least one a look",
            )
            value = f"{self.looks} / {self.max_size}"
            raise refused("bad_plan", reason, Text("改正计划", "correct the plan"), value)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Return how many have been drawn at each look."""
        return tuple(-(-self.max_size * look // self.looks) for look in range(1, self.looks + 1))

    def boundaries(self) -> tuple[Look, ...]:
        """Return the looks with their boundaries: what is published before the draw."""
        return _boundaries(self)

    def judge(self, found: int, drawn: int) -> SequentialVerdict:
        """Return what a look says. Raises Refusal where `drawn` is none of the plan's sizes, or `found` above it."""
        look = next((one for one in self.boundaries() if one.drawn == drawn), None)
        if look is None or not 0 <= found <= drawn:
            listed = "、".join(map(str, self.sizes))
            reason = Text("这个个数不是计划中的一次查看", "the plan has no look at this number")
            remedy = Text(f"查看在 {listed} 个时", f"it looks at {', '.join(map(str, self.sizes))}")
            raise refused("no_such_look", reason, remedy, f"{found} / {drawn}")
        if look.above is not None and found >= look.above:
            return _told("above", None)
        if look.below is not None and found <= look.below:
            return _told("below", None)
        return _told("cannot_be_told_apart", next((size for size in self.sizes if size > drawn), None))


def _told(verdict: Verdict, next_size: int | None) -> SequentialVerdict:
    text = TOLD[verdict]
    if next_size is not None:
        text = Text(f"{text.zh}，抽到 {next_size} 个再看", f"{text.en}; look again at {next_size}")
    return SequentialVerdict(verdict, next_size, text)


@lru_cache(maxsize=32)
def _boundaries(plan: SequentialPlan) -> tuple[Look, ...]:
    above = _crossings(plan, _chances(plan.threshold, plan.population))
    # Too few faulty ones are too many that are not: the same reckoning from the other end.
    sound = _crossings(plan, _chances(1 - plan.threshold, plan.population))
    return tuple(
        Look(drawn, None if fewest is None else drawn - fewest, most)
        for drawn, most, fewest in zip(plan.sizes, above, sound, strict=True)
    )


def _crossings(plan: SequentialPlan, chances: _Steps) -> list[int | None]:
    """Return for each look the smallest count whose crossing, with all before it, stays within the share of the error.

    Stopping at the other boundary is left out of the reckoning: it could only make this error rarer.
    """
    half = FORTY.divide(FORTY.subtract(Decimal(1), plan.confidence), Decimal(2))
    found, spent, crossings = {0: Decimal(1)}, Decimal(0), list[int | None]()
    for before, drawn in pairwise((0, *plan.sizes)):
        found = _further(found, before, drawn, chances)
        budget = FORTY.subtract(FORTY.divide(FORTY.multiply(half, Decimal(drawn)), Decimal(plan.max_size)), _SET_ASIDE)
        boundary = max(found) + 1
        while (more := FORTY.add(spent, found.get(boundary - 1, Decimal(1)))) <= budget:
            boundary -= 1
            spent = more
            del found[boundary]
        crossings.append(boundary if boundary <= drawn else None)
    return crossings


def _further(found: Mapping[int, Decimal], before: int, drawn: int, chances: _Steps) -> dict[int, Decimal]:
    """Return how probable each count is at the next look, for those who did not stop before."""
    further: dict[int, Decimal] = {}
    for count, probability in found.items():
        for more, chance in chances(count, before, drawn - before).items():
            further[count + more] = FORTY.fma(probability, chance, further.get(count + more, Decimal(0)))
    return {count: probability for count, probability in further.items() if probability >= _RARE}


def _chances(rate: Decimal, population: int | None) -> _Steps:
    """Return the chances under the rate at which a wrong verdict is likeliest: the threshold itself.

    In a finite population that is the largest count of faulty ones not above the threshold.
    """
    if population is None:
        return lambda found, drawn, step: _binomial(step, rate)
    numerator, denominator = rate.as_integer_ratio()
    marked = population * numerator // denominator
    return lambda found, drawn, step: _hypergeometric(step, max(0, marked - found), population - drawn)


@lru_cache(maxsize=64)
def _binomial(step: int, rate: Decimal) -> Mapping[int, Decimal]:
    start = min(step, int(rate * (step + 1)))
    return _frequent(binomial_terms(start, step, rate, 1), binomial_terms(start, step, rate, -1))


def _hypergeometric(step: int, marked: int, population: int) -> Mapping[int, Decimal]:
    start = max(min(step, marked, (step + 1) * (marked + 1) // (population + 2)), step + marked - population)
    up, down = (hypergeometric_terms(start, step, marked, population, step=way) for way in (1, -1))
    return _frequent(up, down)


def _frequent(*both_ways: Terms) -> Mapping[int, Decimal]:
    """Collect terms from the likeliest on, each way as long as they are not rare."""
    return {count: term for terms in both_ways for count, term in takewhile(lambda one: one[1] >= _RARE, terms)}
