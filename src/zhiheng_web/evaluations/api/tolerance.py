"""Operations on tolerances: what is requested, granted, refused."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.actions import tolerance as actions
from zhiheng_web.evaluations.api.routing import router
from zhiheng_web.evaluations.models import Assessment, Tolerance
from zhiheng_web.evaluations.reading import tolerance as reading
from zhiheng_web.lib.rest import api_does
from zhiheng_web.lib.schemas import Count, Reason, RuleId, Words, paged


class ToleranceIn(Schema):
    """A fault that is to cost no points: on which ground, with which facts. `row` names the finding, empty for all."""

    rule_id: RuleId
    ground: Annotated[str, Field(min_length=1, max_length=20)]
    facts: Reason
    citation: Words = ""
    row: Annotated[str, Field(max_length=120)] = ""
    quantity: Count = 1


class ToleranceOut(Schema):
    """A tolerance: what was requested, what was decided."""

    id: int
    assessment_id: int
    rule_id: str
    row: str
    quantity: int
    ground: str
    facts: str
    citation: str
    status: str
    decision_reason: str
    requested_at: datetime
    decided_at: datetime | None


class GrantIn(Schema):
    """Whether it is granted, and why."""

    is_granted: bool
    reason: Reason


@router.get("/assessments/{assessment_id}/tolerances", response=list[ToleranceOut])
@paged
@api_does("evaluations.read_assessment", target=queries.assessment)
def tolerances(request: HttpRequest, assessment: Assessment) -> QuerySet[Tolerance]:
    """列出容错。 List the tolerances of a body."""
    found: QuerySet[Tolerance] = assessment.tolerances.all()
    return found


@router.post("/assessments/{assessment_id}/tolerances", response={201: ToleranceOut})
@api_does("evaluations.request_tolerance", target=queries.assessment)
def ask(request: HttpRequest, assessment: Assessment, told: ToleranceIn) -> Any:
    """申请容错。 Request a tolerance."""
    return Status(201, actions.request_tolerance(actor=request.user, assessment=assessment, **told.dict()))


@router.post("/tolerances/{tolerance_id}/decide", response=ToleranceOut)
@api_does("evaluations.decide_tolerance", target=reading.tolerance)
def decide(request: HttpRequest, tolerance: Tolerance, told: GrantIn) -> Any:
    """决定容错。 Grant or refuse a tolerance."""
    return actions.decide_tolerance(actor=request.user, tolerance=tolerance, **told.dict())
