"""Ledger rows as the score refers to them: a reference that does not depend on the order of rows, and the columns kept.

Names of parties and officers never leave the ledger with a score (contract, section 4, `seal`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from zhiheng.domain.numbers import shortest
from zhiheng.domain.score import InputRow
from zhiheng.ledgers import Ledger
from zhiheng.ledgers.columns import Value

#: Columns that travel with a result, by table. Party, place, subject and personal names stay behind.
KEPT = {
    "units": ("unit_id", "name", "parent_id", "kind", "level", "region_code"),
    "officers": ("officer_id", "unit_id", "role", "certificate_no", "certificate_until", "from", "until"),
    "findings": (
        "finding_id unit_id rule_id occurred_at officer_id case_id quantity source evidence status exemption "
        "exemption_reason aspect page round mended amount"
    ).split(),
    "facts": ("unit_id", "rule_id", "value", "source", "evidence", "case_id", "round"),
    "outcomes": ("outcome_id", "case_id", "unit_id", "organ", "result", "effective_at"),
    "surveys": ("unit_id", "method", "respondents", "satisfied"),
    "cases": ("case_id", "unit_id", "kind", "procedure", "power_item_id", "lead_officer_id", "second_officer_id"),
    "events": ("case_id", "activity", "at", "officer_id"),
    "power_items": ("power_item_id", "unit_id", "name", "kind"),
}


def text_of(value: Value) -> str:
    """Write a value of the ledger as canonical text: instants in ISO 8601, numbers in their shortest form."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal | int):
        return shortest(value)
    return value.isoformat()


def reference(table: str, row: Mapping[str, Value]) -> str:
    """Return the reference of a row: the finding's or outcome's own id, else table and key."""
    if table == "findings":
        return text_of(row["finding_id"])
    if table == "outcomes":
        return text_of(row["outcome_id"])
    keys = {
        "facts": ("unit_id", "rule_id", "source", "case_id", "round"),
        "officers": ("officer_id",),
        "cases": ("case_id",),
        "power_items": ("power_item_id",),
        "surveys": ("unit_id", "method", "respondents", "satisfied"),
        "events": ("case_id", "activity", "at"),
        "units": ("unit_id",),
    }[table]
    told = [text_of(row[key]) for key in keys]
    if keys[-1] == "round" and told[-1] == "1":
        told.pop()
    return ":".join([table, *(text for text in told if text)])


def input_row(table: str, row: Mapping[str, Value]) -> InputRow:
    """Return a ledger row as it travels with a result."""
    columns = {name: text for name in KEPT[table] if (text := text_of(row.get(name)))}
    return InputRow(reference(table, row), table, columns)


def day_of(value: Value) -> date | None:
    """Return the local day of an instant or date, None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def unit_tree(ledger: Ledger) -> dict[str, list[str]]:
    """Return for each unit the units directly below it."""
    below: dict[str, list[str]] = {}
    for row in ledger.tables["units"].rows():
        if row["parent_id"]:
            below.setdefault(str(row["parent_id"]), []).append(str(row["unit_id"]))
    return below
