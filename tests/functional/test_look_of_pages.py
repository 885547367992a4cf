"""The look in a real browser: nothing for axe to blame, no sideways scrolling, keys, drafts, scoring sheets, charts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from adapters.axe import serious
from adapters.sample_site import HOST, sample_site, serve_to
from adapters.web_visitors import FLAGS

sync_api = pytest.importorskip("playwright.sync_api", reason="pip install playwright: the pages were not opened")

pytestmark = [
    pytest.mark.functional,
    pytest.mark.xdist_group("look_of_pages"),
    pytest.mark.needs("chromium", "chinese_fonts"),
]
PATHS = ["/?name=市", "/form/", "/public/", "/none/"]
MODES = ["theme=light", "theme=dark", "elder=on", "elder=on&theme=dark"]


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Yield a function that opens a path: width, cookies and whether scripts run can be chosen."""
    contexts = []
    with sample_site(monkeypatch) as client:

        def opened(path: str, width: int = 1366, scripts: bool = True, **cookies: str) -> Any:
            around = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
            contexts.append(around)
            page = around.new_page()
            page.wrong = []
            page.on("pageerror", lambda wrong: page.wrong.append(str(wrong)))
            page.on("console", lambda told: page.wrong.append(told.text) if "Content Security" in told.text else None)
            serve_to(page, client, cookies)
            page.goto(HOST + path)
            page.wait_for_load_state("networkidle")
            return page

        yield opened
        for around in contexts:
            around.close()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("mode", MODES)
def test_it_gives_axe_nothing_to_blame(visit: Any, path: str, mode: str) -> None:
    for width, language in ((1366, "zh"), (360, "en")):
        page = visit(path, width, display=mode, lang=language)
        assert serious(page) == []
        assert page.wrong == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_gives_axe_nothing_to_blame_on_a_form_that_came_back(visit: Any) -> None:
    page = visit("/form/?field=1", 360)
    page.click("main button[type=submit]")
    page.wait_for_selector("[data-error-summary]")
    assert serious(page) == []
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    page.click(".zh-summary a")
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_it_can_be_touched_on_a_phone(visit: Any) -> None:
    page = visit("/form/?field=1", 360)
    assert (
        lower_than(page, 44, "main .btn, .zh-field .form-control, .zh-field .form-select, .zh-field .form-check") == []
    )
    assert lower_than(visit("/"), 24, "a, button, summary, select, input:not(.form-check-input)") == []


def lower_than(page: Any, height: int, selector: str) -> list[str]:
    """Return what can be touched and is too low; links within a sentence may be (WCAG 2.5.8)."""
    found: list[str] = page.evaluate(
        """([height, selector]) => [...document.querySelectorAll(selector)].filter(one => {
          const box = one.getBoundingClientRect();
          const isSeen = box.width > 1 && !one.closest('.zh-skip');
          return isSeen && box.height < height && getComputedStyle(one).display !== 'inline';
        }).map(one => one.outerHTML.slice(0, 90))""",
        [height, selector],
    )
    return found


def test_it_reads_and_submits_without_scripts(visit: Any) -> None:
    page = visit("/", 360, scripts=False)
    assert not page.is_visible("#menu")
    page.click(".zh-menu-open")
    assert page.is_visible("#menu")
    page.click(".zh-menu-close")
    assert not page.is_visible("#menu")
    assert page.locator("figure table tbody tr").count() == 14
    assert not page.is_visible("[data-chart-drawing]")
    page.click(".zh-drop summary")
    page.click("button[name=elder][value=on]")
    assert page.locator("html").get_attribute("data-elder") == "on"


def test_it_answers_to_keys(visit: Any) -> None:
    page = visit("/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "zh-search"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.is_visible("#zh-keys")
    page.keyboard.press("Escape")
    assert not page.is_visible("#zh-keys")
    for key in "jjk":
        page.keyboard.press(key)
    assert (
        page.evaluate(
            "[...document.querySelectorAll('main tbody tr')].findIndex(row => row.classList.contains('zh-here'))"
        )
        == 0
    )
    page.keyboard.press("e")
    page.wait_for_url(HOST + "/form/")
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url(HOST + "/inbox/")


def test_it_saves_by_keys_and_goes_up(visit: Any) -> None:
    page = visit("/form/")
    page.fill("[name=points]", "11")
    page.keyboard.press("Control+s")
    page.wait_for_selector("[data-error-summary]")
    page = visit("/form/")
    page.keyboard.press("Escape")
    page.wait_for_url(HOST + "/evaluations/1/")


def test_it_fills_a_scoring_sheet_like_a_spreadsheet(visit: Any) -> None:
    page = visit("/form/")
    page.focus("[name=claimed-1]")
    page.keyboard.type("9.5")
    page.keyboard.press("Enter")
    page.keyboard.type("8")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == "verified-1"
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData('text/plain', '1\\n2\\n3\\n');
          const paste = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
          document.activeElement.dispatchEvent(paste);
        }"""
    )
    values = [
        page.input_value(f"[name={name}]")
        for name in ("claimed-1", "claimed-2", "verified-1", "verified-2", "verified-3")
    ]
    assert values == ["9.5", "8", "1", "2", "3"]
    assert page.url == HOST + "/form/", "Enter in a sheet sends nothing"


def test_it_saves_a_draft_when_a_field_is_left(visit: Any) -> None:
    page = visit("/form/")
    with page.expect_request(HOST + "/draft/") as sent:
        page.fill("[name=name]", "甲市城市管理局")
        page.focus("[name=points]")
    assert "csrfmiddlewaretoken" in (sent.value.post_data or "")
    page.wait_for_function("document.querySelector('.zh-saved').textContent.includes('已自动保存')")


def test_it_warns_before_words_are_lost(visit: Any) -> None:
    page = visit("/form/")
    page.route(HOST + "/draft/", lambda route: route.abort())
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.locator("[name=name]").press_sequentially("甲")
    page.evaluate("document.activeElement.blur()")
    page.wait_for_function("document.querySelector('.zh-saved').textContent.includes('网络不通')")
    page.goto(HOST + "/")
    assert asked == ["beforeunload"]


def test_it_draws_charts_from_the_table(visit: Any) -> None:
    page = visit("/", lang="en")
    page.wait_for_selector(".zh-drawn canvas")
    label = page.get_attribute("[data-chart-drawing]", "aria-label")
    assert label == "Chart: Points by city. The table below holds the same numbers."
    assert page.wrong == []


def test_it_prints_without_menus_and_with_repeated_heads(visit: Any) -> None:
    page = visit("/", display="theme=dark&elder=on")
    page.emulate_media(media="print")
    assert not page.is_visible(".zh-top")
    assert not page.is_visible("#menu")
    assert page.is_visible(".zh-print-head")
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
