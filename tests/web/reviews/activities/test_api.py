"""The operations on activities, populations and assignments do what the pages do, and tell no more than they do."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from adapters.web_reviews import make_activity, make_cases, make_person
from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock
from zhiheng_web.reviews.models import Assignment

SignIn = Callable[[str, str], Client]
API = "/api/v1/reviews"


def _post(client: Client, path: str, data: Any = None, status: int = 200, method: str = "POST") -> Any:
    answer = client.generic(method, f"{API}{path}", json.dumps(data or {}), "application/json")
    assert answer.status_code == status, answer.content.decode()
    return answer.json() if answer.content else None


def _made(world: World, client: Client, **changes: Any) -> dict[str, Any]:
    day = clock.today()
    told = {"organiser_id": world.body("P").pk, "title": "接口评查", "kind": "complete"}
    told |= {"scheme_id": "wuxue-file-review", "bodies": [world.body("A").pk]}
    told |= {"period_from": str(day - timedelta(days=99)), "period_to": str(day + timedelta(days=1))}
    made: dict[str, Any] = _post(client, "/activities", told | changes, 201)
    return made


def test_it_makes_changes_opens_and_collects(world: World, signed_in: SignIn) -> None:
    office = signed_in("evaluation_office", "P")
    made = _made(world, office)
    changed = _post(office, f"/activities/{made['id']}", {"version": 0, "title": "新名"}, method="PATCH")
    assert changed["title"] == "新名" and changed["bodies"] == [world.body("A").pk]
    _post(office, f"/activities/{made['id']}", {"version": 0, "title": "旧"}, 409, "PATCH")
    make_cases(world, "A", 2)
    assert _post(office, f"/activities/{made['id']}/open", {"version": 1})["state"] == "open"
    listed = office.get(f"{API}/files?activity_id={made['id']}").json()
    assert listed["total"] == 2 and listed["items"][0]["state"] == "due"
    make_cases(world, "A", 1)
    assert len(_post(office, f"/activities/{made['id']}/collect")) == 1


def test_it_submits_and_takes_up(world: World, signed_in: SignIn) -> None:
    one = make_activity(world, cases=2, bodies=("A",), closed_on=clock.today() - timedelta(days=70))
    first, second = one.files.values_list("pk", flat=True)
    (done,) = _post(signed_in("legal_officer", "A"), "/submissions", {"files": [first]})
    assert done["state"] == "first_level" and done["violations"] == ["late"]
    taken = _post(signed_in("evaluation_office", "P"), f"/files/{second}/take-up", {"reason": "逾期"})
    assert taken["state"] == "second_level"
    _post(signed_in("officer", "A"), "/submissions", {"files": [first]}, 403)


def test_it_keeps_names_and_early_results_to_those_who_may_know(world: World, signed_in: SignIn) -> None:
    one = make_activity(world, cases=1, bodies=("A",), files="second_level", blind=True).files.get()
    told = signed_in("reviewer", "P").get(f"{API}/files/{one.pk}").json()
    assert (told["officer"], told["body_id"]) == (None, None)
    assert signed_in("evaluation_office", "P").get(f"{API}/files/{one.pk}").json()["officer"] == "A-01"
    other = make_activity(world, cases=2, bodies=("A",), officers=2).files.get(lead__code="A-02")
    assert signed_in("officer", "A").get(f"{API}/files/{other.pk}").status_code == 404


def test_it_freezes_and_draws(world: World, signed_in: SignIn, settings: Any) -> None:
    one = make_activity(world, scheme="xuhui-file-review", state="draft", cases=3)
    office, case = signed_in("evaluation_office", "P"), make_cases(world, "A", 1)[0]
    path = f"/activities/{one.pk}"
    out = _post(office, f"{path}/exclusions", {"case_id": case.pk, "reason": "涉密"}, 201)
    _post(office, f"/exclusions/{out['id']}/readmit", {"reason": "核实"}, 204)
    plan = {"mode": "rate", "rate": "0.1", "half_width": "0.2", "confidence": "0.95"}
    assert _post(office, f"{path}/population/size", plan)["population"] == 7
    frozen = {"version": one.version, "plan": {"mode": "typed", "size": 3}, "seed_source": "双色球"}
    frozen["seed_not_before"] = (clock.now() + timedelta(days=1)).isoformat()
    _post(office, f"{path}/population", frozen, 201)
    _post(office, f"{path}/draws", {"seed": "12", "proof": "公告"}, 422)
    settings.DEMONSTRATION = True
    with clock.pretending(clock.now() + timedelta(days=2)):
        office = signed_in("evaluation_office", "P")
        drawn = _post(office, f"{path}/draws", {"seed": "12", "proof": "公告"}, 201)
        files = _post(office, f"{path}/start", status=201)
    assert [file["case"] for file in files] == drawn["sheet"]["drawn"]
    assert signed_in("officer", "B").get(f"{API}{path}/population").json()["count"] == 7


def test_it_proposes_gives_and_stands_aside(world: World, signed_in: SignIn) -> None:
    second = make_person(world, "reviewer", "P", 2)
    one, office = make_activity(world, cases=2, files="second_level"), signed_in("evaluation_office", "P")
    with acts.act(None, "tests.make_world"):
        for place in Assignment.objects.filter(level=2):
            place.delete()
    assert len(office.get(f"{API}/activities/{one.pk}/proposal").json()) == 4
    given = _post(office, f"/activities/{one.pk}/proposal", status=201)
    place = next(row for row in given if row["reviewer_id"] != second.pk)
    other = _post(office, f"/assignments/{place['id']}/reassign", {"reviewer_id": second.pk, "reason": "出差"}, 201)
    assert other["reviewer_id"] == second.pk
    client = Client()
    client.force_login(second, backend="allauth.account.auth_backends.AuthenticationBackend")
    gone = _post(client, f"/assignments/{other['id']}/recuse", {"reason": "同学"})
    assert gone["withdrawn_at"] is not None
    loads = office.get(f"{API}/activities/{one.pk}/loads").json()
    assert sum(load["waiting"] for load in loads) == 4


@pytest.mark.parametrize("path", ["/activities", "/files", "/populations"])
def test_it_pages_its_lists(world: World, signed_in: SignIn, path: str) -> None:
    make_activity(world, cases=2)
    told = signed_in("evaluation_office", "P").get(f"{API}{path}?limit=1").json()
    assert set(told) == {"items", "total"} and len(told["items"]) <= 1
