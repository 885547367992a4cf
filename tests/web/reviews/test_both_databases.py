"""Lists and counts of case-file review that databases answer differently: filters in JSON, unknown values, letters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from adapters.web_cards import assignment_of, problem, review
from adapters.web_reviews import make_activity, saved
from adapters.web_world import World
from zhiheng_web.lib import clock
from zhiheng_web.reviews import scoring
from zhiheng_web.reviews.models import Activity, FileReview
from zhiheng_web.reviews.reading import activities as reading

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SignedIn = Callable[[str, str], Client]


@pytest.fixture
def activity(world: World) -> Activity:
    """Return an activity of A and B: one file late with a violation, one reviewed, two that just wait."""
    one = make_activity(world, bodies=("A", "B"), cases=2)
    late, done, *_ = one.files.order_by("pk")
    late.violations, late.due_on = ["late", "no_first_level"], clock.today() - timedelta(days=2)
    done.finding_class, done.due_on, done.deduction_first = "not_strict", None, Decimal("2.5")
    done.state = "reviewed"
    for file in (late, done):
        saved(file)
    return one


def codes(client: Client, **asked: str) -> list[str]:
    answer = client.get(reverse("reviews:files"), asked)
    assert answer.status_code == 200
    return [one.case.code for one in answer.context["listing"].rows]


FILTERS = [
    ({"violation": "late"}, {"A-案-001"}),
    ({"violation": "no_first_level"}, {"A-案-001"}),
    ({"violation": "second_late"}, set()),
    ({"violation": "any"}, {"A-案-001"}),
    ({"violation": "not_submitted"}, {"A-案-001"}),  # fell due: found without having been entered
    ({"class": "not_strict"}, {"A-案-002"}),
    ({"state": "reviewed_all"}, {"A-案-002"}),
    ({"overdue": "yes"}, {"A-案-001"}),
    ({"body": "B"}, {"B-案-001", "B-案-002"}),
    ({"officer": "民警a1"}, {"A-案-001", "A-案-002"}),  # small letters find great ones
    ({"officer": "b-01"}, {"B-案-001", "B-案-002"}),
    ({"case": "b-案"}, {"B-案-001", "B-案-002"}),
]


@pytest.mark.parametrize(("asked", "wanted"), FILTERS)
def test_every_filter_finds_the_same(
    world: World, activity: Activity, signed_in: SignedIn, asked: dict[str, str], wanted: set[str]
) -> None:
    assert set(codes(signed_in("evaluation_office", "P"), **asked)) == wanted


def test_what_has_no_day_stands_last_either_way(world: World, activity: Activity, signed_in: SignedIn) -> None:
    client = signed_in("evaluation_office", "P")
    assert codes(client, sort="due")[0] == "A-案-001"
    assert codes(client, sort="due")[-1] == codes(client, sort="-due")[-1] == "A-案-002"


def test_the_classes_of_the_activities_are_offered(world: World, activity: Activity, signed_in: SignedIn) -> None:
    make_activity(world, scheme="xuhui-file-review", bodies=("B",), cases=1)
    page = signed_in("evaluation_office", "P").get(reverse("reviews:files")).content.decode()
    assert 'value="not_strict"' in page and "执法不严格" in page


def test_the_numbers_of_an_activity(world: World, activity: Activity) -> None:
    figures = [figure.number for figure in reading.summary_of(activity)]
    # Listed, submitted, reviewed, settled, overdue, with violations.
    assert figures == [4, 1, 1, 0, 1, 1]
    rows = {row.body.code: [figure.number for figure in row.figures] for row in reading.rows_of(activity)}
    assert rows == {"A": [2, 1, 1, 0, 1, 1], "B": [2, 0, 0, 0, 0, 0]}
    (counted,) = reading.counted(Activity.objects.filter(pk=activity.pk))
    assert (counted.file_count, counted.settled_count) == (4, 0)


def test_a_card_is_signed_and_scored(world: World) -> None:
    one = make_activity(world, files="second_level", bodies=("A",), cases=1).files.get()
    review(assignment_of(one), [problem(deduction="2.25")])
    again = FileReview.objects.get(pk=one.pk)
    assert (again.state, again.deduction_first, again.score_first) == ("reviewed", Decimal("2.25"), Decimal("97.75"))
    summary = scoring.compute(again.activity, "first", actor=world.person("evaluation_office", "P"))
    assert FileReview.objects.get(pk=one.pk).deduction_first == Decimal("2.25") and summary.facts
