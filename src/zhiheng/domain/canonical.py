"""Canonical JSON after RFC 8785 and the digests built on it. Only strings, integers, booleans, null, lists and maps."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]


def canonical_json(value: Json) -> bytes:
    """Return the RFC 8785 form of `value` in UTF-8.

    Raises TypeError on a float or a Decimal: numbers with a point travel as strings, so that no reader rounds them.
    """
    if _is_plain(value):
        # Names in ASCII sort the same by code point and by UTF-16 code unit, so the library's writer may do it.
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    else:
        text = _write(value)
    return text.encode("utf-8")


def _is_plain(value: Json) -> bool:
    """Return whether all member names are ASCII. Raises TypeError for anything that canonical JSON does not hold."""
    plain, waiting = True, [value]
    while waiting:
        one = waiting.pop()
        kind = type(one)
        if kind is str or kind is int or kind is bool or one is None:
            continue
        if isinstance(one, Mapping):
            plain = plain and kind is dict and all(name.isascii() for name in one)
            waiting.extend(one.values())
        elif isinstance(one, Sequence) and not isinstance(one, str | bytes | bytearray):
            plain = plain and kind in (list, tuple)
            waiting.extend(one)
        elif not isinstance(one, str | int):
            raise TypeError(f"canonical JSON holds no {kind.__name__}: write it as a string")
    return plain


def _write(value: Json) -> str:
    if isinstance(value, Mapping):
        # RFC 8785 sorts member names by their UTF-16 code units.
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{json.dumps(name, ensure_ascii=False)}:{_write(value[name])}" for name in names) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ",".join(_write(part) for part in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def digest_of(value: Json) -> str:
    """Return `sha256:` and the hexadecimal SHA-256 of the canonical JSON of `value`."""
    return digest_of_bytes(canonical_json(value))


def digest_of_bytes(data: bytes) -> str:
    """Return `sha256:` and the hexadecimal SHA-256 of `data`."""
    return "sha256:" + hashlib.sha256(data).hexdigest()
