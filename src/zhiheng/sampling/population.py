"""A population from a CSV file: ids in the first column, strata in a named one. Strict, so that all read the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from zhiheng.domain.refusals import Fault, Place, Refusal, near_miss
from zhiheng.domain.texts import Text
from zhiheng.sampling.draw import is_plain


@dataclass(frozen=True, slots=True)
class Population:
    """The ids as they stand in the file, repeated ones included, and the stratum of each where asked for."""

    ids: tuple[str, ...]
    strata: Mapping[str, str] | None = None
    column: str = ""


def read_population(path: Path, strata: str = "") -> Population:
    """Read a CSV file with a header row, in UTF-8 with or without BOM; `strata` is the header of the column of strata.

    Raises Refusal with every row that cannot be used: no id, blanks around an id, no stratum, one id in two strata.
    """
    file = path.name
    records = list(_records(path))
    if not records:
        reason = Text("文件是空的，没有表头", "the file is empty: it has no header row")
        raise Refusal(Fault("no_header", Place(file=file), reason, _HEADER_REMEDY))
    header, *rows = records
    index = _column(header, strata, file) if strata else None
    ids: list[str] = []
    of: dict[str, str] = {}
    faults: list[Fault] = []
    for line, cells in rows:
        one = cells[0]
        if not is_plain(one):
            faults.append(_fault("bad_id", Place(file, row=line, column=header[1][0]), ascii(one)))
            continue
        ids.append(one)
        if index is not None:
            stratum = cells[index] if index < len(cells) else ""
            place = Place(file, row=line, column=strata)
            if not is_plain(stratum):
                faults.append(_fault("no_stratum", place, ascii(stratum)))
            elif of.setdefault(one, stratum) != stratum:
                faults.append(_fault("two_strata", place, f"{one}: {of[one]}, {stratum}"))
    if faults:
        raise Refusal(faults)
    return Population(tuple(ids), of if strata else None, strata)


_Record = tuple[int, list[str]]


def _records(path: Path) -> Iterator[_Record]:
    """Yield header and rows with their line; lines without anything in them are passed over."""
    file = path.name
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        reason = Text("读不到总体文件", "the file of the population cannot be read")
        raise Refusal(Fault("no_population", Place(file=str(path)), reason, _PATH_REMEDY)) from None
    except UnicodeDecodeError as wrong:
        reason = Text("文件不是 UTF-8 编码", "the file is not in UTF-8")
        remedy = Text("另存为“CSV UTF-8”", "save it as “CSV UTF-8”")
        raise Refusal(Fault("wrong_encoding", Place(file=file), reason, remedy, f"{wrong.start}")) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as wrong:
        reason = Text("从这一行起引号不成对", "from this line on quotation marks do not pair")
        remedy = Text("补上或者删去多余的双引号", "close or remove the quotation mark")
        raise Refusal(Fault("broken_csv", Place(file=file, line=line), reason, remedy, str(wrong))) from None


def _column(header: _Record, strata: str, file: str) -> int:
    names = header[1]
    if names.count(strata) == 1:
        return names.index(strata)
    listed = "、".join(names)
    reason = Text(f"表头里没有（或不止一个）“{strata}”列", f"the header has no column `{strata}`, or several")
    remedy = near_miss(strata, names) or Text(f"现有的列：{listed}", f"columns there are: {listed}")
    raise Refusal(Fault("no_strata_column", Place(file=file, line=header[0]), reason, remedy, strata))


_PATH_REMEDY = Text("检查路径和权限", "check the path and the permissions")
_HEADER_REMEDY = Text("第一行写表头，第一列写编号", "write a header row; ids stand in the first column")
_WRONG = {
    "bad_id": (
        Text("编号是空的，或者首尾有空格，或者含换行", "the id is empty, has blanks at its ends or a line break"),
        Text("改正编号；整行不要的，删去该行", "correct the id, or delete the row"),
    ),
    "no_stratum": (
        Text("分层列是空的，或者首尾有空格", "the stratum is empty or has blanks at its ends"),
        Text("填写分层，例如“未分”", "fill it in, for example `none`"),
    ),
    "two_strata": (
        Text("同一编号写了两个分层", "one id stands in two strata"),
        Text("同一编号只留一个分层", "keep one stratum for an id"),
    ),
}


def _fault(code: str, place: Place, value: str) -> Fault:
    reason, remedy = _WRONG[code]
    return Fault(code, place, reason, remedy, value)
