"""One run of one plan in a process of its own: takes the times, tells the seal, prints a line of JSON.

`python -m bench.checks.child make FOLDER CASES` makes a ledger; `… run PLAN FOLDER CASES OUT MEMORY` runs a plan;
`… contract FOLDER CASES OUT FORMAT` writes it as a unit would hand it in; `… ingest LEDGER HOME` prepares it then.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from bench.checks.contract import write_contract
from bench.checks.generate import read_made
from bench.checks.plans import make_plan
from bench.harness import Run, peak_in_mib
from zhiheng.ledgers.canonical import prepare_canonical


def main(arguments: list[str]) -> None:
    """Do what the arguments say."""
    deed, *rest = arguments
    deeds = {"make": make, "run": run, "contract": contract, "ingest": ingest}
    print(json.dumps(deeds[deed](*rest)))


def make(folder: str, cases: str) -> Run:
    """Make a ledger unless it is there, and read it once, so that the first plan finds it in the page cache."""
    canonical = read_made(Path(folder), int(cases))
    for part in canonical.parts:
        part.events_file.read_bytes()
        part.cases_file.read_bytes()
    return {"cases": int(cases), "events": canonical.counts["events"]}


def run(name: str, folder: str, cases: str, *more: str) -> Run:
    """Run a plan once; return its times in seconds, its peak of memory in MiB and what must agree."""
    out, memory = more
    plan = make_plan(name, read_made(Path(folder), int(cases)), Path(out), memory)
    started, cpu = time.perf_counter(), time.process_time()
    result = plan.run()
    ended, cpu_ended = time.perf_counter(), time.process_time()
    peak = peak_in_mib()
    told: Run = {"wall": ended - started, "cpu": cpu_ended - cpu, "peak": peak, "seal": plan.seal(result)}
    if name == "catalogue":
        told["checks"] = sum(each["not_answerable"] is None for each in result.summary.values())
    return told


def contract(folder: str, cases: str, out: str, form: str) -> Run:
    """Write a ledger as a unit would hand it in, in order of arrival."""
    return write_contract(read_made(Path(folder), int(cases)), Path(out), form)


def ingest(ledger: str, home: str) -> Run:
    """Bring a ledger into the canonical form; the seal tells what the eight checks find in it."""
    started, cpu = time.perf_counter(), time.process_time()
    canonical = prepare_canonical(Path(ledger), home=Path(home))
    ended, cpu_ended = time.perf_counter(), time.process_time()
    told = {
        "wall": ended - started,
        "cpu": cpu_ended - cpu,
        "peak": peak_in_mib(),
        "events": canonical.counts["events"],
    }
    # Only now, so that the times are those of the preparation alone.
    plan = make_plan("eight", canonical, Path(home) / "findings")
    return {**told, "seal": plan.seal(plan.run())}


if __name__ == "__main__":
    main(sys.argv[1:])
