"""A review card in a real browser, without a mouse: twelve problems typed and pasted, saved as they go, signed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from adapters.axe import serious
from adapters.running_site import running_site
from adapters.web_journeys import Site

pytestmark = [
    pytest.mark.functional,
    pytest.mark.needs("chromium", "chinese_fonts"),
    pytest.mark.xdist_group("web_card"),
]

#: As typed: number, id or initials; page; deduction, empty where the usual one is taken.
TYPED = (
    ("1.3", "3", "2"),
    ("e2", "5", ""),  # usual 1
    ("E3", "7", "0.5"),
    ("wfssbsbq", "12", ""),  # 违法事实表述不清, usual 1
    ("C2", "13", ""),  # usual 2
    ("3.4", "1", ""),  # usual 1
    ("P4", "16", "1.5"),
    ("P5", "17", ""),  # usual 1
)
#: Item, page, problem, clause, deduction, reason, what must be mended.
PASTED = "\n".join(
    "\t".join(cells)
    for cells in (
        ("D1", "15", "没有说明理由", "", "2", "", "补充说明"),
        ("D3", "18", "没有执行回执", "", "1", "", "补入卷"),
        ("W2", "2", "日期矛盾", "", "1.5", "", "更正"),
        ("B1", "19", "页码错漏", "", "1", "", "改正"),
    )
)
PASTE = """text => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
    document.activeElement.dispatchEvent(event);
}"""


@pytest.fixture(scope="module")
def site(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    program = "from adapters import web_card_site; web_card_site.make()"
    with running_site(tmp_path_factory.mktemp("card"), program, chromium_path) as site:
        yield site


def _open(site: Site, number: int, width: int = 1366) -> Any:
    reviewer = site.visitor("reviewer.P", width)
    reviewer.begin(f"评查：A-案-00{number}")
    return reviewer


def _settled(page: Any) -> None:
    """Wait until everything typed has been saved."""
    page.locator("form[data-card][data-clean]").wait_for()


def test_twelve_problems_are_entered_without_a_mouse_and_signed(site: Site) -> None:
    reviewer = _open(site, 1)
    page, keys = reviewer.page, reviewer.page.keyboard
    keys.press("F6")
    keys.press("F6")
    assert page.evaluate("document.activeElement.closest('[data-column]').dataset.column") == "item"
    for item, number, deduction in TYPED:
        for value in (item, number, f"第 {number} 页的问题", None, deduction or None, None, "补正"):
            if value is not None:
                keys.type(value)
            if value != "补正":
                keys.press("Tab")
        keys.press("Enter")
    page.evaluate(PASTE, PASTED)
    assert page.locator("[data-card-rows] tr").count() == 12
    # 2 + 1 + 0.5 + 1 + 2 + 1 + 1.5 + 1 typed, 2 + 1 + 1.5 + 1 pasted
    assert page.locator('[data-total=""]').inner_text() == "15.50"
    assert page.locator('[data-total="WX-PROCEDURE"]').inner_text() == "3.50"
    keys.press("Control+s")
    _settled(page)
    page.get_by_text("已保存").wait_for()
    page.reload()
    assert page.locator("[data-card-rows] tr").count() == 13, "twelve, and one to go on in"
    _to_the_end(page)
    keys.press("Control+Shift+Enter")
    page.get_by_text("考评卡已签署").wait_for()
    assert reviewer.reads("摘要相符")
    assert reviewer.reads("15.50")
    assert reviewer.wrong == []


def _to_the_end(page: Any) -> None:
    """Tick the basic items, choose the class and write the opinion, by Tab and keys alone."""
    keys = page.keyboard
    page.locator("#card-basics_checked").focus()
    keys.press("Space")
    keys.press("Tab")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.type("案件定性准确，程序和文书有多处瑕疵。")
    assert page.locator("#card-finding_class").input_value() == "not_standardised"


def test_what_is_missing_is_told_at_its_row_and_another_window_is_not_lost(site: Site) -> None:
    reviewer = _open(site, 2)
    page, keys = reviewer.page, reviewer.page.keyboard
    keys.press("F6")
    keys.press("F6")
    keys.type("P1")
    keys.press("Tab")
    keys.type("12")
    keys.press("Control+Enter")
    _settled(page)
    frame = page.frame(name="zh-viewer")
    frame.wait_for_url("**/documents/**")
    assert page.locator("[data-viewer-document][aria-current]").inner_text() == "行政处罚决定书", (
        "page 12 is in the second"
    )
    other = reviewer.around.new_page()
    other.goto(page.url)
    page.locator("[data-card-rows] tr").first.locator("textarea").first.fill("第一个窗口")
    keys.press("Control+s")
    _settled(page)
    other.locator("[data-card-rows] tr").first.locator("textarea").first.fill("第二个窗口")
    other.keyboard.press("Control+s")
    other.get_by_text("第一个窗口").wait_for()
    other.get_by_role("button", name="保留我填的").press("Enter")
    _settled(other)
    other.reload()
    assert other.locator("[data-card-rows] tr").first.locator("textarea").first.input_value() == "第二个窗口"
    other.keyboard.press("Control+Shift+Enter")
    other.locator("[data-error-summary]").wait_for()
    assert "整改要求" in other.locator("[data-error-summary]").inner_text()
    other.close()


@pytest.mark.parametrize(("width", "language"), [(1366, "zh"), (360, "zh"), (1366, "en"), (360, "en")])
def test_the_card_gives_axe_nothing_to_blame(site: Site, width: int, language: str) -> None:
    reviewer = site.visitor("reviewer.P")
    reviewer.turn_to("我的待办")
    address = reviewer.main.get_by_role("link", name="评查：A-案-002").first.get_attribute("href")
    page = reviewer.around.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site.address.rstrip('/')}{address}?lang={language}")
    page.wait_for_load_state("networkidle")
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
