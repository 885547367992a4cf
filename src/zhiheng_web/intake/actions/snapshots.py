"""Sealing a snapshot: the rows in force written as a ledger folder, read back by the library, and kept for good."""

from __future__ import annotations

import csv
import json
import os
import secrets
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings

from zhiheng.api import Fault, Place, Refusal, digests, ledgers, open_ledger
from zhiheng_web.audit import acts
from zhiheng_web.intake.models import Book, Row, Snapshot
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text

FOLDER = "snapshots"
_ROWS_AT_ONCE = 2_000


def take_snapshot(actor: Any, book: Book, *, name: str, reason: str = "") -> Snapshot:
    """Seal the rows in force of a book as a ledger folder. Raises Refusal where the library cannot read them."""
    if actor is not None:
        policy.demand(actor, "intake.take_snapshot", book.body)
    if Snapshot.objects.filter(book=book, name=name).exists():
        raise _refused(book, "snapshot_twice", *_TWICE, value=name)
    version = Book.objects.get(pk=book.pk).version
    draft = Path(settings.HOME) / FOLDER / f".making-{secrets.token_hex(8)}"
    draft.mkdir(parents=True)
    try:
        counts = _write(book, draft)
        # The library's own reader decides what the ledger is: rows that it would set aside are refused here.
        ledger = open_ledger(draft)
        files = {path.name: digests.digest_of_bytes(path.read_bytes()) for path in sorted(draft.iterdir())}
        folder = _settle(draft, files)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    with acts.act(actor, "intake.take_snapshot", reason=reason):
        if Book.objects.select_for_update().get(pk=book.pk).version != version:
            raise _refused(book, "book_changed", *_CHANGED)
        rows = Row.objects.filter(book=book, is_current=True).order_by()
        one = Snapshot(book=book, name=name, digest=ledger.digest, folder=folder, files=files, counts=counts)
        one.batches = sorted(pk for (pk,) in rows.values_list("batch_id").distinct())
        one.taken_at, one.taken_by = clock.now(), actor
        one.save()
    return one


def _write(book: Book, folder: Path) -> dict[str, int]:
    """Write ledger.yaml and a CSV file for every table with rows; return how many rows each has."""
    counts = {}
    for name, spec in ledgers.TABLES.items():
        rows = Row.objects.filter(book=book, table=name, is_current=True).order_by("pk")
        headers = [column.name for column in spec.columns]
        number = 0
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(headers)
            for values in rows.values_list("values", flat=True).iterator(chunk_size=_ROWS_AT_ONCE):
                writer.writerow([values.get(header, "") for header in headers])
                number += 1
        if number:
            counts[name] = number
        else:
            path.unlink()
    (folder / "ledger.yaml").write_text(_head(book), encoding="utf-8", newline="\n")
    return counts


def _head(book: Book) -> str:
    """Return ledger.yaml. Amounts stand in yuan, whatever unit the files were written in."""
    complete = "all" if book.findings_complete == ["all"] else json.dumps(book.findings_complete, ensure_ascii=False)
    lines = [
        f"name: {_scalar(book.name)}",
        f"period: {{from: {book.period_from.isoformat()}, to: {book.period_to.isoformat()}}}",
        *([f"region: {_scalar(book.region)}"] if book.region else []),
        f"calendar: {_scalar(book.calendar)}",
        "currency_unit: yuan",
        *([f"as_of: {book.as_of.isoformat()}"] if book.as_of else []),
        *([f"findings_complete: {complete}"] if book.findings_complete else []),
    ]
    return "\n".join(lines) + "\n"


def _scalar(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a string of JSON is one of YAML


def _settle(draft: Path, files: dict[str, str]) -> str:
    """Put the folder in its place, named after what is in it; return that place below the home."""
    name = digests.digest_of(dict(files)).removeprefix("sha256:")
    final = draft.parent / name
    if not final.exists():
        for path in draft.iterdir():
            path.chmod(0o444)
            _sync(path)
        _sync(draft)
        draft.rename(final)
        _sync(final.parent)
    return f"{FOLDER}/{name}"


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refused(book: Book, code: str, reason: Text, remedy: Text, *, value: str = "") -> Refusal:
    return Refusal(Fault(code, Place(file=book.name), reason, remedy, value))


_TWICE = (
    Text("这本台账已有同名快照", "the ledger has a snapshot of this name already"),
    Text("换一个名称", "choose another name"),
)
_CHANGED = (
    Text("封存时台账发生了变化，没有封存", "the ledger changed while it was sealed; nothing was sealed"),
    Text("再封存一次", "seal it again"),
)
