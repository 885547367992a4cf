"""Writes measurements as Markdown: a table for each size with ratios to the scan, then the rest; and the chart."""

from __future__ import annotations

from typing import Any

from bench.chart import Line, chart
from bench.checks.bars import bars
from bench.checks.plans import BY_NAME, WAYS
from bench.checks.real import PUBLISHED
from bench.harness import machine_line

CHART = "images/checks-performance.svg"
_COLUMNS = (
    "做法 way",
    "墙钟 wall, s",
    "处理器 CPU, s",
    "比只读 ratio to scan",
    "处理器之比 ratio of CPU",
    "内存峰值 peak, MiB",
)


def markdown(measured: dict[str, Any]) -> str:
    """Return everything that was measured as Markdown, Chinese first."""
    parts = [
        machine_line(measured["machine"]),
        f"![不同做法的用时与事件数 / time against events]({CHART})",
        *(_size(size) for size in measured["sizes"]),
        _ingested(measured["ingested"]),
        _bounded(measured["bounded"]),
        _real(measured["real"]),
        bars(measured),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def drawn(measured: dict[str, Any]) -> str:
    """Return the chart of wall time against events, for every way measured."""
    lines = []
    for way in WAYS:
        points = [
            (float(size["events"]), size["medians"][way.name]["wall"])
            for size in measured["sizes"]
            if way.name in size["medians"]
        ]
        if points:
            lines.append(Line(way.short, points, is_main=way.name in ("eight", "catalogue")))
    title = ("检查用时", "Time of the checks")
    return chart(title, "事件数 events", "秒 seconds", lines)


def _size(size: dict[str, Any]) -> str:
    found, events, cases = size["found"], f"{size['events']:,}", f"{size['cases']:,}"
    lines = [
        f"### {events} 个环节 events，{cases} 件案件 cases",
        "",
        f"八项检查找到 {found['eight']:,} 处，各做法相同；各跑 {size['runs']} 次，取中位数。",
        f"The eight checks find {found['eight']:,}, every way the same; medians of {size['runs']}.",
        "",
        f"| {' | '.join(_COLUMNS)} |",
        f"|---|{'---:|' * (len(_COLUMNS) - 1)}",
    ]
    scan = size["medians"]["scan"]
    for name, times in size["medians"].items():
        cells = [
            BY_NAME[name].label,
            _seconds(times["wall"]),
            _seconds(times["cpu"]),
            f"{times['wall'] / scan['wall']:,.1f}×",
            f"{times['cpu'] / scan['cpu']:,.1f}×",
            f"{times['peak']:,.0f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    if "catalogue" in found:
        lines += [
            "",
            f"全部检查找到 {found['catalogue']:,} 处，写成 Parquet。",
            f"The whole catalogue finds {found['catalogue']:,}, written to Parquet.",
        ]
    return "\n".join(lines)


def _ingested(runs: list[dict[str, Any]]) -> str:
    if not runs:
        return ""
    lines = [
        "### 整理台账 / Preparing a ledger",
        "",
        "交来的台账（按时间先后，未按案件排序）读入、校验、排序、写成整理好的形式；每份台账只做一次。",
        "A ledger as handed in, in order of time and not of cases, is read, validated, sorted and written, once.",
        "",
        "| 形式 form | 环节 events | MiB | 墙钟 wall, s | 处理器 CPU, s | 每秒环节 events/s | 内存峰值 peak, MiB |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for run in runs:
        cells = [run["format"].upper() if run["format"] == "csv" else "Parquet", f"{run['events']:,}"]
        cells += [f"{run['bytes'] / 2**20:,.0f}", _seconds(run["wall"]), _seconds(run["cpu"])]
        cells += [f"{run['events'] / run['wall']:,.0f}", f"{run['peak']:,.0f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _bounded(bounded: dict[str, Any]) -> str:
    told = "；".join(
        f"{BY_NAME[name].label.replace('*', '')} {_seconds(run['wall'])} s，{run['peak']:,.0f} MiB"
        for name, run in bounded["runs"].items()
    )
    return "\n".join(
        [
            "### 内存受限 / With little memory",
            "",
            f"{bounded['events']:,} 个环节，计算引擎限 {bounded['memory']}，结果相同：{told}。",
            f"{bounded['events']:,} events with the engine bounded to {bounded['memory']}: the same findings.",
        ]
    )


def _real(real: dict[str, Any] | None) -> str:
    if real is None:
        return ""
    imported, first = real["imported"], real["taken"]["product"][0]
    events, cases = f"{imported['events']:,}", f"{imported['cases']:,}"
    answers = "、".join(f"{number:,}" for number in PUBLISHED.values())
    lines = [
        "### 真实日志：意大利道路罚款 / A real log: road fines in Italy",
        "",
        f"{events} 个环节，{cases} 件案件。两者的答案相同：缺环节、次序、超过九十日 {answers}。",
        f"{events} events of {cases} cases. Both give the same answers to C1, C2 and C3.",
        "",
        "| 做法 way | 墙钟 wall, s | 处理器 CPU, s | 内存峰值 peak, MiB |",
        "|---|---:|---:|---:|",
    ]
    labels = {"product": f"**执衡 Zhiheng**，{first['checks']} 项检查 checks", "pm4py": "PM4Py，3 项 questions"}
    for name, label in labels.items():
        times = real["medians"][name]
        lines.append(f"| {label} | {_seconds(times['wall'])} | {_seconds(times['cpu'])} | {times['peak']:,.0f} |")
    once = f"导入 import {imported['wall']:,.0f} s，整理 preparation {real['prepared']:,.1f} s"
    return "\n".join([*lines, "", f"{once}，各一次，不计在内 once each, not counted above."])


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}" if seconds < 1 else f"{seconds:,.2f}"
