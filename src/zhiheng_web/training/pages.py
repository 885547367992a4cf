"""The shapes that pages of training share: a list, a form that does something, the way back with a message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhiheng.api import Refusal
from zhiheng_web.bodies.pages import Asked
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text, language, say

SAVE, NOTHING = Text("保存", "save"), Text("", "")


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page with a list: title, one sentence, why it may be empty and what then; its main link where one may."""

    title: Text
    lead: Text
    why: Text
    what: Text
    label: Text = NOTHING
    url: str = ""
    links: tuple[tuple[Text, str], ...] = ()


def show_list(request: HttpRequest, listing: Listing, page: ListPage, **more: Any) -> HttpResponseBase:
    """Show a list, or give it out as a file where that is asked for."""
    context = {"listing": listing, "page": page, **more}
    return listing.export() or render(request, "training/list.html", context)


def url(name: str, *args: Any) -> str:
    """Return the address of a page of training."""
    return reverse(f"training:{name}", args=args)


def went(request: HttpRequest, said: Text, name: str, *args: Any) -> HttpResponseRedirect:
    """Lead on to a page, with a message of what has been done."""
    messages.success(request, say(said))
    return HttpResponseRedirect(url(name, *args), status=303)


def refused(form: forms.Form, refusal: Refusal) -> None:
    """Show a refusal at the top of a form."""
    for fault in refusal.faults:
        form.add_error(None, fault.of(language()))


def ask(request: HttpRequest, form: forms.Form, asked: Asked, act: Callable[[dict[str, Any]], Any]) -> HttpResponse:
    """Show a form and do the deed with what was filled in; `act` may return the address to go on to."""
    if request.method == "POST" and form.is_valid():
        try:
            led = act(form.cleaned_data)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, say(Text(f"已完成：{asked.title.zh}。", f"Done: {asked.title.of('en')}.")))
            return HttpResponseRedirect(led if isinstance(led, str) else asked.back, status=303)
    context = {"form": form, "asked": asked, "crumbs": asked.crumbs, **asked.more}
    return render(request, "training/ask.html", context, status=422 if form.errors else 200)


__all__ = ["NOTHING", "SAVE", "Asked", "ListPage", "ask", "refused", "show_list", "url", "went"]
