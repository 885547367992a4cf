"""Uploading a file and matching its columns. The file is kept as it came; it is read in a process apart."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, BinaryIO

from zhiheng.api import Fault, Place, Refusal, ledgers
from zhiheng_web.audit import acts
from zhiheng_web.intake import matching, queries, reading, tasks
from zhiheng_web.intake.models import Batch, OnConflict, State, Working
from zhiheng_web.lib import policy, store
from zhiheng_web.lib.words import Text

_DEED = "intake.import_rows"
_TABLE_FILES = (".xlsx", ".csv", ".parquet")
_LEDGER_FILES = (".zip", ".xlsx")
_MOST_BYTES = 300 << 20
_LONGEST_NAME = 80


def upload(
    actor: Any, *, share: queries.Share, table: str, file: BinaryIO, name: str, on_conflict: str = OnConflict.stop
) -> Batch:
    """Keep an uploaded file and look at it; `table` is empty for a whole ledger, which is checked at once.

    Raises Refusal for a file that cannot be read; then no batch is made.
    """
    policy.demand(actor, _DEED, share.body)
    plain = plain_name(name)
    _refuse_unfit(file, plain, table)
    digest = store.keep(file, name=plain)
    layout = reading.layout_of(store.path_of(digest), plain, table)
    with acts.act(actor, _DEED):
        batch = Batch(book=share.book, body=share.body, table=table, file_name=plain, file_digest=digest, by=actor)
        batch.own_rows_only = not queries.keeps_all_rows(actor, share)
        batch.on_conflict = OnConflict(on_conflict)
        batch.state = State.uploaded if table else State.matched
        batch.save()
        Working.objects.create(batch=batch, layout=layout)
    if not table:
        tasks.check_later(batch)
    return batch


def match_batch(
    actor: Any, *, batch: Batch, sheet: str, header: int, columns: Mapping[int, str], on_conflict: str
) -> Batch:
    """Say which cell of the header is which column, and start the dry run. Raises Refusal for an unusable match.

    Also used to check again: whatever was staged before goes.
    """
    policy.demand(actor, _DEED, batch.body)
    if batch.state in (State.confirmed, State.undone):
        # Rows that a program brought have no file whose columns could be matched.
        raise Refusal(Fault("confirmed", Place(file=batch.file_name), *_TOO_LATE))
    mapping = matching.mapping_of(batch, sheet, header, columns) if batch.table else {}
    with acts.act(actor, _DEED):
        one: Batch = Batch.objects.select_for_update().get(pk=batch.pk)
        if one.state in (State.confirmed, State.undone):
            raise Refusal(Fault("confirmed", Place(file=one.file_name), *_TOO_LATE))
        one.mapping, one.on_conflict, one.state = mapping, OnConflict(on_conflict), State.matched
        one.save()
    tasks.check_later(one)
    return one


def plain_name(name: str) -> str:
    """Return the name of an uploaded file without folders and control signs, not too long, its ending kept."""
    bare = PurePath(name.replace("\\", "/")).name
    bare = "".join(sign for sign in bare if sign.isprintable() and sign not in ':*?"<>|').strip().lstrip(".") or "file"
    path = PurePath(bare)
    return f"{path.stem[:_LONGEST_NAME]}{path.suffix[:10]}"


def _refuse_unfit(file: BinaryIO, name: str, table: str) -> None:
    if table and table not in ledgers.TABLES:
        raise KeyError(table)
    allowed = _TABLE_FILES if table else _LEDGER_FILES
    suffix = PurePath(name).suffix.lower()
    size = file.seek(0, 2)
    file.seek(0)
    if suffix not in allowed:
        words = _ALLOWED_OF_TABLE if table else _ALLOWED_OF_LEDGER
        raise Refusal(Fault("unsupported_format", Place(file=name), *words, suffix))
    if not size:
        raise Refusal(Fault("empty_file", Place(file=name), *_EMPTY))
    if size > _MOST_BYTES:
        raise Refusal(Fault("too_large", Place(file=name), *_TOO_LARGE, f"{size >> 20} MB"))


_ALLOWED_OF_TABLE = (
    Text("不读取这种格式", "this format is not read"),
    Text("另存为 .xlsx、.csv（UTF-8）或 .parquet", "save it as .xlsx, .csv (UTF-8) or .parquet"),
)
_ALLOWED_OF_LEDGER = (
    Text("整本台账只读取 .zip 或 .xlsx", "a whole ledger is read from a .zip or .xlsx only"),
    Text(
        "把台账文件夹压缩成 .zip，或者一张表一个工作表存为 .xlsx",
        "compress the ledger folder, or save one sheet a table as .xlsx",
    ),
)
_EMPTY = (
    Text("文件是 0 字节的空文件", "the file is empty: 0 bytes"),
    Text("重新导出或保存后再上传", "export or save it again"),
)
_TOO_LARGE = (
    Text("文件超过 300 MB", "the file is larger than 300 MB"),
    Text("拆成几个文件分批导入，或者改用 Parquet", "split it and import in several goes, or use Parquet"),
)
_TOO_LATE = (
    Text("这一批次已经导入或放弃", "the batch has been imported or given up"),
    Text("重新上传文件", "upload the file again"),
)
