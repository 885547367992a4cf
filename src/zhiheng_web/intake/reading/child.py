"""The process in which an uploaded file is read: `python -m …child`, a request and its data as JSON lines on stdin.

It limits itself before it opens the file. It knows no database and no settings, and it answers with JSON lines: the
last is `{"end": true}`; a refusal is the only line. A hostile file can make a parser abort: this process serves nobody
else, and workbooks are parsed in one more process below it.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from zhiheng.api import Fault, Place, Refusal, Text, ledgers
from zhiheng_web.intake.reading.marking import write_marked
from zhiheng_web.intake.reading.unpacking import unpack

_MOST_MEMORY = 3 << 30
_MOST_SECONDS = 180
_MOST_OUTPUT = 1 << 30
_MOST_ROWS = 5_000
_MOST_SHEETS, _TOP_ROWS, _MOST_COLUMNS, _LONGEST = 20, 12, 60, 60

Request = Mapping[str, Any]


def main() -> None:
    """Answer the request on standard input."""
    _limit()
    request: Request = json.loads(sys.stdin.readline())
    answers = {"layout": _layout, "judge": _judge, "mark": _mark, "rows": _rows}[request["task"]]
    try:
        with tempfile.TemporaryDirectory(prefix="zhiheng-") as work:
            for line in answers(request, Path(work)):
                _write(line)
    except Refusal as refusal:
        _write({"refused": [_told(fault) for fault in refusal.faults[:100]]})
    except (MemoryError, RecursionError):
        raise SystemExit(3) from None
    _write({"end": True})


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, _MOST_MEMORY),
        (resource.RLIMIT_CPU, _MOST_SECONDS),
        (resource.RLIMIT_FSIZE, _MOST_OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _layout(request: Request, work: Path) -> Iterator[dict[str, Any]]:
    """Tell the sheets of a file. Of a whole ledger: its tables."""
    if not request["table"]:
        for name, parts in _whole(request, work).parts.items():
            rows = sum(len(part.numbers) for part in parts)
            yield {"sheet": {"name": name, "table": name, "rows": rows, "top": [], "header": 0}}
        return
    spec = ledgers.TABLES[request["table"]]
    sheets = ledgers.open_sheets(Path(request["path"]), request["name"])
    filled = [(name, grid) for name, grid in sheets if any(any(cell.strip() for cell in row) for row in grid.rows)]
    if not filled:
        raise Refusal(Fault("no_header", Place(file=request["name"]), *_EMPTY))
    for name, grid in filled[:_MOST_SHEETS]:
        header = ledgers.header_index(spec, grid)
        first = max(0, header - 3)
        top = [
            {"index": index, "number": grid.numbers[index], "cells": [_short(cell) for cell in _cells(grid, index)]}
            for index in range(first, min(first + _TOP_ROWS, len(grid.rows)))
        ]
        found = ledgers.find_table(name)
        yield {
            "sheet": {
                "name": name,
                "table": found.name if found else "",
                "rows": len(grid.rows) - header - 1,
                "top": top,
                "header": header,
            }
        }


def _rows(request: Request, work: Path) -> Iterator[dict[str, Any]]:
    """Tell the rows of the first sheet that has any, as they are written, each with its number; empty ones left out."""
    for _, grid in ledgers.open_sheets(Path(request["path"]), request["name"]):
        filled = [index for index, row in enumerate(grid.rows) if any(cell.strip() for cell in row)]
        if len(filled) > _MOST_ROWS:
            raise Refusal(Fault("too_many_rows", Place(file=request["name"]), *_TOO_MANY, str(len(filled))))
        for index in filled:
            yield {"row": {"number": grid.numbers[index], "cells": _cells(grid, index)}}
        if filled:
            return
    raise Refusal(Fault("no_header", Place(file=request["name"]), *_EMPTY))


def _cells(grid: ledgers.Grid, index: int) -> list[str]:
    return [cell.strip().removeprefix("\ufeff") for cell in grid.rows[index][:_MOST_COLUMNS]]


def _short(cell: str) -> str:
    plain = "".join(sign if sign.isprintable() else " " for sign in cell[: _LONGEST + 1])
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST] + "…"


def _judge(request: Request, work: Path) -> Iterator[dict[str, Any]]:
    standing = {line["table"]: frozenset(line["keys"]) for line in map(json.loads, sys.stdin)}
    in_wan = bool(request["in_wan"])
    if request["table"]:
        parts = {request["table"]: [_matched(request)]}
    else:
        whole = _whole(request, work)
        parts = {name: list(ones) for name, ones in whole.parts.items()}
        if whole.metadata is not None:
            in_wan = whole.metadata.currency_unit == "wan_yuan"
    yield {"rows": sum(len(part.numbers) for ones in parts.values() for part in ones)}
    for row in ledgers.judge_submission(parts, standing, in_wan=in_wan):
        line: dict[str, Any] = {"table": row.table, "file": row.file, "row": row.row, "key": row.key}
        line["values"] = dict(row.values)
        if row.faults:
            line["wrong"] = [_told(fault) for fault in row.faults]
        yield line


def _matched(request: Request) -> ledgers.Part:
    mapping = request["mapping"]
    sheets = dict(ledgers.open_sheets(Path(request["path"]), request["name"]))
    grid = sheets.get(mapping["sheet"])
    if grid is None or mapping["header"] >= len(grid.rows):
        raise Refusal(Fault("no_sheet", Place(file=request["name"]), *_NO_SHEET, mapping["sheet"]))
    columns = {int(index): column for index, column in mapping["columns"].items()}
    return ledgers.matched_part(ledgers.TABLES[request["table"]], grid, mapping["header"], columns)


def _whole(request: Request, work: Path) -> ledgers.Submission:
    """Open a whole ledger: an archive is unpacked, a workbook gets back the name that it was uploaded under."""
    path, name = Path(request["path"]), str(request["name"])
    if name.lower().endswith(".zip"):
        whole = ledgers.open_whole(unpack(path, name, work))
    else:
        link = work / name
        link.symlink_to(path)
        whole = ledgers.open_whole(link)
    if not whole.parts:
        raise Refusal(Fault("no_tables", Place(file=name), *_NO_TABLES))
    return whole


def _mark(request: Request, work: Path) -> Iterator[dict[str, Any]]:
    write_marked(request, [json.loads(line) for line in sys.stdin])
    yield {"written": True}


def _told(fault: Fault) -> dict[str, Any]:
    place = fault.place
    return {
        "code": fault.code,
        "file": place.file,
        "line": place.line,
        "table": place.table,
        "row": place.row,
        "column": place.column,
        "reason": [fault.reason.zh, fault.reason.en],
        "remedy": [fault.remedy.zh, fault.remedy.en],
        "value": fault.value,
    }


def _write(line: Mapping[str, Any]) -> None:
    # ASCII: a lone surrogate of a damaged file must not stop the writer.
    sys.stdout.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n")


_EMPTY = (
    Text("文件是空的，没有表头", "the file is empty: it has no header"),
    Text("下载模板，照样填写", "download the template and fill it in"),
)
_TOO_MANY = (
    Text(f"表里的行数超过 {_MOST_ROWS}", f"the table has more than {_MOST_ROWS} rows"),
    Text("分成几份导入", "import it in several parts"),
)
_NO_SHEET = (
    Text("文件中没有这张工作表或这个表头行", "the file has no such sheet or header row"),
    Text("重新选择工作表和表头所在的行", "choose the sheet and the row of the header again"),
)
_NO_TABLES = (
    Text("里面没有台账的表", "it holds no table of a ledger"),
    Text(
        "文件或工作表以表名命名，如 units、cases 或 单位、案件",
        "name files or sheets after the tables, such as units, cases",
    ),
)

if __name__ == "__main__":
    main()
