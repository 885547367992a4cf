"""Where pages of supervision are, and the way back to one with a message; the shapes of pages are those of training."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from zhiheng_web.lib.words import Text, say
from zhiheng_web.training.pages import NOTHING, SAVE, Asked, ListPage, ask, show_list

LETTERS = Text("监督建议书", "Suggestion letters")
MONTHS = Text("网上监督月报", "Online checks by month")
EXTERNAL = Text("上级评查结果", "Results from above")
YEARS = Text("年度评查完成情况", "The year's reviews")


def url(name: str, *args: Any) -> str:
    """Return the address of a page of supervision."""
    return reverse(f"supervision:{name}", args=args)


def went(request: HttpRequest, said: Text, name: str, *args: Any) -> HttpResponseRedirect:
    """Lead on to a page, with a message of what has been done."""
    messages.success(request, say(said))
    return HttpResponseRedirect(url(name, *args), status=303)


__all__ = [
    "EXTERNAL",
    "LETTERS",
    "MONTHS",
    "NOTHING",
    "SAVE",
    "YEARS",
    "Asked",
    "ListPage",
    "ask",
    "show_list",
    "url",
    "went",
]
