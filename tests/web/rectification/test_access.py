"""Who may open the pages of rectification: own, child, sibling and foreign body; and how many queries a list costs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from adapters.web_world import World
from zhiheng_web.lib import clock
from zhiheng_web.rectification import actions
from zhiheng_web.rectification.models import Problem

SignedIn = Callable[[str, str], Client]


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        ("leader", "P", 200),
        ("unit_head", "A", 200),
        ("unit_head", "B", 403),
        ("unit_head", "A1", 403),
        ("inspector", "Q", 403),
        ("interviewer", "P", 403),
        ("system_administrator", "P", 403),
    ],
)
def test_it_shows_a_problem_to_those_within_reach(
    problem: Problem, signed_in: SignedIn, role: str, code: str, status: int
) -> None:
    assert signed_in(role, code).get(f"/problems/{problem.pk}/").status_code == status
    listed = signed_in(role, code).get("/problems/")
    assert ("送达回证不全" in listed.content.decode()) is (status == 200)


@pytest.mark.parametrize(
    ("page", "role", "code", "status"),
    [
        ("plan/", "unit_head", "A", 200),
        ("plan/", "unit_head", "B", 403),
        ("report/", "unit_head", "A", 200),
        ("report/", "evaluation_office", "P", 403),
        ("verify/", "evaluation_office", "P", 200),
        ("verify/", "evaluation_office", "A", 403),
        ("verify/", "evaluation_office", "Q", 403),
        ("return/", "discipline", "P", 200),
        ("letter/", "data_officer", "A", 200),
        ("letter/", "leader", "P", 403),
    ],
)
def test_it_opens_each_deed_to_its_roles(
    problem: Problem, signed_in: SignedIn, page: str, role: str, code: str, status: int
) -> None:
    assert signed_in(role, code).get(f"/problems/{problem.pk}/{page}").status_code == status


def test_a_problem_is_entered_only_within_reach(world: World, signed_in: SignedIn) -> None:
    form = {"body": world.body("B").pk, "year": "2026", "title": "x", "source": "other", "deadline": "2026-12-01"}
    assert signed_in("unit_head", "A").post("/problems/new/", form).status_code == 422
    assert not Problem.objects.exists()


@pytest.mark.parametrize("page", ["", "guidance/", "practices/", "tasks/"])
def test_a_list_costs_few_queries(world: World, signed_in: SignedIn, page: str) -> None:
    office, city, today = world.person("evaluation_office", "P"), world.person("evaluation_office", "A"), clock.today()
    for number in range(12):
        told = {"year": today.year, "title": f"第{number}", "source": "other", "deadline": today}
        actions.enter_problem(actor=office, body=world.body("A"), values=told)
        actions.record_guidance(actor=city, body=world.body("A1"), day=today, form="meeting", findings="x")
        actions.enter_practice(actor=city, body=world.body("A"), values={**told, "practice": "x"})
        task = {"year": today.year, "kind": "step", "title": "x", "person": "y", "start": today, "end": today}
        actions.write_task(actor=city, body=world.body("A"), values={**task, "status": "planned"})
    client = signed_in("leader", "P")
    client.get("/problems/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/problems/{page}").status_code == 200
    # The frame of a page asks for its own: the person, the posts, what waits for them. The list asks for two.
    assert sum("rectification_" in query["sql"] and "COUNT(" in query["sql"] for query in asked) <= 2
    assert sum("rectification_" in query["sql"] for query in asked) <= 4
    assert len(asked) <= 12
