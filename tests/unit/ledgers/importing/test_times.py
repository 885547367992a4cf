"""Times of a log: days are days of the log's own zone, never of UTC; what cannot be read is set aside, not lost."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from adapters.event_logs import MAP, event, import_text, rows_of, trace, xes
from zhiheng.domain.refusals import Refusal
from zhiheng.ledgers import read_ledger

DAY = "time: {zone: Europe/Rome, clock: day}"


def _at(folder: Path, written: str, rule: str = DAY) -> object:
    text = xes(trace("A1", event("Create", written)))
    imported = import_text(folder, text, map_text=MAP.replace(DAY, rule))
    return rows_of(imported, "events", '"at"')[0][0]


@pytest.mark.parametrize(
    "written",
    [
        "2006-07-24T00:00:00.000+02:00",  # as the log of Italian fines has it
        "2006-07-23T22:00:00+00:00",  # the same instant, as a program exports it that keeps UTC: the day before
        "2006-07-23T22:00:00Z",
        "2006-07-23T22:00Z",
        "2006-07-24",
        "2006-07-24T00:00:00",
        "20060724",
        "2006年7月24日",
    ],
)
def test_it_keeps_the_local_day_however_the_instant_is_written(tmp_path: Path, written: str) -> None:
    assert _at(tmp_path, written) == date(2006, 7, 24)


def test_it_knows_summer_and_winter_time(tmp_path: Path) -> None:
    assert _at(tmp_path, "2006-12-04T23:00:00Z") == date(2006, 12, 5)  # +01:00
    assert _at(tmp_path, "2006-12-04T22:00:00Z") == date(2006, 12, 4)  # in summer it would be the 5th


NOON = "2011-10-11T13:45:40.276+02:00"


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ("{zone: Europe/Amsterdam}", datetime(2011, 10, 11, 13, 45, 40, 276000)),  # wall clock, where nothing is said
        ("{zone: Europe/Amsterdam, clock: wall_clock}", datetime(2011, 10, 11, 13, 45, 40, 276000)),
        ("{zone: Europe/Amsterdam, clock: instant}", datetime(2011, 10, 11, 19, 45, 40, 276000)),  # +08:00
        ("{zone: as_written}", datetime(2011, 10, 11, 13, 45, 40, 276000)),
        ("{zone: as_written, clock: day}", date(2011, 10, 11)),
        ("{zone: Asia/Shanghai}", datetime(2011, 10, 11, 19, 45, 40, 276000)),
    ],
)
def test_it_keeps_the_clock_that_the_map_names(tmp_path: Path, rule: str, kept: object) -> None:
    assert _at(tmp_path, NOON, f"time: {rule}") == kept


def test_it_reads_times_without_offset_in_the_zone_of_the_map(tmp_path: Path) -> None:
    rule = "time: {zone: America/Chicago, clock: instant}"
    assert _at(tmp_path, "2014-01-01 10:00:00", rule) == datetime(2014, 1, 2, 0, 0)  # -06:00 to +08:00: 14 hours


def test_it_tries_the_formats_of_the_map_first(tmp_path: Path) -> None:
    rule = "time: {zone: Europe/Rome, clock: day, formats: ['%d/%m/%Y', '%d/%m/%Y %H:%M']}"
    assert _at(tmp_path, "03/04/2006", rule) == date(2006, 4, 3)
    assert _at(tmp_path, "03/04/2006 10:00", rule) == date(2006, 4, 3)
    assert _at(tmp_path, "2006-04-03", rule) == date(2006, 4, 3)


@pytest.mark.parametrize("written", ["tomorrow", "infinity", "epoch", "0001-01-01", "2300-01-01", "2006-02-30"])
def test_it_writes_what_it_cannot_read_as_it_stands_and_says_so(tmp_path: Path, written: str) -> None:
    good = event("Create", "2006-07-24T00:00:00+02:00")
    imported = import_text(tmp_path, xes(trace("A1", good, event("Send", written))))
    assert rows_of(imported, "events", '"at"') == [("2006-07-24",), (written,)]
    assert any("events.at: 1 times cannot be read" in note.en for note in imported.notes)
    counted = read_ledger(imported.folder).report.tables["events"]
    assert (counted.rows_in, counted.accepted, counted.quarantined) == (2, 1, 1)


def test_it_warns_where_days_do_not_begin_at_local_midnight(tmp_path: Path) -> None:
    imported = import_text(tmp_path, xes(trace("A1", event("Create", "2006-07-24T00:00:00+00:00"))))
    assert [note.en for note in imported.notes if "midnight" in note.en] == [
        "events.at: 1 times are not midnight in Europe/Rome and only the day was kept; check the zone"
    ]


def test_it_takes_period_and_as_of_from_the_events(tmp_path: Path) -> None:
    events = event("Create", "2006-07-24T00:00:00+02:00"), event("Send", "2006-12-05T00:00:00+01:00")
    imported = import_text(tmp_path, xes(trace("A1", *events)))
    assert imported.period is not None
    assert (imported.period.from_date, imported.period.to_date) == (date(2006, 7, 24), date(2006, 12, 6))
    assert imported.as_of == date(2006, 12, 5)


def test_it_refuses_an_unknown_zone_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        _at(tmp_path, NOON, "time: {zone: Europe/Roma}")
    fault = refused.value.faults[0]
    assert (fault.code, fault.place.line) == ("unknown_zone", 2)
    assert "Europe/Rome" in fault.remedy.en


def test_it_refuses_a_format_that_is_none(tmp_path: Path) -> None:
    for written in ("%Q", "tomorrow"):
        with pytest.raises(Refusal) as refused:
            _at(tmp_path, NOON, f"time: {{zone: Europe/Rome, formats: ['{written}']}}")
        assert [fault.code for fault in refused.value.faults] == ["bad_format"]


@pytest.mark.parametrize(
    "written", ["294247-01-10T04:00:54Z", "9999-12-31T23:59:59-12:00", "-290308-01-01", "2006-W30"]
)
def test_it_is_not_thrown_by_times_beyond_all_bounds(tmp_path: Path, written: str) -> None:
    assert _at(tmp_path, written) == written


def test_it_sorts_by_instant_and_keeps_the_order_of_the_log_within_a_day(tmp_path: Path) -> None:
    late, early = "2006-07-24T10:00:00+02:00", "2006-07-24T09:00:00+02:00"
    text = xes(trace("A1", event("Second", late), event("First", early)))
    by_day = import_text(tmp_path, text)
    assert rows_of(by_day, "events", "activity") == [("Second",), ("First",)]
    by_hour = import_text(tmp_path, text, map_text=MAP.replace("clock: day", "clock: wall_clock"))
    assert rows_of(by_hour, "events", "activity") == [("First",), ("Second",)]
