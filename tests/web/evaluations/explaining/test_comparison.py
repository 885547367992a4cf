"""A body beside itself a year before and beside its kind."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.test import Client

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.evaluations import scoring
from zhiheng_web.evaluations.models import Cycle

from ..scoring import established
from .cases import CAPPED, make_rich_cycle, of, page, url

SignIn = Callable[[str, str], Client]


def make_two_years(world: World) -> Cycle:
    """Return a cycle after one in which the second body had one more kind of fault."""
    before = make_cycle(world, state="verification")
    established.find(world, of(before, "B"), "D04-1-a", 1)
    scoring.compute(before, "final", actor=None)
    now = make_rich_cycle(world, previous=before)
    with acts.act(None, "tests.make_cycle"):
        now.year = 2021
        now.save()
    return now


def test_it_shows_what_changed_since_the_year_before(world: World, signed_in: SignIn) -> None:
    answer = signed_in("evaluation_office", "P").get(url("comparison", of(make_two_years(world), "B")))
    years = answer.context["years"]
    score = years.totals[0]
    assert score.now == Decimal(98)
    assert score.change == -years.rules[0].before  # what was lost under D04-1-a came back
    assert [one.id for one in years.rules] == ["D04-1-a"]


def test_it_compares_only_lines_with_data_in_both_years(world: World, signed_in: SignIn) -> None:
    answer = signed_in("evaluation_office", "P").get(url("comparison", of(make_two_years(world), "B")))
    apart = {rule_id: reason.zh for rule_id, _, reason in answer.context["years"].apart}
    assert apart["D06-4-a"] == "有一年没有填报"
    assert CAPPED not in apart


def test_it_says_where_there_is_no_year_before(world: World, signed_in: SignIn) -> None:
    assert "没有可比的上一周期" in page(
        signed_in("evaluation_office", "P"), url("comparison", of(make_rich_cycle(world), "A"))
    )


def test_it_places_a_body_among_its_kind(world: World, signed_in: SignIn) -> None:
    one = of(make_rich_cycle(world), "B")
    answer = signed_in("evaluation_office", "P").get(url("comparison", one, "ledger"))
    beside = {peer.id: peer for peer in answer.context["peers"]}
    assert beside["D03"].place == 2  # 1.4 lost is better than 2
    assert beside["D03"].spread.median == Decimal("1.7")


def test_it_hides_the_names_of_others_from_a_body(world: World, signed_in: SignIn) -> None:
    cycle = make_rich_cycle(world)
    assert "甲二市" not in page(signed_in("unit_head", "A"), url("comparison", of(cycle, "A")))
    assert "甲二市" in page(signed_in("evaluation_office", "P"), url("comparison", of(cycle, "A")))
