"""Each deed of rectification leaves its line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from adapters.web_world import World
from zhiheng_web.audit.models import Line
from zhiheng_web.lib import clock
from zhiheng_web.rectification import actions
from zhiheng_web.rectification.models import Guidance, Problem

DAY = (clock.today() + timedelta(days=5)).isoformat()
_PLAN = {"person": "王一", "measure": "补齐", "deadline": DAY, "version": "1"}
_TASK = {"body": "{A}", "year": "2026", "kind": "step", "title": "x", "person": "y", "start": "2026-01-01", "end": DAY}


@pytest.mark.parametrize(
    ("who", "path", "form", "deed", "kind"),
    [
        ("evaluation_office@P", "new/", {"body": "{A}", "year": "2026", "title": "x", "source": "other", "deadline": DAY}, "enter_problem", "problem"),  # noqa: E501
        ("unit_head@A", "{problem}/plan/", _PLAN, "plan_measure", "problem"),
        ("unit_head@A", "{problem}/milestones/", {"text": "x", "day": DAY}, "plan_measure", "milestone"),
        ("unit_head@A", "{problem}/report/", {"report": "完成"}, "report_done", "problem"),
        ("evaluation_office@P", "{reported}/verify/", {"verdict": "属实"}, "verify_problem", "problem"),
        ("discipline@P", "{reported}/return/", {"verdict": "不全", "deadline": DAY}, "verify_problem", "problem"),
        ("inspector@A", "guidance/new/", {"body": "{A1}", "day": "2026-01-05", "form": "meeting", "findings": "x"}, "record_guidance", "guidance"),  # noqa: E501
        ("evaluation_office@A", "guidance/{guidance}/withdraw/", {"reason": "登错"}, "record_guidance", "guidance"),
        ("unit_head@A", "practices/new/", {"body": "{A}", "year": "2026", "title": "x", "practice": "y"}, "enter_practice", "practice"),  # noqa: E501
        ("unit_head@A", "tasks/new/", {**_TASK, "status": "planned"}, "write_task", "task"),
    ],
)  # fmt: skip
def test_it_leaves_a_line(
    world: World, signed_in: Callable[[str, str], Client], problem: Problem, who: str, path: str,
    form: dict[str, str], deed: str, kind: str,
) -> None:  # fmt: skip
    role, _, code = who.partition("@")
    names = _things(world, problem)
    client = signed_in(role, code)
    filled = {name: value.format(**names) for name, value in form.items()}
    assert client.post(f"/problems/{path.format(**names)}", filled).status_code == 303
    line = Line.objects.latest("sequence")
    assert (line.deed, line.actor_id) == (f"rectification.{deed}", world.person(role, code).pk)
    assert line.reason == (form.get("reason") or form.get("verdict") or "")
    assert {change["kind"] for change in line.changes} == {f"rectification.{kind}"}


def _things(world: World, problem: Problem) -> dict[str, Any]:
    told = {"year": 2026, "title": "二", "source": "other", "deadline": clock.today()}
    other = actions.enter_problem(actor=world.person("evaluation_office", "P"), body=world.body("A"), values=told)
    actions.report_done(actor=world.person("unit_head", "A"), problem=other, report="完成")
    office, today = world.person("evaluation_office", "A"), clock.today()
    actions.record_guidance(actor=office, body=world.body("A1"), day=today, form="meeting", findings="x")
    guidance = Guidance.objects.get().pk
    codes = {code: body.pk for code, body in world.bodies.items()}
    return {**codes, "problem": problem.pk, "reported": other.pk, "guidance": guidance}
