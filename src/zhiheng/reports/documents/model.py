"""What an official document consists of: title, addressee, blocks of runs. No layout, no wording, no arithmetic.

A figure is a run of its own: the words shown together with the address (`query`) of what they come from, so that a
finished document can be compared with the result again (`checking`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Union

from zhiheng.domain.texts import Language
from zhiheng.reports.documents.charts import Chart


@dataclass(frozen=True, slots=True)
class Figure:
    """Something that comes from a result or from the record of the procedure: what is shown and its address."""

    value: str
    query: str


Run = Union[str, Figure]  # noqa: UP007 - read by dataclasses as a value
Runs = tuple[Run, ...]
Align = Literal["body", "flush", "centre", "right"]
DocumentLanguage = Literal["zh", "en", "both"]

#: Columns of numbers and codes: so narrow, and no cell longer than this.
_NARROW_IN_MM, _SHORT = 30, 14


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4; the writers number them 一、（一）1.（1） (GB/T 9704-2012, 7.3.3)."""

    level: Literal[1, 2, 3, 4]
    text: Runs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: indented by two characters (`body`), without indent (`flush`), centred, or to the right."""

    text: Runs
    align: Align = "body"
    keep_with_next: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head repeats on every page; `widths` are millimetres, 156 in all. A form has no head."""

    widths: tuple[int, ...]
    rows: tuple[tuple[Runs, ...], ...]
    head: tuple[str, ...] = ()

    def centres(self, column: int) -> bool:
        """Return whether a column stands in the middle: the labels of a form, and narrow columns of short words."""
        if not self.head:
            return column == 0
        longest = max((len(plain_text(row[column])) for row in self.rows), default=0)
        return self.widths[column] <= _NARROW_IN_MM and longest <= _SHORT


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart; the table with the same numbers stands beside it in every document."""

    chart: Chart
    caption: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs and when, to the right; `date` is empty where it is still to be filled in."""

    organ: Runs
    date: Runs = ()


@dataclass(frozen=True, slots=True)
class Attachments:
    """The list of attachments under the text (GB/T 9704-2012, 7.3.4)."""

    names: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Banner:
    """A framed line that nobody overlooks; it also stands in the head of every page. For demonstration data (虚构)."""

    text: str


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins a new page."""


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A title inside the document: of the English text that follows the Chinese one."""

    text: Runs


Block = Union[  # noqa: UP007 - read by type aliases as a value
    Heading, Paragraph, Table, ChartBlock, Signature, Attachments, Banner, NewPage, TitleLine
]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `red_head` is the name of an issuing organ, empty where the document has no red head.

    `number` is the document number with six-angle brackets (〔2026〕), `as_of` an ISO date for the file's properties.
    """

    title: tuple[Runs, ...]
    blocks: tuple[Block, ...]
    language: Language = "zh"
    addressee: Runs = ()
    number: str = ""
    red_head: str = ""
    as_of: str = ""

    @property
    def banner(self) -> str:
        """Return the words of the first banner, empty where there is none."""
        return next((block.text for block in self.blocks if isinstance(block, Banner)), "")


def plain_text(runs: Runs) -> str:
    """Return the words of runs, figures included."""
    return "".join(run.value if isinstance(run, Figure) else run for run in runs)


_SLOT = re.compile(r"\{(\w+)\}")


def fill(pattern: str, **runs: Run | Runs) -> Runs:
    """Return runs out of a pattern such as `得分 {score} 分`; KeyError where a slot is not filled."""
    told: list[Run] = []
    for place, piece in enumerate(_SLOT.split(pattern)):
        if place % 2:
            run = runs[piece]
            told += run if isinstance(run, tuple) else (run,)
        elif piece:
            told.append(piece)
    return tuple(told)


def joined(many: Sequence[Runs], separator: str) -> Runs:
    """Return runs one after the other with a separator between."""
    told: list[Run] = []
    for place, runs in enumerate(many):
        told += (separator, *runs) if place else runs
    return tuple(told)


def runs_of(block: Block) -> Iterator[Runs]:
    """Yield the runs of a block in reading order; charts and banners hold none."""
    if isinstance(block, Heading | Paragraph | TitleLine):
        yield block.text
    elif isinstance(block, Table):
        for row in block.rows:
            yield from row
    elif isinstance(block, Signature):
        yield block.organ
        yield block.date
    elif isinstance(block, Attachments):
        yield from block.names


def figures_of(document: Document) -> Iterator[Figure]:
    """Yield every figure of a document in reading order."""
    everywhere = [*document.title, document.addressee]
    everywhere += [runs for block in document.blocks for runs in runs_of(block)]
    for runs in everywhere:
        yield from (run for run in runs if isinstance(run, Figure))
