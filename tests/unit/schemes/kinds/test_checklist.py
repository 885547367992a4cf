"""`checklist`: an amount for each listed element that is missing, no more elements than the text lists."""

from __future__ import annotations

import pytest

from adapters.scoring_rules import faults_of, points_of, rule_of, sentence, unreported
from zhiheng.engine.weigh import column_of
from zhiheng.schemes.scoring import Setting

THREE = rule_of(
    "{id: D05-1-1-b, type: checklist, amount: 0.5, cap: 1.5, "
    "elements: [{zh: 事前公开}, {zh: 事中公示}, {zh: 事后公开}]}"
)
# D05-2-a: five elements at 0.5 give 2.5, the cap of 3 is only reached by counting penalty items (HN-AMB-07).
FIVE = rule_of(
    "{id: D05-2-a, type: checklist, amount: 0.5, cap: 3, elements: [甲, 乙, 丙, 丁, 戊], "
    "open_ended_by: {option: count_by, choice: penalty_item}}"
)
LOW = rule_of("{id: X, type: checklist, amount: 1, cap: 1.5, elements: [甲, 乙, 丙]}")


@pytest.mark.parametrize(
    ("written", "points"),
    [
        ("0", "0"),
        ("2", "1"),
        ("3", "1.5"),  # 3 × 0.5
        ("4", "refused"),  # the text lists three
        ("1;3", "1"),
        ("3;", "0.5"),  # the third alone
        ("３；", "0.5"),  # full-width
        ("2;2;2;", "0.5"),  # one element is missing once
        ("4;", "refused"),
        ("0;", "refused"),
        (";", "refused"),
        ("甲;", "refused"),
        ("无", "0"),
    ],
)
def test_it_takes_an_amount_for_each_element(written: str, points: str) -> None:
    assert points_of(THREE, written) == points


@pytest.mark.parametrize(
    ("written", "by_element", "by_penalty_item"),
    [
        ("5", "2.5", "2.5"),
        ("6", "refused", "3"),  # 6 × 0.5
        ("8", "refused", "3"),  # 8 × 0.5 = 4, the cap
        (str(10**25), "refused", "3"),
        ("1;5", "1", "1"),
        ("6;", "refused", "refused"),  # there is no sixth element to name
    ],
)
def test_it_counts_beyond_the_list_only_by_option(written: str, by_element: str, by_penalty_item: str) -> None:
    assert points_of(FIVE, written, count_by="element") == by_element
    assert points_of(FIVE, written, count_by="penalty_item") == by_penalty_item


def test_it_stops_at_its_cap() -> None:
    assert [points_of(LOW, number) for number in "0123"] == ["0", "1", "1.5", "1.5"]


@pytest.mark.parametrize(("counting", "tenths"), [("element", 25), ("penalty_item", 45)])
def test_it_counts_no_element_that_is_not_there(counting: str, tenths: int) -> None:
    # The column says nine; without the option there are five: 5 × 0.5 = 2.5, with it 9 × 0.5 = 4.5 before the cap.
    setting = Setting(1, {"count_by": counting})
    assert FIVE.scoring.uncapped(column_of([9], [1], [True]), setting).tolist() == [tenths]


def test_it_knows_the_most_it_can_reach() -> None:
    assert str(FIVE.scoring.most()) == "2.5"
    assert unreported(FIVE) == "0"


def test_it_names_the_elements() -> None:
    assert sentence(THREE, "1;3").zh == "缺 2 项（事前公开、事后公开）：2 × 0.5 = 1，上限 1.5"
    assert sentence(THREE, "2").en == "2 missing: 2 × 0.5 = 1, at most 1.5"


@pytest.mark.parametrize("missing", ["amount: 0.5", "elements: [甲]"])
def test_it_needs_an_amount_and_elements(missing: str) -> None:
    assert faults_of(f"{{id: A, type: checklist, {missing}}}") == ["missing_key"]
