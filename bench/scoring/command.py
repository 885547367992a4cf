"""The command of this benchmark: what to measure, where the numbers go."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bench.scoring.measure import ROOT, Disagreement, available_plans, measure
from bench.scoring.table import markdown

SIZES = "1000,10000,100000"
OUT = ROOT / "out" / "bench"
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- bench/scoring: begin -->", "<!-- bench/scoring: end -->"


def main(arguments: list[str]) -> int:
    """Measure, print the tables and write them; return 1 where the plans disagree."""
    wanted = _parser().parse_args(arguments)
    if "openfisca" not in available_plans():
        print("未装 OpenFisca，不与之比较；改法：make bench，或 pip install openfisca-core。", file=sys.stderr)
        print(
            "OpenFisca is not installed and is left out. To mend: make bench, or pip install openfisca-core.",
            file=sys.stderr,
        )
    try:
        measured = measure(wanted.units, wanted.runs)
    except Disagreement as differing:
        print("各做法的结果不一致，不报告时间。 / The plans do not agree; no times are reported.", file=sys.stderr)
        print(differing, file=sys.stderr)
        return 1
    table = markdown(measured)
    print(table)
    wanted.out.mkdir(parents=True, exist_ok=True)
    numbers, page = wanted.out / "scoring.json", wanted.out / "scoring.md"
    numbers.write_text(json.dumps(measured, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    page.write_text(table, encoding="utf-8")
    print(f"已写入 / written: {numbers}, {page}", file=sys.stderr)
    if wanted.record:
        record(table, PAGE)
    return 0


def record(table: str, page: Path) -> None:
    """Put the tables into the page between its marks."""
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        sys.exit(f"{page}: 缺少标记 / the marks are missing: {BEGIN} … {END}")
    page.write_text(f"{before}{BEGIN}\n\n{table}\n{END}{after}", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.scoring",
        description="湖南方案六十条规则的计分基准测试 / benchmark of scoring, the sixty rules of the Hunan scheme",
    )
    parser.add_argument(
        "--units", type=_sizes, default=SIZES, help=f"单位数，逗号分隔 / numbers of units, by commas ({SIZES})"
    )
    parser.add_argument("--runs", type=int, help="每种做法跑几次 / runs of each plan (5, or 3 from 100,000 units on)")
    parser.add_argument("--out", type=Path, default=OUT, help="写到哪个文件夹 / where to write (out/bench)")
    parser.add_argument(
        "--record", action="store_true", help="并写入 docs/performance.md / write docs/performance.md too"
    )
    return parser


def _sizes(told: str) -> list[int]:
    sizes = [int(units) for units in told.split(",")]
    if min(sizes) < 1:
        raise ValueError
    return sizes
