"""Text tables of any size: encoding, delimiter and header are found by streaming. No column is named here."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text

_CHUNK = 1 << 20
_SAVE_AS_UTF8 = Text("另存为 UTF-8 编码的 CSV", "save the file as CSV in UTF-8")


@dataclass(frozen=True, slots=True)
class TextTable:
    """A text table in UTF-8: its file, the sign between cells, the header, and how many lines stand above the rows."""

    path: Path
    delimiter: str
    header: tuple[str, ...]
    lines_above: int


def open_text_table(path: Path, *, spare: Path) -> TextTable:
    """Open a CSV in UTF-8, UTF-16 with its mark, or GB18030; the latter two are written over to `spare` as UTF-8.

    Raises Refusal, with the line, on what is no text table, and where two columns have one name.
    """
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        plain = _transcribed(path, "utf-16", spare)
    elif _fault_of_utf8(path) is None:
        plain = path
    elif _is_damaged_utf8(path):
        raise _wrong_encoding(path, _fault_of_utf8(path) or 1)
    else:
        plain = _transcribed(path, "gb18030", spare)
    return _with_header(plain, path.name)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def _fault_of_utf8(path: Path) -> int | None:
    """Return the line of the first byte that is no UTF-8, None where all is sound; refuses NUL signs."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line = 1
    for chunk in _chunks(path):
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as wrong:
            return line + chunk[: wrong.start].count(b"\n")
        if b"\0" in chunk:
            reason = Text("文件含有空字符，不是文本表格", "the file holds NUL signs: it is no text table")
            line += chunk[: chunk.index(b"\0")].count(b"\n")
            raise Refusal(Fault("not_text", Place(file=path.name, line=line), reason, _SAVE_AS_UTF8))
        line += chunk.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return line
    return None


def _is_damaged_utf8(path: Path) -> bool:
    """Say whether whole Chinese characters outnumber the damaged spots: as GB18030 such a file would be nonsense."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    damaged = whole = 0
    for chunk in _chunks(path):
        text = decoder.decode(chunk)
        damaged += text.count("\ufffd")
        whole += sum(1 for sign in text if "\u4e00" <= sign <= "\u9fff")
    return whole > damaged


def _transcribed(path: Path, encoding: str, spare: Path) -> Path:
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with spare.open("wb") as out:
        for chunk in chain(_chunks(path), [b""]):
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError:
                raise _wrong_encoding(path, line) from None
            line += text.count("\n")
            out.write(text.encode("utf-8"))
    return spare


def _with_header(path: Path, file: str) -> TextTable:
    """Read the header: the first line with anything in it, its delimiter the sign that stands there most often."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        above = 0
        for line in stream:
            above += 1
            if line.strip():
                break
        else:
            reason = Text("文件是空的，没有表头", "the file is empty: it has no header")
            raise Refusal(Fault("no_header", Place(file=file), reason, _SAVE_AS_UTF8))
    delimiter = max(",\t;", key=line.count)  # the comma where they are equal
    header = tuple(cell.strip() for cell in next(csv.reader([line], delimiter=delimiter)))
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        reason = Text("表头中有相同的列名", "two columns have the same header")
        remedy = Text("改掉其中一列的表头", "change one of the headers")
        raise Refusal(Fault("duplicate_column", Place(file=file, line=above), reason, remedy, ", ".join(twice)))
    return TextTable(path, delimiter, header, above)


def _wrong_encoding(path: Path, line: int) -> Refusal:
    reason = Text("文件编码既不是完好的 UTF-8，也不是 GB18030", "the file is neither sound UTF-8 nor GB18030")
    return Refusal(Fault("wrong_encoding", Place(file=path.name, line=line), reason, _SAVE_AS_UTF8))
