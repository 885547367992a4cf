"""Returning for change, inquiries (CQ-13), and the end of a verification."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.web_cycles import hand_in, make_cycle
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit.models import Line as TrailLine
from zhiheng_web.evaluations import scoring
from zhiheng_web.evaluations.actions import verification as actions
from zhiheng_web.evaluations.models import Assessment
from zhiheng_web.evaluations.reading.gaps import gaps_of
from zhiheng_web.evaluations.reading.verification import line_of, lines_of
from zhiheng_web.lib import clock

from ..outcomes import make_cycle_with_judgment
from ..scoring import established as do


@pytest.fixture
def assessment(world: World) -> Assessment:
    """Return the assessment of a city that is being verified."""
    one = do.of(make_cycle(world, bodies=("A",), state="verification"), "A")
    hand_in(world, one, D03_2_a="2")
    return one


def settle(world: World, assessment: Assessment) -> None:
    """Verify every line that is open."""
    office = world.person("evaluation_office", assessment.cycle.organiser.code)
    for line in lines_of(assessment):
        if line.is_open:
            taken = "computed" if line.computed else "other"
            told = {"flag": "false", "rate": "100"}.get(line.ask.kind, "0")
            version = line.verification.version if line.verification else 0
            actions.verify_line(
                actor=office,
                assessment=assessment,
                rule_id=line.rule_id,
                taken=taken,
                value=told,
                reason="查",
                version=version,
            )


def test_it_returns_with_reasons_and_a_new_day(world: World, assessment: Assessment) -> None:
    office, due = world.person("evaluation_office", "P"), clock.today() + timedelta(days=5)
    actions.return_for_change(
        actor=office, assessment=assessment, reasons={"D03-2-a": "与台账不符，请核对", "D03-1-a": ""}, due=due
    )
    one = Assessment.objects.get(pk=assessment.pk)
    submission = one.submissions.order_by("-number").first()
    assert (one.state, one.due_date) == ("self_evaluation", due)
    assert submission is not None
    assert submission.return_reason == "D03-2-a：与台账不符，请核对"
    assert [(v.rule_id, v.taken, v.reason) for v in one.verifications.all()] == [
        ("D03-2-a", "none", "与台账不符，请核对")
    ]
    last = TrailLine.objects.first()
    assert last is not None and last.deed == "evaluations.return_for_change"


def test_a_returned_line_is_open_and_its_claim_is_not_heard_until_it_is_handed_in_again(
    world: World, assessment: Assessment
) -> None:
    do.claim(assessment, "D03-1-a", "2")
    reasons = {"D03-1-a": "请附佐证"}
    actions.return_for_change(
        actor=world.person("evaluation_office", "P"),
        assessment=assessment,
        reasons=reasons,
        due=clock.today() + timedelta(days=5),
    )
    assert line_of(assessment, "D03-1-a").is_open
    # 2 × 0.5 = 1 is what is being written; it has not been said yet.
    assert do.card(assessment.cycle, "A").rules()["D03-1-a"]["points"] == "0"


def test_it_refuses_a_return_without_reason_or_for_today(world: World, assessment: Assessment) -> None:
    with pytest.raises(Refusal) as refusal:
        actions.return_for_change(
            actor=world.person("evaluation_office", "P"),
            assessment=assessment,
            reasons={"D03-2-a": " ", "X-1": "不对"},
            due=clock.today(),
        )
    assert [fault.code for fault in refusal.value.faults] == ["unknown_rule", "bad_day"]


def test_an_inquiry_is_linked_to_its_line(world: World, assessment: Assessment) -> None:
    for role in ("evaluation_office", "discipline", "inspector"):
        actions.record_investigation(
            actor=world.person(role, "P"),
            assessment=assessment,
            rule_id="D03-2-a",
            asked="队长张某",
            held_at=clock.now(),
            questions="着装检查几次",
            established="两次",
        )
    assert line_of(assessment, "D03-2-a").inquiries == 3
    with pytest.raises(Refusal):
        actions.record_investigation(
            actor=world.person("discipline", "P"),
            assessment=assessment,
            rule_id="D03-2-z",
            asked="队长张某",
            held_at=clock.now(),
            questions="？",
            established="无",
        )


def test_it_says_everything_that_is_missing(world: World) -> None:
    cycle = make_cycle_with_judgment(world, state="verification")
    one = do.of(cycle, "CQ1")
    do.find(world, one, "DED-CONDUCT", 1, status="pending")
    do.tolerate(world, one, "DED-FILE-BASIC", row="F0", status="requested")
    assert [gap.code for gap in gaps_of(one)] == ["lines", "findings", "tolerances", "unproposed"]
    with pytest.raises(Refusal) as refusal:
        actions.finish_verification(actor=world.person("evaluation_office", "CQ"), assessment=one, version=one.version)
    assert [fault.code for fault in refusal.value.faults] == ["lines", "findings", "tolerances", "unproposed"]


def test_it_finishes_computes_and_hands_on(world: World, assessment: Assessment) -> None:
    settle(world, assessment)
    office = world.person("evaluation_office", "P")
    actions.finish_verification(actor=office, assessment=assessment, version=assessment.version)
    one = Assessment.objects.get(pk=assessment.pk)
    assert one.state == "proposed"
    current = scoring.latest(one.cycle, "current")
    assert current is not None
    card = current.cards.get(assessment=one)
    # Nothing is left unreported, and the finding of the ledger was taken: 7 × 0.2 = 1.4.
    assert (card.status, card.rules()["D03-2-a"]["points"]) == ("complete", "-1.4")


def test_it_refuses_to_finish_what_somebody_has_changed(world: World, assessment: Assessment) -> None:
    settle(world, assessment)
    with pytest.raises(Refusal) as refusal:
        actions.finish_verification(
            actor=world.person("evaluation_office", "P"), assessment=assessment, version=assessment.version - 1
        )
    assert refusal.value.faults[0].code == "changed_meanwhile"


def test_vetoes_that_nobody_proposed_count_as_not_being_the_case(world: World) -> None:
    cycle = make_cycle_with_judgment(world, state="verification")
    one = do.of(cycle, "CQ2")
    settle(world, one)
    actions.finish_verification(actor=world.person("evaluation_office", "CQ"), assessment=one, version=one.version)
    current = scoring.latest(cycle, "current")
    assert current is not None
    assert current.cards.get(assessment=one).status == "complete"
