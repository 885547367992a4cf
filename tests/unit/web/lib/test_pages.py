"""The frame of a page, as text: landmarks, one h1, both languages, nothing inline, files that exist, old browsers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory

import zhiheng_web.lib
from adapters.sample_site import sample_site
from zhiheng_web.lib import failures, policy
from zhiheng_web.lib.words import Text

LIB = Path(zhiheng_web.lib.__file__).parent
STATIC = LIB / "static" / "zhiheng"
PAGES = ["/", "/form/", "/public/", "/none/"]
HAN = re.compile("[\u4e00-\u9fff]+")
#: Words of the sample data (people, bodies, files), which stay Chinese, and the switch to the other language.
DATA = re.compile("(李明|中文|[\u4e00-\u9fff]*市[\u4e00-\u9fff]*|号案卷|第)")


class Reader(HTMLParser):
    """Gathers the elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    with sample_site(monkeypatch) as opened:
        yield opened


def read(client: Client, path: str, language: str = "zh") -> str:
    client.cookies["lang"] = language
    return client.get(path).content.decode("utf-8")


@pytest.mark.parametrize("path", PAGES)
def test_it_has_its_landmarks_and_one_heading(client: Client, path: str) -> None:
    page = Reader(read(client, path))
    assert [len(page.all(tag)) for tag in ("h1", "main", "title")] == [1, 1, 1]
    assert page.all("html")[0]["lang"] == "zh-Hans"
    skip = [one for one in page.all("a") if one.get("class", "").startswith("zh-skip")]  # type: ignore[union-attr]
    assert skip[0]["href"] == "#" + str(page.all("main")[0]["id"])
    identifiers = [one["id"] for _, one in page.elements if "id" in one]
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_holds_nothing_inline(client: Client, path: str, language: str) -> None:
    page = Reader(read(client, path, language))
    assert page.all("style") == []
    for tag, attributes in page.elements:
        assert "style" not in attributes, (tag, attributes)
        assert not [name for name in attributes if name.startswith(("on", "hx-on"))], (tag, attributes)
        assert tag != "script" or "src" in attributes or attributes.get("type") == "application/json"


@pytest.mark.parametrize("path", PAGES)
def test_it_is_english_throughout(client: Client, path: str) -> None:
    html = read(client, path, "en")
    assert 'lang="en"' in html
    left = [word for word in HAN.findall(html) if DATA.sub("", word)]
    assert left == []


@pytest.mark.parametrize("path", PAGES)
def test_it_asks_for_files_that_exist(client: Client, path: str) -> None:
    page = Reader(read(client, path))
    wanted = [one.get("src") or one.get("href") for tag in ("script", "link") for one in page.all(tag)]
    for address in wanted:
        if address:
            assert address.startswith("/static/"), address
            assert finders.find(address.removeprefix("/static/")), address


def test_it_knows_the_person_the_menu_and_the_way(client: Client) -> None:
    html = read(client, "/")
    assert "李明" in html
    assert "评价办公室（法制机构）" in html
    assert '<a href="/" aria-current="page"><span>案卷评查</span></a>' in html
    assert '<a href="/evaluations/1/">2026年度</a></li><li aria-current="page">案卷评查</li>' in html
    client.cookies["nobody"] = "1"
    assert "zh-menu-open" not in read(client, "/")


def test_it_looks_as_the_reader_chose(client: Client) -> None:
    client.cookies["display"] = "theme=dark&elder=on&density=roomy&menu=hidden"
    html = read(client, "/")
    assert 'data-bs-theme="dark" data-elder="on" data-density="roomy" data-menu="hidden"' in html


def test_it_prints_title_body_conditions_and_time(client: Client) -> None:
    head = read(client, "/?name=青川").split('class="zh-print-head"')[1].split("</div>")[0]
    assert "案卷评查" in head
    assert "甲省住房和城乡建设厅" in head
    assert "案卷或单位 青川" in head
    assert re.search(r"\d{4}年\d{1,2}月\d{1,2}日 \d\d:\d\d", head)


def test_it_says_error_in_the_title_of_a_form_that_came_back(client: Client) -> None:
    html = client.post("/form/", {"points": "11"}).content.decode("utf-8")
    assert "<title>错误：登记案卷" in html
    assert 'value="11"' in html


def test_it_tells_who_may_do_what_was_denied(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    roles = policy.grant([policy.Role.leader], policy.Reach.below)
    deed = policy.Deed("sample.decide", Text("审议决定", "decide"), roles)
    request: Any = RequestFactory().get("/")
    request.user = None
    html = failures.forbidden(request, policy.Denied(deed)).content.decode("utf-8")
    assert "审议决定" in html
    assert "主要领导（领导小组组长）：本机构及下级" in html
    assert failures.forbidden(request, PermissionDenied()).status_code == 403


def test_it_hides_the_trace_and_gives_a_reference(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    html = failures.server_error(RequestFactory().get("/broken/")).content.decode("utf-8")
    reference = re.findall(r'zh-reference">([0-9A-F]{8})<', html)[0]
    assert reference in caplog.text
    assert "/broken/" in caplog.text


@pytest.mark.parametrize("path", sorted(STATIC.glob("css/*.css")), ids=lambda path: path.name)
def test_it_styles_for_browsers_of_2020(path: Path) -> None:
    # Chromium 86 knows none of these; a rule that holds one is dropped whole.
    newer = re.findall(
        r":has\(|:is\(|:where\(|\binset:|color-mix|@layer|@container|aspect-ratio|&:|dvh",
        path.read_text(encoding="utf-8"),
    )
    assert newer == []


@pytest.mark.parametrize("path", sorted(STATIC.glob("js/*.js")), ids=lambda path: path.name)
def test_it_scripts_in_the_language_of_2019(path: Path) -> None:
    text = re.sub(r"//[^\n]*", "", path.read_text(encoding="utf-8"))
    assert (
        re.findall(
            r"\?\.[a-zA-Z\[(]|\?\?|\.replaceAll\(|\.at\(|structuredClone|\beval\(|new Function|=\s*await|#\w+\s*=", text
        )
        == []
    )
    assert re.findall(r"\.style\s*=|setAttribute\(\"style\"", text) == []


def test_it_keeps_the_licence_beside_what_others_wrote() -> None:
    for folder in sorted((STATIC / "vendor").iterdir()):
        assert list(folder.glob("LICENSE*")), folder.name
        for file in [*folder.glob("*.js"), *folder.glob("*.css")]:
            assert "sourceMappingURL" not in file.read_text(encoding="utf-8"), file.name
