"""Runs the plans, each run in a fresh process and the plans in turn; hands no times over where results differ."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from statistics import median

from bench.harness import Run, load, machine
from bench.scoring.plans import EXACT, NAMES

ROOT = Path(__file__).resolve().parents[2]
TIMES = ("gather", "score", "total", "cpu", "peak")
#: Half the smallest step of the scheme: a score in floats that is further off is another score.
HALF_A_STEP = 0.05


class Disagreement(Exception):
    """The plans do not score alike; their times would compare different work."""


def runs_of(units: int) -> int:
    """Return how often each plan runs: five times, three where a run is long."""
    return 5 if units < 100_000 else 3


def available_plans() -> tuple[str, ...]:
    """Return the plans that can run here: OpenFisca only where it is installed."""
    return tuple(name for name in NAMES if name != "openfisca" or importlib.util.find_spec("openfisca_core"))


def measure(sizes: Iterable[int], runs: int | None) -> Run:
    """Measure all plans at all sizes; raises Disagreement."""
    started = machine(("numpy", "openfisca-core"))
    with tempfile.TemporaryDirectory() as folder:
        measured = [_measure_size(units, runs or runs_of(units), Path(folder)) for units in sizes]
    ended = {"load_after": load()}
    return {"format": "zhiheng-bench-scoring/1", "machine": {**started, **ended}, "sizes": measured}


def _measure_size(units: int, runs: int, folder: Path) -> Run:
    file = folder / f"inputs-{units}.npz"
    _child("make", str(units), str(file))
    taken: dict[str, list[Run]] = {name: [] for name in available_plans()}
    for turn in range(runs):
        for name in taken:
            taken[name].append(json.loads(_child("run", name, str(file))))
            total = taken[name][-1]["total"]
            print(f"{units:,} × {name} {turn + 1}/{runs}: {total:.3f} s", file=sys.stderr, flush=True)
    agreed = agree(taken)
    file.unlink()
    medians = {name: {time: median(run[time] for run in own) for time in TIMES} for name, own in taken.items()}
    return {"units": units, "runs": runs, **agreed, "medians": medians, "taken": taken}


def agree(taken: dict[str, list[Run]]) -> Run:
    """Return what all exact plans told alike and how far OpenFisca is off; raises Disagreement."""
    seals = {
        name: {
            tuple((key, run[key]) for key in ("score_sum", "scores", "row_count", "row_points", "rows")) for run in own
        }
        for name, own in taken.items()
        if name in EXACT
    }
    if len(set().union(*seals.values())) != 1:
        raise Disagreement("\n".join(f"{name}: {sorted(seal)}" for name, seal in seals.items()))
    first = taken[EXACT[0]][0]
    agreed: Run = {
        "answers": first["answers"],
        "score_sum": first["score_sum"] / 10,
        "rows": first["row_count"],
        "agreeing": sorted(seals),
    }
    if inexact := taken.get("openfisca"):
        if max(run["largest_difference"] for run in inexact) >= HALF_A_STEP:
            raise Disagreement(f"openfisca: {inexact[0]}")
        told = ("units_differing", "largest_difference", "sum_told", "sum_in_32_bits")
        agreed["openfisca"] = {key: inexact[0][key] for key in told}
    return agreed


def _child(*arguments: str) -> str:
    path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    done = subprocess.run(
        [sys.executable, "-m", "bench.scoring.child", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout
