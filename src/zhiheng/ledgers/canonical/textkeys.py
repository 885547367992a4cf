"""Keys of free text: places and notes written differently but meaning the same letters. No likeness is judged here."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import duckdb
import pyarrow as pa

NOTE_LEAST = 12
"""Notes shorter than this after cleaning ("同意。", "情况属实") are alike without meaning anything."""

_AT_ONCE = 200_000
# Letters, digits and Chinese characters that are their own key: the great majority, which need no Python.
_PLAIN = r"[a-z0-9\x{4e00}-\x{9fff}]*"
# Signs that the key leaves out; whatever is not among them and not plain is read in Python.
_SIGNS = (
    r"[ -/:-@\[-`{-~\t\r\n\x{3000}-\x{3002}\x{3008}-\x{3011}\x{201c}\x{201d}"
    r"\x{ff01}\x{ff08}\x{ff09}\x{ff0c}\x{ff1a}\x{ff1b}\x{ff1f}]+"
)


def text_key(text: str) -> str:
    """Return the letters and digits of `text` after NFKC in lower case, without blanks, punctuation and symbols."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).lower()))


def key_texts(engine: duckdb.DuckDBPyConnection, sources: Sequence[str]) -> None:
    """Fill the table `text_keys(text, key)` for the distinct texts that the queries `sources` yield.

    Texts come over in portions, so that millions of places never stand in memory together.
    """
    union = " UNION ALL ".join(sources)
    engine.execute(
        f"""CREATE OR REPLACE TABLE texts_to_key AS
        SELECT DISTINCT text, lower(regexp_replace(text, '{_SIGNS}', '', 'g')) AS key
        FROM ({union}) WHERE text IS NOT NULL"""
    )
    plain = f"regexp_full_match(key, '{_PLAIN}')"
    engine.execute(f"CREATE OR REPLACE TABLE text_keys AS SELECT text, key FROM texts_to_key WHERE {plain}")
    reader = engine.cursor().execute(f"SELECT text FROM texts_to_key WHERE NOT {plain}").to_arrow_reader(_AT_ONCE)
    for batch in reader:
        texts = batch.column(0)
        keys = pa.array([text_key(text) for text in texts.to_pylist()], pa.string())
        engine.register("keyed", pa.table({"text": texts, "key": keys}))
        engine.execute("INSERT INTO text_keys SELECT text, key FROM keyed")
        engine.unregister("keyed")
    engine.execute("DROP TABLE texts_to_key")
