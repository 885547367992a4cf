"""Sealing a snapshot: what the library reads is what stood; it never changes and keeps its batches."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from zhiheng import api
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.intake import actions, queries
from zhiheng_web.intake.models import Book

pytestmark = pytest.mark.django_db


def fill(book: Book) -> None:
    """Bring a case with every kind of value."""
    case = {"case_id": "C1", "unit_id": "A", "kind": "penalty", "fine": Decimal("100.50"), "major": True}
    actions.add_rows(None, book, "cases", [{**case, "cause": '=1+1,"甲"\n乙'}], source="program")
    events = [
        {"case_id": "C1", "activity": "立案", "at": date(2025, 3, 1)},
        {"case_id": "C1", "activity": "decided", "at": datetime(2025, 3, 9, 2, 30, tzinfo=UTC)},
    ]
    actions.add_rows(None, book, "events", events, source="program")


def test_it_seals_what_stands(book: Book, office: Account) -> None:
    fill(book)
    taken = actions.take_snapshot(office, book, name="一")
    ledger = api.open_ledger(queries.folder_of(taken))
    assert ledger.digest == taken.digest
    assert ledger.period is not None and ledger.period.to_date == date(2026, 1, 1)
    (case,) = ledger.tables["cases"].rows()
    assert (case["fine"], case["major"], case["cause"]) == (Decimal("100.5"), True, '=1+1,"甲"\n乙')
    first, second = (row["at"] for row in ledger.tables["events"].rows())
    assert first == date(2025, 3, 1)
    assert second == datetime(2025, 3, 9, 2, 30, tzinfo=UTC)
    assert taken.counts == {"units": 4, "cases": 1, "events": 2}


def test_it_gives_the_same_folder_for_the_same_ledger(book: Book, office: Account) -> None:
    one, other = (actions.take_snapshot(office, book, name=name) for name in ("一", "二"))
    assert (one.digest, one.folder) == (other.digest, other.folder)


def test_it_is_never_changed(book: Book, office: Account) -> None:
    taken = actions.take_snapshot(office, book, name="一")
    with acts.act(office, "intake.take_snapshot"), pytest.raises(RuntimeError):
        taken.save()
    with pytest.raises(RuntimeError):
        taken.delete()


def test_it_notices_a_file_changed_behind_its_back(book: Book, office: Account) -> None:
    taken = actions.take_snapshot(office, book, name="一")
    assert queries.changed_files(taken) == []
    file = queries.folder_of(taken) / "units.csv"
    file.chmod(0o644)
    file.write_text(file.read_text(encoding="utf-8").replace("甲", "乙"), encoding="utf-8")
    assert queries.changed_files(taken) == ["units.csv"]


def test_it_refuses_a_second_snapshot_of_the_same_name(book: Book, office: Account) -> None:
    actions.take_snapshot(office, book, name="一")
    with pytest.raises(api.Refusal):
        actions.take_snapshot(office, book, name="一")


def test_it_refuses_a_ledger_without_units(book: Book, office: Account) -> None:
    bare = actions.keep_book(None, body=book.body, name="空", period_from=date(2025, 1, 1), period_to=date(2026, 1, 1))
    with pytest.raises(api.Refusal) as refused:
        actions.take_snapshot(office, bare, name="一")
    assert refused.value.faults[0].code == "no_units"
