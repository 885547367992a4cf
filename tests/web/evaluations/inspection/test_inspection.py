"""Inspections (HN-08, HN-09): a draw anyone can repeat, findings entered once, one fact under one rule."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from PIL import Image

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng.api import Refusal, sampling
from zhiheng_web.audit.models import Line
from zhiheng_web.documents.queries import evidence_about
from zhiheng_web.evaluations import scoring
from zhiheng_web.evaluations.actions import inspection as actions
from zhiheng_web.evaluations.models import Cycle, Finding, Inspection
from zhiheng_web.evaluations.reading.inspection import same_fact
from zhiheng_web.lib import policy


@pytest.fixture
def cycle(world: World) -> Cycle:
    """Return a cycle of two cities with three counties."""
    return make_cycle(world, state="verification")


def plan(world: World, cycle: Cycle) -> Inspection:
    days = {"starts_on": date(2020, 11, 18), "ends_on": date(2020, 11, 20)}
    return actions.plan_inspection(actor=world.person("evaluation_office", "P"), cycle=cycle, title="专项检查", **days)


def draw(world: World, one: Inspection, **more: Any) -> Inspection:
    told: dict[str, Any] = {"size": 2, "seed": "双色球 2020113", **more}
    return actions.draw_bodies(actor=world.person("evaluation_office", "P"), inspection=one, **told)


def found(key: str = "k1", rule_id: str = "D09-2-a", **more: Any) -> actions.Found:
    told: dict[str, Any] = {"quantity": 2, "note": "占道经营", "place": "人民路", **more}
    told.setdefault("occurred_at", datetime(2020, 11, 18, 2, 30, tzinfo=UTC))
    return actions.Found(key=key, rule_id=rule_id, **told)


def record(world: World, cycle: Cycle, told: actions.Found, body: str = "A1") -> tuple[Finding, bool]:
    inspector = world.person("inspector", "P")
    return actions.record_finding(actor=inspector, body=world.body(body), cycle=cycle, found=told)


def decide(world: World, *findings: Finding, **more: Any) -> list[Finding]:
    told: dict[str, Any] = {"is_verified": True, **more}
    return actions.decide_findings(actor=world.person("evaluation_office", "P"), findings=findings, **told)


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    return [fault.code for fault in refusal.value.faults]


def test_the_draw_is_repeated_from_the_frozen_population(world: World, cycle: Cycle) -> None:
    one = draw(world, plan(world, cycle))
    ids = [row["id"] for row in one.sheet["population_rows"]]
    assert sorted(ids) == ["A1", "A2", "B1"]
    assert sampling.repeat(one.sheet, ids) == []
    assert sampling.repeat({**one.sheet, "seed": "另一个"}, ids) != []


def test_it_draws_by_city(world: World, cycle: Cycle) -> None:
    one = draw(world, plan(world, cycle), by_city=True)
    strata = {row["id"]: row["city"] for row in one.sheet["population_rows"]}
    # Two places for strata of two and one: one each.
    assert sorted(strata[code] for code in one.sheet["drawn"]) == ["A", "B"]
    assert sampling.repeat(one.sheet, list(strata), strata=strata) == []


def test_there_is_no_second_draw(world: World, cycle: Cycle) -> None:
    one = draw(world, plan(world, cycle))
    with pytest.raises(Refusal) as refusal:
        draw(world, one, seed="再来一次")
    assert codes(refusal) == ["drawn_already"]


def test_a_finding_in_a_county_counts_for_its_city(world: World, cycle: Cycle) -> None:
    one, is_new = record(world, cycle, found())
    assert is_new
    assert (one.assessment.unit_id, str(one.place_body), one.status) == ("A", "甲一市东县城市管理局", "pending")


def test_sent_twice_it_is_entered_once_and_a_conflict_is_told(world: World, cycle: Cycle) -> None:
    first, _ = record(world, cycle, found())
    again, is_new = record(world, cycle, found())
    assert (again.pk, is_new) == (first.pk, False)
    with pytest.raises(Refusal) as refusal:
        record(world, cycle, found(quantity=3))
    assert codes(refusal) == ["other_content"]
    assert Finding.objects.count() == 1


def test_photos_are_kept_as_they_were_taken(world: World, cycle: Cycle) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2020:11:18 10:31:00"
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG", exif=exif)
    photo = actions.Photo(io.BytesIO(file.getvalue()), "现场.jpg", len(file.getvalue()))
    one, _ = record(world, cycle, found(photos=[photo]))
    piece = evidence_about(one).get()
    assert piece.taken_at == datetime(2020, 11, 18, 2, 31, tzinfo=UTC)
    assert (piece.rule_id, piece.size, piece.body.code) == ("D09-2-a", len(file.getvalue()), "A")


def test_it_refuses_what_cannot_count(world: World, cycle: Cycle) -> None:
    with pytest.raises(Refusal) as refusal:
        record(
            world, cycle, found(rule_id="D08-2-a", quantity=0, note=" ", occurred_at=datetime(2019, 5, 1, tzinfo=UTC))
        )
    # 8(2) is a rate; a finding is a number of problems.
    assert codes(refusal) == ["unknown_rule", "bad_quantity", "no_note", "out_of_period"]
    with pytest.raises(Refusal) as refusal:
        record(world, cycle, found(), body="Q1")
    assert codes(refusal) == ["foreign_body"]


def test_verified_ones_enter_the_score(world: World, cycle: Cycle) -> None:
    one, _ = record(world, cycle, found())
    decide(world, one)
    current = scoring.latest(cycle, "current")
    assert current is not None
    rule = current.cards.get(assessment__unit_id="A").rules()["D09-2-a"]
    # 2 × 0.4 = 0.8
    assert (rule["points"], rule["rows"]) == ("-0.8", [f"JC-{one.pk}"])


def test_several_are_decided_or_none(world: World, cycle: Cycle) -> None:
    one, _ = record(world, cycle, found())
    other, _ = record(world, cycle, found("k2", "D03-2-a", place="政府门口"))
    with pytest.raises(Refusal) as refusal:
        decide(world, one, other, is_verified=False)
    assert codes(refusal) == ["no_reason", "no_reason"]
    decide(world, one, is_verified=False, reason="已当场整改")
    with pytest.raises(Refusal) as refusal:
        decide(world, other, one, reason="属实")
    assert codes(refusal) == ["changed_meanwhile"]
    assert Finding.objects.get(pk=other.pk).status == "pending"
    last = Line.objects.filter(deed="evaluations.decide_finding").first()
    assert last is not None and last.reason == "已当场整改"


def test_one_fact_counts_under_one_rule(world: World, cycle: Cycle) -> None:
    one, _ = record(world, cycle, found(place="人民路 口"))
    twin, _ = record(world, cycle, found("k2", "D09-3-b", place="人民路口"))
    assert [other.pk for other in same_fact(twin)] == [one.pk]
    decide(world, one)
    with pytest.raises(Refusal) as refusal:
        decide(world, twin)
    assert codes(refusal) == ["same_fact"]
    # Two facts at one place: said so, it is taken.
    assert decide(world, twin, reason="另一摊位，另一时刻")[0].status == "verified"


def test_only_the_organiser_plans_enters_and_decides(world: World, cycle: Cycle) -> None:
    one, _ = record(world, cycle, found())
    for role, code in (("evaluation_office", "A"), ("inspector", "A"), ("unit_head", "A"), ("evaluation_office", "Q")):
        person = world.person(role, code)
        with pytest.raises(policy.Denied):
            actions.record_finding(actor=person, body=world.body("A1"), cycle=cycle, found=found("k9"))
        with pytest.raises(policy.Denied):
            actions.decide_findings(actor=person, findings=[one], is_verified=True)
    with pytest.raises(policy.Denied):
        days = {"starts_on": date(2020, 11, 18), "ends_on": date(2020, 11, 20)}
        actions.plan_inspection(actor=world.person("inspector", "P"), cycle=cycle, title="检查", **days)


def test_the_sheet_goes_through_json(world: World, cycle: Cycle) -> None:
    one = Inspection.objects.get(pk=draw(world, plan(world, cycle)).pk)
    assert json.loads(json.dumps(one.sheet)) == one.sheet
