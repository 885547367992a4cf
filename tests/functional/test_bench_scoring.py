"""The benchmark of scoring as an oracle: loops that share no arithmetic with the product give the same points and rows.

Nothing here looks at a time.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def measuring(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the module that compares results; `bench` is no part of the installed product."""
    monkeypatch.syspath_prepend(str(ROOT))
    from bench.scoring import measure

    return measure


def _run(**changed: object) -> dict[str, object]:
    seal = {"score_sum": 10, "scores": "a", "row_count": 1, "row_points": -990, "rows": "b", "answers": 60}
    return {**seal, **changed}


@pytest.mark.functional
def test_it_scores_and_explains_as_plain_loops_do(tmp_path: Path) -> None:
    command = [sys.executable, "bench/run.py", "scoring", "--units", "700", "--runs", "1", "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (size,) = json.loads((tmp_path / "scoring.json").read_text(encoding="utf-8"))["sizes"]
    assert size["agreeing"] == ["decimal_loop", "plain_loop", "product"]
    assert size["answers"] > 40_000
    assert size["rows"] > 10_000
    assert "700" in (tmp_path / "scoring.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("changed", [{"score_sum": 11}, {"scores": "c"}, {"row_count": 2}, {"rows": "c"}])
def test_it_hands_over_no_times_where_exact_plans_differ(measuring: Any, changed: dict[str, object]) -> None:
    with pytest.raises(measuring.Disagreement, match="plain_loop"):
        measuring.agree({"product": [_run()], "plain_loop": [_run(**changed)]})


def test_it_hands_over_no_times_where_runs_of_one_plan_differ(measuring: Any) -> None:
    with pytest.raises(measuring.Disagreement, match="product"):
        measuring.agree({"product": [_run(), _run(rows="c")], "plain_loop": [_run()]})


@pytest.mark.parametrize(("largest", "is_refused"), [(0.0001, False), (0.05, True), (1.0, True)])
def test_it_reports_rounding_of_openfisca_but_no_other_score(measuring: Any, largest: float, is_refused: bool) -> None:
    off = {"units_differing": 1, "largest_difference": largest, "sum_told": 1.0, "sum_in_32_bits": 1.0}
    taken = {"product": [_run()], "openfisca": [off]}
    if is_refused:
        with pytest.raises(measuring.Disagreement, match="openfisca"):
            measuring.agree(taken)
    else:
        assert measuring.agree(taken)["openfisca"]["units_differing"] == 1
