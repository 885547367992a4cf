"""Sheets are repeated: a true one is confirmed, any change of list, seed, size or population is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from zhiheng.domain.refusals import Refusal
from zhiheng.sampling import draw, parse_sheet, read_sheet, repeat

IDS = [f"C-{number:03}" for number in range(60)]
STRATA = {one: "甲乙丙"[index % 3 if index < 30 else 0] for index, one in enumerate(IDS)}


def sheet(**changes: Any) -> dict[str, Any]:
    return {**draw(IDS, size=9, seed="s", strata=STRATA, column="单位").sheet(), **changes}


def members(told: dict[str, Any], ids: list[str] = IDS) -> set[str]:
    return {one.member.split("[")[0] for one in repeat(told, ids, strata={one: STRATA.get(one, "甲") for one in ids})}


def test_it_confirms_a_true_sheet() -> None:
    assert repeat(sheet(), reversed(IDS), strata=STRATA) == []


def test_it_confirms_a_sheet_with_the_members_of_the_contract_alone() -> None:
    full = draw(IDS, size=5, seed="s").sheet()
    told = {name: full[name] for name in ("population_digest", "seed", "size", "drawn")}
    assert repeat(told, IDS) == []


def test_it_names_what_was_changed() -> None:
    drawn = sheet()["drawn"]
    assert members(sheet(drawn=[*drawn[:8], next(one for one in IDS if one not in drawn)])) == {"drawn"}
    assert members(sheet(drawn=drawn[:8])) == {"size", "drawn"}
    assert members(sheet(ranks=["0" * 64, *sheet()["ranks"][1:]])) == {"ranks"}
    assert members(sheet(seed="t")) >= {"drawn", "ranks"}
    strata = sheet()["strata"]
    assert members(sheet(strata={**strata, "drawn": ["丁", *strata["drawn"][1:]]})) == {"strata.drawn"}
    assert members(sheet(strata={**strata, "sizes": strata["sizes"][:2]})) == {"strata"}


def test_it_sees_a_population_that_changed() -> None:
    assert "population_digest" in members(sheet(), [*IDS, "C-060"])
    assert {"population_digest", "size"} <= members(sheet(), IDS[:4])


def test_it_needs_the_strata_of_a_stratified_sheet() -> None:
    with pytest.raises(Refusal, match="strata"):
        repeat(sheet(), IDS)


BROKEN: list[Any] = [
    [],
    {},
    {"population_digest": "x", "seed": "s", "size": "3", "drawn": []},
    {"population_digest": "x", "seed": "s", "size": 3, "drawn": [1]},
    {"population_digest": "x", "seed": "s", "size": 3, "drawn": [], "format": "zhiheng-draw/9"},
    {"population_digest": "x", "seed": "s", "size": True, "drawn": []},
]


@pytest.mark.parametrize("body", BROKEN)
def test_it_refuses_what_is_no_sheet(body: Any) -> None:
    with pytest.raises(Refusal) as refused:
        parse_sheet(body)
    assert refused.value.faults[0].code == "no_sheet"


def test_it_refuses_files_that_are_no_sheets(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text("{", "utf-8")
    for path in (tmp_path / "s.json", tmp_path / "none.json"):
        with pytest.raises(Refusal):
            read_sheet(path)
    (tmp_path / "s.json").write_text("\ufeff" + json.dumps(sheet()), "utf-8")
    assert read_sheet(tmp_path / "s.json").column == "单位"
