"""The digest of a ledger: SHA-256 over one RFC 8785 document of its tables. docs/ledger.md states the bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from zhiheng.domain.numbers import shortest
from zhiheng.ledgers.columns import TableSpec, Type, Value
from zhiheng.ledgers.tables import TABLES

FORMAT = "zhiheng-ledger/1"
_ROWS_AT_ONCE = 20_000


def digest_of_tables(tables: Mapping[str, Mapping[str, Sequence[Value]]]) -> str:
    """Return `sha256:` and the hexadecimal digest of the tables.

    Row order, file format, split and unknown columns do not matter.
    """
    seal = hashlib.sha256()
    for piece in _pieces(tables):
        seal.update(piece.encode("utf-8"))
    return "sha256:" + seal.hexdigest()


def canonical_rows(spec: TableSpec, columns: Mapping[str, Sequence[Value]]) -> list[tuple[str, ...]]:
    """Return the rows of a table as canonical text in canonical order: by key, then by all columns."""
    if not columns:
        return []
    written = [_written(column.type, columns[column.name]) for column in spec.columns]
    rows = list(zip(*written, strict=True))
    places = [index for index, column in enumerate(spec.columns) if column.name in spec.key]
    if places == list(range(len(places))):  # the key stands first: the rows sort by it on their own
        rows.sort()
    else:
        rows.sort(key=lambda row: ([row[place] for place in places], row))
    return rows


def _pieces(tables: Mapping[str, Mapping[str, Sequence[Value]]]) -> Iterator[str]:
    """Yield the document in pieces, so that a large table is never one string. RFC 8785: names sorted, no blanks."""
    yield f'{{"format":{_json(FORMAT)},"tables":{{'
    between = ""
    for name in sorted(TABLES):
        rows = canonical_rows(TABLES[name], tables.get(name, {}))
        if not rows:
            continue
        headers = [column.name for column in TABLES[name].columns]
        yield f"{between}{_json(name)}:[{_json(headers)}"
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            yield "," + _json(rows[start : start + _ROWS_AT_ONCE])[1:-1]
        yield "]"
        between = ","
    yield "}}"


def _json(value: object) -> str:
    # Strings and lists of strings only: here the standard writer and RFC 8785 agree byte for byte.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _written(kind: Type, values: Sequence[Value]) -> list[str]:
    write = _number if kind is Type.decimal else _instant if kind is Type.instant else _plain
    text = {value: write(value) for value in dict.fromkeys(values)}  # each distinct value is written once
    return [text[value] for value in values]


def _number(value: Value) -> str:
    return "" if value is None else shortest(cast(Decimal, value))


def _instant(value: Value) -> str:
    """Write an instant; a day without a time is its midnight at +08:00."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    return f"{cast(date, value).isoformat()}T00:00:00+08:00"


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
