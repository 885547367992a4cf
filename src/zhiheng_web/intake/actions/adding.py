"""Rows that a program brings: judged by the same rules as a file, in force at once or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from zhiheng.api import Fault, Place, Refusal, ledgers
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.intake import queries, staging
from zhiheng_web.intake.actions.confirming import put_in_force
from zhiheng_web.intake.models import Batch, Book, OnConflict, State, Wrong
from zhiheng_web.lib import policy

_DEED = "intake.import_rows"
_MOST_TOLD = 50


def add_rows(
    actor: Any,
    book: Book,
    table: str,
    rows: Iterable[Mapping[str, object]],
    *,
    source: str,
    on_conflict: str = OnConflict.update,
    body: Body | None = None,
    reason: str = "",
) -> Batch:
    """Bring rows of one table into a book as one confirmed batch; `source` names where they come from.

    Rows are maps of English column names to text, Decimal, int, bool, date or aware datetime; money is in yuan.
    Raises Refusal with every fault (the first 50) where a row cannot be used; then nothing has happened.
    """
    part = ledgers.part_of_rows(ledgers.TABLES[table], rows, source)
    return _add(actor, book, {table: [part]}, source=source, on_conflict=on_conflict, body=body, reason=reason)


def add_ledger(
    actor: Any, book: Book, path: Path, *, source: str = "", on_conflict: str = OnConflict.update, reason: str = ""
) -> Batch:
    """Bring all tables of a trusted ledger folder or workbook into a book as one confirmed batch.

    Raises Refusal as `add_rows`. Uploaded files do not come in here: they are read in a process apart.
    """
    came = ledgers.open_whole(path)
    in_wan = came.metadata is not None and came.metadata.currency_unit == "wan_yuan"
    return _add(
        actor, book, came.parts, source=source or path.name, on_conflict=on_conflict, reason=reason, in_wan=in_wan
    )


def _add(
    actor: Any,
    book: Book,
    parts: Mapping[str, Sequence[ledgers.Part]],
    *,
    source: str,
    on_conflict: str,
    reason: str,
    body: Body | None = None,
    in_wan: bool = False,
) -> Batch:
    share = queries.Share(book, body or book.body)
    if actor is not None:
        policy.demand(actor, _DEED, share.body)
    with acts.act(actor, _DEED, reason=reason):
        # Read anew: what the caller holds may be older than the last batch.
        kept = Book.objects.select_for_update().get(pk=book.pk)
        batch = Batch(book=kept, body=share.body, file_name=source, on_conflict=on_conflict, by=actor)
        batch.own_rows_only = not queries.keeps_all_rows(actor, share)
        batch.table = next(iter(parts)) if len(parts) == 1 else ""
        batch.save()
        staging.take_over(batch, "program")
        run = staging.Staging(batch, "program", staging.codes_of(batch))
        tally = run.stage(ledgers.judge_submission(parts, staging.standing_of(batch, parts), in_wan=in_wan))
        if tally.wrong_cells:
            raise Refusal(_faults(batch))
        batch.counts, batch.rows_digest = tally.counts(), tally.digest()
        batch.state, batch.checked_version = State.checked, kept.version
        put_in_force(batch)
    book.refresh_from_db()
    return batch


def _faults(batch: Batch) -> list[Fault]:
    return [
        Fault(
            wrong.code,
            Place(file=batch.file_name, table=wrong.table, row=wrong.row, column=wrong.column),
            wrong.reason,
            wrong.remedy,
            wrong.value,
        )
        for wrong in Wrong.objects.filter(batch=batch)[:_MOST_TOLD]
    ]
