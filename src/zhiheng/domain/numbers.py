"""Exact numbers: how points are written, how a number in a file is understood. Never a float."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation

POINTS_ZERO = Decimal(0)


def shortest(value: Decimal | int) -> str:
    """Write a number in its shortest plain form: `96.5`, `100`, `0`; never an exponent, never `-0`."""
    number = Decimal(value)
    if number == 0:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_number(text: str) -> Decimal | None:
    """Read a plain decimal number: full-width digits, thousands separators and blanks are understood.

    Returns None for anything else: words, exponents, NaN and infinities are no numbers of a ledger.
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "").replace(" ", "")
    if not plain or not plain.lstrip("+-").replace(".", "", 1).isdecimal():
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _moved(number: Decimal, places: int) -> Decimal:
    sign, digits, exponent = number.as_tuple()
    return Decimal((sign, digits, int(exponent) + places))


def read_rate(text: str) -> Decimal | None:
    """Read a rate written as `0.8499` or `84.99%`; returns it as a fraction of one, None if it is no number."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.endswith("%"):
        number = read_number(plain[:-1])
        # A division would round at the precision of the context; moving the point is exact.
        return None if number is None else _moved(number, -2)
    return read_number(plain)
