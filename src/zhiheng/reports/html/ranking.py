"""The ranking: units by rank, ties sharing it, with score, a small bar, deductions, bonus, grade, vetoes, status."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhiheng.domain.score import UnitScore
from zhiheng.reports.html import anchors
from zhiheng.reports.html.bars import draw_bar
from zhiheng.reports.html.elements import Child, Markup, join, tag
from zhiheng.reports.html.frame import Head, Reading, cell, chip, code, link, row_head, table
from zhiheng.reports.html.wording import points, say, told
from zhiheng.reports.labels import grade_name, status_text

ZERO = Decimal(0)


def ranking(reading: Reading, units: Sequence[UnitScore]) -> Markup:
    """Return the table of units in the order given."""
    by_case = reading.evaluation.scheme.subject == "case"
    heads = [
        Head(say("名次", "Rank"), number=True),
        Head(say("单位", "Unit")),
        Head(say("得分", "Score"), number=True),
        Head(say("等次", "Grade")) if reading.evaluation.scheme.grades else None,
        Head(say("一票否决", "Veto")) if reading.evaluation.scheme.vetoes else None,
        Head(say("图示", "Bar"), class_="bar-head"),
        *_middle_heads(by_case),
        Head(say("数据", "Data")),
    ]
    full = max((reading.full_points(unit) for unit in units), default=Decimal(100))
    most = max([full, *(unit.score for unit in units)])
    rows = [_row(reading, unit, full=full, most=most, by_case=by_case) for unit in units]
    caption = say(
        "按得分排名，同分同名次；竖线为满分", "By score; equal scores share a rank; the upright line marks full points"
    )
    return tag(
        "section",
        tag("h2", say("排名", "Ranking"), id="ranking"),
        table(caption, [head for head in heads if head], rows, id_="ranking-table", class_="ranking", wide=True),
    )


def _middle_heads(by_case: bool) -> list[Head]:
    if by_case:
        return [Head(say("案卷数", "Files"), number=True), Head(say("平均扣分", "Mean deduction"), number=True)]
    return [
        Head(say("扣分", "Deducted"), number=True),
        Head(say("基础分", "Base"), number=True),
        Head(say("加分", "Bonus"), number=True),
    ]


def _row(reading: Reading, unit: UnitScore, *, full: Decimal, most: Decimal, by_case: bool) -> Markup:
    holder, scheme = anchors.of_unit(unit.unit_id), reading.evaluation.scheme
    cells: list[Child] = [
        cell(str(unit.rank), number=True, class_="rank"),
        row_head(link(holder, unit.name)),
        cell(link(holder, points(unit.score)), number=True, class_="sum"),
        cell(_grade(reading, unit)) if scheme.grades else None,
        cell(_vetoes(holder, unit)) if scheme.vetoes else None,
        cell(draw_bar(unit, full=full, most=most)),
        _middle_cells(unit, holder, by_case),
        cell(chip(told(status_text(unit)), "warn" if unit.status == "incomplete" else "plain")),
    ]
    return tag("tr", cells)


def _middle_cells(unit: UnitScore, holder: str, by_case: bool) -> Child:
    if by_case:
        mean = points(unit.average_deduction) if unit.average_deduction is not None else ""
        return (cell(str(unit.cases or 0), number=True), cell(link(holder, mean), number=True))
    lost = sum((item.deducted for item in unit.items), ZERO)
    anchor = f"{holder}-table"
    return (
        cell(link(anchor, points(-lost, sign=True)), number=True),
        cell(link(anchor, points(unit.base)), number=True),
        cell(link(anchor, points(unit.bonus, sign=True)), number=True),
    )


def _grade(reading: Reading, unit: UnitScore) -> Child:
    name = grade_name(reading.evaluation.scheme, unit.grade)
    return chip(told(name), "alarm" if unit.vetoes else "plain") if name.zh else ""


def _vetoes(holder: str, unit: UnitScore) -> Child:
    if not unit.vetoes:
        return say("无", "none")
    return [join(link(anchors.of_rule(holder, veto.id), chip(code(veto.id), "alarm")), " ") for veto in unit.vetoes]
