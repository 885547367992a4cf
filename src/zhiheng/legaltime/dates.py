"""Reading a calendar date as people write it in China. Reading times and time zones is not done here."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_FORMS = (
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
    re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]"),
    re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})"),
)


def read_date(text: str) -> date | None:
    """Read `2026-09-30`, `2026/9/30`, `2026.9.30`, `20260930` or `2026年9月30日`, full-width digits included.

    Returns None where the text is no such date or the day does not exist (30 February). The order is always year,
    month, day; nothing is guessed.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    for form in _FORMS:
        match = form.fullmatch(plain)
        if match:
            year, month, day = (int(part) for part in match.groups() if part.isdecimal())
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None
