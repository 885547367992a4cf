"""The pages of the inbox: reading what waits, searching, keeping lists."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from adapters.web_world import World
from zhiheng_web.audit.models import Line
from zhiheng_web.inbox import actions
from zhiheng_web.inbox.models import KeptList
from zhiheng_web.lib import duties
from zhiheng_web.lib.duties import Duty, register
from zhiheng_web.lib.words import Text


def test_it_says_what_to_expect_where_nothing_waits(signed_in: Callable[[str, str], Client]) -> None:
    page = signed_in("officer", "A1").get("/")
    assert page.status_code == 200
    assert "现在没有等您办理的事" in page.content.decode()


def test_it_sends_a_stranger_to_the_sign_in(client: Client, db: None) -> None:
    assert client.get("/").headers["Location"].endswith("?next=/")


def test_it_keeps_a_list_under_its_name_and_lets_go_of_it(
    world: World, signed_in: Callable[[str, str], Client]
) -> None:
    client = signed_in("evaluation_office", "P")
    client.post("/lists/", {"name": "未完成", "address": "/evaluations/?state=open"})
    kept = KeptList.objects.get()
    assert (kept.name, kept.address) == ("未完成", "/evaluations/?state=open")
    assert Line.objects.latest("sequence").deed == "inbox.keep_list"
    client.post(f"/lists/{kept.pk}/drop/")
    assert not KeptList.objects.exists()


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_it_keeps_no_address_of_another_site(
    address: str, world: World, signed_in: Callable[[str, str], Client]
) -> None:
    signed_in("evaluation_office", "P").post("/lists/", {"name": "外站", "address": address})
    assert not KeptList.objects.exists()


def test_it_drops_no_list_of_somebody_else(world: World, signed_in: Callable[[str, str], Client]) -> None:
    kept = actions.keep_list(actor=world.person("officer", "A1"), name="我的", address="/")
    signed_in("officer", "B1").post(f"/lists/{kept.pk}/drop/")
    assert KeptList.objects.filter(pk=kept.pk).exists()


def test_it_counts_anew_as_soon_as_a_deed_is_done(
    world: World, signed_in: Callable[[str, str], Client], django_assert_max_num_queries: Any
) -> None:
    waiting: list[Duty] = []
    register(lambda person: waiting)
    try:
        client = signed_in("unit_head", "A")
        page = reverse("kept_lists")
        assert '<span class="zh-count">0<' in client.get(page).content.decode()
        with django_assert_max_num_queries(8):
            client.get(page)
        words = Text("试", "trial")
        waiting.append(Duty("inbox.trial:1", words, None, page, None, words))
        world.person("unit_head", "B")  # any deed at all: the trail has a new line
        assert '<span class="zh-count">1<' in client.get(page).content.decode()
    finally:
        duties._sources.pop()
