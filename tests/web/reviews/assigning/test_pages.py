"""The pages of assignment: the proposal taken at once, by hand, to another, standing aside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from adapters.web_reviews import make_activity, make_person
from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock
from zhiheng_web.reviews.models import Activity, Assignment

SignIn = Callable[[str, str], Client]


def _url(name: str, *args: Any) -> str:
    return reverse(f"reviews:{name}", args=args)


def _waiting(world: World) -> Activity:
    one = make_activity(world, cases=2, files="second_level", bodies=("A",))
    with acts.act(None, "tests.make_world"):
        for place in Assignment.objects.filter(level=2):
            place.delete()
    return one


def test_it_takes_the_proposal_at_once(world: World, signed_in: SignIn) -> None:
    make_person(world, "reviewer", "P", 2)
    one, office = _waiting(world), signed_in("evaluation_office", "P")
    page = office.get(_url("assigning", one.pk))
    assert page.context["can_be_given"] == 2 and "最少" in page.content.decode()
    office.post(_url("assign_proposed", one.pk))
    assert Assignment.objects.filter(level=2, withdrawn_at=None).count() == 2
    assert "没有待指派的案卷" in office.get(_url("assigning", one.pk)).content.decode()


def test_it_names_and_gives_to_another_with_a_reason(world: World, signed_in: SignIn) -> None:
    one, office = _waiting(world), signed_in("evaluation_office", "P")
    first, second = world.person("reviewer", "P"), make_person(world, "reviewer", "P", 2)
    file = one.files.first()
    assert office.get(_url("assign_file", file.pk)).status_code == 200
    bare = office.post(_url("assign_file", file.pk), {"reviewer": first.pk, "reader": "1", "reason": ""})
    assert bare.status_code == 422
    office.post(_url("assign_file", file.pk), {"reviewer": first.pk, "reader": "1", "reason": "熟悉该领域"})
    place = file.assignments.get(level=2, withdrawn_at=None)
    assert office.get(_url("reassign", place.pk)).status_code == 200
    office.post(_url("reassign", place.pk), {"reviewer": second.pk, "reason": "出差"})
    assert file.assignments.get(level=2, withdrawn_at=None).reviewer == second
    assert "出差" in office.get(_url("assigning", one.pk)).content.decode()


def test_it_lets_a_reviewer_stand_aside_from_their_own_files_alone(world: World, signed_in: SignIn) -> None:
    make_person(world, "reviewer", "P", 2)
    one = make_activity(world, cases=1, files="second_level", bodies=("A",))
    place = one.files.get().assignments.get(level=2)
    assert signed_in("evaluation_office", "P").get(_url("recuse", place.pk)).status_code == 404
    reviewer = signed_in("reviewer", "P")
    assert "申请回避" in reviewer.get(_url("file", place.file_review_id)).content.decode()
    assert reviewer.post(_url("recuse", place.pk), {"reason": "同学"}).status_code == 303
    place.refresh_from_db()
    assert place.withdrawn_at is not None


def test_it_takes_up_a_late_file_with_the_reason(world: World, signed_in: SignIn) -> None:

    late = make_activity(world, cases=1, bodies=("A",), closed_on=clock.today() - timedelta(days=70)).files.get()
    office = signed_in("evaluation_office", "P")
    assert "提级评查" in office.get(_url("file", late.pk)).content.decode()
    assert signed_in("legal_officer", "A").post(_url("take_up", late.pk), {"reason": "试"}).status_code == 403
    office.post(_url("take_up", late.pk), {"reason": "逾期未送评"})
    late.refresh_from_db()
    assert late.state == "second_level" and late.violations == ["late", "no_first_level"]
