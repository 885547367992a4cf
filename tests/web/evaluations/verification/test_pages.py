"""The pages of verification, inspection, tolerance and veto: who sees them, that they work without scripts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from adapters.web_cycles import hand_in, make_cycle
from adapters.web_world import World
from zhiheng_web.evaluations.actions import inspection as inspecting
from zhiheng_web.evaluations.actions import veto as vetoing
from zhiheng_web.evaluations.duty_sources.verification import to_decide, to_verify
from zhiheng_web.evaluations.models import Assessment, Finding, Inspection, Veto

from ..outcomes import make_cycle_with_judgment
from ..scoring import established as do

SignIn = Callable[[str, str], Client]


@pytest.fixture
def assessment(world: World) -> Assessment:
    """Return a city under verification with a claim as the ledger has it and one otherwise."""
    one = do.of(make_cycle(world, bodies=("A",), state="verification"), "A")
    hand_in(world, one, D03_2_a="7", D08_2_a="90%")
    return one


@pytest.fixture
def inspection(world: World, assessment: Assessment) -> Inspection:
    """Return an inspection of the cycle."""
    days = {"starts_on": date(2020, 11, 18), "ends_on": date(2020, 11, 20)}
    office = world.person("evaluation_office", "P")
    return inspecting.plan_inspection(actor=office, cycle=assessment.cycle, title="专项检查", **days)


def page(name: str, *args: object) -> str:
    return reverse(f"evaluations:{name}", args=args)


def test_the_table_puts_what_differs_first(signed_in: SignIn, assessment: Assessment) -> None:
    answer = signed_in("evaluation_office", "P").get(page("verification", assessment.pk))
    assert answer.status_code == 200
    first = answer.context["rows"][0]["line"]
    assert (first.rule_id, first.differs) == ("D08-2-a", True)


def test_the_table_asks_few_questions(
    signed_in: SignIn, assessment: Assessment, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client = signed_in("evaluation_office", "P")
    client.get("/")  # what waits is counted once after each deed, and kept
    with django_assert_max_num_queries(40):  # type: ignore[attr-defined]
        client.get(page("verification", assessment.pk))


def test_a_line_is_saved_as_a_plain_form_and_as_a_row(signed_in: SignIn, assessment: Assessment) -> None:
    client, url = signed_in("evaluation_office", "P"), page("verification_line", assessment.pk, "D08-2-a")
    wrong = client.post(url, {"taken": "computed", "version": "0"})
    assert wrong.status_code == 422
    assert "没有写理由" in wrong.content.decode()
    done = client.post(url, {"taken": "computed", "version": "0", "reason": "以调查为准"})
    assert (done.status_code, done["Location"]) == (303, page("verification", assessment.pk) + "#line-D08-2-a")
    row = client.post(url, {"taken": "claimed", "version": "0", "reason": "再看"}, headers={"HX-Request": "true"})
    assert row.status_code == 422
    assert row.content.decode().lstrip().startswith("<tr") and "刚把这一条核实为" in row.content.decode()


@pytest.mark.parametrize("name", ["verification", "return_for_change", "record_investigation"])
def test_only_the_organiser_sees_the_verification(signed_in: SignIn, assessment: Assessment, name: str) -> None:
    assert signed_in("evaluation_office", "P").get(page(name, assessment.pk)).status_code == 200
    for role, code in (("unit_head", "A"), ("evaluation_office", "A"), ("evaluation_office", "Q"), ("officer", "P")):
        assert signed_in(role, code).get(page(name, assessment.pk)).status_code == 403


def test_an_inspector_records_an_inquiry_and_meets_no_closed_door(signed_in: SignIn, assessment: Assessment) -> None:
    client, url = signed_in("inspector", "P"), page("record_investigation", assessment.pk)
    own = page("assessment", assessment.pk)
    assert url in client.get(own).content.decode()
    closed = page("verification", assessment.pk)
    assert f'"{closed}"' not in client.get(url).content.decode()
    told = {"asked": "赵某", "held_at": "2020-12-01T10:00", "questions": "何时送达", "established": "11月2日送达"}
    answer = client.post(url, told)
    assert (answer.status_code, answer["Location"]) == (303, own)
    assert client.get(own).status_code == 200


@pytest.mark.parametrize("name", ["vetoes", "tolerances", "body_findings"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_beside_it_are_there(signed_in: SignIn, assessment: Assessment, name: str, language: str) -> None:
    answer = signed_in("leader", "P").get(page(name, assessment.pk), {"lang": language})
    assert answer.status_code == 200


def test_a_finding_is_entered_without_scripts(signed_in: SignIn, world: World, inspection: Inspection) -> None:
    client, url = signed_in("inspector", "P"), page("field", inspection.pk)
    shown = client.get(url)
    assert "zh-field-page" in shown.content.decode()
    told = {
        "key": shown.context["form"].initial["key"],
        "body_id": str(world.body("A1").pk),
        "rule_id": "D09-2-a",
        "quantity": "1",
        "occurred_at": "2020-11-18T10:30",
        "note": "占道经营",
    }
    assert client.post(url, told).status_code == 303
    one = Finding.objects.get()
    # 10:30 in Beijing
    assert one.occurred_at == datetime(2020, 11, 18, 2, 30, tzinfo=UTC)


def test_a_device_hears_in_json(signed_in: SignIn, world: World, inspection: Inspection) -> None:
    client, url = signed_in("inspector", "P"), page("field", inspection.pk)
    told = {"key": "k1", "body_id": str(world.body("A1").pk), "rule_id": "D09-2-a", "quantity": "1", "note": "占道"}
    told["occurred_at"] = "2020-11-18T10:30"

    def send(**more: str) -> tuple[int, str]:
        answer = client.post(url, {**told, **more}, headers={"X-Requested-With": "field"})
        return answer.status_code, answer.json()["state"]

    assert [send(), send(), send(note="另一件")] == [(200, "saved"), (200, "already"), (422, "refused")]
    assert send(key="k2", occurred_at="2019-11-18T10:30") == (422, "refused")
    assert Finding.objects.count() == 1


def test_the_field_page_is_closed_to_others(signed_in: SignIn, inspection: Inspection) -> None:
    for role, code in (("inspector", "A"), ("inspector", "Q"), ("unit_head", "A")):
        assert signed_in(role, code).get(page("field", inspection.pk)).status_code == 403


def test_the_sheet_and_the_population_can_be_taken_away(signed_in: SignIn, inspection: Inspection) -> None:
    client = signed_in("evaluation_office", "P")
    assert client.post(page("draw_bodies", inspection.pk), {"size": "1", "seed": "种子"}).status_code == 303
    sheet = client.get(page("draw_sheet", inspection.pk)).json()
    rows = client.get(page("draw_population", inspection.pk)).content.decode("utf-8-sig").splitlines()
    assert (sheet["seed"], sheet["population"]) == ("种子", 2)
    assert [row.split(",")[0] for row in rows] == ["id", "A1", "A2"]


def test_two_persons_confirm_a_veto_by_the_pages(signed_in: SignIn, world: World) -> None:
    one = do.of(make_cycle_with_judgment(world, state="verification"), "CQ1")
    vetoing.propose_from_ledger(actor=None, assessment=one)
    veto = Veto.objects.get(rule_id="V4")
    turn = page("turn_key", veto.pk)
    assert signed_in("evaluation_office", "CQ").post(turn, {"seen": "proposed", "answer": "confirm"}).status_code == 303
    shown = signed_in("evaluation_office", "CQ").get(page("vetoes", one.pk)).content.decode()
    assert "须由另一人确认第二把" in shown
    assert signed_in("leader", "CQ").post(turn, {"seen": "first_key", "answer": "confirm"}).status_code == 303
    assert Veto.objects.get(pk=veto.pk).status == "confirmed"


def test_duties_stand_in_the_inbox_of_the_organiser_alone(world: World, assessment: Assessment) -> None:
    do.find(world, assessment, "D09-2-a", 1, status="pending")
    office = world.person("evaluation_office", "P")
    assert [duty.key for duty in to_verify(office)] == [f"evaluations.verify:{assessment.pk}"]
    assert [duty.key for duty in to_decide(office)] == [f"evaluations.decide_finding:{assessment.pk}"]
    for role, code in (("evaluation_office", "A"), ("unit_head", "A"), ("evaluation_office", "Q")):
        person = world.person(role, code)
        assert [*to_verify(person), *to_decide(person)] == []
