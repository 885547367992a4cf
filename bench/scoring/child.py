"""One run of one plan in a process of its own: reads the inputs, takes the times, checks, prints a line of JSON.

`python -m bench.scoring.child make UNITS FILE` makes the inputs; `… run PLAN FILE` runs a plan on them.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.harness import peak_in_mib
from bench.scoring.compiled import Decimals, Tenths
from bench.scoring.inputs import LongInputs, make_inputs, read_inputs, write_inputs
from bench.scoring.loops import PlainLoop
from bench.scoring.plans import EXACT, Plan, Told
from bench.scoring.product import Product
from zhiheng.domain.scheme import Scheme
from zhiheng.schemes import find_scheme, read_scheme

SCHEME = "hunan-2020"


def main(arguments: list[str]) -> None:
    """Make inputs or run a plan."""
    scheme = read_scheme(find_scheme(SCHEME))
    if arguments[0] == "make":
        write_inputs(make_inputs(scheme, int(arguments[1])), Path(arguments[2]))
    else:
        print(json.dumps(run(arguments[1], scheme, read_inputs(Path(arguments[2])))))


def run(name: str, scheme: Scheme, inputs: LongInputs) -> dict[str, object]:
    """Run a plan once; return its times in seconds, its peak memory in MiB and what must agree."""
    plan = plan_named(name, scheme)
    started, cpu = time.perf_counter(), time.process_time()
    given = plan.gather(inputs)
    gathered = time.perf_counter()
    scored = plan.score(given)
    ended, cpu_ended = time.perf_counter(), time.process_time()
    peak = peak_in_mib()
    told = plan.told(scored)
    return {
        "gather": gathered - started,
        "score": ended - gathered,
        "total": ended - started,
        "cpu": cpu_ended - cpu,
        "peak": peak,
        "answers": len(inputs.unit),
        **(told.seal() if name in EXACT else inexactness(told, scheme, inputs)),
    }


def plan_named(name: str, scheme: Scheme) -> Plan:
    """Return a plan by its name."""
    if name == "product":
        return Product(scheme, {option.id: option.default for option in scheme.options})
    if name == "openfisca":
        # Only here, so that the other plans run where it is not installed.
        from bench.scoring.openfisca_model import OpenFisca

        return OpenFisca(scheme)
    return PlainLoop(scheme, Tenths() if name == "plain_loop" else Decimals())


def inexactness(told: Told, scheme: Scheme, inputs: LongInputs) -> dict[str, object]:
    """Compare scores in floats with the exact ones; all numbers in points."""
    product: Any = plan_named("product", scheme)
    exact = product.told(product.score(product.gather(inputs))).scores
    away = np.abs(told.scores - exact)
    return {
        "units_differing": int(np.count_nonzero(away)),
        "largest_difference": float(away.max(initial=0)) / 10,
        "sum_exact": int(exact.sum()) / 10,
        "sum_told": float(told.scores.sum()) / 10,
        "sum_in_32_bits": float((told.scores / 10).astype(np.float32).sum()),
    }


if __name__ == "__main__":
    main(sys.argv[1:])
