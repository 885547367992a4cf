"""Writes what was simulated as Markdown, Chinese first: what was planted, what came out, the bar."""

from __future__ import annotations

from typing import Any

from bench.harness import machine_line
from bench.review import cards, reviewers
from bench.review.draws import PLAIN_BOUND, WEIGHTED_BOUND

_RULES = {
    "source": "原文：平均扣 3 分以上 the source's: an average of 3 or more",
    "minimum": f"另须至少 {cards.MINIMUM} 件 and at least {cards.MINIMUM} cases",
    "sure": f"另须概率至少 {cards.SURE} and a probability of {cards.SURE}",
    "surer": f"另须概率至少 {cards.SURER} and a probability of {cards.SURER}",
}


def markdown(measured: dict[str, Any]) -> str:
    """Return the tables."""
    parts = (_coverage(measured), _cards(measured), _reviewers(measured), _draws(measured))
    lines = [line for part in parts for line in (*part, "")]
    return "\n".join([*lines, f"种子 seed {measured['seed']}。{machine_line(measured['machine'])}"]) + "\n"


def _coverage(measured: dict[str, Any]) -> list[str]:
    told = measured["coverage"]
    lines = [
        f"**区间** 95% 区间含真值的次数，每格 {told['rounds']:,} 次 how often 95 % intervals hold the truth"
        f"（{_verdict(told['met'])}）",
        "",
        "| 总体 population | 抽取 drawn | 真实比率 true rate | 精确区间 exact | 教科书近似 textbook approximation |",
        "|---:|---:|---:|---:|---:|",
    ]
    for cell in told["cells"]:
        population = "∞" if cell["population"] is None else cell["population"]
        cells = [
            population,
            cell["drawn"],
            _percent(cell["rate"], 0),
            _percent(cell["exact"]),
            _percent(cell["normal"]),
        ]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return lines


def _cards(measured: dict[str, Any]) -> list[str]:
    told = measured["cards"]
    lines = [
        f"**红牌** 60 名人员、{told['rounds']} 个月，每月 1 至 15 件；真实平均 2.4 分，另一场景 6 人 4.8 分"
        f" red cards, 60 officers, true average 2.4, in the other scene six of 4.8（{_verdict(told['met'])}："
        "同等质量误挂不超过 1 减概率 false cards at most 1 - probability）",
        "",
        "| 规则 rule | 同等质量误挂 false, all equal | 误挂 false, six worse | 挂对 true, six worse |",
        "|---|---:|---:|---:|",
    ]
    for rule, words in _RULES.items():
        equal, worse = told["equal"][rule], told["six_worse"][rule]
        lines.append(
            f"| {words} | {_percent(equal['false'])} | {_percent(worse['false'])} | {_percent(worse['true'])} |"
        )
    return lines


def _reviewers(measured: dict[str, Any]) -> list[str]:
    told = measured["reviewers"]
    return [
        f"**宽严** 埋入 {reviewers.REVIEWERS} 人的宽严（标准差 {reviewers.SPREAD} 分），{reviewers.CASES} 件"
        f"各由两人评查，{told['rounds']} 轮 planted severities, cases read by two（{_verdict(told['met'])}）",
        "",
        "| 做法 way | 均方根误差（分）rmse, points | 1.96 个标准误内 within 1.96 errors |",
        "|---|---:|---:|",
        f"| 案件加评查人 case + reviewer | {told['rmse']:.3f} | {_percent(told['held'])} |",
        f"| 各人平均之差 bare averages | {told['bare']:.3f} | — |",
    ]


def _draws(measured: dict[str, Any]) -> list[str]:
    told, times = measured["draws"], measured["times"]
    lines = [
        f"**抽取** {told['rounds']:,} 次的卡方，偶然超过界限的机会为千分之一 chi-square over draws; chance exceeds"
        f" the bound once in a thousand（{_verdict(told['met'])}）",
        "",
        "| 抽法 draw | 卡方 chi-square | 界限 bound | 编号 ids | 秒 seconds | 单纯排序的倍数 times a plain sort |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, words, bound in (("plain", "等概率 plain", PLAIN_BOUND), ("weighted", "按权重 weighted", WEIGHTED_BOUND)):
        run = times[name]
        cells = [
            words,
            f"{told[name]:.1f}",
            bound,
            f"{run['ids']:,}",
            f"{run['draw']:.2f}",
            f"{run['draw'] / run['sort']:.0f}",
        ]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return lines


def _verdict(met: bool) -> str:
    return "达到 met" if met else "**未达到 missed**"


def _percent(share: float, places: int = 1) -> str:
    return f"{share * 100:.{places}f}%"
