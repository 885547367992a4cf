"""Steps of the way from the proposal to the publication, each done by the persons who may, for tests of later steps."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.evaluations import scoring
from zhiheng_web.evaluations.actions import deliberations, meetings, notices, proposals, publications
from zhiheng_web.evaluations.models import Assessment, Cycle, Meeting, Notice, Publication, Verification
from zhiheng_web.lib import clock
from zhiheng_web.lib.policy import Role

#: What full points need where the ledger of the tests says nothing: rates of 100 %, two rounds of guidance (D10-2-a).
_FULL = {"D10-2-a": "2"}


def complete(world: World, cycle: Cycle) -> None:
    """Verify what nobody has reported, at full points, and compute: the result is complete from then on."""
    office = organiser(world, cycle, Role.evaluation_office)
    last = scoring.latest(cycle, "current")
    assert last is not None
    with acts.act(office, "tests.complete"):
        for card in last.cards.all():
            for rule_id in card.unit.get("not_reported", []):
                one = Verification(assessment_id=card.assessment_id, rule_id=rule_id, taken="other", by=office)
                one.value, one.reason = _FULL.get(rule_id, "1"), "查阅材料"
                one.save()
        scoring.compute(cycle, "current", actor=office)


def of(cycle: Cycle, code: str) -> Assessment:
    """Return the assessment of a body, fresh."""
    return Assessment.objects.select_related("cycle__organiser", "body").get(cycle=cycle, body__code=code)


def organiser(world: World, cycle: Cycle, role: Role | str) -> Any:
    """Return who holds a role at the organiser."""
    return world.person(role, cycle.organiser.code)


def propose(world: World, cycle: Cycle, code: str, *, sign: bool = True) -> Assessment:
    """Propose the result of a body and sign it."""
    assessment = of(cycle, code)
    proposals.propose_result(
        actor=organiser(world, cycle, Role.evaluation_office),
        assessment=assessment,
        opinion="数据已核实，建议按此告知。",
    )
    if sign:
        proposals.sign_proposal(actor=organiser(world, cycle, Role.executive_deputy), assessment=assessment)
    return of(cycle, code)


def notify(world: World, cycle: Cycle, code: str, delivered_at: datetime | None = None) -> Notice:
    """Propose, sign and give notice."""
    assessment = propose(world, cycle, code)
    return notices.give_notice(
        actor=organiser(world, cycle, Role.evaluation_office), assessment=assessment, delivered_at=delivered_at
    )


def waive(world: World, cycle: Cycle, code: str) -> Assessment:
    """Notify a body that has no objection."""
    notify(world, cycle, code)
    notices.waive_objection(actor=world.person(Role.unit_head, code), assessment=of(cycle, code))
    return of(cycle, code)


def meet(world: World, cycle: Cycle, name: str = "厅长办公会") -> Meeting:
    """Record a meeting held now."""
    facts = meetings.MeetingFacts(name=name, held_at=clock.now(), chair="组长")
    return meetings.record_meeting(actor=organiser(world, cycle, Role.evaluation_office), cycle=cycle, facts=facts)


def approve_all(world: World, cycle: Cycle) -> Meeting:
    """Approve all bodies that await deliberation and close the meeting with its minutes."""
    meeting = meet(world, cycle)
    leader = organiser(world, cycle, Role.leader)
    for assessment in cycle.assessments.filter(state="settled").select_related("body", "cycle__organiser"):
        deliberations.decide(actor=leader, meeting=meeting, assessment=assessment, outcome="approved")
    return meetings.close_meeting(actor=organiser(world, cycle, Role.evaluation_office), meeting=meeting)


def published(world: World, cycle: Cycle) -> Publication:
    """Publish a cycle whose bodies await deliberation."""
    approve_all(world, cycle)
    fresh = Cycle.objects.get(pk=cycle.pk)
    return publications.publish(actor=organiser(world, cycle, Role.evaluation_office), cycle=fresh)
