"""Proposing a result (CQ-09), signing it or sending it back; then the body is told of it (`notices`)."""

from __future__ import annotations

from typing import Any

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.evaluations import guards, scoring, states
from zhiheng_web.evaluations.models import Assessment, Computation, Proposal
from zhiheng_web.lib import clock, policy


def standing_proposal(assessment: Assessment) -> Proposal | None:
    """Return the proposal that is on the table, None where there is none or it was sent back."""
    last: Proposal | None = assessment.proposals.order_by("-id").first()
    return last if last is not None and last.sent_back_at is None else None


def propose_result(*, actor: Any, assessment: Assessment, opinion: str) -> Proposal:
    """Propose the result as it is established now; it waits for the signature of the executive deputy.

    Raises Refusal outside the state `proposed`, without an opinion, or where a proposal is already on the table.
    """
    _demand_office(actor, "evaluations.propose_result", assessment)
    states.demand_state(assessment, "proposed")
    if not opinion.strip():
        raise Refusal(Fault("no_opinion", Place(), *_NO_OPINION))
    if standing_proposal(assessment) is not None:
        raise Refusal(Fault("already_proposed", Place(clause=assessment.body.name), *_ALREADY))
    computation = _computation(assessment, actor)
    with acts.act(actor, "evaluations.propose_result"):
        proposal = Proposal(assessment=assessment, computation=computation, proposed_by=actor)
        proposal.opinion = opinion.strip()
        proposal.save()
    return proposal


def sign_proposal(*, actor: Any, assessment: Assessment) -> Proposal:
    """Sign the proposal: from now on the body can be told. Raises Refusal where there is nothing to sign."""
    _demand_office(actor, "evaluations.sign_proposal", assessment)
    states.demand_state(assessment, "proposed")
    proposal = _waiting(assessment)
    if proposal.proposed_by_id == actor.pk:
        # Two pairs of eyes: a person who holds both posts cannot be both.
        raise Refusal(Fault("same_person", Place(clause=assessment.body.name), *_SAME_PERSON))
    with acts.act(actor, "evaluations.sign_proposal"):
        proposal.signed_by, proposal.signed_at = actor, clock.now()
        proposal.save()
    return proposal


def send_back(*, actor: Any, assessment: Assessment, reason: str) -> Proposal:
    """Send the proposal back to verification, with the reason."""
    _demand_office(actor, "evaluations.sign_proposal", assessment)
    states.demand_state(assessment, "proposed")
    if not reason.strip():
        raise Refusal(Fault("no_reason", Place(), *_NO_REASON))
    proposal = _waiting(assessment)
    with acts.act(actor, "evaluations.sign_proposal", reason=reason):
        take_off_the_table(assessment, reason)
        states.advance(assessment, "verification", actor=actor, reason=reason.strip())
    proposal.refresh_from_db()
    return proposal


def take_off_the_table(assessment: Assessment, reason: str) -> None:
    """Take the standing proposal back, inside the act of the deed that returns the body: it must be proposed anew."""
    proposal = standing_proposal(assessment)
    if proposal is not None:
        proposal.sent_back_at, proposal.sent_back_reason = clock.now(), reason.strip()
        proposal.save()


def _waiting(assessment: Assessment) -> Proposal:
    proposal = standing_proposal(assessment)
    if proposal is None or proposal.signed_at is not None:
        raise Refusal(Fault("nothing_to_sign", Place(clause=assessment.body.name), *_NOTHING_TO_SIGN))
    return proposal


def _demand_office(actor: Any, deed: str, assessment: Assessment) -> None:
    policy.demand(actor, deed, assessment.cycle.organiser)
    guards.demand_not_own(actor, assessment.body)


def _computation(assessment: Assessment, actor: Any) -> Computation:
    found = scoring.latest(assessment.cycle, "current", "reviewed")
    return found or scoring.compute(assessment.cycle, "current", actor=actor, why="结果建议 proposal")


_NO_OPINION = (
    Text("没有写结果建议的意见", "the proposal has no opinion"),
    Text("写明建议和理由", "write what is proposed and why"),
)
_ALREADY = (
    Text("这个单位的结果建议已经提出", "a proposal is already on the table"),
    Text("等待签批，或请签批人退回", "wait for the signature, or ask for it to be sent back"),
)
_SAME_PERSON = (
    Text("提出建议和签批的不能是同一人", "whoever proposed it cannot sign it"),
    Text("请分管领导签批", "let the executive deputy sign"),
)
_NO_REASON = (
    Text("退回没有写理由", "no reason is given"),
    Text("写明哪一条、为什么", "say which line and why"),
)
_NOTHING_TO_SIGN = (
    Text("没有等待签批的结果建议", "there is no proposal to sign"),
    Text("先由评价办公室提出结果建议", "the evaluation office proposes first"),
)
