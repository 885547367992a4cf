"""`evaluated` in ledger.yaml names the units of an evaluation; the others are left out, with the reason."""

from pathlib import Path

import pytest

from zhiheng import api

_UNITS = "unit_id,name,kind\nA,甲市,prefecture_city\nB,乙市,prefecture_city\nC,丙县,county\n"


def _ledger(folder: Path, evaluated: str) -> Path:
    (folder / "ledger.yaml").write_text(f"name: 台账\nas_of: 2020-11-15\n{evaluated}", encoding="utf-8")
    (folder / "units.csv").write_text(_UNITS, encoding="utf-8")
    return folder


def test_it_scores_the_chosen_units_only_and_names_the_others(tmp_path: Path) -> None:
    done = api.evaluate_files(api.Job("hunan-2020", _ledger(tmp_path, "evaluated: [A, B]\n")))
    assert [unit.unit_id for unit in done.result.units] == ["A", "B"]
    assert ("C",) in [left.rows for left in done.result.left_out]


def test_it_scores_everyone_where_nobody_is_chosen(tmp_path: Path) -> None:
    done = api.evaluate_files(api.Job("hunan-2020", _ledger(tmp_path, "")))
    assert [unit.unit_id for unit in done.result.units] == ["A", "B", "C"]


def test_it_refuses_a_chosen_unit_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(api.Refusal) as refused:
        api.evaluate_files(api.Job("hunan-2020", _ledger(tmp_path, "evaluated: [A, X]\n")))
    assert [(fault.code, fault.value) for fault in refused.value.faults] == [("unknown_unit", "X")]


def test_it_keeps_the_choice_for_whoever_scores_again(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    ledger.mkdir()
    done = api.evaluate_files(api.Job("hunan-2020", _ledger(ledger, "evaluated: [B]\n"), out=tmp_path / "out"))
    again = api.evaluate_files(api.Job("hunan-2020", tmp_path / "out" / "inputs"))
    assert [unit.unit_id for unit in again.result.units] == [unit.unit_id for unit in done.result.units] == ["B"]
