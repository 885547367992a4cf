"""Krippendorff's alpha: his own worked example, small tables by hand, missing ratings, the interval and its seed."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest

from zhiheng.domain.refusals import Refusal
from zhiheng.statistics import Rating, agreement

# Krippendorff, Computing Krippendorff's Alpha-Reliability: four observers, twelve units, a point where one is missing.
PUBLISHED = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}


def table(rows: dict[str, str], item: str = "") -> list[Rating]:
    return [
        Rating(f"U{unit}", observer, Decimal(value), item)
        for observer, values in rows.items()
        for unit, value in enumerate(values.split())
        if value != "."
    ]


def alpha(rows: dict[str, str], level: Any = "nominal", **asked: Any) -> Any:
    return agreement(table(rows), level=level, seed=1, **{"rounds": 10, **asked}).overall


@pytest.mark.parametrize(("level", "wanted"), [("nominal", "0.743"), ("ordinal", "0.815"), ("interval", "0.849")])
def test_it_gives_what_krippendorff_published(level: str, wanted: str) -> None:
    told = alpha(PUBLISHED, level)
    assert told.value.quantize(Decimal("0.001")) == Decimal(wanted)
    # The twelfth unit was read by one observer alone and counts for nothing.
    assert (told.cases, told.ratings) == (11, 40)


def test_it_works_a_small_table_by_hand() -> None:
    # 0-0, 0-1, 1-1: coincidences 00: 2, 01 and 10: 1 each, 11: 2; six values, three of each.
    # Observed 2, by chance (3 × 3 + 3 × 3) / (6 - 1) = 3.6: 1 - 2 / 3.6 = 0.4444
    assert alpha({"A": "0 0 1", "B": "0 1 1"}).value == Decimal("0.4444")
    # The same disagreement at a distance of 5 is as much, squared, above and below the line.
    assert alpha({"A": "0 0 5", "B": "0 5 5"}, "interval").value == Decimal("0.4444")


def test_it_is_one_where_all_agree_and_below_nought_where_they_oppose() -> None:
    told = alpha({"A": "1 2 3", "B": "1 2 3"})
    assert (told.value, told.lower, told.upper) == (1, 1, 1)
    assert alpha({"A": "1 2", "B": "2 1"}).value < 0


def test_it_does_not_define_agreement_without_pairs_or_differences() -> None:
    assert alpha({"A": "1 2 3"}).value is None
    told = alpha({"A": "2 2 2", "B": "2 2 2"})
    assert (told.value, told.lower, told.upper) == (None, None, None)
    assert "没有定义" in told.text.zh


def test_it_tells_items_apart() -> None:
    both = [*table({"A": "1 2 3 1", "B": "1 2 3 1"}, "证据"), *table({"A": "1 2 3 1", "B": "2 3 1 1"}, "程序")]
    told = agreement(both, level="nominal", seed=1, rounds=10)
    assert list(told.items) == ["程序", "证据"]
    assert told.items["证据"].value == 1
    assert told.items["程序"].value < told.overall.value < 1
    assert told.overall.cases == 4  # the two items of a case are one case


def test_it_gives_the_same_interval_for_the_same_seed_and_any_order() -> None:
    ratings = table(PUBLISHED)
    shuffled = random.Random(3).sample(ratings, len(ratings))
    once, twice = (agreement(given, level="ordinal", seed=7, rounds=200) for given in (ratings, shuffled))
    assert once == twice
    assert once.overall.lower < once.overall.value <= once.overall.upper
    assert agreement(ratings, level="ordinal", seed=8, rounds=200).overall.lower != once.overall.lower


def test_it_narrows_with_more_cases() -> None:
    dice = random.Random(5)

    def width(cases: int) -> Decimal:
        true = [dice.randint(0, 4) for _ in range(cases)]
        rows = {
            one: " ".join(str(value if dice.random() < 0.7 else dice.randint(0, 4)) for value in true) for one in "AB"
        }
        told = alpha(rows, "interval", rounds=300)
        return Decimal(told.upper - told.lower)

    assert width(400) < width(25) / 2


@pytest.mark.parametrize("asked", [{"level": "ratio"}, {"seed": -1}, {"rounds": 0}, {"confidence": Decimal(1)}])
def test_it_refuses(asked: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        agreement(table(PUBLISHED), **{"level": "nominal", "seed": 1, **asked})


def test_it_refuses_two_values_of_one_reviewer() -> None:
    twice = [Rating("U1", "A", Decimal(1)), Rating("U1", "A", Decimal(2))]
    with pytest.raises(Refusal) as refused:
        agreement(twice, level="nominal", seed=1)
    assert refused.value.faults[0].code == "two_ratings"
