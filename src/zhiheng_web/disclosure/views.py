"""The pages of disclosure: what is public, making a result public, withdrawing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhiheng.api import Refusal
from zhiheng_web.bodies.pages import Asked, ask
from zhiheng_web.disclosure import actions, public_copy, queries
from zhiheng_web.disclosure.forms import DiscloseForm, WithdrawForm
from zhiheng_web.disclosure.models import Disclosed
from zhiheng_web.evaluations.models import Publication
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.listing import Column, Listing, Spec
from zhiheng_web.lib.words import Text, language, say

_LIST = Text("公开", "Disclosure")


def _state(one: Disclosed) -> tuple[Text, str]:
    if one.withdrawn_at is not None:
        return Text("已撤下", "withdrawn"), "bad"
    if hasattr(one, "replaced_by"):
        return Text("已被更正版替换", "replaced by a correction"), "neutral"
    return Text("公开中", "public"), "good"


_SPEC = Spec(
    _LIST,
    columns=(
        Column("title", Text("结果", "Result"), lambda one: one.title, href=lambda one: _url(one)),
        Column("year", Text("年度", "Year"), lambda one: str(one.year), order_by=("year",)),
        Column("number", Text("通报文号", "Report"), lambda one: one.number),
        Column("state", Text("状态", "State"), _state, "state"),
        Column("at", Text("公开时间", "Made public"), lambda one: one.disclosed_at, "instant", ("disclosed_at",)),
        Column("by", Text("经办人", "By"), lambda one: str(one.disclosed_by)),
        Column("withdrawn", Text("撤下时间", "Withdrawn"), lambda one: one.withdrawn_at, "instant", ("withdrawn_at",)),
    ),
    order="-at",
)


def _url(one: Disclosed) -> str:
    return reverse("disclosure:disclosed", args=[one.pk])


@does("disclosure.read")
def listed(request: HttpRequest) -> HttpResponseBase:
    """Show what is public, what was withdrawn, and which publications could be made public."""
    listing = Listing(request, queries.disclosed_for(request.user), _SPEC)
    context = {"listing": listing, "ready": list(queries.undisclosed_for(request.user))}
    return listing.export() or render(request, "disclosure/list.html", context)


@does("disclosure.read", target=queries.disclosed)
def shown(request: HttpRequest, disclosed: Disclosed) -> HttpResponse:
    """Show a public copy as the public has it."""
    state, tone = _state(disclosed)
    may = disclosed.is_in_force and policy.may(request.user, "disclosure.withdraw", disclosed.body)
    context = {
        "disclosed": disclosed,
        "state": state,
        "tone": tone,
        "content": disclosed.content,
        "may_withdraw": may,
        "crumbs": [(_LIST, reverse("disclosure:list"))],
    }
    return render(request, "disclosure/disclosed.html", context)


@does("disclosure.disclose", target=queries.publication)
def disclose(request: HttpRequest, publication: Publication) -> HttpResponse:
    """Show what becomes public and make it so."""
    form = DiscloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            one = actions.disclose(
                actor=request.user, publication=publication, reason=told["reason"], with_bundle=told["with_bundle"]
            )
        except Refusal as refusal:
            for fault in refusal.faults:
                form.add_error(None, fault.of(language()))
        else:
            messages.success(request, say(Text("结果已向社会公开。", "The result is public.")))
            return HttpResponseRedirect(_url(one), status=303)
    context: dict[str, Any] = {
        "publication": publication,
        "content": public_copy.content_of(publication),
        "form": form,
        "crumbs": [(_LIST, reverse("disclosure:list"))],
    }
    return render(request, "disclosure/disclose.html", context, status=422 if form.errors else 200)


@does("disclosure.withdraw", target=queries.disclosed)
def withdraw(request: HttpRequest, disclosed: Disclosed) -> HttpResponse:
    """Withdraw a public copy."""
    asked = Asked(
        Text(f"撤下：{disclosed.title}", f"Withdraw: {disclosed.title}"),
        Text(
            "撤下后公众不能再看到；被撤销、确认违法或要求重作的，应在 3 个工作日内撤下（LPS-24）。",
            "The public sees it no longer; what was revoked is withdrawn within 3 working days (LPS-24).",
        ),
        Text("撤下", "Withdraw"),
        _url(disclosed),
        [(_LIST, reverse("disclosure:list"))],
        is_grave=True,
    )
    form = WithdrawForm(request.POST or None)
    return ask(request, form, asked, lambda told: actions.withdraw(actor=request.user, disclosed=disclosed, **told))
