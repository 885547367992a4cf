"""Preparing a cycle: a draft by plain forms, changed, discarded, or refused with what is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from adapters.web_cycles import make_corps, make_cycle, make_group, make_snapshot
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.evaluations.actions import opening as actions
from zhiheng_web.evaluations.models import Cycle
from zhiheng_web.evaluations.reading.wants import wants_of
from zhiheng_web.lib import policy

SignIn = Callable[[str, str], Client]


def codes_of(cycle: Cycle) -> set[str]:
    return {fault.code for fault in wants_of(cycle)}


def test_it_is_begun_for_the_calendar_year(world: World) -> None:
    office = world.person("evaluation_office", "P")
    one = actions.start_draft(
        office, organiser=world.body("P"), scheme_id="hunan-2020", title="2026年度评价", year=2026
    )
    # CQ-05: the calendar year unless said otherwise, half-open.
    assert (one.period_from, one.period_to, one.state) == (date(2026, 1, 1), date(2027, 1, 1), "draft")
    assert codes_of(one) == {"no_bodies", "no_due_date", "no_group", "no_snapshot"}


@pytest.mark.parametrize(("role", "code"), [("leader", "P"), ("evaluation_office", "Q"), ("unit_head", "A")])
def test_it_is_begun_by_the_office_of_the_organiser_alone(world: World, role: str, code: str) -> None:
    told = {"organiser": world.body("P"), "scheme_id": "hunan-2020", "title": "x", "year": 2026}
    with pytest.raises(policy.Denied):
        actions.start_draft(world.person(role, code), **told)  # type: ignore[arg-type]


def test_it_names_what_the_source_leaves_open(world: World) -> None:
    corps = make_corps(world)
    office = world.person("evaluation_office", "CQ")
    told = {"organiser": corps, "scheme_id": "chongqing-interim", "title": "x", "year": 2020}
    one = actions.start_draft(office, **told)  # type: ignore[arg-type]
    named = {fault.place.clause for fault in wants_of(one) if fault.code == "left_open"}
    assert {"CASE.points", "IND-CASES.target", "indicators.remaining"} <= named


def test_it_refuses_a_completion_that_scores_money(world: World) -> None:
    one = make_cycle(world, "chongqing-interim", state="draft")
    money = one.completion + (
        '- {id: DEMO-FINES, category: LAWPOP, type: per_unit, amount: 1, cap: 1, measure: fine_amount, zh: "罚款金额", '
        'en: "fines", zh_text: "罚款金额", en_text: "fines"}\n'
    )
    office = world.person("evaluation_office", "CQ")
    with pytest.raises(Refusal) as refusal:
        actions.change_draft(office, cycle=one, version=one.version, completion=money)
    assert "money_input" in {fault.code for fault in refusal.value.faults}


def test_it_keeps_the_rules_of_a_completion_when_a_value_is_changed(world: World) -> None:
    one = make_cycle(world, "chongqing-interim", state="draft")
    values = actions.values_of(one.completion)
    assert (values["CASE.points"], values["IND-CASES.target"]) == ("40", "60")
    text = actions.completed(one, {**values, "IND-CASES.target": "80"}, label="x", fictional=True)
    office = world.person("evaluation_office", "CQ")
    changed = actions.change_draft(office, cycle=one, version=one.version, completion=text)
    assert actions.values_of(changed.completion)["IND-CASES.target"] == "80"
    assert codes_of(changed) == set()


def test_it_refuses_the_second_of_two_changes(world: World) -> None:
    one = make_cycle(world, state="draft")
    office = world.person("evaluation_office", "P")
    actions.change_draft(office, cycle=one, version=one.version, title="甲")
    with pytest.raises(Refusal) as refusal:
        actions.change_draft(office, cycle=one, version=one.version, title="乙")
    assert refusal.value.faults[0].code == "changed_meanwhile"


def test_it_refuses_a_body_that_the_ledger_does_not_hold(world: World) -> None:
    one = make_cycle(world, state="draft")
    office = world.person("evaluation_office", "P")
    bodies = [world.body(code).pk for code in ("A", "B1")]
    one = actions.change_draft(office, cycle=one, version=one.version, bodies=bodies)
    assert codes_of(one) == set()  # B1 stands in the ledger beneath B
    stranger = make_snapshot(world, scheme="hunan-2020", organiser=world.body("P"), bodies=("A",))
    one = actions.change_draft(office, cycle=one, version=one.version, snapshot=stranger)
    assert [(fault.code, fault.value) for fault in wants_of(one)] == [("not_in_ledger", "B1")]


def test_it_is_discarded_before_the_opening_only(world: World) -> None:
    office = world.person("evaluation_office", "P")
    draft, opened = make_cycle(world, state="draft"), make_cycle(world)
    actions.discard_draft(office, cycle=draft, version=draft.version)
    with pytest.raises(Refusal):
        actions.discard_draft(office, cycle=opened, version=opened.version)
    assert list(Cycle.objects.all()) == [opened]


def test_it_goes_through_by_the_pages_alone(world: World, signed_in: SignIn) -> None:
    client, organiser = signed_in("evaluation_office", "P"), world.body("P")
    group = make_group(world, organiser)
    snapshot = make_snapshot(world, scheme="hunan-2020", organiser=organiser, bodies=("A", "B"))
    start = {"organiser": organiser.pk, "scheme_id": "hunan-2020", "title": "年度评价", "year": 2020}
    client.post("/evaluations/open/", start)
    one = Cycle.objects.get()
    options = {
        "boundary_policy": "default",
        "not_applicable": "rescale",
        "count_by": "element",
        "certificate_scope": "each_detachment",
        "check_findings": "counted",
        "quality_rate": "reviewed",
    }
    dates = {"title": "年度评价", "period_from": "2020-01-01", "last_day": "2020年12月31日", "as_of": "2020-11-15"}
    bodies = [world.body(code).pk for code in ("A", "A1", "B")]
    steps: list[tuple[str, dict[str, object]]] = [
        ("scheme", options),
        ("dates", {**dates, "due": "2020-11-15", "calendar": "cn"}),
        ("bodies", {"bodies": bodies, "spared": ["D10-2"]}),
        ("group", {"leading_group": group.pk}),
        ("completion", {}),
        ("ledger", {"snapshot": snapshot.pk}),
        ("check", {}),
    ]
    for step, sent in steps:
        version = Cycle.objects.get().version
        answer = client.post(f"/evaluations/{one.pk}/prepare/{step}/", {**sent, "version": version})
        assert answer.status_code == 303, (step, answer.content.decode())
    one.refresh_from_db()
    # “15 November” without that day: the 14th is the last that is in time (HN-AMB-26).
    assert (one.state, one.self_evaluation_due) == ("open", date(2020, 11, 14))
    county = one.assessments.get(body=world.body("A1"))
    assert [(claim.rule_id, claim.value) for claim in county.claims.all()] == [("D10-2", "not_applicable")]
