"""XES is read as a stream: attributes of traces and events, nested ones, and refusals with their line."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from adapters.event_logs import event, trace, write_log, xes
from zhiheng.domain.refusals import Fault, Refusal
from zhiheng.ledgers.importing.xes import XesReader

WANTED = ("case:concept:name", "concept:name", "amount")
DAY = "2006-07-24T00:00:00+02:00"


def _rows(path: Path, wanted: tuple[str, ...] = WANTED) -> list[list[object]]:
    return [row for batch in XesReader(path, wanted).rows() for row in batch]


def _fault(path: Path) -> Fault:
    with pytest.raises(Refusal) as refused:
        _rows(path)
    return refused.value.faults[0]


def test_it_gives_each_event_the_attributes_of_its_trace(tmp_path: Path) -> None:
    log = write_log(tmp_path / "a.xes", xes(trace("A1", event("Create", DAY, amount="35"), event("Send", DAY))))
    # line, number of the trace, event, then the wanted columns
    assert _rows(log) == [[5, 1, "1", "A1", "Create", "35"], [6, 1, "1", "A1", "Send", ""]]


def test_it_takes_trace_attributes_that_stand_after_the_events(tmp_path: Path) -> None:
    late = f'<trace>{event("Create", DAY)}<string key="concept:name" value="A1"/></trace>'
    assert [row[3] for row in _rows(write_log(tmp_path / "a.xes", xes(late)))] == ["A1"]


def test_it_keeps_a_trace_without_events_as_a_row_that_is_no_event(tmp_path: Path) -> None:
    assert _rows(write_log(tmp_path / "a.xes", xes(trace("A1")))) == [[3, 1, "", "A1", "", ""]]


def test_it_reads_packed_files_by_their_first_bytes(tmp_path: Path) -> None:
    text = xes(trace("A1", event("Create", DAY)))
    (tmp_path / "packed.xes").write_bytes(gzip.compress(text.encode()))
    assert len(_rows(tmp_path / "packed.xes")) == len(_rows(write_log(tmp_path / "a.xes.gz", text))) == 1


def test_it_reads_names_with_a_namespace_prefix(tmp_path: Path) -> None:
    text = (
        '<x:log xmlns:x="http://www.xes-standard.org/"><x:trace><x:string key="concept:name" value="A1"/>'
        '<x:event><x:string key="concept:name" value="Create"/></x:event></x:trace></x:log>'
    )
    assert _rows(write_log(tmp_path / "a.xes", text)) == [[1, 1, "1", "A1", "Create", ""]]


def test_it_names_nested_attributes_by_their_path_and_joins_lists(tmp_path: Path) -> None:
    nested = (
        '<event><string key="concept:name" value="Create"><string key="source" value="hand"/></string>'
        '<list key="laws"><values><string key="law" value="7"/><string key="law" value="157"/></values></list></event>'
    )
    log = write_log(tmp_path / "a.xes", xes(trace("A1", nested)))
    reader = XesReader(log, ("concept:name", "concept:name/source"))
    assert [row[3:] for batch in reader.rows() for row in batch] == [["Create", "hand"]]
    assert reader.left_out == {"laws/law", "case:concept:name"}
    assert [row[3:] for row in _rows(log, ("laws/law",))] == [["7; 157"]]


@pytest.mark.parametrize(("written", "read"), [("35.0", "35"), ("3.55E1", "35.5"), ("0.10", "0.1"), ("NaN", "NaN")])
def test_it_writes_floats_in_shortest_form(tmp_path: Path, written: str, read: str) -> None:
    log = xes(trace("A1", f'<event><float key="amount" value="{written}"/></event>'))
    assert [row[5] for row in _rows(write_log(tmp_path / "a.xes", log))] == [read]


def test_it_tells_what_the_log_declares_and_fills_nothing_in(tmp_path: Path) -> None:
    head = (
        '<global scope="trace"><string key="concept:name" value="UNKNOWN"/></global>\n'
        '<global scope="event"><string key="amount" value="0"/></global>\n<string key="amount" value="of the log"/>\n'
    )
    reader = XesReader(write_log(tmp_path / "a.xes", xes(trace("A1", event("Create", DAY)), head=head)), WANTED)
    assert [row[5] for batch in reader.rows() for row in batch] == [""]
    assert reader.declared == {"case:concept:name", "amount"}


def test_it_hands_rows_over_before_the_file_has_ended(tmp_path: Path) -> None:
    traces = (trace(f"A{number}", *[event("Create", DAY)] * 4) for number in range(5_000))
    log = write_log(tmp_path / "a.xes", xes(*traces))
    done: list[tuple[int, int]] = []
    batches = XesReader(log, WANTED, progress=lambda read, size: done.append((read, size))).rows()
    first = next(batches)
    assert len(first) < 5_000 and done[-1][0] < done[-1][1] == log.stat().st_size
    assert len(first) + sum(map(len, batches)) == 20_000
    assert done[-1][0] == done[-1][1]


BOMB = (
    '<!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n<log><trace><string key="x" value="&b;"/></trace></log>'
)
DEEP = '<string key="a" value="1">' * 60
BROKEN = {
    "has_doctype": (BOMB, 1),
    "not_xes": ("<html><body/></html>", 1),
    "event_without_case": (f"<log>\n\n{event('Create', DAY)}</log>", 3),
    "broken_xml": (xes(trace("A1", event("Create", DAY)))[:-8], 6),
    "broken_xes": (f"<log><trace>\n{DEEP}", 2),
}


@pytest.mark.parametrize("code", BROKEN)
def test_it_refuses_what_is_no_sound_xes_with_the_line(tmp_path: Path, code: str) -> None:
    text, line = BROKEN[code]
    fault = _fault(write_log(tmp_path / "a.xes", text))
    assert (fault.code, fault.place.line, fault.place.file) == (code, line, "a.xes")


def test_it_refuses_an_attribute_without_a_key_and_a_trace_within_a_trace(tmp_path: Path) -> None:
    assert _fault(write_log(tmp_path / "a.xes", "<log><trace><string/></trace></log>")).code == "broken_xes"
    assert _fault(write_log(tmp_path / "a.xes", "<log><trace><trace/></trace></log>")).code == "broken_xes"


@pytest.mark.parametrize("cut", [10, 200])
def test_it_refuses_a_packed_file_that_is_cut_short(tmp_path: Path, cut: int) -> None:
    log = write_log(tmp_path / "a.xes.gz", xes(*(trace(f"A{n}", event("Create", DAY)) for n in range(900))))
    log.write_bytes(log.read_bytes()[:-cut])
    assert _fault(log).code == "broken_gzip"


def test_it_refuses_a_packed_file_that_is_damaged(tmp_path: Path) -> None:
    log = write_log(tmp_path / "a.xes.gz", xes(*(trace(f"A{n}", event("Create", DAY)) for n in range(900))))
    data = bytearray(log.read_bytes())
    data[60:70] = b"\xff" * 10
    log.write_bytes(data)
    assert _fault(log).code in ("broken_gzip", "broken_xml")


def test_it_refuses_a_value_that_would_fill_the_memory(tmp_path: Path) -> None:
    log = tmp_path / "a.xes.gz"
    with gzip.open(log, "wb", compresslevel=1) as packed:
        packed.write(b'<log><trace><string key="concept:name" value="')
        for _ in range(40):
            packed.write(b"A" * (1 << 20))
        packed.write(b'"/></trace></log>')
    assert _fault(log).code == "too_large"
