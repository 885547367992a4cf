"""Officers made from the rows in force of a book; which account is whose is never touched here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from zhiheng_web.bodies.models import Body
from zhiheng_web.cases import naming
from zhiheng_web.cases.models import Officer
from zhiheng_web.cases.tellings import day_of
from zhiheng_web.intake.models import Book, Row

if TYPE_CHECKING:
    from zhiheng_web.cases.indexing import Indexed

_ROWS_AT_ONCE = 2_000


def index_officers(book: Book, done: Indexed, codes: Iterable[str] | None) -> list[int]:
    """Make or change the officers of these numbers, all of the book with None, inside an act.

    Returns the ids of those whose name or initials changed. An officer whose row was taken back stays: cases name
    them. A row of an officer who serves under another keeper, or of whom a later book tells, changes nothing.
    """
    bodies = {body.code: body for body in Body.objects.filter(path__startswith=book.body.path)}
    rows = _rows_of(book, codes)
    standing = {officer.code: officer for officer in Officer.objects.select_related("body").filter(code__in=rows)}
    told_later = later_books(book, list(rows))
    new, renamed = [], []
    for code, values in rows.items():
        officer, body = standing.get(code), bodies.get(values.get("unit_id", ""))
        if body is None or (officer is not None and not officer.body.is_within(book.body)):
            done.strangers += 1
        elif officer is None:
            new.append(Officer(code=code, body=body, **_fields_of(values, None)))
        elif code not in told_later:
            wanted = {"body_id": body.pk, **_fields_of(values, officer)}
            if any(getattr(officer, name) != value for name, value in wanted.items()):
                if officer.name != wanted["name"]:
                    renamed.append(officer.pk)
                for name, value in wanted.items():
                    setattr(officer, name, value)
                officer.save()
                done.officers += 1
    Officer.objects.bulk_create(new)
    done.officers += len(new)
    return renamed


def later_books(book: Book, codes: list[str]) -> set[str]:
    """Return the officers of whom a book of a later period tells: an older one no longer says what they are."""
    later = Book.objects.filter(
        period_from__gt=book.period_from, body__path__startswith=book.body.path.split("/")[0] + "/"
    )
    found: set[str] = set()
    for one in later:
        for begin in range(0, len(codes), _ROWS_AT_ONCE):
            rows = Row.objects.filter(book=one, table="officers", key__in=codes[begin : begin + _ROWS_AT_ONCE])
            found.update(rows.filter(is_current=True).order_by().values_list("key", flat=True))
    return found


def _rows_of(book: Book, codes: Iterable[str] | None) -> dict[str, Mapping[str, str]]:
    rows = Row.objects.filter(book=book, table="officers", is_current=True).order_by("key")
    if codes is not None:
        rows = rows.filter(key__in=list(codes))
    return dict(rows.values_list("key", "values"))


def _fields_of(values: Mapping[str, str], officer: Officer | None) -> dict[str, Any]:
    name = values.get("name", "")[:100]
    # Initials that somebody corrected stay as long as the name does.
    kept = officer is not None and officer.name == name
    return {
        "name": name,
        "initials": officer.initials if kept and officer else naming.name_initials(name)[:100],
        "role": values.get("role", "")[:30],
        "certificate_no": values.get("certificate_no", "")[:60],
        "certificate_until": day_of(values.get("certificate_until", "")),
        "since": day_of(values.get("from", "")),
        "until": day_of(values.get("until", "")),
    }
