"""The blank form of self-evaluation (HN-11, HN-12): a protected workbook, a row for each rule; also as CSV.

The reader in `zhiheng.ledgers` knows the sheet `自评表`, its unit cells and its Chinese header; they are fixed here.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhiheng.domain.scheme import Scheme
from zhiheng.domain.texts import Text
from zhiheng.reports.frozen import moment_of
from zhiheng.reports.questions import Question, questions
from zhiheng.reports.workbook import A4, both, clip, workbook

FORM, GUIDE = "自评表", "填表说明"
HEADER = ("规则编号", "评价项目", "条款原文", "填什么", "满分或上限", "自评值", "佐证", "备注")
#: The row above the header. No word of it may name a column of the ledger, or it would be taken for the header.
HEADER_EN = (
    "Rule no.",
    "Item of scheme",
    "Authentic clause",
    "What to enter",
    "Most points",
    "Answer",
    "Proof",
    "Remark",
)
UNIT_ID, UNIT_NAME, UNIT_KIND, CASE_ID, ROUND = "单位编号", "单位名称", "单位类型", "案件编号", "轮次"
_WIDTHS = (13, 18, 46, 52, 9, 14, 26, 20, 22, 8)
_POINTS, _VALUE, _EVIDENCE, _NOTE, _CASE, _ROUND = 4, 5, 6, 7, 8, 9
#: Excel's own limits for the messages of a checked cell.
_MOST_TITLE, _MOST_MESSAGE = 32, 255
_FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True, "border": 1}
_SHADES = ("#FFFFFF", "#EEF3F8")
_OPEN = "#FFF9DB"

_ASKED: dict[str, Text] = {
    "flag": Text("从下拉列表选“是”或“否”：有所述情形选“是”。", "Choose 是 (yes, this is the case) or 否 (no)."),
    "count": Text("填不小于 0 的整数。", "Enter a whole number, 0 or more."),
    "elements": Text("填缺项编号，每个后面加分号，如 1;3; 都不缺填 0。", "Numbers of what is missing, as 1;3; or 0."),
    "rate": Text("填 0 到 1 的小数或百分数，如 0.8499 或 84.99%。", "A rate from 0 to 1, such as 0.8499 or 84.99%."),
    "level": Text("从下拉列表选级别编号，1 最高，0 没有。", "Choose the number of the level, 1 the highest, 0 none."),
    "state": Text("符合的从下拉列表选，不符合的不填。", "Choose if it holds, else leave blank."),
}
_TOP: dict[str, Text] = {
    UNIT_ID: Text("填台账“单位”表中的单位编号。", "The unit's id as in the ledger's table of units."),
    UNIT_NAME: Text("填单位全称。", "The full name of the unit."),
    UNIT_KIND: Text("从下拉列表选单位类型，评价项目因类型而异。", "Choose the kind of unit; items differ by kind."),
    ROUND: Text("填 1 或 2，不填为 1。", "1 or 2; blank means 1."),
}
_ONE_CASE = Text(
    "一案一表：每行填同一个案件编号和轮次。", "One form a case: the same case number and round in every row."
)
_GUIDE: tuple[Text, ...] = (
    Text(
        "只填黄色单元格：单位编号、单位名称、自评值、佐证、备注。其他单元格已锁定。", "Fill in the yellow cells only."
    ),
    Text("单位编号用台账“单位”表中的编号。", "The unit id is the one in the ledger's table of units."),
    Text(
        "每条规则一行，每行都填；没有发生的填“否”或 0。", "One row for each rule; enter 否 or 0 where there is nothing."
    ),
    Text(
        "不填不等于没有：空着的规则按“未填报”列出，单位的数据状态为不完整。",
        "Blank is not zero: a blank rule is listed as not reported and the unit's data count as incomplete.",
    ),
    Text(
        "“是”表示有该行所述的情形，即问题存在。", "是 means that what the row describes is the case: the fault exists."
    ),
    Text("“佐证”写材料名称和编号，材料另附。", "Name the supporting documents under 佐证 and attach them."),
    Text(
        "不要增删行列、改表名或改表头。", "Do not add or remove rows or columns, or rename the sheet or its headings."
    ),
    Text("条款原文以中文为准，英文仅供参考。", "The Chinese clause is authentic; English is for reference."),
    Text(
        "填好后把文件放进台账文件夹（每个单位一个文件，文件名不限），再运行 zhiheng evaluate。",
        "Put the completed form into the ledger's folder (one file a unit, any name), then run zhiheng evaluate.",
    ),
)


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form holds already: the unit (id, name, kind in words), and by rule its answer, evidence and note."""

    unit: tuple[str, str, str] = ("", "", "")
    answers: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)


def write_template(scheme: Scheme, path: Path, filled: Filled | None = None) -> None:
    """Write the workbook for self-evaluation under `scheme`, blank unless something is filled in already.

    The same scheme and answers give the same bytes.
    """
    title = f"{scheme.name.zh} 自评表"
    with workbook(path, title=title, at=moment_of(scheme.source.published_on), row_by_row=False) as made:
        _write_guide(made, scheme)
        _Form(made, scheme, filled or Filled()).write(list(questions(scheme)))


def write_template_csv(scheme: Scheme, path: Path) -> None:
    """Write the blank form as CSV (`unit_id`, `rule_id`, `value`) in UTF-8 with the mark that Excel needs."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("unit_id", "rule_id", "value"))
        writer.writerows(("", question.id, "") for question in questions(scheme))


def _write_guide(made: Any, scheme: Scheme) -> None:
    sheet = made.add_worksheet(GUIDE)
    big = made.add_format({**_FONT, "bold": True, "font_size": 14, "border": 0, "text_wrap": False})
    text, head = made.add_format(_FONT), made.add_format({**_FONT, "bold": True, "bg_color": "#DCE6F1"})
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 2, 64)
    sheet.write_string(0, 0, clip(f"{scheme.name.zh} 自评表填表说明"), big)
    sheet.write_string(1, 0, clip(f"{scheme.name.of('en')}: how to fill in the self-evaluation"), big)
    for column, word in enumerate(("序号 No.", "说明", "In English")):
        sheet.write_string(3, column, word, head)
    about = Text("各类自评值的填法：", "How each kind of value is entered:")
    lines = [*_GUIDE, *([_ONE_CASE] if scheme.subject == "case" else []), about, *_ASKED.values()]
    for number, line in enumerate(lines, start=1):
        sheet.write_number(3 + number, 0, number, text)
        sheet.write_string(3 + number, 1, line.zh, text)
        sheet.write_string(3 + number, 2, line.en, text)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})


class _Form:
    """The sheet that units fill in: cells for the unit on top, then a row for each question."""

    def __init__(self, made: Any, scheme: Scheme, filled: Filled) -> None:
        self._made, self._scheme, self._filled = made, scheme, filled
        self._sheet = made.add_worksheet(FORM)
        plain = {**_FONT, "border": 0, "text_wrap": False}
        self._title = made.add_format({**plain, "bold": True, "font_size": 14})
        self._small = made.add_format({**plain, "font_color": "#555555"})
        self._label = made.add_format({**_FONT, "bold": True, "bg_color": "#DCE6F1", "text_wrap": False})
        self._head = made.add_format({**_FONT, "bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF"})
        self._head_en = made.add_format({**_FONT, "italic": True, "bg_color": "#DCE6F1"})
        self._locked = [made.add_format({**_FONT, "bg_color": shade}) for shade in _SHADES]
        self._points = [made.add_format({**_FONT, "bg_color": shade, "num_format": "0.0###"}) for shade in _SHADES]
        # A number must stay a number for the check of the cell; only `1;3;` is kept as text from the start.
        self._open = made.add_format({**_FONT, "bg_color": _OPEN, "locked": False})
        self._open_text = made.add_format({**_FONT, "bg_color": _OPEN, "locked": False, "num_format": "@"})

    def write(self, rows: Sequence[Question]) -> None:
        """Write the whole sheet and lock what is not to be filled in."""
        for column, width in enumerate(_WIDTHS):
            self._sheet.set_column(column, column, width)
        header = self._write_top()
        groups: dict[str, int] = {}
        for number, question in enumerate(rows, start=1):
            shade = groups.setdefault(question.group, len(groups)) % 2
            self._write_row(header + number, question, shade)
        self._set_up(header, header + len(rows))

    def _write_top(self) -> int:
        """Write title and unit cells; return the row of the Chinese header."""
        scheme = self._scheme
        self._sheet.write_string(0, 0, clip(f"{scheme.name.zh}　自评表 Self-evaluation"), self._title)
        self._sheet.write_string(1, 0, clip(f"方案 Scheme: {scheme.id} {scheme.version}　{scheme.digest}"), self._small)
        asked = [(UNIT_ID, "Unit id"), (UNIT_NAME, "Unit name")]
        if scheme.unit_kinds:
            asked.append((UNIT_KIND, "Kind of unit"))
        for row, (word, english) in enumerate(asked, start=2):
            # Nothing stands right of the cell: the reader takes the next filled cell of the row for the answer.
            self._sheet.write_string(row, 0, word, self._label)
            self._fill(row, 1, self._filled.unit[row - 2], self._open_text)
            check: dict[str, Any] = {"validate": "any"}
            if word == UNIT_KIND:
                check = {"validate": "list", "source": [kind.zh for kind in scheme.unit_kinds.values()]}
            self._check(row, 1, check, title=f"{word} {english}", asked=_TOP[word])
        row = 2 + len(asked)
        for column, (zh, en) in enumerate(self._columns()):
            self._sheet.write_string(row, column, en, self._head_en)
            self._sheet.write_string(row + 1, column, zh, self._head)
        return row + 1

    def _columns(self) -> list[tuple[str, str]]:
        columns = list(zip(HEADER, HEADER_EN, strict=True))
        if self._scheme.subject == "case":
            columns += [(CASE_ID, "Case no."), (ROUND, "1 or 2")]
        return columns

    def _write_row(self, row: int, question: Question, shade: int) -> None:
        locked, sheet = self._locked[shade], self._sheet
        texts = (question.id, both(question.item), question.clause.zh, both(question.how))
        for column, text in enumerate(texts):
            sheet.write_string(row, column, clip(text), locked)
        if question.most is None:
            sheet.write_string(row, _POINTS, "—", locked)
        else:
            sheet.write_number(row, _POINTS, question.most, self._points[shade])
        value, *rest = self._filled.answers.get(question.id, ("", "", ""))
        self._fill(row, _VALUE, value, self._open_text if question.answer == "elements" else self._open)
        for column, text in zip((_EVIDENCE, _NOTE), rest, strict=True):
            self._fill(row, column, text, self._open_text)
        if self._scheme.subject == "case":
            sheet.write_blank(row, _CASE, None, self._open_text)
            sheet.write_blank(row, _ROUND, None, self._open)
            self._check(row, _ROUND, {"validate": "list", "source": ["1", "2"]}, title="轮次 Round", asked=_TOP[ROUND])
        check = _check_of(question)
        self._check(row, _VALUE, check, title=f"{question.id} 自评值 value", asked=_ASKED[question.answer])

    def _fill(self, row: int, column: int, text: str, style: Any) -> None:
        """Write what is filled in already; a whole number in an open cell stays a number for the check of the cell."""
        if not text:
            self._sheet.write_blank(row, column, None, style)
        elif style is self._open and text.isdecimal():
            self._sheet.write_number(row, column, int(text), style)
        else:
            self._sheet.write_string(row, column, clip(text), style)

    def _check(self, row: int, column: int, check: dict[str, Any], *, title: str, asked: Text) -> None:
        message = f"{asked.zh}\n{asked.en}"[:_MOST_MESSAGE]
        said = {"input_title": title[:_MOST_TITLE], "input_message": message}
        if check["validate"] != "any":
            said |= {"error_title": "不能这样填 Not possible", "error_message": message}
        self._sheet.data_validation(row, column, row, column, {**check, **said})

    def _set_up(self, header: int, last: int) -> None:
        sheet = self._sheet
        sheet.freeze_panes(header + 1, 1)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(header)
        sheet.print_area(0, 0, last, len(self._columns()) - 1)
        sheet.set_footer("&L&A&R&P / &N")
        # Without a password: the lock guards against slips, not against people.
        sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
        sheet.activate()
        sheet.set_selection(2, 1, 2, 1)


def _check_of(question: Question) -> dict[str, Any]:
    if question.choices:
        return {"validate": "list", "source": list(question.choices)}
    if question.answer == "count":
        return {"validate": "integer", "criteria": ">=", "value": 0}
    if question.answer == "rate":
        return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
    return {"validate": "any"}
