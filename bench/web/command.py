"""The command of this benchmark: what to make and measure, where the numbers go."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.harness import OUT, keep, record
from bench.web.measure import Wanted, measure
from bench.web.table import markdown


def main(arguments: list[str]) -> int:
    """Measure, print the tables and write them; return 1 where a page answered with anything but the page."""
    wanted = _parser().parse_args(arguments)
    measured = measure(
        Wanted(
            cases=wanted.cases,
            bodies=wanted.bodies,
            users=wanted.users,
            seconds=wanted.seconds,
            rows=wanted.rows,
            processes=wanted.processes,
            home=wanted.home,
        )
    )
    table = markdown(measured)
    print(table)
    keep(measured, table, "web", wanted.out)
    failed = [page for page in measured["pages"].values() if page["alone"]["errors"] or page["together"]["errors"]]
    if failed:
        for page in failed:
            print(page["together"]["first_error"] or page["alone"]["first_error"], file=sys.stderr)
        return 1
    if wanted.record:
        record(table, "web")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bench/run.py web", description="网页应用的基准测试 / benchmark of the web application"
    )
    parser.add_argument("--cases", type=_number, default=50_000, help="案件数 / cases in the ledger (50000)")
    parser.add_argument("--bodies", type=_number, default=300, help="被评价单位数 / evaluated bodies (300)")
    parser.add_argument(
        "--users", type=_users, default=20, help="同时使用的人数，至少 2 / users at once, 2 or more (20)"
    )
    parser.add_argument("--seconds", type=float, default=60, help="同时使用几秒 / seconds of use at once (60)")
    parser.add_argument("--rows", type=_number, default=10_000, help="导入的行数 / rows to import (10000)")
    parser.add_argument("--processes", type=_number, default=2, help="网页进程数 / web processes (2)")
    told = (
        "数据留在这个文件夹，空的才新做；量过一次即已发布 / keep the installation here; one measured once is published"
    )
    parser.add_argument("--home", type=Path, help=told)
    parser.add_argument("--out", type=Path, default=OUT, help="写到哪个文件夹 / where to write (out/bench)")
    parser.add_argument(
        "--record", action="store_true", help="并写入 docs/performance.md / write docs/performance.md too"
    )
    return parser


def _number(told: str) -> int:
    number = int(told)
    if number < 1:
        raise ValueError
    return number


def _users(told: str) -> int:
    number = int(told)
    if number < 2:
        raise ValueError
    return number
