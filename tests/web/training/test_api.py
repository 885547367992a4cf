"""Operations of training: what the pages do, with the same refusals and the same limits."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from adapters.web_objects import training as objects
from adapters.web_reviews import make_officer
from adapters.web_world import World
from zhiheng_web.lib import clock
from zhiheng_web.reviews.models import FileReview

SignedIn = Callable[[str, str], Client]
Settle = Callable[..., FileReview]
BASE = "/api/v1/training"


def _send(client: Client, method: str, path: str, told: Any) -> Any:
    return client.generic(method, f"{BASE}{path}", content_type="application/json", data=json.dumps(told))


def test_a_bulletin_is_written_previewed_published_and_read(world: World, signed_in: SignedIn, settle: Settle) -> None:
    case, body = settle("A", "3", party="王小明").case, world.body("P").pk
    office, officer = signed_in("evaluation_office", "P"), signed_in("officer", "A")
    series = _send(office, "POST", f"/bodies/{body}/series", {"kind": "commentary", "name": "点评"}).json()["id"]
    told = {"title": "王小明案", "text": "王小明", "case_id": case.pk}
    draft = _send(office, "POST", f"/series/{series}/bulletins", told).json()
    assert draft["text"] == ""
    preview = office.get(f"{BASE}/bulletins/{draft['id']}/preview").json()
    assert preview["shown"]["title"] == "王某案"
    assert officer.get(f"{BASE}/bulletins/{draft['id']}").status_code == 403
    wrong = _send(office, "POST", f"/bulletins/{draft['id']}/publish", {"version": 9})
    assert wrong.status_code == 409
    _send(office, "POST", f"/bulletins/{draft['id']}/publish", {"version": preview["version"]})
    assert _send(officer, "POST", f"/bulletins/{draft['id']}/read", {}).json()["text"] == "王某"
    rows = office.get(f"{BASE}/bulletins/{draft['id']}/readers").json()["items"]
    assert sum(row["read"] for row in rows) == 1


def test_the_register_tells_days_as_decimal_strings(world: World, signed_in: SignedIn) -> None:
    office, officer, day = signed_in("evaluation_office", "P"), make_officer(world, "A"), f"{clock.today().year}-01-05"
    told = {"title": "轮训", "kind": "rotation", "starts_on": day, "ends_on": day, "days": "0.5"}
    course = _send(office, "POST", f"/bodies/{world.body('P').pk}/courses", told).json()["id"]
    people = _send(office, "POST", f"/courses/{course}/people", {"officer_ids": [officer.pk]}).json()
    assert people[0]["days"] == "0.5"
    (row,) = office.get(f"{BASE}/register").json()["items"]
    assert row["projected"] == "0.5"
    assert (
        _send(
            office, "PUT", f"/courses/{course}/days", [{"participation_id": people[0]["id"], "days": "0.7"}]
        ).status_code
        == 422
    )


def test_an_officer_may_not_read_what_others_wrote(world: World, signed_in: SignedIn) -> None:
    held = objects.enrolment(world, "A")
    assert signed_in("officer", "A").get(f"{BASE}/enrolments/{held}/checks").status_code == 200
    assert signed_in("officer", "B").get(f"{BASE}/enrolments/{held}/checks").status_code == 403


@pytest.mark.parametrize(
    "path", ["bulletins", "campaigns", "focuses", "meetings", "courses", "classes", "contests", "follow-ups", "studies"]
)
def test_it_lists_in_pages(world: World, signed_in: SignedIn, path: str) -> None:
    answer = signed_in("evaluation_office", "P").get(f"{BASE}/{path}?limit=1")
    assert answer.status_code == 200
    assert answer.json() == {"items": [], "total": 0}


def test_a_class_and_its_rule_are_kept_with_exact_numbers(world: World, signed_in: SignedIn) -> None:
    office, body, day = signed_in("evaluation_office", "P"), world.body("P").pk, f"{clock.today().year}-03-02"
    rule = {"version": 0, "days_a_year": "12.5", "average_from": "2.5", "pass_mark": "60"}
    assert _send(office, "PUT", f"/bodies/{body}/arrangement", rule).json()["average_from"] == "2.5"
    too_much = {**rule, "version": 1, "pass_mark": "100.01"}
    assert _send(office, "PUT", f"/bodies/{body}/arrangement", too_much).status_code == 422
    told = {"title": "一期", "starts_on": day, "ends_on": day, "days": "0.5"}
    held = _send(office, "POST", f"/bodies/{body}/classes", told).json()
    assert (held["days"], held["pass_mark"]) == ("0.5", "60")
    teacher = signed_in("reviewer", "P")
    question = _send(teacher, "POST", f"/classes/{held['id']}/questions", {"text": "问", "points": "7.5"})
    assert question.json()["points"] == "7.5"
