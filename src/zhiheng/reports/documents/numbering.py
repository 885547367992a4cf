"""How headings are numbered: 一、（一）1.（1） in Chinese (GB/T 9704-2012, 7.3.3), 1. 1.1 (1) (a) in English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from zhiheng.domain.texts import Language
from zhiheng.reports.documents.model import Block, Heading, TitleLine
from zhiheng.reports.official.writer import numeral


@dataclass(slots=True)
class _Counter:
    counts: list[int] = field(default_factory=lambda: [0, 0, 0, 0])

    def next_label(self, level: int, language: Language) -> str:
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * (4 - level)
        number = self.counts[level - 1]
        if language == "zh":
            return (f"{numeral(number)}、", f"（{numeral(number)}）", f"{number}. ", f"（{number}）")[level - 1]
        return (f"{number}. ", f"({number}) ", f"({chr(96 + min(number, 26))}) ", f"- ({number}) ")[level - 1]


def labelled(blocks: Iterable[Block], language: Language) -> Iterator[tuple[str, Block]]:
    """Yield each block with the number that stands before it, empty for all but headings.

    The English text that follows a Chinese one opens with a `TitleLine`; numbering begins anew there.
    """
    counter = _Counter()
    for block in blocks:
        if isinstance(block, TitleLine):
            counter, language = _Counter(), "en"
        yield (counter.next_label(block.level, language) if isinstance(block, Heading) else ""), block
