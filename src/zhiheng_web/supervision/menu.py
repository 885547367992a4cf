"""Supervision in the menu at the left."""

from django.http import HttpRequest

from zhiheng_web.lib import policy
from zhiheng_web.lib.menus import Entry, register
from zhiheng_web.supervision.guards import READ
from zhiheng_web.supervision.pages import EXTERNAL, LETTERS, MONTHS, YEARS
from zhiheng_web.supervision.queries import letters


def _waiting(request: HttpRequest) -> int | None:
    if policy.may_somewhere(request.user, "supervision.decide_letter"):
        return letters.of_the_office(request.user, "replied").count() or None
    if policy.may_somewhere(request.user, "supervision.reply_letter"):
        return letters.to_answer(request.user).count() or None
    return None


register(
    Entry("supervision", 50, LETTERS, "supervision:letters", READ, _waiting),
    Entry("supervision", 51, MONTHS, "supervision:months", "supervision.read_month"),
    Entry("supervision", 52, EXTERNAL, "supervision:externals", "supervision.read_external"),
    Entry("supervision", 53, YEARS, "supervision:years", "supervision.read_year"),
)
