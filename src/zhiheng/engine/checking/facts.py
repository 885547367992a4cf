"""The facts of every case in one pass over the events, and the suspensions: the portable definition, as expressions.

The embedded engine computes the same facts by `pivot`, which makes use of the order of the rows; a parity test holds
both against each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ibis
import ibis.expr.types as ir

from zhiheng.checks.moments import FAR_DAY, SECONDS_A_DAY, Fact

_HOUR = 3_600


def case_facts(cases: ir.Table, events: ir.Table, officers: ir.Table, facts: Iterable[Fact]) -> ir.Table:
    """Return the cases with their facts; counts are 0 and moments NULL where there was no such event."""
    facts = sorted(facts)
    if not facts:
        return cases
    if any(fact.stat == "by_handler" for fact in facts):
        handlers = cases.select("case", "lead_officer_id", "second_officer_id")
        events = events.left_join(handlers, "case").drop("case_right")
    if any(fact.stat == "unqualified" for fact in facts):
        qualified = officers.select("officer_id", "legal_qualification")
        events = events.left_join(qualified, "officer_id").drop("officer_id_right")
    values: dict[str, Any] = {}
    for fact in facts:
        values |= _aggregates(events, fact)
    of_case = events.group_by("case").aggregate(**values)
    joined = cases.left_join(of_case, "case").drop("case_right")
    counts = [fact.column for fact in facts if fact.stat not in ("first", "last")]
    return joined.mutate(**{name: joined[name].fill_null(0).cast("int32") for name in counts})


def _aggregates(events: ir.Table, fact: Fact) -> dict[str, Any]:
    wanted: Any = events.activity == fact.activity if fact.activity else events["case"].notnull()
    if fact.stat in ("first", "last"):
        return {
            f"{fact.column}_{unit}": events[unit].min(where=wanted)
            if fact.stat == "first"
            else events[unit].max(where=wanted)
            for unit in ("at", "day", "workday")
        }
    if fact.stat == "recorded":
        wanted = wanted & events.medium.isin(fact.media)
    elif fact.stat == "documented":
        wanted = wanted & events.documented
    elif fact.stat == "again":
        wanted = wanted & events.again
    elif fact.stat == "hours":
        # Not `%`: before 1970 its sign differs from that of numpy, which the embedded engine counts with.
        time_of_day = events["at"] - events["at"] // SECONDS_A_DAY * SECONDS_A_DAY
        first, until = (hour * _HOUR for hour in fact.hours)
        wanted = wanted & (time_of_day > 0) & (time_of_day >= first) & (time_of_day < until)
    elif fact.stat == "by_handler":
        handles = (events.officer_id == events.lead_officer_id) | (events.officer_id == events.second_officer_id)
        wanted = wanted & handles.fill_null(False)
    elif fact.stat == "unqualified":
        wanted = wanted & events.officer_id.notnull() & ~events.legal_qualification.fill_null(False)
    return {fact.column: wanted.fill_null(False).ifelse(1, 0).sum()}


def suspensions(events: ir.Table) -> ir.Table:
    """Return the days on which a case was suspended: [from_day, to_day), apart from one another.

    The day of 中止 is not counted, the day of 恢复 counts again; a suspension that has no end runs on. Of several
    orders before one resumption the first holds.
    """
    turns = events.filter(events.activity.isin(["suspended", "resumed"]))
    resumed = ibis.ifelse(turns.activity == "resumed", turns.day, ibis.null("int32"))
    turns = turns.mutate(resumed_day=resumed)
    ahead = ibis.window(group_by="case", order_by=["at", "activity"], preceding=0, following=None)
    turns = turns.mutate(to_day=turns.resumed_day.min().over(ahead).fill_null(FAR_DAY))
    begun = turns.filter(turns.activity == "suspended")
    spans = begun.group_by(["case", "to_day"]).aggregate(from_day=begun.day.min())
    spans = spans.filter(spans.from_day < spans.to_day)
    return spans.select(
        "case", spans.from_day.cast("int32").name("from_day"), spans.to_day.cast("int32").name("to_day")
    )
