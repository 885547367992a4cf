"""Maps are read whole: every fault of a map is told at once, each with its line and how to mend it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from adapters.event_logs import MAP
from zhiheng.domain.refusals import Fault, Refusal
from zhiheng.ledgers.importing import built_in_maps, find_map, read_map
from zhiheng.ledgers.importing.maps import LogMap, TimeRule

BUILT_IN = ("chicago-complaints", "receipt", "road-fines")


def _map(folder: Path, text: str) -> LogMap:
    path = folder / "map.yaml"
    path.write_text(text, encoding="utf-8")
    return read_map(path)


def _faults(folder: Path, text: str) -> tuple[Fault, ...]:
    with pytest.raises(Refusal) as refused:
        _map(folder, text)
    return refused.value.faults


def test_it_has_a_map_for_each_log_that_is_tested() -> None:
    assert tuple(built_in_maps()) == BUILT_IN


@pytest.mark.parametrize("name", BUILT_IN)
def test_it_reads_every_built_in_map_and_its_source_is_named(name: str) -> None:
    path = built_in_maps()[name]
    mapped = read_map(path)
    assert f"map: {name}\n" in path.read_text(encoding="utf-8")
    assert mapped.source and mapped.title.zh and mapped.title.en and mapped.log_columns()


def test_it_reads_what_the_map_says(tmp_path: Path) -> None:
    mapped = _map(tmp_path, MAP)
    activity = mapped.tables["events"].columns["activity"]
    assert (activity.column, dict(activity.words)) == ("concept:name", {"Create": "filed"})
    assert mapped.tables["cases"].columns["kind"].value == "penalty"
    assert mapped.tables["events"].columns["at"].time == TimeRule("Europe/Rome", "day")
    assert mapped.head.period_of_events and mapped.head.as_of_last_event
    assert mapped.lifecycle.keep == ("complete",)


def test_it_reads_dates_of_the_head(tmp_path: Path) -> None:
    text = MAP.replace(
        "period: events, as_of: last_event", "period: {from: 2020-01-01, to: 2021-01-01}, as_of: 2020-11-15"
    )
    head = _map(tmp_path, text).head
    assert head.period is not None and head.period.to_date == date(2021, 1, 1)
    assert head.as_of == date(2020, 11, 15) and not head.period_of_events


def test_it_lets_a_column_overrule_the_time_of_the_map(tmp_path: Path) -> None:
    text = MAP.replace("at: time:timestamp", "at: {from: time:timestamp, clock: instant, formats: ['%d/%m/%Y']}")
    assert _map(tmp_path, text).tables["events"].columns["at"].time == TimeRule("Europe/Rome", "instant", ("%d/%m/%Y",))


def test_it_finds_a_map_by_name_or_path_and_names_the_nearest(tmp_path: Path) -> None:
    assert find_map("road-fines") == built_in_maps()["road-fines"]
    (tmp_path / "mine.yaml").write_text(MAP, encoding="utf-8")
    assert find_map(str(tmp_path / "mine.yaml")) == tmp_path / "mine.yaml"
    with pytest.raises(Refusal) as refused:
        find_map("road-fine")
    assert "road-fines" in refused.value.faults[0].remedy.en


# name of the case → what is replaced, by what, code of the fault, its line in the map
WRONG = {
    "misspelt_table": ("events:\n", "event:\n", "unknown_key", 13),
    "misspelt_column": ("  fine: amount", "  fin: amount", "unknown_key", 11),
    "unknown_kind": ("{value: penalty}", "{value: penalties}", "unknown_choice", 10),
    "role_missing": ("  role: {value: officer}", "  name: org:resource", "missing_key", 7),
    "no_time": ("  at: time:timestamp\n", "", "missing_key", 13),
    "no_cases_table": ("cases:", "complaint:", "missing_key", 1),
    "no_source": ("fine: amount", "fine: {take: last}", "no_source", 11),
    "two_sources": ("fine: amount", "fine: {from: amount, value: 3}", "no_source", 11),
    "unknown_take": ("fine: amount", "fine: {from: amount, take: most}", "unknown_value", 11),
    "unknown_clock": ("clock: day", "clock: days", "unknown_value", 2),
    "kept_by_contract_name": ("fine: amount", "keep: [fine]", "contract_column", 11),
    "kept_twice": ("fine: amount", "keep: [Total, total]", "duplicate_key", 11),
    "case_of_an_event": ("  at: time:timestamp", "  case_id: id\n  at: time:timestamp", "unknown_key", 14),
    "no_ledger": ("ledger: {name: 试验, period: events, as_of: last_event}", "title: 试验", "missing_key", 1),
    "bad_day": ("as_of: last_event", "as_of: tomorrow", "not_a_date", 1),
    "empty_period": ("period: events", "period: {from: 2021-01-01, to: 2021-01-01}", "empty_period", 1),
    "no_officers": ("  officer_id: org:resource\n", "", "no_officers", 7),
}


@pytest.mark.parametrize("case", WRONG)
def test_it_refuses_with_the_line(tmp_path: Path, case: str) -> None:
    before, after, code, line = WRONG[case]
    assert before in MAP
    faults = _faults(tmp_path, MAP.replace(before, after))
    assert (code, line) in [(fault.code, fault.place.line) for fault in faults]
    assert all(fault.place.file.endswith("map.yaml") and fault.remedy.zh and fault.remedy.en for fault in faults)


def test_it_tells_all_faults_at_once(tmp_path: Path) -> None:
    faults = _faults(tmp_path, MAP.replace("fine: amount", "fin: amount").replace("clock: day", "clock: days"))
    assert [fault.code for fault in faults] == ["unknown_value", "unknown_key"]


def test_it_refuses_events_beside_complaints(tmp_path: Path) -> None:
    more = "complaints:\n  complaint_id: id\n  received_at: at\n"
    assert [fault.code for fault in _faults(tmp_path, MAP + more)] == ["events_and_complaints"]
