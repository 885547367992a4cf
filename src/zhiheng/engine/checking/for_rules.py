"""Runs the checks that a scheme names and returns what they found as plain values. Nothing is written that stays."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhiheng.checks import Check
from zhiheng.domain.checked import Checked, CheckFinding, CheckOutcome
from zhiheng.engine.checking.ports import Backend
from zhiheng.engine.checking.running import finished
from zhiheng.engine.checking.store import Dismissal, KeepExamined, Store
from zhiheng.ledgers.canonical import Canonical, Tell

#: What of a finding's detail travels with a score: dates and related rows, no amounts and nothing said by a person.
_KEPT = ("from", "related", "to", "what")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rules of a scheme ask: the checks, those whose examined cases a rate needs, and the day."""

    checks: Sequence[Check]
    with_rows: frozenset[str]
    as_of: date
    dismissals: Sequence[Dismissal] = ()


def outcomes_of(
    canonical: Canonical, asked: Asked, backend: Backend, *, folder: Path, tell: Tell | None = None
) -> Checked:
    """Run checks, working in `folder`, and return the outcome of each.

    `backend` is one that hands in what checks examined: the embedded engine. Raises OSError where `folder` cannot be
    written.
    """
    checks = tuple(asked.checks)
    keep = KeepExamined(frozenset(check.id for check in checks), asked.with_rows)
    run = finished(
        canonical, checks, backend, day=asked.as_of, folder=folder, dismissals=asked.dismissals, keep=keep, tell=tell
    )
    with run as store:
        return Checked(asked.as_of.isoformat(), _outcomes(store, checks, asked.with_rows))


def _outcomes(store: Store, checks: Sequence[Check], with_rows: frozenset[str]) -> dict[str, CheckOutcome]:
    findings: dict[str, list[CheckFinding]] = {}
    for check_id, unit_id, case_id, complaint_id, at, detail, is_dismissed in store.findings():
        found = CheckFinding(unit_id, case_id, complaint_id, at, _detail(detail), is_dismissed)
        findings.setdefault(check_id, []).append(found)
    by_unit: dict[str, dict[str, int]] = {}
    for check_id, unit_id, count in store.examined_by_unit():
        by_unit.setdefault(check_id, {})[unit_id] = count
    rows: dict[str, list[tuple[str, str]]] = {}
    for check_id, unit_id, row_id in store.examined_rows():
        rows.setdefault(check_id, []).append((unit_id, row_id))
    return {
        check.id: CheckOutcome(
            check.id,
            check.title,
            check.rule_out,
            store.unanswerable.get(check.id),
            by_unit.get(check.id, {}),
            tuple(rows.get(check.id, ())) if check.id in with_rows else None,
            tuple(findings.get(check.id, ())),
        )
        for check in checks
    }


def _detail(written: str) -> str:
    kept = {name: value for name, value in json.loads(written).items() if name in _KEPT}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
