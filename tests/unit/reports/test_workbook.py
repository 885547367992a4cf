"""The plain workbook: names that Excel accepts, texts that a cell can hold, tables longer than a sheet."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from zhiheng.domain.texts import Text
from zhiheng.reports import workbook as module
from zhiheng.reports.frozen import moment_of
from zhiheng.reports.workbook import Book, Column, SheetNames, clip, workbook

COLUMNS = (Column(Text("甲", "A"), 10), Column(Text("乙", "B"), 10, "points"))


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("城管局", "城管局"),
        ("甲/乙:丙*丁?[戊]\\己", "甲_乙_丙_丁__戊__己"),
        ("'quoted'", "quoted"),
        ("  ", "_"),
        ("History", "History (2)"),
        ("市" * 40, "市" * 31),
        ("𠮷" * 20, "𠮷" * 15),  # each takes two of the 31 places
        ("a\x00b", "a_b"),
    ],
)
def test_it_makes_a_name_that_excel_accepts(wanted: str, given: str) -> None:
    assert SheetNames().take(wanted) == given


def test_it_keeps_names_apart_without_regard_to_case() -> None:
    names = SheetNames()
    assert [names.take(name) for name in ("Squad", "squad", "SQUAD")] == ["Squad", "squad (2)", "SQUAD (3)"]
    long = [names.take("中" * 40) for _ in range(3)]
    assert len(set(long)) == 3 and all(len(name) <= 31 for name in long)


def test_it_cuts_a_text_to_what_a_cell_holds_and_says_so() -> None:
    text = clip("行" * 40_000)
    assert len(text) == 32_767 and text.endswith("见 result.json / cut here, see result.json）")
    assert clip("行" * 32_767) == "行" * 32_767


def test_it_writes_half_a_character_as_a_question_mark() -> None:
    assert clip("案\ud800卷") == "案?卷"


def test_it_goes_on_in_another_sheet_when_one_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ROWS", 4)
    path = tmp_path / "rows.xlsx"
    with workbook(path, title="t", at=datetime(2020, 1, 1)) as made:
        sheet = Book(made).sheet("行", COLUMNS, [("题",)])
        for number in range(5):
            sheet.row([f"第 {number} 行", Decimal(number)])
        sheet.close()
    book = openpyxl.load_workbook(path)
    # a title, a header and two rows a sheet: 2 + 2 + 1
    assert book.sheetnames == ["行", "行 (2)", "行 (3)"]
    assert [book[name].max_row for name in book.sheetnames] == [4, 4, 3]
    assert book["行 (3)"].auto_filter.ref == "A2:B3"


def test_it_writes_decimals_digit_by_digit(tmp_path: Path) -> None:
    path = tmp_path / "numbers.xlsx"
    with workbook(path, title="t", at=datetime(2020, 1, 1)) as made:
        sheet = Book(made).sheet("数", COLUMNS, [])
        sheet.row(["", Decimal("0.1") + Decimal("0.2")])
        sheet.close()
    # 0.1 + 0.2 is 0.3, not 0.30000000000000004
    assert openpyxl.load_workbook(path)["数"]["B2"].value == 0.3


@pytest.mark.parametrize(
    ("as_of", "moment"),
    [
        ("2020-11-15", datetime(2020, 11, 15)),
        ("2020-11-15T08:00:00+08:00", datetime(2020, 11, 15)),
        ("", datetime(2000, 1, 1)),
    ],
)
def test_it_dates_documents_by_the_as_of_date(as_of: str, moment: datetime) -> None:
    assert moment_of(as_of) == moment
