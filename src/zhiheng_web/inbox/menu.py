"""The inbox stands first in the menu."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

from zhiheng_web.audit.models import Line
from zhiheng_web.lib import clock, menus
from zhiheng_web.lib.duties import Duty, duties_of
from zhiheng_web.lib.words import Text

#: How long a count may be shown again, in seconds: what no deed tells of, an answered questionnaire, shows by then.
_COUNT_LASTS = 300


def count_mine(request: HttpRequest) -> int:
    """Return how many duties wait for the person of a request.

    Every page shows it, and what waits changes with the deeds: as long as the trail has no new line, a count of today
    is shown again instead of asking every source.
    """
    last = Line.objects.order_by("-sequence").values_list("digest", flat=True).first()
    key = f"duties:{request.user.pk}:{clock.today()}:{last}"
    count: int | None = None if hasattr(request, "_duties") else cache.get(key)
    if count is None:
        count = sum(1 for duty in duties_for(request) if duty.mine and duty.state != "waiting")
        cache.set(key, count, _COUNT_LASTS)
    return count


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
