"""Each deed leaves its line, and what was changed behind the application's back is found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from adapters.web_world import World
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit.models import Line
from zhiheng_web.audit.verification import verify
from zhiheng_web.cases import actions, indexing
from zhiheng_web.cases.models import Case, Officer
from zhiheng_web.intake.models import Book
from zhiheng_web.lib import store

from .conftest import PNG, Kept

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def last(deed: str) -> Line:
    """Return the last line of a deed."""
    return Line.objects.filter(deed=deed).latest("sequence")


def problems() -> list[str]:
    """Return what verification finds wrong."""
    return [problem.code for problem in verify().problems if problem.code != "guard"]


def test_it_leaves_a_line_of_every_deed(case: Case, world: World, keep: Kept) -> None:
    office, legal = world.person("evaluation_office", "P"), world.person("legal_officer", "A")
    document = keep(case)
    assert last("cases.add_document").actor_id == legal.pk
    actions.arrange_documents(legal, case=case, arranged=[actions.Arranged(document.pk, 1, "决定书", 5, 3)])
    (changed,) = last("cases.add_document").changes
    assert (changed["before"]["page_from"], changed["after"]["page_from"]) == (1, 5)
    actions.withdraw_document(legal, document=document, reason="扫描不清")
    assert last("cases.withdraw_document").reason == "扫描不清"
    actions.link_account(
        office, officer=Officer.objects.get(code="O1"), account=world.person("officer", "A"), reason="本人"
    )
    assert last("cases.keep_officers").reason == "本人"
    interest = actions.declare_interest(legal, case=case, reason="亲属")
    assert last("cases.declare_interest").reason == "亲属"
    actions.withdraw_interest(legal, interest=interest)
    assert last("cases.declare_interest").changes[0]["before"] == {"withdrawn_at": None}
    assert problems() == []


def test_it_tells_of_cases_in_the_act_that_changed_their_rows(case: Case) -> None:
    line = Line.objects.filter(deed="intake.import_rows").latest("sequence")
    kinds = {change["kind"] for change in line.changes}
    assert {"intake.rows", "cases.block", "cases.index"} <= kinds


def test_it_tells_of_officers_one_by_one(filled: Book) -> None:
    told = [change for line in Line.objects.all() for change in line.changes if change["kind"] == "cases.officer"]
    assert len(told) == 3


TAMPERINGS: dict[str, Callable[[], object]] = {
    "a cause": lambda: Case.objects.filter(code="C-2025-0001").update(cause="改了"),
    "a closing": lambda: Case.objects.filter(code="C-2025-0001").update(closed_on="2025-12-31"),
    "an officer": lambda: Case.objects.filter(code="C-2025-0001").update(lead=Officer.objects.get(code="O3")),
    "in force": lambda: Case.objects.filter(code="C-2025-0001").update(is_current=False),
    "gone": lambda: Case.objects.filter(code="C-2025-0003").delete(),
    "made up": lambda: Case.objects.create(
        book=Book.objects.get(), body=Officer.objects.get(code="O1").body, code="假"
    ),
}


@pytest.mark.parametrize("what", list(TAMPERINGS))
def test_it_finds_what_was_changed_behind_its_back(case: Case, what: str) -> None:
    assert problems() == []
    TAMPERINGS[what]()
    assert problems() == ["batch"]


def test_it_is_whole_again_once_indexed_anew(case: Case, filled: Book) -> None:
    Case.objects.filter(pk=case.pk).update(cause="改了")
    assert problems() == ["batch"]
    indexing.reindex(filled)
    case.refresh_from_db()
    assert (case.cause, problems()) == ("占道经营", [])


def test_it_finds_a_document_whose_bytes_are_gone(case: Case, keep: Kept) -> None:
    document = keep(case, PNG, "照片.png")
    assert problems() == []
    store.path_of(document.digest).unlink()
    assert "file" in problems() or problems() != []


def test_it_names_nobody_as_the_actor_of_an_index(filled: Book, handler: Account) -> None:
    indexing.reindex(filled)
    assert last("cases.index").actor_id is None
