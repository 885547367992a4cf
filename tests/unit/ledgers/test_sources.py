"""Where tables may stand, what is read from where, and what is only named in the notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.ledger_files import UNITS, csv_text, write_folder, write_workbook
from zhiheng.domain.refusals import Refusal
from zhiheng.ledgers import Ledger, read_ledger

FINDINGS = (("finding_id", "unit_id", "rule_id"), ("F1", "U1", "R"))
FACTS = (("unit_id", "rule_id", "value"), ("U1", "R", "1"))


def codes(path: Path) -> list[tuple[str, str]]:
    """Return code and file of every fault of a ledger that cannot be read."""
    with pytest.raises(Refusal) as refused:
        read_ledger(path)
    return [(fault.code, fault.place.file) for fault in refused.value.faults]


def notes(ledger: Ledger) -> str:
    return "\n".join(note.en for note in ledger.report.notes)


def test_it_reads_a_folder_with_a_workbook_of_several_tables(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {})
    write_workbook(folder / "年度数据.xlsx", {"问题": FINDINGS, "封面": (("说明",),), "facts": FACTS})
    ledger = read_ledger(folder)
    assert (len(ledger.tables["findings"]), len(ledger.tables["facts"])) == (1, 1)
    assert ledger.tables["findings"].places[0] == ("年度数据.xlsx / 问题", 2)
    assert notes(ledger) == "年度数据.xlsx / 封面: no table of the ledger, not read"


def test_it_reads_the_first_sheet_of_a_workbook_named_after_a_table(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {})
    write_workbook(folder / "问题.xlsx", {"Sheet1": FINDINGS})
    assert len(read_ledger(folder).tables["findings"]) == 1


def test_it_names_what_it_does_not_read(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {})
    for name in ("README.md", "note.md", "other.csv", ".hidden.csv", "~$units.xlsx"):
        (folder / name).write_text("x\n1\n", encoding="utf-8")
    (folder / "scans").mkdir()
    (folder / "findings").mkdir()
    (folder / "findings" / "part-1.csv").write_text(csv_text(FINDINGS), encoding="utf-8")
    (folder / "findings" / "old.csv").write_text(csv_text(FINDINGS), encoding="utf-8")
    told = notes(read_ledger(folder))
    assert [line.partition(":")[0] for line in told.splitlines()] == [
        "findings/old.csv",
        "note.md",
        "other.csv",
        "scans/",
    ]


def test_it_names_activities_beyond_the_list(tmp_path: Path) -> None:
    ledger = read_ledger(
        write_folder(tmp_path, {"events": "case_id,activity,at\nC1,约谈,2020-01-01\nC1,立案,2020-01-01\n"})
    )
    assert ledger.tables["events"].columns["activity"] == ["约谈", "filed"]
    assert "约谈" in notes(ledger) and "filed" not in notes(ledger)


def test_it_asks_whether_an_unknown_column_is_a_known_one(tmp_path: Path) -> None:
    ledger = read_ledger(write_folder(tmp_path, {"findings": "finding_id,unit_id,rule_id,quantitty\nF1,U1,R,2\n"}))
    assert ledger.tables["findings"].columns["quantitty"] == ["2"]
    assert "is quantity meant?" in notes(ledger)


def test_it_keeps_unknown_columns_of_parts_and_of_the_same_name(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {})
    (folder / "units.csv").unlink()
    (folder / "units").mkdir()
    (folder / "units" / "part-1.csv").write_text("unit_id,name,电话,电话,\nU1,一, 1 ,2,\n", encoding="utf-8")
    (folder / "units" / "part-2.csv").write_text("name,unit_id,传真,\n二,U2,3,4\n", encoding="utf-8")
    table = read_ledger(folder).tables["units"]
    assert table.unknown == ("电话", "电话_2", "传真", "column_4")
    assert [list(table.columns[name]) for name in table.unknown] == [["1", ""], ["2", ""], ["", "3"], ["", "4"]]
    assert list(table.columns)[:2] == ["unit_id", "name"]
    assert list(table.places) == [("units/part-1.csv", 2), ("units/part-2.csv", 2)]


def test_it_reads_only_what_is_asked_for_and_the_units(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"findings": FINDINGS, "facts": "broken\n"})
    ledger = read_ledger(folder, only=frozenset({"findings"}))
    assert (len(ledger.tables["units"]), len(ledger.tables["findings"]), len(ledger.tables["facts"])) == (2, 1, 0)


def test_it_takes_the_path_of_the_yaml_for_its_folder(tmp_path: Path) -> None:
    assert read_ledger(write_folder(tmp_path, {}) / "ledger.yaml").path == tmp_path


def test_it_refuses_a_table_given_twice(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"findings": FINDINGS, "问题": FINDINGS})
    write_workbook(folder / "x.xlsx", {"units": UNITS, "单位": UNITS})
    assert codes(folder) == [
        ("table_twice", "x.xlsx / units"),
        ("table_twice", "x.xlsx / 单位"),
        ("table_twice", "问题.csv"),
    ]


def test_it_tells_all_that_prevents_reading_at_once(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"units": "name\nx\n", "findings": "", "facts": 'a,"b\n'}, yaml="as_of: soon\n")
    (folder / "cases.xls").write_bytes(b"")
    (folder / "events.parquet").write_bytes(b"PAR1 no")
    (folder / "surveys").mkdir()
    assert sorted(codes(folder)) == [
        ("broken_csv", "facts.csv"),
        ("missing_column", "units.csv"),
        ("no_header", "findings.csv"),
        ("no_parts", "surveys/"),
        ("not_a_date", "ledger.yaml"),
        ("not_parquet", "events.parquet"),
        ("unsupported_format", "cases.xls"),
    ]


def test_it_refuses_what_is_no_ledger(tmp_path: Path) -> None:
    text = tmp_path / "a.csv"
    text.write_text("x", encoding="utf-8")
    assert codes(text) == [("unsupported_format", "a.csv")]
    assert [code for code, _ in codes(tmp_path / "none")] == ["no_ledger"]
    assert [code for code, _ in codes(tmp_path)] == ["no_ledger_yaml", "no_units"]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"unit_id,name\nU1,\xff\xff\n", "wrong_encoding", 2),
        ("unit_id,name\nU1,第一执法中队第二执法中队\nU2,".encode() + b"\xe4\xb8\n", "wrong_encoding", 3),
        (b"unit_id,name\nU1,a\nU2,\0\n", "not_text", 3),
        (b'unit_id,name\nU1,a\nU2,"open\nU3,c\n', "broken_csv", 3),
        (b'unit_id,name\n"a\nb",c\nU2,"x"y\n', "broken_csv", 4),
    ],
)
def test_it_names_the_line_of_damaged_text(tmp_path: Path, data: bytes, code: str, line: int) -> None:
    folder = write_folder(tmp_path, {})
    (folder / "units.csv").write_bytes(data)
    with pytest.raises(Refusal) as refused:
        read_ledger(folder)
    (fault,) = refused.value.faults
    assert (fault.code, fault.place.file, fault.place.line) == (code, "units.csv", line)
