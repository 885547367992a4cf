"""The portal shows what is in force to everyone, says what became of the rest, and names no person."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from adapters.web_objects.results import make_disclosed
from adapters.web_world import World
from zhiheng_web.audit import checkpoints
from zhiheng_web.disclosure.models import Disclosed
from zhiheng_web.lib import clock, store

PAGES = ("/public/", "/public/verify/", "/public/data/", "/public/bodies/P/")


@pytest.fixture
def public(world: World) -> Disclosed:
    return make_disclosed(world, "P")


def _withdraw(one: Disclosed) -> None:
    from adapters.web_objects.evaluations import saved

    one.withdrawn_at, one.withdrawal_reason = clock.now(), "复议机关撤销"
    saved(one)


def test_it_lists_the_result_for_anybody_without_a_cookie(public: Disclosed, client: Client) -> None:
    for path in (*PAGES, f"/public/results/{public.pk}/"):
        response = client.get(path)
        assert response.status_code == 200, path
        assert not response.cookies, path
        assert response.headers["Cache-Control"] == "public, max-age=300"
        assert public.title in response.content.decode() or path == "/public/data/"


def test_it_is_not_kept_by_others_for_somebody_with_cookies(public: Disclosed) -> None:
    client = Client()
    client.cookies["display"] = "theme=dark"
    assert client.get("/public/").headers["Cache-Control"] == "private, no-cache"


def test_it_carries_the_language_along_in_its_addresses(public: Disclosed, client: Client) -> None:
    text = client.get("/public/?lang=en").content.decode()
    assert "Published results" in text
    assert f'href="/public/results/{public.pk}/?lang=en"' in text
    shown = client.get(f"/public/results/{public.pk}/?lang=en").content.decode()
    # 98.60 of 100; lost 1.40 of 60 in the one category.
    assert all(word in shown for word in ("excellent", "98.60", "1.40", "Points lost by category"))


def test_it_names_no_person(public: Disclosed, client: Client) -> None:
    for path in (*PAGES, f"/public/results/{public.pk}/", "/public/results.json"):
        assert public.disclosed_by.display_name not in client.get(path).content.decode()


def test_it_hands_out_the_files_whose_digests_it_shows(public: Disclosed, client: Client) -> None:
    shown = client.get(f"/public/results/{public.pk}/").content.decode()
    for name, digest in (("report.docx", public.word), ("report.pdf", public.pdf), ("bundle.zip", public.bundle)):
        response = client.get(f"/public/results/{public.pk}/{name}")
        data = b"".join(response.streaming_content)  # type: ignore[attr-defined]
        assert f"sha256:{hashlib.sha256(data).hexdigest()}" == digest
        assert digest in shown
        again = client.get(f"/public/results/{public.pk}/{name}", headers={"If-None-Match": f'"{digest}"'})
        assert again.status_code == 304


def test_it_withholds_the_bundle_that_was_not_made_public(world: World, client: Client) -> None:
    one = make_disclosed(world, "P", bundle="")
    assert client.get(f"/public/results/{one.pk}/bundle.zip").status_code == 404
    assert "bundle.zip" not in client.get(f"/public/results/{one.pk}/").content.decode()


def test_it_says_why_a_result_was_withdrawn_and_shows_no_score(public: Disclosed, client: Client) -> None:
    _withdraw(public)
    shown = client.get(f"/public/results/{public.pk}/").content.decode()
    assert "复议机关撤销" in shown
    assert "98.60" not in shown
    assert client.get(f"/public/results/{public.pk}/report.docx").status_code == 404
    assert client.get("/public/bodies/P/").status_code == 404
    [told] = client.get("/public/results.json").json()["results"]
    assert (told["in_force"], told["withdrawal_reason"], told["bodies"]) == (False, "复议机关撤销", [])
    assert len(_csv(client)) == 1  # the head alone


def test_it_leads_from_a_corrected_result_to_its_correction(world: World, client: Client) -> None:
    from adapters.web_objects.evaluations import computation_of, saved
    from zhiheng_web.evaluations.models import Publication

    first = make_disclosed(world, "P")
    earlier = first.publication
    second = Publication(cycle=earlier.cycle, version=2, corrects=earlier, computation=computation_of(earlier.cycle))
    second.bundle, second.published_by = earlier.bundle, earlier.published_by
    saved(second)
    newer = make_disclosed(world, "P", publication=second, replaces=first, title="更正版", correction="一处数据有误")
    shown = client.get(f"/public/results/{first.pk}/").content.decode()
    assert f'href="/public/results/{newer.pk}/"' in shown
    assert "一处数据有误" in shown
    assert "98.60" not in shown
    assert first.title in client.get(f"/public/results/{newer.pk}/").content.decode()


def _csv(client: Client) -> list[list[str]]:
    response = client.get("/public/results.csv")
    data = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(data)))


def test_it_gives_the_same_numbers_as_open_data(public: Disclosed, client: Client) -> None:
    head, row = _csv(client)
    told = dict(zip(head, row, strict=True))
    assert Decimal(told["score"]) == Decimal("98.6")
    assert Decimal(told["deducted"]) == Decimal("1.4")
    document = client.get("/public/results.json").json()
    assert document["format"] == "zhiheng-public/1"
    assert document["results"][0]["bodies"] == public.content["bodies"]


def test_it_answers_programs_without_a_token(public: Disclosed, client: Client) -> None:
    [told] = client.get("/api/v1/portal/results").json()
    one: dict[str, Any] = client.get(f"/api/v1/portal/results/{told['id']}").json()
    assert one["bodies"][0]["score"] == "98.6"
    assert client.get("/api/v1/portal/bodies/P").json()[0]["body"]["rank"] == 1
    assert client.get("/api/v1/portal/bodies/none").status_code == 404


def test_it_shows_the_newest_checkpoint_of_the_trail(public: Disclosed, client: Client) -> None:
    point = checkpoints.write("tests")
    assert point is not None
    try:
        text = client.get("/public/verify/").content.decode()
        assert point.digest in text
        assert re.search(r"zhiheng verify bundle.zip --expect", text)
    finally:
        checkpoints.home_file().unlink()


def test_it_asks_the_database_few_questions(
    public: Disclosed, client: Client, django_assert_max_num_queries: Any
) -> None:
    for path in (*PAGES, f"/public/results/{public.pk}/"):
        with django_assert_max_num_queries(3):
            client.get(path)


def test_it_keeps_what_the_store_holds_under_its_digest(public: Disclosed) -> None:
    assert store.is_sound(public.bundle)
