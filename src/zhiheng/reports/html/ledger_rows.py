"""Rows of the ledger under the rule that used them: id, columns in both languages, tolerated rows with 0 points."""

from __future__ import annotations

from collections.abc import Sequence

from zhiheng.domain.score import InputRow, Measured, RuleScore
from zhiheng.domain.texts import Text
from zhiheng.engine.checked_rules import CHECKS
from zhiheng.ledgers.columns import Column
from zhiheng.ledgers.tables import TABLES
from zhiheng.reports.check_rows import LABELS
from zhiheng.reports.html.checked_rows import checked_rows
from zhiheng.reports.html.elements import Child, Markup, tag
from zhiheng.reports.html.frame import Head, Reading, cell, code, row_head, table
from zhiheng.reports.html.wording import say, told

#: More rows than these are counted, not printed: the page stays readable, `inputs/` holds all of them.
MOST_ROWS = 60
#: The scorecard says whose row it is and which rule it names; a verified row needs no further word.
_SAID_ELSEWHERE = frozenset({"unit_id", "rule_id", "exemption", "exemption_reason", "finding_id", "outcome_id"})
_FIRST = (
    "occurred_at",
    "effective_at",
    "quantity",
    "value",
    "amount",
    "round",
    "mended",
    "page",
    "source",
    "organ",
    "result",
    "evidence",
    "case_id",
    "officer_id",
)
_NUMBERS = frozenset({"quantity", "amount", "page"})
#: Dates and ids that read badly when a line breaks at their hyphens.
_UNBROKEN = frozenset({"occurred_at", "effective_at", "at", "officer_id", "case_id", "certificate_until"})
#: Values that need no column where every row has them.
_SAID_OF_OFFICE, _FIRST_ROUND = "verified", "1"


def rule_rows(reading: Reading, rule: RuleScore) -> Markup | None:
    """Return the rows of a rule: those that counted, those that were tolerated; for a rate those left out of it."""
    if rule.measured is not None:
        falling_short = _measured_rows(reading, rule.measured)
        listed = checked_rows(reading, rule) if rule.source == CHECKS else None
        return tag("div", falling_short, listed) if falling_short and listed else falling_short or listed
    if not rule.rows and not rule.exempted_rows:
        return None
    return rows_table(reading, rule.rows, rule.exempted_rows)


def rows_table(reading: Reading, refs: Sequence[str], exempted: Sequence[str] = ()) -> Markup:
    """Return a table of ledger rows; more than `MOST_ROWS` are counted in the caption."""
    marked = [(ref, False) for ref in refs if ref not in exempted] + [(ref, True) for ref in exempted]
    shown = marked[:MOST_ROWS]
    known = [reading.evaluation.rows.get(ref) for ref, _ in shown]
    names = _column_names([row for row in known if row is not None])
    heads = [Head(say("台账行", "Row"))]
    heads += [Head(_label(name, known), number=name in _NUMBERS) for name in names]
    if exempted:
        heads.append(Head(say("容错", "Tolerance")))
    lines = [
        _line(reading, ref, row, names=names, tolerated=tolerated if exempted else None)
        for (ref, tolerated), row in zip(shown, known, strict=True)
    ]
    return table(_caption(len(marked), len(shown)), heads, lines, class_="rows")


def _caption(total: int, shown: int) -> Markup:
    if total <= shown:
        return say(f"依据的台账行（{total}）", f"Ledger rows used ({total})")
    return say(
        f"依据的台账行：共 {total} 行，列出前 {shown} 行，其余见 inputs 文件夹",
        f"Ledger rows used: {total} in all, the first {shown} shown; the rest stand in the folder inputs",
    )


def _column_names(rows: Sequence[InputRow]) -> list[str]:
    found = {name for row in rows for name, value in row.columns.items() if value and name not in _SAID_ELSEWHERE}
    if all(row.columns.get("status", _SAID_OF_OFFICE) == _SAID_OF_OFFICE for row in rows):
        found.discard("status")
    if all(row.columns.get("round", _FIRST_ROUND) == _FIRST_ROUND for row in rows):
        found.discard("round")
    return [name for name in _FIRST if name in found] + sorted(found.difference(_FIRST))


def _column(name: str, rows: Sequence[InputRow | None]) -> Column | None:
    for row in rows:
        spec = TABLES.get(row.table) if row is not None else None
        for column in spec.columns if spec else ():
            if column.name == name:
                return column
    return None


def _label(name: str, rows: Sequence[InputRow | None]) -> Markup:
    column = _column(name, rows)
    english = name.replace("_", " ")
    return told(Text(column.label, english) if column else LABELS.get(name, Text(english)))


def _shown_value(name: str, row: InputRow) -> Child:
    value = row.columns.get(name, "")
    column = _column(name, [row])
    for choice in column.choices if column else ():
        if value and value == str(choice.value):
            return told(Text(choice.label, value.replace("_", " ")))
    return value


def _line(reading: Reading, ref: str, row: InputRow | None, *, names: Sequence[str], tolerated: bool | None) -> Markup:
    cells: list[Child] = [row_head(code(ref))]
    if row is None:
        missing = say("此行未随结果保存", "this row was not kept with the result")
        cells.append(tag("td", missing, colspan=max(1, len(names))))
    else:
        cells += [
            cell(_shown_value(name, row), number=name in _NUMBERS, class_="whole" if name in _UNBROKEN else "")
            for name in names
        ]
    if tolerated is not None:
        cells.append(cell(_tolerance(reading, row) if tolerated else ""))
    return tag("tr", cells, class_="tolerated" if tolerated else None)


def _tolerance(reading: Reading, row: InputRow | None) -> Markup:
    """Say why a row costs nothing: the situation that the scheme names, then the reason of this row."""
    kind = row.columns.get("exemption", "") if row else ""
    reason = row.columns.get("exemption_reason", "") if row else ""
    words = next((known.text for known in reading.evaluation.scheme.tolerances if known.id == kind), Text(kind))
    named = told(words)
    return tag(
        "span", tag("strong", say("计 0 分", "0 points")), " ", kind, " ", named, f"（{reason}）" if reason else ""
    )


def _measured_rows(reading: Reading, measured: Measured) -> Markup | None:
    counted = frozenset(measured.numerator_rows)
    missing = [ref for ref in measured.denominator_rows if ref not in counted]
    if not missing:
        return None
    note = tag(
        "p",
        say("在分母而不在分子中的台账行，即拉低比率的行：", "Rows of the denominator that are not in the numerator:"),
        class_="note",
    )
    return tag("div", note, rows_table(reading, missing))
