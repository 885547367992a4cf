"""Pages around a cycle: who sees them, what they say, how many queries they cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng_web.lib import clock
from zhiheng_web.lib.duties import duties_of

SignIn = Callable[[str, str], Client]


@pytest.mark.parametrize(
    ("role", "code", "cycle_status", "assessment_status"),
    [
        ("evaluation_office", "P", 200, 200),
        ("leader", "P", 200, 200),
        ("inspector", "P", 200, 200),
        ("unit_head", "A", 403, 200),
        ("unit_head", "B", 403, 403),
        ("unit_head", "A1", 403, 403),
        ("evaluation_office", "Q", 403, 403),
        ("system_administrator", "P", 403, 403),
    ],
)
def test_it_is_seen_by_organisers_and_by_the_body_itself(
    world: World, signed_in: SignIn, role: str, code: str, cycle_status: int, assessment_status: int
) -> None:
    one = make_cycle(world)
    assessment = one.assessments.get(body=world.body("A"))
    client = signed_in(role, code)
    assert client.get(f"/evaluations/{one.pk}/").status_code == cycle_status
    assert client.get(f"/evaluations/assessments/{assessment.pk}/").status_code == assessment_status


def test_it_lists_only_cycles_within_reach(world: World, signed_in: SignIn) -> None:
    make_cycle(world)
    assert "甲省" in signed_in("evaluation_office", "P").get("/evaluations/").content.decode()
    assert "检验评价" not in signed_in("evaluation_office", "Q").get("/evaluations/").content.decode()


def test_it_says_who_is_late(world: World, signed_in: SignIn) -> None:
    one = make_cycle(world, due=clock.today() - timedelta(days=1))
    page = signed_in("evaluation_office", "P").get(f"/evaluations/{one.pk}/").content.decode()
    assert "2 个单位已逾期" in page
    assert "自查自评" in page


def test_it_shows_buttons_only_for_what_may_be_done(world: World, signed_in: SignIn) -> None:
    one = make_cycle(world)
    assessment = one.assessments.get(body=world.body("A"))
    url = f"/evaluations/assessments/{assessment.pk}/"
    assert "填写自评" in signed_in("data_officer", "A").get(url).content.decode()
    assert "填写自评" not in signed_in("evaluation_office", "P").get(url).content.decode()


def test_it_puts_the_self_evaluation_among_the_duties_of_the_body(world: World) -> None:
    one = make_cycle(world)
    keys = {duty.key for duty in duties_of(world.person("unit_head", "A"))}
    assert f"evaluations.self_evaluation:{one.assessments.get(unit_id='A').pk}" in keys
    assert not any(key.startswith("evaluations.self_evaluation") for key in _keys(world, "evaluation_office", "P"))


def test_it_puts_drafts_among_the_duties_of_the_office(world: World) -> None:
    draft = make_cycle(world, state="draft")
    assert f"evaluations.open_cycle:{draft.pk}" in _keys(world, "evaluation_office", "P")
    assert f"evaluations.open_cycle:{draft.pk}" not in _keys(world, "leader", "P")


def _keys(world: World, role: str, code: str) -> set[str]:
    return {duty.key for duty in duties_of(world.person(role, code))}


def test_it_costs_the_same_few_queries_however_many_bodies(world: World, signed_in: SignIn) -> None:
    client = signed_in("evaluation_office", "P")
    few, many = (make_cycle(world, bodies=bodies) for bodies in (("A", "B"), ("A", "A1", "A2", "B", "B1")))
    client.get("/evaluations/")  # the first request of a session writes it
    counts = []
    for one in (few, many):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/evaluations/{one.pk}/").status_code == 200
        counts.append(len(queries))
    with CaptureQueriesContext(connection) as of_duties:
        duties_of(world.person("evaluation_office", "P"))  # what the menu counts on every page
    assert counts[0] == counts[1] <= len(of_duties) + 16
