"""The command of this benchmark: what to measure, where the numbers go."""

from __future__ import annotations

import argparse
import importlib.util
import sys
from pathlib import Path

from bench.checks.measure import Disagreement, Wanted, measure
from bench.checks.plans import BY_NAME, WAYS
from bench.checks.table import CHART, drawn, markdown
from bench.harness import OUT, PAGE, keep, record

SIZES = "1e5,1e6,1e7"


def main(arguments: list[str]) -> int:
    """Measure, print the tables and write them with the chart; return 1 where the plans disagree."""
    wanted = _parser().parse_args(arguments)
    for way in WAYS:
        if way.needs and importlib.util.find_spec(way.needs) is None:
            print(
                f"未装 {way.needs}，不与之比较；改法：make bench。 / {way.needs} is left out: make bench installs it.",
                file=sys.stderr,
            )
    try:
        measured = measure(
            Wanted(
                sizes=wanted.events,
                ledgers=wanted.ledgers,
                runs=wanted.runs or 0,
                plans=wanted.plans,
                ingest=not wanted.no_ingest,
                real=not wanted.no_real,
            )
        )
    except Disagreement as differing:
        print("各做法的结果不一致，不报告时间。 / The plans do not agree; no times are reported.", file=sys.stderr)
        print(differing, file=sys.stderr)
        return 1
    table = markdown(measured)
    print(table)
    keep(measured, table, "checks", wanted.out)
    (wanted.out / "checks.svg").write_text(drawn(measured), encoding="utf-8")
    if wanted.record:
        record(table, "checks")
        (PAGE.parent / CHART).write_text(drawn(measured), encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench/run.py checks", description="检查的基准测试 / benchmark of the checks")
    told = f"环节数，逗号分隔 / numbers of events, by commas ({SIZES}; 1e8 takes a quarter of an hour and 2 GB of disk)"
    parser.add_argument("--events", type=_sizes, default=SIZES, help=told)
    told = "只跑这些做法，逗号分隔 / these plans only, by commas: " + ", ".join(BY_NAME)
    parser.add_argument("--plans", type=_plans, default=(), help=told)
    parser.add_argument(
        "--runs", type=int, help="每种做法跑几次 / runs of each plan (5, or 3 from 10 million events on)"
    )
    parser.add_argument("--ledgers", type=Path, default=OUT / "ledgers", help="台账放在哪里 / where ledgers are kept")
    parser.add_argument("--out", type=Path, default=OUT, help="写到哪个文件夹 / where to write (out/bench)")
    parser.add_argument("--no-ingest", action="store_true", help="不测整理台账 / leave the preparation of ledgers out")
    parser.add_argument("--no-real", action="store_true", help="不用真实日志 / leave the real log out")
    parser.add_argument(
        "--record", action="store_true", help="并写入 docs/performance.md / write docs/performance.md too"
    )
    return parser


def _sizes(told: str) -> list[int]:
    sizes = [int(float(events)) for events in told.split(",")]
    if min(sizes) < 1000:
        raise ValueError
    return sizes


def _plans(told: str) -> list[str]:
    names = told.split(",")
    if not set(names) <= BY_NAME.keys():
        raise ValueError
    return names
