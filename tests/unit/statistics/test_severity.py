"""Severity: exact where nothing scatters, by hand for two reviewers, and silent where no case links them."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from zhiheng.domain.refusals import Refusal
from zhiheng.statistics import Card, severities

D = Decimal


def cards(rows: dict[str, dict[str, str]]) -> list[Card]:
    return [Card(case, reviewer, D(value)) for case, given in rows.items() for reviewer, value in given.items()]


def test_it_recovers_planted_severities_exactly_where_nothing_scatters() -> None:
    planted = {"甲": D("1.5"), "乙": D("-0.5"), "丙": D("-1")}
    pairs = [("甲", "乙"), ("乙", "丙"), ("甲", "丙"), ("甲", "乙")]
    rows = {f"C{n}": {who: str(D(4 + n) + planted[who]) for who in pair} for n, pair in enumerate(pairs)}
    told = severities(cards({**rows, "D": {"甲": "6.5"}}))
    assert {who: one.severity for who, one in told.reviewers.items()} == planted
    assert [told.cases[f"C{n}"].corrected for n in range(4)] == [4, 5, 6, 7]
    # A case read by one alone is corrected by what the shared ones taught: 6.5 - 1.5
    assert (told.cases["D"].raw, told.cases["D"].corrected) == (D("6.5"), 5)
    assert (told.reviewers["甲"].cards, told.reviewers["甲"].shared) == (4, 3)
    assert told.is_linked


def test_it_works_two_reviewers_by_hand() -> None:
    # Differences 1, 2, 3: the mean is 2, so +1 and -1. Scatter of a rating: Σ(d - 2)² / 2 = 1 for the residuals of
    # both, over 3 - 1 = 2: 0.5. The error is √(0.5 / 6) = 0.2887, half the mean's error √(1 / 3).
    rows = {"A": {"甲": "4", "乙": "3"}, "B": {"甲": "6", "乙": "4"}, "C": {"甲": "3", "乙": "0"}}
    told = severities(cards(rows)).reviewers
    assert (told["甲"].severity, told["乙"].severity) == (1, -1)
    assert (told["甲"].standard_error, told["乙"].standard_error) == (D("0.2887"), D("0.2887"))


def test_it_has_no_error_where_nothing_is_left_to_judge_by() -> None:
    told = severities(cards({"A": {"甲": "4", "乙": "3"}})).reviewers
    assert (told["甲"].severity, told["甲"].standard_error) == (D("0.5"), None)


def test_it_names_the_circles_that_no_case_links() -> None:
    rows = {"A": {"甲": "4", "乙": "2"}, "B": {"丙": "1", "丁": "9"}, "C": {"丁": "3", "戊": "1"}, "D": {"己": "2"}}
    told = severities(cards(rows))
    assert told.circles == (("丁", "丙", "戊"), ("乙", "甲"), ("己",))
    assert not told.is_linked
    assert "丁、丙、戊" in told.text.zh
    for circle in told.circles[:2]:
        assert sum(told.reviewers[who].severity or 0 for who in circle) == pytest.approx(0, abs=D("0.0002"))
    alone = told.reviewers["己"]
    assert (alone.severity, alone.shared, told.cases["D"].corrected) == (None, 0, None)
    assert told.cases["D"].raw == 2


def test_it_recovers_severities_within_their_errors() -> None:
    dice = random.Random(11)
    planted = dict(zip("甲乙丙丁戊", (1.2, 0.4, 0.0, -0.6, -1.0), strict=True))
    rows = {}
    for number in range(200):
        level, pair = dice.gauss(4, 2), dice.sample(sorted(planted), 2)
        rows[f"C{number}"] = {who: f"{level + planted[who] + dice.gauss(0, 0.8):.4f}" for who in pair}
    told = severities(cards(rows)).reviewers
    for who, value in planted.items():
        error = float(told[who].standard_error or 0)
        assert 0.05 < error < 0.12
        assert abs(float(told[who].severity or 9) - value) < 3.5 * error


def test_it_does_not_depend_on_the_order_and_refuses_two_cards() -> None:
    given = cards({"A": {"甲": "4", "乙": "3"}, "B": {"乙": "4", "丙": "1"}})
    assert severities(reversed(given)) == severities(given)
    with pytest.raises(Refusal) as refused:
        severities([*given, Card("A", "甲", D(5))])
    assert refused.value.faults[0].code == "two_cards"


def test_it_has_nothing_to_say_of_no_cards() -> None:
    told = severities([])
    assert (told.reviewers, told.cases, told.circles, told.is_linked) == ({}, {}, (), True)
