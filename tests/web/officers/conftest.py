"""What the tests of officers' months share: a month with red cards, published, and a matter of accountability."""

from __future__ import annotations

from typing import Any

import pytest

from adapters import web_months as do
from adapters.web_reviews import make_officer
from adapters.web_world import World
from zhiheng_web.officers.actions import accountability
from zhiheng_web.officers.models import Accountability, Month


@pytest.fixture
def month(world: World) -> Month:
    """Return a published month: officer 1 of A1 with a red card (6 and 4), officer 2 without (1)."""
    do.review(world, "6")
    do.review(world, "4")
    do.review(world, "1", officer=2)
    return do.published(world)


@pytest.fixture
def matter(world: World) -> Accountability:
    """Return a matter of which officer 1 of A1 has been told."""
    office = world.person("evaluation_office", "A")
    values: dict[str, Any] = {"fault": "屡次未附现场照片", "measure_proposed": "通报批评"}
    told: dict[str, Any] = {"organiser": world.body("A"), "officer": make_officer(world, "A1", 1), "trigger": "refused"}
    one = accountability.propose(actor=office, values=values, **told)
    return accountability.tell_officer(actor=office, matter=one)
