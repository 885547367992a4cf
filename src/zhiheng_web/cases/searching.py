"""The search over cases, the same on both databases: every sign of a text is a word, what is typed is a phrase.

So two signs are found as well as ten, numbers by any part of them, names by their pinyin initials. SQLite's trigram
index finds nothing for two signs; its `unicode61` index of single signs does, and so does PostgreSQL's `simple`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection as default
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from zhiheng_web.cases import naming
from zhiheng_web.cases.models import Case

#: More words, or longer ones, make nothing more exact.
_MOST_WORDS, _LONGEST_WORD = 8, 60
_TABLE = "cases_text"

_SQLITE = {
    _TABLE: (
        f"CREATE VIRTUAL TABLE {_TABLE} USING fts5("
        "text, content='cases_case', content_rowid='id', tokenize='unicode61 remove_diacritics 0')"
    ),
    "cases_text_added": (
        "CREATE TRIGGER cases_text_added AFTER INSERT ON cases_case BEGIN "
        f"INSERT INTO {_TABLE}(rowid, text) VALUES (new.id, new.text); END"
    ),
    "cases_text_changed": (
        "CREATE TRIGGER cases_text_changed AFTER UPDATE OF text ON cases_case WHEN old.text IS NOT new.text BEGIN "
        f"INSERT INTO {_TABLE}({_TABLE}, rowid, text) VALUES ('delete', old.id, old.text); "
        f"INSERT INTO {_TABLE}(rowid, text) VALUES (new.id, new.text); END"
    ),
    "cases_text_gone": (
        "CREATE TRIGGER cases_text_gone AFTER DELETE ON cases_case BEGIN "
        f"INSERT INTO {_TABLE}({_TABLE}, rowid, text) VALUES ('delete', old.id, old.text); END"
    ),
}
_POSTGRES = {_TABLE: f"CREATE INDEX {_TABLE} ON cases_case USING gin (to_tsvector('simple', text))"}


def put_up(connection: Any = default) -> None:
    """Put the index up and fill it from the cases that are there; what stands stays. The database keeps it in step."""
    gone = missing(connection)
    with connection.cursor() as cursor:
        for name in gone:
            cursor.execute(_parts(connection)[name])
        if connection.vendor == "sqlite" and gone:
            cursor.execute(f"INSERT INTO {_TABLE}({_TABLE}) VALUES ('rebuild')")


def take_down(connection: Any = default) -> None:
    """Take the index down: for a migration that goes back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP INDEX IF EXISTS {_TABLE}")
            return
        for name in _SQLITE:
            cursor.execute(f"DROP {'TABLE' if name == _TABLE else 'TRIGGER'} IF EXISTS {name}")


def missing(connection: Any = default) -> list[str]:
    """Return the parts of the index that do not stand. A table that is made anew loses its triggers on SQLite."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'cases_case'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")
        there = {row[0] for row in cursor.fetchall()}
    return [name for name in _parts(connection) if name not in there]


def _parts(connection: Any) -> dict[str, str]:
    return _POSTGRES if connection.vendor == "postgresql" else _SQLITE


def words_of(typed: str) -> list[str]:
    """Return the words of what was typed, each as the signs that are looked for; nothing for blanks and stops alone."""
    words = (naming.plain(word)[:_LONGEST_WORD] for word in typed.split())
    return list(dict.fromkeys(word for word in words if word))[:_MOST_WORDS]


def matching(cases: QuerySet[Case], typed: str, *, blind: Iterable[int] = ()) -> QuerySet[Case]:
    """Keep of cases those in which every word typed is found; none where nothing is typed that can be looked for.

    Of those in `blind` (ids) only number and cause are looked at: a name that finds a case betrays whose it is.
    """
    words = words_of(typed)
    if not words:
        return cases.none()
    found = _found(words)
    hidden = list(blind)
    if not hidden:
        return cases.filter(found)
    plain = Q(pk__in=hidden)
    for word in typed.split()[:_MOST_WORDS]:
        plain &= Q(code__icontains=word) | Q(cause__icontains=word)
    return cases.filter((found & ~Q(pk__in=hidden)) | plain)


def _found(words: list[str]) -> Q:
    if default.vendor == "postgresql":
        phrases = " && ".join("phraseto_tsquery('simple', %s)" for _ in words)
        sql = f"SELECT id FROM cases_case WHERE to_tsvector('simple', text) @@ ({phrases})"
        return Q(pk__in=RawSQL(sql, [naming.spread(word) for word in words]))
    # Only letters, digits and Han signs are left of what was typed: no quotation mark ends a phrase early.
    phrase = " AND ".join(f'"{naming.spread(word)}"' for word in words)
    return Q(pk__in=RawSQL(f"SELECT rowid FROM {_TABLE} WHERE {_TABLE} MATCH %s", [phrase]))


def marked(text: str, words: list[str]) -> SafeString:
    """Return a text as HTML with the signs marked in which a word was found, by itself or by its initials."""
    signs = [(place, sign) for place, one in enumerate(text) for sign in naming.plain(one)]
    read = "".join(sign for _, sign in signs)
    initials = [one for one in (naming.name_initials(text), naming.initials(text)) if len(one) == len(read)]
    hit: set[int] = set()
    for word in words:
        for whole in (read, *initials):
            start = whole.find(word)
            while start >= 0:
                hit.update(place for place, _ in signs[start : start + len(word)])
                start = whole.find(word, start + 1)
    pieces: list[tuple[bool, str]] = []
    for place, sign in enumerate(text):
        if pieces and pieces[-1][0] == (place in hit):
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + sign)
        else:
            pieces.append((place in hit, sign))
    drawn = (format_html("<mark>{}</mark>", piece) if is_hit else conditional_escape(piece) for is_hit, piece in pieces)
    return format_html_join("", "{}", ((piece,) for piece in drawn))
