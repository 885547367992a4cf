"""Following the chain line by line: gaps, links, digests, mentions; and what it says of every object in the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from zhiheng_web.audit.models import Line, Mention
from zhiheng_web.audit.problems import Problem
from zhiheng_web.audit.trail import BEGINNING
from zhiheng_web.lib.words import Text

_LINES_AT_ONCE = 2000


@dataclass
class Told:
    """What the trail tells, up to line `sequence`: the last state of every object, the last digest of every batch.

    `digests` holds the digest of each line, to be compared with checkpoints.
    """

    lines: int = 0
    sequence: int = 0
    digest: str = BEGINNING
    states: dict[str, dict[str, str]] = field(default_factory=dict)
    batches: dict[str, dict[str, str]] = field(default_factory=dict)
    digests: dict[int, str] = field(default_factory=dict)

    def hear(self, changes: Any) -> set[tuple[str, str]]:
        """Take in what a line tells; return the objects that it mentions."""
        mentioned = set()
        for change in changes:
            kind, key = str(change["kind"]), str(change["id"])
            mentioned.add((kind, key))
            if "batch" in change:
                self.batches.setdefault(kind, {})[key] = str(change["state"])
            elif "state" in change:
                self._stand(kind, key, str(change["state"]))
        return mentioned

    def _stand(self, kind: str, key: str, state: str) -> None:
        held = self.states.setdefault(kind, {})
        if state:
            held[key] = state
        else:
            held.pop(key, None)


def follow(told: Told, problems: list[Problem]) -> int:
    """Follow the chain on from where `told` ends and take in what it tells; return how many lines have come."""
    before = told.lines
    for block in _blocks(Line.objects.filter(sequence__gt=told.sequence)):
        mentions = _mentions(block)
        for line in block:
            _follow_line(line, told, problems)
            mentioned = _hear(line, told)
            if mentioned is not None and mentioned != mentions.get(line.sequence, set()):
                words = Text(
                    f"第 {line.sequence} 条的检索索引与其内容不符",
                    f"the index of line {line.sequence} differs from what the line tells",
                )
                problems.append(Problem("mention", str(line.sequence), words))
    return told.lines - before


def _follow_line(line: Line, known: Told, problems: list[Problem]) -> None:
    number = line.sequence
    if number != known.sequence + 1:
        words = Text(
            f"第 {known.sequence} 条之后应为第 {known.sequence + 1} 条，实为第 {number} 条：中间有记录被删去或编号被改",
            f"line {known.sequence} should be followed by {known.sequence + 1}, not {number}: "
            "lines were deleted or renumbered",
        )
        problems.append(Problem("gap", str(number), words))
    if line.previous != known.digest:
        words = Text(f"第 {number} 条与前一条不相接", f"line {number} does not follow from the line before it")
        problems.append(Problem("chain", str(number), words))
    if not _is_sound(line):
        words = Text(f"第 {number} 条的内容与其摘要不符", f"line {number} differs from its own digest")
        problems.append(Problem("line", str(number), words))
    known.lines += 1
    known.sequence, known.digest = number, line.digest
    known.digests[number] = line.digest


def _is_sound(line: Line) -> bool:
    try:
        return line.digest_now() == line.digest
    except (TypeError, ValueError, AttributeError, KeyError):
        # Edited into something that no line can hold: a number with a point, half a character, no day.
        return False


def _hear(line: Line, known: Told) -> set[tuple[str, str]] | None:
    try:
        return known.hear(line.changes)
    except (TypeError, KeyError, AttributeError):
        return None


def _blocks(lines: QuerySet[Line]) -> Iterator[list[Line]]:
    start = None
    while True:
        asked = lines.order_by("sequence") if start is None else lines.filter(sequence__gt=start).order_by("sequence")
        block = _read(asked[:_LINES_AT_ONCE])
        if not block:
            return
        yield block
        if len(block) < _LINES_AT_ONCE:
            return
        start = block[-1].sequence


def _read(asked: QuerySet[Line]) -> list[Line]:
    """Return the lines; one that cannot even be read comes without what it holds, so that it fails its digest."""
    try:
        return list(asked)
    except (TypeError, ValueError, AttributeError):
        numbers = list(asked.values_list("sequence", flat=True))
    lines = []
    for number in numbers:
        try:
            lines.append(Line.objects.get(sequence=number))
        except (TypeError, ValueError, AttributeError):
            held = Line.objects.filter(sequence=number).values("sequence", "previous", "digest").get()
            lines.append(Line(**held, changes=None))
    return lines


def _mentions(block: list[Line]) -> dict[int, set[tuple[str, str]]]:
    held: dict[int, set[tuple[str, str]]] = {}
    rows = Mention.objects.filter(line_id__gte=block[0].sequence, line_id__lte=block[-1].sequence)
    for number, kind, key in rows.values_list("line_id", "kind", "key"):
        held.setdefault(number, set()).add((kind, key))
    return held
