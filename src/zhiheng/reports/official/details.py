"""The second half of the circular: where points were lost, and the deductions of every unit with clause and rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.numbers import shortest
from zhiheng.domain.score import CaseScore, ItemScore, RuleScore, SubItemScore, UnitScore
from zhiheng.reports.cards import SchemeIndex
from zhiheng.reports.labels import choice_text, grade_name, ranked
from zhiheng.reports.official.overview import score_text
from zhiheng.reports.official.writer import Writer

_MOST_LOSSES = 10

#: Clauses of a category shown in one cell.
_MOST_CLAUSES = 3
_MOST_ROWS = 6
#: Above this number of units or cases a document is no longer read; the workbook holds the rest.
MOST_UNITS, MOST_CASES = 200, 50
_ELSEWHERE = "其余见 scorecards.xlsx。"


@dataclass(slots=True)
class _Loss:
    """What one sub-item cost all units together."""

    points: Decimal = field(default_factory=Decimal)
    whose: set[str] = field(default_factory=set)


def write_greatest_losses(writer: Writer, evaluation: Evaluation, index: SchemeIndex) -> None:
    """Write 四、主要失分: the sub-items that cost most, after their caps, with the clause and how many lost there."""
    losses: dict[str, _Loss] = {}
    for who, items in _scored(evaluation):
        for item in items:
            for sub_item in item.sub_items:
                if sub_item.deducted > 0:
                    loss = losses.setdefault(sub_item.id, _Loss())
                    loss.points += sub_item.deducted
                    loss.whose.add(who)
    writer.heading("主要失分")
    if not losses:
        writer.text("本期没有扣分。")
        return
    worst = sorted(losses.items(), key=lambda entry: (-entry[1].points, entry[0]))[:_MOST_LOSSES]
    first, loss = worst[0]
    noun = "件案卷" if evaluation.result.cases is not None else "个单位"
    writer.text(
        f"共有 {len(losses)} 个子项发生扣分。扣分最多的是 {first}，"
        f"{len(loss.whose)} {noun}合计扣 {shortest(loss.points)} 分。扣分最多的 {len(worst)} 个子项如下。"
    )
    rows = [[sub_id, _clause(index, sub_id), str(len(one.whose)), shortest(one.points)] for sub_id, one in worst]
    writer.table(["子项", "条款原文", f"涉及{noun[1:]}", "合计扣分"], [22, 92, 22, 20], rows)


def _scored(evaluation: Evaluation) -> Iterator[tuple[str, tuple[ItemScore, ...]]]:
    if evaluation.result.cases is not None:
        yield from ((case.case_id, case.items) for case in evaluation.result.cases)
    else:
        yield from ((unit.unit_id, unit.items) for unit in evaluation.result.units)


def _clause(index: SchemeIndex, sub_item_id: str) -> str:
    sub_item, item = index.sub_item(sub_item_id), index.item(sub_item_id)
    if sub_item is None:
        return sub_item_id
    if item is None:
        return sub_item.clause.zh or sub_item.name.zh
    # An item without sub-items is a whole category: its name and the clauses of its own rules say more than its text.
    own = dict.fromkeys(rule.clause.zh for rule in sub_item.rules if rule.clause.zh != sub_item.clause.zh)
    return f"{item.name.zh}：{''.join(list(own)[:_MOST_CLAUSES])}" if own else item.name.zh


def write_unit_details(writer: Writer, evaluation: Evaluation, index: SchemeIndex) -> None:
    """Write 六、各单位扣分明细: a table for each unit whose lines add up to its score."""
    writer.heading("各单位扣分明细")
    units = ranked(evaluation.result.units)
    cases: dict[str, list[CaseScore]] = {}
    for case in evaluation.result.cases or ():
        cases.setdefault(case.unit_id, []).append(case)
    for unit in units[:MOST_UNITS]:
        writer.subheading(unit.name)
        if evaluation.result.cases is not None:
            _write_cases(writer, unit, cases.get(unit.unit_id, []), index)
        else:
            _write_unit(writer, evaluation, unit, index)
    if len(units) > MOST_UNITS:
        writer.text(f"单位共 {len(units)} 个，本稿列前 {MOST_UNITS} 个。{_ELSEWHERE}")


def _write_unit(writer: Writer, evaluation: Evaluation, unit: UnitScore, index: SchemeIndex) -> None:
    grade = f"，等次{grade_name(evaluation.scheme, unit.grade).zh}" if unit.grade is not None else ""
    writer.text(
        f"得分 {score_text(unit.score)} 分，基础分 {score_text(unit.base)} 分，加分 {score_text(unit.bonus)} 分，"
        f"名次 {unit.rank}{grade}。"
    )
    if any(sub.state == "not_applicable" for item in unit.items for sub in item.sub_items):
        chosen = choice_text("not_applicable", evaluation.result.options.get("not_applicable", "")).zh
        writer.text(f"该单位有不适用的子项{f'：{chosen}' if chosen else ''}。")
    rows = [*_deductions(index, unit.items), *_bonuses(index, unit)]
    if rows:
        writer.table(["条款", "情形", "得扣分", "依据行"], [24, 74, 18, 40], rows)
    else:
        writer.text("没有扣分，也没有加分。")


def _write_cases(writer: Writer, unit: UnitScore, cases: list[CaseScore], index: SchemeIndex) -> None:
    lost = sorted((case for case in cases if case.deducted), key=lambda case: (case.score, case.case_id))
    writer.text(
        f"平均得分 {score_text(unit.score)} 分，名次 {unit.rank}；评查案卷 {len(cases)} 件，其中扣分 {len(lost)} 件。"
    )
    rows = [
        [f"{case.case_id}\n{score_text(case.score)} 分（第 {case.round} 轮）", *_cells(index, rule)]
        for case in lost[:MOST_CASES]
        for item in case.items
        for sub_item in item.sub_items
        for rule in sub_item.rules
        if rule.points or rule.exempted
    ]
    if rows:
        writer.table(["案件", "方面", "情形", "得扣分", "依据行"], [44, 20, 50, 16, 26], rows)
    if len(lost) > MOST_CASES:
        writer.text(f"得分最低的 {MOST_CASES} 件列于上表。{_ELSEWHERE}")


def _deductions(index: SchemeIndex, items: tuple[ItemScore, ...]) -> Iterator[list[str]]:
    for item in items:
        for sub_item in item.sub_items:
            if sub_item.state == "exempt":
                yield [sub_item.id, "按条款免扣", "0", ""]
            for rule in sub_item.rules:
                if rule.points or rule.exempted:
                    yield _cells(index, rule)
            yield from _cap_note(sub_item)


def _bonuses(index: SchemeIndex, unit: UnitScore) -> Iterator[list[str]]:
    """Yield the lines of bonuses, with what the caps of items and of the whole part left out (HN-18)."""
    for bonus in unit.bonus_items:
        yield from (_cells(index, rule) for rule in bonus.rules if rule.points)
        beyond = sum((rule.points for rule in bonus.rules), Decimal(0)) - bonus.points
        if beyond > 0:
            yield [
                bonus.id,
                f"封顶：{bonus.id} 实加 {shortest(bonus.points)} 分，超出部分不加",
                f"-{shortest(beyond)}",
                "",
            ]
    beyond = sum((bonus.points for bonus in unit.bonus_items), Decimal(0)) - unit.bonus
    if beyond > 0:
        yield ["加分", f"封顶：加分合计实加 {shortest(unit.bonus)} 分，超出部分不加", f"-{shortest(beyond)}", ""]


def _cap_note(sub_item: SubItemScore) -> Iterator[list[str]]:
    """Yield a line where a cap of group or sub-item makes the rules add up to more than what was deducted (HN-19)."""
    beyond = -sum((rule.points for rule in sub_item.rules), Decimal(0)) - sub_item.deducted
    if beyond > 0:
        told = f"封顶：{sub_item.id} 实扣 {shortest(sub_item.deducted)} 分，超出部分不扣"
        yield [sub_item.id, told, f"+{shortest(beyond)}", ""]


def _cells(index: SchemeIndex, rule: RuleScore) -> list[str]:
    parts = [index.situation(rule.id).zh, rule.why.zh]
    told = "：".join(part for part in parts if part) or index.rule_text(rule.id).zh
    if rule.exempted:
        told += f"（容错免扣 {shortest(rule.exempted)} 分）"
    sign = "+" if rule.points > 0 else ""
    return [rule.id, told, f"{sign}{shortest(rule.points)}", rows_text(rule)]


def rows_text(rule: RuleScore) -> str:
    """Name the rows of a rule; a long list is cut and counted."""
    refs = [*rule.rows, *(f"{ref}（容错）" for ref in rule.exempted_rows)]
    shown = "、".join(refs[:_MOST_ROWS])
    return shown if len(refs) <= _MOST_ROWS else f"{shown}等 {len(refs)} 行"
