"""The report in a real browser: no sideways scrolling on a phone, links open folds, one language at a time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.web_visitors import FLAGS
from assets.samples import cases_like, chongqing_like, hunan_like
from zhiheng.reports.html import render_html

sync_api = pytest.importorskip("playwright.sync_api", reason="pip install playwright: the report was not opened")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.functional,
    pytest.mark.xdist_group("report_page"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt-get install chromium; the report was not opened"),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder: Path = tmp_path_factory.mktemp("pages")
    addresses = {}
    for sample in (hunan_like, chongqing_like, cases_like):
        path = folder / f"{sample.__name__}.html"
        path.write_text(render_html(sample()), encoding="utf-8")
        addresses[sample.__name__] = path.as_uri()
    return addresses


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.mark.parametrize("name", ["hunan_like", "chongqing_like", "cases_like"])
@pytest.mark.parametrize("width", [360, 1366])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_never_scrolls_sideways(browser, pages, name: str, width: int, language: str) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(pages[name])
    page.click(f"label[for=lang-{language}]")
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_it_opens_the_fold_that_a_link_points_into(browser, pages) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page()
    page.goto(pages["hunan_like"] + "#u-u05-D05-3-a")

    assert page.locator("#u-u05-D05-3-a").get_by_text("9 起 × 0.5 = 4.5（上限 3）").is_visible()
    page.close()


def test_it_shows_one_language_at_a_time_without_script(browser, pages) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(pages["hunan_like"])
    assert page.get_by_role("heading", name="排名").is_visible()
    assert not page.get_by_role("heading", name="Ranking").is_visible()

    page.click("label[for=lang-en]")
    assert page.get_by_role("heading", name="Ranking").is_visible()
    assert not page.get_by_role("heading", name="排名").is_visible()
    page.close()


def test_it_opens_by_hand_without_script(browser, pages) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(pages["hunan_like"])
    page.click("#u-u05-item-D05 > summary")

    assert page.locator("#u-u05-D05-3-a .arith").is_visible()
    page.close()


def test_it_runs_without_a_word_of_complaint(browser, pages) -> None:  # type: ignore[no-untyped-def]
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(pages["cases_like"])

    assert said == []  # among them would be every breach of the page's own content policy
    page.close()
