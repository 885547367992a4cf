"""The template of a table as a workbook: the heads in both languages, a sample, what each column means, code lists."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter

from zhiheng.api import Text, ledgers

_ROWS = 5_000
_TYPES = {
    "text": Text("文字", "text"),
    "identifier": Text("编号（文字）", "id (text)"),
    "answer": Text("是、否，数字或文字", "yes, no, a number or text"),
    "date": Text("日期，如 2025-03-21", "a date such as 2025-03-21"),
    "instant": Text("日期或时间，如 2025-03-21 10:30", "a date or time such as 2025-03-21 10:30"),
    "decimal": Text("数字，不小于 0", "a number, 0 or more"),
    "count": Text("整数，不小于 0", "a whole number, 0 or more"),
    "bool": Text("是 / 否", "yes / no"),
    "choice": Text("取值见“代码表”", "one of the code list"),
    "term": Text("取值见“代码表”，也可写其他", "one of the code list, or any other"),
}
_SAMPLES = {
    "text": "示例",
    "answer": "是",
    "date": "2025-03-21",
    "instant": "2025-03-21 10:30",
    "decimal": "100",
    "count": "1",
    "bool": "是",
}


def template_of(table: str, currency_unit: str = "yuan") -> bytes:
    """Return the template of a table. Only its first sheet is read when it is uploaded; nothing in it is a formula."""
    spec = ledgers.TABLES[table]
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        must = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#DCE9F7"})
        text = book.add_format({"num_format": "@"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        data = book.add_worksheet(f"{spec.label} {spec.name}")
        sample = book.add_worksheet("示例 Sample")
        guide = book.add_worksheet("填写说明 Guide")
        codes = book.add_worksheet("代码表 Codes")
        for place, column in enumerate(spec.columns):
            for sheet in (data, sample):
                sheet.write_string(0, place, head_of(column), must if column.required else bold)
            data.set_column(place, place, 18, text)
            sample.set_column(place, place, 18, text)
            sample.write_string(1, place, _sample(column))
            _write_codes(codes, place, column, bold)
            _offer(data, place, column)
        data.freeze_panes(1, 0)
        _write_guide(guide, spec, currency_unit, bold=bold, wrap=wrap)
    return stream.getvalue()


def head_of(column: ledgers.Column) -> str:
    """Return the header of a column in both languages; a star marks what must be filled in."""
    return f"{column.label}{'*' if column.required else ''} {column.name}"


def _sample(column: ledgers.Column) -> str:
    if column.choices:
        return column.choices[0].label
    if column.type.value == "identifier":
        return f"{column.name.removesuffix('_id').upper()}-001"
    return _SAMPLES[column.type.value]


def _write_codes(sheet: Any, place: int, column: ledgers.Column, bold: Any) -> None:
    sheet.set_column(place, place, 24)
    sheet.write_string(0, place, head_of(column), bold)
    for row, choice in enumerate(column.choices, 1):
        sheet.write_string(row, place, choice.label)


def _offer(sheet: Any, place: int, column: ledgers.Column) -> None:
    """Offer the listed values for choosing; only a warning, for other spellings are understood too."""
    rule: dict[str, Any] = {"validate": "list", "error_type": "warning"}
    if column.type.value == "bool":
        rule["source"] = ["是", "否"]
    elif column.choices:
        letters = xlsxwriter.utility.xl_col_to_name(place)
        rule["source"] = f"='代码表 Codes'!${letters}$2:${letters}${len(column.choices) + 1}"
    else:
        return
    sheet.data_validation(1, place, _ROWS, place, rule)


def _write_guide(sheet: Any, spec: ledgers.TableSpec, currency_unit: str, *, bold: Any, wrap: Any) -> None:
    unit = Text("万元", "10,000 yuan") if currency_unit == "wan_yuan" else Text("元", "yuan")
    heads = ("列 Column", "必填 Required", "填什么 What", "取值 Values", "引用 Refers to")
    for place, (head, width) in enumerate(zip(heads, (34, 14, 44, 60, 24), strict=True)):
        sheet.write_string(0, place, head, bold)
        sheet.set_column(place, place, width, wrap)
    for row, column in enumerate(spec.columns, 1):
        kind = _TYPES[column.type.value]
        money = f"；单位：{unit.zh} in {unit.en}" if column.money else ""
        values = "、".join(f"{choice.label}({choice.value})" for choice in column.choices)
        sheet.write_string(row, 0, f"{column.label} {column.name}")
        sheet.write_string(row, 1, "是 yes" if column.required else "")
        sheet.write_string(row, 2, f"{kind.zh} {kind.en}{money}")
        sheet.write_string(row, 3, values)
        sheet.write_string(row, 4, column.refers_to)
    notes = (
        "只读取第一张工作表；不要合并单元格，不要改动表头。 Only the first sheet is read; merge no cells, keep heads.",
        "列的顺序可以改变，用不到的列可以删去。 Columns may stand in any order; those not needed may be removed.",
    )
    for row, note in enumerate(notes, len(spec.columns) + 2):
        sheet.write_string(row, 0, note)
