"""Each kind of row that people bring before the engine, and which of them it hears first."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from adapters.web_cycles import make_cycle
from adapters.web_world import World

from . import established as do


def test_the_ledger_alone_is_the_base(world: World) -> None:
    cycle = make_cycle(world, bodies=("A",))
    base = do.scoring.latest(cycle, "ledger")
    assert base is not None
    rule = base.cards.get().rules()["D03-2-a"]
    # 7 × 0.2 = 1.4
    assert (rule["input"], rule["points"], rule["rows"]) == ("7", "-1.4", ["F0"])


def test_a_claim_that_is_not_handed_in_yet_is_not_heard(world: World) -> None:
    cycle = make_cycle(world, bodies=("A",))
    do.claim(do.of(cycle, "A"), "D03-1-a", "2")
    rule = do.card(cycle, "A").rules()["D03-1-a"]
    assert (rule["input"], rule["points"]) == ("0", "0")


def test_a_claim_is_the_last_resort_among_everything(world: World) -> None:
    cycle = make_cycle(world, bodies=("A",), state="verification")
    one = do.of(cycle, "A")
    do.claim(one, "D03-2-a", "1")
    do.claim(one, "D03-1-a", "2")
    rules = do.card(cycle, "A").rules()
    # The ledger has rows on D03-2-a and only a declaration of completeness on D03-1-a: 2 × 0.5 = 1.
    assert (rules["D03-2-a"]["input"], rules["D03-2-a"]["points"]) == ("7", "-1.4")
    assert (rules["D03-1-a"]["input"], rules["D03-1-a"]["points"]) == ("2", "-1")


def test_among_claims_alone_a_claim_has_the_last_word(world: World) -> None:
    cycle = make_cycle(world, bodies=("A",))
    one = do.of(cycle, "A")
    do.claim(one, "D03-2-a", "1")
    do.claim(one, "D08-2-a", "90%")
    claimed = do.card(cycle, "A", "claimed")
    # D03-2-a 1 × 0.2; D08-2-a 85 % and more: nothing, where the ledger has 75 %.
    assert claimed.rules()["D03-2-a"]["points"] == "-0.2"
    assert claimed.rules()["D08-2-a"]["points"] == "0"
    assert claimed.base == Decimal("99.8")


def test_a_verified_value_sets_the_rows_of_the_ledger_aside_and_shows_them(world: World) -> None:
    cycle = make_cycle(world, bodies=("A",))
    do.verify(do.of(cycle, "A"), "D03-2-a", "other", "3")
    rule = do.card(cycle, "A").rules()["D03-2-a"]
    # 3 × 0.2 = 0.6; the row of the ledger stands among the inputs not used.
    assert (rule["input"], rule["points"], rule["input_from"]) == ("3", "-0.6", "facts")
    assert [other["rows"] for other in rule["other_inputs"]] == [["F0"]]


def test_the_computed_value_is_taken_although_more_was_claimed(world: World) -> None:
    cycle = make_cycle(world, bodies=("A",))
    one = do.of(cycle, "A")
    do.claim(one, "D03-1-a", "2")
    do.verify(one, "D03-1-a", "computed")
    rule = do.card(cycle, "A").rules()["D03-1-a"]
    # The ledger declares that there is none; the engine alone would have heard the claim before that.
    assert (rule["input"], rule["source"], rule["points"]) == ("0", "findings_complete", "0")


def test_a_verified_finding_of_an_inspection_adds_to_those_of_the_ledger(world: World) -> None:
    cycle = make_cycle(world, bodies=("A",))
    one = do.of(cycle, "A")
    found = do.find(world, one, "D03-2-a", 2)
    do.find(world, one, "D03-2-a", 5, status="pending")
    do.find(world, one, "D03-2-a", 5, status="rejected")
    rule = do.card(cycle, "A").rules()["D03-2-a"]
    # (7 + 2) × 0.2 = 1.8
    assert (rule["input"], rule["points"], rule["rows"]) == ("9", "-1.8", ["F0", f"JC-{found.pk}"])


def test_a_finding_after_the_cut_off_of_the_ledger_counts_within_the_period(world: World) -> None:
    cycle = make_cycle(world, bodies=("A",))
    one = do.of(cycle, "A")
    do.find(world, one, "D03-2-a", 1, occurred_at=datetime(2020, 11, 20, 4, tzinfo=UTC))
    # (7 + 1) × 0.2 = 1.6
    assert do.card(cycle, "A").rules()["D03-2-a"]["points"] == "-1.6"


def test_a_finding_gives_way_to_a_verified_value(world: World) -> None:
    cycle = make_cycle(world, bodies=("A",))
    one = do.of(cycle, "A")
    do.find(world, one, "D03-2-a", 2)
    do.verify(one, "D03-2-a", "other", "4")
    # 4 × 0.2 = 0.8, neither 7 nor 2 on top of it
    assert do.card(cycle, "A").rules()["D03-2-a"]["points"] == "-0.8"


def test_an_exemption_claimed_counts_once_it_is_verified(world: World) -> None:
    cycle = make_cycle(world, bodies=("A",))
    one = do.of(cycle, "A")
    do.claim(one, "D03-2", "not_applicable")

    def state() -> str:
        items = {item["id"]: item for item in do.card(cycle, "A").unit["items"]}
        return {sub["id"]: sub["state"] for sub in items["D03"]["sub_items"]}["D03-2"]

    assert state() == "applies"
    do.verify(one, "D03-2", "claimed", "not_applicable")
    assert state() == "not_applicable"


def test_only_the_bodies_of_the_cycle_have_cards(world: World) -> None:
    cycle = make_cycle(world, bodies=("A",))
    # The ledger also has the counties A1 and A2.
    assert [one.assessment.unit_id for one in do.scoring.compute(cycle, "current", actor=None).cards.all()] == ["A"]


def test_a_claim_never_displaces_what_the_ledger_says_was_verified(world: World) -> None:
    cycle = make_cycle(world, bodies=("A",), state="verification")
    do.claim(do.of(cycle, "A"), "D08-2-a", "0.8")
    rule = do.card(cycle, "A").rules()["D08-2-a"]
    # The ledger's verified 75% stands: 60%-75%及以下 takes 2.
    assert (rule["input"], rule["points"]) == ("0.75", "-2")
