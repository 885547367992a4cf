"""Writes measurements as Markdown: a table for each size, ratios to the product, bars met and missed."""

from __future__ import annotations

from typing import Any

from bench.harness import machine_line
from bench.scoring.plans import NAMES

#: The bar: at this size exact, at most a second, beside a plain loop that takes four to five times as long.
BAR_UNITS, BAR_SECONDS, BAR_RATIO = 100_000, 1, 4

LABELS = {
    "product": "**执衡 Zhiheng**",
    "plain_loop": "普通循环，整数 plain loop, integers",
    "decimal_loop": "普通循环，`Decimal` plain loop, `Decimal`",
    "openfisca": "OpenFisca（32 位浮点，无解释行 32-bit floats, no rows）",
}
COLUMNS = (
    "做法 way",
    "归集 gather, ms",
    "计分与解释 score and explain, ms",
    "合计 total, ms",
    "其中处理器 of it CPU, ms",
    "计分之比 ratio of scoring",
    "合计之比 ratio of totals",
    "内存峰值 peak, MiB",
)


def markdown(measured: dict[str, Any]) -> str:
    """Return everything that was measured as Markdown, Chinese first."""
    parts = [machine_line(measured["machine"]), *(_size(size) for size in measured["sizes"]), _bars(measured)]
    return "\n\n".join(parts) + "\n"


def _size(size: dict[str, Any]) -> str:
    units, answers, total, rows = (f"{size[key]:,}" for key in ("units", "answers", "score_sum", "rows"))
    lines = [
        f"### {units} 个单位 units × 60 条规则 rules",
        "",
        f"输入 {answers} 行，得分合计 {total}，解释行 {rows}；各跑 {size['runs']} 次，取中位数。",
        f"{answers} rows of input, scores adding up to {total}, {rows} explanation rows; medians of {size['runs']}.",
        "",
        f"| {' | '.join(COLUMNS)} |",
        f"|---|{'---:|' * (len(COLUMNS) - 1)}",
    ]
    own = size["medians"]["product"]
    for name in NAMES:
        if times := size["medians"].get(name):
            cells = [LABELS[name], *(_ms(times[stage]) for stage in ("gather", "score", "total", "cpu"))]
            cells += [_ratio(times[stage], own[stage]) for stage in ("score", "total")]
            lines.append(f"| {' | '.join(cells)} | {times['peak']:,.0f} |")
    return "\n".join([*lines, "", *_agreement(size)])


def _agreement(size: dict[str, Any]) -> list[str]:
    lines = [
        "执衡与两种循环的得分和解释行逐位相同；每个单位的满分加解释行之和等于得分。",
        "Zhiheng and both loops gave the same scores and the same rows; each unit's full mark and rows make its score.",
    ]
    if off := size.get("openfisca"):
        differing, largest = f"{off['units_differing']:,}", f"{off['largest_difference']:.1g}"
        rounded, exact = f"{off['sum_in_32_bits']:,.3f}", f"{size['score_sum']:,}"
        lines += [
            f"OpenFisca 有 {differing} 个单位的得分不等于准确值，最多差 {largest} 分；",
            f"以 32 位浮点求和得 {rounded}，准确值是 {exact}。",
            f"OpenFisca's scores of {differing} units are not the exact ones, at most {largest} points off;",
            f"added up in 32-bit floats they make {rounded}, exactly {exact}.",
        ]
    return lines


def _bars(measured: dict[str, Any]) -> str:
    size = next((size for size in measured["sizes"] if size["units"] == BAR_UNITS), None)
    if size is None:
        return f"这次没有测 {BAR_UNITS:,} 个单位的标准。 The bar at {BAR_UNITS:,} units was not measured this time."
    own, loop, peer = (size["medians"].get(name) for name in ("product", "plain_loop", "openfisca"))
    alike = f"{loop['score'] / own['total']:.1f}×；计分对计分 scoring to scoring {loop['score'] / own['score']:.1f}×"
    lines = [
        f"### 标准：{BAR_UNITS:,} 个单位 / The bar: {BAR_UNITS:,} units",
        "",
        "| 要求 required | 测得 measured | 结论 verdict |",
        "|---|---|---|",
        # Where the plans do not agree nothing is reported at all, so a table with times is one with exact results.
        _bar("准确，与逐单位计算相同 exact, as unit by unit", f"{size['rows']:,} 行相同 rows alike", True),
        _bar(
            f"连同归集与解释行不超过 {BAR_SECONDS} 秒 at most {BAR_SECONDS} s with gathering and explanation rows",
            f"{own['total']:.2f} s",
            own["total"] <= BAR_SECONDS,
        ),
        _bar(
            f"普通循环单是计分就至少用 {BAR_RATIO} 倍时间 a plain loop's scoring alone takes {BAR_RATIO} times as long",
            alike,
            loop["score"] >= BAR_RATIO * own["total"],
        ),
    ]
    if peer:
        ratios = f"合计 total {_ratio(peer['total'], own['total'])}；计分 scoring {_ratio(peer['score'], own['score'])}"
        lines.append(f"| 如实报告与 OpenFisca 之比 the ratio to OpenFisca, as it is | {ratios} | 已报告 reported |")
    return "\n".join(lines)


def _bar(required: str, found: str, is_met: bool) -> str:
    return f"| {required} | {found} | {'达到 met' if is_met else '**未达到 missed**'} |"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.1f}" if seconds < 0.1 else f"{seconds * 1000:,.0f}"


def _ratio(time: float, own: float) -> str:
    return f"{time / own:.2f}×" if time < 10 * own else f"{time / own:.1f}×"
