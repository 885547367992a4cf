"""The eight checks in pandas, as its documentation would have them: one pivot of first times, shifts within groups."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from bench.checks.plans import Seal
from zhiheng.engine.checking.plan import day_number
from zhiheng.ledgers.canonical import Canonical

_STAGES = ("filed", "notified", "served", "published", "archived")
_SECONDS_A_DAY = 86_400


class Frames:
    """Reads the Parquet files and finds all eight."""

    def __init__(self, canonical: Canonical) -> None:
        assert canonical.head.as_of is not None
        self.canonical, self.as_of = canonical, day_number(canonical.head.as_of)

    def run(self) -> dict[str, Any]:
        """Return of each check the numbers of the cases or complaints found."""
        folder = self.canonical.folder
        events = pd.read_parquet(
            folder / "events", columns=["case", "activity", "at", "day", "officer_id", "medium", "documented"]
        )
        cases = pd.read_parquet(
            folder / "cases",
            columns=["case", "party_id", "fine", "benchmark_minimum", "benchmark_maximum", "benchmark_from"],
        ).set_index("case")
        complaints = pd.read_parquet(
            folder / "complaints.parquet", columns=["complaint", "place_key", "issue", "received_at", "received_day"]
        )
        steps = pd.read_parquet(folder / "calendar.parquet").set_index("day")["workday"]
        events = events[events["day"] <= self.as_of]
        events["activity"] = events["activity"].astype("category")
        first = events.groupby(["case", "activity"], observed=True)["at"].min().unstack()
        day = first // _SECONDS_A_DAY
        return {
            "c1": _missing(first),
            "c2": _out_of_order(first),
            "c3": _index(day["decided"].fillna(self.as_of) - day["filed"] > 90),
            "c4": _late_service(day, steps, self.as_of),
            "c5": events.loc[events.drop(columns="day").duplicated(), "case"].unique(),
            "c6": _outside_band(cases, day["decided"]),
            "c7": _split(cases, first["filed"]),
            "c8": _repeated(complaints[complaints["received_day"] <= self.as_of]),
        }

    def seal(self, result: dict[str, Any]) -> Seal:
        """Return how many were found, and their sum."""
        return {check: (len(found), int(np.sum(found))) for check, found in result.items()}


def _index(wanted: pd.Series) -> Any:
    return wanted.index[wanted.to_numpy()].to_numpy()


def _missing(first: pd.DataFrame) -> Any:
    decided = first[first["decided"].notna()]
    return np.concatenate([_index(decided[stage].isna()) for stage in _STAGES])


def _out_of_order(first: pd.DataFrame) -> Any:
    return np.concatenate([_index(first["notified"] > first["decided"]), _index(first["decided"] > first["served"])])


def _late_service(day: pd.DataFrame, steps: pd.Series, as_of: int) -> Any:
    decided = day["decided"].dropna()
    start = decided.map(steps)
    end = day.loc[decided.index, "served"].fillna(as_of).map(steps)
    return _index(end > start - start % 2 + 14)


def _outside_band(cases: pd.DataFrame, decided: pd.Series) -> Any:
    outside = (cases["fine"] < cases["benchmark_minimum"]) | (cases["fine"] > cases["benchmark_maximum"])
    return _index(outside | (decided.reindex(cases.index) < cases["benchmark_from"]))


def _split(cases: pd.DataFrame, filed: pd.Series) -> Any:
    known = cases[["party_id"]].assign(at=filed.reindex(cases.index)).dropna().reset_index()
    known = known.sort_values(["party_id", "at", "case"])
    day = known["at"] // _SECONDS_A_DAY
    gap = day - day.groupby(known["party_id"]).shift()
    return known.loc[gap <= 1, "case"].to_numpy()


def _repeated(complaints: pd.DataFrame) -> Any:
    known = complaints.sort_values(["place_key", "issue", "received_at", "complaint"])
    opened = known.groupby(["place_key", "issue"])["received_day"].shift(2)
    return known.loc[known["received_day"] - opened <= 90, "complaint"].to_numpy()
