"""Open every kind of page that links lead to, as each sign-in of the demonstration; print what is wrong with any.

Run it with the environment of `make`: `.venv/bin/python scripts/sweep.py http://127.0.0.1:8000/ --pictures /tmp/pages`,
beside a `make run`. Looked for: links that open nothing, what axe calls serious at both widths, pages wider than a
phone, Chinese words of the pages themselves in English, what the browser blames. It ends with 1 where anything is.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright import sync_api

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from adapters.axe import serious
from adapters.web_visitors import FLAGS, Visitor

PASSWORD = "zhiheng-demo-2026"
NAMES = (
    "", "office", "deputy", "leader", "inspector", "discipline", "interviewer", "city1", "city1-data", "county1",
    "corps-office", "corps-leader", "det1", "officer", "brigade", "reviewer1", "bureau-leader", "bureau-discipline",
    "unit1", "unit1-legal", "unit1-officer", "system", "security", "audit",
)  # fmt: skip
#: So many links deep from the first page of each; every pattern of addresses is opened once.
DEPTH = 7
DESK, PHONE = 1366, 360

#: Words of the pages themselves, not of what they show: in English none of them may be Chinese but for quoted data.
_CHINESE_WORDS = """() => [...document.querySelectorAll(
    'th[scope=col], button, dt, #menu a, .zh-badge, .zh-bucket')]
  .filter(one => !one.closest('[lang^=zh], [data-data], .zh-field-data'))
  .map(one => one.innerText.trim()).filter(text => /[\\u4e00-\\u9fff]/.test(text))"""


@dataclass
class Sweep:
    """What was found: a page for each pattern of addresses (who, address), and all that is wrong."""

    browser: Any
    start: str
    pictures: Path | None
    only: str = ""
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def visitor(self, name: str, width: int) -> Visitor:
        """Sign a person in."""
        return Visitor(self.browser, self.start, name, width=width, password=PASSWORD)

    def crawl(self, name: str) -> None:
        """Follow the links of a person from the first page."""
        visitor = self.visitor(name, DESK)
        if name and visitor.page.locator("form input[type=password]").count():
            self.wrong.append(f"{name}: cannot sign in")
            return
        asking, seen = visitor.page.request, set[str]()
        waiting = [self.start if name else f"{self.start}public/"]
        for _ in range(DEPTH):
            coming: list[str] = []
            for address in waiting:
                if (pattern := _pattern(address)) in seen or not re.search(self.only, address):
                    continue
                seen.add(pattern)
                answer = asking.get(address)
                is_page = "text/html" in answer.headers.get("content-type", "")
                if answer.status != 200:
                    self.wrong.append(f"{name or 'nobody'}: {address}: {answer.status}")
                elif is_page:
                    self.pages.setdefault(pattern, (name, address))
                    coming += _links(answer.text(), address)
                answer.dispose()
            waiting = coming
        visitor.around.close()

    def look(self, width: int, language: str) -> None:
        """Open every page found, at a width and in a language."""
        visitors: dict[str, Visitor] = {}
        for pattern, (name, address) in sorted(self.pages.items()):
            visitor = visitors.get(name) or visitors.setdefault(name, self.visitor(name, width))
            page, where = visitor.page, f"{pattern} ({name or 'nobody'}, {width}, {language})"
            try:
                page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
                page.wait_for_load_state("networkidle")
                self.wrong += [f"{where}: {one}" for one in serious(page)]
                found = page.evaluate("document.documentElement.scrollWidth")
                self.wrong += [f"{where}: {found} px wide"] if found > width else []
                if language == "en":
                    self.wrong += [f"{where}: Chinese: {one}" for one in page.evaluate(_CHINESE_WORDS)]
                if self.pictures is not None:
                    shot = f"{width}-{language}-{pattern.strip('/').replace('/', '_').replace('*', 'N') or 'start'}.png"
                    page.screenshot(path=self.pictures / shot, full_page=True)
            except sync_api.Error as failed:
                self.wrong.append(f"{where}: {str(failed).splitlines()[0]}")
        for visitor in visitors.values():
            self.wrong += [f"{width}, {language}: {one}" for one in visitor.wrong]
            visitor.around.close()


def _links(text: str, address: str) -> list[str]:
    found = [urljoin(address, one.replace("&amp;", "&")) for one in re.findall(r'<a [^>]*?href="([^"#]*)', text)]
    own = urlsplit(address).netloc
    return [one for one in found if urlsplit(one).netloc == own and not re.search("logout|static|lang=", one)]


def _pattern(address: str) -> str:
    """Return the way of an address without what differs from thing to thing: numbers, ids of rules, filters."""
    return re.sub(r"/(\d+|[A-Z][A-Za-z0-9-]+|[0-9a-f]{16,}|\d{4}-\d\d)(?=/|$)", "/*", urlsplit(address).path)


def main() -> int:
    """Sweep the site that is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("start", help="the address of the running demonstration")
    parser.add_argument("--names", nargs="*", default=NAMES, help="sign-ins; an empty one is nobody")
    parser.add_argument("--only", default="", help="a pattern: only addresses that match it are opened")
    parser.add_argument("--pictures", type=Path, help="a folder for a picture of each page")
    told = parser.parse_args()
    if told.pictures:
        told.pictures.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        sweep = Sweep(browser, told.start.rstrip("/") + "/", told.pictures, told.only)
        for name in told.names:
            sweep.crawl(name)
            print(f"{name or 'nobody'}: {len(sweep.pages)} kinds of pages", flush=True)
        sweep.look(DESK, "zh-hans")
        sweep.look(PHONE, "en")
        browser.close()
    print(*sweep.wrong or ["nothing is wrong"], sep="\n")
    return 1 if sweep.wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
