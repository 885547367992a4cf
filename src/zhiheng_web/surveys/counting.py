"""From answers to counts, and from counts to rates: exact fractions, nothing rounded. No database is read here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from zhiheng_web.surveys.questions import Question, with_purpose

#: Below so many counted answers a rate says little.
FEW = 30
#: A count below this one is not shown by itself: it could point to a person.
LEAST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Line:
    """Answers of one way and stratum: `respondents` gave a counted opinion, `uncounted` none."""

    way: str
    stratum: str
    respondents: int
    satisfied: int
    uncounted: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """All counts about one body. `choices`: how often each option of each question was taken."""

    lines: tuple[Line, ...] = ()
    choices: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    calls: Mapping[str, int] = field(default_factory=dict)

    @property
    def respondents(self) -> int:
        """Return how many gave a counted opinion."""
        return sum(line.respondents for line in self.lines)

    @property
    def satisfied(self) -> int:
        """Return how many of them are satisfied."""
        return sum(line.satisfied for line in self.lines)

    @property
    def uncounted(self) -> int:
        """Return how many have no opinion."""
        return sum(line.uncounted for line in self.lines)

    @property
    def rate(self) -> Fraction | None:
        """Return satisfied / respondents, exactly; None where nobody answered."""
        return Fraction(self.satisfied, self.respondents) if self.respondents else None

    @property
    def is_few(self) -> bool:
        """Return whether there are too few answers for the rate to say much."""
        return self.respondents < FEW

    def by(self, name: str) -> list[Line]:
        """Return the sums by `way` or by `stratum`, in the order in which they come."""
        sums: dict[str, list[int]] = {}
        for line in self.lines:
            one = sums.setdefault(getattr(line, name), [0, 0, 0])
            for place, number in enumerate((line.respondents, line.satisfied, line.uncounted)):
                one[place] += number
        return [
            Line(key if name == "way" else "", key if name == "stratum" else "", *numbers)
            for key, numbers in sums.items()
        ]

    def as_data(self) -> dict[str, Any]:
        """Return the counts as they are stored."""
        lines = [[one.way, one.stratum, one.respondents, one.satisfied, one.uncounted] for one in self.lines]
        return {
            "lines": lines,
            "choices": {key: dict(counts) for key, counts in self.choices.items()},
            "calls": dict(self.calls),
        }


def read(data: Mapping[str, Any]) -> Tally:
    """Return counts from what is stored."""
    return Tally(tuple(Line(*one) for one in data["lines"]), data["choices"], data["calls"])


def count(
    questions: Sequence[Question], answers: Iterable[tuple[str, Mapping[str, Any]]], calls: Mapping[str, int]
) -> Tally:
    """Count answers, pairs of way and what was answered."""
    meant, strata = with_purpose(questions, "satisfaction"), with_purpose(questions, "stratum")
    numbers: dict[tuple[str, str], list[int]] = {}
    choices = {one.id: Counter(dict.fromkeys(one.keys, 0)) for one in questions if one.kind != "text"}
    for way, given in answers:
        stratum = str(given.get(strata.id, "")) if strata else ""
        line = numbers.setdefault((way, stratum), [0, 0, 0])
        _count_opinion(line, meant, given)
        for key, counts in choices.items():
            told = given.get(key, [])
            counts.update(told if isinstance(told, list) else [told])
    lines = tuple(Line(way, stratum, *numbers[(way, stratum)]) for way, stratum in sorted(numbers))
    return Tally(lines, {key: dict(counts) for key, counts in choices.items()}, dict(calls))


def _count_opinion(line: list[int], meant: Question | None, given: Mapping[str, Any]) -> None:
    opinion = given.get(meant.id) if meant else None
    if meant is None or opinion is None or opinion in meant.uncounted:
        line[2] += 1
        return
    line[0] += 1
    line[1] += opinion in meant.satisfied


@dataclass(frozen=True, slots=True)
class Weighted:
    """A rate weighted by stratum: Σ weight × satisfied / respondents. `terms` shows how it comes about.

    `rate` is None where a stratum has no answers: its weight would have nothing to stand for.
    """

    terms: tuple[tuple[str, Fraction, Line], ...]
    rate: Fraction | None


def weigh(tally: Tally, weights: Mapping[str, str]) -> Weighted | None:
    """Return the weighted rate; None where no weights are set."""
    if not weights:
        return None
    by_stratum = {line.stratum: line for line in tally.by("stratum")}
    terms = tuple((key, Fraction(weight), by_stratum.get(key, Line("", key, 0, 0))) for key, weight in weights.items())
    if any(not line.respondents for _, _, line in terms):
        return Weighted(terms, None)
    shares = (weight * Fraction(line.satisfied, line.respondents) for _, weight, line in terms)
    return Weighted(terms, sum(shares, Fraction(0)))


def shown(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Return counts with small ones left out (None). Where only one would be, the next smallest goes along with it:

    the sum is known, and would give the one away.
    """
    hidden = {key for key, number in counts.items() if 0 < number < LEAST_SHOWN}
    if len(hidden) == 1:
        others = [key for key in counts if key not in hidden and counts[key]]
        hidden |= set(sorted(others, key=lambda key: counts[key])[:1])
    return {key: None if key in hidden else number for key, number in counts.items()}
