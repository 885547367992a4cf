"""Making the index of a book's cases anew at somebody's wish: after bodies were entered that its rows name."""

from __future__ import annotations

from typing import Any

from zhiheng_web.audit import acts
from zhiheng_web.cases.tasks import index_later
from zhiheng_web.intake.models import Book
from zhiheng_web.lib import policy

DEED = "cases.index"


def reindex_book(actor: Any, *, book: Book) -> None:
    """Ask for officers and cases of a book to be made anew from its rows; a job does it."""
    policy.demand(actor, DEED, book.body)
    with acts.act(actor, DEED) as act:
        act.note("cases.index", str(book.pk), {"asked": True})
    index_later(book, actor)
