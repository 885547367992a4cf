"""Canonical JSON after RFC 8785: order of names, escapes, what it refuses."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from zhiheng.domain.canonical import canonical_json, digest_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, "x"]}, '{"a":[true,null,"x"],"b":1}'),
        ({"a": {"z": "1", "y": "2"}}, '{"a":{"y":"2","z":"1"}}'),
        ('执衡\n\x1f"\\€', '"执衡\\n\\u001f\\"\\\\€"'),
        ({"": 0, "1": 1, "\r": 2}, '{"":0,"\\r":2,"1":1}'),
        ((1, "a"), '[1,"a"]'),
    ],
)
def test_it_writes_the_canonical_form(value: Any, text: str) -> None:
    assert canonical_json(value) == text.encode()


def test_it_sorts_names_by_utf16_code_units() -> None:
    # U+1F600 begins with the surrogate D83D and stands before U+FB33, whose code point is smaller (RFC 8785, 3.2.3).
    assert canonical_json({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'.encode()


@pytest.mark.parametrize("value", [0.5, Decimal("0.5"), {"a": 1.0}, {"执": [Decimal(1)]}, b"x"])
def test_it_refuses_numbers_that_a_reader_could_round(value: Any) -> None:
    with pytest.raises(TypeError, match="write it as a string"):
        canonical_json(value)


def test_it_digests_the_same_whatever_the_order_of_names() -> None:
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1})
    assert digest_of({"a": 1}).startswith("sha256:")
