"""Objects of the intake: a book that the body keeps, a batch in it, a row in force, a snapshot."""

from __future__ import annotations

from datetime import date

from adapters.web_objects import provides
from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.intake.models import Batch, Book, Row, Snapshot, State
from zhiheng_web.lib import clock


def book_of(world: World, code: str) -> Book:
    """Return the book of a body, made once."""
    found: Book | None = Book.objects.filter(body=world.body(code)).first()
    if found is None:
        found = Book(body=world.body(code), name="试", period_from=date(2020, 1, 1), period_to=date(2021, 1, 1))
        with acts.act(None, "tests.make_world"):
            found.save()
    return found


def snapshot_of(world: World, code: str) -> Snapshot:
    """Return a snapshot of the book of a body, made once. Its folder is not there."""
    book = book_of(world, code)
    found: Snapshot | None = book.snapshots.first()
    if found is None:
        found = Snapshot(book=book, name="试", digest=f"sha256:{'0' * 64}", folder=f"snapshots/{book.pk}")
        with acts.act(None, "tests.make_world"):
            found.save()
    return found


def batch_of(world: World, code: str) -> Batch:
    """Return a batch of one row in the book of a body, confirmed, made once."""
    book = book_of(world, code)
    found: Batch | None = book.batches.first()
    if found is None:
        found = Batch(book=book, body=book.body, table="units", file_name="units.csv", state=State.confirmed)
        found.confirmed_at = clock.now()
        with acts.act(None, "tests.make_world"):
            found.save()
        values = {"unit_id": code, "name": book.body.name}
        told = {"key": code, "unit": code, "values": values, "content": "0" * 64}
        Row.objects.create(
            book=book, table="units", batch=found, source_file="units.csv", source_row=2, is_current=True, **told
        )
    return found


@provides("book_id")
def book(world: World, code: str) -> int:
    """Return a book that the body keeps."""
    return int(book_of(world, code).pk)


@provides("snapshot_id")
def snapshot(world: World, code: str) -> int:
    """Return a snapshot of a book that the body keeps."""
    return int(snapshot_of(world, code).pk)


@provides("batch_id")
def batch(world: World, code: str) -> int:
    """Return a batch that came through the body."""
    return int(batch_of(world, code).pk)


@provides("row_id")
def row(world: World, code: str) -> int:
    """Return a row that tells of the body."""
    return int(Row.objects.get(batch=batch_of(world, code)).pk)


@provides("table")
def table(world: World, code: str) -> str:
    """Return a table of every ledger."""
    return "units"
