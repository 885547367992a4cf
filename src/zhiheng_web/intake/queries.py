"""Reading the books: shares of bodies, rows in force, what stands already, digests of batches, snapshot folders."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from zhiheng.api import Fault, Place, Refusal, digests, ledgers
from zhiheng_web.bodies.models import Body
from zhiheng_web.intake.models import Batch, Book, Row, Snapshot, State
from zhiheng_web.lib import policy
from zhiheng_web.lib.policy import Role
from zhiheng_web.lib.words import Text

_ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Share:
    """A book as one body sees it: the body that keeps it sees all rows, one beneath only its own.

    `table` narrows it to one table where a page is about one.
    """

    book: Book
    body: Body
    table: str = ""

    @property
    def governing_body(self) -> Body:
        """Return the body whose share it is."""
        return self.body

    @property
    def is_whole(self) -> bool:
        """Return whether the share is the whole book."""
        return self.body.pk == self.book.body_id

    def rows(self) -> QuerySet[Row]:
        """Return the rows in force of the share."""
        rows = Row.objects.filter(book=self.book, is_current=True)
        rows = rows.filter(table=self.table) if self.table else rows
        return rows if self.is_whole else rows.filter(unit__in=codes_beneath(self.body))


def book(book_id: int) -> Book:
    """Return a book with its body."""
    found: Book | None = Book.objects.select_related("body").filter(pk=book_id).first()
    if found is None:
        raise Http404
    return found


def share(book_id: int, body_id: int) -> Share:
    """Return the share of a body in a book: the body keeps the book or lies beneath the one that does."""
    one = book(book_id)
    body = Body.objects.filter(pk=body_id).first()
    if body is None or not body.is_within(one.body):
        raise Http404
    return Share(one, body)


def share_and_table(book_id: int, body_id: int, table: str) -> Share:
    """Return one table of the share of a body; Http404 also where there is no such table."""
    if table not in ledgers.TABLES:
        raise Http404
    return replace(share(book_id, body_id), table=table)


def batch(batch_id: int) -> Batch:
    """Return a batch with its book, body and person."""
    found: Batch | None = Batch.objects.select_related("book__body", "body", "by").filter(pk=batch_id).first()
    if found is None:
        raise Http404
    return found


def row(row_id: int) -> Row:
    """Return a row with the batch that brought it, confirmed or undone; what is only staged is no row yet."""
    found = Row.objects.select_related("batch__body", "batch__by", "book__body").filter(pk=row_id).first()
    if found is None or found.batch.state not in (State.confirmed, State.undone):
        raise Http404
    return found


def snapshot(snapshot_id: int) -> Snapshot:
    """Return a snapshot with its book."""
    found: Snapshot | None = Snapshot.objects.select_related("book__body", "taken_by").filter(pk=snapshot_id).first()
    if found is None:
        raise Http404
    return found


def codes_beneath(body: Body) -> list[str]:
    """Return the numbers of a body and of everything beneath it."""
    return list(Body.objects.filter(path__startswith=body.path).values_list("code", flat=True))


def shares_of(person: Any, deed: str) -> list[Share]:
    """Return the books that a person may do a deed to, and their bodies' shares in the books of bodies above."""
    own = list(Book.objects.filter(policy.within_reach(person, deed)).select_related("body"))
    seen = {one.pk for one in own}
    shares = [Share(one, one.body) for one in own]
    bodies = {post.body.pk: post.body for post in policy.posts_of(person) if policy.may(person, deed, post.body)}
    for body in bodies.values():
        above = [int(part) for part in body.path.split("/") if part]
        for one in Book.objects.filter(body__in=above).exclude(pk__in=seen).select_related("body"):
            shares.append(Share(one, body))  # type: ignore[arg-type]
    return shares


def keeps_all_rows(person: Any, one: Share) -> bool:
    """Return whether a person may bring rows of any body: the evaluation office, into the book that it keeps."""
    if person is None:
        return True
    return one.is_whole and any(
        Role(post.role) is Role.evaluation_office and one.body.path.startswith(post.body.path)
        for post in policy.posts_of(person)
    )


def counts_by_table(rows: QuerySet[Row]) -> dict[str, int]:
    """Return the number of rows by table, every table of the contract named."""
    found = dict(rows.order_by().values_list("table").annotate(n=Count("pk")))
    return {name: found.get(name, 0) for name in ledgers.TABLES}


def rows_in_force(book_ids: Iterable[int]) -> dict[int, int]:
    """Return the number of rows in force by book."""
    rows = Row.objects.filter(book__in=list(book_ids), is_current=True).order_by()
    return dict(rows.values_list("book").annotate(n=Count("pk")))


def standing_keys(one: Book, table: str) -> Iterator[tuple[str, str]]:
    """Yield key and unit of the rows in force of a table."""
    rows = Row.objects.filter(book=one, table=table, is_current=True).order_by()
    yield from rows.values_list("key", "unit").iterator(chunk_size=_ROWS_AT_ONCE)


def versions_of(one: Row) -> list[Row]:
    """Return all rows that ever stood under the key of a row, the newest first; without a key the row alone."""
    if not one.key:
        return [one]
    rows = Row.objects.filter(
        book=one.book, table=one.table, key=one.key, batch__state__in=(State.confirmed, State.undone)
    )
    return list(rows.select_related("batch__by").order_by("-pk"))


def later_batches(one: Batch) -> list[Batch]:
    """Return the batches in force that replaced rows of this one."""
    replacing = Row.objects.filter(replaces__batch=one, batch__state=State.confirmed)
    return list(Batch.objects.filter(pk__in=replacing.values("batch_id").distinct()))


def snapshots_with(one: Batch) -> list[Snapshot]:
    """Return the snapshots that hold rows of a batch."""
    return [taken for taken in Snapshot.objects.filter(book=one.book) if one.pk in taken.batches]


def rows_digest(rows: Iterable[Row]) -> tuple[str, int]:
    """Return the digest of rows in their order, and how many there are."""
    seal, count = hashlib.sha256(), 0
    for one in rows:
        seal.update(line_of(one))
        count += 1
    return "sha256:" + seal.hexdigest(), count


def line_of(one: Row) -> bytes:
    """Return the bytes of a row that the digest of its batch covers: everything but whether it is in force."""
    told = [
        *(one.table, one.key, one.unit, dict(one.values)),
        *(one.source_file, one.source_sheet, one.source_row, one.replaces_id),
    ]
    return digests.canonical_json(told) + b"\n"


def digest_of_batch(batch_id: int | str) -> str:
    """Compute the digest of a batch's rows again from what is stored.

    Which rows are in force follows from the batches; a row whose mark says otherwise makes the digest another one.
    """
    rows = Row.objects.filter(batch_id=int(batch_id)).order_by("pk")
    digest, _ = rows_digest(rows.iterator(chunk_size=_ROWS_AT_ONCE))
    if Row.objects.filter(batch_id=int(batch_id)).filter(_is_marked_wrongly()).exists():
        return digest + "!"
    return digest


def keys_of_batches() -> Iterator[str]:
    """Yield the ids of all batches that have ever been in force."""
    for pk in Batch.objects.filter(confirmed_at__isnull=False).order_by("pk").values_list("pk", flat=True):
        yield str(pk)


def stored_files() -> Iterator[tuple[str, str]]:
    """Yield the digest of every stored file that a batch names, with what names it."""
    for pk, *found in Batch.objects.order_by("pk").values_list("pk", "file_digest", "marked_digest"):
        yield from ((digest, f"intake.batch {pk}") for digest in found if digest)


def _is_marked_wrongly() -> Q:
    """Return the condition that a row is marked in force and is not, or is and is not marked."""
    replaced = Exists(Row.objects.filter(replaces=OuterRef("pk"), batch__state=State.confirmed))
    in_force = Q(batch__state=State.confirmed) & ~Q(replaced)
    return (Q(is_current=True) & ~in_force) | (Q(is_current=False) & in_force)


def folder_of(one: Snapshot) -> Path:
    """Return the ledger folder of a snapshot, to be read by `api.evaluate_files`. Raises Refusal where it is gone."""
    folder = Path(settings.HOME) / one.folder
    if not (folder / "ledger.yaml").is_file():
        raise Refusal(
            Fault(
                "snapshot_missing",
                Place(file=one.folder),
                Text("封存的台账文件不在了", "the files of the sealed ledger are gone"),
                Text("从备份恢复该文件夹", "restore the folder from a backup"),
                one.digest,
            )
        )
    return folder


def changed_files(one: Snapshot) -> list[str]:
    """Return the files of a snapshot that are gone or no longer what was sealed."""
    folder = Path(settings.HOME) / one.folder
    return [
        name
        for name, digest in sorted(one.files.items())
        if not (folder / name).is_file() or digests.digest_of_bytes((folder / name).read_bytes()) != digest
    ]
