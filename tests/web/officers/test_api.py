"""The operations of officers' months do what the pages do, and refuse in the same words."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.test import Client

from adapters import web_months as do
from adapters.web_world import World
from zhiheng_web.lib import clock
from zhiheng_web.officers.models import Accountability, Month, Tracking

SignedIn = Callable[[str, str], Client]
ROOT = "/api/v1/officers"


def post(client: Client, path: str, status: int = 200, **told: Any) -> Any:
    answer = client.post(f"{ROOT}/{path}", json.dumps(told), content_type="application/json")
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def get(client: Client, path: str) -> Any:
    answer = client.get(f"{ROOT}/{path}")
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def test_a_month_is_computed_published_and_read(world: World, signed_in: SignedIn) -> None:
    do.review(world, "7.5")
    office, body = signed_in("evaluation_office", "A"), world.body("A").pk
    made = post(office, f"bodies/{body}/months", 201, month=do.last_month().isoformat())
    assert post(office, f"months/{made['id']}/publish")["state"] == "published"
    assert post(office, f"bodies/{body}/months", 422, month=do.last_month().isoformat())["code"] == "published"
    (line,) = [one for one in get(office, f"months/{made['id']}/lines")["items"] if one["cases"]]
    assert (line["average"], line["shown"], line["is_red"]) == ("7.5/1", "7.5", True)
    full = get(office, f"lines/{line['id']}")
    assert [one["deduction"] for one in full["files"]] == ["7.5"]
    assert [one["is_poor"] for one in get(office, f"months/{made['id']}/units")["items"] if one["cases"]] == [False]
    summary = get(office, f"months/{made['id']}/summary")
    assert summary["is_masked"] and "民警A11" not in summary["text"]["zh"]
    assert post(office, f"months/{made['id']}/documents", 201, kind="monthly_list")["number"].endswith("1号")
    named = post(office, f"months/{made['id']}/circulars", 201, bodies=[world.body("A1").pk], demand="整改")
    assert "通" in named["number"]
    assert get(signed_in("officer", "A1"), "mine")["months"][0]["id"] == line["id"]


def test_rules_are_settled_and_wrong_ones_refused(world: World, signed_in: SignedIn) -> None:
    office, body = signed_in("evaluation_office", "A"), world.body("A").pk
    told = {"topic": "month", "reason": "会议定"}
    assert post(office, f"bodies/{body}/rules", 201, **told, values={"threshold": "2"})["values"]["threshold"] == "2"
    assert post(office, f"bodies/{body}/rules", 422, **told, values={"threshold": "0"})["code"] == "bad_rules"
    assert {one["topic"] for one in get(office, f"bodies/{body}/rules")} == set(do.rules.SHAPES)


def test_what_is_tracked_goes_by_operations(world: World, month: Month, signed_in: SignedIn) -> None:
    brigade, office, one = signed_in("reviewer", "A"), signed_in("evaluation_office", "A"), Tracking.objects.get()
    post(
        brigade, f"trackings/{one.pk}/steps", 201, text="定时限", due_on=clock.today().isoformat(), version=one.version
    )
    assert (
        post(brigade, f"trackings/{one.pk}/steps", 409, text="又", version=one.version)["code"] == "changed_meanwhile"
    )
    post(signed_in("unit_head", "A1"), f"trackings/{one.pk}/reports", 201, text="已督促")
    post(brigade, f"trackings/{one.pk}/notices", 201, demands="限期整改")
    full = get(brigade, f"trackings/{one.pk}")
    assert ([step["text"] for step in full["steps"]][:2], len(full["files"])) == (["定时限", "已督促"], 2)
    assert post(office, f"trackings/{one.pk}/close", 422, note="x")["code"] == "second_round_open"


def test_accountability_goes_by_operations(world: World, matter: Accountability, signed_in: SignedIn) -> None:
    way, office = f"accountabilities/{matter.pk}", signed_in("evaluation_office", "A")
    assert post(office, f"{way}/submit", 422)["code"] == "wrong_state"
    post(signed_in("officer", "A1"), f"{way}/statement", statement="设备损坏")
    assert post(office, f"{way}/submit", considered="部分采纳")["letter_id"]
    told: dict[str, Any] = {
        "is_held": True,
        "meeting": "党组会",
        "held_on": clock.today().isoformat(),
        "grounds": "清楚",
    }
    assert post(signed_in("leader", "A"), f"{way}/decide", **told, measure="通报")["batch_id"]
    year = get(signed_in("leader", "A"), f"bodies/{world.body('A').pk}/accountability-statistics")
    assert (year["batches"], year["persons"]) == (1, 1)
    assert get(office, f"bodies/{world.body('A').pk}/triggers") == []
    draft = {"fault": "x", "measure_proposed": "y", "ground": "1|refused|"}
    assert post(office, f"bodies/{world.body('A').pk}/accountabilities", 422, **draft)["code"] == "no_such_ground"


def test_awards_and_allocation_go_by_operations(world: World, month: Month, signed_in: SignedIn) -> None:
    leader, office, body = signed_in("leader", "A"), signed_in("evaluation_office", "A"), world.body("A").pk
    first = do.last_month()
    period = {
        "period_from": first.isoformat(),
        "period_to": date(first.year + first.month // 12, first.month % 12 + 1, 1).isoformat(),
    }
    query = "&".join(f"{name}={value}" for name, value in period.items())
    listed = get(leader, f"bodies/{body}/standings?{query}")["items"]
    assert [one["numbers"]["average"] for one in listed] == ["1/1", "10/2"]
    award = {
        "officer_id": listed[0]["officer_id"],
        "title": "嘉奖",
        "reason": "好",
        "decided_on": clock.today().isoformat(),
    }
    made = post(leader, f"bodies/{body}/awards", 201, **award, **period)
    assert post(leader, f"awards/{made['id']}/withdraw", reason="不实")["withdrawn_on"]
    told: dict[str, Any] = {"title": "经费", "amount": "100.00", "origin": "预算", "is_budget": True, **period}
    assert post(office, f"bodies/{body}/allocations", 422, **told)["code"] == "allocation_off"
    post(leader, f"bodies/{body}/allocation", 201, is_on=True, reason="试行", gate="6", has_read_notice=True)
    shares = post(office, f"bodies/{body}/allocations", 201, **told)
    assert [one["amount"] for one in shares["lines"]] == ["100"]
    assert post(leader, f"allocations/{shares['id']}/decide", is_adopted=True, reason="同意")["state"] == "adopted"
