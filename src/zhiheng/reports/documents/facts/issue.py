"""Who issues a document, and the persons and bodies that several kinds of documents name. No number of a result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng.domain.texts import Text

#: Words that were not given.
NO_WORDS = Text("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Who issues a document: `organ`, its number (`渝城执评〔2026〕3号`), its date; blanks are left for people.

    With `red_head` the organ's name stands in red on top (发文机关标志): only where it issues in its own name.
    `fictional` marks demonstration data; a fictional completion marks them by itself.
    """

    organ: str
    number: str = ""
    issued_on: date | None = None
    red_head: bool = False
    fictional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Someone at a meeting: name and post."""

    name: str
    post: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A body or person named in a circular, with the reason; `unit_id` ties it to the result."""

    unit_id: str
    reason: str
    person: str = ""
