"""How typed cells of workbooks and Parquet become text, so that every format is read by the same rules."""

from __future__ import annotations

from decimal import Decimal

from zhiheng.domain.numbers import shortest

# From here on a double no longer holds every whole number, so an id typed as a number may have lost digits.
_EXACT = 10**15


def text_of(value: object) -> str:
    """Return a cell as text: `3.0` is `3`, `TRUE` is `true`, a blank is empty; text stays as it is."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _text_of_float(value)
    return shortest(value) if isinstance(value, int | Decimal) else str(value)


def _text_of_float(value: float) -> str:
    """Write a double with the 15 digits a spreadsheet shows; larger whole numbers keep an exponent as a warning."""
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    written = format(value, ".15g")
    if abs(value) >= _EXACT or value != value:  # NaN is not equal to itself
        return written.replace("e", "E")
    return shortest(Decimal(written))
