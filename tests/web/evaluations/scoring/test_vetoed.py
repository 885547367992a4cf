"""Vetoes (CQ-30): nothing reaches a score or a grade before two persons have confirmed it."""

from __future__ import annotations

from adapters.web_world import World
from zhiheng_web.evaluations.models import Card, Cycle

from ..outcomes import make_cycle_with_judgment
from . import established as do


def vetoes(card: Card) -> list[tuple[str, list[str]]]:
    return [(veto["id"], veto["rows"]) for veto in card.unit["vetoes"]]


def open_cycle(world: World) -> Cycle:
    return make_cycle_with_judgment(world)


def test_the_ledger_alone_shows_what_it_would_bring_about(world: World) -> None:
    base = do.scoring.latest(open_cycle(world), "ledger")
    assert base is not None
    card = base.cards.get(assessment__unit_id="CQ1")
    assert vetoes(card) == [("V4", ["O1"])]
    assert card.grade == "not_up_to_standard"


def test_what_nobody_has_proposed_yet_is_held_back(world: World) -> None:
    card = do.card(open_cycle(world), "CQ1")
    assert vetoes(card) == []
    assert card.grade == "excellent"


def test_a_veto_with_one_key_or_rejected_is_held_back(world: World) -> None:
    cycle = open_cycle(world)
    one = do.of(cycle, "CQ1")
    do.veto(one, "V4", "first_key", row="O1")
    do.veto(one, "V9", "rejected")
    assert vetoes(do.card(cycle, "CQ1")) == []
    assert vetoes(do.card(cycle, "CQ1", "claimed")) == []


def test_a_confirmed_veto_counts_with_the_row_it_stands_on(world: World) -> None:
    cycle = open_cycle(world)
    do.veto(do.of(cycle, "CQ1"), "V4", "confirmed", row="O1")
    card = do.card(cycle, "CQ1")
    assert vetoes(card) == [("V4", ["O1"])]
    # The score stays and is shown; the grade is decided (CQ-30).
    assert card.grade == "not_up_to_standard"
    assert card.score > 90


def test_a_confirmed_veto_of_a_person_counts_without_a_row_of_the_ledger(world: World) -> None:
    cycle = open_cycle(world)
    do.veto(do.of(cycle, "CQ2"), "V9", "confirmed")
    do.veto(do.of(cycle, "CQ3"), "V4", "confirmed")
    # V4 reads outcomes, and the ledger has outcomes: a fact would not be heard, a verified finding is.
    assert [one for one, _ in vetoes(do.card(cycle, "CQ2"))] == ["V9"]
    assert [one for one, _ in vetoes(do.card(cycle, "CQ3"))] == ["V4"]


def test_a_tolerance_lifts_no_veto_unless_the_option_says_so(world: World) -> None:
    cycle = open_cycle(world)
    one = do.of(cycle, "CQ1")
    do.veto(one, "V4", "confirmed", row="O1")
    do.tolerate(world, one, "V4", row="O1")
    assert vetoes(do.card(cycle, "CQ1")) == [("V4", ["O1"])]
    cycle.options = {"exempt_vetoes": "yes"}
    with do.acts.act(None, "tests.establish"):
        cycle.save()
    assert vetoes(do.card(Cycle.objects.get(pk=cycle.pk), "CQ1")) == []
