"""What the pages of the intake share: the way to a page, refusals in forms, files as answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django import forms
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from zhiheng.api import Refusal
from zhiheng_web.intake.models import Batch
from zhiheng_web.intake.queries import Share
from zhiheng_web.lib.words import Text, language

BOOKS = Text("台账", "Ledgers")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def book_url(share: Share) -> str:
    """Return the address of a share's page."""
    return reverse("intake:book", args=[share.book.pk, share.body.pk])


def batch_url(batch: Batch, name: str = "batch") -> str:
    """Return an address of a batch."""
    return reverse(f"intake:{name}", args=[batch.pk])


def crumbs_of(share: Share | None = None, *more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Return the way: all books, the book, and what is given further."""
    way: list[tuple[Any, str]] = [(BOOKS, reverse("intake:books"))]
    if share is not None:
        way.append((share.book.name, book_url(share)))
    return [*way, *more]


def tried(form: forms.Form, act: Callable[[], Any]) -> Any:
    """Do something; a refusal goes into the form and nothing is returned."""
    try:
        return act()
    except Refusal as refusal:
        for fault in refusal.faults[:30]:
            form.add_error(None, fault.of(language()))
        return None


def status_of(form: forms.Form) -> int:
    """Return the status of a page with a form: 422 where something is to be put right."""
    return 422 if form.is_bound and form.errors else 200


def download(path: Path, name: str, kind: str = "application/octet-stream") -> FileResponse:
    """Answer with a stored file under a name; no browser shows it in the page or guesses what it is."""
    response = FileResponse(path.open("rb"), content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def attached(data: bytes, name: str, kind: str) -> HttpResponse:
    """Answer with bytes as a file."""
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
