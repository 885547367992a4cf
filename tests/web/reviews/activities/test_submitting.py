"""Submission by the unit, its legal officer by rule, and the brigade taking up what the unit keeps (WX-05 to WX-08)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.web_reviews import make_activity, make_officer, make_person
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit import acts
from zhiheng_web.audit.models import Line
from zhiheng_web.lib import clock, policy
from zhiheng_web.reviews import queries
from zhiheng_web.reviews.actions.submitting import submit_files, take_up
from zhiheng_web.reviews.models import FileReview

_LONG_AGO = 70


def _files(world: World, code: str = "A", **told: object) -> list[FileReview]:
    activity = make_activity(world, bodies=(code,), **told)  # type: ignore[arg-type]
    return [queries.file_review(pk) for pk in activity.files.values_list("pk", flat=True)]


def test_it_submits_many_files_to_the_units_legal_officer(world: World) -> None:
    officer, files = world.person("legal_officer", "A"), _files(world, cases=3)
    done = submit_files(actor=officer, files=files)
    assert {one.state for one in done} == {"first_level"}
    assert all(one.submitted_at and one.assignments.get().reviewer == officer for one in done)
    assert Line.objects.filter(deed="reviews.submit_file").count() == 1


def test_it_never_gives_a_file_to_the_legal_officer_who_handled_the_case(world: World) -> None:
    (one,) = _files(world, cases=1)
    handler = make_officer(world, "A")
    with acts.act(None, "tests.make_world"):
        handler.account = world.person("legal_officer", "A")
        handler.save()
    (done,) = submit_files(actor=world.person("unit_head", "A"), files=[one])
    assert done.state == "first_level" and not done.assignments.exists()
    # A second legal officer who did not handle it is chosen instead.
    second = make_person(world, "legal_officer", "A", 2)
    (other,) = _files(world, cases=1)
    (done,) = submit_files(actor=world.person("unit_head", "A"), files=[other])
    assert done.assignments.get().reviewer == second


def test_it_balances_the_load_of_several_legal_officers(world: World) -> None:
    people = {world.person("legal_officer", "A").pk, make_person(world, "legal_officer", "A", 2).pk}
    done = submit_files(actor=world.person("unit_head", "A"), files=_files(world, cases=4))
    given = [one.assignments.get().reviewer_id for one in done]
    assert {given.count(pk) for pk in people} == {2}


def test_it_lets_nobody_else_submit(world: World) -> None:
    files = _files(world, cases=1)
    for role, code in (("officer", "A"), ("legal_officer", "B"), ("reviewer", "P"), ("data_officer", "A")):
        with pytest.raises(policy.Denied):
            submit_files(actor=world.person(role, code), files=files)


def test_it_refuses_a_file_that_is_submitted_already(world: World) -> None:
    files = _files(world, cases=1, files="second_level")
    with pytest.raises(Refusal) as refused:
        submit_files(actor=world.person("legal_officer", "A"), files=files)
    assert refused.value.faults[0].code == "wrong_state"


def test_it_enters_a_late_submission_as_a_violation(world: World) -> None:
    files = _files(world, cases=1, closed_on=clock.today() - timedelta(days=_LONG_AGO))
    (done,) = submit_files(actor=world.person("legal_officer", "A"), files=files)
    assert done.violations == ["late"]


def test_it_takes_up_what_the_unit_keeps_once_its_time_is_over(world: World) -> None:
    office = world.person("evaluation_office", "P")
    (early,) = _files(world, cases=1)
    with pytest.raises(Refusal) as refused:
        take_up(actor=office, file_review=early, reason="逾期未送评")
    assert refused.value.faults[0].code == "not_overdue"
    (late,) = _files(world, "B", cases=1, closed_on=clock.today() - timedelta(days=_LONG_AGO))
    done = take_up(actor=office, file_review=late, reason="逾期未送评")
    assert done.state == "second_level" and done.violations == ["late", "no_first_level"]
