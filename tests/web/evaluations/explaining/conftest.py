"""What the tests of these pages share."""

from __future__ import annotations

import pytest

from zhiheng_web.lib import context


@pytest.fixture(autouse=True)
def no_menu(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the menu out: what it counts is bounded by the tests of the inbox, and grows with every app."""
    monkeypatch.setattr(context, "menu_of", lambda request: [])
