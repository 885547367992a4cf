"""Each deed of officers' months leaves its line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from adapters import web_months as do
from adapters.web_world import World
from zhiheng_web.audit.models import Line
from zhiheng_web.lib import clock
from zhiheng_web.officers.actions import accountability, publishing
from zhiheng_web.officers.models import Accountability, Month, Tracking

TODAY = clock.today().isoformat()
_CASES: list[tuple[str, str, str, dict[str, Any], str]] = [
    ("evaluation_office", "compute_month", "", {"organiser": "{A}", "month": TODAY[:7]}, "compute_month"),
    ("evaluation_office", "correct_month", "month", {"reason": "异议成立"}, "compute_month"),
    ("evaluation_office", "summary", "month", {"where": "工作群"}, "share_summary"),
    ("evaluation_office", "issue_list", "month", {"kind": "red_card_list"}, "issue_list"),
    ("evaluation_office", "circular", "month", {"bodies": ["{A1}"], "demand": "整改"}, "issue_list"),
    ("evaluation_office", "issue_award_list", "A", {"since": "{last}", "until": "{last}"}, "issue_list"),
    ("evaluation_office", "set_rules", "A", {"quantity": "40", "quality": "60", "reason": "会议定"}, "set_rules"),
    ("reviewer", "comment", "line", {"text": "照片缺失"}, "comment"),
    ("officer", "reply", "comment", {"text": "已补"}, "reply"),
    ("reviewer", "open_tracking", "A", {"officer": "{officer}", "reason": "x", "closing_condition": "y"}, "track"),
    ("reviewer", "add_step", "tracking", {"text": "已谈话"}, "track"),
    ("officer", "report_step", "tracking", {"text": "已补"}, "report_step"),
    ("evaluation_office", "withdraw", "matter", {"reason": "查明不实"}, "propose_accountability"),
    ("discipline", "hear", "matter", {"hearing": "waived", "statement": "书面放弃"}, "hear_officer"),
    ("officer", "own_accountability", "matter", {"statement": "设备损坏"}, "state_own"),
    ("evaluation_office", "submit", "heard", {"considered": "采纳"}, "submit_accountability"),
    ("leader", "switch_allocation", "A", {"gate": "5", "has_read_notice": "on", "reason": "试行"}, "switch_allocation"),
    (
        "leader",
        "decide_award",
        "A",
        {"officer": "{officer}", "title": "嘉奖", "since": "2026-01", "until": "2026-12", "decided_on": TODAY, "reason": "x"},  # noqa: E501
        "decide_award",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("role", "page", "about", "form", "deed"), _CASES, ids=[one[1] for one in _CASES])
def test_it_leaves_a_line(
    world: World, month: Month, matter: Accountability, signed_in: Callable[[str, str], Client], role: str, page: str,
    about: str, form: dict[str, Any], deed: str,
) -> None:  # fmt: skip
    line = do.line_of(month, world)
    things: dict[str, Any] = {"month": month, "line": line, "tracking": Tracking.objects.get(), "matter": matter}
    things |= {"A": world.body("A"), "officer": line.officer}
    if about == "comment":
        things["comment"] = publishing.comment(actor=world.person("reviewer", "A"), line=line, text="x")
    if about == "heard":
        things["heard"] = accountability.state_own(actor=line.officer.account, matter=matter, statement="x")
    names = {
        "last": f"{month.month:%Y-%m}",
        "A": world.body("A").pk,
        "A1": world.body("A1").pk,
        "officer": line.officer.pk,
    }
    filled = {name: [one.format(**names) for one in value] if isinstance(value, list) else value.format(**names)
              for name, value in form.items()}  # fmt: skip
    person, code = role, "A1" if role == "officer" else "A"
    url = reverse(f"officers:{page}", args=[things[about].pk] if about else [])
    url += "?topic=awards" if page == "set_rules" else ""
    answer = signed_in(person, code).post(url, filled)
    assert answer.status_code == 303, answer.content.decode()[-3000:]
    entry = Line.objects.latest("sequence")
    assert (entry.deed, entry.actor_id) == (f"officers.{deed}", world.person(role, code).pk)
    assert entry.changes


def test_what_publication_does_by_itself_stands_in_one_line(world: World) -> None:
    do.review(world, "6")
    do.published(world)
    entry = Line.objects.filter(deed="officers.publish_month").latest("sequence")
    kinds = {change["kind"] for change in entry.changes}
    assert {"officers.month", "officers.tracking", "officers.trackedfile", "officers.logentry"} <= kinds
