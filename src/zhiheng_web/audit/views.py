"""The pages of the trail: the list, a line opened, the history of an object, the check of the chain."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiheng_web.audit import acts, queries, verification
from zhiheng_web.audit.listing import spec
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text

_TRAIL = Text("审计记录", "Audit trail")


@does("audit.read_trail")
def listed(request: HttpRequest) -> HttpResponseBase:
    """List the lines; taking them out as a file is itself a line."""
    listing = Listing(request, queries.lines(), spec())
    answer = listing.export()
    if answer is None:
        context = {"listing": listing, "may_verify": policy.may_somewhere(request.user, "audit.verify_trail")}
        return render(request, "audit/list.html", context)
    person: Any = request.user
    with acts.act(person, "audit.export_trail") as one:
        one.note("audit.line", "export", {"query": listing.query, "rows": listing.total})
    return answer


@does("audit.read_trail")
def line(request: HttpRequest, line_id: int) -> HttpResponse:
    """Show a line: who, when, why, each object before and after, the digests."""
    found = queries.line(line_id)
    context = {
        "line": found,
        "deed": queries.deed_text(found.deed),
        "changes": queries.changes_of(found),
        "digest_now": found.digest_now(),
        "before": found.sequence - 1,
        "after": found.sequence + 1 if queries.lines().filter(sequence=found.sequence + 1).exists() else None,
        "crumbs": [(_TRAIL, reverse("audit:list"))],
    }
    return render(request, "audit/line.html", context)


@does("audit.read_trail")
def history(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Show everything that has been done to one object, the latest first."""
    lines = queries.history_of(kind, key, most=200)
    if not lines:
        raise Http404
    context = {
        "kind": queries.kind_text(kind),
        "key": key,
        "told": [
            (one, queries.deed_text(one.deed), [x for x in queries.changes_of(one) if (x.kind, x.key) == (kind, key)])
            for one in lines
        ],
        "crumbs": [(_TRAIL, reverse("audit:list"))],
    }
    return render(request, "audit/object.html", context)


@does("audit.verify_trail")
def verify(request: HttpRequest) -> HttpResponse:
    """Check the whole trail and show what was found; that it was checked is itself a line."""
    report = None
    if request.method == "POST":
        person: Any = request.user
        report = verification.verify()
        with acts.act(person, "audit.verify_trail") as one:
            one.note("audit.line", "verification", {"lines": report.lines, "problems": len(report.problems)})
    context = {"report": report, "crumbs": [(_TRAIL, reverse("audit:list"))]}
    return render(request, "audit/verify.html", context)
