"""Measures of the ledger: numerator and denominator by hand, and no answer where there is nothing to divide by."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.scored_ledgers import UNIT, Row, evaluated, ledger_of, rule_of, scheme_of
from zhiheng.domain.score import Measured
from zhiheng.engine.measures import DECISION_LIMIT_IN_DAYS, MEASURE_NAMES, Measures

AS_OF = date(2020, 11, 15)
CITY = {**UNIT, "parent_id": ""}
SQUADS = [
    {"unit_id": "S1", "name": "一大队", "parent_id": "U1", "level": "squad"},
    {"unit_id": "S2", "name": "二大队", "parent_id": "U1", "level": "squad"},
]


def measures_of(folder: Path, **tables: Any) -> Measures:
    tables.setdefault("units", [CITY, *SQUADS])
    return Measures(ledger_of(folder, tables), AS_OF, {}, frozenset({"U1"}))


def ratio(measured: Measured | None) -> tuple[int, int] | None:
    return None if measured is None else (int(measured.numerator), int(measured.denominator))


def officers(unit_id: str, count: int, *, certified: int, **columns: Any) -> list[Row]:
    """Return officers of a unit; the first `certified` hold a certificate."""
    return [
        {"officer_id": f"{unit_id}-{n}", "unit_id": unit_id, "name": "某", "role": "officer", **columns}
        | {"certificate_no": f"C{n}" if n <= certified else ""}
        for n in range(1, count + 1)
    ]


def test_the_certificate_rate_is_that_of_the_lowest_detachment_or_of_the_whole(tmp_path: Path) -> None:
    rows = officers("S1", 20, certified=20) + officers("S2", 10, certified=9)
    measures = measures_of(tmp_path, officers=rows)
    assert ratio(measures.answer("lowest_certificate_rate", "U1")) == (9, 10)  # 90 %: fails
    assert ratio(measures.answer("certificate_rate", "U1")) == (29, 30)  # 96.7 %: passes
    assert ratio(measures.answer("certificate_rate", "S2")) == (9, 10)


@pytest.mark.parametrize(("scope", "points"), [("each_detachment", -3), ("whole_unit", 0)])
def test_the_option_chooses_the_scope(scope: str, points: int, tmp_path: Path) -> None:
    rows = officers("S1", 20, certified=20) + officers("S2", 10, certified=9)
    tables = {"units": [CITY, *SQUADS], "officers": rows}
    result = evaluated(tmp_path, tables, options={"certificate_scope": scope})
    rule = rule_of(result.unit("U1"), "D06-4-a")
    assert (rule.points, rule.input_from) == (points, "measure")
    assert rule.measured is not None and len(rule.measured.denominator_rows) == int(rule.measured.denominator)
    assert [unit.unit_id for unit in result.units] == ["U1"]  # the squads count in the unit above


@pytest.mark.parametrize(
    ("columns", "counted"),
    [
        ({"role": "auxiliary"}, None),
        ({"role": "legal_reviewer"}, None),
        ({"until": "2020-11-15"}, None),  # left on that day
        ({"until": "2020-11-16"}, (1, 1)),
        ({"from": "2020-11-16"}, None),  # comes tomorrow
        ({"from": "2020-11-15"}, (1, 1)),
        ({"certificate_until": "2020-11-15"}, (1, 1)),  # valid until and on that day
        ({"certificate_until": "2020-11-14"}, (0, 1)),
        ({"certificate_until": ""}, (1, 1)),
    ],
)
def test_it_counts_officers_who_serve_with_a_valid_certificate(
    columns: dict[str, str], counted: tuple[int, int] | None, tmp_path: Path
) -> None:
    measures = measures_of(tmp_path, officers=officers("U1", 1, certified=1, **columns))
    assert ratio(measures.answer("certificate_rate", "U1")) == counted


def case(number: int, *events: tuple[str, str], **columns: Any) -> tuple[Row, list[Row]]:
    """Return a penalty case of U1 with its events (activity, day)."""
    row = {"case_id": f"C{number}", "unit_id": "U1", "kind": "penalty", "procedure": "ordinary", **columns}
    return row, [{"case_id": f"C{number}", "activity": activity, "at": at} for activity, at in events]


def tables_of(*cases: tuple[Row, list[Row]], **more: Any) -> dict[str, Any]:
    return {"cases": [row for row, _ in cases], "events": [event for _, events in cases for event in events], **more}


def test_those_on_duty_are_those_who_handled_cases_of_the_period(tmp_path: Path) -> None:
    cases = tables_of(
        case(1, ("filed", "2020-03-01"), lead_officer_id="U1-1", second_officer_id="U1-3"),
        case(2, ("filed", "2019-12-31"), lead_officer_id="U1-4"),  # before the period
        officers=officers("U1", 4, certified=2),
    )
    assert ratio(measures_of(tmp_path, **cases).answer("on_duty_certificate_rate", "U1")) == (1, 2)


def test_satisfaction_sums_all_surveys_of_the_unit(tmp_path: Path) -> None:
    surveys = [
        {"unit_id": "U1", "method": "问卷调查", "respondents": 300, "satisfied": 250},
        {"unit_id": "U1", "method": "电话调查", "respondents": 100, "satisfied": 90},
        {"unit_id": "S1", "method": "问卷调查", "respondents": 10, "satisfied": 0},
    ]
    # (250 + 90) ÷ (300 + 100) = 85 %; a survey of a detachment is not one of the city
    assert ratio(measures_of(tmp_path, surveys=surveys).answer("satisfaction_rate", "U1")) == (340, 400)


PAUSED = [("filed", "2020-03-02"), ("suspended", "2020-04-01")]


def day(start: str, after: int) -> str:
    return (date.fromisoformat(start) + timedelta(days=after)).isoformat()


@pytest.mark.parametrize(
    ("events", "counted"),
    [
        ([("filed", "2020-03-02"), ("decided", day("2020-03-02", 90))], (1, 1)),  # 2020-05-31 is a Sunday: due 06-01
        ([("filed", "2020-03-02"), ("decided", day("2020-03-02", 91))], (1, 1)),  # rolled to Monday (Civil Code 203)
        ([("filed", "2020-03-02"), ("decided", day("2020-03-02", 92))], (0, 1)),
        ([("filed", "2020-03-02")], (0, 1)),  # never decided: overdue within the period
        ([("filed", "2020-10-01")], None),  # not due before the as-of day
        ([("filed", "2020-10-01"), ("decided", "2020-10-20")], (1, 1)),  # decided early counts as decided
        ([("filed", "2020-10-01"), ("decided", "2020-11-20")], None),  # after the as-of day: not seen yet
        ([("inspected", "2020-03-02")], None),  # never filed
        # 中止 for thirty days: the limit moves from 06-01 to 06-30
        ([*PAUSED, ("resumed", "2020-05-01"), ("decided", "2020-06-30")], (1, 1)),
        ([*PAUSED, ("resumed", "2020-05-01"), ("decided", "2020-07-01")], (0, 1)),
        (PAUSED, None),  # suspended without end: no limit runs
        ([("filed", "2019-08-01"), ("decided", "2019-10-01")], None),  # last year's
        # 延期 once: 90 + 30 = 120 days, until 2020-06-30
        ([("filed", "2020-03-02"), ("extended", "2020-05-20"), ("decided", "2020-06-30")], (1, 1)),
        ([("filed", "2020-03-02"), ("extended", "2020-05-20"), ("decided", "2020-07-01")], (0, 1)),
        ([("filed", "2020-03-02"), ("closed", "2020-04-02")], (1, 1)),  # closed without a penalty: no delay
        ([("filed", "2020-03-02"), ("closed", "2020-04-02"), ("decided", "2020-10-02")], (1, 1)),
        ([("filed", "2020-03-02"), ("decided", "2020-03-01")], (1, 1)),  # wrong order, and not late
        ([("filed", "2020-03-02"), ("transferred", "2020-05-02")], None),  # another organ's
    ],
)  # fmt: skip
def test_the_on_time_rate_counts_ninety_days_from_filing(
    events: list[tuple[str, str]], counted: tuple[int, int] | None, tmp_path: Path
) -> None:
    assert DECISION_LIMIT_IN_DAYS == 90  # Administrative Penalty Law art. 60
    assert ratio(measures_of(tmp_path, **tables_of(case(1, *events))).answer("on_time_rate", "U1")) == counted


@pytest.mark.parametrize("columns", [{"kind": "licence"}, {"procedure": "summary"}])
def test_the_on_time_rate_is_one_of_ordinary_penalty_cases(columns: dict[str, str], tmp_path: Path) -> None:
    other = case(1, ("filed", "2020-03-02"), ("decided", "2020-10-02"), **columns)
    own = case(2, ("filed", "2020-03-02"), ("decided", "2020-04-02"))
    assert ratio(measures_of(tmp_path, **tables_of(other, own)).answer("on_time_rate", "U1")) == (1, 1)


def test_the_closing_rate_carries_cases_over(tmp_path: Path) -> None:
    cases = tables_of(
        case(1, ("filed", "2019-11-01"), ("closed", "2020-02-01")),  # carried over, closed
        case(2, ("filed", "2019-11-01")),  # carried over, open
        case(3, ("filed", "2020-02-01"), ("closed", "2020-03-01")),
        case(4, ("filed", "2019-01-01"), ("closed", "2019-12-31")),  # closed before the period
        case(5, ("filed", "2020-06-01"), ("closed", "2020-11-16")),  # closed after the as-of day: still open
        case(6, ("inspected", "2020-06-01")),  # never filed
    )
    measures = measures_of(tmp_path, **cases)
    assert ratio(measures.answer("case_closing_rate", "U1")) == (2, 4)
    assert ratio(measures.answer("cases_filed", "U1")) == (2, 1)  # a count: C3 and C5


def test_the_power_exercise_rate_counts_penalty_items_used(tmp_path: Path) -> None:
    items = [
        {"power_item_id": f"P{n}", "unit_id": "U1", "name": "事项", "kind": kind}
        for n, kind in enumerate(("行政处罚", "penalty", "", "行政许可"), 1)
    ]
    cases = tables_of(
        case(1, ("filed", "2020-03-01"), power_item_id="P1"),
        case(2, ("filed", "2020-04-01"), power_item_id="P1"),
        case(3, ("filed", "2019-04-01"), power_item_id="P2"),  # not in the period
        power_items=items,
    )
    assert ratio(measures_of(tmp_path, **cases).answer("power_exercise_rate", "U1")) == (1, 3)


@pytest.mark.parametrize("measure", sorted(MEASURE_NAMES))
def test_nothing_to_divide_by_is_no_answer(measure: str, tmp_path: Path) -> None:
    assert measures_of(tmp_path).answer(measure, "U1") is None


def test_no_respondents_is_no_satisfaction(tmp_path: Path) -> None:
    surveys = [{"unit_id": "U1", "respondents": 0, "satisfied": 0}]
    unit = evaluated(tmp_path, {"surveys": surveys}).unit("U1")
    assert rule_of(unit, "D08-2-a").input_from == "not_reported"
    assert "D08-2-a" in unit.not_reported and unit.score == 100


def test_it_binds_no_measure_that_does_not_exist() -> None:
    for name in ("hunan-2020", "chongqing-interim", "wuxue-file-review", "xuhui-file-review"):
        for rule in scheme_of(name).every_rule():
            bound = {rule.measure, *(value for key, value in rule.measures.items() if key != "option")} - {""}
            assert bound <= MEASURE_NAMES


def test_a_rate_is_compared_exactly(tmp_path: Path) -> None:
    # 16,999,999 of 20,000,000 is 84.999995 %: shown with six places, and still below 85 %.
    surveys = [{"unit_id": "U1", "respondents": 20_000_000, "satisfied": 16_999_999}]
    rule = rule_of(evaluated(tmp_path, {"surveys": surveys}).unit("U1"), "D08-2-a")
    assert (rule.input, rule.points) == ("0.85", -1)
    assert rule.measured is not None and int(rule.measured.numerator) == 16_999_999
