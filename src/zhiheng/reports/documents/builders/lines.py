"""The lines of lost and gained points that several documents show: clause, arithmetic, points, each a figure."""

from __future__ import annotations

from collections.abc import Iterator

from zhiheng.domain.score import RuleScore, UnitScore
from zhiheng.reports.documents.model import Runs, Table
from zhiheng.reports.documents.pen import Pen

LINES_HEAD = (("条款", "Clause"), ("条款内容", "Text"), ("事实和算式", "Facts and arithmetic"), ("分值", "Points"))
LINES_WIDTHS = (24, 62, 50, 20)


def score_sentence(pen: Pen, unit: UnitScore) -> Runs:
    """Return score, its two parts, rank and grade of a unit in a sentence."""
    at = ("units", unit.unit_id)
    slots = {name: pen.figure(*at, name) for name in ("score", "base", "bonus")}
    told = pen.say(
        "评价得分 {score} 分，其中基础得分 {base} 分，加分 {bonus} 分，名次第 {rank}",
        "Score {score}: {base} of the base part and {bonus} bonus points; rank {rank}",
        rank=pen.figure("ranking", unit.unit_id),
        **slots,
    )
    grade: Runs = ()
    if unit.grade is not None:
        grade = pen.say("，等次为{grade}", "; grade: {grade}", grade=pen.figure(*at, "grade"))
    return (*told, *grade, pen.word("。", "."))


def lost_points(pen: Pen, unit: UnitScore) -> Table | None:
    """Return the table of lost points of a unit, None where nothing was lost. Tolerated faults stand at 0 points."""
    rows = [row for item in unit.items for sub in item.sub_items for row in _sub_item(pen, unit, item.id, sub.id)]
    return pen.table(LINES_HEAD, LINES_WIDTHS, rows) if rows else None


def _sub_item(pen: Pen, unit: UnitScore, item_id: str, sub_item_id: str) -> Iterator[tuple[Runs, ...]]:
    sub_item = next(sub for item in unit.items for sub in item.sub_items if sub.id == sub_item_id)
    for rule in sub_item.rules:
        if rule.points or rule.exempted:
            yield rule_line(pen, unit, rule, ("items", item_id, "rules", rule.id))
    beyond = ("units", unit.unit_id, "sub_items", sub_item.id)
    if pen.has(*beyond, "beyond"):
        told = pen.say(
            "本项最多扣 {points} 分，超出的不扣",
            "at most {points} points are deducted here; what is beyond does not count",
            points=pen.figure(*beyond, "points"),
        )
        yield (sub_item.id,), told, (), ("+", pen.figure(*beyond, "beyond"))


def gained_points(pen: Pen, unit: UnitScore) -> Table | None:
    """Return the table of bonus points of a unit, None where there are none."""
    rows = [
        rule_line(pen, unit, rule, ("bonus", bonus.id, "rules", rule.id))
        for bonus in unit.bonus_items
        for rule in bonus.rules
        if rule.points
    ]
    return pen.table(LINES_HEAD, LINES_WIDTHS, rows) if rows else None


def rule_line(pen: Pen, unit: UnitScore, rule: RuleScore, path: tuple[str, ...]) -> tuple[Runs, ...]:
    """Return id, text of the clause, arithmetic and points of one rule."""
    at = ("units", unit.unit_id, *path)
    return (rule.id,), clause(pen, rule.id), (pen.figure(*at, "why"),), (pen.figure(*at, "points"),)


def clause(pen: Pen, rule_id: str) -> Runs:
    """Return the clause of a rule word for word, else what the rule describes."""
    for field in ("clause", "text"):
        if pen.has("scheme", "rules", rule_id, field):
            return (pen.figure("scheme", "rules", rule_id, field),)
    return (rule_id,)


def veto_rows(pen: Pen, unit: UnitScore) -> list[tuple[Runs, ...]]:
    """Return unit, situation and finding of each veto that holds."""
    name = (pen.figure("units", unit.unit_id, "name"),)
    return [
        (name, (f"{veto.id} ", *clause(pen, veto.id)), (pen.figure("units", unit.unit_id, "vetoes", veto.id, "why"),))
        for veto in unit.vetoes
    ]


VETO_HEAD = (("单位", "Unit"), ("情形", "Situation"), ("认定", "Finding"))
VETO_WIDTHS = (44, 62, 50)
