"""Draws: the bytes of digest and rank as the contract has them, and what a larger size keeps."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.domain.refusals import Refusal
from zhiheng.sampling import draw, population_digest

IDS = st.lists(st.text("AB甲乙019-", min_size=1, max_size=4), min_size=1, max_size=40, unique=True)


def test_it_digests_ids_in_the_order_of_code_points() -> None:
    # B U+0042 < a U+0061 < 乙 U+4E59 < 甲 U+7532
    wanted = hashlib.sha256("B\na\n乙\n甲".encode()).hexdigest()
    assert population_digest(["甲", "a", "乙", "B", "a"]) == wanted


def test_it_ranks_by_a_keyed_digest() -> None:
    drawn = draw(["C-2", "C-1", "C-3"], size=2, seed="种子")
    digest = hashlib.sha256(b"C-1\nC-2\nC-3").hexdigest()
    key = ("种子\n" + digest).encode()
    ranks = {one: hmac.new(key, one.encode(), hashlib.sha256).hexdigest() for one in ("C-1", "C-2", "C-3")}
    wanted = sorted(ranks, key=lambda one: int(ranks[one], 16))[:2]
    assert drawn.population_digest == digest
    assert [(one.id, one.rank) for one in drawn.drawn] == [(one, ranks[one]) for one in wanted]


def test_it_writes_a_sheet() -> None:
    sheet = draw(["A", "B", "A"], size=1, seed="s").sheet()
    assert sheet["format"] == "zhiheng-draw/1"
    assert (sheet["seed"], sheet["size"], sheet["population"], sheet["repeated"]) == ("s", 1, 2, ["A"])
    assert len(sheet["drawn"]) == len(sheet["ranks"]) == 1
    assert "strata" not in sheet


def test_it_counts_repeated_ids_once() -> None:
    once, twice = draw(["A", "B", "C"], size=2, seed="s"), draw(["A", "C", "B", "A", "C", "A"], size=2, seed="s")
    assert once.drawn == twice.drawn
    assert twice.repeated == ("A", "C")


def test_it_draws_each_stratum_by_its_own_smallest_ranks() -> None:
    strata = {f"{name}{number}": name for name, count in (("甲", 6), ("乙", 3)) for number in range(count)}
    drawn = draw(strata, size=3, seed="s", strata=strata, column="单位")
    # 6/1, 3/1 = 3 and 6/3 = 2, 3/3 = 1: the third place is 甲's
    assert [(s.name, s.members, s.size) for s in drawn.strata or ()] == [("乙", 3, 1), ("甲", 6, 2)]
    for name, share in (("甲", 2), ("乙", 1)):
        alone = [one for one in draw(strata, size=9, seed="s").drawn if strata[one.id] == name]
        assert [one.id for one in drawn.drawn if one.stratum == name] == [one.id for one in alone[:share]]
    assert [one.rank for one in drawn.drawn] == sorted(one.rank for one in drawn.drawn)
    assert drawn.sheet()["strata"]["column"] == "单位"


@settings(deadline=None)
@given(IDS, st.data())
def test_it_begins_a_larger_draw_with_the_smaller(ids: list[str], data: st.DataObject) -> None:
    larger = data.draw(st.integers(1, len(ids)))
    smaller = data.draw(st.integers(1, larger))
    assert draw(ids, size=larger, seed="s").drawn[:smaller] == draw(ids, size=smaller, seed="s").drawn


@settings(deadline=None)
@given(IDS, st.data())
def test_it_keeps_everyone_of_a_smaller_draw_by_strata(ids: list[str], data: st.DataObject) -> None:
    strata = {one: data.draw(st.sampled_from("甲乙丙")) for one in ids}
    larger = data.draw(st.integers(1, len(ids)))
    smaller = data.draw(st.integers(1, larger))
    few, many = (draw(ids, size=size, seed="s", strata=strata) for size in (smaller, larger))
    assert set(few.drawn) <= set(many.drawn)


@settings(deadline=None)
@given(IDS, st.randoms())
def test_it_does_not_depend_on_the_order_of_the_population(ids: list[str], random: object) -> None:
    shuffled = list(ids)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert draw(shuffled, size=1, seed="s") == draw(ids, size=1, seed="s")


REFUSED = {
    "no_seed": {"ids": ["A"], "size": 1, "seed": ""},
    "empty_population": {"ids": [], "size": 1, "seed": "s"},
    "bad_size": {"ids": ["A", "A"], "size": 2, "seed": "s"},
    "bad_id": {"ids": ["A\nB", "C"], "size": 1, "seed": "s"},
    "no_stratum": {"ids": ["A", "B"], "size": 1, "seed": "s", "strata": {"A": "甲"}},
}


@pytest.mark.parametrize("code", REFUSED)
def test_it_refuses(code: str) -> None:
    given_values = dict(REFUSED[code])
    with pytest.raises(Refusal) as refused:
        draw(given_values.pop("ids"), **given_values)  # type: ignore[arg-type]
    assert {fault.code for fault in refused.value.faults} == {code}


def test_it_refuses_a_size_below_one_and_a_seed_that_is_no_text() -> None:
    for size, seed in ((0, "s"), (-1, "s"), (1, "\udc80")):
        with pytest.raises(Refusal):
            draw(["A"], size=size, seed=seed)
