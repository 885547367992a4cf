"""How the text of a cell becomes a value: dates, numbers, choices. Columns are read whole; no row is judged here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from zhiheng.domain.numbers import read_number
from zhiheng.domain.texts import Text
from zhiheng.ledgers.columns import Column, Type, Value, folded
from zhiheng.ledgers.wording import nearest

SHANGHAI = timezone(timedelta(hours=8))
NEVER_CALCULATED = "#UNCALCULATED!"
"""Stands for a formula whose result the workbook does not hold."""

_ERRORS = frozenset("#REF! #DIV/0! #N/A #NAME? #VALUE! #NULL! #NUM! #SPILL! #CALC! #GETTING_DATA".split())
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDE |= {0xFF0D: ord("-"), 0xFF3F: ord("_")}
_LOST_DIGITS = re.compile(r"\d(\.\d+)?[eE]\+\d+")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_MOST = Decimal(10) ** 15
_WHEN = re.compile(
    r"(?P<y>\d{4})(?:[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?|(?P<m2>\d\d)(?P<d2>\d\d))"
    r"(?:(?:T|\s+|(?<=日)|(?<=\d{8}))(?P<h>\d{1,2})(?:[:时点](?P<i>\d{1,2})(?:[:分](?P<s>\d{1,2})(?:\.(?P<f>\d{1,9}))?秒?|分)?|(?P<i2>\d\d)(?P<s2>\d\d)?)"
    r"\s*(?P<zone>Z|[+-]\d\d:?\d\d)?)?",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a cell cannot be read; `code` is the fault's stable name."""

    code: str
    reason: Text
    remedy: Text


Parser = Callable[[str], "Value | Unreadable"]


def read_column(column: Column, texts: Sequence[str]) -> tuple[list[Value], dict[str, Unreadable]]:
    """Read a column; returns the values (None where blank or unreadable) and, by cell text, why some cannot be read.

    Each distinct text is read once, which makes choices, dates and repeated ids cheap.
    """
    parse = parser_of(column)
    read = {text: _read_cell(column, parse, text) for text in dict.fromkeys(texts)}
    bad = {text: value for text, value in read.items() if isinstance(value, Unreadable)}
    values: dict[str, Value] = {text: None if isinstance(value, Unreadable) else value for text, value in read.items()}
    return [values[text] for text in texts], bad


def parser_of(column: Column) -> Parser:
    """Return the function that reads one trimmed, non-empty cell of `column`."""
    if column.type in (Type.choice, Type.term):
        return _choice_parser(column)
    return _PARSERS[column.type]


def _read_cell(column: Column, parse: Parser, text: str) -> Value | Unreadable:
    plain = text.strip()
    if not plain:
        return _MISSING if column.required else column.default
    if plain[0] == "#":
        if plain == NEVER_CALCULATED:
            return _NEVER_CALCULATED
        if plain in _ERRORS:
            return _ERROR_CELL
    return parse(plain)


def _read_text(plain: str) -> Value | Unreadable:
    return plain.replace("\r\n", "\n") if "\r" in plain else plain


def _read_identifier(plain: str) -> Value | Unreadable:
    if not plain.isascii():
        return plain.translate(_WIDE)
    return _DIGITS_LOST if _LOST_DIGITS.fullmatch(plain) else plain


def _read_answer(plain: str) -> Value | Unreadable:
    if plain.isascii():
        return _DIGITS_LOST if _LOST_DIGITS.fullmatch(plain) else plain
    return unicodedata.normalize("NFKC", plain).strip()


def _read_instant(plain: str) -> Value | Unreadable:
    moment = _moment(plain)
    if moment is None:
        return _NOT_AN_INSTANT
    # A spreadsheet cannot tell midnight from a day without a time, so both are the day alone in every format.
    if isinstance(moment, datetime) and not (moment.hour or moment.minute or moment.second or moment.microsecond):
        return moment.date()
    return moment


def _read_date(plain: str) -> Value | Unreadable:
    moment = _read_instant(plain)
    return _NOT_A_DATE if isinstance(moment, datetime | Unreadable) else moment


def _moment(plain: str) -> date | datetime | None:
    """Read a date or a date-time; date-times come back at +08:00."""
    try:
        if len(plain) in (10, 19, 25) and plain[4] == "-" == plain[7]:  # the usual ISO forms, read by the fast reader
            if len(plain) == 10:
                return _in_range(date.fromisoformat(plain))
            stamp = datetime.fromisoformat(plain)
            return _in_range(stamp.astimezone(SHANGHAI) if stamp.tzinfo else stamp.replace(tzinfo=SHANGHAI))
    except ValueError:
        pass
    found = _WHEN.fullmatch(unicodedata.normalize("NFKC", plain).strip())
    if found is None:
        return None
    try:
        return _in_range(_from_parts(found))
    except (ValueError, OverflowError):
        return None


def _from_parts(found: re.Match[str]) -> date | datetime:
    part = found.groupdict()
    day = date(int(part["y"]), int(part["m"] or part["m2"]), int(part["d"] or part["d2"]))
    if part["h"] is None:
        return day
    minute, second = int(part["i"] or part["i2"] or 0), int(part["s"] or part["s2"] or 0)
    micro = int((part["f"] or "0").ljust(6, "0")[:6])
    stamp = datetime(day.year, day.month, day.day, int(part["h"]), minute, second, micro, tzinfo=_zone(part["zone"]))
    return stamp.astimezone(SHANGHAI)


def _zone(written: str | None) -> timezone:
    if not written:
        return SHANGHAI
    if written in "Zz":
        return UTC
    ahead = timedelta(hours=int(written[1:3]), minutes=int(written[-2:]))
    return timezone(-ahead if written[0] == "-" else ahead)


def _in_range(moment: date | datetime) -> date | datetime | None:
    return moment if _FIRST_YEAR <= moment.year <= _LAST_YEAR else None


def _read_decimal(plain: str) -> Value | Unreadable:
    number = read_number(plain)
    if number is None:
        return _NOT_A_NUMBER
    if number < 0:
        return _NEGATIVE
    return _TOO_LARGE if number >= _MOST else number


def _read_count(plain: str) -> Value | Unreadable:
    number = _read_decimal(plain)
    if not isinstance(number, Decimal):
        return number
    return int(number) if number == number.to_integral_value() else _NOT_WHOLE


def _read_bool(plain: str) -> Value | Unreadable:
    return _BOOLS.get(folded(plain), _NOT_A_BOOL)


def _choice_parser(column: Column) -> Parser:
    values = {spelling: choice.value for choice in column.choices for spelling in choice.spellings()}
    is_open = column.type is Type.term

    def parse(plain: str) -> Value | Unreadable:
        value = values.get(folded(plain))
        if value is not None:
            return value
        return plain if is_open else _no_such_choice(column, plain)

    return parse


def _no_such_choice(column: Column, plain: str) -> Unreadable:
    listed = "、".join(f"{choice.label}({choice.value})" for choice in column.choices)
    listed_en = ", ".join(str(choice.value) for choice in column.choices)
    near = nearest(folded(plain), [spelling for choice in column.choices for spelling in choice.spellings()])
    return Unreadable(
        "unknown_choice",
        Text(f"“{column.label}”没有这个取值", f"{column.name} has no such value"),
        Text(
            f"改为下列之一：{listed}" + (f"；是否指“{near}”？" if near else ""),
            f"use one of: {listed_en}" + (f"; did you mean {near}?" if near else ""),
        ),
    )


_PARSERS: dict[Type, Parser] = {
    Type.text: _read_text,
    Type.identifier: _read_identifier,
    Type.answer: _read_answer,
    Type.date: _read_date,
    Type.instant: _read_instant,
    Type.decimal: _read_decimal,
    Type.count: _read_count,
    Type.boolean: _read_bool,
}

_BOOLS: dict[str, bool] = dict.fromkeys("true 1 是 yes y 有 √ 1.0".split(), True)
_BOOLS |= dict.fromkeys("false 0 否 no n 无 × 0.0".split(), False)

_MISSING = Unreadable(
    "missing_value",
    Text("必填单元格为空", "a required cell is empty"),
    Text("填写该单元格；合并单元格须先取消合并并逐行填写", "fill in the cell; unmerge merged cells and fill every row"),
)
_ERROR_CELL = Unreadable(
    "error_cell",
    Text("单元格是公式错误值", "the cell holds a formula error"),
    Text("改正公式，或者粘贴为数值后重新保存", "mend the formula, or paste the value, and save again"),
)
_NEVER_CALCULATED = Unreadable(
    "not_calculated",
    Text("公式没有保存计算结果", "the formula was saved without its result"),
    Text(
        "用表格软件打开并保存一次，或者粘贴为数值",
        "open and save the workbook once in a spreadsheet program, or paste the value",
    ),
)
_DIGITS_LOST = Unreadable(
    "digits_lost",
    Text(
        "编号被表格软件改成了科学计数，末位数字可能已丢失",
        "a spreadsheet turned the id into a rounded number; digits may be lost",
    ),
    Text("把该列设为“文本”格式后重新填写原编号", "format the column as text and enter the original id again"),
)
_NOT_A_DATE = Unreadable(
    "not_a_date",
    Text("不是日期", "not a date"),
    Text(
        "写成 2026-11-21、2026/11/21、20261121 或 2026年11月21日",
        "write 2026-11-21, 2026/11/21, 20261121 or 2026年11月21日",
    ),
)
_NOT_AN_INSTANT = Unreadable(
    "not_an_instant",
    Text("不是日期或者时间", "neither a date nor a date-time"),
    Text(
        "写成 2026-11-21 或 2026-11-21 10:30，未写时区的视为北京时间",
        "write 2026-11-21 or 2026-11-21 10:30; without an offset it is +08:00",
    ),
)
_NOT_A_NUMBER = Unreadable(
    "not_a_number",
    Text("不是数字", "not a number"),
    Text("只写阿拉伯数字，不带单位、货币符号或文字", "write digits only, without unit, currency sign or words"),
)
_NEGATIVE = Unreadable(
    "negative",
    Text("不能小于零", "must not be below zero"),
    Text("改为零或正数；扣分写正数", "use zero or a positive number; a deduction is written as a positive number"),
)
_TOO_LARGE = Unreadable(
    "too_large",
    Text("数字过大", "the number is too large"),
    Text("核对该单元格，应小于一千万亿", "check the cell; it must be below 10^15"),
)
_NOT_WHOLE = Unreadable(
    "not_whole",
    Text("应为整数", "must be a whole number"),
    Text("改为整数，例如 3", "write a whole number such as 3"),
)
_NOT_A_BOOL = Unreadable(
    "not_a_bool",
    Text("不是“是”或“否”", "neither yes nor no"),
    Text("写“是”或“否”（也可写 true/false、1/0）", "write yes or no (true/false and 1/0 are understood)"),
)
