"""Property: the facts of numpy, those of the portable expression and those counted in plain Python are the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Any, NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.checks.moments import FAR_DAY, Fact
from zhiheng.engine.checking import sql_of
from zhiheng.engine.checking.facts import case_facts, suspensions
from zhiheng.engine.checking.pivot import Days, Officers, Pivot, event_columns
from zhiheng.engine.checking.plan import day_number, workday_step
from zhiheng.engine.checking.tables import SCHEMAS, table
from zhiheng.legaltime import working_calendar

CN = working_calendar("cn")
DAY = 86_400
FIRST_DAY = day_number(date(2024, 4, 1))
LAST_DAY = FIRST_DAY + 20  # as of this day; events run some days longer
CASES, FIRST_CASE = 6, 100
ACTIVITIES = ("decided", "filed", "reviewed", "suspended")
OFFICERS = ("A", "B", "C")
MEDIA = ("audio", "text", "video")

FACTS = (
    *(Fact(stat, name) for stat, name in product(("first", "last", "count"), (*ACTIVITIES, "never", ""))),
    *(Fact("recorded", name, ("audio", "video")) for name in ACTIVITIES),
    *(Fact("hours", name, (), hours) for name, hours in product(ACTIVITIES, ((0, 5), (5, 24)))),
    *(Fact(stat, name) for stat, name in product(("documented", "by_handler", "unqualified"), ACTIVITIES)),
    Fact("again", ""),
    Fact("again", "filed"),
)


class Event(NamedTuple):
    """An event as the canonical ledger sorts it: nulls last."""

    case: int
    at: int
    activity: str
    officer_id: str | None
    medium: str | None
    documented: bool
    again: bool

    @property
    def order(self) -> tuple[Any, ...]:
        return (self.case, self.at, self.activity, self.officer_id or "~", self.medium or "~")

    @property
    def day(self) -> int:
        return self.at // DAY


events = st.builds(
    Event,
    st.integers(FIRST_CASE, FIRST_CASE + CASES - 1),
    st.builds(
        lambda day, second: (FIRST_DAY + day) * DAY + second,
        st.integers(0, 25),
        st.sampled_from([0, 0, 1, 5 * 3_600 - 1, 5 * 3_600, 80_000]),
    ),
    st.sampled_from(ACTIVITIES),
    st.none() | st.sampled_from(OFFICERS),
    st.none() | st.sampled_from(MEDIA),
    st.booleans(),
    st.booleans(),
)
handlers = st.lists(
    st.tuples(*(st.none() | st.sampled_from((*OFFICERS, "D")) for _ in range(2))), min_size=CASES, max_size=CASES
)


def _events_table(rows: Sequence[Event]) -> pa.Table:
    days = [FIRST_DAY + place for place in range(40)]
    steps = {day: workday_step(date(1970, 1, 1) + timedelta(day), CN) for day in days}
    return pa.table(
        {
            "case": pa.array([row.case for row in rows], pa.int32()),
            "activity": pa.array([row.activity for row in rows], pa.string()),
            "at": pa.array([row.at for row in rows], pa.int64()),
            "day": pa.array([row.day for row in rows], pa.int32()),
            "workday": pa.array([steps[row.day] for row in rows], pa.int32()),
            "officer_id": pa.array([row.officer_id for row in rows], pa.string()),
            "medium": pa.array([row.medium for row in rows], pa.string()),
            "documented": pa.array([row.documented for row in rows], pa.bool_()),
            "again": pa.array([row.again for row in rows], pa.bool_()),
        }
    )


def _cases_table(teams: Sequence[tuple[str | None, str | None]]) -> pa.Table:
    columns: dict[str, pa.Array] = {
        name: pa.nulls(CASES, pa.string()) for name in SCHEMAS["cases"] if name.endswith("_id")
    }
    columns["case"] = pa.array(range(FIRST_CASE, FIRST_CASE + CASES), pa.int32())
    columns["lead_officer_id"] = pa.array([lead for lead, _ in teams], pa.string())
    columns["second_officer_id"] = pa.array([second for _, second in teams], pa.string())
    return pa.table(columns)


def _by_numpy(events: pa.Table, cases: pa.Table) -> dict[str, list[Any]]:
    steps = [workday_step(date(1970, 1, 1) + timedelta(FIRST_DAY + place), CN) for place in range(40)]
    pivot = Pivot(
        events.select(event_columns(FACTS)),
        cases,
        first_case=FIRST_CASE,
        days=Days(LAST_DAY, FIRST_DAY, np.array(steps, np.int32)),
        officers=Officers(frozenset("A")),
    )
    return {name: column.to_pylist() for name, column in pivot.columns(FACTS).items()}


@cache
def _facts_in_sql() -> str:
    known = table("events").filter(table("events").day <= LAST_DAY)
    rows = table("cases").select("case", "lead_officer_id", "second_officer_id")
    return sql_of(case_facts(rows, known, table("officers"), FACTS))


@cache
def _suspensions_in_sql() -> str:
    return sql_of(suspensions(table("events")))


def _by_expression(events: pa.Table, cases: pa.Table) -> dict[str, list[Any]]:
    officers = {"officer_id": ["A", "B", "C"], "legal_qualification": [True, False, None]}
    with duckdb.connect(":memory:") as engine:
        engine.register("events", events)
        engine.register("cases", cases)
        engine.register("officers", pa.table(officers))
        found = engine.execute(f'SELECT * FROM ({_facts_in_sql()}) ORDER BY "case"').to_arrow_table()
    return {name: found[name].to_pylist() for name in found.column_names}


@settings(max_examples=80, deadline=None)
@given(st.lists(events, max_size=50), handlers)
def test_it_computes_the_same_facts_by_numpy_as_by_the_expression(
    rows: list[Event], teams: list[tuple[str | None, str | None]]
) -> None:
    given_events, cases = _events_table(sorted(rows, key=lambda row: row.order)), _cases_table(teams)
    by_numpy, by_expression = _by_numpy(given_events, cases), _by_expression(given_events, cases)
    columns = [column for fact in FACTS for column in fact.columns]
    assert {name: by_numpy[name] for name in columns} == {name: by_expression[name] for name in columns}


@settings(max_examples=80, deadline=None)
@given(st.lists(events, max_size=50), handlers)
def test_it_computes_the_facts_that_plain_counting_gives(
    rows: list[Event], teams: list[tuple[str | None, str | None]]
) -> None:
    known = [row for row in rows if row.day <= LAST_DAY]
    found = _by_numpy(_events_table(sorted(rows, key=lambda row: row.order)), _cases_table(teams))
    for place, team in enumerate(teams):
        mine = [row for row in known if row.case == FIRST_CASE + place]
        filed = [row for row in mine if row.activity == "filed"]
        assert found["first_filed_at"][place] == min((row.at for row in filed), default=None)
        assert found["last_filed_day"][place] == max((row.day for row in filed), default=None)
        assert found["count_any"][place] == len(mine)
        assert found["recorded_filed_audio_video"][place] == sum(row.medium in ("audio", "video") for row in filed)
        assert found["documented_filed"][place] == sum(row.documented for row in filed)
        assert found["again_any"][place] == sum(row.again for row in mine)
        assert found["by_handler_filed"][place] == sum(row.officer_id in team for row in filed if row.officer_id)
        # A is qualified; B is not, of C the register says nothing; who is not named is nobody.
        assert found["unqualified_filed"][place] == sum(row.officer_id in ("B", "C") for row in filed)
        assert found["hours_filed_0_5"][place] == sum(0 < row.at % DAY < 5 * 3_600 for row in filed)


@pytest.mark.parametrize("facts", [(Fact("count", "filed"),), (Fact("first", "filed"), Fact("again"))])
def test_it_answers_for_a_ledger_without_events(facts: Iterable[Fact]) -> None:
    pivot = Pivot(
        _events_table([]).select(event_columns(facts)),
        _cases_table([(None, None)] * CASES),
        first_case=FIRST_CASE,
        days=Days(LAST_DAY, FIRST_DAY, np.zeros(40, np.int32)),
        officers=Officers(frozenset()),
    )
    for fact in facts:
        absent = None if fact.stat == "first" else 0
        assert all(pivot.columns(facts)[column].to_pylist() == [absent] * CASES for column in fact.columns)


turns = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 30), st.sampled_from(["suspended", "resumed"])), max_size=24
)


@settings(max_examples=80, deadline=None)
@given(turns)
def test_it_pairs_suspensions_given_by_date_as_the_measures_do(given_turns: list[tuple[int, int, str]]) -> None:
    """Of one date a resumption is read first: what is resumed must have been suspended on a day before."""

    def paired(mine: list[tuple[int, str]]) -> set[int]:
        halted: set[int] = set()
        for start in (day for day, activity in mine if activity == "suspended"):
            after = [day for day, activity in mine if activity == "resumed" and day > start]
            halted |= set(range(start, min(after, default=60)))
        return halted

    rows = [(case, (FIRST_DAY + day) * DAY, activity) for case, day, activity in given_turns]
    for case in range(3):
        mine = [(day, activity) for one, day, activity in given_turns if one == case]
        assert _halted(rows, case) == paired(mine)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30 * 24), st.sampled_from(["suspended", "resumed"])), max_size=16))
def test_it_pairs_suspensions_in_the_order_of_their_hours(hours: list[tuple[int, str]]) -> None:
    """A walk from turn to turn: halted on the days from a suspension until the day of the next resumption."""
    ordered = sorted(hours, key=lambda turn: (turn[0], turn[1]))
    expected: set[int] = set()
    since: int | None = None
    for hour, activity in ordered:
        if activity == "suspended" and since is None:
            since = hour // 24
        elif activity == "resumed" and since is not None:
            expected |= set(range(since, hour // 24))
            since = None
    expected |= set(range(since, 60)) if since is not None else set()
    rows = [(0, FIRST_DAY * DAY + hour * 3_600, activity) for hour, activity in hours]
    assert _halted(rows, 0) == expected


def _halted(rows: Sequence[tuple[int, int, str]], case: int) -> set[int]:
    """Return the days (from the first on, up to 60) on which a case is halted; no day twice."""
    turned = [Event(one, at, activity, None, None, documented=False, again=False) for one, at, activity in rows]
    with duckdb.connect(":memory:") as engine:
        engine.register("events", _events_table(turned))
        spans = engine.execute(f'FROM ({_suspensions_in_sql()}) WHERE "case" = {case}').fetchall()
    days = [
        day
        for _, first, until in spans
        for day in range(first - FIRST_DAY, 60 if until == FAR_DAY else until - FIRST_DAY)
    ]
    assert len(days) == len(set(days))
    return set(days)
