"""Measures that a scheme binds to the ledger: rates and counts with numerator, denominator and the rows of both.

A measure answers None where the ledger cannot answer it (no such table, nothing to divide by): never 0, never 100 %.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from zhiheng.domain.score import InputRow, Measured
from zhiheng.engine.rows import day_of, input_row, reference, text_of, unit_tree
from zhiheng.ledgers import Ledger
from zhiheng.ledgers.columns import Value
from zhiheng.legaltime import Suspension, add_calendar_days, working_calendar

Row = Mapping[str, Value]

#: Administrative Penalty Law (2021) art. 60: a decision within ninety days of filing.
DECISION_LIMIT_IN_DAYS = 90
#: An approved extension (MOHURD Order 55): thirty days more.
EXTENSION_IN_DAYS = 30


@dataclass(frozen=True)
class Measures:
    """The measures of one ledger as of one day. `rows` gathers the ledger rows that any answer referred to."""

    ledger: Ledger
    as_of: date | None
    rows: dict[str, InputRow]
    evaluated: frozenset[str] = frozenset()

    def answer(self, measure: str, unit_id: str) -> Measured | None:
        """Return a measure for a unit, None where the ledger cannot answer.

        Raises KeyError for a measure that does not exist (the scheme reader has refused it before).
        """
        return _MEASURES[measure](self, unit_id)

    @cached_property
    def _below(self) -> dict[str, list[str]]:
        return unit_tree(self.ledger)

    @cached_property
    def _by_unit(self) -> dict[str, dict[str, list[Row]]]:
        """Rows of the tables that measures read, by table and unit."""
        sorted_rows: dict[str, dict[str, list[Row]]] = {}
        for name in ("officers", "surveys", "cases", "power_items"):
            table: dict[str, list[Row]] = {}
            for row in self.ledger.tables[name].rows():
                table.setdefault(text_of(row["unit_id"]), []).append(row)
            sorted_rows[name] = table
        return sorted_rows

    @cached_property
    def _events(self) -> dict[str, list[Row]]:
        """Events by case, up to the as-of day."""
        events: dict[str, list[Row]] = {}
        for row in self.ledger.tables["events"].rows():
            day = day_of(row["at"])
            if self.as_of is None or day is None or day <= self.as_of:
                events.setdefault(text_of(row["case_id"]), []).append(row)
        return events

    def family(self, unit_id: str) -> Iterator[str]:
        """Yield a unit and the units below it; those that are evaluated themselves answer for themselves."""
        yield unit_id
        for child in self._below.get(unit_id, ()):
            if child not in self.evaluated:
                yield from self.family(child)

    def of(self, table: str, unit_id: str) -> list[Row]:
        """Return the rows of a table for a unit and the units below it."""
        return [row for one in self.family(unit_id) for row in self._by_unit[table].get(one, ())]

    def told(self, table: str, rows: list[Row]) -> tuple[str, ...]:
        """Keep rows for the result and return their references, sorted."""
        for row in rows:
            kept = input_row(table, row)
            self.rows[kept.ref] = kept
        return tuple(sorted({reference(table, row) for row in rows}))

    def first_day(self, case_id: str, activity: str) -> date | None:
        """Return the first day on which a case had an activity."""
        days = [day_of(row["at"]) for row in self._events.get(case_id, ()) if row["activity"] == activity]
        return min((day for day in days if day is not None), default=None)

    def days_of(self, case_id: str, activity: str) -> list[date]:
        """Return the days on which a case had an activity, in order."""
        days = (day_of(row["at"]) for row in self._events.get(case_id, ()) if row["activity"] == activity)
        return sorted(day for day in days if day is not None)

    def in_period(self, day: date | None) -> bool:
        """Return whether a day lies in the ledger's period; without a period every day does."""
        return day is not None and (self.ledger.period is None or self.ledger.period.holds(day))


def _rate(measures: Measures, name: str, table: str, *, held: list[Row], of: list[Row]) -> Measured | None:
    if not of:
        return None
    return Measured(name, Decimal(len(held)), Decimal(len(of)), measures.told(table, held), measures.told(table, of))


def _serving_officers(measures: Measures, unit_id: str) -> list[Row]:
    """Officers (not auxiliaries) of a unit and its detachments who serve on the as-of day (HN-AMB-11)."""
    return [
        row for row in measures.of("officers", unit_id) if row["role"] == "officer" and _serves(row, measures.as_of)
    ]


def _serves(row: Row, as_of: date | None) -> bool:
    start, end = day_of(row["from"]), day_of(row["until"])
    if as_of is None:
        return end is None
    return (start is None or start <= as_of) and (end is None or as_of < end)


def _is_certified(row: Row, as_of: date | None) -> bool:
    until = day_of(row["certificate_until"])
    return bool(row["certificate_no"]) and (until is None or as_of is None or until >= as_of)


def _certificate_rate(measures: Measures, unit_id: str) -> Measured | None:
    """持执法证率 of the whole unit: officers with a valid certificate / officers (HN-54, HN-AMB-11)."""
    officers = _serving_officers(measures, unit_id)
    held = [row for row in officers if _is_certified(row, measures.as_of)]
    return _rate(measures, "certificate_rate", "officers", held=held, of=officers)


def _lowest_certificate_rate(measures: Measures, unit_id: str) -> Measured | None:
    """持执法证率 of the detachment where it is lowest (以支（大）队为单位, HN-AMB-04)."""
    by_detachment: dict[str, list[Row]] = {}
    for row in _serving_officers(measures, unit_id):
        by_detachment.setdefault(text_of(row["unit_id"]), []).append(row)
    rates = []
    for detachment, officers in sorted(by_detachment.items()):
        held = [row for row in officers if _is_certified(row, measures.as_of)]
        rates.append((Decimal(len(held)) / len(officers), detachment, held, officers))
    if not rates:
        return None
    _, _, held, officers = min(rates, key=lambda rate: (rate[0], rate[1]))
    return _rate(measures, "lowest_certificate_rate", "officers", held=held, of=officers)


def _on_duty_certificate_rate(measures: Measures, unit_id: str) -> Measured | None:
    """持证上岗率: of those who handled cases of the period, who held a valid certificate (HN-55, HN-AMB-11)."""
    acting: set[str] = set()
    for case in measures.of("cases", unit_id):
        if measures.in_period(measures.first_day(text_of(case["case_id"]), "filed")):
            acting |= {text_of(case["lead_officer_id"]), text_of(case["second_officer_id"])}
    on_duty = [row for row in measures.of("officers", unit_id) if text_of(row["officer_id"]) in acting]
    held = [row for row in on_duty if _is_certified(row, measures.as_of)]
    return _rate(measures, "on_duty_certificate_rate", "officers", held=held, of=on_duty)


def _satisfaction_rate(measures: Measures, unit_id: str) -> Measured | None:
    """群众满意度: satisfied / respondents over all questionnaires and telephone surveys of the unit (HN-61)."""
    surveys = [row for row in measures.of("surveys", unit_id) if row["unit_id"] == unit_id]
    asked = sum((Decimal(text_of(row["respondents"])) for row in surveys), Decimal(0))
    content = sum((Decimal(text_of(row["satisfied"])) for row in surveys), Decimal(0))
    if asked == 0:
        return None
    told = measures.told("surveys", surveys)
    return Measured("satisfaction_rate", content, asked, told, told)


def _on_time_rate(measures: Measures, unit_id: str) -> Measured | None:
    """按期办结率: penalty cases ended within 90 days of filing / those whose limit fell in the period (HN-AMB-05).

    One definition with the check `cn-penalty-late-90-days`: suspensions do not count, an approved extension adds thirty
    days, closing without a penalty ends a case, and what was transferred is left out.
    """
    calendar = working_calendar(measures.ledger.calendar)
    due_cases: list[Row] = []
    in_time: list[Row] = []
    for case in measures.of("cases", unit_id):
        case_id = text_of(case["case_id"])
        filed = measures.first_day(case_id, "filed")
        if case["kind"] != "penalty" or case["procedure"] == "summary" or filed is None:
            continue
        if measures.first_day(case_id, "transferred") is not None:
            continue
        pauses = _suspensions(measures, case_id)
        extended = measures.first_day(case_id, "extended") is not None
        limit = DECISION_LIMIT_IN_DAYS + (EXTENSION_IN_DAYS if extended else 0)
        due = add_calendar_days(filed, limit, calendar=calendar, suspensions=pauses).due
        decided = _decided_or_closed(measures, case_id, filed)
        ended = due if decided is None else min(decided, due) if due is not None else decided
        if ended is None or not measures.in_period(ended) or (measures.as_of is not None and ended > measures.as_of):
            continue
        due_cases.append(case)
        if decided is not None and (due is None or decided <= due):
            in_time.append(case)
    return _rate(measures, "on_time_rate", "cases", held=in_time, of=due_cases)


def _decided_or_closed(measures: Measures, case_id: str, filed: date) -> date | None:
    """Return the first day, from the filing on, on which a case was decided or closed; an earlier one where none is."""
    days = [day for name in ("decided", "closed") if (day := measures.first_day(case_id, name)) is not None]
    return min((day for day in days if day >= filed), default=min(days, default=None))


def _suspensions(measures: Measures, case_id: str) -> tuple[Suspension, ...]:
    """Pair 中止 and 恢复 of a case: the day of 中止 is not counted, the day of 恢复 counts again."""
    pauses: list[Suspension] = []
    resumed = measures.days_of(case_id, "resumed")
    for start in measures.days_of(case_id, "suspended"):
        after = [day for day in resumed if day > start]
        last = date.fromordinal(after[0].toordinal() - 1) if after else None
        pauses.append(Suspension(start, last, "中止"))
    return tuple(pauses)


def _cases_filed(measures: Measures, unit_id: str) -> Measured | None:
    """办案数量: cases filed in the period (CQ-23). A count, never an amount."""
    cases = measures.of("cases", unit_id)
    if not cases:
        return None
    filed = [row for row in cases if measures.in_period(measures.first_day(text_of(row["case_id"]), "filed"))]
    return Measured("cases_filed", Decimal(len(filed)), Decimal(1), measures.told("cases", filed), ())


def _case_closing_rate(measures: Measures, unit_id: str) -> Measured | None:
    """结案率: closed in the period / filed in the period and carried over into it (CQ-24)."""
    period = measures.ledger.period
    open_cases: list[Row] = []
    closed_cases: list[Row] = []
    for case in measures.of("cases", unit_id):
        case_id = text_of(case["case_id"])
        filed, closed = measures.first_day(case_id, "filed"), measures.first_day(case_id, "closed")
        if filed is None or (period is not None and filed >= period.to_date):
            continue
        if closed is not None and period is not None and closed < period.from_date:
            continue
        open_cases.append(case)
        if measures.in_period(closed):
            closed_cases.append(case)
    return _rate(measures, "case_closing_rate", "cases", held=closed_cases, of=open_cases)


def _power_exercise_rate(measures: Measures, unit_id: str) -> Measured | None:
    """行政处罚权履职率: penalty items used at least once in the period / penalty items of the unit's list (CQ-25)."""
    items = [row for row in measures.of("power_items", unit_id) if row["kind"] in (None, "", "penalty", "行政处罚")]
    used = {
        text_of(case["power_item_id"])
        for case in measures.of("cases", unit_id)
        if measures.in_period(measures.first_day(text_of(case["case_id"]), "filed"))
    }
    exercised = [row for row in items if text_of(row["power_item_id"]) in used]
    return _rate(measures, "power_exercise_rate", "power_items", held=exercised, of=items)


_MEASURES: dict[str, Callable[[Measures, str], Measured | None]] = {
    "certificate_rate": _certificate_rate,
    "lowest_certificate_rate": _lowest_certificate_rate,
    "on_duty_certificate_rate": _on_duty_certificate_rate,
    "satisfaction_rate": _satisfaction_rate,
    "on_time_rate": _on_time_rate,
    "cases_filed": _cases_filed,
    "case_closing_rate": _case_closing_rate,
    "power_exercise_rate": _power_exercise_rate,
}

MEASURE_NAMES = frozenset(_MEASURES)
