"""What the tests of training share: reviewed and settled files of units beneath P, a series, a bulletin."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from adapters.web_review_cards import sign_card
from adapters.web_reviews import make_cases, make_draft, make_file, saved
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.lib import clock
from zhiheng_web.reviews.models import Activity, FileReview
from zhiheng_web.training.actions import bulletins
from zhiheng_web.training.models import Bulletin, Series

LINES = ({"rule_id": "WX-P", "item": "P1", "text": "未告知陈述申辩权", "deduction": "2", "page": "3"},)


@pytest.fixture
def activity(world: World) -> Activity:
    """Return an activity that P organises over A and B."""
    return make_draft(world)


@pytest.fixture
def settle(world: World, activity: Activity) -> Callable[..., FileReview]:
    """Return what makes a settled file of a body with a signed card and the score that the engine would have given."""

    def make(
        code: str, deduction: str, lines: Sequence[dict[str, Any]] = LINES, *, officers: int = 1, **given: Any
    ) -> FileReview:
        case = make_cases(world, code, 1, officers=officers, **given)[0]
        review = make_file(world, activity, case, "due")
        sign_card(world, review, lines)
        review.state, review.settled_at = "settled", clock.now()
        review.deduction_first = review.deduction_final = Decimal(deduction)
        review.score_first = review.score_final = 100 - Decimal(deduction)
        made: FileReview = saved(review)
        return made

    return make


@pytest.fixture
def series(world: World) -> Series:
    """Return the series of bulletins of P."""
    office = world.person("evaluation_office", "P")
    return bulletins.keep_series(actor=office, body=world.body("P"), kind="bulletin", name="考评通报")


@pytest.fixture
def published(world: World, series: Series) -> Bulletin:
    """Return a bulletin that P has published."""
    office = world.person("evaluation_office", "P")
    draft = bulletins.write_bulletin(actor=office, series=series, values={"title": "十月通报", "text": "总体较好。"})
    return bulletins.publish_bulletin(actor=office, bulletin=draft, version=draft.version)


@contextmanager
def refused(code: str) -> Iterator[None]:
    """Expect a refusal whose first reason has this code."""
    with pytest.raises(Refusal) as caught:
        yield
    assert caught.value.faults[0].code == code


def course_values(**more: Any) -> dict[str, Any]:
    """Return what is told of a course of two days that is over."""
    day = clock.today().replace(month=1, day=5)
    told = {"title": "行政处罚法轮训", "kind": "rotation", "starts_on": day, "ends_on": day + timedelta(days=1)}
    return {**told, "days": Decimal(2), **more}
