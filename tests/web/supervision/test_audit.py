"""Each deed of supervision leaves its line, whoever does it on a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from adapters.web_world import World
from web.supervision.conftest import VALUES, reply
from zhiheng_web.audit.models import Line
from zhiheng_web.lib import clock
from zhiheng_web.rectification.actions import problems as tasks
from zhiheng_web.supervision.actions import letters, replies
from zhiheng_web.supervision.models import Letter

LATER = (clock.today() + timedelta(days=9)).isoformat()
_NEW = {"addressee": "{A}", "title": "x", "suggestions": "y", "reply_days": "10"}


@pytest.mark.parametrize(
    ("who", "path", "form", "deed"),
    [
        ("evaluation_office@P", "letters/new/", _NEW, "draft_letter"),
        ("reviewer@P", "letters/{draft}/edit/", {"title": "z", "suggestions": "y", "reply_days": "9", "version": "1"}, "draft_letter"),  # noqa: E501
        ("discipline@P", "letters/{draft}/problems/new/", {"text": "x"}, "draft_letter"),
        ("evaluation_office@P", "problems/{problem}/remove/", {}, "draft_letter"),
        ("evaluation_office@P", "letters/{draft}/issue/", {"version": "1"}, "issue_letter"),
        ("evaluation_office@P", "letters/{draft}/withdraw/", {"reason": "不发了"}, "withdraw_letter"),
        ("legal_officer@A", "letters/{issued}/receive/", {}, "receive_letter"),
        ("unit_head@A", "letters/{received}/reply/", {"text": "x", "measure_{asked}": "y", "version": "3"}, "reply_letter"),  # noqa: E501
        ("evaluation_office@P", "letters/{replied}/accept/", {"verdict": "好"}, "decide_letter"),
        ("evaluation_office@P", "letters/{replied}/return/", {"verdict": "不全", "due_on": LATER}, "decide_letter"),
        ("evaluation_office@P", "problems/{answered}/take-over/", {"deadline": LATER}, "decide_letter"),
        ("evaluation_office@P", "letters/{mended}/close/", {"verdict": "到位"}, "decide_letter"),
    ],
)  # fmt: skip
def test_it_leaves_a_line_for_a_letter(
    world: World, signed_in: Callable[[str, str], Client], who: str, path: str, form: dict[str, str], deed: str
) -> None:
    role, _, code = who.partition("@")
    names = _letters(world)
    filled = {name.format(**names): value.format(**names) for name, value in form.items()}
    answer = signed_in(role, code).post(f"/supervision/{path.format(**names)}", filled)
    assert answer.status_code == 303, answer.content.decode()[-3000:]
    line = Line.objects.latest("sequence")
    assert (line.deed, line.actor_id) == (f"supervision.{deed}", world.person(role, code).pk)
    assert line.reason == (filled.get("reason") or filled.get("verdict") or "")


def _letters(world: World) -> dict[str, Any]:
    """Return the numbers of a letter in each state, and of a problem of some."""
    office, head = world.person("evaluation_office", "P"), world.person("unit_head", "A")
    made = {name: _letter(world) for name in ("draft", "issued", "received", "replied", "mended")}
    for name in ("issued", "received", "replied", "mended"):
        letters.issue_letter(actor=office, letter=made[name], version=1)
    for name in ("received", "replied", "mended"):
        replies.receive_letter(actor=head, letter=made[name])
    reply(world, made["replied"])
    task = replies.take_over(actor=office, problem=made["mended"].problems.get(), deadline=clock.today()).task
    reply(world, made["mended"])
    replies.accept_reply(actor=office, letter=made["mended"])
    tasks.report_done(actor=head, problem=task, report="完成")
    tasks.verify_problem(actor=office, problem=task, verdict="属实")
    problems = {"problem": "draft", "asked": "received", "answered": "replied"}
    told = {name: made[of].problems.get().pk for name, of in problems.items()}
    codes = {code: body.pk for code, body in world.bodies.items()}
    return {**codes, **told, **{name: one.pk for name, one in made.items()}}


def _letter(world: World) -> Letter:
    office = world.person("evaluation_office", "P")
    one = letters.draft_letter(actor=office, addressee=world.body("A"), values=VALUES)
    letters.add_problem(actor=office, letter=one, text="x")
    return one
