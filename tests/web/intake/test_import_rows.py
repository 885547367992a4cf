"""Importing rows: what is new, changed, skipped or wrong; whose rows; all or nothing; unseen before confirmation."""

from __future__ import annotations

import zipfile
from io import BytesIO

import openpyxl
import pytest

from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.accounts.models import Account
from zhiheng_web.intake import actions, matching, queries
from zhiheng_web.intake.models import Batch, Book, Choice, Row, State, Wrong
from zhiheng_web.lib import store

from .conftest import UNITS, Import, match_as_proposed

HEAD = "case_id,unit_id,kind,fine\n"
pytestmark = pytest.mark.django_db


def codes(batch: Batch) -> list[str]:
    """Return the codes of what is wrong."""
    return list(Wrong.objects.filter(batch=batch).values_list("code", flat=True))


def standing(book: Book, table: str = "cases") -> dict[str, str]:
    """Return fine by key of the cases in force."""
    rows = Row.objects.filter(book=book, table=table, is_current=True)
    return {row.key: row.values.get("fine", "") for row in rows}


def test_it_counts_new_changed_skipped_and_wrong(book: Book, bring: Import, office: Account) -> None:
    actions.confirm_batch(office, batch=bring(HEAD + "C1,A,penalty,100\nC2,A,penalty,200\n"))
    batch = bring(HEAD + "C1,A,penalty,150\nC2,A,penalty,200\nC3,B,licence,\nC4,Z,licence,\n", on_conflict="update")
    told = {name: batch.counts[name] for name in ("new", "changed", "skipped", "wrong")}
    assert told == {"new": 1, "changed": 1, "skipped": 1, "wrong": 1}
    assert standing(book) == {"C1": "100", "C2": "200"}
    actions.confirm_batch(office, batch=batch, choice=Choice.good_rows_only)
    assert standing(book) == {"C1": "150", "C2": "200", "C3": ""}


@pytest.mark.parametrize(("mode", "fine", "count"), [("stop", "100", "wrong"), ("skip", "100", "skipped")])
def test_it_keeps_the_row_that_stands(
    book: Book, bring: Import, office: Account, mode: str, fine: str, count: str
) -> None:
    actions.confirm_batch(office, batch=bring(HEAD + "C1,A,penalty,100\n"))
    batch = bring(HEAD + "C1,A,penalty,150\n", on_conflict=mode)
    assert batch.counts[count] == 1
    with pytest.raises(Refusal):
        actions.confirm_batch(office, batch=batch)
    assert standing(book) == {"C1": fine}


def test_it_skips_rows_of_tables_without_key_that_stand_already(book: Book, bring: Import, office: Account) -> None:
    actions.confirm_batch(office, batch=bring(HEAD + "C1,A,penalty,100\n"))
    text = "case_id,activity,at\nC1,立案,2025-03-01\nC1,决定,2025-03-09 10:00\n"
    actions.confirm_batch(office, batch=bring(text, "环节.csv", "events"))
    again = bring(text + "C1,送达,2025-03-10\n", "环节2.csv", "events")
    assert (again.counts["skipped"], again.counts["new"]) == (2, 1)
    assert set(Row.objects.filter(table="events").values_list("unit", flat=True)) == {"A"}


def test_it_refuses_rows_of_another_body(world: World, book: Book, bring: Import, office: Account) -> None:
    person, body = world.person("data_officer", "A"), world.body("A")
    actions.confirm_batch(office, batch=bring(HEAD + "B1,B,penalty,100\n"))
    text = HEAD + "C1,A,penalty,1\nC2,A1,penalty,1\nC3,B,penalty,1\nB1,A,penalty,1\n"
    batch = bring(text, person=person, body=body, on_conflict="update")
    assert [(wrong.row, wrong.column, wrong.code) for wrong in Wrong.objects.filter(batch=batch)] == [
        (4, "unit_id", "foreign_unit"),
        (5, "unit_id", "foreign_unit"),  # B1 stands for another body: it cannot be taken over
    ]
    actions.confirm_batch(person, batch=batch, choice=Choice.good_rows_only)
    events = "case_id,activity,at\nC1,立案,2025-03-01\nB1,立案,2025-03-01\n"
    assert codes(bring(events, "e.csv", "events", person=person, body=body)) == ["foreign_unit"]
    assert {row.key for row in queries.Share(book, body, "cases").rows()} == {"C1", "C2"}


def test_it_lets_no_unit_confirm_rows_of_all(world: World, bring: Import) -> None:
    batch = bring(HEAD + "C1,A,penalty,100\n")
    with pytest.raises(Refusal) as refused:
        actions.confirm_batch(world.person("unit_head", "P"), batch=batch)
    assert refused.value.faults[0].code == "foreign_unit"


def test_it_refuses_to_confirm_what_the_ledger_has_outrun(book: Book, bring: Import, office: Account) -> None:
    one, other = bring(HEAD + "C1,A,penalty,1\n"), bring(HEAD + "C1,A,penalty,2\n")
    actions.confirm_batch(office, batch=one)
    with pytest.raises(Refusal) as refused:
        actions.confirm_batch(office, batch=other)
    assert refused.value.faults[0].code == "book_changed"
    match_as_proposed(other, office)
    assert codes(other) == ["key_stands"]


def test_it_gives_the_corrected_row_back_when_the_correction_is_undone(
    book: Book, bring: Import, office: Account
) -> None:
    first = bring(HEAD + "C1,A,penalty,100\n")
    actions.confirm_batch(office, batch=first)
    second = bring(HEAD + "C1,A,penalty,150\n", on_conflict="update")
    actions.confirm_batch(office, batch=second)
    with pytest.raises(Refusal) as refused:
        actions.undo_batch(office, batch=first, reason="试")
    assert refused.value.faults[0].code == "replaced_later"
    actions.undo_batch(office, batch=second, reason="试")
    assert standing(book) == {"C1": "100"}
    assert all(queries.digest_of_batch(one.pk) == Batch.objects.get(pk=one.pk).rows_digest for one in (first, second))


def test_it_refuses_to_undo_what_others_refer_to(book: Book, bring: Import, office: Account) -> None:
    actions.confirm_batch(office, batch=bring(HEAD + "C1,A,penalty,100\n"))
    units = Batch.objects.get(table="units")
    with pytest.raises(Refusal) as refused:
        actions.undo_batch(office, batch=units, reason="试")
    assert refused.value.faults[0].code == "referred_to"


def test_it_remembers_the_match(bring: Import, office: Account, book: Book) -> None:
    text = "案号,责任单位,类别\nC1,A,penalty\n"
    share = queries.Share(book, book.body)
    first = actions.upload(office, share=share, table="cases", file=BytesIO(text.encode()), name="一.csv")
    match_as_proposed(first, office, {0: "case_id", 1: "unit_id", 2: "kind"})
    second = actions.upload(office, share=share, table="cases", file=BytesIO(text.encode()), name="二.csv")
    assert matching.propose(second, ["类别", "案号", "责任单位"]) == {0: "kind", 1: "case_id", 2: "unit_id"}


def test_it_refuses_a_match_without_a_required_column(office: Account, book: Book) -> None:
    share = queries.Share(book, book.body)
    batch = actions.upload(office, share=share, table="cases", file=BytesIO(b"a,b\n1,2\n"), name="x.csv")
    with pytest.raises(Refusal) as refused:
        actions.match_batch(office, batch=batch, sheet="", header=0, columns={0: "case_id"}, on_conflict="stop")
    assert {(fault.code, fault.place.column) for fault in refused.value.faults} == {
        ("missing_column", "unit_id"),
        ("missing_column", "kind"),
    }


def test_it_finds_the_same_faults_in_the_marked_workbook(bring: Import) -> None:
    first = bring(HEAD + "C1,A,penalty,abc\nC2,Z,penalty,=1+1\nC3,A,penalty,5\n")
    again = bring(store.path_of(first.marked_digest).read_bytes(), "marked.xlsx")
    for name in ("row", "column", "value", "code"):
        told = [list(Wrong.objects.filter(batch=one).values_list(name, flat=True)) for one in (first, again)]
        assert told[0] == told[1]
    book = openpyxl.load_workbook(BytesIO(store.path_of(again.marked_digest).read_bytes()))
    assert book.active["D3"].value == "=1+1" and book.active["D3"].data_type == "s"  # type: ignore[index]
    assert book.active.max_column == 5  # type: ignore[union-attr]


def whole_ledger() -> bytes:
    """Return a small ledger folder as an archive."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("台账/ledger.yaml", "name: x\nperiod: {from: 2025-01-01, to: 2026-01-01}\n")
        archive.writestr("台账/units.csv", "unit_id,name,parent_id\nA,甲一市城市管理局,P\nA3,甲一市北县城市管理局,A\n")
        archive.writestr("台账/案件.csv", "案件编号,单位编号,执法类别\nC1,A3,行政处罚\nC2,A,行政处罚\n")
        archive.writestr("台账/events.csv", "case_id,activity,at\nC1,立案,2025-02-03\nC9,立案,2025-02-03\n")
    return stream.getvalue()


def test_it_imports_a_whole_ledger_in_one_go(book: Book, bring: Import, office: Account) -> None:
    batch = bring(whole_ledger(), "台账.zip", "", on_conflict="update")
    assert batch.state == State.checked
    assert {name: counts["new"] for name, counts in batch.counts["tables"].items()} == {
        "units": 1,
        "cases": 2,
        "events": 1,
    }
    (wrong,) = Wrong.objects.filter(batch=batch)
    assert (wrong.sheet, wrong.row, wrong.column, wrong.value) == ("events.csv", 3, "case_id", "C9")
    actions.confirm_batch(office, batch=batch, choice=Choice.good_rows_only)
    assert Row.objects.get(table="events").unit == "A3"


def test_it_refuses_rows_of_a_program_with_every_fault(book: Book) -> None:
    rows = [{"case_id": "C1", "unit_id": "Z", "kind": "penalty"}, {"case_id": "C2", "unit_id": "A", "kind": "x"}]
    with pytest.raises(Refusal) as refused:
        actions.add_rows(None, book, "cases", rows, source="program")
    assert [fault.place.column for fault in refused.value.faults] == ["unit_id", "kind"]
    assert not Row.objects.filter(table="cases").exists() and not Batch.objects.filter(table="cases").exists()


def test_it_keeps_every_unit_as_it_came(book: Book) -> None:
    rows = Row.objects.filter(book=book, table="units", is_current=True)
    assert [dict(row.values) for row in rows] == UNITS
