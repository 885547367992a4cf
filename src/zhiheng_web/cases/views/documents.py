"""Documents of a file: shown in the browser's own viewer, given out, added, put in order, withdrawn."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp, csp_replace
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhiheng.api import Refusal
from zhiheng_web.cases import actions, masking, queries
from zhiheng_web.cases.forms import CopyForm, DocumentsForm, WithdrawForm, arranged_of, arranging
from zhiheng_web.cases.models import Case, FileDocument
from zhiheng_web.cases.views.cases import CASES, page_of
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.given_files import given_file, shown_file
from zhiheng_web.lib.schemas import bytes_of
from zhiheng_web.lib.words import Text, language, say

READ, ADD = "cases.read_case", "cases.add_document"
BLACKEN, WITHDRAW = "cases.blacken_document", "cases.withdraw_document"
#: What a document itself may do when it is shown: nothing but be shown, and only in our own frames.
_SHOWN = {
    "default-src": [NONE],
    "object-src": [SELF],
    "img-src": [SELF],
    "style-src": ["'unsafe-inline'"],
    "frame-ancestors": [SELF],
}


@require_GET
@does(READ, target=queries.document)
def shown(request: HttpRequest, document: FileDocument) -> HttpResponse:
    """Show a document alone, with the way to the one before and the one after."""
    return render(request, "cases/document.html", _alone(request, document))


def _alone(request: HttpRequest, document: FileDocument, *, copy: CopyForm | None = None) -> dict[str, Any]:
    """Return what the page of a document shows a person."""
    case, person = document.case, request.user
    queries.demand_theirs(person, case)
    document = masking.document_for(person, document)
    documents, original = masking.documents_for(person, case), document.masks_id or document.pk
    place = next((place for place, one in enumerate(documents) if original in (one.pk, one.masks_id)), None)
    papers = masking.papers_rule(person, case)
    known = None if papers else queries.blackened_of(case).get(document.pk)
    may_blacken = papers is None and not document.is_blackened and queries.may(person, case, BLACKEN)
    return {
        "document": document,
        "case": case,
        "form": WithdrawForm(),
        "copy_form": copy or CopyForm(),
        "before": documents[place - 1] if place else None,
        "after": documents[place + 1] if place is not None and place + 1 < len(documents) else None,
        "number": None if place is None else place + 1,
        "count": len(documents),
        "papers": papers,
        "blackened": known,
        "may_blacken": may_blacken and known is None and document.withdrawn_at is None,
        "may_withdraw": papers is None and document.withdrawn_at is None and queries.may(person, case, WITHDRAW),
        "crumbs": _crumbs(case),
    }


@require_GET
@xframe_options_sameorigin
@csp(_SHOWN)
@does(READ, target=queries.document)
def given(request: HttpRequest, document: FileDocument) -> HttpResponseBase:
    """Give a document out to be shown in the browser's own viewer."""
    queries.demand_theirs(request.user, document.case)
    document = masking.opened(request.user, document)
    return shown_file(document.digest, name=document.name, media_type=document.media_type)


@require_GET
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@does(READ, target=queries.document)
def look(request: HttpRequest, document: FileDocument) -> HttpResponseBase:
    """Show a document in a frame beside a page: a picture as such, a PDF by the browser's own viewer."""
    queries.demand_theirs(request.user, document.case)
    document = masking.document_for(request.user, document)
    if document.is_withheld:
        return render(request, "cases/withheld.html", {"document": document}, status=403)
    if document.media_type == "application/pdf":
        place = max(1, _number(request.GET.get("page", "")))
        # What browsers' viewers understand of a PDF's address: the page, the width of the window, no bar of pictures.
        opened = f"#page={place}&view=FitH&navpanes=0"
        return HttpResponseRedirect(reverse("cases:document_file", args=[document.pk]) + opened)
    return render(request, "cases/look.html", {"document": document})


@require_GET
@does(READ, target=queries.document)
def download(request: HttpRequest, document: FileDocument) -> HttpResponseBase:
    """Give a document out as a file to be kept."""
    queries.demand_theirs(request.user, document.case)
    document = masking.opened(request.user, document)
    return given_file(document.digest, name=document.name, media_type=document.media_type)


@require_GET
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@does(READ, target=queries.case)
def page(request: HttpRequest, case: Case) -> HttpResponse:
    """Lead to a page of the bound file: to the document in which it lies, at its page."""
    queries.demand_theirs(request.user, case)
    asked = request.GET.get("page", "")
    found = queries.page_of(masking.documents_for(request.user, case), _number(asked))
    if found is None:
        return render(request, "cases/no_page.html", {"asked": asked[:20]}, status=404)
    document, place = found
    return HttpResponseRedirect(f"{reverse('cases:look', args=[document.pk])}?page={place}")


def _number(typed: str) -> int:
    """Return a page that was asked for, 0 where it is no number."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 0


@require_http_methods(["GET", "POST"])
@does(ADD, target=queries.case)
def add(request: HttpRequest, case: Case) -> HttpResponse:
    """Add documents to a file; what is refused is told above the form."""
    queries.demand_theirs(request.user, case, ADD)
    if request.method == "GET":
        return HttpResponseRedirect(f"{reverse('cases:case', args=[case.pk])}#add")
    form = DocumentsForm(request.POST, request.FILES)
    if form.is_valid():
        files = [actions.Upload(bytes_of(one), one.name or "", one.size or 0) for one in form.cleaned_data["pieces"]]
        try:
            made = actions.add_documents(request.user, case=case, files=files, title=form.cleaned_data["title"])
        except Refusal as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, say(_added(made)))
            return HttpResponseRedirect(f"{reverse('cases:case', args=[case.pk])}#documents", status=303)
    return render(request, "cases/case.html", page_of(request, case, form=form), status=422)


def _added(made: list[FileDocument]) -> Text:
    pages = sum(one.pages for one in made)
    return Text(
        f"已加入 {len(made)} 份文书，共 {pages} 页；请核对起始页和页数",
        f"{len(made)} added, {pages} pages in all; check first pages and numbers of pages",
    )


@require_http_methods(["GET", "POST"])
@does(ADD, target=queries.case)
def arrange(request: HttpRequest, case: Case) -> HttpResponse:
    """Put the documents of a file in order, with titles and pages."""
    queries.demand_theirs(request.user, case, ADD)
    documents = list(queries.documents_of(case))
    forms = arranging(documents, request.POST if request.method == "POST" else None)
    faults: tuple[Any, ...] = ()
    if request.method == "POST" and forms.is_valid():
        try:
            arranged = arranged_of(forms.forms, renumber="renumber" in request.POST)
            actions.arrange_documents(request.user, case=case, arranged=arranged)
        except Refusal as refusal:
            faults = tuple(refusal.faults)
        else:
            messages.success(request, say(Text("卷内顺序和页码已保存", "order and pages are kept")))
            return HttpResponseRedirect(f"{reverse('cases:case', args=[case.pk])}#documents", status=303)
    rows = list(zip(documents, forms.forms, strict=False))
    context = {"case": case, "forms": forms, "rows": rows, "faults": faults, "crumbs": _crumbs(case)}
    return render(request, "cases/arrange.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@does(BLACKEN, target=queries.document)
def blacken(request: HttpRequest, document: FileDocument) -> HttpResponse:
    """Add the blackened copy of a document; what is refused is told above the form."""
    queries.demand_theirs(request.user, document.case, BLACKEN)
    here = reverse("cases:document", args=[document.pk])
    if request.method == "GET":
        return HttpResponseRedirect(f"{here}#blacken")
    form = CopyForm(request.POST, request.FILES)
    if form.is_valid():
        (piece,) = form.cleaned_data["piece"]
        upload = actions.Upload(bytes_of(piece), piece.name or "", piece.size or 0)
        try:
            actions.blacken_document(request.user, document=document, upload=upload)
        except Refusal as refusal:
            _tell(form, refusal)
        else:
            said = Text("涂黑副本已保存，盲评时代替原件", "the blackened copy is kept; blind reviewers get it instead")
            messages.success(request, say(said))
            return HttpResponseRedirect(here, status=303)
    return render(request, "cases/document.html", _alone(request, document, copy=form), status=422)


@require_POST
@does(WITHDRAW, target=queries.document)
def withdraw(request: HttpRequest, document: FileDocument) -> HttpResponse:
    """Withdraw a document with the reason."""
    actions.withdraw_document(request.user, document=document, reason=request.POST.get("reason", "")[:2000])
    messages.success(request, say(Text("文书已撤下，记录保留", "the document is withdrawn; its record stays")))
    return HttpResponseRedirect(f"{reverse('cases:case', args=[document.case_id])}#documents", status=303)


def _crumbs(case: Case) -> list[tuple[Text | str, str]]:
    return [(CASES, reverse("cases:cases")), (case.code, reverse("cases:case", args=[case.pk]))]


def _tell(form: Any, refusal: Refusal) -> None:
    for fault in refusal.faults:
        form.add_error(None, fault.of(language()))
