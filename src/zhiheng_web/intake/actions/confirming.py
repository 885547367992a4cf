"""Confirming a batch, taking it back, giving it up. Each is one act: all rows change together, or none."""

from __future__ import annotations

from typing import Any

from zhiheng.api import Fault, Place, Refusal, ledgers
from zhiheng_web.audit import acts
from zhiheng_web.intake import ports, queries, staging
from zhiheng_web.intake.models import ROWS_KIND, Batch, Book, Choice, Row, State
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text

_ROWS_AT_ONCE = 2_000


def confirm_batch(actor: Any, *, batch: Batch, choice: str = Choice.all_or_nothing, reason: str = "") -> Batch:
    """Put the rows of a checked batch in force, in one act. Raises Refusal where the dry run no longer holds."""
    _demand(actor, "intake.import_rows", batch)
    with acts.act(actor, "intake.import_rows", reason=reason):
        one = _locked(batch)
        if one.state != State.checked:
            raise _refused(one, "not_checked", *_NOT_CHECKED)
        if not one.own_rows_only and not queries.keeps_all_rows(actor, queries.Share(one.book, one.body)):
            raise _refused(one, "foreign_unit", *_NOT_YOURS)
        if one.count("wrong") and choice != Choice.good_rows_only:
            raise _refused(one, "wrong_rows", *_WRONG_ROWS, value=str(one.count("wrong")))
        if not one.count("new") + one.count("changed"):
            raise _refused(one, "nothing_to_import", *_NOTHING)
        if one.checked_version != one.book.version:
            raise _refused(one, "book_changed", *_CHANGED)
        one.choice = Choice(choice)
        put_in_force(one)
    return one


def put_in_force(batch: Batch) -> None:
    """Switch the staged rows of a batch, inside an act: they stand, and those they replace no longer do."""
    under_way = acts.current()
    assert under_way is not None
    digest, count = queries.rows_digest(_rows(batch).iterator(chunk_size=_ROWS_AT_ONCE))
    if digest != batch.rows_digest:
        raise _refused(batch, "rows_changed", *_TAMPERED)
    Row.objects.filter(staging.replaced_by(batch)).update(is_current=False)
    _rows(batch).update(is_current=True)
    _count_change(batch.book)
    batch.state, batch.confirmed_at = State.confirmed, clock.now()
    batch.save()
    under_way.wrote_batch(ROWS_KIND, str(batch.pk), digest=digest, count=count)
    ports.tell(batch.book, ports.Change(batch, "confirmed"))


def undo_batch(actor: Any, *, batch: Batch, reason: str) -> Batch:
    """Take a batch back, in one act: its rows no longer stand, those it had replaced stand again.

    Raises Refusal where a snapshot or a later batch rests on it, or rows of others refer to its rows.
    """
    _demand(actor, "intake.undo_batch", batch)
    with acts.act(actor, "intake.undo_batch", reason=reason):
        one = _locked(batch)
        if one.state != State.confirmed:
            raise _refused(one, "not_confirmed", *_NOT_CONFIRMED)
        if taken := queries.snapshots_with(one):
            raise _refused(one, "in_snapshot", *_IN_SNAPSHOT, value="、".join(map(str, taken)))
        if later := queries.later_batches(one):
            raise _refused(one, "replaced_later", *_REPLACED_LATER, value="、".join(map(str, later)))
        _refuse_leaning(one)
        _rows(one).update(is_current=False)
        Row.objects.filter(staging.replaced_by(one)).update(is_current=True)
        _count_change(one.book)
        one.state, one.undone_at = State.undone, clock.now()
        one.save()
        ports.tell(one.book, ports.Change(one, "undone"))
    return one


def discard_batch(actor: Any, *, batch: Batch) -> Batch:
    """Give up a batch that was never confirmed; what was staged of it goes."""
    _demand(actor, "intake.import_rows", batch)
    with acts.act(actor, "intake.import_rows", reason="放弃 discarded"):
        one = _locked(batch)
        if one.state in (State.confirmed, State.undone):
            raise _refused(one, "confirmed", *_CONFIRMED)
        staging.take_over(one, "discarded")
        one.state, one.undone_at = State.undone, clock.now()
        one.save()
    staging.clear(one)
    return one


def _demand(actor: Any, deed: str, batch: Batch) -> None:
    if actor is not None:
        policy.demand(actor, deed, batch.body)


def _locked(batch: Batch) -> Batch:
    """Return batch and book as they stand now; nobody else changes them until the act ends."""
    book = Book.objects.select_for_update().get(pk=batch.book_id)
    one: Batch = Batch.objects.select_for_update(of=("self",)).select_related("body").get(pk=batch.pk)
    one.book = book
    return one


def _rows(batch: Batch) -> Any:
    return Row.objects.filter(batch=batch).order_by("pk")


def _count_change(book: Book) -> None:
    book.version += 1
    book.save()


def _refuse_leaning(batch: Batch) -> None:
    """Refuse to take rows away that rows of other batches refer to."""
    gone: dict[str, set[str]] = {}
    rows = _rows(batch).filter(replaces__isnull=True).exclude(key="").values_list("table", "key")
    for table, key in rows.iterator(chunk_size=_ROWS_AT_ONCE):
        gone.setdefault(table, set()).add(key)
    for name, spec in ledgers.TABLES.items():
        columns = [(column.name, gone[column.refers_to]) for column in spec.columns if column.refers_to in gone]
        if not columns:
            continue
        others = Row.objects.filter(book=batch.book, table=name, is_current=True).exclude(batch=batch).order_by()
        for pk, values in others.values_list("pk", "values").iterator(chunk_size=_ROWS_AT_ONCE):
            for column, keys in columns:
                if values.get(column) in keys:
                    told = f"{name} #{pk}: {column} = {values[column]}"
                    raise _refused(batch, "referred_to", *_REFERRED_TO, value=told)


def _refused(batch: Batch, code: str, reason: Text, remedy: Text, *, value: str = "") -> Refusal:
    return Refusal(Fault(code, Place(file=batch.file_name), reason, remedy, value))


_NOT_CHECKED = (
    Text("这一批次不在待确认状态", "the batch does not wait to be confirmed"),
    Text("回到批次页面，看它现在的状态", "see on the page of the batch how far it is"),
)
_NOT_YOURS = (
    Text(
        "这一批次含有其他单位的数据，由评价办公室确认",
        "the batch may hold rows of others: the evaluation office confirms it",
    ),
    Text(
        "请评价办公室确认，或者重新导入本单位的数据", "ask the evaluation office, or import the rows of your own body"
    ),
)
_WRONG_ROWS = (
    Text("有问题的行还没有改正；没有导入任何一行", "some rows are wrong; nothing was imported"),
    Text(
        "改正后重新上传，或者明确选择“只导入没有问题的行”",
        "mend and upload again, or choose “good rows only” explicitly",
    ),
)
_NOTHING = (
    Text("没有新增或变更的行，无须导入", "there is no new or changed row to import"),
    Text("核对上传的文件", "check the file that was uploaded"),
)
_CHANGED = (
    Text("预检之后台账已经变化", "the ledger has changed since the dry run"),
    Text("重新预检，再确认", "check again, then confirm"),
)
_TAMPERED = (
    Text("暂存的行与预检结果不一致，没有导入", "the staged rows are not those of the dry run; nothing was imported"),
    Text("重新预检；再次出现时告知系统管理员", "check again; if it happens again, tell the system administrator"),
)
_NOT_CONFIRMED = (
    Text("只有已导入的批次可以撤销", "only an imported batch can be undone"),
    Text("未确认的批次可以放弃", "a batch that was not confirmed can be discarded"),
)
_IN_SNAPSHOT = (
    Text("这一批次已用于封存的快照，不能撤销", "a sealed snapshot holds the batch: it can no longer be undone"),
    Text("导入更正后的行，再封存新的快照", "import corrected rows and seal a new snapshot"),
)
_REPLACED_LATER = (
    Text("后来的批次更正了其中的行", "a later batch has replaced rows of it"),
    Text("先撤销后来的批次", "undo the later batch first"),
)
_REFERRED_TO = (
    Text("其他批次的行引用了这一批次的行", "rows of other batches refer to rows of this one"),
    Text("先撤销引用它的批次", "undo the batch that refers to it first"),
)
_CONFIRMED = (
    Text("已导入的批次不能放弃", "an imported batch cannot be discarded"),
    Text("可以撤销这一批次", "it can be undone"),
)
