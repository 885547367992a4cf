"""Programs compute, read, report and plant as the pages do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from adapters.web_review_cards import make_activity, make_file, sign_card
from adapters.web_reviews import make_person
from adapters.web_world import World
from zhiheng_web.lib import clock
from zhiheng_web.reviews.models import Activity, Assignment

SignIn = Callable[[str, str], Client]
E1 = {"rule_id": "WX-EVIDENCE", "item": "E1", "page": "3", "deduction": "2", "text": "缺现场照片"}


@pytest.fixture
def activity(world: World) -> Activity:
    made = make_activity(world)
    for number in range(3):
        review = make_file(world, made, "A", f"C{number}")
        sign_card(world, review, [E1], finding_class="not_strict")
        sign_card(
            world,
            review,
            [{**E1, "deduction": str(number + 2)}],
            by=make_person(world, "reviewer", "P", 2),
            is_planted=True,
            finding_class="not_strict",
        )
    return made


def _send(client: Client, activity: Activity, path: str, told: Any = None) -> Any:
    address = f"/api/v1/reviews/activities/{activity.pk}/{path}"
    if told is None:
        return client.get(address)
    return client.post(address, json.dumps(told), content_type="application/json")


def test_it_computes_and_reads_the_results(activity: Activity, signed_in: SignIn) -> None:
    client = signed_in("evaluation_office", "P")
    made = _send(client, activity, "results", {"stage": "first", "threshold": "0.9"})
    assert made.status_code == 201 and made.json()["facts"]["average_score"] == "98"
    assert _send(client, activity, "results").json()["items"][0]["is_stale"] is False
    files = _send(client, activity, "results/files?group=items&key=E1").json()["items"]
    assert [(one["case_code"], one["deducted"]) for one in files] == [("C0", "2"), ("C1", "2"), ("C2", "2")]
    assert _send(client, activity, "results/files?group=nothing").status_code == 404
    assert _send(client, activity, "results", {"stage": "last"}).status_code == 422


def test_it_reports_and_submits(activity: Activity, signed_in: SignIn) -> None:
    client = signed_in("evaluation_office", "P")
    assert _send(client, activity, "reports", {"stage": "first"}).json()["code"] == "not_computed"
    _send(client, activity, "results", {"stage": "first"})
    made = _send(client, activity, "reports", {"stage": "first", "demands": ["补齐照片"]})
    assert made.status_code == 201 and "案评报" in made.json()["number"]
    told = {"submitted_to": "市局", "submitted_on": clock.today().isoformat()}
    assert _send(client, activity, "submission", told).json()["submitted_to"] == "市局"


def test_it_reads_the_calibration_and_one_s_own_severity(activity: Activity, signed_in: SignIn) -> None:
    office, reader = signed_in("evaluation_office", "P"), signed_in("reviewer", "P")
    told = _send(office, activity, "calibration").json()
    assert (told["shared"], told["cards"], len(told["readers"])) == (3, 6, 2)
    # 0, 1 and 2 points less than the other: on average 1 less, half of it below the common level
    mine = _send(reader, activity, "calibration/mine").json()
    assert mine["severity"] == "-0.5"
    assert _send(reader, activity, "calibration").status_code == 403
    assert _send(office, activity, "calibration/mine").status_code == 404


def test_it_plants_and_reveals(world: World, activity: Activity, signed_in: SignIn) -> None:
    office = signed_in("evaluation_office", "P")
    sign_card(world, make_file(world, activity, "B", "C9", state="second_level"), [], state="draft")
    made = _send(office, activity, "plantings", {"seed": "7", "files": 1})
    assert (made.status_code, made.json()["revealed_at"]) == (201, None)
    assert Assignment.objects.filter(is_planted=True, done_at__isnull=True).count() == 1
    assert _send(office, activity, "plantings/reveal", {}).json()["code"] == "still_open"
    assert _send(signed_in("reviewer", "P"), activity, "plantings", {"seed": "7", "files": 1}).status_code == 403
