"""The pages of results and calibration: who sees them, what they show, every number leads to its files."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from adapters.web_review_cards import make_activity, make_draw, make_file, sign_card
from adapters.web_reviews import make_person
from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock
from zhiheng_web.reviews.actions import results
from zhiheng_web.reviews.models import Activity, Planting, Summary

E1 = {"rule_id": "WX-EVIDENCE", "item": "E1", "page": "3", "deduction": "2", "text": "缺现场照片"}
SignIn = Callable[[str, str], Client]


@pytest.fixture
def activity(world: World) -> Activity:
    """An activity with four files of two bodies, two of them read by two."""
    made = make_activity(world)
    for number, code in enumerate(("A", "A", "B", "B1"), start=1):
        review = make_file(world, made, code, f"C{number}", state="settled", violations=["late"] if number == 1 else [])
        sign_card(world, review, [E1] if number < 3 else [], finding_class="not_strict" if number < 3 else "clean")
        if number < 3:
            other = make_person(world, "reviewer", "P", 2)
            sign_card(world, review, [{**E1, "deduction": "3"}], by=other, is_planted=True, finding_class="not_strict")
    return made


@pytest.fixture
def computed(world: World, activity: Activity) -> Activity:
    office = world.person("evaluation_office", "P")
    for stage in ("first", "final"):
        results.compute(actor=office, activity=activity, stage=stage)
    return activity


def _get(client: Client, name: str, activity: Activity, **query: str) -> Any:
    return client.get(reverse(f"reviews:{name}", args=[activity.pk]), query)


def test_it_says_what_is_missing_before_anything_is_computed(activity: Activity, signed_in: SignIn) -> None:
    page = _get(signed_in("evaluation_office", "P"), "results", activity).content.decode()
    assert "已有 4 件案卷签署了考评卡" in page
    assert (
        "汇总" not in _get(signed_in("reviewer", "P"), "unit_comparison", activity).content.decode().split("<main")[0]
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["results", "unit_comparison", "report", "calibration", "compute_results", "plant"])
def test_every_page_shows_in_both_languages(computed: Activity, signed_in: SignIn, name: str, lang: str) -> None:
    answer = _get(signed_in("evaluation_office", "P"), name, computed, lang=lang)
    assert answer.status_code == 200


def test_every_number_opens_the_files_behind_it(computed: Activity, signed_in: SignIn) -> None:
    client = signed_in("evaluation_office", "P")
    page = _get(client, "results", computed).content.decode()
    found = {one.replace("&amp;", "&") for one in re.findall(r'href="([^"]*results/files/[^"]*)"', page)}
    assert len(found) > 15
    for address in sorted(found):
        assert client.get(address).status_code == 200, address
    late = next(one for one in found if "group=violations" in one and "key=late" in one)
    told = client.get(late).content.decode()
    assert "C1" in told and "C2" not in told


def test_a_number_that_is_not_there_is_not_found(computed: Activity, signed_in: SignIn) -> None:
    client = signed_in("evaluation_office", "P")
    for query in ({"group": "secrets"}, {"group": "classes", "key": "nothing"}, {"group": "items", "key": "' or 1"}):
        assert _get(client, "results_behind", computed, **query).status_code == 404


def test_the_list_behind_a_number_can_be_taken_along(computed: Activity, signed_in: SignIn) -> None:
    answer = _get(signed_in("evaluation_office", "P"), "results_behind", computed, group="all", export="csv")
    assert "C1" in b"".join(answer).decode("utf-8-sig")


def test_computing_by_the_page(activity: Activity, signed_in: SignIn) -> None:
    client = signed_in("evaluation_office", "P")
    address = reverse("reviews:compute_results", args=[activity.pk])
    told = {"stage": "first", "pass_mark": "90", "threshold": "95", "confidence": "90"}
    assert client.post(address, {**told, "confidence": "200"}).status_code == 422
    assert client.post(address, told).status_code == 303
    facts = Summary.objects.get().facts
    assert facts["asked"] == {"pass_mark": "90", "threshold": "0.95", "confidence": "0.9"}


def test_the_verdict_that_nothing_can_be_told_stands_on_the_page(world: World, signed_in: SignIn) -> None:
    activity = make_activity(world, kind="random")
    draw = make_draw(world, activity, population=200, size=5)
    for number in range(5):
        sign_card(world, make_file(world, activity, "A", f"C{number}", draw=draw), [E1])
    client = signed_in("evaluation_office", "P")
    told = {"stage": "first", "pass_mark": "60", "threshold": "90", "confidence": "95"}
    client.post(reverse("reviews:compute_results", args=[activity.pk]), told)
    assert "与标准分不清" in _get(client, "results", activity).content.decode()


def test_the_report_by_the_page_and_its_submission(computed: Activity, signed_in: SignIn) -> None:
    client = signed_in("leader", "P")
    address = reverse("reviews:report", args=[computed.pk])
    assert client.post(address, {"stage": "final", "demands": "补齐照片\n限期整改"}).status_code == 303
    assert "案评报" in client.get(address).content.decode()
    submission = reverse("reviews:record_submission", args=[computed.pk])
    assert client.post(submission, {"submitted_to": "市局", "submitted_on": "2001-01-01"}).status_code == 422
    assert client.post(submission, {"submitted_to": "市局", "submitted_on": str(clock.today())}).status_code == 303


def test_planting_by_the_page_says_why_it_cannot_be_done(computed: Activity, signed_in: SignIn) -> None:
    client = signed_in("evaluation_office", "P")
    address = reverse("reviews:plant", args=[computed.pk])
    answer = client.post(address, {"seed": "7", "size": "2", "readers_each": "2"})
    assert answer.status_code == 422 and "可以安排的案卷有 0 件" in answer.content.decode()
    assert not Planting.objects.exists()


@pytest.mark.parametrize(
    ("role", "code", "results_status", "calibration_status"),
    [
        ("leader", "P", 200, 200),
        ("reviewer", "P", 200, 403),
        ("discipline", "P", 200, 403),
        ("unit_head", "A", 403, 403),
        ("legal_officer", "A", 403, 403),
        ("officer", "A", 403, 403),
        ("evaluation_office", "Q", 403, 403),
        ("evaluation_office", "A", 403, 403),
    ],
)
def test_who_may_see_results_and_calibration(
    computed: Activity, signed_in: SignIn, role: str, code: str, results_status: int, calibration_status: int
) -> None:
    client = signed_in(role, code)
    for name in ("results", "unit_comparison", "results_behind"):
        assert _get(client, name, computed).status_code == results_status
    assert _get(client, "calibration", computed).status_code == calibration_status


def test_a_reviewer_sees_their_own_severity_and_nobody_else_s(
    world: World, computed: Activity, signed_in: SignIn
) -> None:
    mine = signed_in("reviewer", "P")
    page = _get(mine, "my_severity", computed).content.decode()
    # 2 against 3 points, twice: half a point below the common level
    assert "-0.50" in page and "reviewer P 2" not in page
    assert _get(signed_in("leader", "P"), "my_severity", computed).status_code == 404


def test_nobody_sees_their_severity_while_duplicates_are_hidden(
    world: World, computed: Activity, signed_in: SignIn
) -> None:
    hidden = Planting(activity=computed, seed="7", files=1, by=world.person("evaluation_office", "P"))
    with acts.act(None, "tests.make_world"):
        hidden.save()
    assert _get(signed_in("reviewer", "P"), "my_severity", computed).status_code == 404


@pytest.mark.parametrize("name", ["results", "unit_comparison", "calibration", "results_behind"])
def test_the_pages_ask_as_many_questions_for_many_files_as_for_few(
    world: World, computed: Activity, signed_in: SignIn, name: str
) -> None:
    client = signed_in("evaluation_office", "P")
    few = _questions(client, name, computed)
    for number in range(10, 20):
        review = make_file(world, computed, "AB"[number % 2], f"C{number}", state="settled")
        sign_card(world, review, [E1], finding_class="not_strict")
        sign_card(world, review, [E1], by=make_person(world, "reviewer", "P", 2), is_planted=True)
    results.compute(actor=world.person("evaluation_office", "P"), activity=computed, stage="final")
    assert _questions(client, name, computed) <= few < 60


def _questions(client: Client, name: str, activity: Activity) -> int:
    _get(client, name, activity)
    with CaptureQueriesContext(connection) as asked:
        assert _get(client, name, activity).status_code == 200
    return len(asked)


def test_a_reader_learns_nothing_of_a_file_that_they_still_have_to_read(
    world: World, computed: Activity, signed_in: SignIn
) -> None:
    client = signed_in("reviewer", "P")
    listed = _get(client, "results_behind", computed, group="all", export="csv")
    assert "C3" in b"".join(listed).decode("utf-8-sig")
    third = make_person(world, "reviewer", "P", 3)
    sign_card(world, computed.files.get(case__code="C3"), [], by=third, is_planted=True, state="draft")
    client.force_login(third, backend="allauth.account.auth_backends.AuthenticationBackend")
    told = b"".join(_get(client, "results_behind", computed, group="all", export="csv")).decode("utf-8-sig")
    assert "C2" in told and "C3" not in told
    assert "缺现场照片" not in _get(client, "results", computed).content.decode()


def test_a_blind_reader_is_told_no_unit(world: World, signed_in: SignIn) -> None:
    activity = make_activity(world, rules={"blind": True})
    sign_card(world, make_file(world, activity, "A", "C1"), [E1])
    results.compute(actor=world.person("evaluation_office", "P"), activity=activity, stage="first")
    name = world.body("A").name
    for role, is_shown in (("reviewer", False), ("evaluation_office", True)):
        told = b"".join(_get(signed_in(role, "P"), "results_behind", activity, group="all", export="csv"))
        assert (name in told.decode("utf-8-sig")) is is_shown
