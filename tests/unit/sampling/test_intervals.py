"""Exact intervals: by the definition in whole numbers, known values, and coverage counted out case by case."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.domain.refusals import Refusal
from zhiheng.sampling import Interval, interval

SURE = Decimal("0.95")
HALF = Fraction(1, 40)  # (1 - 0.95) / 2
STEP = Decimal("0.0001")


def binomial(count: int, drawn: int, rate: Fraction) -> Fraction:
    return comb(drawn, count) * rate**count * (1 - rate) ** (drawn - count)


def hypergeometric(count: int, drawn: int, marked: int, population: int) -> Fraction:
    return Fraction(comb(marked, count) * comb(population - marked, drawn - count), comb(population, drawn))


def bounds(told: Interval) -> tuple[str, str]:
    return str(told.lower), str(told.upper)


def test_it_gives_the_bounds_of_the_tables() -> None:
    # Clopper and Pearson: 5 of 50 has 3.3275 % to 21.8135 %; the lower bound goes down, the upper one up.
    assert bounds(interval(5, 50)) == ("0.0332", "0.2182")
    # None of 10: the upper bound is 1 - 0.025^(1/10) = 0.30850
    assert bounds(interval(0, 10)) == ("0.0000", "0.3085")
    # One of one: the lower bound is 0.025 itself, and stays where it is
    assert bounds(interval(1, 1)) == ("0.0250", "1.0000")
    assert interval(1, 3).rate == Decimal("0.3333")


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 60), st.data())
def test_it_is_the_definition_for_an_endless_population(drawn: int, data: st.DataObject) -> None:
    found = data.draw(st.integers(0, drawn))
    told = interval(found, drawn)

    def rare_above(rate: Decimal) -> bool:
        return sum(binomial(k, drawn, Fraction(rate)) for k in range(found, drawn + 1)) <= HALF

    def rare_below(rate: Decimal) -> bool:
        return sum(binomial(k, drawn, Fraction(rate)) for k in range(found + 1)) <= HALF

    assert told.lower == 0 or rare_above(told.lower)
    assert not rare_above(told.lower + STEP)
    assert told.upper == 1 or rare_below(told.upper)
    assert not rare_below(told.upper - STEP)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 60), st.data())
def test_it_is_the_definition_for_a_finite_population(population: int, data: st.DataObject) -> None:
    drawn = data.draw(st.integers(1, population))
    found = data.draw(st.integers(0, drawn))
    told = interval(found, drawn, population)
    kept = [
        marked
        for marked in range(found, population - drawn + found + 1)
        if sum(hypergeometric(k, drawn, marked, population) for k in range(found, drawn + 1)) >= HALF
        and sum(hypergeometric(k, drawn, marked, population) for k in range(found + 1)) >= HALF
    ]
    assert (told.least, told.most) == (kept[0], kept[-1])
    assert 0 <= Fraction(kept[0], population) - Fraction(told.lower) < Fraction(STEP)
    assert 0 <= Fraction(told.upper) - Fraction(kept[-1], population) < Fraction(STEP)


def test_it_covers_every_rate_of_an_endless_population() -> None:
    told = [interval(found, 15) for found in range(16)]
    for percent in range(1, 100):
        rate = Fraction(percent, 100)
        covered = sum(
            binomial(found, 15, rate) for found in range(16) if told[found].lower <= rate <= told[found].upper
        )
        assert covered >= Fraction(19, 20)


def test_it_covers_every_count_of_a_finite_population() -> None:
    told = [interval(found, 12, 40) for found in range(13)]
    for marked in range(41):
        covered = sum(
            hypergeometric(found, 12, marked, 40)
            for found in range(max(0, marked - 28), min(12, marked) + 1)
            if (told[found].least or 0) <= marked <= (told[found].most or 0)
        )
        assert covered >= Fraction(19, 20)


def test_it_knows_a_population_that_was_drawn_whole() -> None:
    told = interval(33, 100, 100)
    assert (told.least, told.most, bounds(told)) == (33, 33, ("0.3300", "0.3300"))


def test_it_narrows_as_the_population_is_used_up() -> None:
    widths = [told.upper - told.lower for told in (interval(5, 50, size) for size in (60, 100, 200, 1000))]
    endless = interval(5, 50)
    assert widths == sorted(widths)
    assert widths[-1] <= endless.upper - endless.lower


@pytest.mark.parametrize(
    ("found", "drawn", "population", "confidence", "code"),
    [
        (3, 2, None, SURE, "bad_counts"),
        (-1, 2, None, SURE, "bad_counts"),
        (0, 0, None, SURE, "bad_counts"),
        (0, 5, 4, SURE, "bad_counts"),
        (0, 5, 9, Decimal(1), "bad_confidence"),
        (0, 5, 9, 0.95, "bad_confidence"),
    ],
)
def test_it_refuses(found: int, drawn: int, population: int | None, confidence: Decimal, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        interval(found, drawn, population, confidence)
    assert refused.value.faults[0].code == code
