"""Operations on ledgers: books, rows, batches from the upload to the undoing, snapshots."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import field_validator

from zhiheng.api import ledgers
from zhiheng_web.bodies.models import Body
from zhiheng_web.intake import actions, queries
from zhiheng_web.intake.models import Batch, Book, Row, Snapshot, Wrong
from zhiheng_web.intake.queries import Share
from zhiheng_web.lib import policy
from zhiheng_web.lib.rest import Key, api_does
from zhiheng_web.lib.schemas import Data, Day, Line, Reason, Why, bytes_of, named, paged

router = Router(tags=["intake"])
Conflict = Literal["stop", "skip", "update"]


class BookOut(Schema):
    """A ledger kept by a body: [period_from, period_to)."""

    id: int
    body_id: int
    name: str
    period_from: date
    period_to: date
    as_of: date | None
    region: str
    currency_unit: str
    findings_complete: list[str]
    fictional: bool
    version: int


class ShareOut(BookOut):
    """A ledger as a body sees it: `share_id` is the body whose share it is."""

    share_id: int

    @staticmethod
    def of(share: Share) -> ShareOut:
        """Return the schema of a share."""
        return ShareOut(share_id=share.body.pk, **BookOut.from_orm(share.book).dict())


class BookIn(Schema):
    """What a ledger says of itself. Money in files is read in `currency_unit` and kept in yuan."""

    name: Line = Field(min_length=1)
    period_from: Day
    period_to: Day
    as_of: Day | None = None
    region: Line = ""
    currency_unit: Literal["yuan", "wan_yuan"] = "yuan"
    findings_complete: list[Line] = Field(default_factory=list, max_length=1000)
    fictional: bool = False


class NewBook(BookIn):
    """A ledger to be opened."""

    body_id: Key


class RowOut(Schema):
    """A row in force: canonical texts by English column, and where it came from."""

    id: int
    table: str
    key: str
    unit: str
    values: dict[str, Data]
    batch_id: int
    source_file: str
    source_sheet: str
    source_row: int


class BatchOut(Schema):
    """Rows that came in one go. `state`: uploaded, matched, checked, confirmed, undone, failed."""

    id: int
    book_id: int
    body_id: int
    table: str
    file_name: str
    file_digest: str
    state: str
    mapping: dict[str, Data]
    counts: dict[str, Data]
    faults: list[Data]
    on_conflict: str
    choice: str
    at: datetime
    confirmed_at: datetime | None
    undone_at: datetime | None


class WrongOut(Schema):
    """A cell that cannot be used: where, what was found, why, how to mend it."""

    table: str
    sheet: str
    row: int
    column: str
    value: str
    code: str
    reason_zh: str
    reason_en: str
    remedy_zh: str
    remedy_en: str


class MatchIn(Schema):
    """Which cell of the header (by place, from 0) is which column."""

    sheet: Line = ""
    header: int = Field(0, ge=0, le=10_000)
    columns: dict[int, Line] = Field(max_length=500)
    on_conflict: Conflict = "stop"


class UploadIn(Schema):
    """What a file is: a table of the ledger, or the whole ledger where `table` is empty."""

    table: str = Field("", json_schema_extra={"enum": ["", *ledgers.TABLES]})
    on_conflict: Conflict = "stop"

    @field_validator("table")
    @classmethod
    def _is_known(cls, value: str) -> str:
        if value and value not in ledgers.TABLES:
            raise ValueError("no ledger has this table")
        return value


class ConfirmIn(Schema):
    """Which rows come in."""

    choice: Literal["all_or_nothing", "good_rows_only"] = "all_or_nothing"


class SnapshotOut(Schema):
    """A sealed state of a ledger; `digest` is what results name."""

    id: int
    book_id: int
    name: str
    digest: str
    files: dict[str, str]
    counts: dict[str, Data]
    taken_at: datetime


class SnapshotIn(Schema):
    """The name of a snapshot, and why it is taken."""

    name: Line = Field(min_length=1)
    reason: Reason = "接口 API"


@router.get("/books", response=list[ShareOut])
@paged
@api_does("intake.read_book")
def books(request: HttpRequest) -> list[ShareOut]:
    """列出可读的台账。 List the ledgers in reach."""
    return [ShareOut.of(one) for one in queries.shares_of(request.user, "intake.read_book")]


@router.post("/books", response={201: BookOut})
@api_does("intake.keep_book")
def create(request: HttpRequest, told: NewBook) -> Any:
    """建立台账。 Open a ledger."""
    values = told.dict()
    body = named(Body, values.pop("body_id"))
    policy.demand(request.user, "intake.keep_book", body)
    return Status(201, actions.keep_book(request.user, body=body, **values))


@router.get("/books/{book_id}", response=BookOut)
@api_does("intake.read_book", target=queries.book)
def book(request: HttpRequest, book: Book) -> Book:
    """查看台账。 Read a ledger."""
    return book


@router.put("/books/{book_id}", response=BookOut)
@api_does("intake.keep_book", target=queries.book)
def change(request: HttpRequest, book: Book, told: BookIn) -> Any:
    """修改台账的说明。 Change what a ledger says of itself."""
    return actions.keep_book(request.user, body=book.body, book=book, **told.dict())


@router.get("/books/{book_id}/bodies/{body_id}/rows/{table}", response=list[RowOut])
@paged
@api_does("intake.read_book", target=queries.share_and_table)
def rows(request: HttpRequest, share: Share) -> QuerySet[Row]:
    """列出一张表中有效的行。 List the rows in force of a table, as a body sees them."""
    return share.rows().order_by("pk")


@router.get("/books/{book_id}/bodies/{body_id}/batches", response=list[BatchOut])
@paged
@api_does("intake.read_book", target=queries.share)
def batches(request: HttpRequest, share: Share) -> QuerySet[Batch]:
    """列出导入批次。 List the batches that came through a body."""
    found: QuerySet[Batch] = Batch.objects.filter(book=share.book)
    return found if share.is_whole else found.filter(body=share.body)


@router.post("/books/{book_id}/bodies/{body_id}/batches", response={201: BatchOut})
@api_does("intake.import_rows", target=queries.share)
def upload(request: HttpRequest, share: Share, file: File[UploadedFile], told: Form[UploadIn]) -> Any:
    """上传文件。 Upload a file; one table is matched next, a whole ledger is checked at once."""
    batch = actions.upload(
        request.user,
        share=share,
        table=told.table,
        file=bytes_of(file),
        name=file.name or "file",
        on_conflict=told.on_conflict,
    )
    return Status(201, batch)


@router.get("/batches/{batch_id}", response=BatchOut)
@api_does("intake.read_book", target=queries.batch)
def batch(request: HttpRequest, batch: Batch) -> Batch:
    """查看导入批次。 Read a batch: how far it is, and its counts."""
    return batch


@router.get("/batches/{batch_id}/wrong", response=list[WrongOut])
@paged
@api_does("intake.read_book", target=queries.batch)
def wrong(request: HttpRequest, batch: Batch) -> QuerySet[Wrong]:
    """列出预检发现的问题。 List what the dry run found wrong."""
    found: QuerySet[Wrong] = Wrong.objects.filter(batch=batch)
    return found


@router.post("/batches/{batch_id}/check", response=BatchOut)
@api_does("intake.import_rows", target=queries.batch)
def check(request: HttpRequest, batch: Batch, told: MatchIn) -> Any:
    """对应列并预检。 Match the columns and start the dry run; done again, it starts anew."""
    actions.match_batch(request.user, batch=batch, **told.dict())
    return queries.batch(batch.pk)


@router.post("/batches/{batch_id}/confirm", response=BatchOut)
@api_does("intake.import_rows", target=queries.batch)
def confirm(request: HttpRequest, batch: Batch, told: ConfirmIn) -> Any:
    """确认导入。 Put a checked batch in force."""
    return actions.confirm_batch(request.user, batch=batch, choice=told.choice)


@router.post("/batches/{batch_id}/undo", response=BatchOut)
@api_does("intake.undo_batch", target=queries.batch)
def undo(request: HttpRequest, batch: Batch, told: Why) -> Any:
    """撤销批次。 Take a batch back."""
    return actions.undo_batch(request.user, batch=batch, reason=told.reason)


@router.post("/batches/{batch_id}/discard", response=BatchOut)
@api_does("intake.import_rows", target=queries.batch)
def discard(request: HttpRequest, batch: Batch) -> Any:
    """放弃未确认的批次。 Give up a batch that was not confirmed."""
    return actions.discard_batch(request.user, batch=batch)


@router.get("/books/{book_id}/snapshots", response=list[SnapshotOut])
@paged
@api_does("intake.read_book", target=queries.book)
def snapshots(request: HttpRequest, book: Book) -> QuerySet[Snapshot]:
    """列出封存快照。 List the snapshots of a ledger."""
    found: QuerySet[Snapshot] = book.snapshots.all()
    return found


@router.post("/books/{book_id}/snapshots", response={201: SnapshotOut})
@api_does("intake.take_snapshot", target=queries.book)
def seal(request: HttpRequest, book: Book, told: SnapshotIn) -> Any:
    """封存快照。 Seal the rows in force."""
    return Status(201, actions.take_snapshot(request.user, book, name=told.name, reason=told.reason))


@router.get("/snapshots/{snapshot_id}", response=SnapshotOut)
@api_does("intake.read_book", target=queries.snapshot)
def snapshot(request: HttpRequest, snapshot: Snapshot) -> Snapshot:
    """查看快照。 Read a snapshot."""
    return snapshot
