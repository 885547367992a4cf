"""Shrunk figures: between the raw and the common one, the nearer the fewer the cases; the raw one stays beside."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from zhiheng.domain.refusals import Refusal
from zhiheng.statistics import shrink_averages, shrink_rates

D = Decimal
RATES = {"小": (3, 4), "中": (12, 60), "大": (30, 200), "零": (0, 5), "无": (0, 0)}


def test_it_moves_small_units_furthest_towards_the_common_rate() -> None:
    told = shrink_rates(RATES)
    common = D(45) / 269
    assert list(told) == ["小", "中", "大", "零"]  # a unit of which nothing was drawn has no rate
    assert told["小"].weight < told["零"].weight < told["中"].weight < told["大"].weight
    for one in told.values():
        low, high = sorted((one.raw, common))
        assert low <= one.shrunk <= high
        assert one.lower is not None and one.upper is not None
        assert 0 <= one.lower < one.shrunk < one.upper <= 1
        assert one.is_shrunk
    assert told["小"].raw == D("0.7500")


def test_it_says_that_it_is_an_estimate_and_keeps_the_raw_figure() -> None:
    text = shrink_rates(RATES)["小"].text
    assert "估计值，不代替原值 0.75" in text.zh
    assert "never in place of the raw 0.75" in text.en


def test_it_leans_on_the_common_rate_where_units_are_alike_and_on_their_own_where_not() -> None:
    alike = shrink_rates({f"U{n}": (10, 50) for n in range(12)})
    apart = shrink_rates({f"U{n}": (5 if n % 2 else 45, 50) for n in range(12)})
    assert all(one.weight < D("0.5") for one in alike.values())
    assert all(one.weight > D("0.95") for one in apart.values())


def test_it_leaves_rates_raw_where_nothing_can_be_estimated() -> None:
    for counts in ({"甲": (3, 10)}, {"甲": (0, 10), "乙": (0, 5)}, {"甲": (7, 7), "乙": (5, 5)}):
        for one in shrink_rates(counts).values():
            assert (one.is_shrunk, one.shrunk, one.lower, one.weight) == (False, one.raw, None, 1)


def test_it_shrinks_averages_by_their_cases() -> None:
    deductions = {
        "一件": [D(8)],
        "五件": [D(value) for value in (6, 7, 8, 9, 10)],
        "多件": [D(value) for value in (1, 2, 3, 2, 2)] * 8,
        "另一": [D(value) for value in (3, 4, 2, 3)] * 5,
        "空": [],
    }
    told = shrink_averages(deductions)
    assert [told[name].raw for name in ("一件", "五件", "多件", "另一")] == [8, 8, 2, 3]
    assert "空" not in told
    assert told["一件"].shrunk < told["五件"].shrunk < 8
    assert told["一件"].weight < told["五件"].weight < told["多件"].weight
    assert (told["一件"].upper or 0) - (told["一件"].lower or 0) > (told["五件"].upper or 0) - (told["五件"].lower or 0)


def test_it_leaves_averages_raw_where_the_scatter_is_not_known() -> None:
    told = shrink_averages({"甲": [D(3)], "乙": [D(1)]})
    assert [(one.is_shrunk, one.shrunk) for one in told.values()] == [(False, 3), (False, 1)]
    assert shrink_averages({"甲": [D(1), D(2)]})["甲"].is_shrunk is False


def test_it_takes_averages_as_they_are_where_cases_do_not_scatter() -> None:
    told = shrink_averages({"甲": [D(3), D(3)], "乙": [D(1), D(1)]})
    assert [(one.shrunk, one.weight) for one in told.values()] == [(3, 1), (1, 1)]


def test_it_comes_nearer_to_the_truth_than_the_raw_figures() -> None:
    dice = random.Random(2)
    truth = {f"U{n}": min(0.95, max(0.02, dice.gauss(0.3, 0.08))) for n in range(60)}
    counts = {
        name: (sum(dice.random() < rate for _ in range(n)), n)
        for name, rate in truth.items()
        if (n := dice.randint(3, 25))
    }
    told = shrink_rates(counts)
    raw = sum((float(told[name].raw) - rate) ** 2 for name, rate in truth.items())
    shrunk = sum((float(told[name].shrunk) - rate) ** 2 for name, rate in truth.items())
    assert shrunk < raw / 2
    held = sum(float(told[name].lower or 0) <= rate <= float(told[name].upper or 1) for name, rate in truth.items())
    assert held >= 52  # of 60; 95 % are 57


@pytest.mark.parametrize("counts", [{"甲": (3, 2)}, {"甲": (-1, 2), "乙": (1, 2)}])
def test_it_refuses_counts_that_cannot_be(counts: dict[str, tuple[int, int]]) -> None:
    with pytest.raises(Refusal) as refused:
        shrink_rates(counts)
    assert refused.value.faults[0].place.clause == "甲"
