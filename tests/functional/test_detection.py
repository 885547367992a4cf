"""Planted faults in a small demonstration ledger: every one is found, and no lawful look-alike is taken for one."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.detection.child import detect  # noqa: E402
from bench.detection.compare import by_check, by_scene  # noqa: E402
from bench.detection.measure import summed  # noqa: E402
from bench.detection.table import markdown  # noqa: E402
from bench.harness import Run  # noqa: E402

pytestmark = [pytest.mark.functional, pytest.mark.xdist_group("detection")]
CASES, SEED = 4_000, 2


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return summed([detect(CASES, SEED, tmp_path_factory.mktemp("detection"))])


def test_it_meets_the_bar_of_every_check(measured: Run) -> None:
    (run,) = measured["runs"]
    assert [name for name, told in measured["checks"].items() if not told["met"]] == [], (
        run["missed"][:10],
        run["unplanted"][:10],
    )


def test_it_plants_and_finds_faults_of_most_of_the_catalogue(measured: Run) -> None:
    assert sum(told["planted"] > 0 for told in measured["checks"].values()) >= 75
    assert {told["kind"] for told in measured["checks"].values()} >= {
        "missing",
        "late",
        "split",
        "fabricated",
        "repeated",
    }


def test_it_can_answer_every_check(measured: Run) -> None:
    assert measured["runs"][0]["not_answerable"] == {}


def test_it_raises_no_alarm_over_the_hard_cases(measured: Run) -> None:
    assert len(measured["hard"]) >= 40
    assert all(counts["rows"] > 0 for counts in measured["hard"].values())
    assert {scene: counts for scene, counts in measured["hard"].items() if counts["raised"]} == {}


def test_it_names_the_hard_cases_and_what_they_are(measured: Run) -> None:
    table = markdown(measured)
    assert "| `lookalikes.decided_on_the_last_day` | decided on the ninetieth day" in table
    assert "| `cn-penalty-late-90-days` | late |" in table


PLANTED = Counter({("late-a", "1", "", "U"): 1, ("late-a", "2", "", "U"): 1, ("split-b", "3", "", "U"): 2})
FOUND = Counter({("late-a", "1", "", "U"): 1, ("late-a", "9", "", "U"): 1, ("split-b", "3", "", "U"): 1})


def test_it_counts_rows_that_are_both_planted_and_found() -> None:
    assert by_check(PLANTED, FOUND) == {
        "late-a": {"planted": 2, "found": 2, "hit": 1},
        "split-b": {"planted": 2, "found": 1, "hit": 1},
    }


def test_it_blames_a_hard_case_for_what_nobody_planted() -> None:
    scenes = [("x.lawful", "9", ()), ("x.lawful", "1", ()), ("x.other", "", ("T1", "T2"))]
    found = FOUND + Counter({("repeated-c", "", "T2", "U"): 1})
    assert by_scene(scenes, PLANTED, found) == {
        "x.lawful": {"rows": 2, "raised": 1},
        "x.other": {"rows": 2, "raised": 1},
    }


def test_it_demands_more_of_what_the_law_defines_than_of_signs() -> None:
    counts = {"planted": 100, "found": 105, "hit": 96}  # recall 96 / 100, precision 96 / 105 = 0.914
    run = {"checks": {"cn-penalty-late-90-days": counts, "xuhui-split-cases": counts}, "hard": {}}
    judged = summed([run])["checks"]
    assert (judged["cn-penalty-late-90-days"]["met"], judged["xuhui-split-cases"]["met"]) == (False, True)
