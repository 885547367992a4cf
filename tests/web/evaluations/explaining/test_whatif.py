"""Trying out: corrections as the engine finds them, other values at once, nothing kept."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.test import Client

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng_web.audit.models import Line
from zhiheng_web.evaluations.models import Card, Claim, Computation
from zhiheng_web.evaluations.reading.whatif import tried

from .cases import CAPPED, make_rich_cycle, of, page, url

SignIn = Callable[[str, str], Client]


def test_it_gives_the_card_itself_where_nothing_is_changed(world: World) -> None:
    cycle = make_rich_cycle(world)
    for card in Card.objects.filter(computation__cycle=cycle).select_related("computation__cycle"):
        same = tried(card.assessment, card, {}).unit
        told = {name: card.unit[name] for name in ("score", "base", "bonus", "grade", "items", "bonus_items", "vetoes")}
        assert {name: same[name] for name in told} == told, (card.computation.stage, card.assessment.unit_id)


def test_it_finds_the_fewest_corrections_for_a_point(world: World, signed_in: SignIn) -> None:
    # 11 × 0.2 = 2.2 counts 2: for one point more 6 must be mended, 5 × 0.2 = 1.
    one = of(make_rich_cycle(world), "B")
    answer = signed_in("evaluation_office", "P").get(url("what_if", one), {"points": "1"})
    assert answer.context["answer"]["told"].cost == 6
    assert "整改 6 起（11 → 5）" in answer.content.decode()


def test_it_finds_the_way_to_the_next_grade(world: World, signed_in: SignIn) -> None:
    cycle = make_cycle(world, "chongqing-interim")
    answer = signed_in("evaluation_office", "CQ").get(url("what_if", of(cycle, "CQ1")))
    told = answer.context["answer"]
    assert told["is_reached"] or told["wanted"] is not None or told["told"].note.zh


def test_it_shows_score_and_changed_lines_of_a_trial(world: World, signed_in: SignIn) -> None:
    one, client = of(make_rich_cycle(world), "B"), signed_in("evaluation_office", "P")
    answer = client.get(url("what_if", one), {f"v-{CAPPED}": "3", "v-D04-1-a": "1"})
    told = answer.context["tried"]
    lost = sum(-after for _, _, _, after, _ in told.lines)
    assert told.after == Decimal(100) - lost
    assert {line[0] for line in told.lines} == {CAPPED, "D04-1-a"}


def test_it_keeps_nothing_of_a_trial(world: World, signed_in: SignIn) -> None:
    one, client = of(make_rich_cycle(world), "B"), signed_in("evaluation_office", "P")
    kept = [model.objects.count() for model in (Computation, Claim, Line)]
    client.get(url("what_if", one), {f"v-{CAPPED}": "0"})
    assert [model.objects.count() for model in (Computation, Claim, Line)] == kept


def test_it_tries_on_what_the_body_may_see(world: World, signed_in: SignIn) -> None:
    # Before the notice the body tries on its own claims, not on what the office has verified meanwhile.
    one = of(make_rich_cycle(world), "A")
    answer = signed_in("data_officer", "A").get(url("what_if", one), {"v-D12-1-a": "1"})
    claimed = one.cards.get(computation=Computation.objects.filter(stage="claimed").first())
    assert answer.context["tried"].before == claimed.score


def test_it_refuses_what_is_no_value_at_its_field(world: World, signed_in: SignIn) -> None:
    one, client = of(make_rich_cycle(world), "B"), signed_in("evaluation_office", "P")
    answer = client.get(url("what_if", one), {f"v-{CAPPED}": "-3"})
    assert answer.status_code == 422
    assert answer.context["form"].errors


def test_it_is_not_for_other_bodies(world: World, signed_in: SignIn) -> None:
    page(signed_in("unit_head", "B"), url("what_if", of(make_rich_cycle(world), "A")), 403)
