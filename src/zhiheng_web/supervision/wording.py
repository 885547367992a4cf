"""A month of online checks in sentences, as its bulletin tells it. Every number comes from what was counted."""

from __future__ import annotations

from zhiheng_web.supervision.counting import Counted, Unit


def title_of(counted: Counted) -> str:
    """Return the title of the bulletin of a month."""
    return f"{counted.month.year}年{counted.month.month}月案件网上监督情况通报"


def text_of(counted: Counted, analysis: str, demands: str) -> str:
    """Return the bulletin of a month: totals, units, kinds, what stands out, the analysis, the demands."""
    parts = [_totals(counted), _units(counted), _kinds(counted), _standing_out(counted)]
    if analysis.strip():
        parts.append(f"四、分析\n{analysis.strip()}")
    if demands.strip():
        parts.append(f"五、工作要求\n{demands.strip()}")
    return "\n\n".join(part for part in parts if part)


def _totals(counted: Counted) -> str:
    month = f"{counted.month.year}年{counted.month.month}月"
    if not counted.cases:
        return f"{month}没有办结的案件。"
    before = [(cases, found) for day, cases, found in counted.trend[-2:-1]]
    rate = f"，每百件 {counted.rate} 件" if counted.cases >= counted.few else ""
    told = f"{month}办结案件 {counted.cases} 件，网上监督发现有问题的 {counted.found} 件{rate}。"
    return told + "".join(f"上月办结 {cases} 件，有问题的 {found} 件。" for cases, found in before)


def _units(counted: Counted) -> str:
    lines = [_unit(one) for one in counted.units]
    few = f"（案件少于 {counted.few} 件的单位不计算比率）" if any(one.is_few for one in counted.units) else ""
    return "\n".join([f"一、各单位情况{few}", *lines]) if lines else ""


def _unit(one: Unit) -> str:
    rate = "" if one.rate is None else f"，每百件 {one.rate} 件"
    return f"{one.body.name}：检查 {one.cases} 件，有问题 {one.found} 件{rate}，问题 {one.total} 个。"


def _kinds(counted: Counted) -> str:
    lines = [f"{one.text.zh}：{one.times} 次，涉及 {one.cases} 件。" for one in counted.kinds]
    return "\n".join(["二、问题类别", *lines]) if lines else ""


def _standing_out(counted: Counted) -> str:
    lines = [f"{one.body.name}有问题案件的比率明显高于其他单位。" for one in counted.standing_out]
    lines += [f"“{one.text.zh}”较前几个月明显上升。" for one in counted.rising]
    return "\n".join(["三、突出情况", *lines]) if lines else ""
