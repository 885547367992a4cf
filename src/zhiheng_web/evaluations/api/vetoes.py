"""Operations on vetoes: proposed, and confirmed with the keys of two persons."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.actions import veto as actions
from zhiheng_web.evaluations.api.routing import router
from zhiheng_web.evaluations.api.verification import CountOut
from zhiheng_web.evaluations.models import Assessment, Veto
from zhiheng_web.evaluations.reading import veto as reading
from zhiheng_web.lib.rest import api_does
from zhiheng_web.lib.schemas import Day, Line, Reason, paged

Seen = Literal["proposed", "first_key"]


class VetoOut(Schema):
    """A veto: the fact, how far it is, whose keys were turned."""

    id: int
    assessment_id: int
    rule_id: str
    row: str
    fact: str
    document: str
    fact_date: date | None
    status: str
    reason: str
    proposed_at: datetime
    first_key_at: datetime | None
    second_key_at: datetime | None


class VetoIn(Schema):
    """A veto to be proposed. V9 needs both: a fault of work, and an adverse impact."""

    rule_id: Annotated[str, Field(min_length=1, max_length=20)]
    fact: Reason
    document: Line = ""
    fact_date: Day | None = None
    is_fault_of_work: bool = False
    has_adverse_impact: bool = False


class KeyIn(Schema):
    """The status that was read: where it has changed meanwhile, the turn is refused."""

    seen: Seen


class RejectIn(KeyIn):
    """The same, with the reason."""

    reason: Reason


@router.get("/assessments/{assessment_id}/vetoes", response=list[VetoOut])
@paged
@api_does("evaluations.read_cycle", target=queries.assessment)
def vetoes(request: HttpRequest, assessment: Assessment) -> list[Veto]:
    """列出一票否决。 List the vetoes of a body."""
    return list(reading.vetoes_of(assessment))


@router.post("/assessments/{assessment_id}/vetoes", response={201: VetoOut})
@api_does("evaluations.propose_veto", target=queries.assessment)
def propose(request: HttpRequest, assessment: Assessment, told: VetoIn) -> Any:
    """提出一票否决。 Propose a veto."""
    return Status(201, actions.propose_veto(actor=request.user, assessment=assessment, **told.dict()))


@router.post("/assessments/{assessment_id}/vetoes/from-ledger", response=CountOut)
@api_does("evaluations.propose_veto", target=queries.assessment)
def put_forward(request: HttpRequest, assessment: Assessment) -> Any:
    """按台账提出一票否决。 Put the vetoes of the ledger before the two keys."""
    return {"count": actions.propose_from_ledger(actor=request.user, assessment=assessment)}


@router.post("/vetoes/{veto_id}/key", response=VetoOut)
@api_does("evaluations.turn_key", target=reading.veto)
def turn_key(request: HttpRequest, veto: Veto, told: KeyIn) -> Any:
    """确认（须两人）。 Turn a key; two persons are needed."""
    return actions.turn_key(actor=request.user, veto=veto, seen=told.seen)


@router.post("/vetoes/{veto_id}/reject", response=VetoOut)
@api_does("evaluations.turn_key", target=reading.veto)
def reject(request: HttpRequest, veto: Veto, told: RejectIn) -> Any:
    """驳回一票否决。 Reject a veto."""
    return actions.reject_veto(actor=request.user, veto=veto, reason=told.reason, seen=told.seen)
