"""One run of checks, from the canonical ledger to the two files. Reading ledgers and choosing engines is done above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhiheng.checks import Check
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.engine.checking.answers import unanswerable
from zhiheng.engine.checking.plan import Plan
from zhiheng.engine.checking.ports import Backend, Tell
from zhiheng.engine.checking.store import Dismissal, Store, working_folder
from zhiheng.ledgers.canonical import Canonical
from zhiheng.legaltime import working_calendar


@dataclass(frozen=True)
class CheckRun:
    """What a run found: the day, the summary as written, and the findings not dismissed by check and unit."""

    as_of: date
    summary: Mapping[str, Mapping[str, int | str | None]]
    by_unit: Sequence[tuple[str, str, int]]


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
    lacking = unanswerable(tuple(checks), canonical)
    answerable = tuple(check for check in checks if check.id not in lacking)
    plan = Plan(answerable, day, working_calendar(canonical.head.calendar))
    with working_folder(out) as folder:
        store = Store(folder, tuple(checks), lacking, dismissals)
        try:
            backend.run(plan, canonical, store, tell or _silent)
            store.write(out, csv=csv)
            return CheckRun(day, store.summary(), store.by_unit())
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


def _silent(stage: str, done: int, of: int) -> None:
    """Say nothing."""
