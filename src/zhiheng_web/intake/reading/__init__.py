"""Reading what somebody uploaded, in a process apart with limited memory and time. What it says is JSON lines."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from zhiheng.api import Fault, Place, Refusal, ledgers
from zhiheng_web.lib.words import Text

PATIENCE_IN_SECONDS = 240
_CHILD = "zhiheng_web.intake.reading.child"


def layout_of(path: Path, name: str, table: str) -> list[dict[str, Any]]:
    """Return the sheets of a file: name, table, header, first rows, number of rows. Raises Refusal."""
    request = {"task": "layout", "path": str(path), "name": name, "table": table}
    return [line["sheet"] for line in _answers(request) if "sheet" in line]


def plain_rows(path: Path, name: str) -> list[tuple[int, list[str]]]:
    """Return the rows of the first filled sheet of a file, each with its number, for tables that are no ledger's.

    Empty rows are left out. Raises Refusal, for more than some thousands of rows as well.
    """
    answers = _answers({"task": "rows", "path": str(path), "name": name})
    return [(line["row"]["number"], line["row"]["cells"]) for line in answers]


def judged_rows(
    path: Path,
    name: str,
    *,
    table: str,
    mapping: Mapping[str, Any],
    standing: Mapping[str, Iterable[str]],
    in_wan: bool,
) -> tuple[dict[str, Any], Iterator[ledgers.SubmittedRow]]:
    """Return what a file says of itself (`rows`, `notes`), and its rows, each with its faults. Raises Refusal.

    `table` is empty for a whole ledger, which needs no mapping. The rows are told one after the other from a file.
    """
    request = {"task": "judge", "path": str(path), "name": name, "table": table, "mapping": mapping, "in_wan": in_wan}
    answers = _answers(request, ({"table": each, "keys": list(keys)} for each, keys in standing.items()))
    head = next(answers)
    return head, (_row(line) for line in answers)


def mark_file(
    path: Path, name: str, *, table: str, mapping: Mapping[str, Any], wrongs: Iterable[Mapping[str, Any]], out: Path
) -> None:
    """Write the file again as a workbook, wrong cells red, with a column that says what is wrong. Raises Refusal."""
    request = {"task": "mark", "path": str(path), "name": name, "table": table, "mapping": mapping, "out": str(out)}
    for _ in _answers(request, wrongs):
        pass


def _answers(request: Mapping[str, Any], more: Iterable[Mapping[str, Any]] = ()) -> Iterator[dict[str, Any]]:
    """Run the child to its end, then tell what it has written. Raises Refusal where it refuses, dies or dawdles."""
    name = str(request["name"])
    with tempfile.TemporaryFile() as asked:
        for line in ({**request}, *more):
            asked.write(json.dumps(line, ensure_ascii=False).encode("utf-8") + b"\n")
        asked.seek(0)
        output = tempfile.TemporaryFile()  # noqa: SIM115 - it stays open as long as its lines are told
        _run(asked, output, name)
    output.seek(0)
    return _lines(output, name)


def _run(asked: IO[bytes], output: IO[bytes], name: str) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", _CHILD],
        stdin=asked,
        stdout=output,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        start_new_session=True,
    )
    try:
        ended = child.wait(timeout=PATIENCE_IN_SECONDS)
    except subprocess.TimeoutExpired:
        raise _refusal(name, "timeout", _TIMEOUT) from None
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    if ended != 0:
        raise _refusal(name, "crashed", _CRASHED, f"exit {ended}")


def _environment() -> dict[str, str]:
    """Return the little that the child needs: no setting and no secret of the application is told to it."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "SYSTEMROOT") if name in os.environ}
    paths = [str(Path(path).resolve()) for path in sys.path if path and Path(path).exists()]
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}


def _lines(output: IO[bytes], name: str) -> Iterator[dict[str, Any]]:
    """Yield the answers; the first is read at once, so that a refusal is raised where it is asked."""
    first = _decoded(output.readline(), name)
    if "refused" in first:
        output.close()
        raise Refusal([_fault(told) for told in first["refused"]])

    def tell() -> Iterator[dict[str, Any]]:
        with output:
            line = first
            while "end" not in line:
                yield line
                line = _decoded(output.readline(), name)

    return tell()


def _decoded(line: bytes, name: str) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(line)
    except ValueError:
        raise _refusal(name, "crashed", _CRASHED, "cut short") from None
    return told


def _row(line: Mapping[str, Any]) -> ledgers.SubmittedRow:
    faults = [_fault(told) for told in line.get("wrong", ())]
    return ledgers.SubmittedRow(line["table"], line["file"], line["row"], line["key"], line["values"], faults)


def _fault(told: Mapping[str, Any]) -> Fault:
    place = Place(told["file"], told["line"], told["table"], told["row"], told["column"])
    return Fault(told["code"], place, Text(*told["reason"]), Text(*told["remedy"]), told["value"])


def _refusal(name: str, code: str, words: tuple[Text, Text], value: str = "") -> Refusal:
    return Refusal(Fault(code, Place(file=name), *words, value))


_TIMEOUT = (
    Text("读取超时，已中止；没有导入任何内容", "reading took too long and was stopped; nothing was imported"),
    Text("拆成几个较小的文件，或者改用 CSV", "split the file, or use CSV"),
)
_CRASHED = (
    Text(
        "文件超出内存或者结构异常，读取已中止；没有导入任何内容",
        "reading was stopped: the file needs too much memory or is malformed; nothing was imported",
    ),
    Text(
        "用表格软件打开后另存；数据很多时拆成几个文件",
        "open it in a spreadsheet program and save it again; split large files",
    ),
)
