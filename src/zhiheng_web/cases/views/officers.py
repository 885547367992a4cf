"""The list of officers, the page of one, and whose account theirs is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from zhiheng.api import Refusal
from zhiheng_web.cases import actions, queries
from zhiheng_web.cases.forms import InitialsForm, LinkForm
from zhiheng_web.cases.listings import OFFICERS, officers_of
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text, language, say

KEEP = "cases.keep_officers"
_OFFICERS = Text("办案人员", "Officers")


@require_GET
@does("cases.read_case")
def listed(request: HttpRequest) -> HttpResponseBase:
    """Show the officers that the person may see."""
    listing = Listing(request, officers_of(request.user), OFFICERS)
    answer = listing.export()
    if answer is not None:
        return answer
    may_keep = policy.may_somewhere(request.user, KEEP)
    waiting = len(queries.linkable_for(request.user)) if may_keep else 0
    context = {"listing": listing, "may_keep": may_keep, "waiting": waiting}
    return render(request, "cases/officers.html", context)


@require_GET
@does("cases.read_case", target=queries.officer)
def shown(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Show an officer, and to the office the forms that keep them."""
    queries.demand_officer(request.user, officer)
    return _page(request, officer)


def _page(request: HttpRequest, officer: Officer, *, link: Any = None, correct: Any = None) -> HttpResponse:
    led, assisted = (cases.filter(is_current=True).count() for cases in (officer.led_cases, officer.assisted_cases))
    context = {
        "officer": officer,
        "link": link or LinkForm(officer, initial={"account": officer.account_id}),
        "correct": correct or InitialsForm(initial={"initials": officer.initials}),
        "form": link or correct,
        "may_keep": policy.may(request.user, KEEP, officer.body),
        "led": led,
        "assisted": assisted,
        "crumbs": [(_OFFICERS, reverse("cases:officers"))],
    }
    return render(request, "cases/officer.html", context, status=422 if link or correct else 200)


@require_POST
@does(KEEP, target=queries.officer)
def link(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Say whose account the officer's is."""
    form = LinkForm(officer, request.POST)
    if form.is_valid():
        try:
            actions.link_account(request.user, officer=officer, **form.cleaned_data)
            return _kept(request, officer)
        except Refusal as refusal:
            _tell(form, refusal)
    return _page(request, officer, link=form)


@require_POST
@does(KEEP, target=queries.officer)
def correct(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Correct the initials by which the officer is found."""
    form = InitialsForm(request.POST)
    if form.is_valid():
        try:
            actions.correct_initials(request.user, officer=officer, initials=form.cleaned_data["initials"])
            return _kept(request, officer)
        except Refusal as refusal:
            _tell(form, refusal)
    return _page(request, officer, correct=form)


def _kept(request: HttpRequest, officer: Officer) -> HttpResponse:
    messages.success(request, say(Text("已保存", "kept")))
    return HttpResponseRedirect(reverse("cases:officer", args=[officer.pk]), status=303)


def _tell(form: Any, refusal: Refusal) -> None:
    for fault in refusal.faults:
        form.add_error(None, fault.of(language()))


@require_POST
@does(KEEP)
def link_by_number(request: HttpRequest) -> HttpResponse:
    """Link all officers to the accounts that bear their numbers."""
    linked = actions.link_by_number(request.user, officers=queries.linkable_for(request.user))
    messages.success(request, say(Text(f"已对应 {linked} 人", f"{linked} linked")))
    return HttpResponseRedirect(reverse("cases:officers"), status=303)
