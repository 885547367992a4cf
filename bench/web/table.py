"""Writes the measurements of the web application as Markdown: the pages, what takes longer, the bars of the study."""

from __future__ import annotations

from typing import Any

from bench.harness import machine_line
from bench.web.pages import BY_NAME

#: What the study asks for: milliseconds of a list or detail page and of an explanation, requests a second, seconds.
LIST_MS, EXPLAIN_MS, RATE, ONE_S, ALL_S, IMPORT_S, REPORT_S = 400, 600, 100, 2, 60, 30, 5
#: The sizes for which it asks.
_BODIES, _ROWS = 300, 10_000

_LABELS = {
    "ledger": "把台账全部导入 the whole ledger brought in",
    "opening": "封存并开启周期 sealing the ledger, opening the cycle",
    "claims": "各单位填写自评 the claims of all bodies",
    "submitting": "半数单位提交自评 half of the bodies hand in",
    "recompute_one": "重算一个单位（中位数）one body recomputed, median",
    "recompute_one_longest": "重算一个单位（最慢）one body recomputed, the slowest",
    "recompute_all": "重算全部单位 all bodies recomputed",
    "upload": "导入：上传 import: upload",
    "match": "导入：对应各列 import: columns matched",
    "check": "导入：预检 import: dry run",
    "confirm": "导入：确认 import: confirmed",
    "import": "导入：五步合计 import: the five steps",
    "publication": "发布：重算、封存、通报 publication: computed, sealed, reported",
    "report": "年度通报 PDF annual report as PDF",
}


def markdown(measured: dict[str, Any]) -> str:
    """Return everything that was measured as Markdown, Chinese first."""
    parts = (machine_line(measured["machine"]), _sizes(measured), _pages(measured), _deeds(measured), _bars(measured))
    return "\n\n".join(parts) + "\n"


def _sizes(measured: dict[str, Any]) -> str:
    size = measured["sizes"]
    events, claims = f"{size.get('events', 0):,}", f"{size.get('claims', 0):,}"
    return (
        f"{size['bodies']} 个单位，{size['cases']:,} 件案件、{events} 个环节，{claims} 条自评；SQLite；"
        f"`zhiheng serve` {size['processes']} 个进程；{size['users']} 人同时使用，不停顿，{size['seconds']:g} 秒。\n"
        f"{size['bodies']} bodies, {size['cases']:,} cases with {events} events, {claims} claims; SQLite; "
        f"{size['processes']} processes of `zhiheng serve`; {size['users']} users at once without a pause "
        f"for {size['seconds']:g} s."
    )


def _pages(measured: dict[str, Any]) -> str:
    cheapest = min(page["alone"]["median"] for page in measured["pages"].values())
    heads = (
        "页面 page",
        "查询 queries",
        "KB",
        "一人 alone, ms",
        "比最省的页面 ratio to the cheapest",
        "同时：中位数 together: median, ms",
        "p95, ms",
        "次数 requests",
        "错误 errors",
    )
    lines = [f"| {' | '.join(heads)} |", f"|---|{'---:|' * (len(heads) - 1)}"]
    for name, page in measured["pages"].items():
        many, single = page["together"], page["alone"]["median"]
        cells = [BY_NAME[name].label, str(page["queries"]), f"{page['alone']['bytes'] / 1024:,.0f}", f"{single:,.0f}"]
        cells += [f"{single / cheapest:.1f}×", *(f"{many[one]:,.0f}" for one in ("median", "p95"))]
        lines.append(f"| {' | '.join([*cells, str(many['requests']), str(many['errors'])])} |")
    every = measured["all"]
    total = f"合计 all，{measured['rate']:,.0f} 次/秒 requests a second"
    lines.append(
        f"| {total} | | | | | {every['median']:,.0f} | {every['p95']:,.0f} | {every['requests']} | {every['errors']} |"
    )
    return "\n".join(lines)


def _deeds(measured: dict[str, Any]) -> str:
    lines = ["| 事 what | 秒 seconds | 比例 ratio |", "|---|---:|---|"]
    times, rows = measured["times"], measured["sizes"]["rows"]
    per_row = times["import"] / times["plain_csv"]
    every = times["recompute_all"]
    ratios = {
        "recompute_one": f"{times['recompute_one'] / every:.3f} × 重算全部 of all bodies",
        "recompute_one_longest": f"{times['recompute_one_longest'] / every:.3f} × 重算全部 of all bodies",
        "import": f"{rows:,} 行 rows；每行是只读 CSV 的 a row takes {per_row:,.0f} × reading plain CSV",
        "check": f"{times['check'] / times['import']:.2f} × 五步 of the five steps",
        "confirm": f"{times['confirm'] / times['import']:.2f} × 五步 of the five steps",
        "publication": f"{times['publication'] / every:.2f} × 重算全部 recomputing all",
        "report": f"{measured['report_bytes'] / 1024:,.0f} KB",
    }
    for name, label in _LABELS.items():
        if name in times:
            lines.append(f"| {label} | {_seconds(times[name])} | {ratios.get(name, '')} |")
    return "\n".join(lines)


def _bars(measured: dict[str, Any]) -> str:
    times, size, pages = measured["times"], measured["sizes"], measured["pages"]
    slowest = max((one for one in pages if BY_NAME[one].kind == "list"), key=lambda one: pages[one]["together"]["p95"])
    listed, explained = pages[slowest]["together"]["p95"], pages["rule"]["together"]["p95"]
    every = [
        (
            f"列表与详情页 p95 不超过 {LIST_MS} 毫秒 list and detail pages, p95 at most {LIST_MS} ms",
            f"{listed:,.0f} ms（{BY_NAME[slowest].label}）",
            listed <= LIST_MS,
        ),
        (
            f"一分的来历 p95 不超过 {EXPLAIN_MS} 毫秒 explain, p95 at most {EXPLAIN_MS} ms",
            f"{explained:,.0f} ms",
            explained <= EXPLAIN_MS,
        ),
        (f"每秒至少 {RATE} 次 at least {RATE} requests a second", f"{measured['rate']:,.1f}", measured["rate"] >= RATE),
        ("没有错误 no errors", str(measured["all"]["errors"]), not measured["all"]["errors"]),
        _bar_of("recompute_one_longest", f"重算一个单位不超过 {ONE_S} 秒 one body at most {ONE_S} s", times, ONE_S),
    ]
    if size["bodies"] == _BODIES:
        told = f"重算 {_BODIES} 个单位不超过 {ALL_S} 秒 {_BODIES} bodies at most {ALL_S} s"
        every.append(_bar_of("recompute_all", told, times, ALL_S))
    if size["rows"] == _ROWS:
        told = f"导入 {_ROWS:,} 行不超过 {IMPORT_S} 秒 {_ROWS:,} rows at most {IMPORT_S} s"
        every.append(_bar_of("import", told, times, IMPORT_S))
    if "report" in times:
        every.append(
            _bar_of("report", f"通报 PDF 不超过 {REPORT_S} 秒 report PDF at most {REPORT_S} s", times, REPORT_S)
        )
    rows = [f"| {told} | {found} | {'达到 met' if is_met else '**未达到 missed**'} |" for told, found, is_met in every]
    return "\n".join(["| 要求 required | 测得 measured | 结论 verdict |", "|---|---|---|", *rows])


def _bar_of(name: str, told: str, times: dict[str, float], limit: float) -> tuple[str, str, bool]:
    return told, f"{_seconds(times[name])} s", times[name] <= limit


def _seconds(taken: float) -> str:
    return f"{taken:,.2f}" if taken < 10 else f"{taken:,.0f}"
