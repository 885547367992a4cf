"""Each deed of training leaves its line, whoever does it on a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from adapters.web_objects import training as objects
from adapters.web_reviews import saved
from adapters.web_world import World
from zhiheng_web.audit.models import Line
from zhiheng_web.lib import clock
from zhiheng_web.training import models

TODAY = clock.today()
DAY, LATER = TODAY.isoformat(), (TODAY + timedelta(days=9)).isoformat()
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
_CLASS = {"title": "x", "starts_on": DAY, "ends_on": DAY, "days": "1", "instructor": "{teacher}"}
_CONTEST = {"title": "x", "period_from": DAY, "last_day": DAY, "places": "1", "candidates_each": "2"}
_COURSE = {"title": "x", "kind": "other", "starts_on": DAY, "ends_on": DAY, "days": "0.5"}
_SETTLED = {"days_a_year": "15", "window_in_months": "12", "places": "10"}


@pytest.mark.parametrize(
    ("who", "path", "form", "deed"),
    [
        ("evaluation_office@A", "series/new/", {"body": "{A}", "kind": "commentary", "name": "x", "last": "0"}, "keep_series"),  # noqa: E501
        ("reviewer@A", "bulletins/new/", {"series": "{series}", "title": "x", "text": "y"}, "write_bulletin"),
        ("reviewer@A", "bulletins/{draft}/edit/", {"title": "x", "text": "y", "version": "0"}, "write_bulletin"),
        ("evaluation_office@A", "bulletins/{draft}/publish/", {"version": "0"}, "publish_bulletin"),
        ("evaluation_office@A", "bulletins/{bulletin}/withdraw/", {"reason": "z"}, "withdraw_bulletin"),
        ("officer@A1", "bulletins/{bulletin}/read/", {}, "confirm_reading"),
        ("officer@A1", "bulletins/{bulletin}/comments/", {"text": "x"}, "comment"),
        ("evaluation_office@A", "comments/{comment}/take-down/", {"reason": "z"}, "take_down_comment"),
        ("evaluation_office@A", "focuses/new/", {"body": "{A}", "code": "x", "name": "y"}, "keep_focus"),
        ("evaluation_office@A", "focuses/{focus}/retire/", {}, "keep_focus"),
        ("evaluation_office@A", "campaigns/new/", {"body": "{A}", "name": "x", "owner": "y", "starts_on": DAY}, "keep_campaign"),  # noqa: E501
        ("evaluation_office@A", "meetings/new/", {"body": "{A}", "month": "2020-02-01", "held_on": DAY}, "keep_meeting"),  # noqa: E501
        ("evaluation_office@A", "meetings/{meeting}/items/new/", {"kind": "law", "title": "x"}, "keep_meeting"),
        ("evaluation_office@A", "items/{item}/remove/", {}, "keep_meeting"),
        ("evaluation_office@A", "meetings/{meeting}/attendance/", {"attendance-{came}": "absent"}, "keep_meeting"),
        ("evaluation_office@A", "meetings/{meeting}/close/", {"minutes": "x", "study_due_on": LATER, "version": "0"}, "keep_meeting"),  # noqa: E501
        ("legal_officer@A", "studies/{study}/report/", {"held_on": DAY, "present": "1", "expected": "2"}, "report_study"),  # noqa: E501
        ("legal_officer@A", "courses/new/", {"body": "{A}", **_COURSE}, "keep_course"),
        ("legal_officer@A", "courses/{course}/people/", {"officers": "{officer}"}, "keep_course"),
        ("legal_officer@A", "courses/{course}/withdraw/", {"reason": "z"}, "keep_course"),
        ("evaluation_office@A", "arrangement/{A}/", _SETTLED, "arrange"),
        ("evaluation_office@A", "classes/new/", {"body": "{A}", **_CLASS}, "keep_class"),
        ("evaluation_office@A", "classes/{class}/candidates/", {"officer": "{other}", "reason": "z"}, "keep_class"),
        ("evaluation_office@A", "classes/{class}/open/", {}, "keep_class"),
        ("reviewer@A", "classes/{class}/questions/new/", {"text": "x", "points": "5"}, "teach_class"),
        ("evaluation_office@A", "contests/new/", {"body": "{A}", "judges_wanted": "3", "least_scores": "1", **_CONTEST}, "keep_contest"),  # noqa: E501
        ("evaluation_office@A", "candidates/{candidate}/rewards/", {"kind": "honour", "text": "x", "decided_on": DAY}, "reward"),  # noqa: E501
        ("leader@A", "candidates/{candidate}/experience/", {"article": "x"}, "reward"),
        ("leader@A", "follow-ups/{task}/decide/", {"measure": "x", "decision": "y", "decided_on": DAY}, "decide_follow_up"),  # noqa: E501
    ],
)  # fmt: skip
def test_it_leaves_a_line(
    world: World, signed_in: Callable[[str, str], Client], who: str, path: str, form: dict[str, str], deed: str
) -> None:
    role, _, code = who.partition("@")
    names = _things(world)
    filled: dict[str, Any] = {name.format(**names): value.format(**names) for name, value in form.items()}
    if deed == "report_study":
        filled["proof"] = SimpleUploadedFile("a.png", PNG)
    answer = signed_in(role, code).post(f"/training/{path.format(**names)}", filled)
    assert answer.status_code == 303, answer.content.decode()[-3000:]
    line = Line.objects.latest("sequence")
    assert (line.deed, line.actor_id) == (f"training.{deed}", world.person(role, code).pk)
    assert line.reason == filled.get("reason", "")


def _things(world: World) -> dict[str, Any]:
    """Return the numbers of things of A, ready for the deeds above."""
    teacher = world.person("reviewer", "A")
    series, held, meeting = (make(world, "A") for make in (objects.series_of, objects.class_of, objects.meeting_of))
    draft = saved(models.Bulletin(series=series, title="x", text="y"))
    came = saved(
        models.Attendance(
            meeting=meeting, account=world.person("legal_officer", "A"), body=world.body("A"), state="present"
        )
    )
    held.instructor = teacher
    saved(held)
    saved(models.Enrolment(training_class=held, officer=objects.officer_of(world, "A"), reason="x"))
    made = {name: getattr(objects, name)(world, "A") for name in ("bulletin", "comment", "focus", "item", "course")}
    studied = objects.meeting_of(world, "P")
    study = saved(models.Study(meeting=studied, body=world.body("A"), due_on=TODAY))
    made |= {"study": study.pk, "class": held.pk, "meeting": meeting.pk, "came": came.pk, "series": series.pk}
    made |= {"draft": draft.pk, "teacher": teacher.pk, "candidate": objects.candidate_of(world, "A").pk}
    made |= {"task": objects.follow_up(world, "A"), "officer": objects.officer_of(world, "A").pk}
    made["other"] = objects.make_officer(world, "A", 2).pk
    return {**{code: body.pk for code, body in world.bodies.items()}, **made}
