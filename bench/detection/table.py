"""Writes what was planted and found as Markdown: a row for each check, then the hard cases by name."""

from __future__ import annotations

from typing import Any

from bench.detection.measure import LEAST, SIGNS
from zhiheng.ledgers.demonstration.planting import HARD_CASES, name_of


def markdown(measured: dict[str, Any]) -> str:
    """Return the tables, Chinese first."""
    return "\n".join([*_head(measured), "", *_checks(measured), "", *_hard(measured)]) + "\n"


def _head(measured: dict[str, Any]) -> list[str]:
    runs = measured["runs"]
    seeds = "、".join(str(run["seed"]) for run in runs)
    events, cases = (sum(run[key] for run in runs) for key in ("events", "cases"))
    missed = [name for name, told in measured["checks"].items() if not told["met"]]
    verdict = f"未达到 missed：{'、'.join(missed)}" if missed else "全部达到 all met"
    recall, precision = LEAST[True]
    return [
        f"种子 seeds {seeds}；合计 {cases:,} 件案件、{events:,} 个环节 cases and events in all。",
        f"要求：{'、'.join(SIGNS)} 召回率 {recall}、精确率 {precision}，其余各种一律为 1。{verdict}。",
        f"Required: recall {recall} and precision {precision} for {', '.join(SIGNS)}; 1 and 1 for every other kind.",
    ]


def _checks(measured: dict[str, Any]) -> list[str]:
    lines = [
        "| 检查 check | 种类 kind | 埋入 planted | 找到 found | 召回率 recall | 精确率 precision | 结论 verdict |",
        "|---|---|---:|---:|---:|---:|---|",
    ]
    for name, told in measured["checks"].items():
        cells = [f"`{name}`", told["kind"], f"{told['planted']:,}", f"{told['found']:,}"]
        cells += [_share(told["recall"]), _share(told["precision"]), "达到 met" if told["met"] else "**未达到 missed**"]
        lines.append(f"| {' | '.join(cells)} |")
    if measured["neither"]:
        names = "、".join(f"`{name}`" for name in measured["neither"])
        lines += ["", f"没有埋入、也没有找到 neither planted nor found: {names}。"]
    return lines


def _hard(measured: dict[str, Any]) -> list[str]:
    told = {name_of(scene): (scene.__doc__ or "").splitlines()[0] for scene in HARD_CASES}
    lines = [
        "### 难例：合法而貌似有错 / Hard cases: lawful, and easily taken for a fault",
        "",
        "| 难例 hard case | 说明 what it is | 行 rows | 误报 false alarms |",
        "|---|---|---:|---:|",
    ]
    for scene, counts in measured["hard"].items():
        words = told[scene].removeprefix("Hard case: ")
        lines.append(f"| `{scene}` | {words} | {counts['rows']:,} | {counts['raised']:,} |")
    absent = sorted(told.keys() - measured["hard"].keys())
    if absent:
        lines += ["", f"这样大小的台账里没有 not staged at this size: {'、'.join(f'`{name}`' for name in absent)}。"]
    return lines


def _share(share: float) -> str:
    return "1" if share == 1 else f"{share:.4f}"
