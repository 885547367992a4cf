"""Makes and checks the ledgers of several seeds, and adds up what was planted and found. No times are taken."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.harness import Run, run_child
from zhiheng.checks import choose_checks

#: Signs are a reason to look; what the law defines is found without exception.
SIGNS = ("split", "fabricated", "repeated")
LEAST = {True: (0.95, 0.9), False: (1.0, 1.0)}
_AT_ONCE = 2


def measure(cases: int, seeds: Sequence[int]) -> Run:
    """Return recall and precision of every check over all seeds, and the findings that hard cases caused."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(_AT_ONCE) as pool:
        runs = list(pool.map(lambda seed: _detect(cases, seed, Path(folder) / str(seed)), seeds))
    return summed(runs)


def _detect(cases: int, seed: int, folder: Path) -> Run:
    folder.mkdir()
    return run_child("bench.detection.child", str(cases), str(seed), str(folder))


def summed(runs: Sequence[Run]) -> Run:
    """Add the runs up and judge every check by its bar."""
    kinds = {check.id: check.kind for check in choose_checks()}
    checks = {name: _judged(name, kinds[name], runs) for name in sorted({one for run in runs for one in run["checks"]})}
    hard: dict[str, dict[str, int]] = {}
    for run in runs:
        for scene, counts in run["hard"].items():
            kept = hard.setdefault(scene, {"rows": 0, "raised": 0})
            for key in kept:
                kept[key] += counts[key]
    never = sorted(kinds.keys() - checks.keys())
    return {
        "format": "zhiheng-bench-detection/1",
        "checks": checks,
        "hard": dict(sorted(hard.items())),
        "neither": never,
        "runs": runs,
    }


def _judged(name: str, kind: str, runs: Sequence[Run]) -> Run:
    counts = {key: sum(run["checks"].get(name, {}).get(key, 0) for run in runs) for key in ("planted", "found", "hit")}
    recall = counts["hit"] / counts["planted"] if counts["planted"] else 1.0
    precision = counts["hit"] / counts["found"] if counts["found"] else 1.0
    least_recall, least_precision = LEAST[kind in SIGNS]
    met = recall >= least_recall and precision >= least_precision
    return {**counts, "kind": kind, "recall": recall, "precision": precision, "met": met}
