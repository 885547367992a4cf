"""A population from a CSV file: ids in the first column, strata and weights in named ones. Strict: all read alike."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from zhiheng.domain.refusals import Fault, Place, Refusal, near_miss
from zhiheng.domain.texts import Text
from zhiheng.sampling.draw import is_plain
from zhiheng.sampling.weights import bad_weight, read_weight


@dataclass(frozen=True, slots=True)
class Population:
    """The ids as they stand in the file, repeated ones included; stratum and weight of each where asked for."""

    ids: tuple[str, ...]
    strata: Mapping[str, str] | None = None
    column: str = ""
    weights: Mapping[str, Decimal] | None = None
    weights_column: str = ""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A case that is left out of the population, and why (XH-26)."""

    id: str
    reason: str


def read_exclusions(path: Path) -> tuple[Exclusion, ...]:
    """Read a CSV file with a header row: the ids left out in its first column, the reasons in its second.

    Raises Refusal with every row that lacks one of them.
    """
    _, *rows = _with_header(path)
    faults = [
        _fault(code, Place(path.name, row=line, column=f"{place + 1}"), ascii("".join(cells[place : place + 1])))
        for line, cells in rows
        for place, code in enumerate(("bad_id", "no_reason"))
        if not is_plain("".join(cells[place : place + 1]))
    ]
    if faults:
        raise Refusal(faults)
    return tuple(Exclusion(cells[0], cells[1]) for _, cells in rows)


def read_population(path: Path, strata: str = "", weights: str = "") -> Population:
    """Read a CSV file with a header row, in UTF-8 with or without BOM.

    `strata` and `weights` are the headers of the columns of strata and of weights. Raises Refusal with every row that
    cannot be used: no id, blanks around an id, no stratum or weight, one id with two strata or two weights.
    """
    file = path.name
    header, *rows = _with_header(path)
    ids: list[str] = []
    faults: list[Fault] = []
    for line, cells in rows:
        if is_plain(cells[0]):
            ids.append(cells[0])
        else:
            faults.append(_fault("bad_id", Place(file, row=line, column=header[1][0]), ascii(cells[0])))
    rows = [row for row in rows if is_plain(row[1][0])]
    of: dict[str, str] = {}
    weight_of: dict[str, Decimal] = {}
    for line, one, cell in _cells(rows, _column(header, strata, file)) if strata else ():
        place = Place(file, row=line, column=strata)
        if not is_plain(cell):
            faults.append(_fault("no_stratum", place, ascii(cell)))
        elif of.setdefault(one, cell) != cell:
            faults.append(_fault("two_strata", place, f"{one}: {of[one]}, {cell}"))
    for line, one, cell in _cells(rows, _column(header, weights, file)) if weights else ():
        place = Place(file, row=line, column=weights)
        weight = read_weight(cell)
        if weight is None:
            faults.append(bad_weight(place, cell))
        elif weight_of.setdefault(one, weight) != weight:
            faults.append(_fault("two_weights", place, f"{one}: {weight_of[one]}, {weight}"))
    if faults:
        raise Refusal(faults)
    return Population(tuple(ids), of if strata else None, strata, weight_of if weights else None, weights)


def _cells(rows: Iterable[_Record], index: int) -> Iterator[tuple[int, str, str]]:
    """Yield of each row its line, its id and the cell of a column, empty where the row is short."""
    for line, cells in rows:
        yield line, cells[0], cells[index] if index < len(cells) else ""


_Record = tuple[int, list[str]]


def _with_header(path: Path) -> list[_Record]:
    records = list(_records(path))
    if not records:
        reason = Text("文件是空的，没有表头", "the file is empty: it has no header row")
        raise Refusal(Fault("no_header", Place(file=path.name), reason, _HEADER_REMEDY))
    return records


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


def _column(header: _Record, wanted: str, file: str) -> int:
    names = header[1]
    if names.count(wanted) == 1:
        return names.index(wanted)
    listed = "、".join(names)
    reason = Text(f"表头里没有（或不止一个）“{wanted}”列", f"the header has no column `{wanted}`, or several")
    remedy = near_miss(wanted, names) or Text(f"现有的列：{listed}", f"columns there are: {listed}")
    raise Refusal(Fault("no_strata_column", Place(file=file, line=header[0]), reason, remedy, wanted))


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
    "no_reason": (
        Text("排除没有写明理由，或者首尾有空格", "the exclusion has no reason, or blanks at its ends"),
        Text("第二列写明理由", "write the reason into the second column"),
    ),
    "two_weights": (
        Text("同一编号写了两个权重", "one id stands with two weights"),
        Text("同一编号只留一个权重", "keep one weight for an id"),
    ),
}


def _fault(code: str, place: Place, value: str) -> Fault:
    reason, remedy = _WRONG[code]
    return Fault(code, place, reason, remedy, value)
