"""What a process does that imports without end, to be killed. It goes on where one was killed.

Each line it prints is an acknowledgement: what it names is done for good.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.audit.verification import verify
from zhiheng_web.bodies.models import Body, Post
from zhiheng_web.intake import actions, queries
from zhiheng_web.intake.models import Batch, Book, State


def import_without_end(rows: int) -> None:
    """Import one file after another; first finish what an earlier process has left."""
    body = Body.objects.get(code="P")
    book = Book.objects.filter(body=body).first()
    if book is None:
        book = actions.keep_book(None, body=body, name="2025", period_from=date(2025, 1, 1), period_to=date(2026, 1, 1))
        actions.add_rows(None, book, "units", [{"unit_id": "P", "name": "甲省"}], source="units")
    say("ready")
    person = _office(body)
    while True:
        batch = Batch.objects.filter(state__in=(State.uploaded, State.matched, State.checked)).first()
        if batch is None:
            batch = _upload(person, book, rows)
            say(f"uploaded {batch.pk}")
        if batch.state == State.uploaded:
            columns = {0: "case_id", 1: "unit_id", 2: "kind", 3: "fine"}
            actions.match_batch(person, batch=batch, sheet="", header=0, columns=columns, on_conflict="stop")
        actions.check_batch(batch.pk)
        batch.refresh_from_db()
        say(f"checked {batch.pk}")
        actions.confirm_batch(person, batch=batch)
        say(f"confirmed {batch.pk}")


def prepare() -> None:
    """Make the body and the person of the tests."""
    with acts.act(None, "tests.prepare"):
        body = Body(code="P", name="甲省", level="province")
        body.save()
        account = Account(name="office", display_name="评价办公室")
        account.set_unusable_password()
        account.save()
        Post(account=account, body=body, role="evaluation_office", since=date(2019, 1, 1)).save()


def report() -> None:
    """Print what the verification of the trail finds."""
    found = verify()
    say(f"batches {found.batches}")
    for problem in found.problems:
        say(f"problem {problem}")


def _office(body: Any) -> Any:
    return body.posts.get().account


def _upload(person: Any, book: Any, rows: int) -> Any:
    number = Batch.objects.count()
    lines = [f"C{number}-{index},P,penalty,{index}" for index in range(rows)]
    data = "\n".join(("case_id,unit_id,kind,fine", *lines)).encode("utf-8")
    share = queries.Share(book, book.body)
    return actions.upload(person, share=share, table="cases", file=BytesIO(data), name=f"案件{number}.csv")


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)
