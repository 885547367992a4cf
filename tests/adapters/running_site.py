"""An installation that runs for a browser: its tables, what a program makes in it, its server, Chromium beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from adapters import web_processes
from adapters.web_journeys import Site
from adapters.web_visitors import FLAGS

sync_api = pytest.importorskip("playwright.sync_api", reason="pip install playwright: no page was opened")


@contextmanager
def running_site(home: Path, program: str, chromium_path: str, database: str = "") -> Iterator[Site]:
    """Yield the site that a program makes in a folder; `database` is the address of an empty one, none for SQLite."""
    web_processes.migrate(home, database)
    web_processes.run(home, program, database=database)
    server = web_processes.serve(home, database=database)
    try:
        with sync_api.sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
            yield Site(browser, f"http://127.0.0.1:{server.port}/", home, database)
            browser.close()
    finally:
        server.stop()
