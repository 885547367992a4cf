"""A process of its own that draws and sorts the same ids by turns; prints a line of JSON.

`python -m bench.review.child IDS RUNS WEIGHTED`, the last one `plain` or `weighted`.
"""

from __future__ import annotations

import json
import random
import sys
import time
from statistics import median

from bench.harness import Run, peak_in_mib
from zhiheng.sampling import draw


def main(arguments: list[str]) -> None:
    """Take the times and tell them."""
    count, runs = int(arguments[0]), int(arguments[1])
    print(json.dumps({**timed(count, runs, weighs=arguments[2] == "weighted"), "peak": peak_in_mib()}))


def timed(count: int, runs: int, *, weighs: bool) -> Run:
    """Return medians in seconds of sorting `count` shuffled ids, and of drawing a hundredth of them."""
    ids = [f"(2026)罚字第{number:06}号" for number in range(count)]
    random.Random(1).shuffle(ids)
    weights = {one: 1 + number % 5 for number, one in enumerate(ids)} if weighs else None
    sorting, drawing = [], []
    for run in range(runs):
        began = time.perf_counter()
        sorted(ids)
        sorting.append(time.perf_counter() - began)
        began = time.perf_counter()
        draw(ids, size=count // 100, seed=str(run), weights=weights)
        drawing.append(time.perf_counter() - began)
    return {"ids": count, "runs": runs, "sort": median(sorting), "draw": median(drawing)}


if __name__ == "__main__":
    main(sys.argv[1:])
