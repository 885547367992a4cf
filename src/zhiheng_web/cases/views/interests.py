"""The page on which a person declares what they have an interest in, and withdraws it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from zhiheng.api import Refusal
from zhiheng_web.cases import actions, queries
from zhiheng_web.cases.forms import InterestForm
from zhiheng_web.cases.models import Interest
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text, language, say

DECLARE = "cases.declare_interest"


@require_http_methods(["GET", "POST"])
@does(DECLARE)
def listed(request: HttpRequest) -> HttpResponse:
    """Show what the person has declared; take another declaration."""
    person: Any = request.user
    initial = {name: request.GET.get(name, "")[:200] for name in ("officer", "case")}
    form = InterestForm(person, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.declare_interest(person, **form.cleaned_data)
        except Refusal as refusal:
            for fault in refusal.faults:
                form.add_error(None, fault.of(language()))
        else:
            said = Text("已申报；以后分派评查时避开", "declared; no file of it will be assigned to you")
            messages.success(request, say(said))
            return HttpResponseRedirect(reverse("cases:interests"), status=303)
    rows = Interest.objects.filter(account_id=person.pk).select_related("body", "officer", "case")
    standing = {one.pk for one in queries.interests_of(person)}
    context = {"form": form, "rows": rows, "standing": standing}
    return render(request, "cases/interests.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@does(DECLARE, target=queries.interest)
def withdraw(request: HttpRequest, interest: Interest) -> HttpResponse:
    """Withdraw an interest of one's own."""
    actions.withdraw_interest(request.user, interest=queries.own_interest(request.user, interest))
    messages.success(request, say(Text("已撤回申报", "the declaration is withdrawn")))
    return HttpResponseRedirect(reverse("cases:interests"), status=303)
