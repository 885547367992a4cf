"""Keys of places and notes: the same from DuckDB and from Python."""

from __future__ import annotations

import unicodedata

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.ledgers.canonical.textkeys import key_texts, text_key


def keyed(texts: list[str]) -> dict[str, str]:
    with duckdb.connect(":memory:") as engine:
        engine.execute("CREATE TABLE t (text VARCHAR)")
        engine.executemany("INSERT INTO t VALUES (?)", [[text] for text in texts])
        key_texts(engine, ["SELECT text FROM t", "SELECT text FROM t"])
        found = engine.execute("SELECT text, key FROM text_keys").fetchall()
    assert len(found) == len(set(texts))  # one key each, however often a text stands there
    return dict(found)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("人民路12号", "人民路12号"),
        ("人民路　１２号（门口）。", "人民路12号门口"),
        ("Renmin Rd. #12-3", "renminrd123"),
        ("㎡ ①", "m21"),
        ("，。！", ""),
    ],
)
def test_it_keeps_letters_and_digits(text: str, key: str) -> None:
    assert text_key(text) == key
    assert keyed([text]) == {text: key}


@settings(deadline=None, max_examples=30)
@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=20))
def test_it_says_in_sql_what_it_says_in_python(texts: list[str]) -> None:
    whole = [text for text in texts if "\0" not in text and text.isprintable()]
    assert all(found == text_key(text) for text, found in keyed(whole or ["x"]).items())


def test_it_drops_in_sql_no_sign_that_python_keeps() -> None:
    signs = [chr(code) for code in range(1, 0x10000) if not 0xD800 <= code < 0xE000]
    kept = keyed(signs)
    assert [f"{ord(sign):x} {unicodedata.name(sign, '')}" for sign in signs if kept[sign] != text_key(sign)] == []
