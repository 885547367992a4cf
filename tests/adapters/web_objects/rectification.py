"""Objects of rectification: a problem of the body with a milestone, guidance it received, a practice, a task."""

from __future__ import annotations

from typing import Any

from adapters.web_objects import provides
from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock
from zhiheng_web.rectification.models import Guidance, Milestone, Practice, Problem, Task


def _saved(made: Any) -> int:
    with acts.act(None, "tests.make_world"):
        made.save()
    return int(made.pk)


@provides("problem_id")
def problem(world: World, code: str) -> int:
    """Return a problem of the body."""
    day = clock.today()
    return _saved(Problem(body=world.body(code), year=day.year, title="试", source="other", deadline=day))


@provides("milestone_id")
def milestone(world: World, code: str) -> int:
    """Return a step on the road map of a problem of the body."""
    return _saved(Milestone(problem_id=problem(world, code), text="试", day=clock.today()))


@provides("guidance_id")
def guidance(world: World, code: str) -> int:
    """Return guidance that the body received from the one above."""
    body = world.body(code)
    return _saved(Guidance(guide=body.parent, body=body, day=clock.today(), form="on_site", findings="试"))


@provides("practice_id")
def practice(world: World, code: str) -> int:
    """Return a good practice of the body."""
    return _saved(Practice(body=world.body(code), year=clock.today().year, title="试", practice="试"))


@provides("task_id")
def task(world: World, code: str) -> int:
    """Return a task in the plan of the body."""
    day = clock.today()
    return _saved(
        Task(body=world.body(code), year=day.year, title="试", person="某某", start=day, end=day, status="planned")
    )
