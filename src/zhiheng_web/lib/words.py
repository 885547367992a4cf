"""Words in the two languages of the product, and which of them the present request wants."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

from zhiheng.api import Text

Language = Literal["zh", "en"]

_language: ContextVar[Language] = ContextVar("language", default="zh")


def language() -> Language:
    """Return the language that is being answered in: Chinese unless the reader has chosen English."""
    return _language.get()


def say(text: Text | str) -> str:
    """Return a wording in the language of the request; a plain string is data and stays as it is."""
    return text.of(language()) if isinstance(text, Text) else text


#: Parts the two languages of a wording that is stored as one text; nobody types it.
_BETWEEN = " ／ "


def stored(text: Text) -> str:
    """Return a wording in both languages as one text, for what is written down for good."""
    return f"{text.zh}{_BETWEEN}{text.of('en')}"


def read_stored(text: str) -> Text:
    """Return what was stored in both languages; what a person typed is the same in both."""
    zh, _, en = text.partition(_BETWEEN)
    return Text(zh, en)


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Answer in `chosen` inside the block."""
    token = _language.set(chosen)
    try:
        yield
    finally:
        _language.reset(token)


__all__ = ["Language", "Text", "language", "read_stored", "say", "speaking", "stored"]
