"""What the tests of surveys share: a published questionnaire of the province about two cities, and its answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from adapters.web_world import World
from zhiheng_web.lib import clock
from zhiheng_web.surveys import actions, limits
from zhiheng_web.surveys.models import Questionnaire, Target

Give = Callable[..., None]


@pytest.fixture(autouse=True)
def _counters_are_empty() -> Iterator[None]:
    """Let each test begin with empty counters of answers."""
    limits.forget_everything()
    yield
    limits.forget_everything()


def values(**more: Any) -> dict[str, Any]:
    """Return what a questionnaire says of itself: open from yesterday for ten days, no shortest time."""
    today = clock.today()
    return {
        "year": today.year,
        "title": "满意度调查",
        "title_en": "Satisfaction",
        "opens": today - timedelta(days=1),
        "closes": today + timedelta(days=9),
        "least_seconds": 0,
        **more,
    }


@pytest.fixture
def draft(world: World) -> Questionnaire:
    """Return a draft of the province about two cities."""
    office = world.person("evaluation_office", "P")
    bodies = [world.body("A"), world.body("B")]
    return actions.create_questionnaire(actor=office, body=world.body("P"), values=values(), targets=bodies)


@pytest.fixture
def published(world: World, draft: Questionnaire) -> Questionnaire:
    """Return the same, published."""
    return actions.publish(actor=world.person("evaluation_office", "P"), questionnaire=draft)


@pytest.fixture
def about_a(world: World, published: Questionnaire) -> Target:
    """Return the first city as it is asked about."""
    found: Target = published.targets.select_related("questionnaire__body", "body").get(body=world.body("A"))
    return found


@pytest.fixture
def give(about_a: Target) -> Give:
    """Return a function that gives so many answers: `give(3, q1="1", q2="2")`."""

    def run(number: int, **answers: Any) -> None:
        for _ in range(number):
            actions.answer(target=about_a, answers=answers)

    return run
