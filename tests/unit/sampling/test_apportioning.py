"""Sainte-Laguë: worked by hand, never more than there are, and never taken back when the size grows."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.sampling import apportion

MEMBERS = st.dictionaries(st.text("甲乙丙丁戊abc", min_size=1, max_size=2), st.integers(1, 40), min_size=1, max_size=7)


def test_it_shares_by_odd_divisors() -> None:
    # 53/1 = 53, 24/1 = 24, 23/1 = 23, 53/3 = 17.7, 53/5 = 10.6, 24/3 = 8, 23/3 = 7.7, 53/7 = 7.6: seven places
    assert apportion({"甲": 53, "乙": 24, "丙": 23}, 7) == {"甲": 3, "乙": 2, "丙": 2}


def test_it_serves_the_name_that_sorts_first_where_claims_are_equal() -> None:
    assert apportion({"b": 10, "a": 10, "c": 10}, 2) == {"a": 1, "b": 1, "c": 0}
    # 丙 U+4E19 < 乙 U+4E59 < 甲 U+7532
    assert apportion({"甲": 5, "乙": 5, "丙": 5}, 1) == {"丙": 1, "乙": 0, "甲": 0}
    # 9/3 = 3 = 3/1
    assert apportion({"x": 9, "a": 3}, 2) == {"a": 1, "x": 1}


def test_it_gives_everybody_a_place_when_all_are_drawn() -> None:
    assert apportion({"a": 1, "b": 100, "c": 2}, 103) == {"a": 1, "b": 100, "c": 2}


@settings(deadline=None)
@given(MEMBERS, st.data())
def test_it_never_gives_more_than_there_are(members: dict[str, int], data: st.DataObject) -> None:
    size = data.draw(st.integers(0, sum(members.values())))
    places = apportion(members, size)
    assert sum(places.values()) == size
    assert all(places[name] <= count for name, count in members.items())


@settings(deadline=None)
@given(MEMBERS)
def test_it_takes_no_place_back_when_the_size_grows(members: dict[str, int]) -> None:
    before = apportion(members, 0)
    for size in range(1, sum(members.values()) + 1):
        after = apportion(members, size)
        assert all(after[name] >= before[name] for name in members)
        before = after


@settings(deadline=None)
@given(MEMBERS, st.data())
def test_it_is_the_method_of_divisors(members: dict[str, int], data: st.DataObject) -> None:
    """No stratum without a place has a better claim than one had to its last place."""
    places = apportion(members, data.draw(st.integers(1, sum(members.values()))))
    last = [Fraction(members[name], 2 * given - 1) for name, given in places.items() if given]
    following = [Fraction(members[name], 2 * given + 1) for name, given in places.items()]
    assert min(last) >= max(following)
