"""One run of checks, from the canonical ledger to the two files. Reading ledgers and choosing engines is done above."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhiheng.checks import Check
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.engine.checking.answers import silent_activities, unanswerable
from zhiheng.engine.checking.plan import Plan
from zhiheng.engine.checking.ports import Backend
from zhiheng.engine.checking.store import Dismissal, KeepExamined, Store, working_folder
from zhiheng.ledgers.canonical import Canonical, Tell, day_number, silent
from zhiheng.legaltime import working_calendar

#: Years that an as-of day may lie in: days are counted from 1970 on, and a calendar of centuries helps nobody.
_YEARS = (1970, 2200)


@dataclass(frozen=True)
class CheckRun:
    """What a run found: the day, the summary as written, and the findings not dismissed by check and unit."""

    as_of: date
    summary: Mapping[str, Mapping[str, int | str | None]]
    by_unit: Sequence[tuple[str, str, int]]
    notes: Sequence[Text] = ()


def run_checks(
    canonical: Canonical,
    checks: Sequence[Check],
    backend: Backend,
    *,
    out: Path,
    as_of: date | None = None,
    dismissals: Sequence[Dismissal] = (),
    csv: bool = False,
    tell: Tell | None = None,
) -> CheckRun:
    """Run checks and write `findings.parquet` and `summary.json` into `out`, whole or not at all.

    The day is `as_of`, else the ledger's own, else the day before its period ends. Raises Refusal where none of them
    is known, and OSError where `out` cannot be written.
    """
    day = as_of or day_of(canonical)
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        reason = Text("数据截止日不在可以计算的年份内", "the as-of day lies in a year that is not counted with")
        remedy = Text(f"写 {_YEARS[0]} 至 {_YEARS[1]} 年之间的日期", f"name a day from {_YEARS[0]} to {_YEARS[1]}")
        raise Refusal(Fault("as_of_out_of_range", Place(), reason, remedy, day.isoformat()))
    with finished(canonical, checks, backend, day=day, folder=out, dismissals=dismissals, tell=tell) as store:
        store.write(out, csv=csv, about={"ledger": canonical.head.name, "as_of": day.isoformat()})
        answered = tuple(check for check in checks if check.id not in store.unanswerable)
        return CheckRun(day, store.summary(), store.by_unit(), silent_activities(answered, canonical))


@contextmanager
def finished(
    canonical: Canonical,
    checks: Sequence[Check],
    backend: Backend,
    *,
    day: date,
    folder: Path,
    dismissals: Sequence[Dismissal] = (),
    keep: KeepExamined | None = None,
    tell: Tell | None = None,
) -> Iterator[Store]:
    """Yield the store of a run that has come to its end; what it holds on disk, below `folder`, goes afterwards.

    Raises OSError where `folder` cannot be written.
    """
    lacking = unanswerable(tuple(checks), canonical)
    answerable = tuple(check for check in checks if check.id not in lacking)
    calendar = working_calendar(canonical.head.calendar)
    first, last = date(calendar.first_known_year, 1, 1), date(calendar.last_known_year, 12, 31)
    known = (day_number(first), day_number(last))
    with working_folder(folder) as working:
        store = Store(working, tuple(checks), lacking, dismissals, keep=keep or KeepExamined(), known_days=known)
        try:
            backend.run(Plan(answerable, day, calendar), canonical, store, tell or silent)
            yield store
        finally:
            store.close()


def day_of(canonical: Canonical) -> date:
    """Return the day as of which a ledger is judged. Raises Refusal where it names none."""
    head = canonical.head
    if head.as_of is not None:
        return head.as_of
    if head.period is not None:
        return head.period.to_date - date.resolution
    reason = Text("台账没有写数据日期，也没有期间", "the ledger names neither its day nor a period")
    remedy = Text("在 ledger.yaml 写 as_of，或者加上 --as-of 日期", "write as_of in ledger.yaml, or add --as-of DATE")
    raise Refusal(Fault("no_as_of", Place(file="ledger.yaml"), reason, remedy))
