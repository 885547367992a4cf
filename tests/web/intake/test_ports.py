"""Who follows the books hears of rows that came into force or were taken back, inside the act that changed them."""

from __future__ import annotations

import pytest

from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.intake import actions, ports
from zhiheng_web.intake.models import Book, Row, State

from .conftest import Import

TEXT = "case_id,unit_id,kind\nC1,A,penalty\n"
pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool, bool]]:
    """Register one who follows and return what they heard: what, whether the row stood, whether inside an act."""
    told: list[tuple[str, bool, bool]] = []
    monkeypatch.setattr(ports, "_followers", [])

    def follow(book: Book, change: ports.Change) -> None:
        stands = Row.objects.filter(batch=change.batch, is_current=True).exists()
        told.append((change.what, stands, acts.current() is not None))

    ports.register_follower(follow)
    ports.register_follower(follow)
    return told


def test_it_tells_of_what_changed_once(bring: Import, office: Account, heard: list[tuple[str, bool, bool]]) -> None:
    heard.clear()
    batch = bring(TEXT)
    assert heard == []
    actions.confirm_batch(office, batch=batch)
    actions.undo_batch(office, batch=batch, reason="传错")
    assert heard == [("confirmed", True, True), ("undone", False, True)]


def test_it_tells_of_rows_that_a_program_brings(book: Book, heard: list[tuple[str, bool, bool]]) -> None:
    actions.add_rows(None, book, "cases", [{"case_id": "C9", "unit_id": "A", "kind": "other"}], source="x")
    assert heard[-1] == ("confirmed", True, True)


def test_it_changes_nothing_where_one_who_follows_fails(
    bring: Import, office: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = bring(TEXT)

    def broken(book: Book, change: ports.Change) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(ports, "_followers", [broken])
    with pytest.raises(RuntimeError):
        actions.confirm_batch(office, batch=batch)
    batch.refresh_from_db()
    assert batch.state == State.checked
    assert not Row.objects.filter(batch=batch, is_current=True).exists()
