"""Writing guidance records, good practices and the plan of tasks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text
from zhiheng_web.rectification import refusals
from zhiheng_web.rectification.models import Guidance, Practice, Task

PRACTICE = ("year", "title", "practice", "rule_document", "publicity", "rule_id")
TASK = ("year", "kind", "title", "person", "start", "end", "status", "result", "subject")


def record_guidance(*, actor: Any, body: Body, day: date, form: str, findings: str) -> Guidance:
    """Record guidance of a county; the guide is the body nearest above it at which the actor holds the post.

    Raises Refusal for a day to come.
    """
    policy.demand(actor, "rectification.record_guidance", body)
    if day > clock.today():
        raise refusals.refusal(
            "day_to_come",
            Text("日期在今天以后；指导之后再登记", "the day is in the future"),
            Text("填实际指导的日期", "give the day on which it took place"),
            str(day),
        )
    guide = guide_of(actor, body)
    one = Guidance(guide=guide, body=body, day=day, form=form, findings=findings, entered_by=actor)
    with acts.act(actor, "rectification.record_guidance"):
        one.save()
    return one


def guide_of(actor: Any, body: Body) -> Body:
    """Return the body nearest above at which somebody holds a post with the right to record guidance."""
    granted = policy.deed_of("rectification.record_guidance").grants
    above: list[Any] = [
        post.body
        for post in policy.posts_of(actor)
        if policy.Role(post.role) in granted and body.path.startswith(post.body.path) and body.pk != post.body.pk
    ]
    found: Body = max(above, key=lambda one: len(one.path))
    return found


def withdraw_guidance(*, actor: Any, guidance: Guidance, reason: str) -> Guidance:
    """Withdraw a record that was entered wrongly: it stays, and is not counted."""
    policy.demand(actor, "rectification.record_guidance", guidance.body)
    with acts.act(actor, "rectification.record_guidance", reason=reason):
        stored: Guidance = Guidance.objects.select_for_update(of=("self",)).get(pk=guidance.pk)
        if stored.withdrawn_on is not None:
            raise refusals.other_state(Text("已撤回", "withdrawn"))
        stored.withdrawn_on = clock.today()
        stored.save()
    return stored


def enter_practice(
    *, actor: Any, body: Body, values: Mapping[str, Any], practice: Practice | None = None, version: int = 1
) -> Practice:
    """Enter a good practice, or change one."""
    policy.demand(actor, "rectification.enter_practice", practice.body if practice else body)
    wanted = {name: values[name] for name in PRACTICE if name in values}
    with acts.act(actor, "rectification.enter_practice"):
        one: Practice = _stored(Practice, practice, version, wanted) or Practice(body=body)
        _write(one, wanted)
    return one


def write_task(
    *, actor: Any, body: Body, values: Mapping[str, Any], task: Task | None = None, version: int = 1
) -> Task:
    """Add a task to the plan of a body, or change one. Raises Refusal for an end before the start."""
    policy.demand(actor, "rectification.write_task", task.body if task else body)
    wanted = {name: values[name] for name in TASK if name in values}
    with acts.act(actor, "rectification.write_task"):
        one: Task = _stored(Task, task, version, wanted) or Task(body=body)
        if wanted["end"] < wanted["start"]:
            raise refusals.wrong_days()
        if wanted["status"] != "done":
            one.done_on = None
        elif one.done_on is None:
            one.done_on = clock.today()
        _write(one, wanted)
    return one


def _stored(model: Any, thing: Any, version: int, wanted: Mapping[str, Any]) -> Any:
    if thing is None:
        return None
    stored = model.objects.select_for_update(of=("self",)).get(pk=thing.pk)
    if version != stored.version:
        raise refusals.edited_meanwhile(stored, wanted)
    stored.version += 1
    return stored


def _write(one: Any, wanted: Mapping[str, Any]) -> None:
    for name, value in wanted.items():
        setattr(one, name, value)
    one.save()
