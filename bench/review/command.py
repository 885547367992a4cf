"""The command of this benchmark: how many rounds, where the tables go."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.harness import OUT, ROOT, keep, record
from bench.review.measure import measure
from bench.review.table import markdown

PAGE = ROOT / "docs" / "howtos" / "review-statistics.md"
_PARTS = ("coverage", "reviewers", "cards", "draws")


def main(arguments: list[str]) -> int:
    """Simulate, write the tables; return 1 where a figure does not keep what it says."""
    wanted = _parser().parse_args(arguments)
    measured = measure(wanted.share)
    table = markdown(measured)
    print(table)
    keep(measured, table, "review", wanted.out)
    missed = [part for part in _PARTS if not measured[part]["met"]]
    if missed:
        print(f"未达到要求 / bars missed: {', '.join(missed)}", file=sys.stderr)
        return 1
    if wanted.record:
        record(table, "review", PAGE)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bench/run.py review", description="评查的统计数是否说到做到 / do the figures of review keep their word"
    )
    parser.add_argument("--share", type=float, default=1.0, help="轮数的几分之几 / share of the rounds (1)")
    parser.add_argument("--out", type=Path, default=OUT, help="写到哪个文件夹 / where to write (out/bench)")
    parser.add_argument("--record", action="store_true", help=f"并写入 {PAGE.name} / write docs/howtos/{PAGE.name} too")
    return parser
