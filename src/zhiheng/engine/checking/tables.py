"""The tables that checks run on, as schemas: what the canonical ledger holds, and the facts of a run beside it."""

from __future__ import annotations

from collections.abc import Iterable

import ibis
import ibis.expr.types as ir

from zhiheng.checks.moments import Fact

_AMOUNT = "decimal(18, 4)"
_MOMENT = {"at": "int64", "day": "int32", "workday": "int32"}


def _moments(*stems: str) -> dict[str, str]:
    return {f"{stem}_{unit}": dtype for stem in stems for unit, dtype in _MOMENT.items()}


_TEXTS = (
    "case_id unit_id kind procedure cause power_item_id lead_officer_id second_officer_id party_id party_kind place "
    "place_key source complaint_id penalty_kind benchmark_id document_no lead_role second_role"
).split()

SCHEMAS: dict[str, dict[str, str]] = {
    "events": {
        "case": "int32",
        "activity": "string",
        **_MOMENT,
        "officer_id": "string",
        "medium": "string",
        "documented": "boolean",
        "again": "boolean",
    },
    "cases": {
        "case": "int32",
        **dict.fromkeys(_TEXTS, "string"),
        **dict.fromkeys(("fine", "confiscated", "paid", "benchmark_minimum", "benchmark_maximum"), _AMOUNT),
        **dict.fromkeys(("hearing_right", "major", "collective"), "boolean"),
        **dict.fromkeys(
            ("lead_certified_until", "second_certified_until", "benchmark_from", "benchmark_until"), "int32"
        ),
        **_moments("complaint", "outcome"),
    },
    "complaints": {
        "complaint": "int32",
        **dict.fromkeys("complaint_id unit_id issue place place_key subject channel outcome".split(), "string"),
        "accepted": "boolean",
        "satisfied": "boolean",
        "problem": "int32",
        **_moments("received", "handled"),
    },
    "outcomes": {
        **dict.fromkeys("outcome_id case_id unit_id organ result".split(), "string"),
        "case": "int32",
        **_moments("effective"),
    },
    "texts": {
        "case": "int32",
        "activity": "string",
        "at": "int64",
        "day": "int32",
        "officer_id": "string",
        "digest": "string",
        "note_key": "string",
    },
    "officers": {
        **dict.fromkeys("officer_id unit_id role".split(), "string"),
        "certified_until": "int32",
        "legal_qualification": "boolean",
        "from_day": "int32",
        "until_day": "int32",
    },
    "calendar": {
        **dict.fromkeys("day workday rolled_day month_number day_of_month month_length".split(), "int32"),
    },
    "pauses": {"case": "int32", "from_day": "int32", "to_day": "int32"},
}
"""Columns and types by table, in order. `calendar` and `pauses` are made for each run."""


def table(name: str) -> ir.Table:
    """Return a table of the canonical ledger as an expression that names it."""
    return ibis.table(SCHEMAS[name], name=name)


def fact_columns(facts: Iterable[Fact]) -> dict[str, str]:
    """Return the columns of facts with their types, in a fixed order."""
    columns: dict[str, str] = {}
    for fact in sorted(facts):
        if fact.stat in ("first", "last"):
            columns |= dict(zip(fact.columns, _MOMENT.values(), strict=True))
        else:
            columns[fact.column] = "int32"
    return columns


def rows_of(subject: str, facts: Iterable[Fact], name: str) -> ir.Table:
    """Return the rows of a subject with their facts as one table called `name`."""
    schema = SCHEMAS[{"case": "cases", "complaint": "complaints", "outcome": "outcomes"}[subject]]
    return ibis.table({**schema, **fact_columns(facts)}, name=name)
