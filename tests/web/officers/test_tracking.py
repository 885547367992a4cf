"""Tracking (WX-35, WX-36): red cards by themselves, key cases and persons by hand, closed when round two is passed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from adapters import web_months as do
from adapters.web_reviews import make_officer, make_person
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib import clock, policy
from zhiheng_web.officers.actions import months, notices, settling, trackings
from zhiheng_web.officers.models import Tracking
from zhiheng_web.reviews.models import FileReview


def settled(world: World, one: FileReview, mended: str) -> None:
    """Let the second round find the one problem of a file mended or not, and settle the file."""
    (line,) = do.with_card(world, one, [do.problem("4")])
    do.with_card(world, one, [do.problem("4", answers=line, mended=mended)], round=2)
    one.state, one.settled_at = "settled", clock.now()
    do.saved(one)


def test_a_red_card_is_tracked_by_itself_with_its_problem_cases(world: World) -> None:
    high = do.review(world, "6")
    do.review(world, "0")
    do.review(world, "1", officer=2)
    do.published(world)
    one = Tracking.objects.get()
    assert (one.kind, one.body.code, one.due_on) == ("red_card", "A1", None)  # the deadline is free in the source
    assert one.owner == make_person(world, "officer", "A1", 1)
    assert [file.file_review for file in one.files.all()] == [high]


def test_a_bureau_may_settle_the_days(world: World) -> None:
    office = world.person("evaluation_office", "A")
    told: dict[str, Any] = {"topic": "tracking", "values": {"red_card_days": 30}, "reason": "局里规定"}
    settling.set_rules(actor=office, organiser=world.body("A"), **told)
    do.review(world, "6")
    do.published(world)
    assert Tracking.objects.get().due_on == clock.today() + timedelta(days=30)


def test_it_closes_only_after_round_two_is_passed(world: World) -> None:
    review = do.review(world, "4", state="mending")
    do.published(world)
    one, office = Tracking.objects.get(), world.person("evaluation_office", "A")
    with pytest.raises(Refusal) as refusal:
        trackings.close_tracking(actor=office, tracking=one, note="已整改")
    assert do.codes(refusal) == ["second_round_open"]
    settled(world, review, "mended")
    done = trackings.close_tracking(actor=office, tracking=one, note="二次考评通过")
    assert (done.outcome, done.closed_by) == ("passed", office)
    with pytest.raises(Refusal) as refusal:
        trackings.add_step(actor=office, tracking=one, text="又")
    assert do.codes(refusal) == ["closed"]


@pytest.mark.parametrize("mended", ["partly", "not"])
def test_a_file_that_did_not_pass_keeps_it_open(world: World, mended: str) -> None:
    review = do.review(world, "4", state="mending")
    do.published(world)
    settled(world, review, mended)
    with pytest.raises(Refusal) as refusal:
        trackings.close_tracking(
            actor=world.person("evaluation_office", "A"), tracking=Tracking.objects.get(), note="算了"
        )
    assert do.codes(refusal) == ["second_round_open"]


def test_a_correction_lifts_a_red_card_or_goes_on(world: World) -> None:
    first, stays = do.review(world, "6"), do.review(world, "5", officer=2)
    month, office = do.published(world), world.person("evaluation_office", "A")
    first.deduction_first = Decimal(1)
    do.saved(first)
    draft = months.correct_month(actor=office, month=month, reason="异议成立")
    months.publish_month(actor=office, month=draft)
    by_officer = {one.officer: one for one in Tracking.objects.all()}
    lifted, going_on = by_officer[first.lead], by_officer[stays.lead]
    assert (lifted.outcome, lifted.is_open, "异议成立" in lifted.closing_note) == ("lifted", False, True)
    assert (going_on.outcome, going_on.line.month, going_on.files.count()) == ("", draft, 1)


def test_key_cases_and_persons_are_tracked_by_hand(world: World) -> None:
    review, office, body = do.review(world, "1"), world.person("reviewer", "A"), world.body("A")
    told: dict[str, Any] = {
        "actor": office,
        "organiser": body,
        "reason": "社会关注",
        "closing_condition": "二次考评通过",
    }
    case = trackings.open_tracking(**told, case=review.case, due_on=clock.today(), next_action="补充证据")
    assert (case.kind, case.body, case.files.get().file_review) == ("key_case", review.body, review)
    person = trackings.open_tracking(**told, officer=make_officer(world, "A1", 3))
    assert person.kind == "key_person"
    step = trackings.add_step(actor=office, tracking=person, text="已谈话", next_action="旁听庭审")
    person.refresh_from_db()
    assert (person.next_action, step.by) == ("旁听庭审", office)
    for values, code in (
        ({}, "one_of_both"),
        ({"officer": make_officer(world, "B1", 1)}, "other_bureau"),
        ({"case": review.case, "due_on": clock.today() - timedelta(days=1)}, "day_passed"),
    ):
        with pytest.raises(Refusal) as refusal:
            trackings.open_tracking(**told, **values)
        assert do.codes(refusal) == [code]


def test_nobody_tracks_or_closes_what_is_about_themselves(world: World) -> None:
    office = world.person("evaluation_office", "A")
    own = make_officer(world, "A1", 4)
    own.account = office
    do.saved(own)
    with pytest.raises(Refusal) as refusal:
        trackings.open_tracking(actor=office, organiser=world.body("A"), officer=own, reason="x", closing_condition="y")
    assert do.codes(refusal) == ["oneself"]


def test_the_unit_and_the_officer_report_and_others_do_not(world: World) -> None:
    do.review(world, "4")
    do.published(world)
    one = Tracking.objects.get()
    trackings.report_step(actor=make_person(world, "officer", "A1", 1), tracking=one, text="已补照片")
    trackings.report_step(actor=world.person("unit_head", "A1"), tracking=one, text="已督促")
    for person in (make_person(world, "officer", "A1", 2), world.person("unit_head", "A2")):
        with pytest.raises(policy.Denied):
            trackings.report_step(actor=person, tracking=one, text="x")
    assert one.steps.count() == 2


def test_a_notice_of_supervision_goes_to_the_unit(world: World) -> None:
    do.review(world, "4")
    do.published(world)
    one, office = Tracking.objects.get(), world.person("evaluation_office", "A")
    with pytest.raises(Refusal) as refusal:
        notices.issue_notice(actor=office, tracking=one, demands="限期整改")
    assert do.codes(refusal) == ["no_deadline"]
    trackings.add_step(actor=office, tracking=one, text="定时限", due_on=clock.today() + timedelta(days=20))
    one.refresh_from_db()
    step = notices.issue_notice(actor=office, tracking=one, demands="限期整改\n二次送评")
    document = IssuedDocument.objects.get()
    assert (step.document, document.addressee, document.kind) == (document, one.body, "supervision_notice")
    assert document.facts["demands"] == ["限期整改", "二次送评"]
    assert document.facts["what"]["zh"] == "红牌" and document.title.startswith("督办通知")
    assert [row["deduction"] for row in document.facts["files"]] == ["4"]
