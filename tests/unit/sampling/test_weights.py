"""Draws by risk: the key that everybody works out alike, what a weight may be, and what the sheet shows of it."""

from __future__ import annotations

from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.domain.refusals import Refusal
from zhiheng.sampling import draw, read_population, repeat
from zhiheng.sampling.weights import weighted_key

IDS = [f"C-{number:02}" for number in range(24)]
WEIGHTS = {one: Decimal(1 + index % 5) / 2 for index, one in enumerate(IDS)}
STRATA = {one: "甲乙"[index % 3 == 0] for index, one in enumerate(IDS)}


def weighted(**changes: Any) -> dict[str, Any]:
    drawn = draw(IDS, size=6, seed="s", weights=WEIGHTS, weights_column="风险")
    return {**drawn.sheet(), **changes}


def members(told: dict[str, Any], weights: dict[str, Decimal] | None = None) -> set[str]:
    return {one.member.split("[")[0] for one in repeat(told, IDS, weights=weights or WEIGHTS)}


def test_it_works_out_the_key_by_hand() -> None:
    # The rank 0x80…0 is 2^255, u = (2^256 + 1) / 2^257, to 40 digits 1/2.
    # ln 2 = 0.6931471805599453094172321214581765680755; its half ends on …403775 and goes to the even …40378.
    assert weighted_key("8" + "0" * 63, Decimal(2)) == Decimal("0.3465735902799726547086160607290882840378")


def test_it_does_not_heed_the_context_of_the_program() -> None:
    before = draw(IDS, size=6, seed="s", weights=WEIGHTS)
    with localcontext() as context:
        context.prec = 5
        assert draw(IDS, size=6, seed="s", weights=WEIGHTS) == before


def test_it_takes_equal_weights_in_the_order_of_falling_ranks() -> None:
    # -ln(u) falls as u grows: with equal weights the largest ranks come first.
    drawn = [one.id for one in draw(IDS, size=24, seed="s", weights=dict.fromkeys(IDS, 3)).drawn]
    plain = [one.id for one in draw(IDS, size=24, seed="s").drawn]
    assert drawn == plain[::-1]


def test_it_shows_weights_and_keys() -> None:
    told = weighted()["weights"]
    keys = [Decimal(key) for key in told["keys"]]
    assert told["column"] == "风险"
    assert keys == sorted(keys)
    assert told["drawn"] == [f"{WEIGHTS[one].normalize():f}" for one in weighted()["drawn"]]


def test_it_confirms_a_weighted_sheet_and_names_changes() -> None:
    assert repeat(weighted(), reversed(IDS), weights=WEIGHTS) == []
    told = weighted()["weights"]
    assert members(weighted(weights={**told, "keys": ["0", *told["keys"][1:]]})) == {"weights.keys"}
    assert members(weighted(weights={**told, "digest": "0" * 64})) == {"weights.digest"}
    heavier = {**WEIGHTS, next(one for one in IDS if one not in weighted()["drawn"]): Decimal(10**9)}
    assert {"weights.digest", "drawn"} <= members(weighted(), heavier)


def test_it_does_not_confirm_a_weighted_sheet_as_a_plain_one() -> None:
    without = {name: value for name, value in weighted().items() if name != "weights"}
    assert repeat(without, IDS) != []
    with pytest.raises(Refusal, match="weights"):
        repeat(weighted(), IDS)


def test_it_draws_by_weight_within_strata() -> None:
    drawn = draw(IDS, size=6, seed="s", weights=WEIGHTS, strata=STRATA, column="单位")
    order = [one.id for one in draw(IDS, size=24, seed="s", weights=WEIGHTS).drawn]
    assert [(s.name, s.members, s.size) for s in drawn.strata or ()] == [("乙", 8, 2), ("甲", 16, 4)]
    for name, share in (("甲", 4), ("乙", 2)):
        own = [one for one in order if STRATA[one] == name][:share]
        assert [one.id for one in drawn.drawn if one.stratum == name] == own
    assert repeat(drawn.sheet(), IDS, strata=STRATA, weights=WEIGHTS) == []


@settings(deadline=None, max_examples=30)
@given(st.data())
def test_it_begins_a_larger_draw_with_the_smaller(data: st.DataObject) -> None:
    weights = {one: data.draw(st.integers(1, 9)) for one in IDS[:8]}
    larger = data.draw(st.integers(1, 8))
    smaller = data.draw(st.integers(1, larger))
    many, few = (draw(weights, size=size, seed="s", weights=weights) for size in (larger, smaller))
    assert many.drawn[:smaller] == few.drawn


@pytest.mark.parametrize("weight", [0, -1, Decimal("NaN"), Decimal("Infinity"), Decimal("1E+12"), True, 0.5, None])
def test_it_refuses_what_is_no_weight(weight: Any) -> None:
    with pytest.raises(Refusal) as refused:
        draw(["A", "B"], size=1, seed="s", weights={"A": 1, "B": weight})
    assert [(fault.code, fault.place.clause) for fault in refused.value.faults] == [("bad_weight", "B")]


def test_it_reads_weights_from_a_column(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("编号,单位,风险\nA,甲,3\nB,乙,2.50\nA,甲,3.0\n", "utf-8")
    people = read_population(path, "单位", "风险")
    assert people.weights == {"A": Decimal(3), "B": Decimal("2.5")}
    assert (people.strata, people.weights_column) == ({"A": "甲", "B": "乙"}, "风险")


@pytest.mark.parametrize(
    ("rows", "code", "row"),
    [
        ("A,1\nB,0\n", "bad_weight", 3),
        ("A,1\nB\n", "bad_weight", 3),
        ("A,１\n", "bad_weight", 2),
        ("A,1e3\n", "bad_weight", 2),
        ("A,1\nA,2\n", "two_weights", 3),
    ],
)
def test_it_refuses_a_column_by_its_row(rows: str, code: str, row: int, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("id,w\n" + rows, "utf-8")
    with pytest.raises(Refusal) as refused:
        read_population(tmp_path / "p.csv", weights="w")
    assert [(fault.code, fault.place.row) for fault in refused.value.faults] == [(code, row)]
