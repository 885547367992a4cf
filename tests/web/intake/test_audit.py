"""Each deed of the intake leaves its line, and a row changed behind the application's back is found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from zhiheng_web.accounts.models import Account
from zhiheng_web.audit.models import Line
from zhiheng_web.audit.verification import verify
from zhiheng_web.intake import actions, queries
from zhiheng_web.intake.models import ROWS_KIND, Book, Row

from .conftest import Import

TEXT = "case_id,unit_id,kind,fine\nC1,A,penalty,100\nC2,B,penalty,200\n"
pytestmark = pytest.mark.django_db


def last(deed: str) -> Line:
    """Return the last line of a deed."""
    return Line.objects.filter(deed=deed).latest("sequence")


def test_it_tells_of_a_confirmed_batch_by_its_digest(bring: Import, office: Account) -> None:
    batch = bring(TEXT)
    actions.confirm_batch(office, batch=batch)
    line = last("intake.import_rows")
    (told,) = [change for change in line.changes if change["kind"] == ROWS_KIND]
    assert (told["id"], told["state"], told["batch"]) == (str(batch.pk), queries.digest_of_batch(batch.pk), 2)
    assert line.actor_id == office.pk


def test_it_leaves_a_line_of_every_deed(book: Book, bring: Import, office: Account) -> None:
    batch = bring(TEXT)
    actions.confirm_batch(office, batch=batch)
    actions.undo_batch(office, batch=batch, reason="文件传错")
    assert last("intake.undo_batch").reason == "文件传错"
    actions.take_snapshot(office, book, name="一", reason="年度评价")
    assert last("intake.take_snapshot").reason == "年度评价"
    assert last("intake.keep_book")
    assert [problem for problem in verify().problems if problem.code != "guard"] == []


TAMPERINGS: dict[str, Callable[[], object]] = {
    "a value": lambda: Row.objects.filter(key="C1").update(values={"case_id": "C1", "unit_id": "A", "kind": "licence"}),
    "a source": lambda: Row.objects.filter(key="C1").update(source_row=99),
    "a row gone": lambda: Row.objects.filter(key="C1").delete(),
    "out of force": lambda: Row.objects.filter(key="C1").update(is_current=False),
    "a unit": lambda: Row.objects.filter(key="C1").update(unit="B"),
}


@pytest.mark.parametrize("kind", list(TAMPERINGS))
def test_it_finds_what_was_changed_behind_its_back(bring: Import, office: Account, kind: str) -> None:
    actions.confirm_batch(office, batch=bring(TEXT))
    assert [problem for problem in verify().problems if problem.code != "guard"] == []
    TAMPERINGS[kind]()
    assert [problem for problem in verify().problems if problem.code != "guard"]
