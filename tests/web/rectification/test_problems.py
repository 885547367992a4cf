"""A problem from its entry to its end: planned and reported by the body, verified or returned from above."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit import acts
from zhiheng_web.documents.models import Evidence
from zhiheng_web.lib import clock
from zhiheng_web.lib.duties import duties_of
from zhiheng_web.rectification import actions
from zhiheng_web.rectification.models import Milestone, Problem

SignedIn = Callable[[str, str], Client]


def test_it_goes_by_its_pages_from_entry_to_verification(world: World, signed_in: SignedIn) -> None:
    office, head = signed_in("evaluation_office", "P"), signed_in("unit_head", "A")
    day = (clock.today() + timedelta(days=9)).isoformat()
    entered = {"body": world.body("A").pk, "year": "2026", "title": "回证不全", "source": "inspection", "deadline": day}
    place = office.post(
        "/problems/new/?subject=evaluations.assessment:7", {**entered, "subject": "evaluations.assessment:7"}
    )
    url = place.headers["Location"]
    plan = {"person": "王一", "measure": "补齐", "deadline": day, "version": "1"}
    assert head.post(f"{url}plan/", plan).status_code == 303
    assert head.post(f"{url}milestones/", {"text": "自查", "day": day}).status_code == 303
    assert head.post(f"/problems/milestones/{Milestone.objects.get().pk}/done/").status_code == 303
    assert head.post(f"{url}report/", {"report": "已补齐"}).status_code == 303
    assert "核查通过" in office.get(url).content.decode()
    assert office.post(f"{url}verify/", {"verdict": "属实"}).status_code == 303
    one = Problem.objects.get()
    assert (one.status, one.subject, one.person, one.verdict) == (
        "verified",
        "evaluations.assessment:7",
        "王一",
        "属实",
    )
    assert Milestone.objects.get().done_on == clock.today()


@pytest.mark.parametrize("role", ["unit_head", "data_officer", "evaluation_office"])
def test_nobody_verifies_their_own_body(world: World, reported: Problem, role: str) -> None:
    with pytest.raises(PermissionDenied):
        actions.verify_problem(actor=world.person(role, "A"), problem=reported, verdict="属实")


def test_it_is_returned_with_a_new_deadline(world: World, reported: Problem) -> None:
    office, day = world.person("evaluation_office", "P"), clock.today() + timedelta(days=3)
    returned = actions.return_problem(actor=office, problem=reported, verdict="还缺一件", deadline=day)
    assert (returned.status, returned.deadline) == ("returned", day)
    with pytest.raises(Refusal):
        actions.verify_problem(actor=office, problem=reported, verdict="再核")


def test_a_later_deadline_needs_a_reason(world: World, problem: Problem) -> None:
    head, later = world.person("unit_head", "A"), problem.deadline + timedelta(days=1)
    values = {"person": "王一", "measure": "补齐", "deadline": later}
    with pytest.raises(Refusal):
        actions.plan_measure(actor=head, problem=problem, version=1, values=values)
    actions.plan_measure(actor=head, problem=problem, version=1, values=values, reason="等印章")
    assert Problem.objects.get().deadline == later


def test_the_slower_of_two_sees_both(world: World, problem: Problem) -> None:
    head = world.person("unit_head", "A")
    values = {"person": "王一", "measure": "补齐", "deadline": problem.deadline}
    actions.plan_measure(actor=head, problem=problem, version=1, values=values)
    with pytest.raises(Refusal) as refused:
        actions.plan_measure(actor=head, problem=problem, version=1, values={**values, "person": "李二"})
    assert "王一" in refused.value.faults[0].reason.zh
    assert "李二" in refused.value.faults[0].reason.zh


def test_it_keeps_the_letter_of_responsibility(problem: Problem, signed_in: SignedIn) -> None:
    letter = SimpleUploadedFile("责任书.pdf", b"%PDF-1.7 letter")
    client = signed_in("unit_head", "A")
    assert client.post(f"/problems/{problem.pk}/letter/", {"letter": letter}).status_code == 303
    kept = Evidence.objects.get()
    assert (kept.subject, kept.body_id) == (f"rectification.problem:{problem.pk}", problem.body_id)
    wrong = SimpleUploadedFile("责任书.pdf", b"<html>")
    assert client.post(f"/problems/{problem.pk}/letter/", {"letter": wrong}).status_code == 422


def test_overdue_follows_from_the_deadline(world: World, problem: Problem, signed_in: SignedIn) -> None:
    with acts.act(None, "tests.later"):
        problem.deadline = clock.today() - timedelta(days=1)
        problem.save()
    assert problem.state_text[0].zh == "逾期"
    assert "送达回证不全" in signed_in("leader", "P").get("/problems/?state=overdue").content.decode()
    actions.report_done(actor=world.person("unit_head", "A"), problem=problem, report="已补齐")
    assert "送达回证不全" not in signed_in("leader", "P").get("/problems/?state=overdue").content.decode()


def test_the_body_is_reminded_and_then_the_one_above(world: World, problem: Problem) -> None:
    key = f"rectification.rectify:{problem.pk}"
    mine = {duty.key: duty for duty in duties_of(world.person("unit_head", "A"))}
    assert mine[key].due == problem.deadline
    actions.report_done(actor=world.person("unit_head", "A"), problem=problem, report="已补齐")
    assert not any(duty.key == key for duty in duties_of(world.person("unit_head", "A")))
    office = [duty.key for duty in duties_of(world.person("evaluation_office", "P"))]
    assert f"rectification.verify:{problem.pk}" in office


def test_the_list_goes_out_as_a_table(problem: Problem, signed_in: SignedIn) -> None:
    client = signed_in("evaluation_office", "P")
    rows = b"".join(client.get("/problems/?export=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "责任单位" in rows
    assert "送达回证不全" in rows
    assert client.get("/problems/?export=xlsx").content[:2] == b"PK"
