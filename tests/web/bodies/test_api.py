"""Programs read the tree in reach and keep it: created, changed by version, never twice under one number."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.test import Client

from adapters.web_world import World

ROOT = "/api/v1/bodies"
SignIn = Callable[[str, str], Client]


def _send(client: Client, method: str, path: str, told: Any) -> Any:
    return client.generic(method, f"{ROOT}{path}", json.dumps(told), content_type="application/json")


def test_it_lists_the_bodies_in_reach_alone(world: World, signed_in: SignIn) -> None:
    told = signed_in("leader", "A").get(f"{ROOT}/").json()
    assert {one["code"] for one in told["items"]} == {"A", "A1", "A2"}
    assert told["total"] == 3


def test_it_creates_a_body_and_refuses_its_number_a_second_time(world: World, signed_in: SignIn) -> None:
    client = signed_in("system_administrator", "P")
    told = {"code": "A3", "name": "甲一市北县城市管理局", "parent_id": world.body("A").pk, "level": "county"}
    made = _send(client, "POST", "/", told)
    assert (made.status_code, made.json()["parent_id"]) == (201, world.body("A").pk)
    assert _send(client, "POST", "/", told).status_code == 422


def test_it_answers_409_to_the_slower_of_two(world: World, signed_in: SignIn) -> None:
    client, body = signed_in("system_administrator", "P"), world.body("B")
    told = {"code": "B", "name": "甲二市城管局", "kind": body.kind, "level": "city", "version": body.version}
    assert _send(client, "PUT", f"/{body.pk}", told).json()["name"] == "甲二市城管局"
    late = _send(client, "PUT", f"/{body.pk}", {**told, "name": "另一个"})
    assert (late.status_code, late.json()["code"]) == (409, "edited_meanwhile")


def test_it_tells_who_may_not_nothing_of_what_was_sent(world: World, signed_in: SignIn) -> None:
    # Reach is asked for before the body of the request is read: no 422 about fields.
    path = f"/{world.body('A').pk}/groups"
    assert _send(signed_in("evaluation_office", "B"), "POST", path, {}).status_code == 403
