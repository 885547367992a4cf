"""People at the pages: each with a browser window of their own, who read, click and type what they see."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

PASSWORD = "correct horse battery"
#: How Chromium is started: nothing of its own over the network, no sandbox where root runs the tests.
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


class Visitor:
    """One person signed in, in a window of their own. `wrong` collects what the browser blames on the pages."""

    def __init__(
        self, browser: Any, address: str, name: str = "", *, width: int = 1366, password: str = PASSWORD
    ) -> None:
        self.around = browser.new_context(viewport={"width": width, "height": 800}, accept_downloads=True)
        self.page = self.around.new_page()
        self.page.set_default_timeout(20_000)
        self.wrong: list[str] = []
        self.page.on("pageerror", lambda wrong: self.wrong.append(str(wrong)))
        self.page.on("console", lambda told: self.wrong.append(told.text) if "Content Security" in told.text else None)
        self.page.goto(address)
        if name:
            self.type("账号", name)
            self.type("口令", password)
            self.press("登录")

    @property
    def main(self) -> Any:
        """Return what the page is about, without menus."""
        return self.page.locator("main")

    def reads(self, words: str) -> bool:
        """Return whether the page says something."""
        return words in re.sub(r"\s+", " ", self.main.inner_text())

    def heading(self) -> str:
        """Return the heading of the page."""
        return str(self.page.locator("h1").inner_text())

    def turn_to(self, menu: str) -> None:
        """Go where an entry of the menu leads."""
        entry = self.page.locator("#menu").get_by_role("link", name=menu)
        if not entry.is_visible():
            self.page.locator(".zh-menu-open").click()
        entry.click()

    def begin(self, duty: str) -> None:
        """Go to the inbox and take up what waits there."""
        self.turn_to("我的待办")
        self.follow(duty)

    def follow(self, link: str) -> None:
        """Follow a link of the page."""
        self.main.get_by_role("link", name=link).first.click()
        self.page.wait_for_load_state()

    def press(self, button: str) -> None:
        """Press a button of the page and wait for what comes."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).first.click()

    def _field(self, label: str) -> Any:
        return self.page.get_by_label(re.compile(f"^{re.escape(label)}")).first

    def type(self, label: str, text: str) -> None:
        """Type into the field with this label."""
        self._field(label).fill(text)

    def choose(self, label: str, option: str) -> None:
        """Choose from a list what contains these words."""
        field = self._field(label)
        told = field.locator("option").all_inner_texts()
        field.select_option(index=next(place for place, one in enumerate(told) if option in one))

    def tick(self, label: str) -> None:
        """Tick a box, or take a choice."""
        self._field(label).check()

    def line(self, rule_id: str) -> Any:
        """Return the line of a rule in a form or table."""
        return self.page.locator(f"[id='line-{rule_id}']")

    def download(self, link: str) -> Path:
        """Follow a link to a file and return where it was put."""
        with self.page.expect_download() as coming:
            self.main.get_by_role("link", name=link).first.click()
        return Path(coming.value.path())

    def leave(self) -> None:
        """Close the window."""
        self.around.close()
