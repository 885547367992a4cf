"""One shape for the pages that ask something and then do it: a form, a refusal shown in it, a way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhiheng.api import Refusal
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib.dates import say_date
from zhiheng_web.lib.words import Text, language, say

BODIES = Text("机构", "Bodies")


@dataclass(frozen=True, slots=True)
class Asked:
    """A page with a form: its title, the effect of the deed in one sentence, its button, where it leads back."""

    title: Text
    effect: Text
    button: Text
    back: str
    crumbs: Sequence[tuple[Any, str]] = ()
    facts: Sequence[tuple[Text, Any]] = ()
    is_grave: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)


def ask(request: HttpRequest, form: forms.Form, asked: Asked, act: Callable[[dict[str, Any]], Any]) -> HttpResponse:
    """Show the form; do the deed with what was filled in; show the form again where it is refused."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refusal as refusal:
            for fault in refusal.faults:
                form.add_error(None, fault.of(language()))
        else:
            messages.success(request, say(Text(f"已完成：{asked.title.zh}。", f"Done: {asked.title.en}.")))
            return HttpResponseRedirect(asked.back, status=303)
    context = {"form": form, "asked": asked, "crumbs": asked.crumbs, **asked.more}
    return render(request, "bodies/ask.html", context, status=422 if form.errors else 200)


def day_text(day: date | None) -> Text:
    """Return a day in words for the facts of a page; without one it lasts."""
    return Text(say_date(day, "zh"), say_date(day, "en")) if day else Text("长期", "without end")


def body_url(body: Body) -> str:
    """Return the address of a body's page."""
    return reverse("bodies:body", args=[body.pk])


def crumbs_of(*bodies: Body) -> list[tuple[Any, str]]:
    """Return the way to a body: the tree, then the bodies from the root down."""
    return [(BODIES, reverse("bodies:list")), *((body.name, body_url(body)) for body in bodies)]
