"""The cycles that other tests start from."""

from __future__ import annotations

from decimal import Decimal

import pytest

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng_web.evaluations import scoring


def test_it_opens_a_cycle_on_the_ledger(world: World) -> None:
    cycle = make_cycle(world)
    cards = {card.assessment.unit_id: card for card in scoring.latest(cycle, "ledger").cards.all()}
    # A: 100 - 7 × 0.2 (D03-2-a) - what a rate of 75 % costs in D08-2-a; see the card for the points of each rule.
    assert cards["A"].rules()["D03-2-a"]["points"] == "-1.4"
    assert cards["B"].score != cards["A"].score


@pytest.mark.parametrize("state", ["verification", "proposed", "notified", "settled", "published"])
def test_it_brings_a_cycle_to_a_state(world: World, state: str) -> None:
    cycle = make_cycle(world, state=state)
    assert {one.state for one in cycle.assessments.all()} == {state}
    assert scoring.latest(cycle).stage == "current"


def test_it_opens_chongqing_with_three_detachments(world: World) -> None:
    cycle = make_cycle(world, "chongqing-interim")
    cards = scoring.latest(cycle, "ledger").cards.all()
    assert len(cards) == 3
    assert all(card.score < Decimal(100) for card in cards)
