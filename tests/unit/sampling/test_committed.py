"""Draws from a committed population: what an operator who wants to spare a friend tries, and that it gains nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from zhiheng.domain.refusals import Refusal
from zhiheng.sampling import (
    Exclusion,
    Population,
    SheetDifference,
    check_commitment,
    commit,
    draw,
    draw_committed,
    redraw_of,
    repeat_committed,
)

IDS = tuple(f"C-{number:02}" for number in range(40))
FRIEND = "C-07"
DAY = date(2026, 11, 19)
FORM = "2026133-######"
PUBLIC = "2026133-031217"
PEOPLE = Population(IDS, {one: "甲乙"[int(one[2:]) % 2] for one in IDS}, "单位", dict.fromkeys(IDS, Decimal(1)), "风险")


def promise(people: Population = PEOPLE, **changes: Any) -> Any:
    told: dict[str, Any] = {
        "seed_source": "双色球 2026133 期红球",
        "seed_not_before": DAY,
        "seed_form": FORM,
        "size": 8,
    }
    return commit(people, **{**told, **changes})


def members(differences: Sequence[SheetDifference]) -> set[str]:
    return {one.member.split("[")[0] for one in differences}


def test_it_draws_and_repeats_what_was_committed() -> None:
    one = promise(exclusions=[Exclusion(FRIEND, "正在复议")])
    drawn = draw_committed(one, PEOPLE, seed=PUBLIC, drawn_at=datetime(2026, 11, 19, 22, tzinfo=UTC))
    assert (drawn.size, drawn.population, drawn.commitment) == (8, 39, one.digest)
    assert drawn.drawn_at == "2026-11-20T06:00:00+08:00"
    # With the excluded in the file or without, it is the same population.
    less = replace(PEOPLE, ids=tuple(i for i in IDS if i != FRIEND))
    for people in (PEOPLE, less):
        assert repeat_committed(drawn.sheet(), one, people, seed=PUBLIC) == []


def test_it_gains_nothing_to_try_a_thousand_seeds_before_the_commitment() -> None:
    people = Population(IDS)
    one = promise(people)

    def is_drawn(number: int) -> bool:
        return FRIEND in {drawn.id for drawn in draw(IDS, size=8, seed=f"2026133-{number:06}").drawn}

    tried = [number for number in range(1000) if not is_drawn(number)]
    # Some 800 seeds would spare the friend; the sheet drawn with one of them has not the seed that came up.
    assert len(tried) > 700
    sheet = draw_committed(one, people, seed=f"2026133-{tried[0]:06}").sheet()
    assert members(repeat_committed(sheet, one, people, seed=PUBLIC)) == {"seed"}
    # Whatever was tried, the seed that comes up draws the friend in 8 of 40: 400 of 2,000, ± 3.3 × 17.9
    assert 341 <= sum(is_drawn(number) for number in range(500_000, 502_000)) <= 459


def test_it_gains_nothing_to_change_the_population_when_the_seed_is_known() -> None:
    people = Population(IDS)
    one, spared = promise(people), 0
    for number in range(1000):
        changed = Population((*IDS, f"X-{number}"))
        spared += FRIEND not in {drawn.id for drawn in draw(changed.ids, size=8, seed=PUBLIC).drawn}
        assert members(check_commitment(one, changed, seed=PUBLIC)) == {"population_digest", "population"}
    assert spared > 700  # without the commitment the operator would have had the choice
    with pytest.raises(Refusal) as refused:
        draw_committed(one, Population((*IDS, "X-1")), seed=PUBLIC)
    assert {fault.code for fault in refused.value.faults} == {"commitment_broken"}


def test_it_notices_strata_and_weights_that_changed_behind_equal_counts() -> None:
    one = promise()
    assert check_commitment(one, PEOPLE, seed=PUBLIC, size=8, drawn_at=DAY) == []
    strata = {**(PEOPLE.strata or {}), "C-00": "乙", "C-01": "甲"}
    assert members(check_commitment(one, replace(PEOPLE, strata=strata))) == {"strata"}
    weights = {**(PEOPLE.weights or {}), FRIEND: Decimal("0.1")}
    assert members(check_commitment(one, replace(PEOPLE, weights=weights))) == {"weights"}
    assert members(check_commitment(one, Population(IDS))) == {"strata", "weights"}


@pytest.mark.parametrize("seed", ["2026133-31217", "2026133-031217 ", "2026133-03121七", "双色球-031217"])
def test_it_takes_one_spelling_of_the_seed(seed: str) -> None:
    assert members(check_commitment(promise(), PEOPLE, seed=seed)) == {"seed"}


def test_it_takes_neither_another_size_nor_an_earlier_day() -> None:
    assert members(check_commitment(promise(), PEOPLE, size=7)) == {"size"}
    assert members(check_commitment(promise(), PEOPLE, drawn_at=date(2026, 11, 18))) == {"drawn_at"}
    # 21:15 in China is 13:15 in Greenwich
    one = promise(seed_not_before=datetime(2026, 11, 19, 13, 15, tzinfo=UTC))
    assert members(check_commitment(one, PEOPLE, drawn_at=datetime(2026, 11, 19, 13, 14, tzinfo=UTC))) == {"drawn_at"}
    assert check_commitment(one, PEOPLE, drawn_at=DAY) == []


def test_it_needs_a_size_from_somewhere() -> None:
    with pytest.raises(Refusal, match="size"):
        draw_committed(promise(size=None), PEOPLE, seed=PUBLIC)


def test_it_names_a_sheet_of_another_commitment() -> None:
    sheet = draw_committed(promise(), PEOPLE, seed=PUBLIC).sheet()
    assert members(repeat_committed(sheet, promise(seed_source="骰子"), PEOPLE)) == {"commitment"}
    early = {**sheet, "drawn_at": "2026-11-01"}
    assert members(repeat_committed(early, promise(), PEOPLE)) == {"drawn_at"}


def test_it_keeps_a_redraw_with_its_reason() -> None:
    former = draw_committed(promise(), PEOPLE, seed=PUBLIC).sheet()
    redraw = redraw_of(former, "三件已移送")
    sheet = draw_committed(promise(), PEOPLE, seed="2026133-040506", redraw=redraw).sheet()
    assert (sheet["number"], sheet["reason"], sheet["supersedes"]) == (2, "三件已移送", redraw.supersedes)
    assert repeat_committed(sheet, promise(), PEOPLE, former=former) == []
    assert redraw_of(sheet, "再次").number == 3
    assert members(repeat_committed(sheet, promise(), PEOPLE, former={**former, "size": 8, "seed": "x"})) == {
        "supersedes"
    }
    assert members(repeat_committed({**sheet, "number": 5}, promise(), PEOPLE, former=former)) == {"number"}
    assert members(repeat_committed(former, promise(), PEOPLE, former=former)) == {"supersedes", "number"}


@pytest.mark.parametrize("change", [{"number": 1}, {"reason": " "}, {"supersedes": "sha256:x"}, {"number": None}])
def test_it_refuses_a_redraw_without_its_ground(change: dict[str, Any]) -> None:
    former = draw_committed(promise(), PEOPLE, seed=PUBLIC).sheet()
    sheet = draw_committed(promise(), PEOPLE, seed=PUBLIC, redraw=redraw_of(former, "漏列")).sheet()
    with pytest.raises(Refusal):
        repeat_committed({**sheet, **change}, promise(), PEOPLE)
