"""Long work of the cases as jobs: they take ids only, and a second run of one does no harm."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django_tasks import task

from zhiheng_web.accounts.models import Account
from zhiheng_web.cases.checking import record_run
from zhiheng_web.cases.indexing import reindex
from zhiheng_web.intake.models import Book, Snapshot
from zhiheng_web.lib import jobs
from zhiheng_web.lib.words import Text


@task()
def index_book(book_id: int) -> None:
    """Make officers and cases of a book anew."""
    reindex(Book.objects.select_related("body").get(pk=book_id))


def index_later(book: Book, owner: Any) -> None:
    """Ask for a book to be indexed; without a worker it is done as soon as what is under way is committed."""
    if owner is None:
        index_book.enqueue(book_id=book.pk)
        return
    what = Text(f"更新案件目录：{book.name}", f"index of the cases: {book.name}")
    jobs.start(index_book, owner=owner, what=what, url=reverse("cases:cases"), book_id=book.pk)


@task()
def check_snapshot(snapshot_id: int, account_id: int) -> None:
    """Run the checks over a snapshot."""
    snapshot = Snapshot.objects.select_related("book__body").get(pk=snapshot_id)
    record_run(snapshot, Account.objects.filter(pk=account_id).first())


def check_later(snapshot: Snapshot, owner: Any) -> None:
    """Ask for the checks over a snapshot."""
    what = Text(f"运行检查：{snapshot.book.name}", f"checks over {snapshot.book.name}")
    ids = {"snapshot_id": snapshot.pk, "account_id": owner.pk}
    jobs.start(check_snapshot, owner=owner, what=what, url=reverse("cases:cases"), **ids)
