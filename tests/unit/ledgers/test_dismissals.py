"""Dismissals: a file that only grows, with a name and a reason in every line, changed in one step or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from adapters.ledger_files import write_folder
from zhiheng.domain.refusals import Refusal
from zhiheng.ledgers import SHANGHAI, read_ledger
from zhiheng.ledgers.dismissals import (
    Entry,
    FindingKey,
    dismiss,
    dismissals_file,
    read_dismissals,
    standing,
    undo_dismissal,
)

KEY = FindingKey("cn-penalty-late-service", "C1", "", "U1")
NOON = datetime(2025, 7, 1, 12, tzinfo=SHANGHAI)
REASON = "期限内已经交付邮寄"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "台账", {})


def codes(refused: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [fault.code for fault in refused.value.faults]


def test_it_knows_of_none_where_there_is_no_file(ledger: Path) -> None:
    assert read_dismissals(ledger) == ()


def test_it_keeps_a_dismissal_with_name_reason_and_time(ledger: Path) -> None:
    entry = dismiss(ledger, KEY, reason=f"  {REASON}\n ", by="王某", at=NOON)
    assert entry == Entry(KEY, REASON, "王某", "2025-07-01T12:00:00+08:00")
    assert (ledger / "dismissals.csv").read_text("utf-8-sig").splitlines() == [
        "check_id,case_id,complaint_id,unit_id,reason,by,at,undoes",
        f"cn-penalty-late-service,C1,,U1,{REASON},王某,2025-07-01T12:00:00+08:00,",
    ]
    assert standing(read_dismissals(ledger)) == {KEY: entry}


@pytest.mark.parametrize(
    ("reason", "by", "code"),
    [
        ("好", "王某", "no_reason"),
        ("a b c", "王某", "no_reason"),  # three signs, blanks aside
        (REASON, " ", "no_name"),
        ("=HYPERLINK()", "王某", "formula"),
        (REASON, "@王某", "formula"),
    ],
)
def test_it_refuses_what_says_nothing(ledger: Path, reason: str, by: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        dismiss(ledger, KEY, reason=reason, by=by, at=NOON)
    assert codes(refused) == [code]
    assert not (ledger / "dismissals.csv").exists()


def test_it_refuses_to_dismiss_twice(ledger: Path) -> None:
    dismiss(ledger, KEY, reason=REASON, by="王某", at=NOON)
    before = (ledger / "dismissals.csv").read_bytes()
    with pytest.raises(Refusal) as refused:
        dismiss(ledger, KEY, reason="另一个理由", by="李某", at=NOON)
    assert codes(refused) == ["dismissed_already"]
    assert "王某" in refused.value.of("zh")
    assert (ledger / "dismissals.csv").read_bytes() == before


def test_it_undoes_by_a_line_that_names_what_it_undoes(ledger: Path) -> None:
    first = dismiss(ledger, KEY, reason=REASON, by="王某", at=NOON)
    undone = undo_dismissal(ledger, KEY, reason="邮寄凭证有误", by="李某", at=NOON + timedelta(hours=1))
    assert undone.undoes == first.at
    assert standing(read_dismissals(ledger)) == {}
    again = dismiss(ledger, KEY, reason="凭证已经补正", by="李某", at=NOON + timedelta(hours=2))
    assert read_dismissals(ledger) == (first, undone, again)
    assert standing(read_dismissals(ledger)) == {KEY: again}


def test_it_undoes_nothing_that_is_not_dismissed(ledger: Path) -> None:
    with pytest.raises(Refusal) as refused:
        undo_dismissal(ledger, KEY, reason=REASON, by="王某", at=NOON)
    assert codes(refused) == ["not_dismissed"]


def test_it_goes_on_with_a_file_that_a_spreadsheet_saved(ledger: Path) -> None:
    dismiss(ledger, KEY, reason=REASON, by="王某", at=NOON)
    file = ledger / "dismissals.csv"
    saved = file.read_text("utf-8-sig").replace("\n", "\r\n").rstrip()  # other line ends, none at the last
    file.write_bytes(saved.encode("gb18030"))
    other = FindingKey("xuhui-split-cases", "C3", "", "U2")
    dismiss(ledger, other, reason="两个不同的违法行为", by="李某", at=NOON)
    assert [entry.key for entry in read_dismissals(ledger)] == [KEY, other]
    assert file.read_text("utf-8-sig").count("cn-penalty-late-service") == 1


def test_it_tells_the_row_of_every_line_that_cannot_be_used(ledger: Path) -> None:
    head = "check_id,case_id,complaint_id,unit_id,reason,by,at,undoes\n"
    rows = f"x-late,C1,,U1,{REASON},王某,昨天,\n,C1,,U1,短,,2025-07-01,\n"
    (ledger / "dismissals.csv").write_text(head + rows, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_dismissals(ledger)
    told = [(fault.place.row, fault.code) for fault in refused.value.faults]
    assert told == [(2, "bad_time"), (3, "no_reason"), (3, "no_name"), (3, "no_check")]


def test_it_names_missing_columns(ledger: Path) -> None:
    (ledger / "dismissals.csv").write_text("check_id,case_id\nx,C1\n", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_dismissals(ledger)
    assert codes(refused) == ["missing_column"]
    assert "complaint_id、unit_id、reason、by、at" in refused.value.of("zh")


def test_it_leaves_nothing_behind_where_it_cannot_write(ledger: Path) -> None:
    (ledger / "dismissals.csv").mkdir()
    with pytest.raises(Refusal) as refused:
        dismiss(ledger, KEY, reason=REASON, by="王某", at=NOON)
    assert codes(refused) == ["cannot_open"]
    assert [path.name for path in ledger.iterdir() if "dismissals" in path.name] == ["dismissals.csv"]


def test_it_leaves_no_working_file_behind(ledger: Path) -> None:
    dismiss(ledger, KEY, reason=REASON, by="王某", at=NOON)
    assert [path.name for path in ledger.iterdir() if "dismissals" in path.name] == ["dismissals.csv"]


def test_it_is_no_table_of_the_ledger(ledger: Path) -> None:
    dismiss(ledger, KEY, reason=REASON, by="王某", at=NOON)
    assert read_ledger(ledger).report.notes == ()


def test_it_stands_beside_a_workbook(tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    book.write_bytes(b"")
    assert dismissals_file(book) == tmp_path / "台账.dismissals.csv"
    assert dismissals_file(tmp_path / "ledger.yaml") == tmp_path / "dismissals.csv"
