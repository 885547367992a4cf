"""The scorecard: head, arithmetic, order, stages that a body may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from adapters.web_world import World

from .cases import make_rich_cycle, of, page, url

SignIn = Callable[[str, str], Client]


def test_it_shows_the_sum_of_the_score(world: World, signed_in: SignIn) -> None:
    # The second body: 11 × 0.2 = 2.2, at most 2: 100 − 2 = 98.
    shown = page(signed_in("evaluation_office", "P"), url("scorecard", of(make_rich_cycle(world), "B")))
    assert "100.00 − 2.00 = 98.00" in shown
    assert "已扣完 2/2" in shown
    assert "11 起 × 0.2 = 2.2" in shown


def test_it_shows_tolerance_and_verified_value(world: World, signed_in: SignIn) -> None:
    shown = page(signed_in("evaluation_office", "P"), url("scorecard", of(make_rich_cycle(world), "A")))
    assert "容错免扣 1.4 分" in shown  # 7 × 0.2


def test_it_puts_most_lost_points_first_or_follows_the_text(world: World, signed_in: SignIn) -> None:
    one, client = of(make_rich_cycle(world), "B"), signed_in("evaluation_office", "P")
    lost_first, in_order = (client.get(url("scorecard", one), {"order": order}) for order in ("lost", "text"))
    assert [item.id for item in lost_first.context["items"]][:2] == ["D03", "D01"]
    assert [item.id for item in in_order.context["items"]][:3] == ["D01", "D02", "D03"]


def test_it_names_what_was_not_reported(world: World, signed_in: SignIn) -> None:
    answer = signed_in("evaluation_office", "P").get(url("scorecard", of(make_rich_cycle(world), "B")))
    missing = [line.id for line in answer.context["missing"]]
    assert "D06-4-a" in missing
    assert f"尚未填报（{len(missing)} 条）" in answer.content.decode()


def test_it_shows_a_body_its_own_claims_before_the_notice(world: World, signed_in: SignIn) -> None:
    one, client = of(make_rich_cycle(world), "A"), signed_in("unit_head", "A")
    answer = client.get(url("scorecard", one))
    assert answer.context["shown"].stages == ("ledger", "claimed")
    assert answer.context["shown"].stage == "claimed"


def test_it_refuses_a_body_later_stages_before_the_notice(world: World, signed_in: SignIn) -> None:
    one, client = of(make_rich_cycle(world), "A"), signed_in("unit_head", "A")
    assert "还没有告知" in page(client, url("scorecard", one, "current"), 422)


def test_it_opens_every_stage_to_the_body_with_the_notice(world: World, signed_in: SignIn) -> None:
    one, client = of(make_rich_cycle(world, "notified"), "A"), signed_in("unit_head", "A")
    assert client.get(url("scorecard", one)).context["shown"].stage == "current"


def test_it_says_so_where_nothing_is_computed(world: World, signed_in: SignIn) -> None:
    cycle = make_rich_cycle(world)
    one = of(cycle, "A")
    one.cards.all().delete()
    assert "还没有得分" in page(signed_in("evaluation_office", "P"), url("scorecard", one))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_said_in_both_languages(world: World, signed_in: SignIn, language: str) -> None:
    client = signed_in("evaluation_office", "P")
    shown = page(client, f"{url('scorecard', of(make_rich_cycle(world), 'B'), 'current')}&lang={language}")
    assert ("used up 2/2" in shown) is (language == "en")


def test_it_asks_the_database_little(world: World, signed_in: SignIn, django_assert_max_num_queries: Any) -> None:
    one, client = of(make_rich_cycle(world, "notified"), "A"), signed_in("unit_head", "A")
    client.get(url("scorecard", one))
    with django_assert_max_num_queries(12):
        client.get(url("scorecard", one))
