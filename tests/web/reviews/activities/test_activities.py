"""Activities: who makes and opens them, what comes in by itself, what is chosen, when a draft can no longer change."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from adapters.web_reviews import make_activity, make_cases, make_draft
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit.models import Line
from zhiheng_web.lib import clock, policy
from zhiheng_web.reviews.actions import activities, choosing, collecting
from zhiheng_web.reviews.models import Activity


def _make(world: World, **changes: Any) -> Activity:
    today = clock.today()
    told: dict[str, Any] = {
        "actor": world.person("evaluation_office", "P"),
        "organiser": world.body("P"),
        "title": "全面评查",
        "kind": "complete",
        "scheme_id": "wuxue-file-review",
        "period_from": today - timedelta(days=90),
        "period_to": today + timedelta(days=90),
        "bodies": [world.body("A"), world.body("B")],
    }
    return activities.make_activity(**{**told, **changes})


def _open(world: World, one: Activity) -> Activity:
    return activities.open_activity(actor=world.person("evaluation_office", "P"), activity=one, version=one.version)


def test_it_pins_the_procedure_and_every_option(world: World) -> None:
    one = _make(world)
    assert one.rules["levels"] == 2 and one.rules["violations"]["late"] is None
    assert one.options["unmended_factor"] == "2"
    assert one.scheme_digest.startswith("sha256:")
    assert Line.objects.filter(deed="reviews.open_activity").exists()


def test_it_lets_a_special_review_begin_at_the_brigade(world: World) -> None:
    one = _make(world, kind="special", theme="突出问题专项治理")
    assert (one.rules["levels"], one.rules["submission"]) == (1, None)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "daily"}, "no_such_kind"),
        ({"title": "  "}, "no_title"),
        ({"period_to": date(2001, 1, 1)}, "empty_period"),
        ({"options": {"unmended_factor": "9"}}, "bad_option"),
        ({"scheme_id": "hunan-2020"}, "no_review_rules"),
    ],
)
def test_it_refuses_a_draft_that_cannot_be(world: World, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        _make(world, **changes)
    assert code == "bad_option" or refused.value.faults[0].code == code


def test_it_refuses_bodies_that_are_not_beneath_the_organiser(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        _make(world, bodies=[world.body("A"), world.body("Q1")])
    assert refused.value.faults[0].code == "foreign_body"


def test_it_denies_everybody_but_the_office_of_the_organiser(world: World) -> None:
    for role, code in (("reviewer", "P"), ("legal_officer", "A"), ("evaluation_office", "A"), ("officer", "A")):
        with pytest.raises(policy.Denied):
            _make(world, actor=world.person(role, code))


def test_it_takes_in_every_closed_case_when_it_opens(world: World) -> None:
    make_cases(world, "A", 3)
    make_cases(world, "A1", 1)  # beneath A
    make_cases(world, "Q1", 1)  # of another province
    one = _open(world, _make(world))
    files = list(one.files.select_related("body"))
    assert sorted(file.body.code for file in files) == ["A", "A", "A", "A1"]
    assert {file.state for file in files} == {"due"}


def test_it_counts_the_month_from_the_opening_where_the_case_was_closed_before(world: World) -> None:
    make_cases(world, "A", 1, closed_on=clock.today() - timedelta(days=60))
    one = _open(world, _make(world))
    assert one.files.get().due_on > clock.today() + timedelta(days=26)


def test_it_takes_in_a_case_that_is_closed_later_by_itself(world: World) -> None:
    one = _open(world, _make(world))
    make_cases(world, "B", 2, closed_on=clock.today())
    collecting._last[0] = float("-inf")
    assert collecting.keep_up() == 2
    collecting._last[0] = float("-inf")
    assert collecting.keep_up() == 0
    assert one.files.count() == 2
    assert Line.objects.filter(deed="reviews.collect").count() == 1


def test_it_enters_what_was_not_submitted_in_time_by_itself(world: World) -> None:
    make_activity(world, cases=2, bodies=("A",), closed_on=clock.today() - timedelta(days=70))
    assert collecting.note_overdue() == 2
    assert collecting.note_overdue() == 0
    assert {tuple(file.violations) for file in Activity.objects.get().files.all()} == {("not_submitted",)}


def test_it_chooses_cases_of_a_special_review_with_their_reason(world: World) -> None:
    office, cases = world.person("evaluation_office", "P"), make_cases(world, "A", 3)
    one = _open(world, _make(world, kind="special"))
    with pytest.raises(Refusal):
        choosing.choose_cases(actor=office, activity=one, cases=cases[:2], because=" ")
    made = choosing.choose_cases(actor=office, activity=one, cases=cases[:2], because="信访反映")
    assert [file.state for file in made] == ["second_level", "second_level"]
    assert {file.chosen_because for file in made} == {"信访反映"}
    again = choosing.choose_cases(actor=office, activity=one, cases=cases, because="补充")
    assert len(again) == 1


def test_it_refuses_to_choose_a_case_outside_of_the_activity(world: World) -> None:
    foreign = make_cases(world, "Q1", 1)
    one = _open(world, _make(world, kind="key"))
    with pytest.raises(Refusal) as refused:
        choosing.choose_cases(actor=world.person("evaluation_office", "P"), activity=one, cases=foreign, because="重点")
    assert refused.value.faults[0].code == "foreign_case"


def test_it_changes_the_rules_of_a_draft_and_of_no_other(world: World) -> None:
    office, one = world.person("evaluation_office", "P"), _make(world)
    changed = activities.change_draft(
        actor=office, activity=one, version=0, rules={**one.rules, "readers": 2, "blind": True}, options={}
    )
    assert (changed.rules["readers"], changed.rules["blind"]) == (2, True)
    with pytest.raises(Refusal) as stale:
        activities.change_draft(actor=office, activity=one, version=0, title="新名")
    assert stale.value.faults[0].code == "changed_meanwhile"
    opened = _open(world, changed)
    with pytest.raises(Refusal) as late:
        activities.change_draft(actor=office, activity=opened, version=opened.version, title="新名")
    assert late.value.faults[0].code == "no_draft"


def test_it_refuses_an_aspect_that_is_no_rule_of_the_scheme(world: World) -> None:
    one = _make(world)
    rules = {**one.rules, "aspects": [{**one.rules["aspects"][0], "rule_id": "XH-LAW"}]}
    with pytest.raises(Refusal) as refused:
        activities.change_draft(actor=world.person("evaluation_office", "P"), activity=one, version=0, rules=rules)
    assert refused.value.faults[0].code == "foreign_aspect"


def test_it_discards_a_draft(world: World) -> None:
    one = _make(world)
    activities.discard_draft(actor=world.person("evaluation_office", "P"), activity=one, version=0)
    assert not Activity.objects.exists()


def test_it_closes_only_when_every_file_is_settled(world: World) -> None:
    office = world.person("evaluation_office", "P")
    with pytest.raises(Refusal) as refused:
        activities.close_activity(actor=office, activity=make_activity(world, cases=1))
    assert refused.value.faults[0].code == "not_settled"
    done = make_activity(world, cases=1, files="settled")
    assert activities.close_activity(actor=office, activity=done).state == "closed"


def test_it_refuses_to_open_a_random_review_without_a_draw(world: World) -> None:
    one = make_draft(world, scheme="xuhui-file-review")
    with pytest.raises(Refusal) as refused:
        _open(world, one)
    assert refused.value.faults[0].code == "draw_first"
