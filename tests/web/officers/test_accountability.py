"""Accountability (WX-37 to WX-39): triggers, draft, the officer heard, committee, decision, batches, statistics."""

from __future__ import annotations

from typing import Any

import pytest

from adapters import web_months as do
from adapters.web_reviews import make_officer, make_person
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.documents.reading import may_read
from zhiheng_web.lib import clock, policy
from zhiheng_web.officers import drafting, rules
from zhiheng_web.officers.actions import accountability as actions
from zhiheng_web.officers.actions import settling, trackings
from zhiheng_web.officers.models import Accountability, Batch, Tracking
from zhiheng_web.officers.reading import triggers
from zhiheng_web.officers.reading.statistics import statistics_of
from zhiheng_web.reviews.models import FileReview

VALUES = {"fault": "屡次未附现场照片", "measure_proposed": "通报批评", "basis": "《执法过错责任追究办法》"}


def propose(world: World, officer: int = 1, **told: Any) -> Accountability:
    given: dict[str, Any] = {"trigger": "refused", "values": VALUES, **told}
    office = world.person("evaluation_office", "A")
    return actions.propose(actor=office, organiser=world.body("A"), officer=make_officer(world, "A1", officer), **given)


def submitted(world: World, officer: int = 1, **told: Any) -> Accountability:
    office = world.person("evaluation_office", "A")
    one = actions.tell_officer(actor=office, matter=propose(world, officer, **told))
    one = actions.state_own(actor=one.officer.account, matter=one, statement="认识到错误")
    return actions.submit(actor=office, matter=one, considered="予以采纳，建议从轻")


def decide(
    world: World, one: Accountability, *, is_held: bool = True, meeting: str = "第 8 次党组会"
) -> Accountability:
    told: dict[str, Any] = {"meeting": meeting, "held_on": clock.today(), "grounds": "事实清楚"}
    return actions.decide(
        actor=world.person("leader", "A"), matter=one, is_held=is_held, measure="通报批评" if is_held else "", **told
    )


def refused_file(world: World, officer: int = 1) -> FileReview:
    one = do.review(world, "4", officer=officer, state="second_round")
    (line,) = do.with_card(world, one, [do.problem("4")])
    do.with_card(world, one, [do.problem("4", answers=line, mended="not")], round=2)
    one.state, one.settled_at = "settled", clock.now()
    do.saved(one)
    return one


def test_what_was_not_mended_at_all_is_offered_with_its_draft(world: World) -> None:
    one = refused_file(world)
    (found,) = triggers.triggers_of(world.body("A"))
    assert (found.kind, found.officer, found.files) == ("refused", one.lead, [one])
    fault, history = drafting.draft_of(found)
    assert "二次考评认定没有整改" in fault and "未附现场照片" in fault and "扣 4 分" in fault
    assert one.case.code in history and "没有整改" in history
    told = found.facts(rules.AccountabilityRules())
    propose(world, facts=told)
    assert triggers.triggers_of(world.body("A")) == []  # it has been taken up


def test_repeated_is_offered_only_when_both_numbers_are_set(world: World) -> None:
    for _ in range(3):
        do.with_card(world, do.review(world, "2"), [do.problem(), do.problem()])
    assert triggers.triggers_of(world.body("A")) == []
    office, body = world.person("evaluation_office", "A"), world.body("A")
    told: dict[str, Any] = {"actor": office, "organiser": body, "topic": "accountability", "reason": "会议定"}
    settling.set_rules(**told, values={"times": 4, "months": 3})
    assert triggers.triggers_of(body) == []  # three files, whatever stands twice on one card
    settling.set_rules(**told, values={"times": 3, "months": 3})
    (found,) = triggers.triggers_of(body)
    assert (found.kind, found.item, len(found.files), len(found.lines)) == ("repeated", "E1", 3, 6)
    assert found.facts(rules.in_force(body, rules.AccountabilityRules))["times"] == 3


def test_the_officer_is_heard_before_anything_goes_to_the_committee(world: World) -> None:
    office, one = world.person("evaluation_office", "A"), propose(world)
    with pytest.raises(Refusal) as refusal:
        actions.submit(actor=office, matter=one)
    assert do.codes(refusal) == ["wrong_state"]
    one = actions.tell_officer(actor=office, matter=one)
    assert one.hearing_due is not None and one.hearing_due > clock.today()
    with pytest.raises(Refusal):
        actions.submit(actor=office, matter=one)
    with pytest.raises(policy.Denied):
        actions.state_own(actor=make_person(world, "officer", "A1", 2), matter=one, statement="代")
    one = actions.state_own(actor=one.officer.account, matter=one, statement="当时设备损坏")
    with pytest.raises(Refusal) as refusal:
        actions.submit(actor=office, matter=one)  # nobody said what was made of the statement
    assert do.codes(refusal) == ["not_considered"]
    one = actions.submit(actor=office, matter=one, considered="设备故障属实，部分采纳")
    assert one.letter is not None
    assert (one.state, one.letter.kind, one.letter.facts["statement"]) == (
        "submitted",
        "accountability_letter",
        "当时设备损坏",
    )
    assert may_read(world.person("leader", "A"), one.letter)
    assert not may_read(world.person("unit_head", "A"), one.letter)


def test_the_hearing_can_be_recorded_or_waived(world: World) -> None:
    office = world.person("evaluation_office", "A")
    one = actions.tell_officer(actor=office, matter=propose(world))
    for hearing, statement, code in (("x", "y", "no_such_hearing"), ("waived", "", "no_statement")):
        with pytest.raises(Refusal) as refusal:
            actions.hear(actor=office, matter=one, hearing=hearing, statement=statement)
        assert do.codes(refusal) == [code]
    one = actions.hear(actor=world.person("discipline", "A"), matter=one, hearing="waived", statement="本人书面放弃")
    letter = actions.submit(actor=office, matter=one).letter
    assert letter is not None and letter.facts["statement"].startswith("本人放弃")


def test_nobody_proposes_hears_or_decides_about_themselves(world: World) -> None:
    office, leader = world.person("evaluation_office", "A"), world.person("leader", "A")
    officer = make_officer(world, "A1", 1)
    for person in (office, leader):
        officer.account = person
        do.saved(officer)
        one = Accountability.objects.first()
        with pytest.raises(Refusal) as refusal:
            if person == office:
                propose(world)
            else:
                decide(world, submitted(world, 2) if one is None else one)
        if person == office:
            assert do.codes(refusal) == ["oneself"]
            officer.account = make_person(world, "officer", "A1", 1)
            do.saved(officer)
            submitted(world)
    assert do.codes(refusal) == ["oneself"]


def test_who_proposed_does_not_record_the_decision(world: World) -> None:
    one, leader = submitted(world), world.person("leader", "A")
    one.proposed_by = leader
    do.saved(one)
    with pytest.raises(Refusal) as refusal:
        decide(world, one)
    assert do.codes(refusal) == ["same_person"]


def test_batches_are_numbered_through_the_year_and_counted(world: World) -> None:
    first, second, third = (submitted(world, number) for number in (1, 2, 3))
    done = [decide(world, first), decide(world, second)]
    assert done[0].batch == done[1].batch and str(done[0].batch).endswith("-1")
    assert str(decide(world, third, meeting="第 9 次党组会").batch).endswith("-2")
    cleared = decide(world, submitted(world, 4), is_held=False, meeting="第 10 次党组会")
    assert (cleared.batch, Batch.objects.count()) == (None, 2)
    told = statistics_of(world.body("A"), clock.today().year)
    assert (told.batches, told.persons, told.matters, told.not_held) == (2, 3, 4, 1)
    assert statistics_of(world.body("A"), clock.today().year - 1).persons == 0


def test_a_decided_matter_answers_for_a_file_that_did_not_pass(world: World) -> None:
    one = refused_file(world)
    do.published(world)
    matter = submitted(world, facts={"files": [one.pk], "lines": []})
    office, tracking = world.person("evaluation_office", "A"), Tracking.objects.get()
    with pytest.raises(Refusal):
        trackings.close_tracking(actor=office, tracking=tracking, note="已提交")
    decide(world, matter)
    assert trackings.close_tracking(actor=office, tracking=tracking, note="已追究").outcome == "answered"
