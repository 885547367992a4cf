"""What the form of a card sends: rows under their keys, the opinion, the answers of round two."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.actions.cards import Told
from zhiheng_web.reviews.models import CardLine
from zhiheng_web.reviews.reading import cards as reading
from zhiheng_web.reviews.reading.items import Choice

HEAD = ("finding_class", "opinion", "good_practice", "guidance")
#: A sheet of more rows than this is no card of one file.
_MOST_ROWS = 300


@dataclass(slots=True)
class Row:
    """A row of the sheet: what is written in it, what is wrong with it, what another window wrote meanwhile."""

    key: str
    told: dict[str, str]
    line: CardLine | None = None
    seen: str = ""
    is_self_corrected: bool = False
    choice: Choice | None = None
    faults: dict[str, list[str]] = field(default_factory=dict)
    theirs: dict[str, str] | None = None
    number: int = 0
    position: int = 0

    @property
    def columns(self) -> list[tuple[str, str, list[str], Text]]:
        """Return each column with its words, what is wrong there, and its name."""
        told, wrong = self.told, self.faults
        return [(name, told.get(name, ""), wrong.get(name, []), COLUMN_TEXTS[name]) for name in reading.COLUMNS]

    @property
    def other_faults(self) -> list[str]:
        """Return what is wrong with the row as a whole."""
        return self.faults.get("", [])


@dataclass(slots=True)
class Answer:
    """A problem of round one in the sheet of round two, with what is said of its mending."""

    problem: CardLine
    counted: Decimal | None
    mended: str = ""
    text: str = ""
    seen: str = ""
    note: str = ""  # what was reported on it
    evidence: tuple[Any, ...] = ()
    mending_id: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Typed:
    """A row as it was sent."""

    key: str
    pk: int | None
    seen: str
    told: Told
    position: int


def words_of(line: CardLine) -> dict[str, str]:
    """Return what a line says as it stands in the cells."""
    told = {name: str(getattr(line, name) or "") for name in reading.COLUMNS}
    told["deduction"] = "" if line.deduction is None else plain(line.deduction)
    return told


def plain(value: Any) -> str:
    """Return a number as people type it: 0.5, 3."""
    return format(value.normalize() if value else value * 0, "f")


def row_of(line: CardLine, choices: dict[str, Choice], number: int) -> Row:
    """Return the row of a stored line."""
    return Row(
        key=f"l{line.pk}",
        told=words_of(line),
        line=line,
        seen=reading.fingerprint(line),
        is_self_corrected=line.is_self_corrected,
        choice=choices.get(line.item),
        number=number,
    )


def rows_in(data: Any) -> list[Typed]:
    """Return the rows that a form sent, in their order."""
    found = []
    for place, key in enumerate(data.getlist("row")[:_MOST_ROWS], start=1):
        found.append(typed(data, key, prefix=f"{key}-", position=place))
    return found


def typed(data: Any, key: str, *, prefix: str = "", position: int = 0) -> Typed:
    """Return one row; a key `l12` is that of line 12, any other one is new."""
    words = {name: data.get(f"{prefix}{name}", "") for name in reading.COLUMNS}
    told = Told(**words, is_self_corrected=bool(data.get(f"{prefix}is_self_corrected")))
    pk = int(key[1:]) if key[:1] == "l" and key[1:].isascii() and key[1:].isdigit() and len(key) < 19 else None
    return Typed(key, pk, data.get(f"{prefix}seen", ""), told, position)


def answers_in(data: Any) -> dict[int, tuple[str, str, str]]:
    """Return what was said of each problem of round one: whether mended, the words, the fingerprint that was seen."""
    found = {}
    for name in list(data)[: 4 * _MOST_ROWS]:
        key = name.removeprefix("mended-")
        if key != name and key.isascii() and key.isdigit() and len(key) < 19:
            found[int(key)] = (data[name], data.get(f"mending-{key}", ""), data.get(f"mending-seen-{key}", ""))
    return found


def head_in(data: Any) -> dict[str, str]:
    """Return opinion, class, good practice and guidance as far as they were sent."""
    return {name: data[name] for name in HEAD if name in data}


COLUMN_TEXTS: dict[str, Text] = {
    "item": Text("项目", "Item"),
    "page": Text("页码", "Page"),
    "text": Text("问题（或做法）", "Problem (or practice)"),
    "clause": Text("依据条款", "Clause"),
    "deduction": Text("扣分", "Points"),
    "reason": Text("超幅度理由", "Reason if outside the range"),
    "mend": Text("整改要求", "To be mended"),
    "opinion": Text("综合意见", "Opinion"),
    "finding_class": Text("评查结论", "Finding class"),
    "good_practice": Text("好的做法", "Good practice"),
    "guidance": Text("对办案民警的指导", "Guidance to the officer"),
    "basics_checked": Text("基本项", "Basic items"),
    "offered": Text("检查发现", "Findings of the checks"),
    "mended": Text("整改结论", "Whether mended"),
}
