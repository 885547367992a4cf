"""C1 to C3 with PM4Py's own filters; it has no function for the others. AGPL: measured here, never imported by us."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pm4py
from pm4py.algo.filtering.pandas.ltl import ltl_checker

from bench.checks.plans import Seal
from zhiheng.ledgers.canonical import Canonical

CASE, ACTIVITY, TIME = "case:concept:name", "concept:name", "time:timestamp"
_STAGES = ("filed", "notified", "served", "published", "archived")
_DAY = 86_400


class Mining:
    """Reads the events into a frame as PM4Py wants it, and filters."""

    def __init__(self, canonical: Canonical) -> None:
        self.canonical = canonical

    def run(self) -> dict[str, list[Any]]:
        """Return of each check the cases found."""
        events = pd.read_parquet(self.canonical.folder / "events", columns=["case", "activity", "at"])
        events["at"] = pd.to_datetime(events["at"], unit="s", utc=True)
        log = events.rename(columns={"case": CASE, "activity": ACTIVITY, "at": TIME})
        log[CASE] = log[CASE].astype(str)
        return {
            "c1": missing(log, "decided", _STAGES),
            "c2": out_of_order(log, ("notified", "decided")) + out_of_order(log, ("decided", "served")),
            "c3": late(log, "filed", "decided", 90),
        }

    def seal(self, result: dict[str, list[Any]]) -> Seal:
        """Return how many were found, and their sum."""
        return {check: (len(found), sum(map(int, found))) for check, found in result.items()}


def missing(log: pd.DataFrame, once: str, stages: tuple[str, ...]) -> list[Any]:
    """Return the cases with `once` and without a stage, once for each stage."""
    begun = pm4py.filter_event_attribute_values(log, ACTIVITY, [once], level="case", retain=True)
    return [
        case
        for stage in stages
        for case in pm4py.filter_event_attribute_values(begun, ACTIVITY, [stage], level="case", retain=False)[
            CASE
        ].unique()
    ]


def out_of_order(log: pd.DataFrame, steps: tuple[str, str]) -> list[Any]:
    """Return the cases in which the second of the steps is followed by the first."""
    first, then = steps
    return list(pm4py.filter_eventually_follows_relation(log, [(then, first)])[CASE].unique())


def late(log: pd.DataFrame, start: str, end: str, days: int) -> list[Any]:
    """Return the cases in which the end follows more than so many calendar days after the start."""
    dated = log.assign(**{TIME: log[TIME].dt.normalize()})
    bounds = {"enable_timestamp": True, "timestamp_diff_boundaries": [[(days + 1) * _DAY, 10_000 * _DAY]]}
    return list(ltl_checker.eventually_follows(dated, [start, end], parameters=bounds)[CASE].unique())
