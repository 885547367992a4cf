"""Text tables: encoding and delimiter are detected, records read strictly. No column is named here."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from pathlib import Path

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers.grids import Grid

_MOST_BYTES = 1 << 30
_UTF8_REMEDY = Text(
    "另存为 UTF-8 编码的 CSV（表格软件中选“CSV UTF-8”）后重试",
    "save the file as CSV in UTF-8 (“CSV UTF-8” in spreadsheet programs)",
)


def read_delimited(path: Path, file: str) -> Grid:
    """Read a CSV file; `file` is its name in messages. Raises Refusal on what is no readable text table."""
    text = read_text(path, file)
    rows, numbers = _records(text, file)
    return Grid(file, rows, numbers)


def read_text(path: Path, file: str) -> str:
    """Read a text file in UTF-8, UTF-16 with its mark, or GB18030; raises Refusal on anything else."""
    if path.stat().st_size > _MOST_BYTES:
        raise _refusal(
            "too_large",
            Place(file=file),
            Text("文件超过 1 GB", "the file is larger than 1 GB"),
            Text("拆成 <表名>/part-0001.parquet 等多个文件", "split it into <table>/part-0001.parquet and so on"),
        )
    data = path.read_bytes()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _decode(data, "utf-16", file)
    else:
        text = _decode_bytes(data.removeprefix(codecs.BOM_UTF8), file)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        reason = Text("文件含有空字符，不是文本表格", "the file holds NUL signs: it is no text table")
        raise _refusal("not_text", Place(file=file, line=line), reason, _UTF8_REMEDY)
    return text


def _decode_bytes(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        # A UTF-8 file with a damaged spot also decodes as GB18030, into nonsense. Real GB18030 text hardly ever holds
        # three-byte UTF-8 characters, so whole Chinese characters in the majority betray the damaged file.
        patched = data.decode("utf-8", errors="replace")
        damaged = patched.count("\ufffd")
        whole = sum(1 for sign in patched if "\u4e00" <= sign <= "\u9fff")
        if whole > damaged:
            raise _wrong_encoding(file, data[: wrong.start].count(b"\n") + 1) from None
    return _decode(data, "gb18030", file)


def _decode(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as wrong:
        raise _wrong_encoding(file, data[: wrong.start].count(b"\n") + 1) from None


def split_head(text: str, file: str) -> tuple[list[list[str]], str]:
    """Return the records of the beginning of a file and its delimiter; raises Refusal on broken quotation marks."""
    return _records(text, file)[0], _delimiter(text)


def _records(text: str, file: str) -> tuple[list[list[str]], Sequence[int]]:
    """Split the text into records with the line on which each begins."""
    # Strict: a quotation mark that is never closed would otherwise swallow the rest of the file without a word.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as wrong:
        raise _refusal(
            "broken_csv",
            Place(file=file, line=_next_line(rows)),
            Text(
                "从这一行起引号不成对或者单元格过长",
                "from this line on quotation marks do not pair, or a cell is too long",
            ),
            Text(
                "补上或者删去多余的英文双引号；单元格内的双引号写两个",
                "close or remove the quotation mark; inside a cell write it twice",
            ),
            value=str(wrong),
        ) from None
    if reader.line_num == len(rows):  # no cell spans lines
        return rows, range(1, len(rows) + 1)
    numbers, line = [], 1
    for row in rows:
        numbers.append(line)
        line += 1 + sum(_line_breaks(cell) for cell in row)
    return rows, numbers


def _next_line(rows: list[list[str]]) -> int:
    return 1 + len(rows) + sum(_line_breaks(cell) for row in rows for cell in row)


def _line_breaks(cell: str) -> int:
    return cell.count("\n") + cell.count("\r") - cell.count("\r\n")


def _delimiter(text: str) -> str:
    """Return comma, tab or semicolon: the one that stands most often in the first line with anything in it."""
    first = next((line for line in io.StringIO(text) if line.strip()), "")
    # In case of doubt the comma: `max` keeps the first of equals.
    return max(",\t;", key=first.count)


def _wrong_encoding(file: str, line: int) -> Refusal:
    reason = Text("文件编码既不是完好的 UTF-8，也不是 GB18030", "the file is neither sound UTF-8 nor GB18030")
    return _refusal("wrong_encoding", Place(file=file, line=line), reason, _UTF8_REMEDY)


def _refusal(code: str, place: Place, reason: Text, remedy: Text, *, value: str = "") -> Refusal:
    return Refusal(Fault(code, place, reason, remedy, value))
