"""The list of cases, the page of a case, and what the office does to a whole ledger: index and checks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from zhiheng_web.cases import actions, masking, queries
from zhiheng_web.cases.checked import found_in, latest_snapshot
from zhiheng_web.cases.forms import DocumentsForm
from zhiheng_web.cases.listings import cases_of, spec_for
from zhiheng_web.cases.models import Case
from zhiheng_web.cases.panels import panels_of
from zhiheng_web.cases.timeline import Moment
from zhiheng_web.intake import queries as intake
from zhiheng_web.intake.models import Book
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text, say

CASES = Text("案件", "Cases")


@require_GET
@does("cases.read_case")
def listed(request: HttpRequest) -> HttpResponseBase:
    """Show the cases that the person may read, with filters."""
    listing = Listing(request, cases_of(request.user), spec_for(request.user))
    answer = listing.export()
    if answer is not None:
        return answer
    left_out: list[tuple[Book, dict[str, int], int]] = []
    if not listing.chosen:
        within = policy.within_reach(request.user, "cases.index")
        books = {book.pk: book for book in Book.objects.filter(within).select_related("body")}
        gone = queries.left_out(books.values())
        left_out = [(books[book_id], units, sum(units.values())) for book_id, units in gone.items()]
    may_import = policy.may_somewhere(request.user, "intake.read_book")
    context = {"listing": listing, "left_out": left_out, "may_import": may_import}
    return render(request, "cases/cases.html", context)


@require_GET
@does("cases.read_case", target=queries.case)
def shown(request: HttpRequest, case: Case) -> HttpResponse:
    """Show a case: its head, what happened, what others know of it, and the documents of its file beside."""
    queries.demand_theirs(request.user, case)
    return render(request, "cases/case.html", page_of(request, case, form=DocumentsForm()))


def page_of(request: HttpRequest, case: Case, *, form: DocumentsForm) -> dict[str, Any]:
    """Return what the page of a case shows a person."""
    person = request.user
    checked, papers = found_in(case), masking.papers_rule(person, case)
    moments: Iterable[Moment] = queries.timeline(case)
    told: dict[str, Any] = {"blackened": queries.blackened_of(case)}
    if papers is not None:
        moments = masking.moments_for(moments, case)
        told = {"papers": papers, "masked": masking.MASKED, "names": masking.Names(case)}
    return {
        "case": case,
        "form": form,
        "moments": moments,
        "checked": checked,
        "has_snapshot": checked.run is not None or latest_snapshot(case.book) is not None,
        "may_check": policy.may(person, "cases.run_checks", case.book.body),
        "may_seal": policy.may(person, "intake.take_snapshot", case.book.body),
        "panels": panels_of(person, case),
        "documents": masking.documents_for(person, case),
        "withdrawn": [] if papers else list(case.documents.exclude(withdrawn_at=None).select_related("uploaded_by")),
        "may_add": case.is_current and queries.may(person, case, "cases.add_document"),
        "may_withdraw": queries.may(person, case, "cases.withdraw_document"),
        "may_read_rows": policy.may(person, "intake.read_book", case.book.body),
        "is_interested": queries.is_interested(person, case),
        "crumbs": [(CASES, reverse("cases:cases"))],
        **told,
    }


@require_POST
@does("cases.index", target=intake.book)
def index(request: HttpRequest, book: Book) -> HttpResponse:
    """Make the index of a ledger's cases anew."""
    actions.reindex_book(request.user, book=book)
    messages.success(request, say(Text("已开始重新整理案件目录", "the index of the cases is being made anew")))
    return HttpResponseRedirect(reverse("cases:cases"), status=303)


@require_POST
@does("cases.run_checks", target=intake.book)
def run_checks(request: HttpRequest, book: Book) -> HttpResponse:
    """Run the checks over the latest snapshot of a ledger."""
    actions.run_checks(request.user, book=book)
    said = Text(
        "检查已开始；完成后在案件页面可以看到发现", "the checks are running; what they find will stand on the cases"
    )
    messages.success(request, say(said))
    asked = request.POST.get("case", "")
    here = reverse("cases:case", args=[int(asked)]) if asked.isascii() and asked.isdecimal() and len(asked) < 18 else ""
    return HttpResponseRedirect(here or reverse("cases:cases"), status=303)
