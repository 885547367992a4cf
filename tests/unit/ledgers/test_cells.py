"""How the text of a cell is understood, type by type."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from zhiheng.ledgers import SHANGHAI, TABLES, Value
from zhiheng.ledgers.cells import read_column


def read(table: str, column: str, text: str) -> Value | str:
    """Return the value of one cell, or the code of its fault."""
    (value,), bad = read_column(TABLES[table].column(column), [text])
    return bad[text].code if bad else value


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[misc,arg-type]


DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21",
        "2026/11/21",
        "20261121",
        "2026年11月21日",
        "2026.11.21",
        " ２０２６－１１－２１ ",
        "\u30002026-11-21\u3000",
        "2026-11-21 00:00:00",
        "2026/11/21 0:00",
    ],
)
def test_it_reads_a_day(text: str) -> None:
    assert read("benchmarks", "from", text) == DAY
    assert read("events", "at", text) == DAY


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-21 09:05", at(2026, 11, 21, 9, 5)),
        ("2026-11-21T09:05:07", at(2026, 11, 21, 9, 5, 7)),
        ("2026/1/2 9:05", at(2026, 1, 2, 9, 5)),
        ("20261121090507", at(2026, 11, 21, 9, 5, 7)),
        ("2026年11月21日9时5分", at(2026, 11, 21, 9, 5)),
        ("2026-11-21T09:05:07.25", at(2026, 11, 21, 9, 5, 7, 250_000)),
        ("2026-11-21T01:05:00Z", at(2026, 11, 21, 9, 5)),  # 01:05 + 8 h
        ("2026-11-21T10:05:00+09:00", at(2026, 11, 21, 9, 5)),  # 10:05 - 9 h + 8 h
        ("2026-11-20 20:05 -0500", at(2026, 11, 21, 9, 5)),  # 20:05 + 5 h + 8 h
        ("2026-11-21T09:05:00+08:00", at(2026, 11, 21, 9, 5)),
        ("2026-11-20T16:00:00Z", DAY),  # midnight at +08:00 is the day alone
    ],
)
def test_it_reads_a_moment(text: str, moment: date) -> None:
    value = read("events", "at", text)
    assert value == moment
    if isinstance(value, datetime):
        assert value.utcoffset() == SHANGHAI.utcoffset(None)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "26-11-21", "昨天", "43831", "2026-W01-1", "2026-1-110:30", "0001-01-01", "2026-11-21 25:00"]
)
def test_it_refuses_what_is_no_date(text: str) -> None:
    assert read("benchmarks", "from", text) == "not_a_date"
    assert read("events", "at", text) == "not_an_instant"


def test_it_refuses_a_time_of_day_where_a_day_is_meant() -> None:
    assert read("officers", "certificate_until", "2026-11-21 09:05") == "not_a_date"


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", "0"), ("200.50", "200.5"), ("1,234.5", "1234.5"), ("１２．５", "12.5"), (" 3 ", "3"), ("0.1", "0.1")],
)
def test_it_reads_amounts_exactly(text: str, number: str) -> None:
    value = read("cases", "fine", text)
    assert isinstance(value, Decimal)
    assert value == Decimal(number)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-1", "negative"),
        ("2000元", "not_a_number"),
        ("1e5", "not_a_number"),
        ("NaN", "not_a_number"),
        ("1" + "0" * 15, "too_large"),
        ("#DIV/0!", "error_cell"),
        ("#UNCALCULATED!", "not_calculated"),
    ],
)
def test_it_refuses_what_is_no_amount(text: str, code: str) -> None:
    assert read("cases", "fine", text) == code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("3.0", 3),
        ("０", 0),
        ("", 1),
        ("   ", 1),
        ("1.5", "not_whole"),
        ("-2", "negative"),
        ("二", "not_a_number"),
    ],
)
def test_it_reads_counts(text: str, value: Value) -> None:
    assert read("findings", "quantity", text) == value


@pytest.mark.parametrize("text", ["true", "TRUE", "1", "是", "yes", "Y", "有", "１"])
def test_it_reads_yes(text: str) -> None:
    assert read("cases", "major", text) is True


@pytest.mark.parametrize("text", ["false", "False", "0", "否", "no", "无"])
def test_it_reads_no(text: str) -> None:
    assert read("cases", "major", text) is False


def test_it_refuses_what_is_neither_yes_nor_no() -> None:
    assert read("cases", "major", "也许") == "not_a_bool"


@pytest.mark.parametrize(
    ("table", "column", "text", "value"),
    [
        ("findings", "status", "已核实", "verified"),
        ("findings", "status", "待核实", "pending"),
        ("findings", "status", "不予认定", "rejected"),
        ("findings", "status", " Verified ", "verified"),
        ("findings", "status", "", "verified"),
        ("findings", "status", "verifed", "unknown_choice"),
        ("findings", "mended", "部分整改", "partly"),
        ("findings", "mended", "未整改", "not"),
        ("findings", "round", "", 1),
        ("findings", "round", "2", 2),
        ("findings", "round", "第二轮", 2),
        ("findings", "round", "3", "unknown_choice"),
        ("officers", "role", "法制审核人员", "legal_reviewer"),
        ("units", "level", "中队", "squad"),
        ("outcomes", "organ", "人民法院", "court"),
        ("outcomes", "result", "确认违法", "confirmed_illegal"),
        ("cases", "kind", "行政处罚", "penalty"),
        ("cases", "procedure", "一般程序", "ordinary"),
        ("cases", "party_kind", "个人", "citizen"),
        ("events", "activity", "立案", "filed"),
        ("events", "activity", "约谈", "约谈"),  # other activities are kept
        ("facts", "source", "核实", "verified"),
        ("facts", "source", "自评", "自评"),
        ("facts", "round", "", 1),
    ],
)
def test_it_reads_choices_in_both_languages(table: str, column: str, text: str, value: Value) -> None:
    assert read(table, column, text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.85", "0.85"),
        ("84.99%", "84.99%"),
        (" １；３ ", "1;3"),
        ("true", "true"),
        ("3.0", "3.0"),
        ("国家级", "国家级"),
    ],
)
def test_it_leaves_the_answer_of_a_fact_as_text(text: str, value: str) -> None:
    assert read("facts", "value", text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ｕ００１", "U001"),
        ("渝城管罚〔2020〕1号", "渝城管罚〔2020〕1号"),
        ("案（2020）1号", "案（2020）1号"),  # signs are left as they are
        ("5.00113E+17", "digits_lost"),
        ("", "missing_value"),
    ],
)
def test_it_narrows_the_letters_and_digits_of_ids(text: str, value: str) -> None:
    assert read("units", "unit_id", text) == value


def test_it_names_the_near_choice() -> None:
    _, bad = read_column(TABLES["findings"].column("status"), ["verifed"])
    assert "verified" in bad["verifed"].remedy.en.rpartition(";")[2]
