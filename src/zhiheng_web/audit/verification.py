"""Checking the whole trail against itself, the rows of the database, the stored files and the checkpoints.

It reads and never mends. What it cannot find without a checkpoint from outside it says (`Report.limits`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

from zhiheng_web.audit import checkpoints as points
from zhiheng_web.audit import guards
from zhiheng_web.audit.chain import Told, follow
from zhiheng_web.audit.checkpoints import Checkpoint
from zhiheng_web.audit.holdings import compare
from zhiheng_web.audit.problems import Problem
from zhiheng_web.lib import store
from zhiheng_web.lib.words import Text

Recompute = Callable[[str], str]
Keys = Callable[[], Iterable[str]]
Files = Callable[[], Iterable[tuple[str, str]]]

_batches: dict[str, tuple[Recompute, Keys | None]] = {}
_files: list[Files] = []


def register_batch(kind: str, recompute: Recompute, keys: Keys | None = None) -> None:
    """Say how the digest of a batch of `kind` (`Act.wrote_batch`) is computed again from the rows, by its key.

    With `keys`, which batches there are, one that the trail knows nothing of is found as well.
    """
    _batches[kind] = (recompute, keys)


def register_files(files: Files) -> None:
    """Say which stored files records name: pairs of digest and what names it (`evaluations.evidence 17`)."""
    if files not in _files:
        _files.append(files)


@dataclass
class Report:
    """What was checked and what is wrong. `head` is the checkpoint to write down elsewhere."""

    lines: int = 0
    rows: int = 0
    batches: int = 0
    files: int = 0
    checkpoints: int = 0
    head: Checkpoint | None = None
    problems: list[Problem] = field(default_factory=list)
    limits: list[Text] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Return whether nothing wrong was found."""
        return not self.problems


#: Rows that differ are looked at again when the trail has grown meanwhile; so often at most.
_ROUNDS = 3


def verify(checkpoints: Path | None = None) -> Report:
    """Check everything and report. `checkpoints` is a file of checkpoints kept elsewhere.

    Others may go on working meanwhile: what differs is looked at again together with the lines that have come since.
    Raises FileNotFoundError where `checkpoints` is not there.
    """
    report, told = Report(), Told()
    follow(told, report.problems)
    found = compare(told, _batches)
    for _ in range(_ROUNDS):
        if not found.problems or not follow(told, report.problems):
            break
        earlier, found = found.problems, compare(told, _batches)
        found.problems = [one for one in found.problems if one in earlier]
    report.problems += found.problems
    report.lines, report.rows, report.batches = told.lines, found.rows, found.batches
    _check_guards(report)
    _check_files(report)
    _check_points(report, told, checkpoints)
    report.head = Checkpoint(told.sequence, told.digest, "", "verified") if told.lines else None
    return report


def _check_guards(report: Report) -> None:
    for name in guards.missing(connection):
        words = Text(f"数据库中的守卫 {name} 不在", f"the guard {name} is missing from the database")
        report.problems.append(Problem("guard", name, words))


def _check_files(report: Report) -> None:
    checked: set[str] = set()
    for files in _files:
        for digest, named_by in files():
            if digest in checked:
                continue
            checked.add(digest)
            try:
                sound = store.is_sound(digest)
            except (ValueError, OSError):
                sound = False
            if not sound:
                words = Text(f"{named_by} 的文件缺失或已被改动", f"the file of {named_by} is missing or was changed")
                report.problems.append(Problem("file", digest, words))
    report.files = len(checked)


_ALONE = Text(
    "没有外部检查点：如果有人截去末尾的记录、把某一条之后全部重算，或换回较早的数据库，本次核对看不出来。"
    "请把下面的检查点抄存在本系统之外，下次用 --checkpoints 核对",
    "There is no checkpoint from outside: lines cut off at the end, a suffix computed anew, or an older database put "
    "back would not be seen. Keep the checkpoint below outside of this system and verify against it with --checkpoints",
)
_OWN = Text(
    "只核对了本机的检查点文件：能同时改动数据库和该文件的人，仍可截去、重算或换回而不被发现。请使用保存在别处的检查点",
    "Only the checkpoints of this machine were used: whoever can change both the database and that file could still "
    "cut off, compute anew or put back unseen. Use checkpoints that are kept elsewhere",
)
_SINCE = Text(
    "最近一个检查点之后的记录只受链条本身保护", "lines after the last checkpoint are protected by the chain alone"
)


def _check_points(report: Report, told: Told, outside: Path | None) -> None:
    files = [file for file in (points.home_file(), outside) if file is not None and (file == outside or file.exists())]
    known = [point for file in files for point in _read(report, file)]
    for point in known:
        _check_point(report, told, point)
    report.checkpoints = len(known)
    if not known:
        report.limits.append(_ALONE)
        return
    if outside is None:
        report.limits.append(_OWN)
    if max(point.sequence for point in known) < told.sequence:
        report.limits.append(_SINCE)


def _read(report: Report, file: Path) -> list[Checkpoint]:
    try:
        return points.read(file)
    except ValueError as wrong:
        words = Text(f"检查点文件无法读取：{wrong}", f"the file of checkpoints cannot be read: {wrong}")
        report.problems.append(Problem("checkpoint", str(file), words))
        return []


def _check_point(report: Report, told: Told, point: Checkpoint) -> None:
    held = told.digests.get(point.sequence)
    if held == point.digest:
        return
    if point.sequence > told.sequence:
        words = Text(
            f"检查点（{point.at} {point.occasion}）有 {point.sequence} 条，现在只有 {told.sequence} 条："
            "末尾被截去，或换成了较早的数据库",
            f"a checkpoint ({point.at}, {point.occasion}) knows {point.sequence} lines, now there are {told.sequence}: "
            "the end was cut off, or an older database was put back",
        )
    else:
        words = Text(
            f"第 {point.sequence} 条与检查点（{point.at} {point.occasion}）不符：其前的记录被改写重算",
            f"line {point.sequence} differs from a checkpoint ({point.at}, {point.occasion}): "
            "lines before it were rewritten and computed anew",
        )
    report.problems.append(Problem("checkpoint", str(point.sequence), words))


__all__ = ["Problem", "Report", "register_batch", "register_files", "verify"]
