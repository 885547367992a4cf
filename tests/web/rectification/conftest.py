"""What the tests of rectification share: a problem of a city, and one that is reported as done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from adapters.web_world import World
from zhiheng_web.lib import clock
from zhiheng_web.rectification import actions
from zhiheng_web.rectification.models import Problem


def told(**more: Any) -> dict[str, Any]:
    """Return what is told of a problem: found by an inspection, to be rectified in ten days."""
    today = clock.today()
    return {
        "year": today.year,
        "title": "送达回证不全",
        "source": "inspection",
        "deadline": today + timedelta(days=10),
        **more,
    }


@pytest.fixture
def problem(world: World) -> Problem:
    """Return a problem of a city, entered by the province."""
    office = world.person("evaluation_office", "P")
    return actions.enter_problem(actor=office, body=world.body("A"), values=told())


@pytest.fixture
def reported(world: World, problem: Problem) -> Problem:
    """Return the same, reported as done by the city."""
    return actions.report_done(actor=world.person("unit_head", "A"), problem=problem, report="已补齐")
