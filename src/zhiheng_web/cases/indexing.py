"""Officers and cases made anew from the rows in force of a book, whenever those change. No row is ever written here.

Few cases are indexed within the act that changed the rows (`following`); a whole book in small acts: what one act
holds must not make others wait. Every act tells the trail the digest of the cases that it touched (`sealing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases import sealing
from zhiheng_web.cases.models import Case, Officer
from zhiheng_web.cases.officer_rows import index_officers
from zhiheng_web.cases.tellings import RENEWED, Telling, fields_of, tell_all, tell_some
from zhiheng_web.intake.models import Batch, Book, Row
from zhiheng_web.lib import jobs

DEED = "cases.index"
#: More cases than this are indexed in a job, and a job writes no more of them in one act.
AT_ONCE = 2_000
#: Tables whose rows tell of a case.
_TELLING = ("events", "outcomes", "findings", "facts")
#: Tables whose rows make cases and officers what they are.
TABLES = ("cases", "officers", *_TELLING)


@dataclass(slots=True)
class Indexed:
    """What indexing did: cases made, changed and taken back; rows of cases whose body nobody knows, by its number.

    `officers` counts those made or changed, `strangers` the rows of officers that are not the book's to tell of.
    """

    made: int = 0
    changed: int = 0
    taken_back: int = 0
    officers: int = 0
    strangers: int = 0
    unknown_bodies: dict[str, int] = field(default_factory=dict)

    def facts(self) -> dict[str, Any]:
        """Return the counts as the trail keeps them."""
        counts = {"made": self.made, "changed": self.changed, "taken_back": self.taken_back}
        return {**counts, "officers": self.officers, "strangers": self.strangers, "unknown": self.unknown_bodies}


def index_touched(book: Book, touched: Touched) -> Indexed:
    """Index what a batch touched, within the act under way or in one of its own."""
    done = Indexed()
    with acts.act(None, DEED) as act:
        sealing.lock()
        renamed = index_officers(book, done, touched.officers)
        maker = _Maker(book, done)
        for some in _chunks(sorted(touched.codes | set(_codes_of(book, renamed))), AT_ONCE):
            maker.make(some, tell_some(book, some, touched.rows))
        act.note("cases.index", str(book.pk), done.facts())
    return done


def reindex(book: Book) -> Indexed:
    """Make officers and cases of a book anew from all its rows in force, in small acts. Running it twice does no harm.

    Must not run inside an act: a book of many cases would keep everyone waiting until it ends.
    """
    done = Indexed()
    with acts.act(None, DEED):
        sealing.lock()
        index_officers(book, done, None)
    rows = Row.objects.filter(book=book, table="cases", is_current=True).order_by("key")
    codes = list(rows.values_list("key", flat=True))
    standing = Case.objects.filter(book=book, is_current=True).order_by("code")
    gone = sorted(set(standing.values_list("code", flat=True)) - set(codes))
    told = tell_all(book, _TELLING)
    every = codes + gone
    for begin, some in enumerate(_chunks(every, AT_ONCE)):
        with acts.act(None, DEED):
            sealing.lock()
            _Maker(book, done).make(some, told)
        jobs.tell(min((begin + 1) * AT_ONCE, len(every)), len(every))
    with acts.act(None, DEED) as act:
        act.note("cases.index", str(book.pk), done.facts())
    return done


@dataclass(slots=True)
class Touched:
    """What a batch touches: numbers of cases and officers, and the rows that tell of each case anew."""

    codes: set[str] = field(default_factory=set)
    officers: set[str] = field(default_factory=set)
    rows: dict[str, list[int]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Return how many cases and officers there are at most to be made."""
        return len(self.codes) + len(self.officers)

    @classmethod
    def by(cls, batch: Batch) -> Touched:
        """Return what a batch touches: its rows, and those that they replace."""
        touched = cls()
        brought = Row.objects.filter(batch=batch, table__in=TABLES).order_by()
        before = Row.objects.filter(replaced_by__batch=batch, table__in=_TELLING).order_by()
        for rows in (brought, before):
            for pk, table, key, values in rows.values_list("pk", "table", "key", "values").iterator(chunk_size=AT_ONCE):
                touched._add(pk, table, key, values)
        return touched

    def _add(self, pk: int, table: str, key: str, values: dict[str, str]) -> None:
        if table == "officers":
            self.officers.add(key)
        elif table == "cases":
            self.codes.add(key)
        elif code := values.get("case_id", ""):
            self.codes.add(code)
            self.rows.setdefault(code, []).append(pk)


class _Maker:
    """Makes the cases of some numbers of a book, inside an act."""

    def __init__(self, book: Book, done: Indexed) -> None:
        self.book, self.done = book, done
        beneath = Body.objects.filter(path__startswith=book.body.path)
        self.bodies: dict[str, int] = dict(beneath.values_list("code", "pk"))

    def make(self, codes: list[str], told: dict[str, Telling]) -> None:
        """Make, change or take back the cases of these numbers as their rows in force say."""
        rows = _rows_of(self.book, codes)
        officers = _officers_of(self.book, rows.values())
        standing = {case.code: case for case in Case.objects.filter(book=self.book, code__in=codes)}
        new, changed = [], []
        for code in codes:
            values, case = rows.get(code), standing.get(code)
            unit = values.get("unit_id", "") if values else ""
            if values is not None and unit not in self.bodies:
                self.done.unknown_bodies[unit] = self.done.unknown_bodies.get(unit, 0) + 1
                values = None
            if values is None:
                if case is not None and case.is_current:
                    case.is_current = False
                    self.done.taken_back += 1
                    changed.append(case)
                continue
            wanted = fields_of(values, told.get(code) or Telling(), officers)
            wanted["body_id"] = self.bodies[unit]
            if case is None:
                new.append(Case(book=self.book, code=code, **wanted))
            elif any(getattr(case, name) != value for name, value in wanted.items()):
                for name, value in wanted.items():
                    setattr(case, name, value)
                changed.append(case)
        self._write(new, changed)

    def _write(self, new: list[Case], changed: list[Case]) -> None:
        under_way = acts.current()
        assert under_way is not None
        made = Case.objects.bulk_create(new, batch_size=500)
        Case.objects.bulk_update(changed, RENEWED, batch_size=200)
        self.done.made += len(new)
        self.done.changed += sum(case.is_current for case in changed)
        sealing.seal(under_way, (*made, *changed))


def _rows_of(book: Book, codes: list[str]) -> dict[str, dict[str, str]]:
    rows = Row.objects.filter(book=book, table="cases", key__in=codes, is_current=True).order_by()
    return dict(rows.values_list("key", "values"))


def _officers_of(book: Book, rows: Iterable[dict[str, str]]) -> dict[str, Officer]:
    """Return the officers that rows name, by number; one who serves outside of the book's bodies is not meant."""
    named = {values.get(name, "") for values in rows for name in ("lead_officer_id", "second_officer_id")} - {""}
    known = Officer.objects.filter(code__in=named, body__path__startswith=book.body.path)
    return {officer.code: officer for officer in known}


def _codes_of(book: Book, renamed: list[int]) -> Iterator[str]:
    """Yield the cases whose text names officers that are called otherwise now."""
    for way in ("lead__in", "second__in"):
        yield from Case.objects.filter(book=book, is_current=True, **{way: renamed}).values_list("code", flat=True)


def _chunks(codes: list[str], size: int) -> Iterator[list[str]]:
    for begin in range(0, len(codes), size):
        yield codes[begin : begin + size]


__all__ = ["AT_ONCE", "DEED", "TABLES", "Indexed", "Touched", "index_touched", "reindex"]
