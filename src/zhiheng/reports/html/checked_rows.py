"""Findings of checks under the rule that counted them: a table a check, and what must be ruled out before its use."""

from __future__ import annotations

from zhiheng.domain.score import InputRow, RuleScore
from zhiheng.reports.check_rows import findings_by_check, rule_out_of, title_of
from zhiheng.reports.html.elements import Markup, tag
from zhiheng.reports.html.frame import Head, Reading, cell, code, row_head, table
from zhiheng.reports.html.wording import say, told

#: More findings of one check than these are counted, not printed; `inputs/checked.json` holds all of them.
MOST_FINDINGS = 30
_WHOLE = "whole"


def checked_rows(reading: Reading, rule: RuleScore) -> Markup | None:
    """Return the findings that a rule refers to, by check; None where there are none."""
    found = findings_by_check(reading.evaluation, rule)
    return tag("div", [_check(check, rows) for check, rows in found]) if found else None


def _check(check: InputRow, rows: list[InputRow]) -> Markup:
    total, shown = len(rows), rows[:MOST_FINDINGS]
    more = say(f"，列出前 {len(shown)} 条", f", the first {len(shown)} shown") if total > len(shown) else None
    caption = tag("span", told(title_of(check)), " ", code(check.columns["check_id"]), f"（{total}）", more)
    heads = [
        Head(say("案件（投诉）", "Case (complaint)")),
        Head(say("发生时间", "When")),
        Head(say("单位", "Unit")),
    ]
    note = tag("p", say("须先排除：", "To be ruled out first: "), told(rule_out_of(check)), class_="note")
    return tag("div", table(caption, heads, [_line(row) for row in shown], class_="rows"), note)


def _line(row: InputRow) -> Markup:
    columns = row.columns
    about = columns.get("case_id") or columns.get("complaint_id") or columns.get("unit_id", "")
    day, _, clock = columns.get("occurred_at", "").partition("T")
    when = f"{day} {clock[:5]}".strip()
    return tag("tr", row_head(code(about)), cell(when, class_=_WHOLE), cell(columns.get("unit_id", "")))
