"""Flat logs: CSV of any encoding and delimiter, Parquet with types; complaints; refusals with their line."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from adapters.event_logs import MAP, import_text, rows_of, write_log
from zhiheng.domain.refusals import Fault, Refusal
from zhiheng.ledgers import read_ledger
from zhiheng.ledgers.importing import import_log, read_map

HEADER = "case:concept:name,concept:name,time:timestamp,org:resource,amount\n"
ROWS = 'A1,Create,2006-07-24,张三,35\nA1,"Paid, in ""cash""",2006-08-01,,\nA2,Create,2006-07-25,李四,"4\n2"\n'
COMPLAINTS = """\
ledger: {name: 投诉, period: events}
time: {zone: America/Chicago, clock: day}
units: {unit_id: {value: U1}, name: {value: 某局}}
complaints: {complaint_id: id, received_at: opened, handled_at: closed, place: street, keep: [ward]}
"""


def _fault(folder: Path, text: str, *, encoding: str = "utf-8") -> Fault:
    log, map_file = write_log(folder / "log.csv", text, encoding=encoding), folder / "map.yaml"
    map_file.write_text(MAP, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        import_log(log, read_map(map_file), folder / "ledger")
    assert not (folder / "ledger").exists()
    return refused.value.faults[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_it_reads_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    log, map_file = write_log(tmp_path / "log.csv", HEADER + ROWS, encoding=encoding), tmp_path / "map.yaml"
    map_file.write_text(MAP, encoding="utf-8")
    imported = import_log(log, read_map(map_file), tmp_path / "ledger")
    assert rows_of(imported, "events", "case_id, activity, officer_id") == [
        ("A1", "filed", "张三"),
        ("A1", 'Paid, in "cash"', None),
        ("A2", "filed", "李四"),
    ]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_it_finds_the_delimiter_in_the_header(tmp_path: Path, delimiter: str) -> None:
    text = (HEADER + "A1,Create,2006-07-24,x,35\n").replace(",", delimiter)
    assert rows_of(import_text(tmp_path, text, name="log.csv"), "cases", "case_id, fine") == [("A1", "35")]


def test_it_passes_over_blank_lines_above_the_header(tmp_path: Path) -> None:
    assert import_text(tmp_path, "\n\n" + HEADER + "A1,Create,2006-07-24,x,35\n", name="log.csv").tables["events"] == 1


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (HEADER + "A1,Create,2006-07-24,x,35\nA1,Create,2006-07-24,x,35,7\n", "broken_csv", 3),
        (HEADER + "A1,Create,2006-07-24,x,35\nA1,Create\n", "broken_csv", 3),
        (HEADER + 'A1,Create,2006-07-24,x,35\nA1,"Create,2006-07-24,x,35\n', "broken_csv", 3),
        (HEADER + "A1,Create,2006-07-24,x\0,35\n", "not_text", 2),
        (HEADER.replace("amount", "concept:name"), "duplicate_column", 1),
        ("", "no_header", None),
        (HEADER, "empty_log", None),
    ],
)
def test_it_refuses_a_broken_table_with_the_line(tmp_path: Path, text: str, code: str, line: int | None) -> None:
    fault = _fault(tmp_path, text)
    assert (fault.code, fault.place.line) == (code, line)


def test_it_refuses_damaged_utf8_instead_of_reading_nonsense(tmp_path: Path) -> None:
    data = (HEADER + "A1,立案,2006-07-24,张三,35\n").encode()
    (tmp_path / "log.csv").write_bytes(data[:-12] + b"\xff" + data[-12:])
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        import_log(tmp_path / "log.csv", read_map(tmp_path / "map.yaml"), tmp_path / "ledger")
    assert (refused.value.faults[0].code, refused.value.faults[0].place.line) == ("wrong_encoding", 2)


def test_it_names_the_row_without_a_case_id(tmp_path: Path) -> None:
    fault = _fault(tmp_path, HEADER + "A1,Create,2006-07-24,x,35\n ,Create,2006-07-24,x,35\n")
    assert (fault.code, fault.place.row, fault.place.file) == ("missing_case_id", 3, "log.csv")


def test_it_names_the_line_of_the_map_whose_column_the_table_lacks(tmp_path: Path) -> None:
    fault = _fault(tmp_path, HEADER.replace("amount", "amounts") + "A1,Create,2006-07-24,x,35\n")
    assert (fault.code, fault.place.line) == ("missing_column", 11)
    assert fault.place.file.endswith("map.yaml") and "amounts" in fault.remedy.en


def test_it_refuses_other_formats_and_missing_files(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    (tmp_path / "log.xlsx").write_bytes(b"PK")
    for name, code in (("log.xlsx", "unsupported_format"), ("none.csv", "no_file")):
        with pytest.raises(Refusal) as refused:
            import_log(tmp_path / name, read_map(tmp_path / "map.yaml"), tmp_path / "ledger")
        assert refused.value.faults[0].code == code


def _parquet(folder: Path, query: str) -> Path:
    with duckdb.connect(":memory:") as engine:
        engine.execute(f"COPY ({query}) TO '{folder / 'log.parquet'}' (FORMAT parquet)")
    return folder / "log.parquet"


def test_it_reads_typed_parquet_as_a_table_of_text_would_be_read(tmp_path: Path) -> None:
    log = _parquet(
        tmp_path,
        "SELECT * FROM (VALUES (1, TIMESTAMP '2000-01-03', NULL, 'A st', 14.0::DOUBLE), "
        "(2, '2000-01-03', TIMESTAMP '2011-03-28', 'B st', 2.5)) t(id, opened, closed, street, ward)",
    )
    (tmp_path / "map.yaml").write_text(COMPLAINTS, encoding="utf-8")
    imported = import_log(log, read_map(tmp_path / "map.yaml"), tmp_path / "ledger")
    told = "complaint_id, CAST(received_at AS VARCHAR), CAST(handled_at AS VARCHAR), place, ward, unit_id"
    assert rows_of(imported, "complaints", told) == [
        ("1", "2000-01-03", None, "A st", "14", "U1"),
        ("2", "2000-01-03", "2011-03-28", "B st", "2.5", "U1"),
    ]
    assert read_ledger(imported.folder).report.rows == ()


def test_it_refuses_nested_and_damaged_parquet(tmp_path: Path) -> None:
    query = "SELECT [1] AS id, DATE '2000-01-03' AS opened, NULL AS closed, 'A' AS street, 1 AS ward"
    log = _parquet(tmp_path, query)
    (tmp_path / "map.yaml").write_text(COMPLAINTS, encoding="utf-8")
    for code in ("unsupported_type", "not_parquet"):
        with pytest.raises(Refusal) as refused:
            import_log(log, read_map(tmp_path / "map.yaml"), tmp_path / "ledger")
        assert refused.value.faults[0].code == code
        log.write_bytes(log.read_bytes()[:-20])


def test_it_numbers_complaints_that_repeat_an_id_where_the_map_says_so(tmp_path: Path) -> None:
    text = "id,opened,closed,street,ward\n7,2000-01-03,,A,1\n8,2000-01-03,,A,1\n7,2000-01-04,,A,1\n"
    kept = import_text(tmp_path, text, map_text=COMPLAINTS, name="log.csv")
    assert len(read_ledger(kept.folder).report.rows) == 2  # nobody can know which of the two is right
    numbered = COMPLAINTS.replace("complaints: {", "complaints: {repeated: number, ")
    imported = import_text(tmp_path, text, map_text=numbered, name="log.csv")
    assert rows_of(imported, "complaints", "complaint_id") == [("7",), ("8",), ("7#2",)]
    assert read_ledger(imported.folder).report.rows == ()
