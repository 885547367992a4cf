"""The tables and charts of the annual report: ranking, scores by category, deductions and bonuses of every unit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.score import UnitScore
from zhiheng.reports.documents.builders.lines import gained_points, lost_points
from zhiheng.reports.documents.charts import Bar, Chart
from zhiheng.reports.documents.model import Block, ChartBlock, Runs
from zhiheng.reports.documents.pen import Pen
from zhiheng.reports.labels import ranked
from zhiheng.reports.official.overview import score_text

#: So many categories stand beside each other on a page; further ones go into a table below.
_MOST_COLUMNS = 12
_PAGE_WIDTH = 156
#: Ids of so many characters fit over a column of points.
_SHORT_ID = 4
#: A chart with more bars than this is longer than a page.
_MOST_BARS = 30


def ranking_blocks(pen: Pen, evaluation: Evaluation) -> list[Block]:
    """Return the ranking with ties sharing a rank (HN-13, HN-AMB-24) and its chart; both parts shown (HN-16)."""
    units = ranked(evaluation.result.units)
    if not units:
        return []
    of_cases = evaluation.result.cases is not None
    middle = (
        [("案卷", "Cases"), ("平均扣分", "Lost on average")] if of_cases else [("基础得分", "Base"), ("加分", "Bonus")]
    )
    fields = ("cases", "average_deduction", "score") if of_cases else ("base", "bonus", "score")
    head = [("名次", "Rank"), ("单位", "Unit"), *middle, ("得分", "Score")]
    graded = bool(evaluation.scheme.grades)
    widths = (14, 62, 20, 18, 20, 22) if graded else (16, 74, 24, 20, 22)
    rows: list[tuple[Runs, ...]] = []
    for unit in units:
        at = ("units", unit.unit_id)
        row: list[Runs] = [(pen.figure("ranking", unit.unit_id),), (pen.figure(*at, "name"),)]
        row += [(pen.figure(*at, field),) for field in fields]
        rows.append((*row, (pen.figure(*at, "grade"),) if unit.grade else ()) if graded else tuple(row))
    table = pen.table([*head, ("等次", "Grade")] if graded else head, widths, rows)
    blocks: list[Block] = [pen.heading(1, "评价得分和名次", "Scores and ranking")]
    blocks.append(pen.paragraph("得分相同的名次并列。", "Equal scores share a rank."))
    return [*blocks, table, *_score_chart(pen, evaluation, units)]


def _score_chart(pen: Pen, evaluation: Evaluation, units: list[UnitScore]) -> list[Block]:
    if len(units) > _MOST_BARS:
        return []
    full = sum((part.points or Decimal(0) for part in evaluation.scheme.parts if part.kind == "deduction"), Decimal(0))
    chart = Chart(
        pen.word("评价得分", "Scores"),
        (pen.word("基础得分", "Base"), pen.word("加分", "Bonus")),
        tuple(Bar(unit.name, (unit.base, unit.bonus), score_text(unit.score)) for unit in units),
        mark=full or None,
    )
    return [
        ChartBlock(
            chart, pen.word("图：各单位评价得分（虚线为基础部分满分）", "Scores; the dashed line is the full base")
        )
    ]


def _items(evaluation: Evaluation) -> list[str]:
    there = {item.id for unit in evaluation.result.units for item in unit.items}
    return [item.id for part in evaluation.scheme.parts for item in part.items if item.id in there]


def category_blocks(pen: Pen, evaluation: Evaluation) -> list[Block]:
    """Return the lost points by category: totals, a table of every unit by category, and the stacked chart."""
    items = _items(evaluation)
    if not items:
        return []
    head = (("编号", "No."), ("类别", "Category"), ("扣分合计", "Points lost"), ("扣分单位数", "Units losing"))
    rows: list[tuple[Runs, ...]] = [
        (
            (one,),
            (pen.figure("scheme", "items", one, "name"),) if pen.has("scheme", "items", one, "name") else (one,),
            (pen.figure("items", one, "deducted"),),
            (pen.figure("items", one, "units"),),
        )
        for one in items
    ]
    blocks: list[Block] = [
        pen.heading(1, "分类得分情况", "Scores by category"),
        pen.paragraph("各类别扣分合计如下。", "Points lost in each category:"),
        pen.table(head, (30, 70, 28, 28), rows),
        pen.paragraph(
            "各单位在各类别的扣分如下，空白为不适用。", "Points lost by unit and category; blank: does not apply."
        ),
    ]
    columns = _columns(pen, items)
    for start in range(0, len(items), columns.most):
        blocks.append(_matrix(pen, evaluation, items[start : start + columns.most], columns))
    return [*blocks, *_lost_chart(pen, evaluation, items)]


@dataclass(frozen=True, slots=True)
class _Columns:
    """How the categories stand beside each other: so many in a table, so wide, headed by id or by name."""

    most: int
    width: int
    by_name: bool


def _columns(pen: Pen, items: list[str]) -> _Columns:
    if all(len(one) <= _SHORT_ID for one in items):
        return _Columns(_MOST_COLUMNS, 9, by_name=False)
    return _Columns(9, 12, by_name=True) if pen.language == "zh" else _Columns(4, 26, by_name=True)


def _matrix(pen: Pen, evaluation: Evaluation, items: list[str], columns: _Columns) -> Block:
    widths = (_PAGE_WIDTH - columns.width * len(items), *[columns.width] * len(items))
    rows: list[tuple[Runs, ...]] = []
    for unit in ranked(evaluation.result.units):
        own = {item.id for item in unit.items}
        cells = [(pen.figure("units", unit.unit_id, "items", one, "deducted"),) if one in own else () for one in items]
        rows.append(((pen.figure("units", unit.unit_id, "name"),), *cells))
    heads = [_item_name(pen, one) if columns.by_name else one for one in items]
    return pen.table([("单位", "Unit"), *((one, one) for one in heads)], widths, rows)


def _lost_chart(pen: Pen, evaluation: Evaluation, items: list[str]) -> list[Block]:
    units = ranked(evaluation.result.units)
    lost = [one for one in items if pen.has("items", one, "deducted")]
    if len(units) > _MOST_BARS or not lost:
        return []
    bars = []
    for unit in units:
        costs = {item.id: item.deducted for item in unit.items}
        told = pen.answers.of(f"units/{unit.unit_id}/deducted").zh
        bars.append(Bar(unit.name, tuple(costs.get(one, Decimal(0)) for one in lost), told))
    names = tuple(_item_name(pen, one) for one in lost)
    title = pen.word("各单位分类扣分", "Points lost by category")
    return [
        ChartBlock(Chart(title, names, tuple(bars)), pen.word("图：各单位分类扣分", "Points lost by unit and category"))
    ]


def _item_name(pen: Pen, item_id: str) -> str:
    return (
        pen.figure("scheme", "items", item_id, "name").value if pen.has("scheme", "items", item_id, "name") else item_id
    )


def deduction_blocks(pen: Pen, evaluation: Evaluation) -> list[Block]:
    """Return the table of lost points of every unit, tolerated faults at 0 points among them (CQ-31)."""
    blocks: list[Block] = []
    for unit in ranked(evaluation.result.units):
        table = lost_points(pen, unit)
        if table is not None:
            at = ("units", unit.unit_id)
            name, total = pen.figure(*at, "name"), pen.figure(*at, "deducted")
            blocks.append(
                pen.heading(2, "{name}（合计扣 {total} 分）", "{name} ({total} lost)", name=name, total=total)
            )
            blocks.append(table)
    if not blocks:
        return []
    first: list[Block] = [pen.heading(1, "扣分明细", "Points lost, line by line")]
    if pen.has("counts", "tolerated"):
        first.append(
            pen.paragraph(
                "符合容错情形的问题 {count} 条，照列而不扣分。",
                "Faults tolerated under the scheme: {count}; they are shown and cost no points.",
                count=pen.figure("counts", "tolerated"),
            )
        )
    return first + blocks


def bonus_blocks(pen: Pen, evaluation: Evaluation) -> list[Block]:
    """Return the table of bonus points of every unit that has any."""
    blocks: list[Block] = []
    for unit in ranked(evaluation.result.units):
        table = gained_points(pen, unit)
        if table is not None:
            at = ("units", unit.unit_id)
            name, total = pen.figure(*at, "name"), pen.figure(*at, "bonus")
            blocks.append(pen.heading(2, "{name}（计 {total} 分）", "{name} ({total} counted)", name=name, total=total))
            blocks.append(table)
    return [pen.heading(1, "加分明细", "Bonus points"), *blocks] if blocks else []
