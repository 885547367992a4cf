"""How a page looks for its reader: the cookie, the way back, the language; nothing leads outside."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from zhiheng_web.lib.display import Display, choose_display, choose_language, read_display, way_back


def posted(path: str, **data: str) -> Any:
    return RequestFactory().post(path, data)


def test_it_reads_what_is_among_the_choices() -> None:
    assert read_display("") == Display()
    assert read_display("theme=dark&elder=on&density=loud&x=1") == Display(theme="dark", elder="on")
    assert read_display('theme=dark"><script>') == Display()


def test_it_changes_one_thing_and_keeps_the_rest() -> None:
    request = posted("/display/", elder="on", next="/cases/?page=2")
    request.COOKIES["display"] = "theme=dark"
    answer = choose_display(request)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/cases/?page=2")
    assert read_display(answer.cookies["display"].value) == Display(theme="dark", elder="on")
    assert answer.cookies["display"]["httponly"]


def test_it_goes_back_without_the_language_of_the_address() -> None:
    answer = choose_language(posted("/language/", language="en", next="/cases/?lang=zh&page=2&name="))
    assert answer.headers["Location"] == "/cases/?page=2&name="
    assert answer.cookies["lang"].value == "en"
    assert choose_language(posted("/language/", language="fr", next="/")).cookies["lang"].value == "zh"


@pytest.mark.parametrize(
    "outside", ["https://example.org/", "//example.org/", "javascript:alert(1)", "", "/display/", "///example.org"]
)
def test_it_leads_nowhere_else(outside: str) -> None:
    assert way_back(posted("/display/", next=outside)) == "/"


def test_it_is_changed_by_posting_only() -> None:
    assert choose_display(RequestFactory().get("/display/?theme=dark")).status_code == 405
    assert choose_language(RequestFactory().get("/language/?language=en")).status_code == 405
