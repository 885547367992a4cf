"""Small pieces of wording that the readers of the ledger share: near matches and text fit to be shown."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST = 120


def nearest(written: str, known: Iterable[str]) -> str:
    """Return the known word nearest to `written`, or an empty string when none is near."""
    return next(iter(get_close_matches(written, list(known), n=1, cutoff=0.7)), "")


def shown(text: str) -> str:
    """Return `text` fit for a message: on one line, without control signs that a terminal would obey, not too long."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text[: _LONGEST + 1])
    return plain if len(text) <= _LONGEST else plain[:_LONGEST] + "…"
