"""A refusal of this app in one line: what is wrong, where, and how to mend it."""

from __future__ import annotations

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.lib.words import Text


def refusal(code: str, reason: Text, remedy: Text, *, column: str = "", value: str = "") -> Refusal:
    """Return a refusal with one fault."""
    return Refusal(Fault(code, Place(column=column), reason, remedy, value))
