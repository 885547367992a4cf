"""The sample pages answered without a server or a database: the browser asks, Django's test client answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings

from zhiheng_web.lib import context
from zhiheng_web.lib.words import Text

HOST = "http://testserver"

MENU = [
    {
        "text": Text("我的工作", "My work"),
        "items": [
            {"text": Text("我的待办", "My tasks"), "url": "/inbox/", "count": 12, "current": False},
            {"text": Text("案卷评查", "Case file review"), "url": "/", "count": None, "current": True},
        ],
    },
    {
        "text": Text("评价", "Evaluation"),
        "items": [
            {"text": Text("评价年度", "Evaluation cycles"), "url": "/evaluations/", "count": 2, "current": False},
            {"text": Text("台账数据", "Ledger data"), "url": "/import/", "count": None, "current": False},
        ],
    },
]


@dataclass(frozen=True)
class SamplePerson:
    """A person who is signed in, without a table behind."""

    is_authenticated: bool = True

    def __str__(self) -> str:
        return "李明"

    def posts_today(self) -> tuple[Any, ...]:
        body = SimpleNamespace(text=Text("甲省住房和城乡建设厅", "Housing Department of Jia"), pk=1, path="1/")
        return (SimpleNamespace(role="evaluation_office", body=body),)


def with_person(answer: Any) -> Any:
    """Sign the sample person in, unless the cookie says that nobody is."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.user = None if "nobody" in request.COOKIES else SamplePerson()  # type: ignore[assignment]
        answered: HttpResponse = answer(request)
        return answered

    return middleware


@contextmanager
def sample_site(monkeypatch: Any) -> Iterator[Client]:
    """Yield a client of the sample pages, with the middleware of the application as far as it needs no database."""
    monkeypatch.setattr(context, "menu_of", lambda request: MENU if getattr(request, "user", None) else [])
    settings = {
        "ROOT_URLCONF": "assets.sample_pages",
        "MESSAGE_STORAGE": "django.contrib.messages.storage.cookie.CookieStorage",
        "MIDDLEWARE": [
            "csp.middleware.CSPMiddleware",
            "zhiheng_web.conf.middleware.LanguageMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "adapters.sample_site.with_person",
            "django.contrib.messages.middleware.MessageMiddleware",
            "zhiheng_web.conf.middleware.RefusalMiddleware",
        ],
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.messages.context_processors.messages",
                        "zhiheng_web.lib.context.page",
                    ]
                },
            }
        ],
    }
    with override_settings(**settings):
        yield Client(raise_request_exception=False)


def serve_to(page: Any, client: Client, cookies: Mapping[str, str]) -> None:
    """Let a page of the browser be answered by the client; static files come from where the apps keep them."""

    def answer(route: Any) -> None:
        request = route.request
        address = urlsplit(request.url)
        if not request.url.startswith(HOST):
            route.abort()
        elif address.path.startswith("/static/"):
            _send_static(route, address.path.removeprefix("/static/"))
        else:
            _send_page(route, client, cookies)

    page.route("**/*", answer)


def _send_static(route: Any, name: str) -> None:
    found = finders.find(name)
    if not found:
        route.fulfill(status=404)
        return
    route.fulfill(status=200, content_type=guess_type(name)[0] or "text/plain", body=Path(str(found)).read_bytes())


def _send_page(route: Any, client: Client, cookies: Mapping[str, str]) -> None:
    request = route.request
    address = urlsplit(request.url)
    for name, value in cookies.items():
        client.cookies[name] = value
    target = f"{address.path}?{address.query}" if address.query else address.path
    if request.method == "POST":
        kind = request.headers.get("content-type", "application/x-www-form-urlencoded")
        answered = client.generic("POST", target, request.post_data_buffer or b"", content_type=kind)
        if answered.status_code == 302:  # The browser follows no redirect that is made up for it.
            answered = client.get(answered.headers["Location"])
    else:
        answered = client.get(target)
    headers = {name: value for name, value in answered.headers.items() if name.lower() != "set-cookie"}
    body = b"".join(answered.streaming_content) if answered.streaming else answered.content  # type: ignore[union-attr]
    route.fulfill(status=answered.status_code, headers=headers, body=body)
