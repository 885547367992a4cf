"""The course of the cases of the benchmark as columns of numbers: steps, days, officers, and the faults among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.checks.dice import Ints, dice, one_in

#: Officers of a unit that handle cases; one more beside them reviews.
OFFICERS_A_UNIT = 40
CLERKS = OFFICERS_A_UNIT + 1
_SPAN_IN_DAYS = 180


@dataclass(frozen=True)
class Step:
    """A step: its activity, the days after the step before, and in how many of a thousand cases it is there."""

    activity: str
    gap: int
    share: int
    only_major: bool = False
    by_reviewer: bool = False
    medium: int = 0
    documented: bool = True


COURSE = (
    Step("clue_registered", 0, 1000),
    Step("inspected", 1, 1000, medium=1),
    Step("filed", 2, 990),
    Step("investigated", 9, 1000, documented=False),
    Step("reviewed", 5, 1000, by_reviewer=True),
    Step("notified", 3, 995),
    Step("statement_heard", 4, 1000, medium=1),
    Step("legal_review_submitted", 1, 998, only_major=True),
    Step("legal_review_passed", 3, 998, only_major=True, by_reviewer=True),
    Step("discussed", 2, 995, only_major=True, documented=False),
    Step("decided", 2, 1000),
    Step("served", 4, 995),
    Step("published", 3, 990),
    Step("paid", 5, 960),
    Step("closed", 4, 1000),
    Step("archived", 9, 995),
    Step("review_submitted", 4, 990),
)
_NOTIFIED, _DECIDED, _SERVED = (
    next(place for place, step in enumerate(COURSE) if step.activity == name)
    for name in ("notified", "decided", "served")
)

# One case in so many …
_MAJOR = 40  # is major: reviewed for legality and discussed
_DELAYED, _DELAY_IN_DAYS = 60, 95  # keeps one of its steps waiting, by so many days more
_SWAPPED, _SWAPPED_DAYS = 300, 30  # is notified so many days after it should have been: after the decision
_COPIED = 400  # has its decision entered twice
_SPLIT = 500  # is the case before once more: party, cause and place, a day or so later


@dataclass(frozen=True)
class Course:
    """Cases, and their events in order of case and time; `owner` is the case whose party, cause and place it has."""

    cases: Ints
    owner: Ints
    major: NDArray[np.bool_]
    case: Ints
    step: Ints
    at: Ints
    officer: Ints
    medium: Ints
    documented: NDArray[np.bool_]
    again: NDArray[np.bool_]

    @property
    def events(self) -> int:
        """Return the number of events."""
        return len(self.case)


def officer_number(case: Any, turn: Any) -> Any:
    """Return which officer of the unit does a step: the handlers take turns."""
    return (dice(case, "officer", OFFICERS_A_UNIT) + turn) % OFFICERS_A_UNIT


def course_of(cases: Ints, first_day: int) -> Course:
    """Return the course of some cases, the first of which has an even number."""
    owner = np.where((cases % 2 == 1) & one_in(cases // 2, "split", _SPLIT), cases - 1, cases)
    major = one_in(cases, "major", _MAJOR)
    day = _days(cases, owner, first_day)
    steps = np.arange(len(COURSE))
    cell = cases[:, None] * len(COURSE) + steps
    at = day * 86_400 + 9 * 3_600 + steps * 1_200 + dice(cell, "second", 900)
    there = dice(cell, "share", 1000) < np.array([step.share for step in COURSE])
    there &= major[:, None] | ~np.array([step.only_major for step in COURSE])
    times = there.astype(np.int64)
    times[:, _DECIDED] += one_in(cases, "copied", _COPIED)
    # In order of time within each case; the columns were nearly so.
    order = np.argsort(at, axis=1, kind="stable")
    places = (np.arange(len(cases))[:, None] * len(COURSE) + order).ravel()
    chosen = np.repeat(places, times.ravel()[places])
    case, step = cases[chosen // len(COURSE)], chosen % len(COURSE)
    reviewer = np.array([each.by_reviewer for each in COURSE])[step]
    return Course(
        cases,
        owner,
        major,
        case,
        step,
        at.ravel()[chosen],
        np.where(reviewer, OFFICERS_A_UNIT, officer_number(case, step % 2)),
        np.array([each.medium for each in COURSE])[step],
        np.array([each.documented for each in COURSE])[step],
        np.concatenate(([False], chosen[1:] == chosen[:-1])),
    )


def _days(cases: Ints, owner: Ints, first_day: int) -> Ints:
    """Return the day of every step of every case."""
    begun = first_day + dice(owner, "begun", _SPAN_IN_DAYS) + np.where(owner != cases, dice(cases, "soon", 2), 0)
    gap = np.array([step.gap for step in COURSE])
    cell = owner[:, None] * len(COURSE) + np.arange(len(COURSE))
    took = gap * (50 + dice(cell, "gap", 100)) // 100
    delayed = one_in(cases, "delayed", _DELAYED)[:, None] & (
        dice(cases, "where", len(COURSE))[:, None] == np.arange(len(COURSE))
    )
    day = begun[:, None] + np.cumsum(took + delayed * _DELAY_IN_DAYS, axis=1)
    day[:, _NOTIFIED] += one_in(cases, "swapped", _SWAPPED) * _SWAPPED_DAYS
    return day
