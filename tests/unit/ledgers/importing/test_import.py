"""An imported log is a ledger that validates: tables as the map says, nothing half written, nothing silently lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.event_logs import MAP, event, import_text, rows_of, trace, xes
from zhiheng.domain.refusals import Refusal
from zhiheng.ledgers import read_ledger

FIRST, LATER = "2006-07-24T00:00:00+02:00", "2006-12-05T00:00:00+01:00"
SMALL = xes(
    trace("A1", event("Create", FIRST, amount="35", org_resource="561"), event("Payment", LATER, total="35")),
    trace("A2", event("Create", LATER, amount="21.5", org_resource="537"), event("Raised", LATER, amount="43")),
)


def _case(folder: Path, text: str, fine: str) -> list[object]:
    imported = import_text(folder, text, map_text=MAP.replace("fine: amount", fine))
    return [row[0] for row in rows_of(imported, "cases", "fine")]


def test_it_makes_a_ledger_that_validates_without_a_row_set_aside(tmp_path: Path) -> None:
    imported = import_text(tmp_path, SMALL)
    assert dict(imported.tables) == {"units": 1, "officers": 2, "cases": 2, "events": 4}
    ledger = read_ledger(imported.folder)
    assert ledger.report.rows == ()
    assert ledger.name == "试验" and ledger.as_of == imported.as_of
    assert {name: count.accepted for name, count in ledger.report.tables.items() if count.rows_in} == imported.tables


def test_it_takes_case_columns_from_the_first_event_that_has_them(tmp_path: Path) -> None:
    imported = import_text(tmp_path, SMALL)
    assert rows_of(imported, "cases", "case_id, unit_id, kind, fine") == [
        ("A1", "U1", "penalty", "35"),
        ("A2", "U1", "penalty", "21.5"),
    ]
    assert rows_of(imported, "officers", "officer_id, unit_id, name, role") == [
        ("537", "U1", "537", "officer"),
        ("561", "U1", "561", "officer"),
    ]


def test_it_takes_the_last_or_the_sum_where_the_map_says_so(tmp_path: Path) -> None:
    assert _case(tmp_path, SMALL, "fine: {from: amount, take: last}") == ["35", "43"]
    assert _case(tmp_path, SMALL, "fine: {from: amount, take: sum}") == ["35", "64.5"]  # 21.5 + 43
    strange = SMALL.replace('value="43"', 'value="viel"')
    assert _case(tmp_path, strange, "fine: {from: amount, take: sum}") == [
        "35",
        "viel",
    ]  # to be set aside, not left out


def test_it_reads_a_decimal_comma(tmp_path: Path) -> None:
    text = SMALL.replace('value="21.5"', 'value="1.021,50"')
    assert _case(tmp_path, text, "fine: {from: amount, decimal_sign: ','}") == ["35", "1021.50"]


def test_it_translates_words_and_tells_how_often(tmp_path: Path) -> None:
    imported = import_text(tmp_path, SMALL)
    assert imported.activities == (("Create", "filed", 2), ("Payment", "Payment", 1), ("Raised", "Raised", 1))


def test_it_turns_words_into_blanks_and_blanks_into_words(tmp_path: Path) -> None:
    map_text = MAP + '  note: {from: total, blank: 无, words: {"35": ""}}\n'
    assert rows_of(import_text(tmp_path, SMALL, map_text=map_text), "events", "note") == [("无",)] * 4


def test_it_keeps_further_columns_as_text(tmp_path: Path) -> None:
    map_text = MAP + "  keep: {sum: amount, written_at: {from: time:timestamp, clock: wall_clock}}\n"
    imported = import_text(tmp_path, SMALL, map_text=map_text)
    assert rows_of(imported, "events", "sum, written_at")[0] == ("35", "2006-07-24 00:00:00")
    assert read_ledger(imported.folder).tables["events"].unknown == ("sum", "written_at")


def test_it_makes_units_of_a_column(tmp_path: Path) -> None:
    by_resource = MAP.replace("unit_id: {value: U1}", "unit_id: org:resource").replace("  name: {value: 一中队}\n", "")
    imported = import_text(tmp_path, SMALL, map_text=by_resource)
    assert rows_of(imported, "units", "unit_id, name") == [("537", "537"), ("561", "561")]
    assert rows_of(imported, "cases", "case_id, unit_id") == [("A1", "561"), ("A2", "537")]
    assert read_ledger(imported.folder).report.rows == ()


def test_it_counts_only_completed_events_unless_the_map_says_otherwise(tmp_path: Path) -> None:
    events = [event("Create", FIRST, lifecycle_transition=word) for word in ("start", "COMPLETE")]
    text = xes(trace("A1", *events, event("Create", FIRST)))
    imported = import_text(tmp_path, text)
    assert imported.tables["events"] == 2  # the completed one and the one that says nothing
    assert "1 events are not complete and were left out" in [note.en for note in imported.notes]
    assert import_text(tmp_path, text, map_text=MAP + "lifecycle: {keep: all}\n").tables["events"] == 3


def test_it_takes_one_value_for_all_rows(tmp_path: Path) -> None:
    constant = MAP.replace("{from: concept:name, words: {Create: filed}}", "{value: filed}")
    constant = constant.replace("at: time:timestamp", "at: {value: 2020-01-02}")
    imported = import_text(tmp_path, SMALL, map_text=constant)
    assert imported.activities == (("filed", "filed", 4),)
    assert {str(row[0]) for row in rows_of(imported, "events", '"at"')} == {"2020-01-02"}


def test_it_keeps_a_case_without_events(tmp_path: Path) -> None:
    imported = import_text(tmp_path, xes(trace("A1", event("Create", FIRST)), trace("A2")))
    assert (imported.tables["cases"], imported.tables["events"]) == (2, 1)


def test_it_notes_what_it_left_out_and_what_never_occurs(tmp_path: Path) -> None:
    notes = [note.en for note in import_text(tmp_path, xes(trace("A1", event("Create", FIRST, total="3")))).notes]
    assert "1 columns of the log are not mapped: total" in notes
    assert "columns of the map that the log never fills: amount, org:resource" in notes


def test_it_notes_declared_attributes_that_are_missing(tmp_path: Path) -> None:
    head = '<global scope="event"><string key="amount" value="0"/></global>\n'
    imported = import_text(tmp_path, xes(trace("A1", event("Create", FIRST)), head=head))
    assert any("declares amount for all, but 1 rows lack it" in note.en for note in imported.notes)
    assert rows_of(imported, "cases", "fine") == [(None,)]


def test_it_foretells_the_rows_that_validation_sets_aside(tmp_path: Path) -> None:
    imported = import_text(tmp_path, SMALL.replace('value="35"', 'value="viel"').replace('"Raised"', '""'))
    told = [note.en for note in imported.notes if "set aside" in note.en]
    assert told == [
        "cases.fine: 1 rows will be set aside by validation, such as “viel”",
        "events.activity: 1 rows will be set aside by validation, such as “”",
    ]
    # The case falls by its fine, its two events with it, and one event of the other case has no activity.
    assert len(read_ledger(imported.folder).report.rows) == 1 + 2 + 1


REFUSED = {
    "missing_case_id": (SMALL.replace('value="A2"', 'value=" "'), 10),
    "shared_case_id": (SMALL.replace('value="A2"', 'value="A1"'), 10),
    "empty_log": (xes(), None),
    "missing_column": (
        SMALL.replace("concept:name", "name").replace('key="name" value="A', 'key="concept:name" value="A'),
        13,
    ),
}


@pytest.mark.parametrize("code", REFUSED)
def test_it_refuses_a_log_that_makes_no_ledger_and_leaves_nothing_behind(tmp_path: Path, code: str) -> None:
    text, line = REFUSED[code]
    with pytest.raises(Refusal) as refused:
        import_text(tmp_path, text)
    fault = refused.value.faults[0]
    assert (fault.code, fault.place.line) == (code, line)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log.xes", "map.yaml"]


def test_it_replaces_an_earlier_import_and_nothing_else(tmp_path: Path) -> None:
    import_text(tmp_path, SMALL)
    again = import_text(tmp_path, xes(trace("B1", event("Create", FIRST))))
    assert rows_of(again, "cases", "case_id") == [("B1",)]
    (again.folder / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        import_text(tmp_path, SMALL)
    assert refused.value.faults[0].code == "folder_in_use"
    assert rows_of(again, "cases", "case_id") == [("B1",)]


def test_it_keeps_the_earlier_import_where_the_new_one_fails(tmp_path: Path) -> None:
    earlier = import_text(tmp_path, SMALL)
    with pytest.raises(Refusal):
        import_text(tmp_path, SMALL[:-30])
    assert len(rows_of(earlier, "events")) == 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ledger", "log.xes", "map.yaml"]


def test_it_writes_the_same_bytes_again_and_names_log_and_map(tmp_path: Path) -> None:
    folder = import_text(tmp_path, SMALL).folder
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    import_text(tmp_path, SMALL)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first
    head = first["ledger.yaml"].decode()
    assert "log.xes sha256:" in head and "map.yaml sha256:" in head


def test_it_works_in_folders_with_signs_of_a_pattern(tmp_path: Path) -> None:
    odd = tmp_path / "a[1]*'b"
    odd.mkdir()
    assert import_text(odd, SMALL).tables["events"] == 4
