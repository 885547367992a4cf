"""Programs do in a cycle what the pages do: saved once, refused when somebody was quicker, silent before the notice."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from adapters.web_cycles import make_cycle
from adapters.web_objects.evaluations import assessment_of
from adapters.web_world import World
from zhiheng_web.evaluations.models import Assessment, Cycle, Finding

SignIn = Callable[[str, str], Client]
ROOT = "/api/v1/evaluations"


@pytest.fixture
def assessment(world: World) -> Assessment:
    return assessment_of(world, "A")


def _send(client: Client, method: str, path: str, told: Any) -> Any:
    return client.generic(method, f"{ROOT}{path}", json.dumps(told), content_type="application/json")


def test_it_saves_claims_and_refuses_the_slower_of_two(assessment: Assessment, signed_in: SignIn) -> None:
    client, path = signed_in("data_officer", "A"), f"/assessments/{assessment.pk}/claims"
    told = {"claims": [{"rule_id": "D03-2-a", "value": "3", "version": 0}]}
    saved = _send(client, "PUT", path, told)
    assert (saved.status_code, [one["value"] for one in saved.json()]) == (200, ["3"])
    late = _send(client, "PUT", path, {"claims": [{"rule_id": "D03-2-a", "value": "4", "version": 0}]})
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    assert client.get(f"{ROOT}{path}").json()["items"][0]["value"] == "3"


def test_it_names_every_claim_that_is_no_answer(assessment: Assessment, signed_in: SignIn) -> None:
    told = {"claims": [{"rule_id": "D03-2-a", "value": "many"}, {"rule_id": "D08-2-a", "value": "-1"}]}
    answer = _send(signed_in("data_officer", "A"), "PUT", f"/assessments/{assessment.pk}/claims", told)
    assert answer.status_code == 422
    assert len(answer.json()["causes"]) == 2


def test_it_enters_a_finding_once_under_its_key(world: World, signed_in: SignIn) -> None:
    cycle = make_cycle(world, state="verification")
    client, told = signed_in("inspector", "P"), _found(cycle)
    first = _send(client, "POST", f"/bodies/{world.body('A1').pk}/findings", told)
    again = _send(client, "POST", f"/bodies/{world.body('A1').pk}/findings", told)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert Finding.objects.count() == 1


def _found(cycle: Cycle) -> dict[str, Any]:
    told = {"key": "device-1:0001", "cycle_id": cycle.pk, "rule_id": "D03-2-a", "quantity": 2}
    return {**told, "occurred_at": "2020-05-06T10:00:00+08:00", "note": "未佩戴执法记录仪", "latitude": "28.2"}


def test_it_tells_a_body_no_stage_before_the_notice(assessment: Assessment, signed_in: SignIn) -> None:
    path = f"{ROOT}/assessments/{assessment.pk}/scorecard"
    own = signed_in("unit_head", "A").get(f"{path}?stage=current")
    assert (own.status_code, own.json()["code"]) == (422, "not_told_yet")
    card = signed_in("evaluation_office", "P").get(f"{path}?stage=ledger").json()
    # The score is told as a decimal string, and the unit is that of result.json.
    assert isinstance(card["score"], str)
    assert card["unit"]["unit_id"] == "A"


def test_it_shows_no_other_inputs_to_the_body_before_the_notice(assessment: Assessment, signed_in: SignIn) -> None:
    told = signed_in("unit_head", "A").get(f"{ROOT}/assessments/{assessment.pk}/rules/D03-2-a").json()["told"]
    assert "points" in told
    assert "other_inputs" not in told


def test_it_pages_lists_with_their_total(assessment: Assessment, signed_in: SignIn) -> None:
    client = signed_in("evaluation_office", "P")
    one = client.get(f"{ROOT}/cycles/{assessment.cycle_id}/assessments?limit=1&offset=1").json()
    # P evaluates A and B: two in all, the second alone on this page.
    assert (one["total"], [row["unit_id"] for row in one["items"]]) == (2, ["B"])
    assert client.get(f"{ROOT}/cycles?limit=0").status_code == 422


def test_it_opens_no_cycle_with_the_ledger_of_another(assessment: Assessment, world: World, signed_in: SignIn) -> None:
    from adapters.web_cycles import make_draft
    from adapters.web_objects.intake import snapshot_of

    draft = make_draft(world, scheme="hunan-2020", organiser=world.body("P"), bodies=("A",))
    told = {"version": draft.version, "snapshot_id": snapshot_of(world, "Q").pk}
    answer = _send(signed_in("evaluation_office", "P"), "PATCH", f"/cycles/{draft.pk}", told)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown")


def test_it_counts_the_questions_of_a_list(
    assessment: Assessment, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in("evaluation_office", "P")
    with django_assert_max_num_queries(8):
        assert client.get(f"{ROOT}/assessments").status_code == 200
