"""Runs the plans, each run in a fresh process and the plans in turn; hands no times over where findings differ."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.checks.generate import VERSION, cases_for
from bench.checks.plans import WAYS, Way
from bench.checks.real import measure_real
from bench.harness import Run, load, machine, run_child

CHILD = "bench.checks.child"
TIMES = ("wall", "cpu", "peak")
PACKAGES = ("duckdb", "ibis-framework", "numpy", "pyarrow", "pandas", "pm4py")
#: Up to so many events the ledger handed in is CSV, above Parquet.
_CSV_UP_TO = 2_000_000
_LEAST_MEMORY = "500MB"


class Disagreement(Exception):
    """The plans do not find the same; their times would compare different work."""


@dataclass(frozen=True)
class Wanted:
    """What to measure: sizes in events, runs of each plan (0: by size), which plans, where ledgers are kept."""

    sizes: Sequence[int]
    ledgers: Path
    runs: int = 0
    plans: Sequence[str] = ()
    ingest: bool = True
    real: bool = True


def runs_of(events: int) -> int:
    """Return how often each plan runs: five times, three where a run is long, once at 10^8."""
    return 5 if events < 5_000_000 else 3 if events < 50_000_000 else 1


def available_ways(events: int, plans: Sequence[str] = ()) -> tuple[Way, ...]:
    """Return the ways that can be gone here and are worth their time at this size."""
    return tuple(
        way
        for way in WAYS
        if events <= way.most_events
        and (not way.needs or importlib.util.find_spec(way.needs))
        and (not plans or way.name in (*plans, "scan", "eight"))
    )


def measure(wanted: Wanted) -> Run:
    """Measure all plans at all sizes; raises Disagreement."""
    told = machine(PACKAGES)
    sizes = [_measure_size(wanted, events) for events in sorted(wanted.sizes)]
    ingested = [_ingest(wanted, size) for size in sizes if 5e5 < size["events"] < 5e7] if wanted.ingest else []
    least = _bounded(wanted, sizes[-1])
    real = measure_real() if wanted.real else None
    return {
        "format": "zhiheng-bench-checks/1",
        "machine": {**told, "load_after": load()},
        "sizes": sizes,
        "ingested": ingested,
        "bounded": least,
        "real": real,
    }


def _folder(wanted: Wanted, cases: int) -> Path:
    return wanted.ledgers / f"checks-{cases}-v{VERSION}"


def _measure_size(wanted: Wanted, events: int) -> Run:
    cases = cases_for(events)
    folder = _folder(wanted, cases)
    made = run_child(CHILD, "make", str(folder), str(cases))
    ways = available_ways(events, wanted.plans)
    runs = wanted.runs or runs_of(events)
    taken: dict[str, list[Run]] = {way.name: [] for way in ways}
    for turn in range(runs):
        for way in ways:
            run = _run(way.name, folder, cases)
            taken[way.name].append(run)
            _say(f"{events:,} × {way.name} {turn + 1}/{runs}: {run['wall']:.3f} s, CPU {run['cpu']:.3f} s")
    seal = agree(ways, taken)
    medians = {name: {time: median(run[time] for run in own) for time in TIMES} for name, own in taken.items()}
    found = {name: sum(count for count, _ in own[0]["seal"].values()) for name, own in taken.items()}
    checks = taken["catalogue"][0]["checks"] if "catalogue" in taken else 0
    told = {"cases": cases, "events": made["events"], "runs": runs, "seal": seal, "found": found, "checks": checks}
    return {**told, "medians": medians, "taken": taken}


def _run(name: str, folder: Path, cases: int, memory: str = "") -> Run:
    out = folder.parent / "findings"
    try:
        return run_child(CHILD, "run", name, str(folder), str(cases), str(out), memory)
    finally:
        shutil.rmtree(out, ignore_errors=True)


def agree(ways: Iterable[Way], taken: dict[str, list[Run]]) -> Run:
    """Return what was found for each of the eight checks; raises Disagreement.

    Every run of a plan finds the same, and every plan with the eight checks what the product finds, in those it has.
    """
    seal: Run = taken["eight"][0]["seal"]
    for way in ways:
        for run in taken[way.name]:
            expected = seal if way.eight else taken[way.name][0]["seal"]
            differing = [check for check, told in run["seal"].items() if told != expected.get(check)]
            if differing:
                lines = [f"{check}: {run['seal'][check]}, {expected.get(check)}" for check in differing]
                raise Disagreement(f"{way.name}: {'; '.join(lines)}")
    return seal


def _ingest(wanted: Wanted, size: Run) -> Run:
    """Bring the ledger of a size in as a unit would hand it in, and find in it what was found before."""
    form = "csv" if size["events"] <= _CSV_UP_TO else "parquet"
    folder = _folder(wanted, size["cases"])
    ledger, home = wanted.ledgers / f"contract-{form}", wanted.ledgers / "home"
    try:
        written = run_child(CHILD, "contract", str(folder), str(size["cases"]), str(ledger), form)
        run = run_child(CHILD, "ingest", str(ledger), str(home))
        if run["seal"] != size["seal"]:
            raise Disagreement(f"ingest {form}: {run['seal']}, {size['seal']}")
    finally:
        for one in (ledger, home):
            shutil.rmtree(one, ignore_errors=True)
    _say(f"{size['events']:,} × ingest {form}: {run['wall']:.1f} s, CPU {run['cpu']:.1f} s")
    return {**run, "format": form, "bytes": written["bytes"]}


def _bounded(wanted: Wanted, size: Run) -> Run:
    """Run the product at the largest size with little memory for its engine."""
    folder, cases = _folder(wanted, size["cases"]), size["cases"]
    runs = {
        name: _run(name, folder, cases, _LEAST_MEMORY) for name in ("eight", "catalogue") if name in size["medians"]
    }
    for name, run in runs.items():
        if run["seal"] != size["taken"][name][0]["seal"]:
            raise Disagreement(f"{name} with {_LEAST_MEMORY}: {run['seal']}")
    return {"events": size["events"], "memory": _LEAST_MEMORY, "runs": runs}


def _say(words: str) -> None:
    print(f"{words}（负载 load {load()}）", file=sys.stderr, flush=True)
