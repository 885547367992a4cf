"""Verdicts on rates: above, below, or cannot be told apart; and all of a population leaves nothing to estimate."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhiheng.domain.refusals import Refusal
from zhiheng.statistics import verdict

D = Decimal


def test_it_says_on_which_side_the_whole_interval_lies() -> None:
    # 5 of 50: 3.32 % to 21.82 %
    assert verdict(5, 50, D("0.03")).verdict == "above"
    assert verdict(5, 50, D("0.22")).verdict == "below"
    for threshold in ("0.0332", "0.1", "0.2182"):
        assert verdict(5, 50, D(threshold)).verdict == "cannot_be_told_apart"


def test_it_tells_the_rate_the_interval_and_that_it_cannot_say() -> None:
    told = verdict(3, 40, D("0.1"))
    assert told.text.zh == "抽查 40 件，发现 3 件，比率 7.5%（95% 置信区间 1.57%–20.39%），与界限 10% 分不清"
    assert told.text.en.endswith("cannot be told apart from the threshold 10%")


def test_it_heeds_the_size_of_the_population() -> None:
    # 12 of 100 leave an endless population between 6.35 % and 20.03 %, one of 110 between 12 and 17 cases
    assert verdict(12, 100, D("0.1")).verdict == "cannot_be_told_apart"
    told = verdict(12, 100, D("0.1"), population=110)
    assert (told.verdict, told.interval.least) == ("above", 12)


@pytest.mark.parametrize(
    ("threshold", "wanted", "words"),
    [
        ("0.3333", "above", "高于"),
        ("0.3334", "below", "低于"),
        ("0.33", "above", "高于"),
    ],
)
def test_it_compares_the_rate_itself_where_all_were_drawn(threshold: str, wanted: str, words: str) -> None:
    # 1/3 lies between the two, though the bounds at four places would hold them both
    told = verdict(100, 300, D(threshold), population=300)
    assert (told.verdict, words in told.text.zh) == (wanted, True)


def test_it_names_a_rate_that_equals_the_threshold() -> None:
    told = verdict(30, 300, D("0.1"), population=300)
    assert (told.verdict, "等于界限 10%" in told.text.zh) == ("cannot_be_told_apart", True)


@pytest.mark.parametrize("threshold", ["0", "1", "NaN"])
def test_it_refuses_a_threshold_that_is_no_rate(threshold: str) -> None:
    with pytest.raises(Refusal):
        verdict(1, 10, D(threshold))
