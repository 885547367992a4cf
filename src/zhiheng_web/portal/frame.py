"""What every answer of the portal shares: the frame of its pages, and how long others may keep a copy."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhiheng_web.lib.display import COOKIE, read_display
from zhiheng_web.lib.words import Text, language

#: So long others may keep a copy: short, because what is withdrawn must soon be seen no more (LPS-24).
_KEPT_IN_SECONDS = 300
HOME = Text("公开的评价结果", "Published results")


def keep_of(request: HttpRequest) -> str:
    """Return what goes along in the addresses: language and large type, because the portal sets no cookie."""
    kept = {name: request.GET[name] for name in ("lang", "elder") if request.GET.get(name) in _CHOICES[name]}
    return f"?{urlencode(kept)}" if kept else ""


_CHOICES = {"lang": ("zh", "en"), "elder": ("on", "off")}


def page(request: HttpRequest, template: str, *, crumbs: list[tuple[Text, str]], **more: Any) -> HttpResponseBase:
    """Answer with a page of the portal."""
    name, elder = settings.ENVIRONMENT.site_name, request.GET.get("elder") == "on"
    keep, home = keep_of(request), reverse("portal:results")
    display = read_display("elder=on") if elder else read_display(request.COOKIES.get(COOKIE, ""))
    context = {
        "site": {
            "name": Text(f"{name}评价结果", f"{name}: results") if name else HOME,
            "url": home + keep,
            "links": [
                (HOME, home + keep),
                (Text("怎样核验", "How to verify"), reverse("portal:verify") + keep),
                (Text("开放数据", "Open data"), reverse("portal:data") + keep),
            ],
            "marks": _marks(),
        },
        "crumbs": [(text, f"{url}{keep}") for text, url in crumbs],
        "keep": keep,
        "elder": elder,
        "display": display,
        "other_language": _changed(request, lang="zh" if language() == "en" else "en"),
        "other_size": _changed(request, elder="off" if elder else "on"),
        # Drawing a token against forgery would set a cookie; there is nothing to be forged here.
        "csrf_token": "-",
        **more,
    }
    return kept(request, render(request, template, context))


def _marks() -> list[Text]:
    """Return the lines of the foot: where errors are told, and the record number that the law wants shown."""
    told, record = settings.ENVIRONMENT.site_contact, settings.ENVIRONMENT.site_record
    contact = Text(f"找错、纠错：{told}", f"To report an error: {told}")
    asked = Text(
        "找错、纠错：请向公布结果的单位提出", "To report an error, write to the body that published the result"
    )
    return [contact if told else asked, *([Text(record, record)] if record else [])]


def _changed(request: HttpRequest, **changes: str) -> str:
    told = {name: request.GET[name] for name in ("lang", "elder") if name in request.GET} | changes
    return f"{request.path}?{urlencode(told)}"


def kept(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Say how long a copy may be kept; nobody keeps what was answered to somebody with cookies."""
    whose = "private, no-cache" if request.COOKIES else f"public, max-age={_KEPT_IN_SECONDS}"
    response.headers["Cache-Control"] = whose
    return response
