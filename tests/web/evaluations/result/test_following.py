"""What follows from a result is proposed, decided by people, carried out by an owner; papers and circulars."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Post
from zhiheng_web.documents import sources
from zhiheng_web.documents.checking import check_edited
from zhiheng_web.evaluations import scoring
from zhiheng_web.evaluations.actions import consequences, mentions, talks
from zhiheng_web.evaluations.actions.consequences import carry_out, decide_consequence, propose_consequences
from zhiheng_web.evaluations.models import Consequence, Cycle, Publication, Veto
from zhiheng_web.lib import clock, policy, store
from zhiheng_web.lib.policy import Role

from . import steps
from .asserting import refused


def _vetoed(cycle: Cycle) -> Any:
    """Confirm a veto against the first detachment and compute the final result."""
    with acts.act(None, "tests.veto"):
        Veto(assessment=steps.of(cycle, "CQ1"), rule_id="V1", fact="线索未立案", status="confirmed").save()
        return scoring.compute(cycle, "final", actor=None)


def _published(cycle: Cycle) -> Publication:
    computation = scoring.latest(cycle, "final")
    with acts.act(None, "tests.publish"):
        one = Publication(cycle=cycle, version=1, computation=computation, bundle="")
        one.published_by = _anybody()
        one.save()
        cycle.state = "published"
        cycle.save()
    return one


def _anybody() -> Any:
    return Account.objects.first()


def _kinds(cycle: Cycle, code: str) -> set[str]:
    return set(Consequence.objects.filter(assessment=steps.of(cycle, code)).values_list("kind", flat=True))


def test_it_proposes_a_transfer_after_two_years_and_issues_its_paper(world: World) -> None:
    earlier = make_cycle(world, "chongqing-interim", state="approved")
    _vetoed(earlier)
    cycle = make_cycle(world, "chongqing-interim", state="approved", previous=earlier)
    head = world.person(Role.unit_head, "CQ1")
    computation = _vetoed(cycle)
    propose_consequences(cycle, computation, actor=None)
    assert propose_consequences(cycle, computation, actor=None) == []  # once
    # Not up to standard by a veto: interview and admonition both (CQ-AMB-12), for the second year (CQ-50).
    assert _kinds(cycle, "CQ1") == {"interview", "disqualification", "admonition", "transfer_proposal"}
    assert _kinds(cycle, "CQ2") == {"priority"}  # 95 points: excellent
    assert _kinds(cycle, "CQ3") == set()  # 89
    _published(cycle)
    transfer = Consequence.objects.get(kind="transfer_proposal")
    assert [one["name"] for one in transfer.tenure] == [str(head)] and transfer.person == str(head)
    leader, owner = world.person(Role.leader, "CQ"), world.person(Role.discipline, "CQ")
    refused("no_paper", lambda: talks.issue_paper(actor=owner, consequence=transfer, details={"authority": "组织部"}))
    decide_consequence(actor=leader, consequence=transfer, is_taken=True, reason="连续两年", owner=owner)
    refused("no_authority", lambda: talks.issue_paper(actor=owner, consequence=transfer, details={}))
    paper = talks.issue_paper(
        actor=owner, consequence=transfer, details={"authority": "市委组织部", "opinion": "建议调整"}
    )
    assert paper.facts["heads"][0]["name"] == str(head)
    with store.open_stored(paper.word) as file:
        assert check_edited(paper, file, name="稿.docx") == []
    assert sources.scheme_of(paper).id == "chongqing-interim"
    interview = Consequence.objects.get(kind="interview")
    decide_consequence(actor=leader, consequence=interview, is_taken=True, reason="一票否决", owner=owner)
    record = talks.issue_paper(actor=owner, consequence=interview, details={"matter": "线索未立案"})
    with store.open_stored(record.word) as file:
        assert check_edited(record, file, name="稿.docx") == []
    refused(
        "future",
        lambda: talks.issue_paper(
            actor=owner, consequence=interview, details={"held_on": clock.today() + timedelta(days=1)}
        ),
    )


@pytest.fixture
def cycle(world: World) -> Cycle:
    made = make_cycle(world, "chongqing-interim", state="approved")
    propose_consequences(made, _vetoed(made), actor=None)
    return made


def test_people_decide_with_reason_owner_and_day(world: World, cycle: Cycle) -> None:
    one = Consequence.objects.get(kind="admonition")
    leader, owner = world.person(Role.leader, "CQ"), world.person(Role.discipline, "CQ")
    decide = lambda actor=leader, taken=True, reason="应当谈话", **more: decide_consequence(  # noqa: E731
        actor=actor, consequence=one, is_taken=taken, reason=reason, **more
    )
    refused("no_reason", lambda: decide(reason=" ", owner=owner))
    refused("no_reason", lambda: decide())
    refused("no_such_owner", lambda: decide(owner=world.person(Role.unit_head, "CQ1")))
    refused("bad_day", lambda: decide(owner=owner, due_date=clock.today() - timedelta(days=1)))
    for role, code in ((Role.evaluation_office, "CQ"), (Role.unit_head, "CQ1"), (Role.leader, "P")):
        with pytest.raises(policy.Denied):
            decide(actor=world.person(role, code), owner=owner)
    with acts.act(None, "tests.make_world"):
        Post(account=leader, body=world.body("CQ1"), role=Role.unit_head, since=clock.today()).save()
    refused("own_body", lambda: decide(actor=world.person(Role.leader, "CQ"), owner=owner))
    deputy = world.person(Role.executive_deputy, "CQ")
    refused("not_decided", lambda: carry_out(actor=owner, consequence=one, outcome="已谈话"))
    with time_machine.travel("2026-11-23T09:00:00+08:00"):
        done = decide(actor=deputy, owner=owner)
    assert (done.status, done.owner, done.decided_by) == ("decided", owner, deputy)
    assert done.due_date == date(2026, 12, 21)  # a Monday and four weeks: 20 working days
    refused("already_decided", lambda: decide(actor=deputy, taken=False))
    assert carry_out(actor=owner, consequence=one, outcome="已谈话").status == "done"
    other = Consequence.objects.get(kind="disqualification")
    declined = decide_consequence(actor=deputy, consequence=other, is_taken=False, reason="负责人刚到任")
    assert (declined.status, declined.owner) == ("declined", None)


def test_proposals_lapse_when_a_correction_takes_their_ground(world: World, cycle: Cycle) -> None:
    deputy, owner = world.person(Role.executive_deputy, "CQ"), world.person(Role.discipline, "CQ")
    decided = Consequence.objects.get(kind="admonition")
    decide_consequence(actor=deputy, consequence=decided, is_taken=True, reason="应当谈话", owner=owner)
    with acts.act(None, "tests.correct"):
        for veto in Veto.objects.all():
            veto.status = "rejected"
            veto.save()
        computation = scoring.compute(cycle, "final", actor=None)
        consequences.lapse_unfounded(cycle, computation)
        propose_consequences(cycle, computation, actor=None)
    kept = {one.kind: one.status for one in Consequence.objects.filter(assessment=steps.of(cycle, "CQ1"))}
    # 98 without the veto: excellent. What a person had decided stays until a person revokes it.
    assert kept == {
        "interview": "lapsed",
        "disqualification": "lapsed",
        "admonition": "decided",
        "priority": "proposed",
    }
    assert consequences.stands_unfounded(decided)
    revoked = decide_consequence(actor=deputy, consequence=decided, is_taken=False, reason="更正后达标")
    assert revoked.status == "declined"


def test_it_chooses_whom_to_mention_and_issues_a_circular(world: World, cycle: Cycle) -> None:
    office = world.person(Role.evaluation_office, "CQ")
    second = steps.of(cycle, "CQ2")
    choose = lambda actor=office, kind="commendation", reason="办案质量突出", **more: mentions.choose_mention(  # noqa: E731
        actor=actor, assessment=second, kind=kind, reason=reason, **more
    )
    refused("no_reason", lambda: choose(reason=" "))
    refused("no_reason", lambda: choose(kind="praise"))
    with pytest.raises(policy.Denied):
        choose(actor=world.person(Role.unit_head, "CQ2"))
    one = choose()
    refused("on_the_list", lambda: choose(kind="criticism"))
    person = choose(person="王某")
    refused("not_published", lambda: mentions.issue_circular(actor=office, cycle=cycle, kind="commendation"))
    _published(cycle)
    circular = mentions.issue_circular(actor=office, cycle=cycle, kind="commendation", demand="请各支队学习")
    assert [entry["person"] for entry in circular.facts["listed"]] == ["", "王某"]
    with store.open_stored(circular.word) as file:
        assert check_edited(circular, file, name="稿.docx") == []
    refused("no_reason", lambda: mentions.withdraw_mention(actor=office, mention=one, reason=""))
    mentions.withdraw_mention(actor=office, mention=one, reason="重复")
    refused("withdrawn", lambda: mentions.withdraw_mention(actor=office, mention=one, reason="重复"))
    mentions.withdraw_mention(actor=office, mention=person, reason="本人辞谢")
    refused("empty_list", lambda: mentions.issue_circular(actor=office, cycle=cycle, kind="commendation"))
    with acts.act(None, "tests.make_world"):
        Post(account=office, body=world.body("CQ2"), role=Role.data_officer, since=clock.today()).save()
    refused("own_body", lambda: choose(actor=world.person(Role.evaluation_office, "CQ")))
