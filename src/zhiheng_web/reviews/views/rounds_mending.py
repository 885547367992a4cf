"""Pages of the mending: each problem with what was done, its files, the check; the second submission."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from zhiheng.api import Refusal
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.given_files import SHOWN_INLINE, shown_file
from zhiheng_web.lib.words import Text, language, say
from zhiheng_web.reviews import guards, queries
from zhiheng_web.reviews.actions import rounds as rounds_actions
from zhiheng_web.reviews.actions import rounds_mending as actions
from zhiheng_web.reviews.forms.rounds import CheckForm, MendingForm
from zhiheng_web.reviews.models import FileReview, Mending
from zhiheng_web.reviews.reading import rounds as reading
from zhiheng_web.reviews.views.pages import file_crumbs
from zhiheng_web.reviews.views.rounds import READ, to


@does(READ, target=queries.file_review)
def mending(request: HttpRequest, one: FileReview) -> HttpResponse:
    """Show what is to be mended in a file, and what was done about it."""
    return _page(request, one)


def _page(request: HttpRequest, one: FileReview, wrong: dict[int, Any] | None = None) -> HttpResponse:
    person = request.user
    guards.demand_file(person, READ, one)
    if one.notified_at is None:
        raise Http404
    is_open = one.state == "mending"
    may_report = is_open and policy.may(person, actions.REPORT, one.body)
    may_check = is_open and policy.may(person, actions.CHECK, one.body)
    blamed = wrong or {}
    rows = []
    for place in reading.standings(one, with_evidence=True):
        row: dict[str, Any] = {"standing": place, "line": place.line}
        if place.mending is not None:
            row |= _mending_row(place.mending, person.pk, may_report=may_report, may_check=may_check)
            if place.mending.pk in blamed:
                row |= blamed[place.mending.pk]
        rows.append(row)
    left = [row for row in rows if row["standing"].mending and row["standing"].mending.state != "accepted"]
    context = {
        "file": one,
        "rows": rows,
        "left": len(left),
        "is_open": is_open,
        "inline": SHOWN_INLINE,
        "objection_due": reading.objection_due(one),
        "may_object": policy.may(person, "reviews.object", one.body) and reading.is_open_to_objection(one),
        "may_resubmit": is_open and policy.may(person, "reviews.resubmit_file", one.body),
        "crumbs": file_crumbs(person, one),
    }
    return render(request, "reviews/rounds/mending.html", context, status=422 if wrong else 200)


def _mending_row(one: Mending, person_pk: Any, *, may_report: bool, may_check: bool) -> dict[str, Any]:
    told = {"note": one.note, "version": one.version}
    text, tone = reading.MENDING_TEXTS[one.state]
    row: dict[str, Any] = {"mending": one, "state": text, "tone": tone}
    if may_report and one.state != "accepted":
        row["form"] = MendingForm(initial=told, prefix=f"m{one.pk}")
    if may_check and one.state == "reported":
        row["is_own_report"] = one.reported_by_id == person_pk
        row["check"] = CheckForm(initial={"version": one.version}, prefix=f"c{one.pk}")
    return row


@does(actions.REPORT, target=reading.mending)
@require_POST
def report_mending(request: HttpRequest, one: Mending) -> HttpResponse:
    """Report what was done about a problem, with its files."""
    guards.demand_file(request.user, actions.REPORT, reading.file_of(one))
    form = MendingForm(request.POST, request.FILES, prefix=f"m{one.pk}")
    file_review = reading.file_of(one)
    if form.is_valid():
        told = form.cleaned_data
        try:
            for file in told["pieces"]:
                name, size = file.name or "", file.size or 0
                actions.add_evidence(actor=request.user, mending=one, file=file.file, name=name, size=size)
            actions.report_mending(actor=request.user, mending=one, note=told["note"], version=told["version"])
        except Refusal as refusal:
            for fault in refusal.faults:
                form.add_error(None, fault.of(language()))
        else:
            messages.success(request, say(Text("整改情况已报告，等待核对", "reported; it waits to be checked")))
            return to("mending", file_review.pk, place=f"#mending-{one.pk}")
    return _page(request, queries.file_review(file_review.pk), {one.pk: {"form": form}})


@does(actions.CHECK, target=reading.mending)
@require_POST
def check_mending(request: HttpRequest, one: Mending) -> HttpResponse:
    """Accept what was reported, or return it with the reason."""
    file_review = reading.file_of(one)
    guards.demand_file(request.user, actions.CHECK, file_review)
    form = CheckForm(request.POST, prefix=f"c{one.pk}")
    is_accepted = request.POST.get("do") == "accept"
    if form.is_valid():
        told = form.cleaned_data
        try:
            actions.check_mending(
                actor=request.user, mending=one, is_accepted=is_accepted, version=told["version"], note=told["note"]
            )
        except Refusal as refusal:
            for fault in refusal.faults:
                form.add_error(None, fault.of(language()))
        else:
            said = Text("整改已核对通过", "accepted") if is_accepted else Text("已退回", "returned")
            messages.success(request, say(said))
            return to("mending", file_review.pk, place=f"#mending-{one.pk}")
    return _page(request, queries.file_review(file_review.pk), {one.pk: {"check": form}})


@does("reviews.resubmit_file", target=queries.file_review)
@require_POST
def resubmit(request: HttpRequest, one: FileReview) -> HttpResponse:
    """Submit a file the second time."""
    rounds_actions.resubmit(actor=request.user, file_review=one, reason=request.POST.get("reason", ""))
    messages.success(request, say(Text("已二次送评", "submitted a second time")))
    return to("file", one.pk)


@does(READ, target=reading.mending_file)
def mending_file(request: HttpRequest, one: reading.MendingFile) -> HttpResponseBase:
    """Give a file out that proves a mending; photos and PDF are shown in the browser."""
    guards.demand_file(request.user, READ, reading.file_of(one.mending))
    evidence = one.evidence
    return shown_file(evidence.digest, name=evidence.name, media_type=evidence.media_type)


@does(actions.REPORT, target=reading.mending_file)
@require_POST
def withdraw_mending_file(request: HttpRequest, one: reading.MendingFile) -> HttpResponse:
    """Withdraw a file before the mending is accepted."""
    actions.withdraw_evidence(actor=request.user, mending=one.mending, evidence=one.evidence)
    messages.success(request, say(Text("材料已撤回", "the file was withdrawn")))
    return to("mending", reading.file_of(one.mending).pk, place=f"#mending-{one.mending.pk}")
