"""What the audit trail holds of cases: a digest for each block of a thousand, computed again on verification.

A case follows from rows that stand in the trail, but pages and draws rely on it: one changed past the application must
be found like any record.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Max

from zhiheng_web.audit.acts import Act
from zhiheng_web.cases.models import Case

KIND = "cases.block"
_CASES_OF_A_BLOCK = 1_000
_NAMES = tuple(field.attname for field in Case._meta.concrete_fields)
#: One who indexes at a time: two would seal the same block without seeing each other's cases.
_LOCK = 0x5A48_4341


def lock() -> None:
    """Let no one else index until this transaction ends. SQLite's IMMEDIATE transactions do so from their start."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def seal(act: Act, cases: Iterable[Case]) -> None:
    """Tell the trail, in an act, the digests of the blocks in which cases lie that it made or changed."""
    for number in sorted({case.pk // _CASES_OF_A_BLOCK for case in cases}):
        digest, count = seal_of(str(number))
        act.wrote_batch(KIND, str(number), digest=digest, count=count)


def seal_of(block: str) -> tuple[str, int]:
    """Return the digest of a block as the database holds it, and how many cases it has."""
    begin = int(block) * _CASES_OF_A_BLOCK
    cases = Case.objects.filter(pk__gte=begin, pk__lt=begin + _CASES_OF_A_BLOCK).order_by("pk")
    seal, count = hashlib.sha256(), 0
    for held in cases.values_list(*_NAMES):
        seal.update(json.dumps(held, ensure_ascii=False, default=_plain).encode() + b"\n")
        count += 1
    return f"sha256:{seal.hexdigest()}", count


def digest_of(block: str) -> str:
    """Return the digest of a block."""
    return seal_of(block)[0]


def keys() -> Iterator[str]:
    """Yield the blocks in which there are cases."""
    last = Case.objects.aggregate(last=Max("pk"))["last"]
    for number in range((last // _CASES_OF_A_BLOCK) + 1 if last else 0):
        begin = number * _CASES_OF_A_BLOCK
        if Case.objects.filter(pk__gte=begin, pk__lt=begin + _CASES_OF_A_BLOCK).exists():
            yield str(number)


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        # The same number has one wording, whichever database gives it back.
        return format(value.normalize() if value else Decimal(0), "f")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a case holds no {type(value).__name__}")
