"""Operations on cycles and assessments: the lists, a draft made, changed, opened or given up."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.actions import opening as actions
from zhiheng_web.evaluations.api.routing import router
from zhiheng_web.evaluations.models import Assessment, Cycle
from zhiheng_web.evaluations.reading import opening as reading
from zhiheng_web.lib.rest import Key, api_does
from zhiheng_web.lib.schemas import Day, Done, Line, RuleId, Value, Version, Year, named, paged


class CycleOut(Schema):
    """An evaluation of bodies under one version of a scheme: [period_from, period_to)."""

    id: int
    organiser_id: int
    title: str
    title_en: str
    year: int
    period_from: date
    period_to: date
    as_of: date
    scheme_id: str
    scheme_version: str
    scheme_digest: str
    snapshot_id: int | None
    leading_group_id: int | None
    previous_id: int | None
    self_evaluation_due: date | None
    state: str
    fictional: bool
    version: int


class AssessmentOut(Schema):
    """The evaluation of one body in a cycle: where it stands, and until when. `unit_id` is its number in the result."""

    id: int
    cycle_id: int
    body_id: int
    unit_id: str
    kind: str
    state: str
    due_date: date | None
    is_late: bool
    version: int


class NewCycle(Schema):
    """A draft under a built-in scheme, with the calendar year as its period."""

    scheme_id: Annotated[str, Field(min_length=1, max_length=100)]
    title: Line = Field(min_length=1)
    year: Year


class CycleIn(Schema):
    """What a draft is to say; what is left out stays. `bodies` are ids, `spared` sub-items that do not fit counties.

    `completion` is the YAML text that settles what the scheme leaves open; empty for none.
    """

    version: Version
    title: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    title_en: Line | None = None
    period_from: Day | None = None
    period_to: Day | None = None
    as_of: Day | None = None
    self_evaluation_due: Day | None = None
    contact: Line | None = None
    options: dict[RuleId, Value] | None = None
    completion: Annotated[str, Field(max_length=200_000)] | None = None
    snapshot_id: Key | None = None
    leading_group_id: Key | None = None
    previous_id: Key | None = None
    bodies: Annotated[list[Key], Field(max_length=2000)] | None = None
    spared: Annotated[list[RuleId], Field(max_length=500)] | None = None


class Seen(Schema):
    """The version that was read."""

    version: Version


@router.get("/cycles", response=list[CycleOut])
@paged
@api_does("evaluations.read_cycle")
def cycles(request: HttpRequest) -> QuerySet[Cycle]:
    """列出可见的评价周期。 List the cycles in reach."""
    return queries.cycles_for(request.user)


@router.post("/bodies/{body_id}/cycles", response={201: CycleOut})
@api_does("evaluations.open_cycle", target=body_by_id)
def start(request: HttpRequest, body: Body, told: NewCycle) -> Any:
    """开始筹备评价周期。 Begin a draft organised by a body."""
    return Status(201, actions.start_draft(request.user, organiser=body, **told.dict()))


@router.get("/cycles/{cycle_id}", response=CycleOut)
@api_does("evaluations.read_cycle", target=queries.cycle)
def cycle(request: HttpRequest, cycle: Cycle) -> Cycle:
    """查看评价周期。 Read a cycle."""
    return cycle


@router.patch("/cycles/{cycle_id}", response=CycleOut)
@api_does("evaluations.open_cycle", target=queries.cycle)
def change(request: HttpRequest, cycle: Cycle, told: CycleIn) -> Any:
    """修改筹备中的评价周期。 Change a draft."""
    values = {name: value for name, value in told.dict(exclude_unset=True).items() if value is not None}
    version = values.pop("version")
    offered = {
        "snapshot": reading.snapshots_for(cycle),
        "leading_group": cycle.organiser.leading_groups.all(),
        "previous": reading.earlier_cycles(cycle),
    }
    for name, rows in offered.items():
        if f"{name}_id" in values:
            values[name] = named(rows, values.pop(f"{name}_id"))
    if "bodies" in values:
        values["bodies"] = [named(reading.bodies_for(cycle), key).pk for key in values["bodies"]]
    return actions.change_draft(request.user, cycle=cycle, version=version, **values)


@router.post("/cycles/{cycle_id}/open", response=CycleOut)
@api_does("evaluations.open_cycle", target=queries.cycle)
def open_cycle(request: HttpRequest, cycle: Cycle, told: Seen) -> Any:
    """开启评价周期：方案、程序、台账快照从此固定。 Open a cycle: scheme, procedure and snapshot are pinned."""
    return actions.open_cycle(request.user, cycle=cycle, version=told.version)


@router.post("/cycles/{cycle_id}/discard", response=Done)
@api_does("evaluations.open_cycle", target=queries.cycle)
def discard(request: HttpRequest, cycle: Cycle, told: Seen) -> Any:
    """放弃筹备。 Give a draft up."""
    key = cycle.pk
    actions.discard_draft(request.user, cycle=cycle, version=told.version)
    return {"id": key}


@router.get("/cycles/{cycle_id}/assessments", response=list[AssessmentOut])
@paged
@api_does("evaluations.read_cycle", target=queries.cycle)
def of_cycle(request: HttpRequest, cycle: Cycle) -> QuerySet[Assessment]:
    """列出周期内各单位的评价。 List the assessments of a cycle."""
    found: QuerySet[Assessment] = cycle.assessments.all()
    return found


@router.get("/assessments", response=list[AssessmentOut])
@paged
@api_does("evaluations.read_assessment")
def assessments(request: HttpRequest) -> QuerySet[Assessment]:
    """列出可见的单位评价。 List the assessments in reach."""
    return queries.assessments_for(request.user)


@router.get("/assessments/{assessment_id}", response=AssessmentOut)
@api_does("evaluations.read_assessment", target=queries.assessment)
def assessment(request: HttpRequest, assessment: Assessment) -> Assessment:
    """查看单位评价：状态、期限。 Read an assessment."""
    return assessment
