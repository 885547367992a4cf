"""Checkpoints: how long the trail was at a moment and its last digest, kept outside of the database.

The chain alone cannot show that its end was cut off, rewritten from some line on, or replaced by an older database:
what is left is a whole chain. A checkpoint that the changer could not reach shows it. One is printed with every
publication and appended daily to `HOME/checkpoints.jsonl`; a copy of that file elsewhere is what protects.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from zhiheng_web.audit.models import Line
from zhiheng_web.lib import clock

FILE = "checkpoints.jsonl"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The trail had `sequence` lines and the last of them this digest, at an instant, on an occasion."""

    sequence: int
    digest: str
    at: str
    occasion: str

    def __str__(self) -> str:
        return f"{self.sequence} {self.digest}"

    @property
    def day(self) -> str:
        """Return the day in Shanghai, `2026-11-22`."""
        return clock.day_of(datetime.fromisoformat(self.at)).isoformat()


def home_file() -> Path:
    """Return where the checkpoints of this installation are appended."""
    return Path(settings.HOME) / FILE


def head(occasion: str = "now") -> Checkpoint | None:
    """Return the checkpoint of this moment, None while the trail is empty."""
    last = Line.objects.order_by("-sequence").values("sequence", "digest").first()
    if last is None:
        return None
    return Checkpoint(last["sequence"], last["digest"], clock.now().isoformat(timespec="seconds"), occasion)


def write(occasion: str) -> Checkpoint | None:
    """Append the checkpoint of this moment to the file; it is on the disk when this returns."""
    point = head(occasion)
    if point is not None:
        file = home_file()
        file.parent.mkdir(parents=True, exist_ok=True)
        line = (json.dumps(asdict(point), ensure_ascii=False) + "\n").encode()
        number = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            # One write of one line: two processes never mix theirs.
            os.write(number, line)
            os.fsync(number)
        finally:
            os.close(number)
    return point


def write_after_commit(occasion: str) -> None:
    """Append a checkpoint once the deed under way is committed: a publication, a correction."""
    transaction.on_commit(lambda: write(occasion), robust=True)


def write_daily() -> Checkpoint | None:
    """Append a checkpoint unless there is one of today; called by the worker as time goes by."""
    try:
        points = read(home_file())
    except (FileNotFoundError, ValueError):
        points = []
    if points and points[-1].day == clock.today().isoformat():
        return None
    return write("daily")


def read(file: Path) -> list[Checkpoint]:
    """Return the checkpoints of a file. Raises ValueError with the line's number where one cannot be read."""
    points = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            held = json.loads(line)
            point = Checkpoint(held["sequence"], held["digest"], held["at"], held["occasion"])
            _ = point.day
        except (ValueError, KeyError, TypeError):
            raise ValueError(f"line {number}") from None
        if not isinstance(point.sequence, int) or not isinstance(point.digest, str):
            raise ValueError(f"line {number}")
        points.append(point)
    return points


__all__ = ["Checkpoint", "head", "home_file", "read", "write", "write_after_commit", "write_daily"]
