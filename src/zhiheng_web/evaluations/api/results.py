"""Operations from the proposal to the notice of a result, for organisers and for the body that is told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Schema, Status

from zhiheng_web.evaluations import guards, queries
from zhiheng_web.evaluations.actions import notices, objections, proposals
from zhiheng_web.evaluations.api.routing import router
from zhiheng_web.evaluations.models import Assessment, Notice, Proposal
from zhiheng_web.evaluations.reading import result as reading
from zhiheng_web.evaluations.reading.result import ForOrganiser
from zhiheng_web.lib.rest import api_does
from zhiheng_web.lib.schemas import Day, Instant, Reason, Why, paged

_PROPOSE, _SIGN = "evaluations.propose_result", "evaluations.sign_proposal"


class ProposalOut(Schema):
    """A proposal of a result: proposed, then signed or sent back."""

    id: int
    assessment_id: int
    computation_id: int
    opinion: str
    proposed_at: datetime
    signed_at: datetime | None
    sent_back_at: datetime | None
    sent_back_reason: str


class OpinionIn(Schema):
    """The opinion of the office."""

    opinion: Reason


class NoticeOut(Schema):
    """A result told to a body; `objection_due` is the last day for objections, `days` the working days counted."""

    id: int
    assessment_id: int
    document_id: int | None
    delivered_at: datetime
    way: str
    objection_due: date
    due_is_provisional: bool
    days: list[str]
    acknowledged_at: datetime | None
    waived_at: datetime | None
    reopened_until: date | None


class NoticeIn(Schema):
    """How and when it was delivered; without an instant now. The day of delivery is not counted."""

    way: Literal["system", "hand", "post", "meeting"] = "system"
    delivered_at: Instant | None = None


class AdmissionIn(Schema):
    """Until when a late objection is admitted, and why."""

    until: Day
    reason: Reason


@router.get("/assessments/{assessment_id}/proposals", response=list[ProposalOut])
@paged
@api_does("evaluations.read_cycle", target=reading.for_organiser)
def listed(request: HttpRequest, one: ForOrganiser) -> QuerySet[Proposal]:
    """列出结果建议。 List the proposals for a body."""
    found: QuerySet[Proposal] = one.assessment.proposals.all()
    return found


@router.post("/assessments/{assessment_id}/proposals", response={201: ProposalOut})
@api_does(_PROPOSE, target=reading.for_organiser)
def propose(request: HttpRequest, one: ForOrganiser, told: OpinionIn) -> Any:
    """提出结果建议。 Propose the result."""
    return Status(201, proposals.propose_result(actor=request.user, assessment=one.assessment, opinion=told.opinion))


@router.post("/assessments/{assessment_id}/proposals/sign", response=ProposalOut)
@api_does(_SIGN, target=reading.for_organiser)
def sign(request: HttpRequest, one: ForOrganiser) -> Any:
    """签批结果建议。 Sign the proposal."""
    return proposals.sign_proposal(actor=request.user, assessment=one.assessment)


@router.post("/assessments/{assessment_id}/proposals/send-back", response=ProposalOut)
@api_does(_SIGN, target=reading.for_organiser)
def send_back(request: HttpRequest, one: ForOrganiser, told: Why) -> Any:
    """退回结果建议。 Send the proposal back."""
    return proposals.send_back(actor=request.user, assessment=one.assessment, reason=told.reason)


@router.get("/assessments/{assessment_id}/notices", response=list[NoticeOut])
@paged
@api_does("evaluations.read_assessment", target=queries.assessment)
def told_to(request: HttpRequest, assessment: Assessment) -> QuerySet[Notice]:
    """列出结果告知。 List the notices given to a body."""
    found: QuerySet[Notice] = assessment.notices.all()
    return found


@router.post("/assessments/{assessment_id}/notices", response={201: NoticeOut})
@api_does("evaluations.give_notice", target=queries.assessment)
def notify(request: HttpRequest, assessment: Assessment, told: NoticeIn) -> Any:
    """告知结果。 Give notice of the result."""
    guards.demand_organiser(request.user, "evaluations.give_notice", assessment)
    return Status(201, notices.give_notice(actor=request.user, assessment=assessment, **told.dict()))


@router.post("/assessments/{assessment_id}/notices/acknowledge", response=NoticeOut)
@api_does("evaluations.acknowledge_notice", target=queries.assessment)
def acknowledge(request: HttpRequest, assessment: Assessment) -> Any:
    """签收告知。 Acknowledge the notice."""
    return notices.acknowledge(actor=request.user, notice=notices.latest_notice(assessment))


@router.post("/assessments/{assessment_id}/notices/waive", response=NoticeOut)
@api_does("evaluations.object", target=queries.assessment)
def waive(request: HttpRequest, assessment: Assessment) -> Any:
    """声明无异议。 Declare that there is no objection."""
    return notices.waive_objection(actor=request.user, assessment=assessment)


@router.post("/assessments/{assessment_id}/notices/admit-late", response=NoticeOut)
@api_does("evaluations.override_deadline", target=queries.assessment)
def admit(request: HttpRequest, assessment: Assessment, told: AdmissionIn) -> Any:
    """准许逾期异议。 Admit a late objection."""
    return objections.admit_late(actor=request.user, assessment=assessment, **told.dict())
