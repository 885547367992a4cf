"""Operations on publications: what hinders one, publishing, correcting, the bundle, the report."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.actions import publications
from zhiheng_web.evaluations.api.routing import router
from zhiheng_web.evaluations.models import Cycle, Publication
from zhiheng_web.evaluations.reading import publication as reading
from zhiheng_web.evaluations.reading.publication import Published
from zhiheng_web.lib.given_files import given_file, told_file
from zhiheng_web.lib.rest import Key, api_does
from zhiheng_web.lib.schemas import Bilingual, Reason, RuleId, Value, Words, named, paged

_READ = "evaluations.read_assessment"


class PublicationOut(Schema):
    """A version of the published result; `bundle` is the digest that `zhiheng verify --expect` takes."""

    id: int
    cycle_id: int
    version: int
    corrects_id: int | None
    reason: str
    result_digest: str
    bundle: str
    document_id: int | None
    audience: str
    published_at: datetime

    @staticmethod
    def resolve_result_digest(publication: Publication) -> str:
        """Return the digest of the result."""
        return str(publication.computation.result_digest)


class ObstacleOut(Schema):
    """Something that keeps a result from being published, about which body."""

    text: Bilingual
    assessment_id: int | None


class PublishIn(Schema):
    """Whom it is published to."""

    audience: Literal["evaluated", "public"] = "evaluated"
    reason: Words = ""


class CorrectionIn(Schema):
    """A value that was wrong, of which body, and why."""

    assessment_id: Key
    rule_id: RuleId
    value: Value
    reason: Reason


class CorrectIn(Schema):
    """What is corrected, and why."""

    reason: Reason
    corrections: list[CorrectionIn] = Field(min_length=1, max_length=500)


def _demand_read(person: Any, one: Published) -> None:
    reading.demand_read(person, one.publication)


@router.get("/cycles/{cycle_id}/obstacles", response=list[ObstacleOut])
@paged
@api_does("evaluations.read_cycle", target=queries.cycle)
def obstacles(request: HttpRequest, cycle: Cycle) -> list[dict[str, Any]]:
    """列出发布前还要办结的事项。 List what keeps a cycle from being published."""
    return [
        {"text": Bilingual.of(one.text), "assessment_id": one.assessment.pk if one.assessment else None}
        for one in reading.obstacles(cycle)
    ]


@router.get("/cycles/{cycle_id}/publications", response=list[PublicationOut])
@paged
@api_does("evaluations.read_cycle", target=queries.cycle)
def listed(request: HttpRequest, cycle: Cycle) -> QuerySet[Publication]:
    """列出发布的各版本。 List the versions that were published."""
    found: QuerySet[Publication] = cycle.publications.select_related("computation")
    return found


@router.post("/cycles/{cycle_id}/publications", response={201: PublicationOut})
@api_does("evaluations.publish", target=queries.cycle)
def publish(request: HttpRequest, cycle: Cycle, told: PublishIn) -> Any:
    """发布结果。 Publish the result."""
    return Status(201, publications.publish(actor=request.user, cycle=cycle, **told.dict()))


@router.get("/publications/{publication_id}", response=PublicationOut)
@api_does(_READ, target=reading.published, demand=_demand_read)
def publication(request: HttpRequest, one: Published) -> Publication:
    """查看发布的结果。 Read a publication."""
    return one.publication


@router.post("/publications/{publication_id}/corrections", response={201: PublicationOut})
@api_does("evaluations.correct_publication", target=reading.publication_of_organiser)
def correct(request: HttpRequest, publication: Publication, told: CorrectIn) -> Any:
    """更正已发布的结果。 Publish a corrected version."""
    assessments = publication.cycle.assessments.select_related("body", "cycle")
    corrections = [
        publications.Correction(named(assessments, one.assessment_id), one.rule_id, one.value, one.reason)
        for one in told.corrections
    ]
    return Status(
        201,
        publications.correct_publication(
            actor=request.user, publication=publication, reason=told.reason, corrections=corrections
        ),
    )


_ZIP = "application/zip"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.get("/publications/{publication_id}/bundle", openapi_extra=told_file(_ZIP))
@api_does(_READ, target=reading.published, demand=_demand_read)
def bundle(request: HttpRequest, one: Published) -> Any:
    """下载封存包。 Get the bundle."""
    return given_file(one.publication.bundle, name=f"bundle-{one.publication.pk}.zip", media_type=_ZIP)


@router.get("/publications/{publication_id}/report", openapi_extra=told_file(_WORD))
@api_does(_READ, target=reading.published, demand=_demand_read)
def report(request: HttpRequest, one: Published) -> Any:
    """下载年度通报（Word）。 Get the annual report as Word."""
    document = one.publication.document
    return given_file(document.word if document else "", name=f"report-{one.publication.pk}.docx", media_type=_WORD)
