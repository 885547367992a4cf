"""Sequential stopping: the total error, counted out exactly over every course that the looks can take."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest

from zhiheng.domain.refusals import Refusal
from zhiheng.sampling import SequentialPlan

D = Decimal
Chances = Callable[[int, int, int, int], Fraction]


def ends(plan: SequentialPlan, chance: Chances) -> dict[str, Fraction]:
    """Return how probable each verdict is, by the plan's own judgements and by nothing else of it."""
    going, told = {0: Fraction(1)}, {"above": Fraction(0), "below": Fraction(0), "cannot_be_told_apart": Fraction(0)}
    before = 0
    for drawn in plan.sizes:
        further: dict[int, Fraction] = {}
        for found, probability in going.items():
            for more in range(drawn - before + 1):
                step = chance(found, more, before, drawn)
                further[found + more] = further.get(found + more, Fraction(0)) + probability * step
        going = {}
        for found, probability in further.items():
            judged = plan.judge(found, drawn)
            if judged.verdict == "cannot_be_told_apart" and judged.next_size is not None:
                going[found] = probability
            else:
                told[judged.verdict] += probability
        before = drawn
    return told


def endless(rate: Fraction) -> Chances:
    def chance(found: int, more: int, before: int, drawn: int) -> Fraction:
        step = drawn - before
        return comb(step, more) * rate**more * (1 - rate) ** (step - more)

    return chance


def finite(marked: int, population: int) -> Chances:
    def chance(found: int, more: int, before: int, drawn: int) -> Fraction:
        left, step = population - before, drawn - before
        if found > marked or left - marked + found < 0:
            return Fraction(0)
        return Fraction(comb(marked - found, more) * comb(left - marked + found, step - more), comb(left, step))

    return chance


@pytest.mark.parametrize(
    ("threshold", "confidence", "looks"), [("0.2", "0.9", 4), ("0.1", "0.95", 3), ("0.5", "0.8", 6)]
)
def test_it_errs_at_most_as_often_as_stated(threshold: str, confidence: str, looks: int) -> None:
    plan = SequentialPlan(D(threshold), D(confidence), 36, looks)
    allowed, at = 1 - Fraction(confidence), Fraction(threshold)
    for rate in [at, *(Fraction(step, 20) for step in range(1, 20))]:
        told = ends(plan, endless(rate))
        assert sum(told.values()) == 1
        wrong = (told["above"] if rate <= at else 0) + (told["below"] if rate >= at else 0)
        assert wrong <= allowed


def test_it_spends_its_error_rather_than_never_to_judge() -> None:
    plan = SequentialPlan(D("0.2"), D("0.9"), 100, 5)
    at = ends(plan, endless(Fraction(1, 5)))
    assert at["above"] + at["below"] >= Fraction(4, 100)
    assert ends(plan, endless(Fraction(2, 5)))["above"] >= Fraction(95, 100)
    assert ends(plan, endless(Fraction(1, 25)))["below"] >= Fraction(95, 100)


def test_it_errs_at_most_as_often_as_stated_in_a_finite_population() -> None:
    plan = SequentialPlan(D("0.2"), D("0.9"), 30, 3, 47)
    for marked in range(48):
        told = ends(plan, finite(marked, 47))
        # 20 % of 47 are 9.4: up to 9 are below the threshold, from 10 on above it.
        assert told["above" if marked <= 9 else "below"] <= Fraction(1, 20)


def test_it_says_when_to_look_again() -> None:
    plan = SequentialPlan(D("0.1"), D("0.95"), 200, 5)
    assert plan.sizes == (40, 80, 120, 160, 200)
    assert [(look.drawn, look.below, look.above) for look in plan.boundaries()][:2] == [(40, None, 11), (80, 1, 16)]
    assert (plan.judge(11, 40).verdict, plan.judge(11, 40).next_size) == ("above", None)
    assert (plan.judge(1, 80).verdict, plan.judge(1, 80).next_size) == ("below", None)
    assert (plan.judge(2, 80).verdict, plan.judge(2, 80).next_size) == ("cannot_be_told_apart", 120)
    assert (plan.judge(20, 200).verdict, plan.judge(20, 200).next_size) == ("cannot_be_told_apart", None)
    assert "120" in plan.judge(2, 80).text.zh


def test_it_keeps_the_first_boundary_within_its_share() -> None:
    # The first of five looks may spend 0.025 / 5 = 0.005: P(X ≥ 11 of 40 at 10 %) = 0.0015, P(X ≥ 10) = 0.0051
    def above(least: int) -> Fraction:
        return sum((comb(40, k) * Fraction(9) ** (40 - k) for k in range(least, 41)), Fraction(0)) / 10**40

    assert above(11) <= Fraction(1, 200) < above(10)


@pytest.mark.parametrize("drawn", [39, 0, 201])
def test_it_refuses_a_look_that_was_not_planned(drawn: int) -> None:
    with pytest.raises(Refusal) as refused:
        SequentialPlan(D("0.1"), D("0.95"), 200, 5).judge(0, drawn)
    assert refused.value.faults[0].code == "no_such_look"


@pytest.mark.parametrize(
    ("threshold", "confidence", "size", "looks", "population"),
    [
        ("0", "0.95", 10, 1, None),
        ("0.1", "1", 10, 1, None),
        ("0.1", "0.95", 10, 11, None),
        ("0.1", "0.95", 6000, 5, None),
        ("0.1", "0.95", 50, 5, 40),
        ("0.1", "0.95", 50, 0, None),
    ],
)
def test_it_refuses(threshold: str, confidence: str, size: int, looks: int, population: int | None) -> None:
    with pytest.raises(Refusal):
        SequentialPlan(D(threshold), D(confidence), size, looks, population)
