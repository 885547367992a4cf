"""Numbers as people type and read them: points with two decimals, rates, full-width signs. Nothing is computed."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

_HUNDREDTH = Decimal("0.01")
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?|[+-]?\.\d+")
_BLANKS = re.compile(r"\s+")
_MINUS_SIGNS = str.maketrans("−–﹣", "---")


def two_places(value: Decimal | int) -> str:
    """Write points with two decimals, halves rounded up (四舍五入), the trailing zero kept; a float is refused.

    Raises TypeError for a float: a binary fraction may already have lost what decides the half.
    """
    if not isinstance(value, Decimal | int) or isinstance(value, bool):
        raise TypeError(f"points are Decimal, not {type(value).__name__}")
    rounded = Decimal(value).quantize(_HUNDREDTH, ROUND_HALF_UP)
    return format(abs(rounded) if rounded == 0 else rounded, "f")


def read_decimal(text: str) -> Decimal | None:
    """Read `96.5`, `１２．５`, `1,234.50`, `- 2`: full-width signs, blanks, thousands; None for anything else."""
    plain = _BLANKS.sub("", unicodedata.normalize("NFKC", text)).translate(_MINUS_SIGNS).replace("。", ".")
    return Decimal(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None


def read_percentage(text: str) -> Decimal | None:
    """Read `85`, `85.5%` or `８５％` as per cent (85.5, not 0.855); None where it is no number."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return read_decimal(plain.removesuffix("%"))


__all__ = ["read_decimal", "read_percentage", "two_places"]
