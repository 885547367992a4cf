"""Steps 4 and 5 of an import: the dry run with its faults, the confirmation; and the end of a batch."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhiheng.api import ledgers
from zhiheng_web.bodies import actions as bodies
from zhiheng_web.intake import actions, forms, queries
from zhiheng_web.intake.models import Batch, Row, State, Wrong, table_text
from zhiheng_web.intake.queries import Share
from zhiheng_web.intake.views.pages import (
    WORKBOOK,
    batch_url,
    book_url,
    crumbs_of,
    download,
    status_of,
    tried,
)
from zhiheng_web.lib import policy, store
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Column, Filter, Listing, Spec
from zhiheng_web.lib.words import Text, say


@does("intake.read_book", target=queries.batch)
def shown(request: HttpRequest, batch: Batch) -> HttpResponseBase:
    """Show a batch as far as it has come: at work, the dry run, imported, undone."""
    if batch.state == State.uploaded:
        return HttpResponseRedirect(batch_url(batch, "match"), status=303)
    listing = Listing(request, Wrong.objects.filter(batch=batch), _FAULTS)
    exported = listing.export()
    return exported or _page(request, batch, forms.ConfirmForm(), listing)


def _page(request: HttpRequest, batch: Batch, form: forms.ConfirmForm, listing: Listing) -> HttpResponse:
    share = Share(batch.book, batch.body)
    may_import = policy.may(request.user, "intake.import_rows", batch.body)
    context: dict[str, Any] = {
        "batch": batch,
        "share": share,
        "form": form,
        "listing": listing,
        "counts": _counts(batch),
        "step": 5 if batch.state == State.confirmed else 4,
        "working": getattr(batch, "working", None),
        "may_import": may_import,
        "may_confirm": may_import and batch.state == State.checked and batch.count("new") + batch.count("changed") > 0,
        "may_undo": batch.state == State.confirmed and policy.may(request.user, "intake.undo_batch", batch.body),
        "offers_units": _offers_units(request.user, batch),
        "is_stale": batch.state == State.checked and batch.checked_version != batch.book.version,
        "import_url": _import_url(batch),
        "crumbs": crumbs_of(share),
        "back": book_url(share),
    }
    return render(request, "intake/batch.html", context, status=status_of(form))


def _import_url(batch: Batch) -> str:
    keys = [batch.book_id, batch.body_id]
    if not batch.table:
        return reverse("intake:upload_ledger", args=keys)
    return reverse("intake:upload", args=[*keys, batch.table])


def _counts(batch: Batch) -> list[dict[str, Any]]:
    keys = [batch.book_id, batch.body_id]
    return [
        {"text": table_text(name), "url": reverse("intake:rows", args=[*keys, name]), **batch.counts["tables"][name]}
        for name in ledgers.TABLES
        if name in batch.counts.get("tables", {})
    ]


def _offers_units(person: Any, batch: Batch) -> bool:
    return "units" in batch.counts.get("tables", {}) and policy.may_somewhere(person, "bodies.take_units")


@does("intake.import_rows", target=queries.batch)
@require_POST
def confirm(request: HttpRequest, batch: Batch) -> HttpResponse:
    """Put a checked batch in force."""
    form = forms.ConfirmForm(request.POST)
    done = None
    if form.is_valid():
        done = tried(form, lambda: actions.confirm_batch(request.user, batch=batch, choice=form.cleaned_data["choice"]))
    if done is None:
        return _page(request, batch, form, Listing(request, Wrong.objects.filter(batch=batch), _FAULTS))
    number = done.count("new") + done.count("changed")
    messages.success(request, say(Text(f"已导入 {number} 行。", f"{number} rows are imported.")))
    if form.cleaned_data["take_units"] and _offers_units(request.user, batch):
        _take_units(request, batch)
    return HttpResponseRedirect(batch_url(batch), status=303)


def _take_units(request: HttpRequest, batch: Batch) -> None:
    """Take the units of a batch into the tree of bodies; what prevents it is told, the import stands."""
    rows = Row.objects.filter(batch=batch, table="units").order_by("pk").values_list("values", flat=True)
    form = forms.ConfirmForm({})
    taken = tried(form, lambda: bodies.take_units(request.user, list(rows)))
    if taken is None:
        told = "；".join(str(error) for error in form.non_field_errors())
        messages.warning(
            request, say(Text(f"数据已导入，单位没有纳入机构树：{told}", f"Imported, but not the units: {told}"))
        )
        return
    new, changed = taken.created, taken.changed + taken.moved
    messages.success(
        request,
        say(Text(f"机构树：新增 {new} 个，变更 {changed} 个。", f"Tree of bodies: {new} new, {changed} changed.")),
    )


@does("intake.import_rows", target=queries.batch)
@require_POST
def check_again(request: HttpRequest, batch: Batch) -> HttpResponse:
    """Do the dry run again with the same match."""
    mapping = batch.mapping
    columns = {int(index): name for index, name in mapping.get("columns", {}).items()}
    actions.match_batch(
        request.user,
        batch=batch,
        sheet=mapping.get("sheet", ""),
        header=mapping.get("header", 0),
        columns=columns,
        on_conflict=batch.on_conflict,
    )
    return HttpResponseRedirect(batch_url(batch), status=303)


@does("intake.import_rows", target=queries.batch)
@require_POST
def discard(request: HttpRequest, batch: Batch) -> HttpResponse:
    """Give a batch up."""
    actions.discard_batch(request.user, batch=batch)
    messages.success(
        request, say(Text("这一批次已放弃，没有导入任何内容。", "The batch is given up; nothing was imported."))
    )
    return HttpResponseRedirect(book_url(Share(batch.book, batch.body)), status=303)


@does("intake.undo_batch", target=queries.batch)
def undo(request: HttpRequest, batch: Batch) -> HttpResponse:
    """Show what undoing would do; do it with a reason."""
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if tried(form, lambda: actions.undo_batch(request.user, batch=batch, reason=reason)) is not None:
            messages.success(request, say(Text("已撤销这一批次。", "The batch is undone.")))
            return HttpResponseRedirect(batch_url(batch), status=303)
    share = Share(batch.book, batch.body)
    context = {
        "form": form,
        "batch": batch,
        "count": batch.count("new") + batch.count("changed"),
        "crumbs": crumbs_of(share),
        "back": batch_url(batch),
    }
    return render(request, "intake/undo.html", context, status=status_of(form))


@does("intake.read_book", target=queries.batch)
def file(request: HttpRequest, batch: Batch) -> HttpResponseBase:
    """Answer with the file as it was uploaded."""
    if not batch.file_digest:
        raise Http404
    return download(store.path_of(batch.file_digest), batch.file_name)


@does("intake.read_book", target=queries.batch)
def marked(request: HttpRequest, batch: Batch) -> HttpResponseBase:
    """Answer with the uploaded file as a workbook whose wrong cells are red."""
    if not batch.marked_digest:
        raise Http404
    stem = batch.file_name.rpartition(".")[0]
    return download(store.path_of(batch.marked_digest), f"{stem}-问题.xlsx", WORKBOOK)


def _column_text(wrong: Wrong) -> str:
    spec = ledgers.TABLES.get(wrong.table)
    found = next((one for one in spec.columns if one.name == wrong.column), None) if spec else None
    return say(Text(found.label, found.name)) if found else wrong.column


_FAULTS = Spec(
    Text("问题清单", "list of faults"),
    (
        Column("table", Text("表", "table"), lambda one: table_text(one.table), order_by=("table",)),
        Column("sheet", Text("工作表或文件", "sheet or file"), lambda one: one.sheet, order_by=("sheet",)),
        Column("row", Text("行", "row"), lambda one: one.row, "number", order_by=("row",)),
        Column("column", Text("列", "column"), _column_text, order_by=("column",)),
        Column("value", Text("读到的值", "value found"), lambda one: one.value),
        Column("reason", Text("问题", "what is wrong"), lambda one: one.reason, order_by=("code",)),
        Column("remedy", Text("改法", "how to mend it"), lambda one: one.remedy),
    ),
    (
        Filter(
            "table",
            Text("表", "table"),
            lambda rows, typed: rows.filter(table=typed),
            [(name, table_text(name)) for name in ledgers.TABLES],
            "choice",
        ),
        Filter("column", Text("列（英文名）", "column"), lambda rows, typed: rows.filter(column=typed)),
    ),
)
