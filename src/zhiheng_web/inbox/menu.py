"""The inbox stands first in the menu."""

from __future__ import annotations

from django.http import HttpRequest

from zhiheng_web.lib import menus
from zhiheng_web.lib.duties import Duty, duties_of
from zhiheng_web.lib.words import Text


def count_mine(request: HttpRequest) -> int:
    """Return how many duties wait for the person of a request; asked once for a page."""
    return sum(1 for duty in duties_for(request) if duty.mine and duty.state != "waiting")


def duties_for(request: HttpRequest) -> list[Duty]:
    """Return what waits for the person of a request; page and menu ask for it, the database once."""
    found: list[Duty] | None = getattr(request, "_duties", None)
    if found is None:
        found = duties_of(request.user)
        request._duties = found  # type: ignore[attr-defined]
    return found


menus.register(
    menus.Entry("work", 1, Text("我的待办", "My inbox"), "inbox", "inbox.read_inbox", count=count_mine),
    menus.Entry("work", 2, Text("常用列表", "Kept lists"), "kept_lists", "inbox.keep_list"),
)
