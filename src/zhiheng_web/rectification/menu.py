"""Rectification in the menu at the left."""

from django.http import HttpRequest

from zhiheng_web.lib import policy
from zhiheng_web.lib.menus import Entry, register
from zhiheng_web.lib.words import Text
from zhiheng_web.rectification import queries


def _waiting(request: HttpRequest) -> int | None:
    if policy.may_somewhere(request.user, "rectification.verify_problem"):
        return queries.to_verify(request.user).count() or None
    if policy.may_somewhere(request.user, "rectification.report_done"):
        return queries.to_rectify(request.user).count() or None
    return None


register(
    Entry(
        "supervision",
        10,
        Text("问题与责任清单", "Problem lists"),
        "rectification:problems",
        "rectification.read_problem",
        _waiting,
    ),
    Entry("supervision", 20, Text("指导监督", "Guidance"), "rectification:guidance", "rectification.read_guidance"),
    Entry(
        "supervision", 30, Text("典型经验", "Good practices"), "rectification:practices", "rectification.read_practice"
    ),
    Entry("supervision", 40, Text("工作计划", "Plan of tasks"), "rectification:tasks", "rectification.read_task"),
)
