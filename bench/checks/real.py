"""The Italian road-fine log beside PM4Py: three questions that both can answer, and what the product finds besides.

The log is not part of the project; without it this part says so and is left out.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from bench.harness import OUT, ROOT, Run, peak_in_mib, run_child

LOG = ROOT.parent / "shared" / "data" / "Road_Traffic_Fine_Management_Process.xes.gz"
CHILD = "bench.checks.real"
#: What is published of the log: five stages missing, penalty before notification, penalty later than 90 days.
PUBLISHED = {"c1": 359_415, "c2": 0, "c3": 76_586}
_STAGES = ("fine_sent", "fine_notified", "penalty_added", "credit_collection_sent", "paid")
_RUNS = 3
_WAYS = ("product", "pm4py")


def measure_real() -> Run | None:
    """Import the log and measure both; None where the log or PM4Py is missing."""
    if not LOG.is_file() or importlib.util.find_spec("pm4py") is None:
        print(
            f"缺少真实日志或 PM4Py，这一部分略去。 / left out: {LOG.name} in ../shared/data and PM4Py", file=sys.stderr
        )
        return None
    folder = OUT / "ledgers" / "road-fines"
    imported = _imported(folder)
    taken: dict[str, list[Run]] = {name: [] for name in _WAYS}
    for _ in range(_RUNS):
        for name in _WAYS:
            taken[name].append(run_child(CHILD, name, str(folder)))
    for name, runs in taken.items():
        for run in runs:
            if run["found"] != PUBLISHED:
                raise AssertionError(f"{name}: {run['found']}, published: {PUBLISHED}")
    times = ("wall", "cpu", "peak")
    medians = {name: {key: median(run[key] for run in runs) for key in times} for name, runs in taken.items()}
    return {"imported": imported, "prepared": taken["product"][0]["prepared"], "medians": medians, "taken": taken}


def _imported(folder: Path) -> Run:
    """Import the log unless that was done before; returns what was told of it then."""
    told = folder.parent / "road-fines.json"
    if not (folder.is_dir() and told.is_file()):
        shutil.rmtree(folder, ignore_errors=True)
        told.parent.mkdir(parents=True, exist_ok=True)
        told.write_text(json.dumps(run_child(CHILD, "import", str(folder))), encoding="utf-8")
    found: Run = json.loads(told.read_text(encoding="utf-8"))
    return found


def main(arguments: list[str]) -> None:
    """Import the log or run one of both."""
    deed, folder = arguments[0], Path(arguments[1])
    print(json.dumps({"import": _import, "product": _product, "pm4py": _pm4py}[deed](folder)))


def _import(folder: Path) -> Run:
    from zhiheng.ledgers.importing import find_map, import_log, read_map

    started = time.perf_counter()
    imported = import_log(LOG, read_map(find_map("road-fines")), folder)
    return {
        "wall": time.perf_counter() - started,
        "events": imported.tables["events"],
        "cases": imported.tables["cases"],
    }


def _product(folder: Path) -> Run:
    """Run the whole catalogue for the log; the canonical form is made before."""
    from zhiheng.backends.embedded import Embedded
    from zhiheng.checks import choose_checks
    from zhiheng.engine.checking import run_checks
    from zhiheng.ledgers.canonical import prepare_canonical

    started = time.perf_counter()
    canonical = prepare_canonical(folder)
    prepared = time.perf_counter() - started
    checks = choose_checks(["it-road-fines"])
    started, cpu = time.perf_counter(), time.process_time()
    run = run_checks(canonical, checks, Embedded(), out=folder.parent / "road-fines-findings")
    wall, cpu = time.perf_counter() - started, time.process_time() - cpu
    findings = {check: told["findings"] for check, told in run.summary.items()}
    found = {
        "c1": sum(count for check, count in findings.items() if "-missing-stage-" in check),
        "c2": findings["it-road-fines-out-of-order-penalty"],
        "c3": findings["it-road-fines-late-penalty-90-days"],
    }
    return {
        "wall": wall,
        "cpu": cpu,
        "peak": peak_in_mib(),
        "prepared": prepared,
        "checks": len(checks),
        "found": found,
    }


def _pm4py(folder: Path) -> Run:
    """Ask the three questions; reading is not timed (PM4Py's own reader takes a minute for this log)."""
    import pandas as pd

    from bench.checks.mining import ACTIVITY, CASE, TIME, late, missing, out_of_order

    events = pd.read_parquet(folder / "events.parquet", columns=["case_id", "activity", "at"])
    events["at"] = pd.to_datetime(events["at"], utc=True)
    log: Any = events.rename(columns={"case_id": CASE, "activity": ACTIVITY, "at": TIME})
    started, cpu = time.perf_counter(), time.process_time()
    found = {
        "c1": len(missing(log, "filed", _STAGES)),
        "c2": len(out_of_order(log, ("fine_notified", "penalty_added"))),
        "c3": len(late(log, "filed", "penalty_added", 90)),
    }
    return {
        "wall": time.perf_counter() - started,
        "cpu": time.process_time() - cpu,
        "peak": peak_in_mib(),
        "found": found,
    }


if __name__ == "__main__":
    main(sys.argv[1:])
