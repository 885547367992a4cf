"""Moments and facts: what a check may ask about a case, by name. How a fact is computed is not known here.

A moment is a point in the course of a case: the first or last time of an activity, or a field of the row. A fact is a
number that one pass over the events yields for every case; its column names are made here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

SECONDS_A_DAY = 86_400
FAR_DAY = 2_932_896  # 9999-12-31 in days since 1970-01-01

Stat = Literal["first", "last", "count", "recorded", "documented", "by_handler", "unqualified", "again", "hours"]


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """A fact of a case over the events of one activity; an empty `activity` means every event.

    `first`, `last`: the instant, with its day and its working-day step; `count`: how often; `recorded`: how often in
    one of `media`; `documented`: how often with a document number; `by_handler`: how often by an officer who handles
    the case; `unqualified`: how often by a person without the legal qualification; `again`: how many exact copies of
    another event; `hours`: how often at a time of day from the first of `hours` until before the second (dates without
    a time of day do not count).
    """

    stat: Stat
    activity: str = ""
    media: tuple[str, ...] = ()
    hours: tuple[int, int] = (0, 24)

    @property
    def column(self) -> str:
        """Return the name of the fact's column; for `first` and `last` the stem of three columns."""
        hours = [str(hour) for hour in self.hours] if self.stat == "hours" else []
        return "_".join((self.stat, self.activity or "any", *self.media, *hours))

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that hold the fact."""
        if self.stat in ("first", "last"):
            return tuple(f"{self.column}_{unit}" for unit in ("at", "day", "workday"))
        return (self.column,)


#: Fields that are moments, by subject: name in a rule file → stem of the columns `_at`, `_day`, `_workday`.
FIELD_MOMENTS = {
    "case": {"outcome": "outcome", "complaint": "complaint"},
    "complaint": {"received": "received", "handled": "handled"},
    "outcome": {"effective": "effective"},
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time that a rule names: `stem` is the stem of its columns, `fact` what yields it (None: a field).

    With `others` it is the earliest of them all.
    """

    stem: str
    fact: Fact | None = None
    table: str = ""
    others: tuple[Moment, ...] = ()

    @classmethod
    def first(cls, activity: str) -> Moment:
        """Return the first time of an activity."""
        fact = Fact("first", activity)
        return cls(fact.column, fact)

    @classmethod
    def last(cls, activity: str) -> Moment:
        """Return the last time of an activity."""
        fact = Fact("last", activity)
        return cls(fact.column, fact)

    @classmethod
    def earliest_of(cls, moments: Iterable[Moment]) -> Moment:
        """Return the earliest of some moments as one."""
        first, *others = moments
        return replace(first, others=tuple(others))

    @property
    def name(self) -> str:
        """Return what a finding calls the moment: the activity, or the field."""
        return self.fact.activity if self.fact is not None else self.stem


def named(moments: Iterable[Moment]) -> tuple[str, ...]:
    """Return the activities of moments that are activities; nothing where one of them is a field, which is enough."""
    moments = tuple(moments)
    if any(moment.fact is None for moment in moments):
        return ()
    return tuple(moment.fact.activity for moment in moments if moment.fact is not None and moment.fact.activity)
