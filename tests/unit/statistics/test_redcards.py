"""Red cards: the source's rule to the hundredth, and beside it the probability, which few cases keep low."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from zhiheng.domain.refusals import Refusal
from zhiheng.statistics import red_cards, shows_red_card

D = Decimal


def test_it_shows_a_card_at_three_points_and_not_below() -> None:
    # 扣3分以上 includes 3 (WX-19): 9 / 3 = 3, and 299.9999 / 100 stays below
    assert shows_red_card(Fraction(9, 3), 3)
    assert not shows_red_card(D("2.999999"), 100)
    assert shows_red_card(D("3"), 1)
    assert not shows_red_card(D("3"), 0)


def test_it_heeds_minimum_threshold_and_wanted_probability() -> None:
    assert not shows_red_card(D(5), 2, 3)
    assert shows_red_card(D(5), 3, 3, D(5))
    assert shows_red_card(D(5), 3, probability=D("0.95"), wanted_probability=D("0.95"))
    assert not shows_red_card(D(5), 3, probability=D("0.9499"), wanted_probability=D("0.95"))
    # A doubt is not held against a person.
    assert not shows_red_card(D(5), 3, probability=None, wanted_probability=D("0.95"))


def month() -> dict[str, list[Decimal]]:
    dice = random.Random(4)
    others = {f"O{n:02}": [D(dice.choice((0, 0, 1, 2, 4))) for _ in range(10)] for n in range(12)}
    return {**others, "少": [D(5)], "多": [D(value) for value in (4, 5, 6, 5)] * 5, "无": []}


def test_it_returns_both_answers() -> None:
    told = red_cards(month(), wanted_probability=D("0.95"))
    assert "无" not in told  # no cases, no average, no rank (WX-18)
    assert (told["少"].shows_by_source, told["少"].shows) == (True, False)
    assert (told["多"].shows_by_source, told["多"].shows) == (True, True)
    assert (told["多"].average, told["多"].exact, told["多"].cases) == (5, 5, 20)


def test_it_is_surer_with_more_cases() -> None:
    told = red_cards(month())
    assert told["少"].average == told["多"].average
    assert (told["少"].probability or 0) < D("0.95") < D("0.99") < (told["多"].probability or 0)
    assert told["少"].shows  # without a wanted probability the rule of the source stands
    assert "不代替平均分" in told["多"].text.zh


def test_it_compares_the_exact_average() -> None:
    # 8.9999 / 3 is 2.99996…, shown as 3.0000, and below 3 all the same
    told = red_cards({"甲": [D(3), D(3), D("2.9999")], "乙": [D(1), D(2)]})["甲"]
    assert (told.average, told.shows_by_source) == (D("3.0000"), False)


def test_it_has_no_probability_where_the_scatter_is_not_known() -> None:
    told = red_cards({"甲": [D(4)], "乙": [D(1)]}, wanted_probability=D("0.9"))
    assert [(one.probability, one.shows) for one in told.values()] == [(None, False), (None, False)]
    assert told["甲"].shows_by_source
    assert "估计不出" in told["甲"].text.zh


def test_it_is_certain_where_cases_do_not_scatter() -> None:
    told = red_cards({"甲": [D(3), D(3)], "乙": [D(1), D(1)]})
    assert [one.probability for one in told.values()] == [1, 0]


def test_it_is_the_normal_tail_where_officers_differ_widely() -> None:
    # Officers from 0 to 950: each stands for himself. Σ(x - mean)² = 5 × 0.6 = 3 over 4 - 1, so σ² = 1, over four cases
    # 0.5 as the error of the average: P = Φ((3.5 - 3) / 0.5) = Φ(1) = 0.8413
    steps = [step * D("0.7746") for step in (D("-1.5"), D("-0.5"), D("0.5"), D("1.5"))]
    deductions = {f"O{n}": [D(50 * n) + step for step in steps] for n in range(20)}
    deductions["甲"] = [D("3.5") + step for step in steps]
    assert float(red_cards(deductions)["甲"].probability or 0) == pytest.approx(0.8413, abs=0.001)


@pytest.mark.parametrize("rule", [{"minimum_cases": 0}, {"wanted_probability": D(1)}, {"wanted_probability": D(0)}])
def test_it_refuses_a_rule_that_is_none(rule: dict[str, Decimal]) -> None:
    with pytest.raises(Refusal) as refused:
        red_cards({"甲": [D(1)]}, **rule)  # type: ignore[arg-type]
    assert refused.value.faults[0].code == "bad_rule"
