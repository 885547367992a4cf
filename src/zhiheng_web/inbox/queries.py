"""Sorting what waits into buckets; nothing waits in two of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhiheng_web.lib.dates import NEAR_IN_WORKING_DAYS, working_days_left
from zhiheng_web.lib.duties import Duty
from zhiheng_web.lib.words import Text

#: key, name, tone; in the order of the page. The first that fits takes a duty.
BUCKETS: tuple[tuple[str, Text, str], ...] = (
    ("overdue", Text("逾期", "overdue"), "bad"),
    ("near", Text("临期（3 个工作日内）", "due within 3 working days"), "warn"),
    ("returned", Text("退回", "returned"), "warn"),
    ("review", Text("待复核", "to review"), "info"),
    ("todo", Text("待办", "to do"), "info"),
    ("waiting", Text("等待他人", "waiting for others"), "neutral"),
)


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket of the inbox with the duties in it."""

    key: str
    text: Text
    tone: str
    duties: tuple[Duty, ...]


def bucket_of(duty: Duty, today: date) -> str:
    """Return the bucket of a duty on a day: what is overdue is overdue before it is anything else."""
    if duty.state == "waiting":
        return "waiting"
    if duty.due is not None and duty.due < today:
        return "overdue"
    if duty.due is not None and working_days_left(duty.due, today) <= NEAR_IN_WORKING_DAYS:
        return "near"
    return {"returned": "returned", "review": "review"}.get(duty.state, "todo")


def buckets(duties: list[Duty], today: date) -> list[Bucket]:
    """Return the buckets that hold something, in the order of the page."""
    sorted_into: dict[str, list[Duty]] = {}
    for duty in duties:
        sorted_into.setdefault(bucket_of(duty, today), []).append(duty)
    return [Bucket(key, text, tone, tuple(sorted_into[key])) for key, text, tone in BUCKETS if key in sorted_into]
