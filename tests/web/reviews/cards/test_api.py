"""Operations on cards and rounds: a program does what the pages do, and is told of conflicts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.test import Client

from adapters.web_cards import assignment_of, file_of, problem, review
from adapters.web_reviews import make_activity
from adapters.web_world import World
from zhiheng_web.reviews.models import FileReview

SignIn = Callable[[str, str], Client]
API = "/api/v1/reviews"


def send(client: Client, path: str, **told: Any) -> Any:
    return client.post(f"{API}{path}", told, content_type="application/json")


def test_a_program_writes_and_signs_a_card(world: World, signed_in: SignIn) -> None:
    one = file_of(make_activity(world, files="second_level", bodies=("A",)))
    reviewer, card = signed_in("reviewer", "P"), f"/cards/{assignment_of(one).pk}"
    line = send(reviewer, f"{card}/lines", item="3.4", page="3", text="迟延", deduction="1.5", mend="补充").json()
    assert (line["item"], line["rule_id"], line["deduction"]) == ("P1", "WX-PROCEDURE", "1.5")
    changed = send(reviewer, f"{card}/lines", **_again(line, text="立案迟延"))
    assert changed.json()["text"] == "立案迟延"
    lost = send(reviewer, f"{card}/lines", **_again(line, text="别的"))
    assert (lost.status_code, lost.json()["causes"][0]["code"]) == (409, "changed_meanwhile")
    opinion = send(reviewer, f"{card}/opinion", finding_class="not_standardised", opinion="有一处问题。").json()
    signed = send(reviewer, f"{card}/sign", version=opinion["version"], basics_checked=True).json()
    assert (signed["state"], signed["deducted"]) == ("signed", "1.5")
    assert FileReview.objects.get(pk=one.pk).deduction_first == Decimal("1.5")
    assert send(signed_in("evaluation_office", "P"), f"{card}/lines", item="P1").status_code in (409, 422)
    assert signed_in("unit_head", "A").get(f"{API}{card}").status_code == 404, "not before the notice"


def _again(line: dict[str, Any], **more: Any) -> dict[str, Any]:
    names = ("seen", "item", "page", "text", "deduction", "mend")
    return {"line_id": line["id"]} | {name: line[name] for name in names} | more


def test_a_program_goes_through_the_rounds(world: World, signed_in: SignIn) -> None:
    one = file_of(make_activity(world, files="second_level", bodies=("A",)))
    review(assignment_of(one), [problem()])
    office, officer, head = (signed_in(role, code) for role, code in _PEOPLE)
    assert officer.get(f"{API}/files/{one.pk}/problems").json() == []
    assert send(office, f"/files/{one.pk}/notice").json()["state"] == "mending"
    (found,) = officer.get(f"{API}/files/{one.pk}/problems").json()
    assert (found["counted"], found["mending_state"]) == ("1", "open")
    where = f"/mendings/{found['mending_id']}"
    assert send(officer, f"{where}/report", note="已补正", version=0).json()["state"] == "reported"
    assert send(head, f"{where}/check", is_accepted=True, version=1).json()["state"] == "accepted"
    filed = send(officer, f"/files/{one.pk}/objections", line_id=found["line_id"], reason="有签名")
    assert filed.status_code == 201
    told = {"is_corrected": True, "answer": "属实", "deduction_after": "0.5"}
    assert send(office, f"/objections/{filed.json()['id']}/answer", **told).json()["outcome"] == "corrected"
    assert send(head, f"/files/{one.pk}/resubmit", reason="").json()["state"] == "second_round"


_PEOPLE = (("evaluation_office", "P"), ("officer", "A"), ("unit_head", "A"))
