"""What stands in a canonical folder: numbers, days, order, duplicates, and what is joined to a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from adapters.ledger_files import write_folder
from zhiheng.domain.refusals import Refusal
from zhiheng.ledgers.canonical import NO_EXPIRY, Canonical, prepare_canonical
from zhiheng.legaltime import working_calendar

Read = Callable[[Canonical, str], list[dict[str, Any]]]
EPOCH = date(1970, 1, 1)


def day(text: str) -> int:
    return (date.fromisoformat(text) - EPOCH).days


def seconds(text: str) -> int:
    """Seconds of the local clock: no zone is applied."""
    return int((datetime.fromisoformat(text) - datetime(1970, 1, 1)).total_seconds())


def test_it_numbers_cases_by_code_point_and_sorts_their_events(small: Path, rows: Read) -> None:
    prepared = prepare_canonical(small)
    assert [(row["case"], row["case_id"]) for row in rows(prepared, "cases")] == [(0, "A-1"), (1, "案-2")]
    events = [(row["case"], row["activity"], row["at"], row["day"]) for row in rows(prepared, "events")]
    assert events == [
        (0, "filed", seconds("2020-02-01T08:00:00"), day("2020-02-01")),
        (1, "filed", seconds("2020-01-23"), day("2020-01-23")),
        (1, "filed", seconds("2020-01-23"), day("2020-01-23")),
        (1, "decided", seconds("2020-02-03T10:30:05"), day("2020-02-03")),
    ]
    assert events[1][2] % 86400 == 0  # a date without a time of day


def test_it_marks_exact_duplicates_and_documents(small: Path, rows: Read) -> None:
    events = rows(prepare_canonical(small), "events")
    assert [row["again"] for row in events] == [False, False, True, False]
    assert [row["documented"] for row in events] == [False, False, False, True]
    assert [row["medium"] for row in events] == ["video", None, None, None]


def test_it_gives_the_running_number_of_working_days(small: Path, rows: Read) -> None:
    # 2020-01-24 to 2020-02-02 was the Spring Festival: from 23 January the next working day was 3 February.
    calendar = working_calendar("cn")
    events = rows(prepare_canonical(small), "events")
    saturday, thursday, _, monday = (row["workday"] for row in events)
    assert thursday == 2 * calendar.index_of(date(2020, 1, 23))
    assert saturday == 2 * calendar.index_of(date(2020, 2, 1)) + 1
    assert monday == thursday + 2
    assert not monday > thursday - thursday % 2 + 2 * 1  # not after the first working day


def test_it_joins_what_checks_ask_of_a_case(small: Path, rows: Read) -> None:
    plain, full = rows(prepare_canonical(small), "cases")
    assert full["place_key"] == "人民路12号"
    assert (full["fine"], full["major"]) == (Decimal("100.5000"), True)
    assert (full["lead_role"], full["lead_certified_until"]) == ("officer", day("2021-06-30"))
    assert (full["second_role"], full["second_certified_until"]) == ("auxiliary", None)  # no certificate
    assert plain["lead_certified_until"] == NO_EXPIRY == day("9999-12-31")  # a certificate without an end
    assert (full["benchmark_minimum"], full["benchmark_maximum"]) == (Decimal(50), Decimal(200))
    assert (full["benchmark_from"], full["benchmark_until"]) == (day("2020-01-01"), day("2021-01-01"))
    assert full["complaint_at"] == seconds("2020-01-23T09:00:00")
    assert full["outcome_day"] == day("2020-06-01")  # the first that overturns; `maintained` does not
    assert plain["complaint_at"] is plain["outcome_at"] is plain["benchmark_from"] is None


def test_it_keeps_texts_apart_with_a_key_of_the_longer_notes(small: Path, rows: Read) -> None:
    texts = rows(prepare_canonical(small), "texts")
    assert [(row["case"], row["digest"], row["note_key"]) for row in texts] == [
        (0, None, "经集体讨论一致同意作出处罚"),
        (1, "sha256:ab", None),  # 同意 has fewer than 12 characters
    ]


def test_it_counts_complaints_about_one_problem_together(small: Path, rows: Read) -> None:
    first, second = rows(prepare_canonical(small), "complaints")
    assert first["problem"] == second["problem"] == 0
    assert (first["handled_day"], second["handled_day"]) == (day("2020-01-31"), None)
    assert first["received_workday"] == 2 * working_calendar("cn").index_of(date(2020, 1, 23))


def test_it_tells_what_was_given(small: Path) -> None:
    prepared = prepare_canonical(small)
    assert prepared.given["events"] == {"case_id", "activity", "at", "officer_id", "document_no", "medium", "note",
                                        "digest"}  # fmt: skip
    assert "party_id" not in prepared.given["cases"]
    assert prepared.activities == {"decided": 1, "filed": 3}
    assert prepared.counts["events"] == 4
    assert (prepared.head.name, prepared.head.as_of) == ("示例", date(2020, 11, 15))


def test_it_leaves_out_tables_that_were_not_given(tmp_path: Path, rows: Read) -> None:
    prepared = prepare_canonical(write_folder(tmp_path / "ledger", {}))
    assert set(prepared.given) == {"units"}
    assert [(part.cases, part.events) for part in prepared.parts] == [(0, 0)]
    assert rows(prepared, "events") == rows(prepared, "complaints") == rows(prepared, "officers") == []


def test_it_makes_cases_of_events_where_no_table_of_cases_is_given(tmp_path: Path, rows: Read) -> None:
    events = [("case_id", "activity", "at"), ("B", "filed", "2020-01-02"), ("A", "filed", "2020-01-03")]
    prepared = prepare_canonical(write_folder(tmp_path / "ledger", {"events": events}))
    assert [(row["case"], row["case_id"], row["unit_id"]) for row in rows(prepared, "cases")] == [
        (0, "A", None),
        (1, "B", None),
    ]


def test_it_splits_into_parts_that_hold_whole_cases(
    tmp_path: Path, contents: Callable[[Canonical], dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [("case_id", "unit_id", "kind"), *((f"C{number}", "U1", "penalty") for number in range(5))]
    events = [("case_id", "activity", "at")]
    events += [(f"C{number % 5}", "filed", f"2020-01-{1 + number:02}") for number in range(12)]
    ledger = write_folder(tmp_path / "ledger", {"cases": cases, "events": events})
    whole = contents(prepare_canonical(ledger, home=tmp_path / "whole"))
    monkeypatch.setattr("zhiheng.ledgers.canonical.parts.PART_CASES", 2)
    split = contents(prepare_canonical(ledger, home=tmp_path / "split"))
    # 12 events of 5 cases in turn: C0 and C1 have 3 each, the others 2.
    assert split.pop("parts") == [(1, 0, 2, 6), (2, 2, 2, 4), (3, 4, 1, 2)]
    assert whole.pop("parts") == [(1, 0, 5, 12)]
    assert split == whole


def test_it_counts_days_before_1970_downwards(tmp_path: Path, rows: Read) -> None:
    events = [("case_id", "activity", "at"), ("A", "filed", "1969-12-31 23:59:59"), ("A", "decided", "1960-01-02")]
    prepared = prepare_canonical(write_folder(tmp_path / "ledger", {"events": events}))
    assert [(row["at"], row["day"]) for row in rows(prepared, "events")] == [
        (day("1960-01-02") * 86400, day("1960-01-02")),
        (-1, -1),
    ]


def test_it_covers_the_days_seen_and_three_years_beyond(small: Path, rows: Read) -> None:
    calendar = {row["day"]: row for row in rows(prepare_canonical(small), "calendar")}
    # The period ends on 2021-01-01, later than anything seen.
    assert (min(calendar), max(calendar)) == (day("2020-01-01"), day("2024-12-31"))
    rest = calendar[day("2020-02-01")]
    assert (rest["is_workday"], rest["rolled_day"], rest["workday"] % 2) == (False, day("2020-02-03"), 1)


def test_it_refuses_an_amount_that_no_fine_reaches(tmp_path: Path) -> None:
    cases = [("case_id", "unit_id", "kind", "fine"), ("A", "U1", "penalty", "10000000000000")]
    with pytest.raises(Refusal) as refused:
        prepare_canonical(write_folder(tmp_path / "ledger", {"cases": cases}))
    (fault,) = refused.value.faults
    assert (fault.code, fault.place.table, fault.place.row, fault.place.column) == ("too_large", "cases", 2, "fine")
