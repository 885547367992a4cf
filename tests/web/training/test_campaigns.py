"""Campaigns: an empty code table of focus problems, what is tagged, the counts of the campaign page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from adapters.web_reviews import make_officer, saved
from adapters.web_world import World
from web.training.conftest import course_values, refused
from zhiheng_web.lib import clock
from zhiheng_web.reviews.models import Activity, FileReview
from zhiheng_web.training.actions import bulletins, courses
from zhiheng_web.training.actions import campaigns as actions
from zhiheng_web.training.models import Campaign, Focus, Series
from zhiheng_web.training.queries import campaigns as queries

Settle = Callable[..., FileReview]


def _campaign(world: World) -> Campaign:
    office = world.person("evaluation_office", "P")
    told = {"name": "突出问题专项治理", "owner": "法制大队", "starts_on": clock.today()}
    return actions.keep_campaign(actor=office, body=world.body("P"), values=told)


def test_the_table_of_focus_problems_is_empty_until_it_is_filled(world: World) -> None:
    assert not Focus.objects.exists()  # WX-AMB-11
    office, one = world.person("evaluation_office", "P"), _campaign(world)
    focus = actions.keep_focus(actor=office, body=world.body("P"), code="1", name="不作为")
    told = {"actor": office, "body": one.body, "values": {}, "campaign": one}
    actions.keep_campaign(focuses=[focus], version=0, **told)
    assert [row.focus for row in one.focuses.all()] == [focus]
    actions.keep_campaign(focuses=[], version=1, **told)
    assert not one.focuses.exists()
    with refused("code_there"):
        actions.keep_focus(actor=office, body=world.body("P"), code="1", name="乱作为")
    actions.retire_focus(actor=office, focus=focus)
    assert not queries.focuses_of(world.body("P"))


def test_it_counts_what_was_done_in_a_campaign(
    world: World, activity: Activity, settle: Settle, series: Series
) -> None:
    office, one = world.person("evaluation_office", "P"), _campaign(world)
    for code, found in (("A", "not_strict"), ("A", "not_standardised"), ("B", "not_standardised")):
        review = settle(code, "2")
        review.finding_class = found
        saved(review)
    actions.tag_activity(actor=office, campaign=one, activity=activity)
    told = {"title": "一", "text": "二", "campaign": one}
    draft = bulletins.write_bulletin(actor=office, series=series, values=told)
    bulletins.publish_bulletin(actor=office, bulletin=draft, version=0)
    course = courses.keep_course(actor=office, body=one.body, values=course_values(campaign=one))
    courses.enrol(actor=office, course=course, officers=[make_officer(world, "A"), make_officer(world, "B")])
    assert queries.counts(one) == {
        "activities": 1,
        "files": 3,
        "bulletins": 1,
        "commentaries": 0,
        "courses": 1,
        "people": 2,
    }
    assert queries.classes_found(one) == [("not_standardised", 2), ("not_strict", 1)]
    actions.untag_activity(actor=office, campaign=one, activity=activity)
    assert queries.counts(one)["files"] == 0


def test_it_refuses_wrong_days_and_foreign_activities(world: World, activity: Activity) -> None:
    office = world.person("evaluation_office", "A")
    today = clock.today()
    told = {"name": "一", "owner": "二", "starts_on": today}
    with refused("wrong_days"):
        ended = {**told, "ends_on": today - timedelta(days=1)}
        actions.keep_campaign(actor=office, body=world.body("A"), values=ended)
    one = actions.keep_campaign(actor=office, body=world.body("A"), values=told)
    with refused("foreign"):
        actions.tag_activity(actor=office, campaign=one, activity=activity)
