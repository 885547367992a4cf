"""The pages of the trail: filters in the address, a line opened, the history of an object, the check, the export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from adapters.web_world import World
from zhiheng_web.audit import acts, guards
from zhiheng_web.audit.models import Line
from zhiheng_web.lib.policy import Role

SignedIn = Callable[[str, str], Client]


@pytest.fixture
def told(world: World) -> World:
    """Two deeds on two days: a body renamed by a person, another by the system."""
    keeper = world.person("system_administrator", "P")
    for day, actor, code, name in (
        ("2026-03-02 01:00", keeper, "A", "甲一市综合执法局"),
        ("2026-03-03 15:59", None, "B", "甲二市综合执法局"),
    ):
        with time_machine.travel(f"{day}+00:00", tick=False), acts.act(actor, "bodies.edit_body", reason=f"改名{code}"):
            body = world.body(code)
            body.name = name
            body.save()
    return world


@pytest.fixture
def client(signed_in: SignedIn, told: World) -> Client:
    return signed_in("audit_administrator", "P")


def numbers(client: Client, **query: str) -> set[str]:
    """Return the reasons of the lines listed about renamed bodies."""
    html = client.get("/audit/", query).content.decode()
    return {code for code in ("A", "B") if f"改名{code}" in html}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"A", "B"}),
        ({"who": "system_admin"}, {"A"}),
        ({"deed": "bodies.edit_body"}, {"A", "B"}),
        ({"deed": "bodies.move_body"}, set()),
        ({"from": "2026-03-03", "to": "2026-03-03"}, {"B"}),
        ({"from": "2026年3月2日", "to": "20260302"}, {"A"}),
        ({"object": "bodies.body"}, {"A", "B"}),
        ({"object": "bodies.post"}, set()),
    ],
)
def test_it_filters_by_the_address(client: Client, query: dict[str, str], found: set[str]) -> None:
    # 15:59 in UTC is 23:59 in Beijing: still the third of March.
    assert numbers(client, **query) == found


def test_it_filters_by_one_object(client: Client, told: World) -> None:
    assert numbers(client, object=f"bodies.body/{told.body('A').pk}") == {"A"}


def test_it_opens_a_line_with_before_and_after(client: Client, told: World) -> None:
    line = Line.objects.get(reason="改名A")
    html = client.get(f"/audit/lines/{line.sequence}/").content.decode()
    for words in ("甲一市城市管理局", "甲一市综合执法局", line.digest, line.previous, "与记录一致", "改名A"):
        assert words in html
    english = client.get(f"/audit/lines/{line.sequence}/?lang=en").content.decode()
    for words in ("edit a body", "Before", "After", "agrees"):
        assert words in english


def test_it_shows_no_hash_of_a_password(client: Client, told: World) -> None:
    line = Line.objects.filter(changes__icontains="accounts.account").latest("sequence")
    html = client.get(f"/audit/lines/{line.sequence}/").content.decode()
    assert "md5$" not in html


def test_it_tells_everything_done_to_one_object(client: Client, told: World) -> None:
    html = client.get(f"/audit/objects/bodies.body/{told.body('A').pk}/").content.decode()
    assert "改名A" in html
    assert "改名B" not in html
    assert client.get("/audit/objects/bodies.body/999999/").status_code == 404


def test_it_verifies_by_a_button_and_tells_that_it_did(client: Client, told: World) -> None:
    assert client.get("/audit/verify/").status_code == 200
    count = Line.objects.count()
    assert "完整：没有发现问题" in client.post("/audit/verify/").content.decode()
    line = Line.objects.latest("sequence")
    assert line.deed == "audit.verify_trail"
    assert line.changes[0]["told"] == {"lines": count, "problems": 0}
    assert "完整" in client.post("/audit/verify/").content.decode(), "its own line harms nothing"


def test_it_names_a_change_made_behind_its_back(client: Client, told: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE bodies_body SET name = %s WHERE code = %s", ["改过的", "A"])
    html = client.post("/audit/verify/").content.decode()
    assert "发现 1 处问题" in html
    assert f"bodies.body {told.body('A').pk}" in html


def test_it_marks_a_line_that_was_altered(client: Client, told: World) -> None:
    line = Line.objects.get(reason="改名A")
    guards.take_down(connection)
    try:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE audit_line SET reason = %s WHERE sequence = %s", ["另一个理由", line.sequence])
    finally:
        guards.put_up(connection)
    assert "本行已被改动" in client.get(f"/audit/lines/{line.sequence}/").content.decode()


def test_it_exports_what_is_seen_and_tells_it(client: Client, told: World) -> None:
    answer: Any = client.get("/audit/?deed=bodies.edit_body&export=csv")
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    # the head and the two lines that the filter leaves
    assert len(rows) == 3
    assert "改名B" in rows[1]
    line = Line.objects.latest("sequence")
    assert (line.deed, line.changes[0]["told"]["rows"]) == ("audit.export_trail", 2)


def test_it_lists_in_a_bounded_number_of_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    client.get("/audit/")
    with django_assert_max_num_queries(8):
        client.get("/audit/")


@pytest.mark.parametrize("role", [role.value for role in Role])
@pytest.mark.parametrize("page", ["", "verify/", "lines/1/", "objects/bodies.body/1/"])
def test_it_opens_to_the_audit_administrator_alone(told: World, signed_in: SignedIn, role: str, page: str) -> None:
    if page.startswith("objects"):
        page = f"objects/bodies.body/{told.body('A').pk}/"
    status = signed_in(role, "P").get(f"/audit/{page}").status_code
    assert status == (200 if role == Role.audit_administrator else 403)


def test_nobody_writes_to_the_trail_by_a_page(client: Client) -> None:
    before = Line.objects.count()
    for page in ("/audit/lines/1/", "/audit/"):
        client.post(page, {"reason": "x"})
        client.delete(page)
    assert Line.objects.count() == before
