"""Who may open the pages of surveys, what a surveyed body sees and when, and what a list costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from adapters.web_world import World
from zhiheng_web.lib import clock
from zhiheng_web.surveys import actions
from zhiheng_web.surveys.models import Questionnaire, Target

SignedIn = Callable[[str, str], Client]


def _values() -> dict[str, Any]:
    today = clock.today()
    return {"year": today.year, "title": "调查", "title_en": "Survey", "opens": today, "closes": today}


@pytest.mark.parametrize(
    ("page", "role", "code", "status"),
    [
        ("", "leader", "P", 200),
        ("", "interviewer", "P", 200),
        ("", "evaluation_office", "A", 403),
        ("", "unit_head", "A", 403),
        ("", "evaluation_office", "Q", 403),
        ("", "system_administrator", "P", 403),
        ("edit/", "evaluation_office", "P", 200),
        ("edit/", "leader", "P", 403),
        ("publish/", "interviewer", "P", 403),
        ("close/", "evaluation_office", "P", 200),
        ("close/", "evaluation_office", "B", 403),
        ("feed/", "discipline", "P", 403),
    ],
)
def test_it_opens_to_these_roles_only(
    published: Questionnaire, signed_in: SignedIn, page: str, role: str, code: str, status: int
) -> None:
    assert signed_in(role, code).get(f"/surveys/{published.pk}/{page}").status_code == status


@pytest.mark.parametrize(
    ("role", "code", "status"), [("interviewer", "P", 200), ("interviewer", "A", 403), ("evaluation_office", "P", 403)]
)
def test_only_interviewers_of_the_asking_body_enter_calls(
    about_a: Target, signed_in: SignedIn, role: str, code: str, status: int
) -> None:
    assert signed_in(role, code).get(f"/surveys/targets/{about_a.pk}/calls/").status_code == status


@pytest.mark.parametrize(("code", "early", "late"), [("A", 422, 200), ("B", 403, 403), ("A1", 403, 403)])
def test_a_surveyed_body_sees_its_own_result_when_it_is_closed(
    world: World, about_a: Target, signed_in: SignedIn, code: str, early: int, late: int
) -> None:
    client, url = signed_in("unit_head", code), f"/surveys/targets/{about_a.pk}/result/"
    assert client.get(url).status_code == early
    office = world.person("evaluation_office", "P")
    actions.close_questionnaire(actor=office, questionnaire=about_a.questionnaire)
    assert client.get(url).status_code == late
    assert (client.get("/surveys/results/").content.decode().count(url) > 0) is (late == 200)


def test_the_counts_go_out_without_small_ones(about_a: Target, signed_in: SignedIn, give: Callable[..., None]) -> None:
    give(20, q1="1", q2="1")
    give(2, q1="5", q2="2")
    answer = signed_in("leader", "P").get(f"/surveys/targets/{about_a.pk}/counts/?form=csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert any(line.endswith("乡镇,*") for line in lines)
    assert any(line.endswith("城区,*") for line in lines)  # 22 − 20 would give the two away
    assert not any(line.endswith("乡镇,2") for line in lines)


def test_words_are_shown_from_five_on(about_a: Target, signed_in: SignedIn, give: Callable[..., None]) -> None:
    client, url = signed_in("leader", "P"), f"/surveys/targets/{about_a.pk}/result/"
    give(4, q1="1", q3="多巡查")
    assert "多巡查" not in client.get(url).content.decode()
    give(1, q1="1", q3="多巡查")
    assert "多巡查" in client.get(url).content.decode()


def test_the_code_is_a_picture_without_inline_style(about_a: Target, signed_in: SignedIn) -> None:
    client = signed_in("evaluation_office", "P")
    code = client.get(f"/surveys/targets/{about_a.pk}/code.svg")
    assert code.headers["Content-Type"] == "image/svg+xml"
    assert b"style=" not in code.content
    assert about_a.token in client.get(f"/surveys/targets/{about_a.pk}/poster/").content.decode()


@pytest.mark.parametrize("page", ["", "results/"])
def test_a_list_costs_few_queries(world: World, signed_in: SignedIn, page: str) -> None:
    office = world.person("evaluation_office", "P")
    for _ in range(12):
        bodies = [world.body("A"), world.body("B")]
        one = actions.create_questionnaire(actor=office, body=world.body("P"), values=_values(), targets=bodies)
        actions.publish(actor=office, questionnaire=one)
        actions.close_questionnaire(actor=office, questionnaire=one)
    client = signed_in("leader", "P")
    client.get("/surveys/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/surveys/{page}").status_code == 200
    # The frame of a page asks for its own: the person, the posts, what waits for them. The list asks for two.
    assert sum("surveys_" in query["sql"] and "COUNT(" in query["sql"] for query in asked) <= 2
    assert sum("surveys_" in query["sql"] for query in asked) <= 4
    assert len(asked) <= 12
