"""What programs do with cases: lists, timelines, documents, officers, interests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from adapters.web_world import World
from zhiheng_web.cases.models import Case, Officer
from zhiheng_web.intake.models import Book

from .conftest import PDF, PNG

pytestmark = pytest.mark.django_db
SignIn = Callable[[str, str], Client]


def send(client: Client, method: str, path: str, told: Any) -> Any:
    """Send JSON and return the answer."""
    return getattr(client, method)(f"/api/v1/cases{path}", told, content_type="application/json")


def test_it_lists_by_conditions(case: Case, signed_in: SignIn) -> None:
    client = signed_in("evaluation_office", "P")
    for asked, left in (
        ({}, 3),
        ({"q": "解放"}, 1),
        ({"body": "A"}, 2),
        ({"kind": "licence"}, 1),
        ({"closed_from": "2025-06-01"}, 1),
        ({"closed_to": "2025-06-01"}, 1),
        ({"officer": "O2"}, 2),
        ({"cause": "垃圾"}, 1),
    ):
        assert client.get("/api/v1/cases", asked).json()["total"] == left, asked
    assert client.get("/api/v1/cases", {"closed_from": "1"}).status_code == 422
    told = client.get(f"/api/v1/cases/{case.pk}").json()
    assert (told["fine"], told["body_code"], told["closed_on"]) == ("200", "A", "2025-05-06")
    moments = client.get(f"/api/v1/cases/{case.pk}/timeline").json()
    assert moments[0]["text"]["en"] == "inspected"


def test_it_takes_arranges_gives_and_withdraws_documents(case: Case, signed_in: SignIn) -> None:
    client, path = signed_in("legal_officer", "A"), f"/api/v1/cases/{case.pk}/documents"
    first = client.post(path, {"file": SimpleUploadedFile("一.pdf", PDF), "title": "决定书"})
    second = client.post(path, {"file": SimpleUploadedFile("二.png", PNG)})
    assert (first.status_code, first.json()["pages"], second.json()["page_from"]) == (201, 3, 4)
    assert client.post(path, {"file": SimpleUploadedFile("三.txt", b"x")}).status_code == 422
    one = {"document_id": second.json()["id"], "position": 1, "title": "封面", "page_from": 1, "pages": 1}
    two = {"document_id": first.json()["id"], "position": 2, "title": "决定书", "page_from": 2, "pages": 3}
    arranged = send(client, "put", f"/{case.pk}/documents", {"documents": [one, two]})
    assert [told["title"] for told in arranged.json()] == ["封面", "决定书"]
    file = client.get(f"/api/v1/cases/documents/{first.json()['id']}/file")
    assert b"".join(file.streaming_content) == PDF  # type: ignore[attr-defined]
    file.close()
    gone = send(client, "post", f"/documents/{first.json()['id']}/withdraw", {"reason": "传错"})
    assert (gone.status_code, gone.json()["withdrawn_reason"]) == (200, "传错")
    assert [told["title"] for told in client.get(path).json()] == ["封面"]
    assert send(client, "post", f"/documents/{first.json()['id']}/withdraw", {"reason": "再"}).status_code == 422


def test_it_keeps_officers(filled: Book, world: World, signed_in: SignIn) -> None:
    office, one = signed_in("evaluation_office", "P"), Officer.objects.get(code="O1")
    account = world.person("officer", "A")
    assert send(office, "put", f"/officers/{one.pk}/account", {"account_id": account.pk}).json()["account_id"]
    assert send(office, "put", f"/officers/{one.pk}/account", {"account_id": 10**9}).status_code == 422
    assert send(office, "put", f"/officers/{one.pk}/initials", {"initials": "LZY2"}).json()["initials"] == "lzy2"
    assert office.get("/api/v1/cases/officers/all").json()["total"] == 3


def test_it_keeps_interests(case: Case, signed_in: SignIn) -> None:
    client = signed_in("reviewer", "P")
    made = send(client, "post", "/interests/mine", {"case_id": case.pk, "reason": "亲属"})
    assert made.status_code == 201
    assert send(client, "post", "/interests/mine", {"reason": "亲属"}).status_code == 422
    assert client.get("/api/v1/cases/interests/mine").json()["total"] == 1
    address = f"/interests/{made.json()['id']}/withdraw"
    assert send(signed_in("legal_officer", "A"), "post", address, {}).status_code == 404
    assert send(client, "post", address, {}).json()["withdrawn_at"]


def test_it_starts_long_work(filled: Book, signed_in: SignIn) -> None:
    office = signed_in("evaluation_office", "P")
    assert send(office, "post", f"/ledgers/{filled.pk}/index", {}).status_code == 202
    told = send(office, "post", f"/ledgers/{filled.pk}/checks", {})
    assert (told.status_code, told.json()["causes"][0]["code"]) == (422, "no_snapshot")
