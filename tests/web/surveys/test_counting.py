"""Counting: satisfied by respondents as a fraction, weights by stratum, small counts kept back, intervals and bands."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from zhiheng_web.surveys import counting, intervals, questions
from zhiheng_web.surveys.counting import Line, Tally
from zhiheng_web.surveys.percentages import percent

USUAL = questions.usual()
HUNAN = intervals.bands_of("hunan-2020", "D08-2-a")


def _tally(*pairs: tuple[str, dict[str, str]]) -> Tally:
    return counting.count(USUAL, pairs, {})


def test_it_counts_satisfied_of_those_with_an_opinion() -> None:
    tally = _tally(
        ("questionnaire", {"q1": "1", "q2": "1"}),
        ("questionnaire", {"q1": "3", "q2": "1"}),
        ("telephone", {"q1": "2"}),
        ("telephone", {"q1": "6"}),  # 不了解: neither a respondent nor satisfied
    )
    assert (tally.respondents, tally.satisfied, tally.uncounted) == (3, 2, 1)
    assert tally.rate == Fraction(2, 3)
    assert [(line.way, line.respondents) for line in tally.by("way")] == [("questionnaire", 2), ("telephone", 1)]
    assert counting.read(tally.as_data()) == tally


def test_it_weighs_each_stratum_by_its_share() -> None:
    tally = Tally((Line("questionnaire", "1", 10, 9), Line("telephone", "1", 10, 7), Line("telephone", "2", 5, 2)))
    weighted = counting.weigh(tally, {"1": "0.6", "2": "0.4"})
    assert weighted is not None
    assert weighted.rate == Fraction(64, 100)  # 0.6 × 16/20 + 0.4 × 2/5 = 0.48 + 0.16


def test_it_weighs_nothing_where_a_stratum_is_empty() -> None:
    weighted = counting.weigh(Tally((Line("telephone", "1", 10, 9),)), {"1": "0.6", "2": "0.4"})
    assert weighted is not None
    assert weighted.rate is None
    assert counting.weigh(Tally(), {}) is None


@pytest.mark.parametrize(("respondents", "is_few"), [(29, True), (30, False)])
def test_it_warns_below_thirty(respondents: int, is_few: bool) -> None:
    assert Tally((Line("telephone", "", respondents, 3),)).is_few is is_few


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"1": 20, "2": 10, "3": 0}, {"1": 20, "2": 10, "3": 0}),
        # 4 alone would follow from the sum of 34, so the next smallest goes along.
        ({"1": 20, "2": 10, "3": 4}, {"1": 20, "2": None, "3": None}),
        ({"1": 20, "2": 3, "3": 4}, {"1": 20, "2": None, "3": None}),
    ],
)
def test_it_shows_no_count_below_five(counts: dict[str, int], shown: dict[str, int | None]) -> None:
    assert counting.shown(counts) == shown


@pytest.mark.parametrize(
    ("satisfied", "respondents", "low", "high"),
    [
        # Newcombe (1998), Statistics in Medicine 17, table I, method 3.
        (81, 263, "0.2553", "0.3662"),
        (15, 148, "0.0624", "0.1605"),
        (0, 20, "0.0000", "0.1611"),
        (1, 29, "0.0061", "0.1718"),
        (20, 20, "0.8389", "1.0000"),
    ],
)
def test_it_computes_the_wilson_interval(satisfied: int, respondents: int, low: str, high: str) -> None:
    found = intervals.wilson(satisfied, respondents)
    assert found is not None
    assert (f"{found.low:.4f}", f"{found.high:.4f}") == (low, high)


def test_it_has_no_interval_without_respondents() -> None:
    assert intervals.wilson(0, 0) is None


def test_it_says_which_bands_the_interval_touches() -> None:
    # 85 of 100: p = 0.85, the interval reaches from 0.767 to 0.907, over two bands.
    found = intervals.touched(HUNAN, Fraction(85, 100), intervals.wilson(85, 100))
    assert [band.deduct for band in found if band.meets] == [Decimal(0), Decimal(1)]
    assert [band.deduct for band in found if band.holds_rate] == [Decimal(0)]


def test_it_says_where_two_bands_claim_the_rate() -> None:
    found = intervals.touched(HUNAN, Fraction(3, 4), intervals.wilson(75, 100))
    assert [band.deduct for band in found if band.claims_rate] == [Decimal(1), Decimal(2)]  # HN-AMB-01
    assert [band.deduct for band in found if band.holds_rate] == [Decimal(2)]


def test_it_touches_a_band_that_lies_between_its_ends() -> None:
    # 3 of 6: from 0.188 to 0.812, over everything from 50 % down to the band of 75-85 %.
    found = intervals.touched(HUNAN, Fraction(1, 2), intervals.wilson(3, 6))
    assert [band.deduct for band in found if band.meets] == [Decimal(1), Decimal(2), Decimal(3), Decimal(4)]


def test_it_knows_no_bands_of_an_unknown_rule() -> None:
    assert intervals.bands_of("hunan-2020", "D99") == ()
    assert intervals.bands_of("no-such-scheme", "D08-2-a") == ()


def test_it_cuts_a_rate_off_so_that_it_seems_to_reach_no_bound() -> None:
    rate = Fraction(84999, 100000)
    assert percent(rate) == "84.99%"
    assert percent(rate, up=True) == "85.00%"
    assert percent(None) == "—"
