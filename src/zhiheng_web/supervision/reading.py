"""Reading a table of results from above: which column is which, what each row says. Nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.intake.reading import plain_rows
from zhiheng_web.lib.numbers import read_decimal

#: How each column may be called.
COLUMNS = {
    "unit": ("单位", "单位名称", "中队", "大队", "支队", "承办单位", "办案单位", "unit"),
    "case": ("案件编号", "案号", "案卷编号", "案卷号", "case", "case number"),
    "score": ("得分", "评查得分", "分数", "成绩", "score"),
    "problems": ("问题", "存在问题", "存在的问题", "主要问题", "扣分原因", "problems"),
}
MOST_SCORE = Decimal("9999.99")
_ENDINGS = (".csv", ".xlsx", ".xls", ".ods", ".tsv", ".txt")
_LONGEST = {"unit": 200, "case": 200, "problems": 5000}


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A row of a result as it is written."""

    unit: str
    case: str = ""
    score: Decimal | None = None
    problems: str = ""


def rows_of(file: BinaryIO, name: str) -> list[ToldRow]:
    """Return the rows of a table in CSV or a workbook. Raises Refusal, naming every line that cannot be taken."""
    ending = Path(name).suffix.lower()
    if ending not in _ENDINGS:
        raise Refusal(Fault("kind_not_taken", Place(file=name), *_KIND))
    with TemporaryDirectory(prefix="zhiheng-") as place:
        path = Path(place) / f"table{ending}"
        path.write_bytes(file.read())
        lines = plain_rows(path, name)
    header, columns = _header(lines, name)
    faults: list[Fault] = []
    rows = [_row(Place(file=name, row=number), cells, columns, faults) for number, cells in lines[header + 1 :]]
    if faults:
        raise Refusal(faults[:50])
    if not rows:
        raise Refusal(Fault("no_rows", Place(file=name), *_NO_ROWS))
    return rows


def _header(lines: Sequence[tuple[int, list[str]]], name: str) -> tuple[int, dict[str, int]]:
    """Return the line with the names of the columns: the first that has one for the unit; a title may stand above."""
    for place, (_, cells) in enumerate(lines[:10]):
        bare = [cell.strip().casefold() for cell in cells]
        found = {key: bare.index(one) for key, names in COLUMNS.items() for one in names if one in bare}
        if "unit" in found:
            return place, found
    raise Refusal(Fault("no_unit_column", Place(file=name), *_NO_UNIT))


def _row(place: Place, cells: Sequence[str], columns: dict[str, int], faults: list[Fault]) -> ToldRow:
    told = {key: cells[column].strip() if column < len(cells) else "" for key, column in columns.items()}
    written, score = told.get("score", ""), None
    if not told["unit"]:
        faults.append(Fault("no_unit", place, *_UNIT_MISSING))
    faults += [Fault("too_long", place, *_TOO_LONG) for key, most in _LONGEST.items() if len(told.get(key, "")) > most]
    if written:
        score = read_decimal(written)
        if score is None or not 0 <= score <= MOST_SCORE or score != round(score, 2):
            faults.append(Fault("wrong_score", place, *_WRONG_SCORE, written))
    return ToldRow(told["unit"], told.get("case", ""), score, told.get("problems", ""))


_KIND = (
    Text("不是表格文件", "this is no table"),
    Text("用 CSV 或 Excel 文件", "use a CSV file or a workbook"),
)
_NO_UNIT = (
    Text("没有找到“单位”一列", "there is no column for the unit"),
    Text("第一行写列名：单位、案件编号、得分、问题", "name the columns in the first row: unit, case, score, problems"),
)
_NO_ROWS = (
    Text("表里没有数据行", "the table has no rows"),
    Text("核对后重新选择文件", "check the file and choose it again"),
)
_UNIT_MISSING = (
    Text("没有写单位", "the unit is missing"),
    Text("补上单位名称或编号", "write the name or number of the unit"),
)
_TOO_LONG = (Text("单元格内容太长", "a cell is too long"), Text("缩短后再导入", "shorten it"))
_WRONG_SCORE = (
    Text("得分不是 0 以上、至多两位小数的数", "the score is no number from 0 with two decimals at most"),
    Text("改为数字，没有得分的留空", "write a number, or leave it empty"),
)
