"""Operations on inspections and findings. A finding has a key of its own: sent twice, it is entered once."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.evaluations import guards, queries
from zhiheng_web.evaluations.actions import inspection as actions
from zhiheng_web.evaluations.api.routing import router
from zhiheng_web.evaluations.models import Assessment, Cycle, Finding, Inspection
from zhiheng_web.evaluations.reading import inspection as reading
from zhiheng_web.lib.rest import Key, Points, api_does
from zhiheng_web.lib.schemas import Count, Data, Day, Instant, Line, Reason, RuleId, Words, named, paged

_READ, _RECORD = "evaluations.read_cycle", "evaluations.record_finding"
Degrees = Annotated[Points, Field(ge=Decimal(-180), le=Decimal(180))]


class InspectionIn(Schema):
    """An inspection to be planned."""

    title: Line = Field(min_length=1)
    starts_on: Day
    ends_on: Day
    team: Words = ""


class InspectionOut(Schema):
    """An inspection; `sheet` is the draw that anyone can repeat, empty before it."""

    id: int
    cycle_id: int
    title: str
    starts_on: date
    ends_on: date
    team: str
    seed: str
    sheet: dict[str, Data]

    @staticmethod
    def resolve_sheet(inspection: Inspection) -> dict[str, Any]:
        """Return the sheet as `zhiheng draw verify` reads it."""
        return {name: value for name, value in inspection.sheet.items() if name != "population_rows"}


class DrawIn(Schema):
    """How many bodies are drawn, with which seed, each city by itself or all together."""

    size: Count
    seed: Annotated[str, Field(min_length=1, max_length=200)]
    by_city: bool = False


class FindingIn(Schema):
    """What was found at a body. `key` is made by whoever sends it and names the finding for good (idempotency key)."""

    key: Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")]
    cycle_id: Key
    inspection_id: Key | None = None
    rule_id: RuleId
    quantity: Count = 1
    occurred_at: Instant
    note: Reason
    place: Line = ""
    latitude: Degrees | None = None
    longitude: Degrees | None = None


class FindingOut(Schema):
    """A finding: which body answers for it, where it was found, what was decided."""

    id: int
    assessment_id: int
    inspection_id: int | None
    place_body_id: int | None
    key: str
    rule_id: str
    quantity: int
    occurred_at: datetime
    place: str
    latitude: Points | None
    longitude: Points | None
    note: str
    status: str
    status_reason: str
    recorded_at: datetime
    decided_at: datetime | None


class Verdict(Schema):
    """Whether a finding is verified; a rejection has a reason."""

    is_verified: bool
    reason: Words = ""


@router.get("/cycles/{cycle_id}/inspections", response=list[InspectionOut])
@paged
@api_does(_READ, target=queries.cycle)
def inspections(request: HttpRequest, cycle: Cycle) -> QuerySet[Inspection]:
    """列出检查。 List the inspections of a cycle."""
    found: QuerySet[Inspection] = cycle.inspections.all()
    return found


@router.post("/cycles/{cycle_id}/inspections", response={201: InspectionOut})
@api_does("evaluations.plan_inspection", target=queries.cycle)
def plan(request: HttpRequest, cycle: Cycle, told: InspectionIn) -> Any:
    """安排检查。 Plan an inspection."""
    return Status(201, actions.plan_inspection(actor=request.user, cycle=cycle, **told.dict()))


@router.get("/inspections/{inspection_id}", response=InspectionOut)
@api_does(_READ, target=reading.inspection)
def inspection(request: HttpRequest, inspection: Inspection) -> Inspection:
    """查看检查。 Read an inspection."""
    return inspection


@router.post("/inspections/{inspection_id}/draw", response=InspectionOut)
@api_does("evaluations.plan_inspection", target=reading.inspection)
def draw(request: HttpRequest, inspection: Inspection, told: DrawIn) -> Any:
    """抽取被检查单位，只能抽一次。 Draw the bodies to be visited, once."""
    return actions.draw_bodies(actor=request.user, inspection=inspection, **told.dict())


@router.get("/cycles/{cycle_id}/findings", response=list[FindingOut])
@paged
@api_does(_READ, target=queries.cycle)
def findings(request: HttpRequest, cycle: Cycle) -> QuerySet[Finding]:
    """列出周期内可见的检查发现。 List the findings of a cycle."""
    return reading.findings_for(request.user, cycle)


@router.get("/assessments/{assessment_id}/findings", response=list[FindingOut])
@paged
@api_does("evaluations.read_assessment", target=queries.assessment)
def of_body(request: HttpRequest, assessment: Assessment) -> QuerySet[Finding]:
    """列出一个单位的检查发现。 List the findings that a body answers for."""
    found: QuerySet[Finding] = assessment.findings.all()
    return found


@router.post("/bodies/{body_id}/findings", response={200: FindingOut, 201: FindingOut})
@api_does(_RECORD, target=body_by_id)
def record(request: HttpRequest, body: Body, told: FindingIn) -> Any:
    """登记检查发现；同一 key 不重复登记（200）。 Enter a finding; under a known key it is there (200)."""
    values = told.dict()
    cycle = named(queries.cycles_for(request.user), values.pop("cycle_id"))
    inspection = named(cycle.inspections, values.pop("inspection_id"))
    finding, is_new = actions.record_finding(
        actor=request.user, body=body, cycle=cycle, found=actions.Found(**values), inspection=inspection
    )
    return Status(201 if is_new else 200, finding)


@router.get("/findings/{finding_id}", response=FindingOut)
@api_does("evaluations.read_assessment", target=reading.finding)
def finding(request: HttpRequest, finding: Finding) -> Finding:
    """查看检查发现。 Read a finding."""
    return finding


@router.post("/findings/{finding_id}/decide", response=FindingOut)
@api_does("evaluations.decide_finding", target=reading.finding)
def decide(request: HttpRequest, finding: Finding, told: Verdict) -> Any:
    """认定检查发现。 Verify or reject a finding."""
    guards.demand_organiser(request.user, "evaluations.decide_finding", finding.assessment)
    done = actions.decide_findings(actor=request.user, findings=[finding], **told.dict())
    return done[0]
