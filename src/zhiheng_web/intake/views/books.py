"""The pages of books and snapshots."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhiheng_web.intake import actions, forms, queries
from zhiheng_web.intake.models import Book, Snapshot, table_text
from zhiheng_web.intake.queries import Share
from zhiheng_web.intake.views.pages import attached, book_url, crumbs_of, status_of, tried
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text, say

_BATCHES_SHOWN = 20


@does("intake.read_book")
def listed(request: HttpRequest) -> HttpResponse:
    """Show the books in reach."""
    shares = queries.shares_of(request.user, "intake.read_book")
    counts = queries.rows_in_force([share.book.pk for share in shares])
    books = [
        {"share": share, "url": book_url(share), "rows": counts.get(share.book.pk, 0) if share.is_whole else None}
        for share in shares
    ]
    may_create = policy.may_somewhere(request.user, "intake.keep_book")
    return render(request, "intake/books.html", {"books": books, "may_create": may_create})


@does("intake.keep_book")
def create(request: HttpRequest) -> HttpResponse:
    """Open a book."""
    form = forms.BodyBookForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        book = tried(form, lambda: actions.keep_book(request.user, **form.cleaned_data))
        if book is not None:
            messages.success(
                request, say(Text("台账已建立。下一步：导入单位表。", "The ledger is open. Next: import units."))
            )
            return HttpResponseRedirect(book_url(Share(book, book.body)), status=303)
    context = {"form": form, "crumbs": crumbs_of(), "back": reverse("intake:books")}
    return render(request, "intake/book_form.html", context, status=status_of(form))


@does("intake.keep_book", target=queries.book)
def edit(request: HttpRequest, book: Book) -> HttpResponse:
    """Change what a book says of itself."""
    share = Share(book, book.body)
    initial = {name: getattr(book, name) for name in forms.BookForm.base_fields}
    initial["findings_complete"] = ", ".join(book.findings_complete)
    form = forms.BookForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = tried(form, lambda: actions.keep_book(request.user, body=book.body, book=book, **form.cleaned_data))
        if done is not None:
            messages.success(request, say(Text("已保存。", "Saved.")))
            return HttpResponseRedirect(book_url(share), status=303)
    context = {"form": form, "book": book, "crumbs": crumbs_of(share), "back": book_url(share)}
    return render(request, "intake/book_form.html", context, status=status_of(form))


@does("intake.read_book", target=queries.share)
def shown(request: HttpRequest, share: Share) -> HttpResponse:
    """Show a book: its tables with counts, batches, snapshots."""
    counts = queries.counts_by_table(share.rows())
    keys = [share.book.pk, share.body.pk]
    tables = [
        {
            "text": table_text(name),
            "count": count,
            "url": reverse("intake:rows", args=[*keys, name]),
            "import_url": reverse("intake:upload", args=[*keys, name]),
        }
        for name, count in counts.items()
    ]
    batches = share.book.batches.select_related("by", "body")
    if not share.is_whole:
        batches = batches.filter(body__path__startswith=share.body.path)
    context = {
        "share": share,
        "book": share.book,
        "tables": tables,
        "total": sum(counts.values()),
        "batches": list(batches[:_BATCHES_SHOWN]),
        "snapshots": list(share.book.snapshots.select_related("taken_by")) if share.is_whole else [],
        "may_import": policy.may(request.user, "intake.import_rows", share.body),
        "may_edit": share.is_whole and policy.may(request.user, "intake.keep_book", share.body),
        "may_seal": share.is_whole and policy.may(request.user, "intake.take_snapshot", share.body),
        "crumbs": crumbs_of(),
    }
    return render(request, "intake/book.html", context)


@does("intake.take_snapshot", target=queries.book)
def seal(request: HttpRequest, book: Book) -> HttpResponse:
    """Seal a snapshot of a book."""
    share = Share(book, book.body)
    form = forms.SnapshotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        taken = tried(form, lambda: actions.take_snapshot(request.user, book, **form.cleaned_data))
        if taken is not None:
            messages.success(
                request, say(Text("快照已封存，可以用于评价。", "The snapshot is sealed and can be evaluated."))
            )
            return HttpResponseRedirect(reverse("intake:snapshot", args=[taken.pk]), status=303)
    counts = queries.counts_by_table(share.rows())
    context = {
        "form": form,
        "book": book,
        "counts": [(table_text(name), count) for name, count in counts.items() if count],
        "crumbs": crumbs_of(share),
        "back": book_url(share),
    }
    return render(request, "intake/seal.html", context, status=status_of(form))


@does("intake.read_book", target=queries.snapshot)
def snapshot(request: HttpRequest, taken: Snapshot) -> HttpResponse:
    """Show a snapshot: what it holds, from which batches, its digests, and whether its files are what was sealed."""
    context: dict[str, Any] = {
        "snapshot": taken,
        "counts": [(table_text(name), count) for name, count in taken.counts.items()],
        "batches": list(taken.book.batches.filter(pk__in=taken.batches).select_related("by")),
        "files": sorted(taken.files.items()),
        "changed": queries.changed_files(taken),
        "crumbs": crumbs_of(Share(taken.book, taken.book.body)),
    }
    return render(request, "intake/snapshot.html", context)


@does("intake.read_book", target=queries.snapshot)
def snapshot_file(request: HttpRequest, taken: Snapshot) -> HttpResponse:
    """Answer with the ledger folder of a snapshot as an archive, for `zhiheng evaluate`."""
    folder = queries.folder_of(taken)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(taken.files):
            archive.write(folder / name, name)
    return attached(stream.getvalue(), f"ledger-{taken.digest[7:19]}.zip", "application/zip")
