"""One box for searching (案号、单位、人员): each app registers what it can find for a person who may read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from zhiheng_web.lib.words import Text


@dataclass(frozen=True, slots=True)
class Found:
    """Something found: what sort of thing, its name, one line more, and where it is."""

    sort: Text
    name: str
    more: str
    url: str


Source = Callable[[Any, str], Iterable[Found]]

_sources: list[Source] = []
#: More than this of one sort is of no use to a reader: the words should be more exact.
MOST_OF_A_SORT = 20


def register(source: Source) -> Source:
    """Add a source: a function of the person and the words, which returns at most `MOST_OF_A_SORT` things."""
    if source not in _sources:
        _sources.append(source)
    return source


def search(person: Any, words: str) -> list[Found]:
    """Return what a person may read that fits the words; two characters are enough, nothing for fewer than one."""
    wanted = words.strip()
    if not wanted:
        return []
    return [found for source in _sources for found in source(person, wanted)]
