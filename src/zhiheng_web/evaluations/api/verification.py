"""Operations on the verification of a body, for those who organise the evaluation."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.evaluations import guards, queries
from zhiheng_web.evaluations.actions import verification as actions
from zhiheng_web.evaluations.api.cycles import AssessmentOut, Seen
from zhiheng_web.evaluations.api.lines import line_of
from zhiheng_web.evaluations.api.routing import router
from zhiheng_web.evaluations.models import Assessment, Investigation
from zhiheng_web.evaluations.reading.lines import LineOf
from zhiheng_web.evaluations.reading.verification import Line, lines_of
from zhiheng_web.evaluations.reading.verification import line_of as line_with
from zhiheng_web.lib.rest import api_does
from zhiheng_web.lib.schemas import Bilingual, Day, Instant, Reason, RuleId, Value, Version, Words, paged

_VERIFY = "evaluations.verify"


class VerificationOut(Schema):
    """A line with what each side says of it: claimed, computed from ledger and inspections, verified."""

    rule_id: str
    kind: str
    clause: Bilingual
    claimed: str
    computed: str
    taken: str
    value: str
    reason: str
    version: int
    is_open: bool
    differs: bool
    pending_findings: int


class VerificationIn(Schema):
    """Which value is taken; one that differs from claim or computed value needs a reason."""

    taken: Literal["claimed", "computed", "other"]
    value: Value = ""
    reason: Words = ""
    version: Version = 0


class CountOut(Schema):
    """How many there were."""

    count: int


class ReturnIn(Schema):
    """Why, line by line, and until when."""

    reasons: dict[RuleId, Reason] = Field(min_length=1)
    due: Day
    note: Words = ""


class InvestigationIn(Schema):
    """An inquiry with a body or its officers."""

    asked: Annotated[str, Field(min_length=1, max_length=200)]
    held_at: Instant
    questions: Reason
    established: Reason
    rule_id: Annotated[str, Field(max_length=60)] = ""


class InvestigationOut(Schema):
    """An inquiry as it was recorded."""

    id: int
    assessment_id: int
    rule_id: str
    asked: str
    held_at: datetime
    questions: str
    established: str
    recorded_at: datetime


def _told(line: Line) -> dict[str, Any]:
    one = line.verification
    return {
        "rule_id": line.rule_id,
        "kind": line.ask.kind,
        "clause": Bilingual.of(line.clause),
        "claimed": line.claimed,
        "computed": line.computed,
        "taken": one.taken if one else "",
        "value": one.value if one else "",
        "reason": one.reason if one else "",
        "version": one.version if one else 0,
        "is_open": line.is_open,
        "differs": line.differs,
        "pending_findings": len(line.pending),
    }


@router.get("/assessments/{assessment_id}/verification", response=list[VerificationOut])
@paged
@api_does(_VERIFY, target=queries.assessment)
def verification(request: HttpRequest, assessment: Assessment) -> list[dict[str, Any]]:
    """列出核实各行。 List the lines of the verification."""
    guards.demand_organiser(request.user, _VERIFY, assessment)
    return [_told(line) for line in lines_of(assessment)]


@router.put("/assessments/{assessment_id}/verification/lines/{rule_id}", response=VerificationOut)
@api_does(_VERIFY, target=line_of)
def verify(request: HttpRequest, one: LineOf, told: VerificationIn) -> Any:
    """核实一行。 Establish the value of a line."""
    actions.verify_line(actor=request.user, assessment=one.assessment, rule_id=one.rule_id, **told.dict())
    return _told(line_with(one.assessment, one.rule_id))


@router.post("/assessments/{assessment_id}/verification/agreeing", response=CountOut)
@api_does(_VERIFY, target=queries.assessment)
def take_agreeing(request: HttpRequest, assessment: Assessment) -> Any:
    """一致的各行一并核实。 Verify every line on which claim and computed value agree."""
    return {"count": actions.take_agreeing(actor=request.user, assessment=assessment)}


@router.post("/assessments/{assessment_id}/verification/finish", response=AssessmentOut)
@api_does(_VERIFY, target=queries.assessment)
def finish(request: HttpRequest, assessment: Assessment, told: Seen) -> Any:
    """办结核实。 Finish the verification."""
    actions.finish_verification(actor=request.user, assessment=assessment, version=told.version)
    return queries.assessment(assessment.pk)


@router.post("/assessments/{assessment_id}/return", response=AssessmentOut)
@api_does("evaluations.return_for_change", target=queries.assessment)
def send_back(request: HttpRequest, assessment: Assessment, told: ReturnIn) -> Any:
    """退回补正。 Return the self-evaluation for change."""
    actions.return_for_change(actor=request.user, assessment=assessment, **told.dict())
    return queries.assessment(assessment.pk)


@router.get("/assessments/{assessment_id}/investigations", response=list[InvestigationOut])
@paged
@api_does("evaluations.record_investigation", target=queries.assessment)
def investigations(request: HttpRequest, assessment: Assessment) -> QuerySet[Investigation]:
    """列出调查核实记录。 List the inquiries."""
    guards.demand_organiser(request.user, "evaluations.record_investigation", assessment)
    found: QuerySet[Investigation] = assessment.investigations.all()
    return found


@router.post("/assessments/{assessment_id}/investigations", response={201: InvestigationOut})
@api_does("evaluations.record_investigation", target=queries.assessment)
def investigate(request: HttpRequest, assessment: Assessment, told: InvestigationIn) -> Any:
    """记录调查核实。 Record an inquiry."""
    return Status(201, actions.record_investigation(actor=request.user, assessment=assessment, **told.dict()))
