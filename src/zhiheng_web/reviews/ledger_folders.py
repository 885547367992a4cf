"""The ledger that the engine reads for a batch of files: units, officers, cases and the problems of signed cards."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from zhiheng import api
from zhiheng_web.cases.models import KINDS
from zhiheng_web.reviews.counting import Counted
from zhiheng_web.reviews.models import Activity, CardLine

_UNITS = ("unit_id", "name")
_OFFICERS = ("officer_id", "unit_id", "name", "role")
_CASES = ("case_id", "unit_id", "kind", "lead_officer_id")
_FINDINGS = "finding_id unit_id rule_id officer_id case_id source status aspect page round mended amount".split()
#: From mended to not mended: the worst of several basic items is the one that carries the full mark.
_FROM_GOOD_TO_BAD = ("", "mended", "partly", "not")


def write_ledger(folder: Path, activity: Activity, files: Sequence[Counted], *, with_second_round: bool) -> None:
    """Write a ledger of these files into an empty folder; the same cards give the same bytes.

    It holds numbers in place of names: who it was is of no matter to a score.
    """
    ids = case_ids_of(files)
    bodies = {one.file_review.body_id: one.file_review.body for one in files}
    leads = {one.file_review.lead_id: one.file_review.lead for one in files if one.file_review.lead}
    units = [{"unit_id": body.code, "name": body.name} for body in bodies.values()]
    units += [
        {"unit_id": body.code, "name": body.name}
        for body in {lead.body_id: lead.body for lead in leads.values()}.values()
        if body.pk not in bodies
    ]
    officers = [
        {"officer_id": lead.code, "unit_id": lead.body.code, "name": lead.code, "role": "officer"}
        for lead in leads.values()
    ]
    rows = [
        row
        for one in files
        for row in _problems(activity, one, ids[one.file_review.pk], with_second_round=with_second_round)
    ]
    _write_head(folder, activity)
    for table, names, told in (
        ("units", _UNITS, units),
        ("officers", _OFFICERS, officers),
        ("cases", _CASES, [_case(one, ids[one.file_review.pk]) for one in files]),
        ("findings", _FINDINGS, rows),
    ):
        _write_rows(folder / f"{table}.csv", names, told)


def case_ids_of(files: Iterable[Counted]) -> dict[int, str]:
    """Return the case number of each file; where two bodies use the same one, that of the body stands before it."""
    reviews = [one.file_review for one in files]
    seen = Counter(one.case.code for one in reviews)
    return {
        one.pk: one.case.code if seen[one.case.code] == 1 else f"{one.body.code}/{one.case.code}" for one in reviews
    }


def _case(one: Counted, case_id: str) -> dict[str, str]:
    review = one.file_review
    return {
        "case_id": case_id,
        "unit_id": review.body.code,
        "kind": review.case.kind if review.case.kind in KINDS else "other",
        "lead_officer_id": review.lead.code if review.lead else "",
    }


def _problems(activity: Activity, one: Counted, case_id: str, *, with_second_round: bool) -> list[dict[str, str]]:
    """Return the problems of a file as findings.

    What the second round says of a problem stands on the problem's own row, so that two problems of one aspect and page
    are never taken for each other; a problem that the second round found anew is a row of round two.
    """
    fates = one.fates() if with_second_round else {}
    lines = [(1, line) for line in one.problems(1)]
    if with_second_round:
        lines += [(2, line) for line in one.problems(2)]
    carrier = _carrier([line for _, line in lines], one, fates)
    rows = []
    for number, line in lines:
        amount = one.amount_of(line)
        rows.append(
            {
                "finding_id": f"KP-{line.pk}",
                "unit_id": one.file_review.body.code,
                "rule_id": line.rule_id,
                "officer_id": one.file_review.lead.code if one.file_review.lead else "",
                "case_id": case_id,
                "source": "评查",
                "status": "verified" if amount is not None else "rejected",
                "aspect": line.item,
                "page": line.page,
                "round": str(number),
                "mended": fates.get(line.pk, ""),
                "amount": _plain(_failing(activity, one, line, carrier) if line.kind == "basic" else amount),
            }
        )
    return rows


def _carrier(lines: Sequence[CardLine], one: Counted, fates: Mapping[int, str]) -> int | None:
    """Return the basic item that carries what a failed file costs: it fails once, however many items fail it.

    Where several do, it is the one that was mended least, so that mending one does not lift what another costs.
    """
    basics = [line for line in lines if line.kind == "basic" and line.pk not in one.corrected]
    order = _FROM_GOOD_TO_BAD.index
    return (
        max(basics, key=lambda line: (order(fates.get(line.pk, "")), -line.position, -line.pk)).pk if basics else None
    )


def _failing(activity: Activity, one: Counted, line: CardLine, carrier: int | None) -> Decimal | None:
    """Return what a failed basic item costs: the procedure's amount for each, or the full mark once for the file."""
    if line.pk in one.corrected:
        return one.corrected[line.pk]
    told: Mapping[str, Any] = activity.rules.get("basic_fails_with") or {}
    if told.get("mode") == "deduct" and told.get("amount") is not None:
        return Decimal(str(told["amount"]))
    return full_mark(activity.scheme_id) if line.pk == carrier else Decimal(0)


@lru_cache(maxsize=16)
def full_mark(scheme_id: str) -> Decimal:
    """Return the points that every case starts with under a scheme."""
    return next(
        Decimal(part.points)
        for part in api.open_scheme(scheme_id).parts
        if part.kind == "deduction" and part.points is not None
    )


def _plain(amount: Decimal | None) -> str:
    return format(amount if amount is not None else Decimal(0), "f")


def _write_head(folder: Path, activity: Activity) -> None:
    # The day as of which is judged is the last of the period: the rows carry no days of their own.
    lines = [
        f"name: {json.dumps(activity.title, ensure_ascii=False)}",
        f"period: {{from: {activity.period_from.isoformat()}, to: {_after(activity)}}}",
        "findings_complete: all",
    ]
    (folder / "ledger.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _after(activity: Activity) -> str:
    """Return the end of the period, which is not part of it; never before its beginning."""
    return max(activity.period_to, activity.period_from + timedelta(days=1)).isoformat()


def _write_rows(file: Path, names: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    lines = sorted([row.get(name, "") for name in names] for row in rows)
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(lines)
