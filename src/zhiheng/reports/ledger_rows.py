"""The last sheet of the scorecards: every ledger row that the score used, with the rules that used it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.numbers import read_number, shortest
from zhiheng.domain.score import InputRow, ItemScore, Result, RuleScore
from zhiheng.domain.texts import Text
from zhiheng.ledgers.tables import TABLES
from zhiheng.reports.check_rows import LABELS
from zhiheng.reports.workbook import Book, Column, Value

ROWS = "逐行依据 Rows"
#: Columns that hold numbers; every other column stays text, so that `310115` keeps its shape as a code.
NUMBERS = frozenset({"quantity", "amount", "page", "round", "respondents", "satisfied"})
_WIDE = frozenset({"evidence", "note", "exemption_reason", "source"})
#: So many users of a row are named; a row that a rate reads can have hundreds.
_MOST_USERS = 20


def write_rows_sheet(evaluation: Evaluation, book: Book) -> None:
    """Write one line for each used row, by table and reference; a row that is not at hand keeps its reference."""
    used = _users_of(evaluation.result)
    known: dict[str, InputRow] = {ref: InputRow(ref, "") for ref in used}
    known.update(evaluation.rows)
    rows = sorted(known.values(), key=lambda row: (row.table, row.ref))
    names = _column_names(rows)
    columns = [
        Column(Text("依据行", "Row"), 24),
        Column(Text("表", "Table"), 14),
        Column(Text("用于（单位 规则）", "Used by (unit, rule)"), 34),
        *(Column(_heading(name), 30 if name in _WIDE else 16, "points") for name in names),
    ]
    head = [("逐行依据：得分用到的每一行台账数据 Every ledger row that the score used",)]
    sheet = book.sheet(ROWS, columns, head)
    for row in rows:
        values: list[Value] = [row.ref, _table_label(row.table), _told(used.get(row.ref, []))]
        sheet.row([*values, *(_value(name, row.columns.get(name, "")) for name in names)])
    sheet.close()


def _told(users: list[str]) -> str:
    shown = users[:_MOST_USERS]
    if len(users) > len(shown):
        shown.append(f"…共 {len(users)} 处 ({len(users)} in all)")
    return "\n".join(shown)


def _users_of(result: Result) -> Mapping[str, list[str]]:
    """Return for each reference who used it and how, in the order of the result."""
    users: dict[str, dict[str, None]] = {}

    def note(refs: Iterable[str], user: str) -> None:
        for ref in refs:
            users.setdefault(ref, {})[user] = None

    for unit in result.units:
        for rule in unit.every_rule():
            _note_rule(note, unit.unit_id, rule)
        for veto in unit.vetoes:
            note(veto.rows, f"{unit.unit_id} {veto.id}")
            note(veto.exempted_rows, f"{unit.unit_id} {veto.id}（容错 tolerated）")
    for case in result.cases or ():
        for rule in _rules_of(case.items):
            _note_rule(note, case.case_id, rule)
    return {ref: list(names) for ref, names in users.items()}


def _rules_of(items: tuple[ItemScore, ...]) -> Iterator[RuleScore]:
    for item in items:
        for sub_item in item.sub_items:
            yield from sub_item.rules


def _note_rule(note: Callable[[Iterable[str], str], None], who: str, rule: RuleScore) -> None:
    note(rule.rows, f"{who} {rule.id}")
    note(rule.exempted_rows, f"{who} {rule.id}（容错 tolerated）")
    for other in rule.other_inputs:
        note(other.rows, f"{who} {rule.id}（未采用 not used）")
    if rule.measured is not None:
        note(rule.measured.numerator_rows, f"{who} {rule.id}")
        note(rule.measured.denominator_rows, f"{who} {rule.id}")


def _column_names(rows: Iterable[InputRow]) -> list[str]:
    """Return the columns that any row has: those of the tables in their order, then others by name."""
    found = {name for row in rows for name in row.columns}
    ordered = dict.fromkeys(column.name for table in _SHOWN for column in TABLES[table].columns)
    return [name for name in ordered if name in found] + sorted(found - ordered.keys())


#: The tables whose rows scores read most stand first, so that their columns come in a familiar order.
_SHOWN = ("findings", "facts", "outcomes", *(name for name in TABLES if name not in ("findings", "facts", "outcomes")))


def _heading(name: str) -> Text:
    for table in _SHOWN:
        for column in TABLES[table].columns:
            if column.name == name:
                return Text(column.label, name)
    return Text(LABELS[name].zh, name) if name in LABELS else Text(name)


def _table_label(table: str) -> str:
    spec = TABLES.get(table)
    if spec is None:
        return f"{LABELS[table].zh} {table}" if table in LABELS else table
    return f"{spec.labels[0]} {table}"


def _value(name: str, written: str) -> Value:
    number: Decimal | None = read_number(written) if name in NUMBERS else None
    return number if number is not None and shortest(number) == written and len(written) <= 15 else written
