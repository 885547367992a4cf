"""The menu at the left: each app registers its entries; who may do what decides which are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from zhiheng_web.lib import policy
from zhiheng_web.lib.words import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """A menu entry: shown to whoever holds a role that may do `deed` somewhere. `group` is a key of `GROUPS`.

    `count` says how many things wait there, None where nothing is counted; `only` narrows further.
    """

    group: str
    order: int
    text: Text
    url_name: str
    deed: str
    count: Callable[[HttpRequest], int | None] | None = None
    only: Callable[[HttpRequest], bool] | None = None


GROUPS: tuple[tuple[str, Text], ...] = (
    ("work", Text("我的工作", "My work")),
    ("evaluation", Text("评价", "Evaluation")),
    ("data", Text("案卷与台账", "Cases and ledgers")),
    ("supervision", Text("整改与监督", "Rectification")),
    ("results", Text("结果", "Results")),
    ("keeping", Text("系统管理", "Administration")),
)

_entries: list[Entry] = []


def register(*entries: Entry) -> None:
    """Add entries; called from an app's `ready`. A second registration of the same entry changes nothing."""
    _entries.extend(entry for entry in entries if entry not in _entries)


def menu_of(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the menu of the person of a request: groups with their entries, empty groups left out."""
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return []
    groups: list[dict[str, Any]] = []
    for key, text in GROUPS:
        items = [_item(request, entry) for entry in sorted(_entries, key=lambda one: one.order) if entry.group == key]
        shown = [item for item in items if item]
        if shown:
            groups.append({"text": text, "items": shown})
    _mark_current(request.path, [item for group in groups for item in group["items"]])
    return groups


def _mark_current(path: str, items: list[dict[str, Any]]) -> None:
    """Mark the one entry under which a page lies: the longest address that the page's begins with."""
    above = [item for item in items if path == item["url"] or (item["url"] != "/" and path.startswith(item["url"]))]
    if above:
        max(above, key=lambda item: len(item["url"]))["current"] = True


def _item(request: HttpRequest, entry: Entry) -> dict[str, Any] | None:
    if not policy.may_somewhere(request.user, entry.deed):
        return None
    if entry.only is not None and not entry.only(request):
        return None
    url = reverse(entry.url_name)
    count = entry.count(request) if entry.count else None
    return {"text": entry.text, "url": url, "count": count, "current": False}
