"""The result is proposed, signed by another, or sent back; then the body is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit import acts
from zhiheng_web.audit.models import Line
from zhiheng_web.bodies.models import Post
from zhiheng_web.evaluations import scoring
from zhiheng_web.evaluations.actions import notices, proposals
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.policy import Role

from . import steps
from .asserting import refused


def test_it_takes_two_persons_to_propose_and_sign(world: World) -> None:
    cycle = make_cycle(world, state="proposed")
    office, deputy = (steps.organiser(world, cycle, role) for role in (Role.evaluation_office, Role.executive_deputy))
    assessment = steps.of(cycle, "A")
    refused("no_opinion", lambda: proposals.propose_result(actor=office, assessment=assessment, opinion=" "))
    refused("nothing_to_sign", lambda: proposals.sign_proposal(actor=deputy, assessment=assessment))
    with pytest.raises(policy.Denied):
        proposals.propose_result(actor=world.person(Role.unit_head, "A"), assessment=assessment, opinion="好")
    with acts.act(None, "tests.make_world"):
        Post(account=office, body=cycle.organiser, role=Role.executive_deputy, since=clock.today()).save()
    office = steps.organiser(world, cycle, Role.evaluation_office)
    proposal = proposals.propose_result(actor=office, assessment=assessment, opinion="建议按此告知")
    assert proposal.computation == scoring.latest(cycle, "current")
    refused("already_proposed", lambda: proposals.propose_result(actor=office, assessment=assessment, opinion="再提"))
    refused("same_person", lambda: proposals.sign_proposal(actor=office, assessment=assessment))
    refused("not_signed", lambda: notices.give_notice(actor=office, assessment=assessment))
    assert proposals.sign_proposal(actor=deputy, assessment=assessment).signed_by == deputy
    refused("nothing_to_sign", lambda: proposals.send_back(actor=deputy, assessment=assessment, reason="迟了"))
    assert [line.deed for line in Line.objects.all()[:2]] == ["evaluations.sign_proposal", "evaluations.propose_result"]


def test_it_sends_a_proposal_back_and_takes_a_new_one(world: World) -> None:
    cycle = make_cycle(world, state="proposed")
    deputy = steps.organiser(world, cycle, Role.executive_deputy)
    assessment = steps.propose(world, cycle, "A", sign=False)
    refused("no_reason", lambda: proposals.send_back(actor=deputy, assessment=assessment, reason=""))
    sent = proposals.send_back(actor=deputy, assessment=assessment, reason="D03-2 的数量请再核")
    assert (steps.of(cycle, "A").state, sent.sent_back_reason) == ("verification", "D03-2 的数量请再核")
    assert proposals.standing_proposal(assessment) is None
    refused("wrong_state", lambda: steps.propose(world, cycle, "A"))


def test_nobody_proposes_for_their_own_body(world: World) -> None:
    cycle = make_cycle(world, state="proposed")
    office = steps.organiser(world, cycle, Role.evaluation_office)
    with acts.act(None, "tests.make_world"):
        Post(account=office, body=world.body("A"), role=Role.data_officer, since=clock.today()).save()
    office = steps.organiser(world, cycle, Role.evaluation_office)
    refused("own_body", lambda: proposals.propose_result(actor=office, assessment=steps.of(cycle, "A"), opinion="好"))
    assert proposals.propose_result(actor=office, assessment=steps.of(cycle, "B"), opinion="好").pk


def test_it_tells_the_body_with_a_document_whose_figures_follow(world: World) -> None:
    cycle = make_cycle(world, state="proposed")
    office = steps.organiser(world, cycle, Role.evaluation_office)
    assessment = steps.propose(world, cycle, "A")
    give = lambda **more: notices.give_notice(actor=office, assessment=assessment, **more)  # noqa: E731
    refused("future", lambda: give(delivered_at=clock.now() + timedelta(hours=1)))
    refused("before_signature", lambda: give(delivered_at=clock.now() - timedelta(days=2)))
    refused("no_such_way", lambda: give(way="dove"))
    with pytest.raises(policy.Denied):
        notices.give_notice(actor=world.person(Role.evaluation_office, "Q"), assessment=assessment)
    notice = give(way="hand")
    assert (steps.of(cycle, "A").state, steps.of(cycle, "A").due_date) == ("notified", notice.objection_due)
    assert len(notice.days) == 5  # five working days, the day of delivery not among them (CQ-17)
    assert notice.document is not None and notice.document.number.endswith("号")
    assert notice.document.addressee == world.body("A")
    head = world.person(Role.unit_head, "A")
    first = notices.acknowledge(actor=head, notice=notice).acknowledged_at
    assert notices.acknowledge(actor=head, notice=notice).acknowledged_at == first
    refused("wrong_state", lambda: give())
    with pytest.raises(Refusal):
        notices.latest_notice(steps.of(cycle, "B"))
