"""Tolerance (CQ-40): no points are taken, and what was tolerated stays in sight."""

from __future__ import annotations

from adapters.web_cycles import make_cycle
from adapters.web_world import World

from . import established as do


def test_a_tolerated_row_of_the_ledger_stays_at_zero_points(world: World) -> None:
    cycle = make_cycle(world, "chongqing-interim")
    do.tolerate(world, do.of(cycle, "CQ1"), "DED-FILE-BASIC", row="F0", quantity=2)
    rule = do.card(cycle, "CQ1").rules()["DED-FILE-BASIC"]
    assert (rule["points"], rule["exempted"], rule["exempted_rows"]) == ("0", "2", ["F0"])


def test_a_tolerated_finding_of_an_inspection_stays_at_zero_points(world: World) -> None:
    cycle = make_cycle(world, "chongqing-interim")
    one = do.of(cycle, "CQ1")
    found = do.find(world, one, "DED-CONDUCT", 1)
    do.tolerate(world, one, "DED-CONDUCT", row=f"JC-{found.pk}")
    rule = do.card(cycle, "CQ1").rules()["DED-CONDUCT"]
    assert (rule["points"], rule["exempted_rows"]) == ("0", [f"JC-{found.pk}"])


def test_a_part_of_a_verified_value_is_tolerated(world: World) -> None:
    cycle = make_cycle(world, "chongqing-interim")
    one = do.of(cycle, "CQ1")
    do.verify(one, "DED-CONDUCT", "other", "3")
    do.tolerate(world, one, "DED-CONDUCT", quantity=2)
    rule = do.card(cycle, "CQ1").rules()["DED-CONDUCT"]
    # 3 acts, 2 of them tolerated: 1 × 1 is taken, 2 × 1 is shown as exempted.
    assert (rule["input"], rule["points"], rule["exempted"]) == ("1", "-1", "2")


def test_the_same_is_said_when_it_is_computed_again(world: World) -> None:
    cycle = make_cycle(world, "chongqing-interim")
    do.tolerate(world, do.of(cycle, "CQ1"), "DED-FILE-BASIC", quantity=1)
    first, second = do.card(cycle, "CQ1"), do.card(cycle, "CQ1")
    # 2 files in the ledger, 1 tolerated, both times.
    assert first.unit == second.unit
    assert (second.rules()["DED-FILE-BASIC"]["points"], second.rules()["DED-FILE-BASIC"]["exempted"]) == ("-1", "1")


def test_two_tolerances_of_one_value_add_up_and_no_further(world: World) -> None:
    cycle = make_cycle(world, "chongqing-interim")
    one = do.of(cycle, "CQ1")
    do.tolerate(world, one, "DED-FILE-BASIC", quantity=1)
    do.tolerate(world, one, "DED-FILE-BASIC", quantity=5, ground="F4")
    rule = do.card(cycle, "CQ1").rules()["DED-FILE-BASIC"]
    # 2 files: 1 + the 1 that is left
    assert (rule["points"], rule["exempted"]) == ("0", "2")


def test_a_yes_is_tolerated_as_one(world: World) -> None:
    cycle = make_cycle(world, "chongqing-interim")
    one = do.of(cycle, "CQ1")
    do.verify(one, "DEMO-LAW-PLAN", "other", "true")
    do.tolerate(world, one, "DEMO-LAW-PLAN")
    rule = do.card(cycle, "CQ1").rules()["DEMO-LAW-PLAN"]
    # 4 points where there is no list
    assert (rule["points"], rule["exempted"]) == ("0", "4")


def test_a_tolerance_on_a_row_holds_when_the_line_is_verified_otherwise(world: World) -> None:
    cycle = make_cycle(world, "chongqing-interim")
    one = do.of(cycle, "CQ1")
    do.tolerate(world, one, "DED-FILE-BASIC", row="F0", quantity=2)
    do.verify(one, "DED-FILE-BASIC", "other", "3")
    rule = do.card(cycle, "CQ1").rules()["DED-FILE-BASIC"]
    assert (rule["points"], rule["exempted"]) == ("-1", "2")


def test_a_rate_is_left_as_it_is(world: World) -> None:
    cycle = make_cycle(world, "chongqing-interim")
    one = do.of(cycle, "CQ2")
    do.tolerate(world, one, "IND-CLOSE")
    # 85 %: 4 points. A rate is no number of faults.
    assert do.card(cycle, "CQ2").rules()["IND-CLOSE"]["points"] == "-4"


def test_a_request_or_a_refusal_changes_nothing(world: World) -> None:
    cycle = make_cycle(world, "chongqing-interim")
    one = do.of(cycle, "CQ1")
    do.tolerate(world, one, "DED-FILE-BASIC", row="F0", status="requested")
    do.tolerate(world, one, "DED-FILE-BASIC", row="F0", status="refused")
    assert do.card(cycle, "CQ1").rules()["DED-FILE-BASIC"]["points"] == "-2"
