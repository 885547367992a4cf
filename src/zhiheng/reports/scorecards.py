"""`scorecards.xlsx`: the ranking, a sheet for each unit with every rule, clause and row, the ledger rows behind them.

Subtotals are plain numbers of the result, never formulas; what the sheets hold of the ledger stands in `ledger_rows`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from pathlib import Path

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.numbers import read_number, shortest
from zhiheng.domain.score import BonusScore, CaseScore, ItemScore, UnitScore
from zhiheng.domain.texts import Text
from zhiheng.reports.cards import CardLine, SchemeIndex, bonus_lines, deduction_lines, veto_lines
from zhiheng.reports.frozen import moment_of
from zhiheng.reports.labels import completion_text, grade_name, period_text, ranked, status_text
from zhiheng.reports.ledger_rows import write_rows_sheet
from zhiheng.reports.workbook import Book, Column, Sheet, SheetNames, Value, both, workbook

#: Excel grows unusable with thousands of sheets: above this number all units share one long sheet.
MOST_UNIT_SHEETS = 250
_MOST_IN_MEMORY = 50_000
RANKING, LONG_SHEET, CASES = "总览 Ranking", "评分明细 All units", "案件 Cases"

CARD_COLUMNS = (
    Column(Text("评价项目", "Item"), 16),
    Column(Text("子项", "Sub-item"), 20),
    Column(Text("条款原文", "Clause (authentic Chinese)"), 42),
    Column(Text("条款英文", "Clause in English"), 30),
    Column(Text("规则", "Rule"), 13),
    Column(Text("情形", "What it describes"), 22),
    Column(Text("输入", "Input"), 9, "count"),
    Column(Text("输入来源", "Input from"), 15),
    Column(Text("得扣分", "Points"), 9, "points"),
    Column(Text("封顶和状态", "Caps and state"), 20),
    Column(Text("容错免扣分", "Tolerated points"), 10, "points"),
    Column(Text("依据行", "Rows"), 20),
    Column(Text("计算过程", "How it was counted"), 30),
)
UNIT_COLUMNS = (Column(Text("单位编号", "Unit id"), 12), Column(Text("单位", "Unit"), 20))
CASE_COLUMNS = (
    Column(Text("案件编号", "Case"), 24),
    Column(Text("承办单位", "Unit"), 20),
    Column(Text("主办人员编号", "Officer"), 14),
    Column(Text("计分轮次", "Round"), 9, "count"),
    Column(Text("得分", "Score"), 9, "score"),
    Column(Text("扣分", "Deducted"), 9, "points"),
    Column(Text("第一轮扣分", "Deducted in round one"), 12, "points"),
)


def write_scorecards(evaluation: Evaluation, path: Path) -> None:
    """Write the workbook of scorecards to `path`; the same evaluation gives the same bytes."""
    result = evaluation.result
    title, at = f"{result.scheme_name.zh} 评分卡", moment_of(result.as_of)
    with workbook(path, title=title, at=at, row_by_row=_is_long(evaluation)) as made:
        _Cards(evaluation, Book(made)).write()


def _is_long(evaluation: Evaluation) -> bool:
    """Return whether the rows are too many to be held in memory; some systems allow 256 open files."""
    cases = evaluation.result.cases or ()
    return len(evaluation.result.units) > MOST_UNIT_SHEETS or len(evaluation.rows) + len(cases) > _MOST_IN_MEMORY


class _Cards:
    """The sheets of one evaluation, in the order in which they stand in the book."""

    def __init__(self, evaluation: Evaluation, book: Book) -> None:
        self._evaluation, self._book = evaluation, book
        self._result, self._scheme = evaluation.result, evaluation.scheme
        self._index = SchemeIndex(evaluation.scheme)
        self._units = ranked(evaluation.result.units)
        self._names = {unit.unit_id: unit.name for unit in self._units}
        self._one_sheet_each = len(self._units) <= MOST_UNIT_SHEETS
        self._cases: dict[str, list[CaseScore]] = {unit.unit_id: [] for unit in self._units}
        for case in evaluation.result.cases or ():
            self._cases.setdefault(case.unit_id, []).append(case)

    def write(self) -> None:
        # The ranking comes first and links to the sheets after it, so their names are settled beforehand.
        planned = SheetNames()
        planned.take(RANKING)
        self._links = {unit.unit_id: planned.take(unit.name) for unit in self._units}
        self._ranking()
        if self._one_sheet_each:
            for unit in self._units:
                self._unit_sheet(unit)
        else:
            self._long_sheet()
        if self._result.cases is not None:
            self._case_sheet()
        write_rows_sheet(self._evaluation, self._book)

    def _ranking(self) -> None:
        items, bonuses = _columns_of(self._units)
        columns = [*_RANKING_COLUMNS_LEFT]
        columns += [Column(_short(self._index.item_text(item_id)), 11, "points") for item_id in (*items, *bonuses)]
        columns += _RANKING_COLUMNS_RIGHT
        if self._result.cases is not None:
            columns += [Column(Text("评查案卷数", "Cases reviewed"), 10, "count")]
            columns += [Column(Text("平均扣分", "Average deduction"), 10, "points")]
        head: list[Sequence[Value]] = [(f"{self._result.scheme_name.zh}　总览 Ranking",), *self._head()]
        if not self._one_sheet_each:
            head.append((f"单位超过 {MOST_UNIT_SHEETS} 个，各单位评分明细合并在“{LONG_SHEET}”一张表，按单位筛选。",))
            head.append((f"More than {MOST_UNIT_SHEETS} units: all scorecards stand on one sheet, {LONG_SHEET}.",))
        sheet = self._book.sheet(RANKING, columns, head)
        for unit in self._units:
            link = (1, self._links[unit.unit_id]) if self._one_sheet_each else None
            sheet.row(self._ranking_row(unit, items, bonuses), link=link)
        sheet.close()

    def _ranking_row(self, unit: UnitScore, items: Sequence[str], bonuses: Sequence[str]) -> list[Value]:
        deducted = {item.id: -item.deducted for item in unit.items}
        given = {bonus.id: bonus.points for bonus in unit.bonus_items}
        row: list[Value] = [unit.rank, unit.name, unit.unit_id, unit.score, unit.base, unit.bonus]
        row += [deducted.get(item_id) for item_id in items] + [given.get(item_id) for item_id in bonuses]
        row += [
            both(grade_name(self._scheme, unit.grade)),
            "、".join(veto.id for veto in unit.vetoes),
            both(status_text(unit)),
        ]
        if self._result.cases is not None:
            row += [unit.cases, None if unit.average_deduction is None else -unit.average_deduction]
        return row

    def _head(self) -> Iterator[Sequence[Value]]:
        result = self._result
        options = "；".join(f"{name}={value}" for name, value in result.options.items()) or "—"
        yield (
            f"方案 Scheme: {result.scheme_id} {result.scheme_version}　截止日 As of: {result.as_of}　"
            f"评价期间 Period: {period_text(result).zh}　选项 Options: {options}",
        )
        yield (
            f"方案摘要 Scheme digest: {result.scheme_digest}　结果摘要 Result digest: {result.digest}　"
            f"台账 Ledger: {result.ledger_name} {result.ledger_digest}",
        )
        completion = completion_text(self._scheme, result)
        if completion.zh:
            yield (f"补充件 Completion: {completion.zh} {(result.completion or {}).get('digest', '')}",)

    def _unit_sheet(self, unit: UnitScore) -> None:
        facts = f"名次 Rank: {unit.rank}　得分 Score: {shortest(unit.score)}　基础分 Base: {shortest(unit.base)}"
        facts += f"　加分 Bonus: {shortest(unit.bonus)}"
        if unit.grade is not None:
            facts += f"　等次 Grade: {grade_name(self._scheme, unit.grade).zh}"
        head = [(f"{unit.name}　{unit.unit_id}",), *self._head(), (f"{facts}　{status_text(unit).zh}",)]
        by_case = self._result.cases is not None
        columns = (*CASE_COLUMNS[:1], *CARD_COLUMNS) if by_case else CARD_COLUMNS
        sheet = self._book.sheet(unit.name, columns, head)
        if by_case:
            self._case_cards(sheet, unit, before=[])
        else:
            self._card(sheet, unit, before=[])
        sheet.close()

    def _long_sheet(self) -> None:
        extra = CASE_COLUMNS[:1] if self._result.cases is not None else ()
        head = [("评分明细 Scorecards of all units",), *self._head()]
        sheet = self._book.sheet(LONG_SHEET, (*UNIT_COLUMNS, *extra, *CARD_COLUMNS), head)
        for unit in self._units:
            before: list[Value] = [unit.unit_id, unit.name]
            if extra:
                self._case_cards(sheet, unit, before=before)
            else:
                self._card(sheet, unit, before=before)
        sheet.close()

    def _card(self, sheet: Sheet, unit: UnitScore, *, before: list[Value]) -> None:
        for line in self._lines(unit.items, unit.bonus_items):
            sheet.row([*before, *_values(line)], line.level)
        for label, points in (
            (Text("基础分", "Base"), unit.base),
            (Text("加分", "Bonus"), unit.bonus),
            (Text("评价得分", "Score"), unit.score),
        ):
            sheet.row([*before, *_total(label, points)], "total")
        for line in veto_lines(self._index, unit.vetoes):
            sheet.row([*before, *_values(line)], line.level)

    def _case_cards(self, sheet: Sheet, unit: UnitScore, *, before: list[Value]) -> None:
        """Write the lines of each case that cost points or were tolerated, then the case's own total."""
        for case in self._cases[unit.unit_id]:
            for line in self._lines(case.items, ()):
                if line.level == "rule" and (line.points or line.exempted):
                    sheet.row([*before, case.case_id, *_values(line)], line.level)
            label = Text(f"第 {case.round} 轮得分", f"score, round {case.round}")
            sheet.row([*before, case.case_id, *_total(label, case.score)], "item")
        sheet.row([*before, None, *_total(Text("平均得分", "Average score"), unit.score)], "total")

    def _lines(self, items: tuple[ItemScore, ...], bonuses: tuple[BonusScore, ...]) -> Iterator[CardLine]:
        return chain(deduction_lines(self._index, items), bonus_lines(self._index, bonuses))

    def _case_sheet(self) -> None:
        head: list[Sequence[Value]] = [("案件评查得分 Scores of the cases",), *self._head()]
        if self._result.not_reviewed:
            head.append(("未评查 Not reviewed: " + "、".join(self._result.not_reviewed),))
        sheet = self._book.sheet(CASES, CASE_COLUMNS, head)
        for case in chain.from_iterable(self._cases.values()):
            unit = self._names.get(case.unit_id, case.unit_id)
            row: list[Value] = [case.case_id, unit, case.officer_id, case.round, case.score]
            sheet.row([*row, -case.deducted, -case.round_one_deducted])
        sheet.close()


_RANKING_COLUMNS_LEFT = (
    Column(Text("名次", "Rank"), 7, "count"),
    Column(Text("单位", "Unit"), 26),
    Column(Text("单位编号", "Unit id"), 13),
    Column(Text("得分", "Score"), 9, "score"),
    Column(Text("基础分", "Base"), 9, "score"),
    Column(Text("加分", "Bonus"), 9, "points"),
)
_RANKING_COLUMNS_RIGHT = (
    Column(Text("等次", "Grade"), 14),
    Column(Text("一票否决", "Vetoes"), 12),
    Column(Text("数据状态", "Status"), 20),
)


def _short(name: Text) -> Text:
    """Cut the English of a long heading: the column stays narrow and the Chinese stays whole."""
    return Text(name.zh, name.en if len(name.en) <= 40 else name.en[:39].rstrip() + "…")


def _columns_of(units: Sequence[UnitScore]) -> tuple[list[str], list[str]]:
    """Return the ids of all items and of all bonus items as they appear: kinds of unit differ in theirs."""
    items: Mapping[str, None] = {item.id: None for unit in units for item in unit.items}
    bonuses: Mapping[str, None] = {bonus.id: None for unit in units for bonus in unit.bonus_items}
    return list(items), list(bonuses)


def _total(label: Text, points: Decimal) -> list[Value]:
    row: list[Value] = [None] * len(CARD_COLUMNS)
    row[0], row[8] = both(label), points
    return row


def _values(line: CardLine) -> list[Value]:
    is_rule = line.level == "rule"
    return [
        both(line.item),
        both(line.sub_item),
        line.clause.zh,
        line.clause.en,
        line.rule_id,
        both(line.rule),
        _number_or_text(line.input),
        both(line.input_from),
        line.points,
        both(line.cap),
        line.exempted if is_rule and line.exempted else None,
        _refs(line),
        both(line.why),
    ]


def _refs(line: CardLine) -> str:
    spared = [f"{ref}（容错）" for ref in line.exempted_rows]
    return "\n".join([*line.rows, *spared])


def _number_or_text(written: str) -> Value:
    """Return an input as a number only where the number is written exactly so: `1;3` and `007` stay text."""
    number = read_number(written)
    # Excel keeps 15 digits; a longer number would silently lose its end.
    if number is None or shortest(number) != written or len(written) > 15:
        return written
    return number
