"""The operations of supervision do what its pages do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from adapters.web_world import World
from web.supervision.conftest import VALUES, make_run, measures_of
from zhiheng_web.cases.models import Case
from zhiheng_web.lib import clock
from zhiheng_web.supervision.models import Letter

SignedIn = Callable[[str, str], Client]
API = "/api/v1/supervision"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def _sent(client: Client, path: str, told: Any = None, *, status: int = 200, method: str = "post") -> Any:
    answer = getattr(client, method)(f"{API}{path}", told or {}, content_type="application/json")
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


def test_a_letter_goes_its_way_by_the_api(world: World, signed_in: SignedIn, cases: list[Case]) -> None:
    run = make_run(world, "A", {"late-decision": cases[:1]})
    office, unit = signed_in("evaluation_office", "P"), signed_in("unit_head", "A")
    one = _sent(office, f"/bodies/{world.body('A').pk}/letters", VALUES, status=201)
    way = f"/letters/{one['id']}"
    _sent(office, f"{way}/problems", {"text": "期限台账不全", "case_id": cases[0].pk}, status=201)
    offered = office.get(f"{API}{way}/findings").json()["items"]
    assert [row["id"] for row in offered] == [run.found.get().pk]
    _sent(office, f"{way}/findings", {"finding_ids": [offered[0]["id"]]}, status=201)
    listed = office.get(f"{API}{way}/problems").json()
    assert (listed["total"], listed["items"][1]["check_id"]) == (2, "late-decision")
    _sent(office, f"/letter-problems/{listed['items'][0]['id']}/remove")
    _sent(office, f"{way}/issue", {"version": 0}, status=409)
    version = office.get(f"{API}{way}").json()["version"]
    assert _sent(office, f"{way}/issue", {"version": version})["number"]
    assert _sent(unit, f"{way}/receive")["state"] == "received"
    file = unit.post(f"{API}{way}/evidence", {"file": SimpleUploadedFile("a.png", PNG)})
    assert file.status_code == 201
    assert b"".join(office.get(f"{API}{way}/evidence/{file.json()['id']}")) == PNG
    letter = Letter.objects.get(pk=one["id"])
    measures = [{"problem_id": pk, "text": text} for pk, text in measures_of(letter).items()]
    told = {"text": "已整改", "measures": measures, "version": letter.version}
    assert _sent(unit, f"{way}/replies", told, status=201)["measures"] == measures
    day = (clock.today() + timedelta(days=9)).isoformat()
    problem = listed["items"][1]["id"]
    assert _sent(office, f"/letter-problems/{problem}/take-over", {"deadline": day})["task_id"]
    assert _sent(office, f"{way}/accept", {"verdict": "好"})["state"] == "accepted"
    assert _sent(office, f"{way}/close", status=422)["causes"][0]["code"] == "not_mended"
    assert b"".join(office.get(f"{API}{way}/paper"))[:2] in (b"%P", b"PK")


def test_a_reply_is_returned_by_the_api(signed_in: SignedIn, replied: Letter) -> None:
    day = (clock.today() + timedelta(days=9)).isoformat()
    office = signed_in("evaluation_office", "P")
    assert _sent(office, f"/letters/{replied.pk}/return", {"verdict": "不全", "due_on": day})["reply_due_on"] == day
    assert office.get(f"{API}/letters/{replied.pk}/replies").json()["items"][0]["state"] == "returned"
    assert _sent(office, f"/letters/{replied.pk}/withdraw", {"reason": "重复"})["state"] == "withdrawn"
