"""Review cards of a scheme that scores cases: the list with deductions by aspect, and how each card came about."""

from __future__ import annotations

from decimal import Decimal

from zhiheng.domain.numbers import shortest
from zhiheng.domain.score import CaseScore, UnitScore
from zhiheng.reports.html import anchors
from zhiheng.reports.html.derivation import item_fold
from zhiheng.reports.html.elements import Child, Markup, join, tag
from zhiheng.reports.html.frame import Head, Reading, cell, code, fold, link, row_head, table
from zhiheng.reports.html.heatmap import shade
from zhiheng.reports.html.wording import points, say, told


def case_list(reading: Reading) -> Markup | None:
    """Return the table of all reviewed cases; None for a scheme that scores units."""
    cases = reading.evaluation.result.cases
    if cases is None:
        return None
    aspects = [item.id for part in reading.evaluation.scheme.parts for item in part.items]
    heads = [
        Head(say("案件", "Case")),
        Head(say("单位", "Unit")),
        Head(say("主办人员", "Lead officer")),
        Head(say("轮次", "Round"), number=True),
        Head(say("得分", "Score"), number=True),
        Head(say("首轮扣分", "Round one"), number=True),
        Head(say("扣分", "Deducted"), number=True),
        *(Head(told(reading.name_of_item(aspect)), number=True) for aspect in aspects),
    ]
    caption = say(
        "案卷得分与各方面扣分（底色深浅为占该方面分值的比例）",
        "Files: score and deduction by aspect (shade: share of its points)",
    )
    body = [_case_row(reading, case, aspects) for case in cases]
    return tag(
        "section",
        tag("h2", say("案卷", "Case files"), id="cases"),
        table(caption, heads, body, id_="cases-table", class_="heat", wide=True),
        _not_reviewed(reading),
    )


def _case_row(reading: Reading, case: CaseScore, aspects: list[str]) -> Markup:
    anchor = anchors.of_case(case.case_id)
    unit = next((unit.name for unit in reading.evaluation.result.units if unit.unit_id == case.unit_id), case.unit_id)
    by_aspect = {item.id: item for item in case.items}
    cells: list[Child] = [
        row_head(link(anchor, case.case_id)),
        cell(link(anchors.of_unit(case.unit_id), unit)),
        cell(code(case.officer_id) if case.officer_id else ""),
        cell(str(case.round), number=True),
        cell(link(anchor, points(case.score)), number=True),
        cell(points(-case.round_one_deducted, sign=True), number=True),
        cell(points(-case.deducted, sign=True), number=True),
    ]
    for aspect in aspects:
        item = by_aspect.get(aspect)
        if item is None:
            cells.append(cell("—", number=True))
            continue
        shown: Child = "0"
        if item.deducted:
            shown = link(anchors.of_item(anchor, aspect), points(-item.deducted, sign=True))
        cells.append(cell(shown, number=True, class_=shade(item.deducted, item.points)))
    return tag("tr", cells)


def _not_reviewed(reading: Reading) -> Markup | None:
    waiting = reading.evaluation.result.not_reviewed
    if not waiting:
        return None
    count = len(waiting)
    lead = say(
        f"另有 {count} 件案卷尚未评查，不计入平均。下一步：送评。",
        f"Files not reviewed yet: {count}; they do not enter the averages. Next: send them for review.",
    )
    return tag("div", tag("p", lead), tag("ul", [tag("li", case_id) for case_id in waiting]), class_="missing")


def unit_cases(reading: Reading, unit: UnitScore) -> Markup | None:
    """Return the cards of a unit's cases with the average they make; None for a scheme that scores units."""
    cases = reading.evaluation.result.cases
    if cases is None:
        return None
    own = [case for case in cases if case.unit_id == unit.unit_id]
    return join(_average(unit, own), [_card(reading, case) for case in own])


def _average(unit: UnitScore, cases: list[CaseScore]) -> Markup:
    count = unit.cases if unit.cases is not None else len(cases)
    lost = shortest(sum(case.deducted for case in cases))
    mean = "" if unit.average_deduction is None else shortest(unit.average_deduction)
    zh = f"评查 {count} 件，共扣 {lost} 分，平均扣分 {mean}，平均得分 {shortest(unit.score)}"
    en = f"Files reviewed: {count}; deducted: {lost} in all, {mean} on average; average score {shortest(unit.score)}"
    return tag("p", say(zh, en), class_="arith")


def _card(reading: Reading, case: CaseScore) -> Markup:
    anchor = anchors.of_case(case.case_id)
    summary = (
        tag("span", case.case_id, class_="only"),
        " ",
        tag("small", code(case.officer_id), " ", say(f"第 {case.round} 轮", f"round {case.round}")),
        tag("span", points(case.score), class_="pts plain"),
    )
    parts = [item_fold(reading, anchor, item) for item in case.items]
    nothing = None if any(parts) else tag("p", say("没有扣分", "nothing deducted"), class_="note")
    full = case.score + case.deducted
    line = f"{shortest(full)} − {shortest(case.deducted)} = {shortest(case.score)}"
    total = tag("p", line, class_="arith") if full == _full_points(reading, case) else None
    return fold(summary, tag("div", total, nothing, parts, class_="body"), id_=anchor, class_="item")


def _full_points(reading: Reading, case: CaseScore) -> Decimal:
    """Return what a file starts from; the subtraction is printed only where it starts there."""
    stated = (part.points for part in reading.evaluation.scheme.parts if part.kind == "deduction" and part.points)
    return sum((item.points for item in case.items), Decimal(0)) or next(stated, Decimal(100))
