"""Steps 1 to 3 of an import: the template, the upload, the match of columns."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhiheng_web.intake import actions, forms, matching, queries
from zhiheng_web.intake.models import Batch, OnConflict, State, table_text
from zhiheng_web.intake.queries import Share
from zhiheng_web.intake.reading.blank import template_of
from zhiheng_web.intake.views.pages import (
    WORKBOOK,
    attached,
    batch_url,
    book_url,
    crumbs_of,
    status_of,
    tried,
)
from zhiheng_web.lib.fields import spoken
from zhiheng_web.lib.gates import does

_SAMPLES = 3


@does("intake.import_rows", target=queries.share_and_table)
def template(request: HttpRequest, share: Share) -> HttpResponse:
    """Answer with the template of a table."""
    name = f"{table_text(share.table).zh}-{share.table}.xlsx"
    return attached(template_of(share.table, share.book.currency_unit), name, WORKBOOK)


@does("intake.import_rows", target=queries.share_and_table)
def upload(request: HttpRequest, share: Share) -> HttpResponse:
    """Show steps 1 and 2 for a table; take a file."""
    hint = spoken(".xlsx、.csv 或 .parquet，不超过 300 MB", ".xlsx, .csv or .parquet, at most 300 MB")
    return _upload(request, share, accept=".xlsx,.csv,.parquet", hint=hint)


@does("intake.import_rows", target=queries.share)
def upload_ledger(request: HttpRequest, share: Share) -> HttpResponse:
    """Show the upload of a whole ledger; take a file."""
    hint = spoken(
        "台账文件夹压缩成的 .zip，或者一张表一个工作表的 .xlsx",
        "a .zip of the ledger folder, or an .xlsx with a sheet a table",
    )
    return _upload(request, share, accept=".zip,.xlsx", hint=hint)


def _upload(request: HttpRequest, share: Share, *, accept: str, hint: Any) -> HttpResponse:
    form = forms.UploadForm(request.POST or None, request.FILES or None, accept=accept, hint=hint)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        batch = tried(
            form,
            lambda: actions.upload(
                request.user,
                share=share,
                table=share.table,
                file=file,
                name=file.name,
                on_conflict=form.cleaned_data["on_conflict"],
            ),
        )
        if batch is not None:
            return HttpResponseRedirect(batch_url(batch, "match" if batch.table else "batch"), status=303)
    keys = [share.book.pk, share.body.pk, share.table]
    context = {
        "form": form,
        "share": share,
        "table": table_text(share.table) if share.table else None,
        "template_url": reverse("intake:template", args=keys) if share.table else "",
        "step": 2,
        "crumbs": crumbs_of(share),
        "back": book_url(share),
    }
    return render(request, "intake/upload.html", context, status=status_of(form))


@does("intake.import_rows", target=queries.batch)
def match(request: HttpRequest, batch: Batch) -> HttpResponse:
    """Show step 3: the columns of the file beside those of the table; take the match."""
    if not batch.table or batch.state in (State.confirmed, State.undone):
        return HttpResponseRedirect(batch_url(batch), status=303)
    asked = request.POST if request.method == "POST" else request.GET
    sheet = matching.sheet_at(batch.working.layout, batch.table, asked.get("sheet"))
    typed = asked.get("header", "")
    header = int(typed) if typed.isdecimal() and len(typed) < 9 else sheet["header"]
    cells = matching.header_cells(sheet, header)
    if not cells:
        header, cells = sheet["header"], matching.header_cells(sheet, sheet["header"])
    form = forms.MatchForm(request.POST or None, batch=batch, cells=cells, proposed=matching.propose(batch, cells))
    if request.method == "POST" and form.is_valid():
        conflict = asked.get("on_conflict", batch.on_conflict)
        done = tried(
            form,
            lambda: actions.match_batch(
                request.user,
                batch=batch,
                sheet=sheet["name"],
                header=header,
                columns=form.columns(),
                on_conflict=conflict if conflict in OnConflict.values else batch.on_conflict,
            ),
        )
        if done is not None:
            return HttpResponseRedirect(batch_url(batch), status=303)
    share = Share(batch.book, batch.body)
    context = {
        "form": form,
        "batch": batch,
        "sheet": sheet,
        "sheets": batch.working.layout,
        "header": header,
        "tops": sheet["top"],
        "lines": _lines(form, sheet, header),
        "missing": _missing(form),
        "conflicts": forms.CONFLICTS,
        "conflict": asked.get("on_conflict", batch.on_conflict),
        "step": 3,
        "crumbs": crumbs_of(share),
        "back": book_url(share),
    }
    return render(request, "intake/match.html", context, status=status_of(form))


def _lines(form: forms.MatchForm, sheet: dict[str, Any], header: int) -> list[dict[str, Any]]:
    """Return each column of the file: number, header, first values, and the field that matches it."""
    samples = [row["cells"] for row in sheet["top"] if row["index"] > header][:_SAMPLES]
    return [
        {
            "number": index + 1,
            "field": field,
            "samples": [cells[index] for cells in samples if index < len(cells) and cells[index]],
        }
        for index, field in enumerate(form)
    ]


def _missing(form: forms.MatchForm) -> int:
    """Return how many columns of the file the match leaves out."""
    return sum(1 for field in form if not field.value())
