"""Officers' months in the menu at the left."""

from django.http import HttpRequest

from zhiheng_web.lib import policy
from zhiheng_web.lib.menus import Entry, register
from zhiheng_web.lib.words import Text


def _handles_cases(request: HttpRequest) -> bool:
    """Return whether the page is of use to a person; asked on every page, so it costs no query of its own."""
    return any(post.role == policy.Role.officer for post in policy.posts_of(request.user))


register(
    Entry("work", 30, Text("我的执法", "My enforcement"), "officers:mine", "officers.read_mine", only=_handles_cases),
    Entry("results", 60, Text("月执法清单", "Monthly lists"), "officers:months", "officers.read_month"),
    Entry("results", 61, Text("红牌", "Red cards"), "officers:red_cards", "officers.read_month"),
    Entry(
        "supervision",
        60,
        Text("跟踪督办", "Tracking"),
        "officers:trackings",
        "officers.read_tracking",
    ),
    Entry(
        "supervision",
        61,
        Text("责任追究", "Accountability"),
        "officers:accountabilities",
        "officers.read_accountability",
    ),
    Entry("results", 62, Text("评先评优", "Awards"), "officers:awards", "officers.read_awards"),
    Entry(
        "results", 63, Text("办案经费测算", "Allocation of means"), "officers:allocation", "officers.read_allocation"
    ),
)
