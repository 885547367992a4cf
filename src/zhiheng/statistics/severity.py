"""How severe reviewers are, from files read by several of them; corrected figures stand beside the raw ones."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.statistics.agreement import Floats
from zhiheng.statistics.distributions import PLACES, to_decimal


@dataclass(frozen=True, slots=True)
class Card:
    """The deduction that one reviewer gave one case."""

    case_id: str
    reviewer: str
    deduction: Decimal


@dataclass(frozen=True, slots=True)
class ReviewerSeverity:
    """How many points more than their circle a reviewer deducts for the same case, with its standard error.

    `severity` is None where no case links the reviewer with another; `standard_error` where nothing is left to judge
    scatter by. `circle` is the place of the reviewer's circle in `Severities.circles`.
    """

    reviewer: str
    cards: int
    shared: int
    severity: Decimal | None
    standard_error: Decimal | None
    circle: int
    text: Text


@dataclass(frozen=True, slots=True)
class CorrectedScore:
    """The average deduction of a case as given, and beside it the one without its reviewers' severities.

    `corrected` is None where a reviewer's severity is not known. It compares within a circle alone.
    """

    case_id: str
    raw: Decimal
    corrected: Decimal | None
    circle: int


@dataclass(frozen=True, slots=True)
class Severities:
    """Reviewers and cases with what the model says; `circles` are the reviewers whom shared cases link.

    `is_linked` says whether there is one circle: severities of different circles cannot be compared.
    """

    reviewers: Mapping[str, ReviewerSeverity]
    cases: Mapping[str, CorrectedScore]
    circles: tuple[tuple[str, ...], ...]
    is_linked: bool
    text: Text


def severities(cards: Iterable[Card]) -> Severities:
    """Return each reviewer's severity by least squares: deduction = case + reviewer, summing to nought in each circle.

    Raises Refusal: one reviewer with two deductions for one case.
    """
    by_case = _by_case(cards)
    circles = _circles(by_case)
    circle_of = {reviewer: place for place, circle in enumerate(circles) for reviewer in circle}
    values: dict[str, float] = {}
    errors: dict[str, float | None] = {}
    for place, circle in enumerate(circles):
        if len(circle) > 1:
            own = [given for given in by_case.values() if len(given) > 1 and circle_of[next(iter(given))] == place]
            fitted, doubts = _fitted(circle, own)
            values |= fitted
            errors |= doubts
    reviewers = {}
    for reviewer in sorted(circle_of):
        given = [case for case in by_case.values() if reviewer in case]
        shared = sum(len(case) > 1 for case in given)
        severity, error = values.get(reviewer), errors.get(reviewer)
        reviewers[reviewer] = ReviewerSeverity(
            reviewer,
            len(given),
            shared,
            None if severity is None else to_decimal(severity),
            None if error is None else to_decimal(error),
            circle_of[reviewer],
            _told(severity, shared),
        )
    cases = {case: _corrected(case, given, values, circle_of) for case, given in by_case.items()}
    return Severities(reviewers, cases, circles, len(circles) <= 1, _linked(circles))


def _by_case(cards: Iterable[Card]) -> dict[str, dict[str, Decimal]]:
    by_case: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for card in sorted(cards, key=lambda one: (one.case_id, one.reviewer)):
        if by_case[card.case_id].setdefault(card.reviewer, card.deduction) != card.deduction:
            reason = Text(
                "同一评查人对同一案卷有两张扣分不同的卡", "one reviewer has two cards that differ for one case"
            )
            place = Place(clause=f"{card.case_id} {card.reviewer}")
            raise Refusal(Fault("two_cards", place, reason, Text("只留一张", "keep one"), str(card.deduction)))
    return dict(by_case)


def _circles(by_case: Mapping[str, Mapping[str, Decimal]]) -> tuple[tuple[str, ...], ...]:
    """Return the reviewers whom shared cases link, directly or through others; largest circle first."""
    leader: dict[str, str] = {}

    def first(reviewer: str) -> str:
        while leader.setdefault(reviewer, reviewer) != reviewer:
            reviewer = leader[reviewer]
        return reviewer

    for given in by_case.values():
        heads = sorted({first(reviewer) for reviewer in given})
        for head in heads[1:]:
            leader[head] = heads[0]
    circles: dict[str, list[str]] = defaultdict(list)
    for reviewer in sorted(leader):
        circles[first(reviewer)].append(reviewer)
    return tuple(sorted((tuple(circle) for circle in circles.values()), key=lambda one: (-len(one), one)))


def _fitted(
    circle: Sequence[str], shared: Sequence[Mapping[str, Decimal]]
) -> tuple[dict[str, float], dict[str, float | None]]:
    """Return severities and standard errors of one circle; the cases' own levels are taken out beforehand."""
    places = {reviewer: place for place, reviewer in enumerate(circle)}
    normal, right = np.zeros((len(circle), len(circle))), np.zeros(len(circle))
    rows: list[tuple[list[int], Floats]] = []
    for given in shared:
        at = [places[reviewer] for reviewer in given]
        values = np.array([float(value) for value in given.values()])
        centred = values - values.mean()
        normal[np.ix_(at, at)] += np.eye(len(at)) - 1 / len(at)
        right[at] += centred
        rows.append((at, centred))
    # Of all solutions the pseudo-inverse gives the one that sums to nought.
    inverse = np.linalg.pinv(normal, hermitian=True)
    severity = inverse @ right
    rest = sum(float(((centred - severity[at] + severity[at].mean()) ** 2).sum()) for at, centred in rows)
    freedom = sum(len(at) - 1 for at, _ in rows) - (len(circle) - 1)
    scatter = rest / freedom if freedom > 0 else None
    errors = {
        reviewer: None if scatter is None else math.sqrt(max(0.0, scatter * float(inverse[place, place])))
        for reviewer, place in places.items()
    }
    return {reviewer: float(severity[place]) for reviewer, place in places.items()}, errors


def _corrected(
    case: str, given: Mapping[str, Decimal], values: Mapping[str, float], circle_of: Mapping[str, int]
) -> CorrectedScore:
    raw = sum(given.values(), Decimal(0)) / len(given)
    corrected = None
    if set(given) <= set(values):
        corrected = to_decimal(float(raw) - sum(values[reviewer] for reviewer in given) / len(given))
    return CorrectedScore(case, raw.quantize(PLACES, ROUND_HALF_UP), corrected, circle_of[next(iter(given))])


def _told(severity: float | None, shared: int) -> Text:
    if severity is None:
        return Text("没有与他人共同评查的案卷，宽严说不出", "no case read with others: severity cannot be told")
    return Text(
        f"由共同评查的 {shared} 件估计；正数为偏严。校正分与原分并列，不代替原分",
        f"estimated from {shared} cases read with others; above 0 is more severe. Corrected scores stand beside raw"
        " ones, never instead",
    )


def _linked(circles: Sequence[Sequence[str]]) -> Text:
    if len(circles) <= 1:
        return Text("评查人由共同评查的案卷相连，可以比较", "shared cases link all reviewers: they can be compared")
    listed = "；".join("、".join(circle) for circle in circles)
    in_english = "; ".join(", ".join(circle) for circle in circles)
    return Text(
        f"评查人分成 {len(circles)} 组，组与组之间没有共同评查的案卷，不能比较：{listed}",
        f"the reviewers fall into {len(circles)} circles without a shared case, which cannot be compared: {in_english}",
    )
