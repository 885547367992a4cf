"""The pages of issued documents: the list, one of them, its files, and the check of an edited copy."""

from __future__ import annotations

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiheng.api import Refusal
from zhiheng_web.documents import checking, reading
from zhiheng_web.documents.facts import KINDS, kind_text
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.documents.reading import Issued
from zhiheng_web.lib.fields import spoken, wrong
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.given_files import given_file
from zhiheng_web.lib.listing import Column, Filter, Listing, Spec
from zhiheng_web.lib.words import Text, language

_LIST = Text("文书", "Documents")
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_MOST_MEGABYTES = 20


class CheckForm(forms.Form):
    """An edited copy of a document."""

    file = forms.FileField(
        label=spoken("修改后的 Word 文件", "Edited Word file"),
        help_text=spoken(
            "文字可以改，数字应与评价结果一致；文件只用于核对，不保存",
            "Words may change, figures may not; the file is not kept",
        ),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def clean_file(self) -> object:
        """Refuse what is no .docx, and what is too large."""
        file = self.cleaned_data["file"]
        if not (file.name or "").lower().endswith(".docx"):
            raise wrong("只能核对 .docx 文件；请另存为 Word 文档", "only .docx files can be checked; save it as one")
        if file.size > _MOST_MEGABYTES * 1024 * 1024:
            raise wrong(f"文件超过 {_MOST_MEGABYTES} MB", f"the file is larger than {_MOST_MEGABYTES} MB")
        return file


def _spec() -> Spec:
    kinds = [(key, text) for key, (_, text) in KINDS.items()]
    return Spec(
        _LIST,
        columns=(
            Column("number", Text("文号", "Number"), lambda one: one.number, order_by=("number",), href=_href),
            Column("title", Text("标题", "Title"), lambda one: one.title, order_by=("title",), href=_href),
            Column("kind", Text("种类", "Kind"), lambda one: kind_text(one.kind), order_by=("kind",)),
            Column("body", Text("印发单位", "Issued by"), lambda one: one.body.name),
            Column("addressee", Text("送达单位", "Addressee"), lambda one: one.addressee.name if one.addressee else ""),
            Column("issued", Text("印发日期", "Issued on"), lambda one: one.issued_at, "day", ("issued_at",)),
        ),
        filters=(
            Filter("kind", Text("种类", "Kind"), lambda rows, key: rows.filter(kind=key), kinds, "choice"),
            Filter("word", Text("文号或标题", "Number or title"), _by_word),
            Filter(
                "since",
                Text("印发不早于", "Issued from"),
                lambda rows, day: rows.filter(issued_at__date__gte=day),
                kind="day",
            ),
        ),
        order="-issued",
    )


def _href(one: IssuedDocument) -> str:
    return reverse("documents:issued_document", args=[one.pk])


def _by_word(rows, word):  # type: ignore[no-untyped-def]
    return rows.filter(title__icontains=word) | rows.filter(number__icontains=word)


@does("documents.read_issued")
def listed(request: HttpRequest) -> HttpResponseBase:
    """Show the documents that a person may read."""
    listing = Listing(request, reading.documents_for(request.user), _spec())
    return listing.export() or render(request, "documents/issued_list.html", {"listing": listing})


@does("documents.read_issued", target=reading.issued)
def shown(request: HttpRequest, issued: Issued) -> HttpResponse:
    """Show a document: who issued it, its files, what it corrects, and the check."""
    reading.demand_read(request.user, issued.document)
    return _page(request, issued.document, CheckForm())


@does("documents.read_issued", target=reading.issued)
def check(request: HttpRequest, issued: Issued) -> HttpResponse:
    """Check an edited copy and name each figure that does not follow, with its place."""
    reading.demand_read(request.user, issued.document)
    form = CheckForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, issued.document, form, status=422 if form.is_bound else 200)
    file = form.cleaned_data["file"]
    try:
        found = checking.check_edited(issued.document, file, name=file.name)
    except Refusal as refusal:
        for fault in refusal.faults:
            form.add_error("file", fault.of(language()))
        return _page(request, issued.document, form, status=422)
    told = [one.of(language()) for one in found]
    return _page(request, issued.document, CheckForm(), checked=True, found=told, file_name=file.name)


def _page(
    request: HttpRequest, document: IssuedDocument, form: CheckForm, *, status: int = 200, **more: object
) -> HttpResponse:
    visible = [one for one in document.corrections.select_related("body") if reading.may_read(request.user, one)]
    context = {
        "document": document,
        "kind": kind_text(document.kind),
        "form": form,
        "corrections": visible,
        "crumbs": [(_LIST, reverse("documents:issued"))],
        **more,
    }
    return render(request, "documents/issued.html", context, status=status)


@does("documents.read_issued", target=reading.issued)
def word(request: HttpRequest, issued: Issued) -> HttpResponseBase:
    """Give the Word file out, to be edited."""
    reading.demand_read(request.user, issued.document)
    return given(issued.document, "docx")


@does("documents.read_issued", target=reading.issued)
def pdf(request: HttpRequest, issued: Issued) -> HttpResponseBase:
    """Give the PDF file out, to be kept."""
    reading.demand_read(request.user, issued.document)
    return given(issued.document, "pdf")


def given(document: IssuedDocument, form: str) -> FileResponse:
    """Answer with a file of a document; who may have it the caller has asked. Raises Http404 where there is none."""
    digest = document.pdf if form == "pdf" else document.word
    if not digest:
        raise Http404
    return given_file(digest, name=f"{document.title}（{document.number}）.{form}", media_type=_TYPES[form])
