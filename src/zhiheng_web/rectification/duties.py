"""What waits about rectification: problems to rectify, reports to verify, tasks of the plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from zhiheng_web.lib import policy
from zhiheng_web.lib.duties import Duty, DutyState, register
from zhiheng_web.lib.words import Text
from zhiheng_web.rectification import queries
from zhiheng_web.rectification.models import Status

_BASIS = Text("问题清单、责任清单（建立整改时间表）", "problem and responsibility lists with a timetable")
_PLAN = Text("评价工作计划", "plan of the evaluation")


@register
def problems_to_rectify(person: Any) -> Iterable[Duty]:
    """Yield the problems that this person's body has to rectify."""
    if not policy.may_somewhere(person, "rectification.report_done"):
        return
    for one in queries.to_rectify(person):
        url = reverse("rectification:problem", args=[one.pk])
        what = Text(f"整改：{one.title}", f"Rectify: {one.title}")
        state: DutyState = "returned" if one.status == Status.returned else "todo"
        yield Duty(f"rectification.rectify:{one.pk}", what, one.body, url, one.deadline, _BASIS, state)


@register
def problems_to_verify(person: Any) -> Iterable[Duty]:
    """Yield the reports that this person has to verify."""
    if not policy.may_somewhere(person, "rectification.verify_problem"):
        return
    for one in queries.to_verify(person):
        url = reverse("rectification:problem", args=[one.pk])
        what = Text(f"核查整改：{one.title}", f"Verify: {one.title}")
        yield Duty(f"rectification.verify:{one.pk}", what, one.body, url, None, _BASIS, "review")


@register
def tasks_to_do(person: Any) -> Iterable[Duty]:
    """Yield the tasks under way in the plans that this person keeps."""
    if not policy.may_somewhere(person, "rectification.write_task"):
        return
    for one in queries.tasks_due(person):
        url = reverse("rectification:edit_task", args=[one.pk])
        what = Text(f"计划任务：{one.title}", f"Task of the plan: {one.title}")
        yield Duty(f"rectification.task:{one.pk}", what, one.body, url, one.end, _PLAN)
