"""Lines that fit the page: Chinese breaks anywhere but before a closing sign, English between words. And commands."""

from __future__ import annotations

import re
import shlex

from rich.cells import cell_len

from zhiheng.cli.console import out, say
from zhiheng.domain.texts import Text

WIDTH = 100
"""Columns that a table or a paragraph takes at most."""

_CLOSING = "，。；：、！？）》】”’"
_PLAIN_WORD = re.compile(r"[\w@%+=:,./-]+")
_PIECES = re.compile(rf"[\u3000-\u9fff\uff00-\uffef][{_CLOSING}]*|[^\s\u3000-\u9fff\uff00-\uffef]+[{_CLOSING}]*|\s+")


def tell(text: Text, *, style: str | None = None) -> None:
    """Print a line in the chosen language; a path in it is never broken."""
    out.print(say(text), markup=False, soft_wrap=True, style=style)


def tell_wrapped(body: str, *, head: str = "", indent: int = 2) -> None:
    """Print a text indented and no wider than the page; further lines stand below the text and not below its head."""
    first = " " * indent + (f"{head}  " if head else "")
    for line in wrapped(body, first=first, further=" " * cell_len(first)):
        out.print(line, markup=False, soft_wrap=True)


def shell_word(word: object) -> str:
    """Return a word as a shell takes it; Chinese needs no quotation marks."""
    return str(word) if _PLAIN_WORD.fullmatch(str(word)) else shlex.quote(str(word))


def wrapped(body: str, *, first: str = "", further: str = "") -> list[str]:
    """Return the lines of a text; `first` stands before the first of them, `further` before the others."""
    most = min(WIDTH, out.width)
    lines, line = [], first
    start = cell_len(first)
    for piece in _PIECES.findall(body):
        if cell_len(line) + cell_len(piece.rstrip()) > most and cell_len(line) > start:
            lines.append(line.rstrip())
            line, start = further, cell_len(further)
            piece = piece.lstrip()
        line += piece
    return [*lines, line.rstrip()]
