"""Weighing: whole numbers of the smallest step, exact in 64 bits and beyond, rounded only where it is said."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from adapters.scheme_files import SMALL, altered, read_text
from zhiheng.domain.numbers import shortest
from zhiheng.domain.scheme import Scheme
from zhiheng.engine.weigh import EXEMPT, NOT_APPLICABLE, Sheet, Weighed, column_of, places_of, weigh

RESCALE = {"not_applicable": "rescale"}
BONUS = """\
- id: B
  kind: bonus
  items:
  - id: B01
    rules: [{id: B01-a, type: bonus_per_unit, amount: 0.5, zh: 加分}]
"""


def sheet(*, states: dict[str, list[int]] | None = None, kinds: tuple[str, ...] = (), **counts: list[int]) -> Sheet:
    """Return a sheet of counts by rule (`D01_2_a` stands for D01-2-a)."""
    size = len(next(iter(counts.values()))) if counts else len(kinds)
    columns = {
        name.replace("_", "-"): column_of(values, [1] * len(values), [True] * len(values))
        for name, values in counts.items()
    }
    told = {name: np.array(values, dtype=np.int8) for name, values in (states or {}).items()}
    return Sheet(kinds or ("",) * size, columns, told)


def scores(weighed: Weighed) -> list[str]:
    return [shortest(weighed.setting.points(score)) for score in weighed.score]


def weighed(folder: Path, given: Sheet, text: str = SMALL, **options: str) -> Weighed:
    return weigh(read_text(folder, text), given, options)


def test_it_weighs_a_column_of_units(tmp_path: Path) -> None:
    told = weighed(tmp_path, sheet(D01_2_a=[0, 1, 7, 12, 13], D01_1_a=[0, 0, 1, 1, 5], D01_1_b=[0, 1, 1, 0, 1]))
    # 10; 10 - 2 - 0.5; 10 - 4 - 3.5 (b is skipped); 10 - 4 - 6; the same, capped at 6
    assert scores(told) == ["10", "7.5", "2.5", "0", "0"]
    assert list(told.superseded["D01-1-b"]) == [False, False, True, True, True]


def test_no_input_costs_nothing(tmp_path: Path) -> None:
    assert scores(weighed(tmp_path, Sheet(("", ""), {}))) == ["10", "10"]


@pytest.mark.parametrize(
    ("amount", "places"), [("0.5", 1), ("0.50", 1), ("0.25", 2), ("1", 0), ("0.0001", 4), ("100", 0)]
)
def test_the_step_is_that_of_the_finest_number(amount: str, places: int, tmp_path: Path) -> None:
    scheme = read_text(tmp_path, altered(SMALL, ("amount: 0.5", f"amount: {amount}")))
    assert places_of(scheme, {}) == places
    assert places_of(scheme, RESCALE) == max(places, 4)
    assert places_of(scheme, {"total_cap": "9.125"}) == max(places, 3)


@pytest.mark.parametrize("count", [2**31 - 1, 2**31, 2**63, 10**25 + 3, 10**30 + 1])
def test_huge_counts_stay_exact(count: int, tmp_path: Path) -> None:
    told = weighed(tmp_path, sheet(B01_a=[count, 3], D01_2_a=[count, 3]), SMALL + BONUS)
    # the cap takes 6 of 10; the bonus has no cap: count × 0.5
    assert int(told.score[0]) == count * 5 + 40  # in tenths
    assert int(told.score[1]) == 3 * 5 + 100 - 3 * 5
    assert told.points["D01-2-a"].tolist() == [60, 15]


@pytest.mark.parametrize(
    ("amount", "count"), [("0.0000000001", 2**31 - 1), ("30000.0000000001", 2**31 - 1), ("4000000.0000001", 1234567)]
)
def test_fine_points_never_wrap(amount: str, count: int, tmp_path: Path) -> None:
    text = altered(SMALL, ("amount: 0.5, cap: 6", f"amount: {amount}")) + BONUS
    told = weighed(tmp_path, sheet(B01_a=[count], D01_2_a=[count]), text)
    assert told.setting.points(told.uncapped["D01-2-a"][0]) == Decimal(amount) * count
    kept = max(Decimal(10) - min(Decimal(amount) * count, Decimal(6)), Decimal(0))
    assert told.setting.points(told.score[0]) == kept + Decimal("0.5") * count


@pytest.mark.parametrize(
    ("amount", "away", "count", "score"),
    [
        ("0.5", "D01-1", 1, "9.1667"),  # (10 - 4 - 0.5) ÷ 6 × 10 = 9.16666…
        ("0.5", "D01-1", 3, "7.5"),  # 4.5 ÷ 6 × 10
        ("0.5", "D01-2", 0, "10"),
        ("0.25", "D01-1", 1, "9.5833"),  # 5.75 ÷ 6 × 10 = 9.58333…
        ("0.00003", "D01-1", 1, "9.99995"),  # five places, because the scheme has five: 5.99997 ÷ 6 × 10
    ],
)
def test_it_rescales_half_up(amount: str, away: str, count: int, score: str, tmp_path: Path) -> None:
    text = altered(SMALL, ("amount: 0.5", f"amount: {amount}"))
    given = sheet(states={away: [NOT_APPLICABLE]}, D01_2_a=[count])
    assert scores(weighed(tmp_path, given, text, **RESCALE)) == [score]
    # without the option what does not apply keeps its points
    kept = Decimal(10) - (Decimal(amount) * count if away == "D01-1" else 0)
    assert scores(weighed(tmp_path, given, text)) == [shortest(kept)]


def test_half_of_the_last_place_goes_up(tmp_path: Path) -> None:
    # 16 points, 4 do not apply: 16 ÷ 12 = 4/3. 0.0003 × 4/3 = 0.0004; 0.0001 × 4/3 = 0.00013…
    text = altered(SMALL.replace("points: 10", "points: 16"), ("      points: 6", "      points: 12"))
    given = sheet(states={"D01-1": [NOT_APPLICABLE] * 3}, D01_2_a=[1, 2, 3])
    told = weighed(tmp_path, given, altered(text, ("amount: 0.5", "amount: 0.0001")), **RESCALE)
    # 15.999866… → 15.9999; 15.999733… → 15.9997; 15.9996 exactly
    assert scores(told) == ["15.9999", "15.9997", "15.9996"]
    # 10 points, 2 of 10 do not apply: 10 ÷ 8 = 1.25; 8 - 0.0002 = 7.9998; × 1.25 = 9.99975 → 9.9998, half up
    eighth = altered(SMALL, ("      points: 4", "      points: 2"), ("      points: 6", "      points: 8"))
    told = weighed(tmp_path, given, altered(eighth, ("amount: 0.5", "amount: 0.0002")), **RESCALE)
    assert scores(told)[0] == "9.9998"


def test_rescaling_never_falls_below_zero(tmp_path: Path) -> None:
    conduct = "  - id: T\n    from_total: true\n    rules: [{id: T-a, type: per_unit, amount: 1, zh: 不文明}]\n"
    given = sheet(states={"D01-1": [NOT_APPLICABLE] * 3}, T_a=[3, 6, 9])
    # 6 points apply: (6 - 3) ÷ 6 × 10 = 5; nothing is left; never below nothing
    assert scores(weighed(tmp_path, given, SMALL + conduct, **RESCALE)) == ["5", "0", "0"]


def test_nothing_applies_keeps_everything(tmp_path: Path) -> None:
    given = sheet(states={"D01-1": [NOT_APPLICABLE], "D01-2": [NOT_APPLICABLE]}, D01_2_a=[5])
    assert scores(weighed(tmp_path, given, **RESCALE)) == ["10"]


def test_an_exempt_sub_item_costs_nothing_and_is_not_rescaled(tmp_path: Path) -> None:
    given = sheet(states={"D01-2": [EXEMPT, 0]}, D01_2_a=[5, 5], D01_1_b=[1, 1])
    assert scores(weighed(tmp_path, given, **RESCALE)) == ["8", "5.5"]


@pytest.mark.parametrize(("cap", "score"), [("none", "14"), ("12", "12"), ("10.125", "10.125"), ("", "14")])
def test_the_total_may_have_a_cap(cap: str, score: str, tmp_path: Path) -> None:
    given = sheet(B01_a=[8])  # 10 + 8 × 0.5
    assert scores(weighed(tmp_path, given, SMALL + BONUS, total_cap=cap)) == [score]


def test_a_deduction_from_the_total_has_no_share_of_the_full_mark(tmp_path: Path) -> None:
    conduct = "  - id: T\n    from_total: true\n    rules: [{id: T-a, type: per_unit, amount: 3, zh: 不文明}]\n"
    told = weighed(tmp_path, sheet(T_a=[1, 3, 4], D01_2_a=[2, 0, 0]), SMALL + conduct)
    assert scores(told) == ["6", "1", "0"]  # 10 - 3 - 1; 10 - 9; never below zero


def by_kind(folder: Path) -> Scheme:
    kinds = "  city: {zh: 设区的市, en: city}\n"
    text = altered(SMALL, (kinds, kinds + "  county: {zh: 县, en: county}\n"))
    text = altered(text, ("      points: 6\n", "      points: 6\n      applies_to: [city]\n"))
    return read_text(folder, text)


@pytest.mark.parametrize(("options", "expected"), [({}, ["9", "10", "9"]), (RESCALE, ["9", "10", "9"])])
def test_what_binds_one_kind_costs_the_others_nothing(
    options: dict[str, Any], expected: list[str], tmp_path: Path
) -> None:
    given = sheet(kinds=("city", "county", ""), D01_2_a=[2, 2, 2])
    # a unit without kind gets everything; a county keeps (or is rescaled to) the whole mark
    assert scores(weigh(by_kind(tmp_path), given, options)) == expected


def test_rates_stay_fractions(tmp_path: Path) -> None:
    rule = "{id: D01-2-a, type: threshold, amount: 6, threshold: 0.3333333333, zh: 未达到}"
    old = "{id: D01-2-a, type: per_unit, amount: 0.5, cap: 6, unit_zh: 起, zh: 每发现一起}"
    column = column_of([1, 333_333_333, 3_333_333_333], [3, 10**9, 10**10], [True] * 3)
    told = weigh(read_text(tmp_path, altered(SMALL, (old, rule))), Sheet(("",) * 3, {"D01-2-a": column}), {})
    # 1/3 and the bound itself pass; 0.333333333 is a hair below it
    assert scores(told) == ["10", "4", "10"]
