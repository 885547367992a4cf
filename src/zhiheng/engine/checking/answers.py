"""Which checks a ledger can answer at all: what is missing is told, and never counted as passed."""

from __future__ import annotations

from collections.abc import Mapping

from zhiheng.checks import Check
from zhiheng.checks.check import TABLE_OF
from zhiheng.domain.texts import Text
from zhiheng.ledgers import TABLES
from zhiheng.ledgers.canonical import Canonical
from zhiheng.ledgers.choices import ACTIVITIES

#: The activities of the contract; a ledger without any event of one of them says that it did not take place.
_LISTED = frozenset(str(choice.value) for choice in ACTIVITIES)


def unanswerable(checks: tuple[Check, ...], canonical: Canonical) -> Mapping[str, Text]:
    """Return the checks that the ledger cannot answer, each with what it lacks."""
    told = {check.id: _reason(check, canonical) for check in checks}
    return {check_id: reason for check_id, reason in told.items() if reason is not None}


def _reason(check: Check, canonical: Canonical) -> Text | None:
    table = TABLE_OF[check.subject]
    for name in (table, "events") if check.subject == "case" else (table,):
        if name not in canonical.given:
            return Text(f"台账没有“{TABLES[name].label}”表", f"the ledger has no table {name}")
        if not canonical.counts.get(name, 0):
            return Text(f"“{TABLES[name].label}”表没有一行可用的内容", f"the table {name} has no usable row")
    needed = {column for version in check.versions for column in version.rule.columns()}
    needed |= {f"{table}.{name}" for name, _ in check.applies.fields}
    for column in sorted(needed):
        of, _, name = column.partition(".")
        if name not in canonical.given.get(of, frozenset()):
            label = TABLES[of].column(name).label
            return Text(
                f"“{TABLES[of].label}”表没有“{label}”（{name}）的内容", f"{of}.{name} is missing or empty throughout"
            )
    return _unknown_activity(check, canonical)


def _unknown_activity(check: Check, canonical: Canonical) -> Text | None:
    """An activity of the ledger's own making that never occurs is not known to the ledger at all."""
    asked = [group for version in check.versions for group in version.rule.requires()]
    asked += [(activity,) for activity in check.applies.has]
    for group in asked:
        known = [name for name in group if name in _LISTED or name in canonical.activities]
        if group and not known:
            told = "、".join(group)
            return Text(f"台账没有环节“{told}”", f"the ledger has no event {', '.join(group)}")
    return None


def silent_activities(checks: tuple[Check, ...], canonical: Canonical) -> tuple[Text, ...]:
    """Return notes on activities of the format that checks ask for and the ledger never entered, not even once.

    They count as not done, since the format has a word for them; a system that does not record them at all makes the
    same picture, and a person must know it.
    """
    asking: dict[str, int] = {}
    for check in checks:
        groups = {group for version in check.versions for group in version.rule.requires()}
        for name in sorted({name for group in groups for name in group}):
            if name in _LISTED and name not in canonical.activities:
                asking[name] = asking.get(name, 0) + 1
    labels = {str(choice.value): choice.label for choice in ACTIVITIES}
    if not asking or not canonical.counts.get("events", 0):
        return ()
    zh = "、".join(f"{labels[name]}（{count} 项）" for name, count in sorted(asking.items()))
    en = ", ".join(f"{name} ({count})" for name, count in sorted(asking.items()))
    return (
        Text(
            f"台账从未登记过这些环节，检查按没有做处理，请先核实是否只是没有登记（括号内为用到它的检查数）：{zh}",
            f"never entered and taken as not done; make sure that the ledger records them (checks asking): {en}",
        ),
    )
