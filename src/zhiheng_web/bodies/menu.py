"""Bodies and proposed posts in the menu at the left."""

from django.http import HttpRequest

from zhiheng_web.bodies import queries
from zhiheng_web.lib.menus import Entry, register
from zhiheng_web.lib.words import Text


def _waiting(request: HttpRequest) -> int | None:
    return queries.proposals_for(request.user).count() or None


register(
    Entry("keeping", 20, Text("机构", "Bodies"), "bodies:list", "bodies.read_body"),
    Entry("keeping", 30, Text("任职提名", "Proposed posts"), "bodies:proposals", "bodies.read_proposals", _waiting),
)
