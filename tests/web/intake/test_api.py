"""Programs bring a table in: uploaded, checked, confirmed, undone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from adapters.web_objects.intake import book_of
from adapters.web_world import World

ROOT = "/api/v1/intake"
_UNITS = "unit_id,name,parent_id,kind\nA,甲一市城市管理局,,prefecture_city\n"


def _post(client: Client, path: str, told: Any) -> Any:
    return client.post(f"{ROOT}{path}", json.dumps(told), content_type="application/json")


@pytest.mark.django_db
def test_it_brings_a_table_in_and_takes_it_back(
    world: World, signed_in: Callable[[str, str], Client], django_capture_on_commit_callbacks: Any
) -> None:
    book, client = book_of(world, "P"), signed_in("evaluation_office", "P")
    share = f"/books/{book.pk}/bodies/{book.body_id}"
    file = SimpleUploadedFile("units.csv", _UNITS.encode())
    made = client.post(f"{ROOT}{share}/batches", {"file": file, "table": "units"})
    assert made.status_code == 201, made.json()
    batch = f"/batches/{made.json()['id']}"
    columns = {"0": "unit_id", "1": "name", "2": "parent_id", "3": "kind"}
    with django_capture_on_commit_callbacks(execute=True):
        _post(client, f"{batch}/check", {"sheet": "", "header": 0, "columns": columns})
    told = client.get(f"{ROOT}{batch}").json()
    assert (told["state"], told["counts"].get("wrong")) == ("checked", 0), told
    done = _post(client, f"{batch}/confirm", {}).json()
    assert done.get("state") == "confirmed", (done, told)
    rows = client.get(f"{ROOT}{share}/rows/units").json()
    assert [row["key"] for row in rows["items"]] == ["A"]
    assert _post(client, f"{batch}/undo", {"reason": "传错了"}).json()["state"] == "undone"
    assert client.get(f"{ROOT}{share}/rows/units").json()["total"] == 0


def test_it_knows_no_other_table(world: World, signed_in: Callable[[str, str], Client]) -> None:
    book = book_of(world, "P")
    sent = {"file": SimpleUploadedFile("x.csv", b"a"), "table": "nothing"}
    client = signed_in("evaluation_office", "P")
    assert client.post(f"{ROOT}/books/{book.pk}/bodies/{book.body_id}/batches", sent).status_code == 422
