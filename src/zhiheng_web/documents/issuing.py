"""Issuing official documents: the number, the Word file to edit, the PDF/A to keep, and the record of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from zhiheng import api
from zhiheng_web.audit import acts, states
from zhiheng_web.bodies.models import Body
from zhiheng_web.documents.models import IssuedDocument, Numbering
from zhiheng_web.lib import clock, store


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be issued. `build` makes the document once its number is known; `facts` are kept to check it later.

    `series` is the organ's short name in the number: 渝城执评〔2026〕7号. `result` is the digest of the result.json
    that its figures follow from; `facts` are read again by `documents.facts.read_facts`.
    """

    body: Body
    kind: str
    subject: str
    title: str
    series: str
    build: Callable[[str], Any]
    facts: Mapping[str, Any]
    addressee: Body | None = None
    result: str = ""
    corrects: IssuedDocument | None = None
    is_public: bool = False


def issue(order: Order, *, actor: Any, deed: str) -> IssuedDocument:
    """Give the next number of the series, write the document and enter it, all in one act: no number is lost or twice.

    Raises Refusal where the document cannot be made (then no number is used).
    """
    with acts.act(actor, deed):
        number = _next_number(order.body, order.series)
        word, pdf = write(order.build(number))
        issued = IssuedDocument(
            body=order.body,
            addressee=order.addressee,
            kind=order.kind,
            subject=order.subject,
            number=number,
            title=order.title,
            facts=states.plain(dict(order.facts)),
            result=order.result,
            word=word,
            pdf=pdf,
            issued_by=actor,
            issued_at=clock.now(),
            corrects=order.corrects,
            is_public=order.is_public,
        )
        issued.save()
        return issued


def _next_number(body: Body, series: str) -> str:
    year = clock.today().year
    row = Numbering.objects.select_for_update().filter(body=body, series=series, year=year).first()
    row = row or Numbering(body=body, series=series, year=year)
    row.last += 1
    row.save()
    return f"{series}〔{year}〕{row.last}号"


def write(document: Any) -> tuple[str, str]:
    """Write a document as Word and, where the PDF engine is installed, as PDF/A; return their digests."""
    with TemporaryDirectory(prefix="zhiheng-") as place:
        word, pdf = Path(place) / "document.docx", Path(place) / "document.pdf"
        api.documents.write_word(document, word)
        kept = store.keep(word.read_bytes(), name="document.docx")
        if not api.documents.has_typst():
            return kept, ""
        api.documents.write_pdf(document, pdf)
        return kept, store.keep(pdf.read_bytes(), name="document.pdf")
