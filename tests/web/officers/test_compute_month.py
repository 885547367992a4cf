"""The monthly list (WX-18, WX-19): which files count, sums, averages, ranks, red cards, versions."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from adapters import web_months as do
from adapters.web_reviews import make_officer
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.lib import clock, policy
from zhiheng_web.officers.actions import months as actions
from zhiheng_web.officers.actions import settling
from zhiheng_web.officers.models import Month

pytestmark = pytest.mark.both_databases


def settle(world: World, **values: Any) -> None:
    office = world.person("evaluation_office", do.BUREAU)
    told: dict[str, Any] = {
        "actor": office,
        "organiser": world.body(do.BUREAU),
        "topic": "month",
        "reason": "党组会议定",
    }
    settling.set_rules(values=values, **told)


def test_it_counts_cases_sum_average_best_and_worst(world: World) -> None:
    low, high = do.review(world, "1.5"), do.review(world, "6")
    do.review(world, "2", officer=2)
    idle = make_officer(world, do.UNIT, 3)
    month = do.computed(world)
    line = do.line_of(month, world)
    # 1.5 + 6 = 7.5 over two files
    assert (line.cases, line.total, line.average, line.shown) == (2, Decimal("7.5"), "7.5/2", Decimal("3.75"))
    assert (line.best, line.worst, line.with_problems, line.rank) == (low, high, 2, 2)
    assert do.line_of(month, world, 2).rank == 1
    nothing = month.lines.get(officer=idle)
    assert (nothing.cases, nothing.average, nothing.shown, nothing.rank, nothing.is_red) == (0, "", None, None, False)
    assert [one.code for one in line.files.all()] == [high.case.code, low.case.code]


def test_a_red_card_needs_the_exact_average_of_three(world: World) -> None:
    for deduction in ("3", "3", "3"):
        do.review(world, deduction)
    for deduction in ("3", "3", "2.99"):  # 8.99 ÷ 3 is shown as 3.00
        do.review(world, deduction, officer=2)
    month = do.computed(world)
    assert do.line_of(month, world).is_red
    below = do.line_of(month, world, 2)
    assert (below.shown, below.is_red) == (Decimal("3.00"), False)


def test_settings_move_the_rule_and_are_pinned(world: World) -> None:
    do.review(world, "3")
    before = do.computed(world)
    settle(world, minimum_cases=2, threshold="2.5")
    after = do.computed(world)
    line = do.line_of(after, world)
    assert (line.is_red, line.too_few) == (False, True)
    before.refresh_from_db()
    assert (before.state, before.rules["minimum_cases"], after.rules["minimum_cases"]) == ("replaced", 1, 2)
    assert do.line_of(before, world).is_red  # the old version stays as it was
    settle(world, inclusive=False)
    assert not do.line_of(do.computed(world), world).is_red


def test_a_probability_stands_beside_and_can_be_asked_for(world: World) -> None:
    for officer, deductions in enumerate((("4", "5", "4"), ("0", "1", "0"), ("1", "2", "1"), ("3", "0", "6")), 1):
        for deduction in deductions:
            do.review(world, deduction, officer=officer)
    month = do.computed(world)
    sure, open_one = do.line_of(month, world, 1), do.line_of(month, world, 4)
    assert sure.is_red and open_one.is_red  # 13/3 and 9/3
    assert sure.probability is not None and open_one.probability is not None
    assert sure.probability > open_one.probability
    settle(world, probability=str(sure.probability))
    asked = do.computed(world)
    assert (do.line_of(asked, world, 1).is_red, do.line_of(asked, world, 4).is_red) == (True, False)


def test_the_lead_officer_bears_it_unless_both_do(world: World) -> None:
    second = make_officer(world, do.UNIT, 2)
    do.review(world, "4", second=second)
    line = do.line_of(do.computed(world), world, 2)
    assert (line.cases, line.shared, line.rank) == (0, 1, None)
    assert not line.files.get().counts
    settle(world, bearer="both")
    shared = do.line_of(do.computed(world), world, 2)
    assert (shared.cases, shared.total, shared.files.get().role) == (1, Decimal(4), "second")


def test_the_month_is_that_of_the_review_or_of_the_closing(world: World) -> None:
    first = do.last_month()
    do.review(world, "2", at=do.on(1))  # closed three days before: in the month before
    do.review(world, "4", at=do.on(20))
    assert do.line_of(do.computed(world), world).cases == 2
    settle(world, basis="closed")
    month = do.computed(world)
    assert [one.day.month for one in do.line_of(month, world).files.all()] == [first.month]
    earlier = do.computed(world, month=first - timedelta(days=1))
    assert do.line_of(earlier, world).total == 2


def test_the_round_is_the_first_or_the_final_one(world: World) -> None:
    do.review(world, "2", state="settled", deduction_final=Decimal(4))
    do.review(world, "5", state="mending")
    assert do.line_of(do.computed(world), world).total == 7
    settle(world, round="final")
    line = do.line_of(do.computed(world), world)
    assert (line.cases, line.total) == (1, Decimal(4))  # the other is not settled yet


def test_a_case_counts_once_and_chosen_ones_not_at_all(world: World) -> None:
    one = do.review(world, "2", at=do.on(3))
    again = do.activity_of(world, kind="random")
    do.make_file(world, again, one.case, "reviewed")
    last = one.case.reviews.get(activity=again)
    last.deduction_first = Decimal(1)
    do.saved(last)
    for change in last.changes.all():
        change.at = do.on(5)
        do.saved(change)
    do.review(world, "9", activity=do.activity_of(world, kind="special"))
    month = do.computed(world)
    line = do.line_of(month, world)
    assert (line.cases, line.total, month.facts["repeated"]) == (1, Decimal(1), [one.pk])


def test_files_without_a_deduction_are_named_not_counted(world: World) -> None:
    waiting = do.review(world, None)
    do.review(world, "1", officer=2)
    month = do.computed(world)
    assert (month.facts["files"], month.facts["pending"]) == (1, [waiting.pk])


def test_units_have_a_table_of_their_own(world: World) -> None:
    do.review(world, "0")
    do.review(world, "4")
    do.review(world, "5", unit=do.OTHER)
    plain = do.computed(world)
    assert not any(one.is_poor for one in plain.units.all())  # the source has no number (WX-AMB-05)
    settle(world, unit_average="5")
    units = {one.body.code: one for one in do.computed(world).units.select_related("body")}
    assert (units["A1"].average, units["A1"].rank, units["A1"].with_problems) == ("4/2", 1, 1)
    assert (units["A2"].is_poor, units["A2"].red_cards, units["A1"].is_poor) == (True, 1, False)
    settle(world, unit_share="50")
    assert all(one.is_poor for one in do.computed(world).units.filter(cases__gt=0))  # 1 of 2 is 50 %


def test_a_month_to_come_and_a_published_one_are_refused(world: World) -> None:
    office, body = world.person("evaluation_office", "A"), world.body("A")
    with pytest.raises(Refusal) as refusal:
        actions.compute_month(actor=office, organiser=body, month=clock.today() + timedelta(days=40))
    assert do.codes(refusal) == ["month_to_come"]
    do.published(world)
    with pytest.raises(Refusal) as refusal:
        do.computed(world)
    assert do.codes(refusal) == ["published"]
    with pytest.raises(policy.Denied):
        actions.compute_month(actor=world.person("evaluation_office", "P"), organiser=body, month=do.last_month())
    assert Month.objects.count() == 1
