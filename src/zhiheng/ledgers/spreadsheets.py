"""Workbooks, parsed in a child process with limited memory and time. The child is `spreadsheet_child`."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers import spreadsheet_child
from zhiheng.ledgers.grids import Grid
from zhiheng.ledgers.typed_cells import text_of
from zhiheng.ledgers.wording import shown

_PATIENCE_IN_SECONDS = 120

_SAVE_AGAIN = Text("用表格软件打开，另存为 .xlsx 后重试", "open it in a spreadsheet program and save it as .xlsx again")
_CUT_DOWN = Text(
    "删去数据之外的单元格、图片和多余工作表后另存；数据很多时改用 CSV 或 Parquet",
    "delete cells outside the data, pictures and spare sheets and save again; for much data use CSV or Parquet",
)
_REASONS = {
    "not_a_workbook": (Text("不是完好的 .xlsx 工作簿", "not a sound .xlsx workbook"), _SAVE_AGAIN),
    "locked_or_old": (
        Text(
            "工作簿有密码保护，或者是旧的 .xls 格式", "the workbook is locked with a password or in the old .xls format"
        ),
        Text("去掉密码，另存为 .xlsx", "remove the password and save it as .xlsx"),
    ),
    "bomb": (
        Text(
            "工作簿展开后过大，或者单元格相距过远", "the workbook unpacks to too much, or its cells stand too far apart"
        ),
        _CUT_DOWN,
    ),
    "crashed": (
        Text(
            "工作簿超出内存或者结构异常，读取已中止",
            "reading was stopped: the workbook needs too much memory or is malformed",
        ),
        _CUT_DOWN,
    ),
    "timeout": (Text("读取超时，已中止", "reading took too long and was stopped"), _CUT_DOWN),
}


def read_workbook(path: Path, file: str) -> list[tuple[str, Grid]]:
    """Read every sheet of an .xlsx workbook as (sheet name, grid); `file` is the workbook's name in messages.

    Raises Refusal where the workbook is damaged, locked, or would take too much memory or time.
    """
    with tempfile.TemporaryFile() as output:
        try:
            ended = subprocess.run(
                [sys.executable, "-I", spreadsheet_child.__file__, _library(), str(path.resolve())],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                timeout=_PATIENCE_IN_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _refusal("timeout", file, f"{_PATIENCE_IN_SECONDS} s") from None
        if ended.returncode != 0:
            raise _refusal("crashed", file, f"exit {ended.returncode}")
        output.seek(0)
        return _sheets(output, file)


def _library() -> str:
    """Return the folder that holds the parser's package; the isolated child would not find a user's own site."""
    found = importlib.util.find_spec("python_calamine")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("python_calamine")
    return str(Path(found.origin).parent.parent)


def _environment() -> dict[str, str]:
    """Return the little that a Python process needs; nothing else of ours is told to the child."""
    return {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP") if name in os.environ}


def _sheets(output: IO[bytes], file: str) -> list[tuple[str, Grid]]:
    sheets: list[tuple[str, list[list[str]]]] = []
    for line in _lines(output, file):
        if isinstance(line, list):
            sheets[-1][1].extend([[text_of(cell) for cell in row] for row in line])
        elif "refused" in line:
            raise _refusal(line["refused"], file, line["detail"])
        elif "sheet" in line:
            sheets.append((line["sheet"], []))
        else:
            return [(name, Grid(f"{file} / {name}", rows, range(1, len(rows) + 1))) for name, rows in sheets]
    raise _refusal("crashed", file, "no end")


def _lines(output: IO[bytes], file: str) -> Iterator[Any]:
    for line in output:
        try:
            yield json.loads(line)
        except ValueError:
            raise _refusal("crashed", file, "cut short") from None


def _refusal(code: str, file: str, detail: str) -> Refusal:
    reason, remedy = _REASONS[code]
    return Refusal(Fault(code, Place(file=file), reason, remedy, shown(detail)))
