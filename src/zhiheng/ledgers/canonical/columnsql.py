"""SQL for the plain cells of a large table, type by type. What is not plain is named `odd`, never guessed.

Each expression gives what the reader of cells gives for the same text; the parity tests hold the two together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhiheng.ledgers.canonical.rawtables import quoted
from zhiheng.ledgers.columns import Column, Type

# Character classes as RE2 writes them. Outer blanks, wide letters and digits, and the signs of spoilt cells (`#REF!`,
# 1.2E+17, a carriage return) are what the reader of cells treats in a special way; all else stays as it is written.
_BLANKS = "".join(f"\\x{{{code:x}}}" for code in range(0x3001) if chr(code).isspace())
_WIDE = r"\x{ff10}-\x{ff19}\x{ff21}-\x{ff3a}\x{ff41}-\x{ff5a}\x{ff0d}\x{ff3f}"
_TEXT = rf"[^#{_BLANKS}]([^\r]*[^{_BLANKS}])?"
_IDENTIFIER = rf"[^#+{_BLANKS}{_WIDE}][^+{_BLANKS}{_WIDE}]*"
_INSTANT = r"(19|20|21)\d\d-\d\d-\d\d([ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?)?"
_FROM_1900, _TO_2199 = -2_208_988_800, 7_258_118_399  # local seconds of the years that the reader of cells accepts
_AHEAD = 8 * 3600
_WHOLE = re.compile(r"U?(TINYINT|SMALLINT|INTEGER|BIGINT)|HUGEINT|UHUGEINT")
_SCALE = re.compile(r"DECIMAL\(\d+,(\d+)\)")
_ZONED = "TIMESTAMP WITH TIME ZONE"


@dataclass(frozen=True, slots=True)
class Plain:
    """How a column is read: `key` is a cell as the reader of cells gets it, `value` is SQL for its typed value.

    Cells for which `odd` holds are read by their text. Without a `value` all cells are; without `odd` none is.
    """

    key: str
    value: str = ""
    odd: str = ""


def plain_of(column: Column, kind: str, *, in_wan: bool) -> Plain:
    """Return the SQL of a column of the DuckDB type `kind`; with `in_wan` its money is in units of 10,000 yuan."""
    cell = f"r.{quoted(column.name)}"
    key = as_key(cell, kind)
    match column.type:
        case Type.text if not is_numeric(kind):
            return _matching(key, _TEXT)
        case Type.identifier if not is_numeric(kind):
            return _matching(key, _IDENTIFIER)
        case Type.boolean if kind == "BOOLEAN":
            return Plain(key, cell)
        case Type.instant:
            return _instant(cell, key, kind)
        case Type.decimal:
            return _decimal(cell, key, kind, in_wan=in_wan)
        case _:
            return Plain(key)


def is_numeric(kind: str) -> bool:
    """Say whether the text of such a cell has to be written in Python: doubles, floats, decimals."""
    return kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL")


def as_key(cell: str, kind: str) -> str:
    """Return SQL for the text that stands for a cell; of a float it is the exact double."""
    if kind == "VARCHAR":
        return cell
    if kind == "FLOAT":
        cell = f"CAST({cell} AS DOUBLE)"
    if kind == _ZONED:
        return f"strftime(timezone('UTC', {cell}), '%Y-%m-%d %H:%M:%S.%fZ')"
    return f"CAST({cell} AS VARCHAR)"


def _matching(key: str, pattern: str) -> Plain:
    """Take cells that match as they are written; an empty cell has no value."""
    matches = f"regexp_full_match({key}, '{pattern}')"
    return Plain(key, f"CASE WHEN {matches} THEN {key} END", f"({key} <> '' AND NOT {matches})")


def _instant(cell: str, key: str, kind: str) -> Plain:
    if kind == "VARCHAR":
        matches = f"regexp_full_match({key}, '{_INSTANT}')"
        value = f"CASE WHEN {matches} THEN CAST(epoch(TRY_CAST({key} AS TIMESTAMP)) AS BIGINT) END"
        return Plain(key, value, f"({key} <> '' AND ({value}) IS NULL)")
    if kind == "DATE":
        seconds = f"CAST({cell} - DATE '1970-01-01' AS BIGINT) * 86400"
    elif kind == _ZONED:
        seconds = f"CAST(floor(epoch_us({cell}) / 1000000) AS BIGINT) + {_AHEAD}"
    elif kind.startswith("TIMESTAMP"):
        seconds = f"CAST(floor(epoch_us(CAST({cell} AS TIMESTAMP)) / 1000000) AS BIGINT)"
    else:
        return Plain(key)
    value = f"CASE WHEN isfinite({cell}) AND {seconds} BETWEEN {_FROM_1900} AND {_TO_2199} THEN {seconds} END"
    return Plain(key, value, f"({cell} IS NOT NULL AND ({value}) IS NULL)")


def _decimal(cell: str, key: str, kind: str, *, in_wan: bool) -> Plain:
    digits, times = (9, " * 10000") if in_wan else (13, "")
    if kind == "VARCHAR":
        fits = rf"regexp_full_match({key}, '\d{{1,{digits}}}(\.\d{{1,4}})?')"
        blank = f"{key} = ''"
    elif kind == "DOUBLE":
        fits, blank = f"({cell} = floor({cell}) AND {cell} >= 0 AND {cell} < 1e9)", "false"
    elif _WHOLE.fullmatch(kind) or ((scale := _SCALE.fullmatch(kind)) and int(scale[1]) <= 4):
        fits, blank = f"({cell} >= 0 AND {cell} < 1{'0' * digits})", "false"
    else:
        return Plain(key)
    value = f"CASE WHEN {fits} THEN CAST({cell} AS DECIMAL(18,4)){times} END"
    return Plain(key, value, f"({cell} IS NOT NULL AND NOT ({blank}) AND ({value}) IS NULL)")
