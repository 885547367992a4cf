"""What the rows of a book tell of its cases: the fields of a case from its row, its dates from its events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import CharField

from zhiheng_web.cases import naming
from zhiheng_web.cases.models import Case, Officer
from zhiheng_web.intake.models import Book, Row
from zhiheng_web.lib.clock import SHANGHAI

_ROWS_AT_ONCE = 2_000
#: Activity (contract, table events) → field of the case; filed for the first time, decided and closed for the last.
_DATES = {"filed": ("filed_on", min), "decided": ("decided_on", max), "closed": ("closed_on", max)}
#: Column of the ledger → field of the case that holds its text.
_TEXTS = {
    "kind": "kind",
    "procedure": "procedure",
    "cause": "cause",
    "party_id": "party",
    "place": "place",
    "document_no": "document_no",
}
_LONGEST = {one.name: one.max_length for one in Case._meta.concrete_fields if isinstance(one, CharField)}
#: What indexing may change of a case.
RENEWED = (
    *("body", "lead", "second", *_TEXTS.values(), "fine", "is_major"),
    *(name for name, _ in _DATES.values()),
    *("text", "rows", "is_current"),
)


@dataclass(slots=True)
class Telling:
    """What rows beside its own tell of a case: their ids, and its dates."""

    rows: list[int] = field(default_factory=list)
    dates: dict[str, date] = field(default_factory=dict)

    def add(self, pk: int, table: str, values: Mapping[str, str]) -> None:
        """Take a row along."""
        self.rows.append(pk)
        named = _DATES.get(values.get("activity", "")) if table == "events" else None
        day = day_of(values.get("at", "")) if named else None
        if named and day:
            name, choose = named
            self.dates[name] = choose(self.dates.get(name, day), day)


def tell_all(book: Book, tables: Iterable[str]) -> dict[str, Telling]:
    """Return what all rows in force of the tables tell, by the number of the case."""
    told: dict[str, Telling] = {}
    for table in tables:
        rows = Row.objects.filter(book=book, table=table, is_current=True).order_by("pk")
        for pk, values in rows.values_list("pk", "values").iterator(chunk_size=_ROWS_AT_ONCE):
            if code := values.get("case_id", ""):
                told.setdefault(code, Telling()).add(pk, table, values)
    return told


def tell_some(book: Book, codes: list[str], more: Mapping[str, list[int]]) -> dict[str, Telling]:
    """Return what rows tell of some cases: those they are known by, and `more`, as far as these are in force."""
    known = dict(Case.objects.filter(book=book, code__in=codes).order_by().values_list("code", "rows"))
    asked = {pk for code in codes for pk in (*known.get(code, ()), *more.get(code, ()))}
    told: dict[str, Telling] = {}
    wanted = sorted(asked)
    for begin in range(0, len(wanted), _ROWS_AT_ONCE):
        rows = Row.objects.filter(pk__in=wanted[begin : begin + _ROWS_AT_ONCE], is_current=True)
        for pk, table, values in rows.values_list("pk", "table", "values"):
            told.setdefault(values.get("case_id", ""), Telling()).add(pk, table, values)
    for telling in told.values():
        telling.rows.sort()
    return told


def fields_of(values: Mapping[str, str], telling: Telling, officers: Mapping[str, Officer]) -> dict[str, Any]:
    """Return the fields of a case, `body` left out, as its row and those that tell of it say."""
    fields: dict[str, Any] = {}
    for column, name in _TEXTS.items():
        fields[name] = values.get(column, "")[: _LONGEST[name]]
    lead, second = (officers.get(values.get(name, "")) for name in ("lead_officer_id", "second_officer_id"))
    fields["lead_id"], fields["second_id"] = lead.pk if lead else None, second.pk if second else None
    fields["fine"] = Decimal(values["fine"]).quantize(Decimal("0.01")) if values.get("fine") else None
    fields["is_major"] = values.get("major") == "true"
    for name, _ in _DATES.values():
        fields[name] = telling.dates.get(name)
    words = [values.get("case_id", ""), *(fields[name] for name in ("document_no", "cause", "place"))]
    names = [fields["party"], *(officer.name for officer in (lead, second) if officer)]
    corrected = [officer.initials for officer in (lead, second) if officer]
    fields["text"] = naming.text_of(words, names, corrected)
    fields["rows"] = sorted(telling.rows)
    fields["is_current"] = True
    return fields


def day_of(written: str) -> date | None:
    """Return the day in Shanghai of a day or instant as the ledger writes it; None for anything else."""
    try:
        if len(written) == 10:
            return date.fromisoformat(written)
        instant = datetime.fromisoformat(written)
    except ValueError:
        return None
    return instant.astimezone(SHANGHAI).date() if instant.tzinfo else instant.date()
