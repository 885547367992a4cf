"""What waits: the report once every file is settled, its submission, a review in every year."""

from __future__ import annotations

from typing import Any

from adapters.web_review_cards import make_activity, make_file, sign_card
from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock
from zhiheng_web.lib.duties import duties_of
from zhiheng_web.reviews.actions import results


def _waiting(person: Any) -> set[str]:
    return {duty.key.split(":")[0] for duty in duties_of(person)}


def test_the_report_waits_once_every_file_is_settled_and_then_its_submission(world: World) -> None:
    office = world.person("evaluation_office", "P")
    activity = make_activity(world, kind="random")
    sign_card(world, make_file(world, activity, "A", "C1", state="settled"), [])
    waiting = make_file(world, activity, "A", "C2", state="reviewed")
    sign_card(world, waiting, [])
    assert "reviews.report" not in _waiting(office) and "reviews.yearly" in _waiting(office)
    _settle(waiting)
    assert "reviews.report" in _waiting(office)
    results.compute(actor=office, activity=activity, stage="final")
    results.issue_report(actor=office, activity=activity)
    assert {"reviews.report", "reviews.yearly"} & _waiting(office) == set()
    assert "reviews.submit_results" in _waiting(office)
    results.record_submission(actor=office, activity=activity, submitted_to="市局", submitted_on=clock.today())
    assert "reviews.submit_results" not in _waiting(office)


def _settle(one: Any) -> None:
    with acts.act(None, "tests.settle"):
        one.state = "settled"
        one.save()


def test_a_body_that_never_reviewed_is_not_reminded(world: World) -> None:
    assert "reviews.yearly" not in _waiting(world.person("evaluation_office", "P"))


def test_nobody_else_is_reminded(world: World) -> None:
    make_activity(world)
    for role, code in (("reviewer", "P"), ("evaluation_office", "Q"), ("unit_head", "A")):
        assert not {"reviews.report", "reviews.yearly"} & _waiting(world.person(role, code))
