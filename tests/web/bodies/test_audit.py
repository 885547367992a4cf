"""Each deed with bodies leaves its line, with before, after and the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from adapters.web_world import World
from zhiheng_web.audit.models import Line
from zhiheng_web.bodies import actions
from zhiheng_web.bodies.models import Post

SYSTEM, SECURITY, OFFICE = "system_administrator", "security_administrator", "evaluation_office"
_MOVE = {"parent": "{Q}", "on": "2026-01-01", "reason": "文件"}
_POST = {"body": "{A}", "role": "inspector", "since": "2026-01-01", "reason": "文件"}
_TRANSFER = {"body": "{B}", "role": "unit_head", "on": "2026-01-01", "reason": "文件"}
_SEAT = {"slot": "member", "person": "李二", "since": "2025-01-01"}
_TERM = {"until": "2026-02-01", "reason": "文件"}


@pytest.mark.parametrize(
    ("role", "path", "form", "deed", "kinds"),
    [
        (SYSTEM, "new/", {"code": "N", "name": "新局"}, "bodies.create_body", {"body"}),
        (SYSTEM, "{A}/edit/", {"code": "A", "name": "改名", "version": "1"}, "bodies.edit_body", {"body"}),
        (SYSTEM, "{A}/move/", _MOVE, "bodies.move_body", {"body", "transfer"}),
        (SYSTEM, "{A1}/close/", _TERM, "bodies.close_body", {"body"}),
        (SYSTEM, "accounts/{account}/propose/", _POST, "bodies.propose_post", {"postproposal"}),
        (SYSTEM, "posts/{post}/transfer/", _TRANSFER, "bodies.propose_transfer", {"postproposal"}),
        (SECURITY, "posts/{post}/end/", _TERM, "bodies.end_post", {"post"}),
        (SECURITY, "proposals/{proposal}/give/", {"reason": "文件"}, "bodies.give_post", {"post", "postproposal"}),
        (SECURITY, "proposals/{proposal}/decline/", {"reason": "文件"}, "bodies.decline_post", {"postproposal"}),
        (OFFICE, "{A}/groups/new/", {"name": "小组", "since": "2025-01-01"}, "bodies.create_group", {"leadinggroup"}),
        (OFFICE, "groups/{group}/seats/new/", _SEAT, "bodies.add_seat", {"seat"}),
        (OFFICE, "groups/{group}/close/", _TERM, "bodies.close_group", {"leadinggroup", "seat"}),
        (OFFICE, "seats/{seat}/end/", _TERM, "bodies.end_seat", {"seat"}),
    ],
)
def test_it_leaves_a_line(
    world: World,
    signed_in: Callable[[str, str], Client],
    role: str,
    path: str,
    form: dict[str, str],
    deed: str,
    kinds: set[str],
) -> None:
    names = _things(world)
    client = signed_in(role, "P")
    filled = {name: value.format(**names) for name, value in form.items()}
    assert client.post(f"/bodies/{path.format(**names)}", filled).status_code == 303
    line = Line.objects.latest("sequence")
    assert (line.deed, line.actor_id) == (deed, world.person(role, "P").pk)
    assert line.reason == form.get("reason", "")
    assert {change["kind"] for change in line.changes} == {f"bodies.{kind}" for kind in kinds}
    assert all(change["state"].startswith("sha256:") for change in line.changes)


def _things(world: World) -> dict[str, Any]:
    office, head = world.person(OFFICE, "P"), world.person("unit_head", "B1")
    keeper, since = world.person(SYSTEM, "P"), world.body("A").since
    world.person(SECURITY, "P")
    group = actions.create_group(actor=office, body=world.body("A"), name="小组", since=since)
    seat = actions.add_seat(actor=office, group=group, slot="leader", person="王一", since=since)
    proposal = actions.propose_post(
        actor=keeper, account=head, body=world.body("B"), role="officer", since=since, reason="文件"
    )
    return {
        **{code: body.pk for code, body in world.bodies.items()},
        "group": group.pk,
        "seat": seat.pk,
        "proposal": proposal.pk,
        "account": head.pk,
        "post": Post.objects.get(account=head).pk,
    }
