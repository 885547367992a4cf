"""Where the review of a file stands: the way through two levels and two rounds, limits, violations found on the way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from adapters.web_reviews import assign, make_activity, make_draft, saved
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock
from zhiheng_web.reviews import queries, states
from zhiheng_web.reviews.models import Card, FileReview
from zhiheng_web.reviews.procedures import every_rules, rules_for, rules_from


def _file(world: World, **told: object) -> FileReview:
    activity = make_activity(world, cases=1, bodies=("A",), **told)  # type: ignore[arg-type]
    found: FileReview = activity.files.get()
    return queries.file_review(found.pk)


def _go(one: FileReview, *steps: str) -> None:
    with acts.act(None, "tests.go"):
        for step in steps:
            states.advance(one, step, actor=None)


def test_it_reads_the_procedures_of_both_cities() -> None:
    wuxue, xuhui = rules_for("wuxue-file-review"), rules_for("xuhui-file-review")
    assert (len(wuxue.aspects), len(xuhui.aspects)) == (6, 5)  # WX-10, XH-27
    assert (wuxue.levels, wuxue.rounds, xuhui.levels, xuhui.rounds) == (2, 2, 1, 1)
    assert wuxue.violations.deduction("late") is None  # WX-AMB-04
    for rules in every_rules():
        kinds = {item.kind for aspect in rules.aspects for item in aspect.items}
        assert kinds == {"basic", "range", "good"}
        assert rules_from(rules.as_data()) == rules


def test_it_names_the_place_of_a_rule_that_cannot_be_used() -> None:
    told = rules_for("wuxue-file-review").as_data()
    told["aspects"][0]["items"][2]["min"] = "9"
    with pytest.raises(Refusal) as refused:
        rules_from(told)
    assert refused.value.faults[0].place.clause.startswith("aspects.0.items.2")


def test_it_is_due_on_the_corresponding_day_of_the_next_month(world: World) -> None:
    # Civil Code art. 202: 31 August has none in September, so its last day; 30 September 2026 is a Wednesday.
    assert _file(world, closed_on=date(2026, 8, 31)).due_on == date(2026, 9, 30)


def test_it_walks_two_levels_and_two_rounds(world: World) -> None:
    one = _file(world)
    assign(world, one, level=1)
    card = Card(assignment=one.assignments.get(level=1), state="signed")
    saved(card)
    _go(one, "first_level", "second_level", "reviewed", "mending", "second_round", "settled")
    assert one.violations == []
    assert [change.to_state for change in one.changes.all()] == [
        "due", "first_level", "second_level", "reviewed", "mending", "second_round", "settled",
    ]  # fmt: skip
    assert one.submitted_at and one.resubmitted_at and one.settled_at


def test_it_begins_at_the_brigade_where_the_unit_does_not_submit(world: World) -> None:
    one = _file(world, scheme="xuhui-file-review")
    assert one.state == "second_level"
    with pytest.raises(Refusal):
        _go(one, "mending")
    _go(one, "reviewed", "settled")


def test_it_refuses_a_step_that_the_rules_do_not_have(world: World) -> None:
    one = _file(world)
    with pytest.raises(Refusal) as refused:
        _go(one, "settled")
    assert refused.value.faults[0].code == "no_such_step"


def test_it_finds_a_late_submission_and_a_missing_first_level_by_itself(world: World) -> None:
    one = _file(world, closed_on=clock.today() - timedelta(days=70))
    assert states.violations_on(one, clock.today()) == ("not_submitted",)
    _go(one, "second_level")
    assert one.violations == ["late", "no_first_level"]  # WX-08


def test_it_finds_a_late_second_submission(world: World) -> None:
    one = _file(world, files="mending")
    one.due_on = clock.today() - timedelta(days=1)
    _go(one, "second_round")
    assert "second_late" in one.violations


def test_it_shows_an_officer_the_files_of_their_own_cases_alone(world: World) -> None:
    activity = make_activity(world, cases=4, bodies=("A",), officers=2)
    mine = queries.files_for(world.person("officer", "A"))
    assert mine.count() == 2
    assert queries.files_for(world.person("legal_officer", "A")).count() == 4
    assert queries.files_for(world.person("reviewer", "P")).count() == 4
    assert queries.files_for(world.person("officer", "B")).count() == 0
    assert activity.files.count() == 4


def test_it_counts_the_third_readers_card_where_one_was_asked(world: World) -> None:
    one = _file(world, files="second_level")
    first = saved(Card(assignment=one.assignments.get(level=2), state="signed"))
    assert queries.counting_card(one) == first
    third = assign(world, one, reader=3, who=world.person("evaluation_office", "P"))
    assert queries.counting_card(one) is None
    settled = saved(Card(assignment=third, state="signed"))
    assert queries.counting_card(one) == settled


def test_it_keeps_a_draft_out_of_everybodys_list(world: World) -> None:
    make_draft(world)
    assert queries.files_for(world.person("reviewer", "P")).count() == 0
