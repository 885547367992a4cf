"""Accountability in numbers (WX-39): how many were held responsible in a year of a bureau, in how many batches."""

from __future__ import annotations

from dataclasses import dataclass

from zhiheng_web.bodies.models import Body
from zhiheng_web.officers.models import Accountability


@dataclass(frozen=True, slots=True)
class Statistics:
    """A year of a bureau: batches and persons held responsible, matters decided, of them without a measure."""

    year: int
    batches: int
    persons: int
    matters: int
    not_held: int


def statistics_of(organiser: Body, year: int) -> Statistics:
    """Return the numbers of a year; a person held responsible twice is one person."""
    rows = list(
        Accountability.objects.filter(organiser=organiser, state="decided", decided_on__year=year).values_list(
            "decision", "batch", "officer"
        )
    )
    held = [row for row in rows if row[0] == "held"]
    return Statistics(
        year=year,
        batches=len({batch for _, batch, _ in held}),
        persons=len({officer for _, _, officer in held}),
        matters=len(rows),
        not_held=len(rows) - len(held),
    )
