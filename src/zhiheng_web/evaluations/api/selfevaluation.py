"""Operations on the self-evaluation: its lines, what is claimed, handing it in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, File, Form, Schema, Status
from ninja.files import UploadedFile

from zhiheng_web.documents.api import EvidenceOut
from zhiheng_web.documents.models import Evidence
from zhiheng_web.documents.queries import evidence_about
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.actions import selfevaluation as actions
from zhiheng_web.evaluations.api.lines import line_of
from zhiheng_web.evaluations.api.routing import router
from zhiheng_web.evaluations.models import Assessment, Claim, Submission
from zhiheng_web.evaluations.reading import selfevaluation as reading
from zhiheng_web.evaluations.reading.lines import LineOf
from zhiheng_web.evaluations.reading.previews import preview_of
from zhiheng_web.lib.rest import Points, api_does
from zhiheng_web.lib.schemas import Bilingual, Data, Day, RuleId, Value, Version, Words, bytes_of, paged

_READ = "evaluations.read_assessment"


class LineOut(Schema):
    """A line of the form: what is asked, which values can be sent, what is claimed, what the ledger answers."""

    rule_id: str
    kind: str
    clause: Bilingual
    choices: list[str]
    value: str
    note: str
    version: int
    ledger: dict[str, Data] | None
    evidence: int


class ClaimOut(Schema):
    """What a body claims for a rule."""

    rule_id: str
    value: str
    note: str
    version: int
    saved_at: datetime


class ClaimIn(Schema):
    """A value for a rule as a row of `facts` has it. `version` is that of the line read; null takes it as it stands."""

    rule_id: RuleId
    value: Value
    note: Words = ""
    version: Version | None = None


class Claims(Schema):
    """Lines to be saved, all of them or none."""

    claims: list[ClaimIn] = Field(min_length=1, max_length=1000)


class AdoptIn(Schema):
    """Lines to be filled with what the ledger answers."""

    rule_ids: list[RuleId] = Field(min_length=1, max_length=1000)


class SubmitIn(Schema):
    """The declaration (true), and the version of the assessment that was read."""

    version: Version
    declared: bool


class SubmissionOut(Schema):
    """A self-evaluation as it was handed in."""

    id: int
    assessment_id: int
    number: int
    declaration: str
    submitted_at: datetime
    is_late: bool
    content_digest: str
    returned_at: datetime | None
    return_reason: str


class OwnScore(Schema):
    """The score as the body's own claims make it; nothing of it is kept."""

    score: Points
    base: Points
    bonus: Points
    not_reported: int


class EvidenceIn(Schema):
    """What is told of a file."""

    evidence_date: Day | None = None
    note: Words = ""


@router.get("/assessments/{assessment_id}/lines", response=list[LineOut])
@paged
@api_does(_READ, target=queries.assessment)
def lines(request: HttpRequest, assessment: Assessment) -> list[dict[str, Any]]:
    """列出自评表各行。 List the lines of the self-evaluation."""
    return [
        {
            "rule_id": line.id,
            "kind": line.ask.kind,
            "clause": Bilingual.of(line.ask.question.clause),
            "choices": [one.value for one in line.ask.choices],
            "value": line.value,
            "note": line.note,
            "version": line.version,
            "ledger": line.ledger,
            "evidence": len(line.evidence),
        }
        for line in reading.sheet_of(assessment).lines.values()
    ]


@router.get("/assessments/{assessment_id}/claims", response=list[ClaimOut])
@paged
@api_does(_READ, target=queries.assessment)
def claims(request: HttpRequest, assessment: Assessment) -> QuerySet[Claim]:
    """列出自评填报的值。 List what the body claims."""
    found: QuerySet[Claim] = assessment.claims.all()
    return found


@router.put("/assessments/{assessment_id}/claims", response=list[ClaimOut])
@api_does(actions.WRITE, target=queries.assessment)
def save(request: HttpRequest, assessment: Assessment, told: Claims) -> list[Claim]:
    """填报自评，返回有变动的行。 Save lines; those that changed come back."""
    entries = [actions.Entry(**one.dict()) for one in told.claims]
    return actions.save_claims(request.user, assessment=assessment, entries=entries)


@router.post("/assessments/{assessment_id}/claims/from-ledger", response=list[ClaimOut])
@api_does(actions.WRITE, target=queries.assessment)
def adopt(request: HttpRequest, assessment: Assessment, told: AdoptIn) -> list[Claim]:
    """空行按台账填入。 Fill blank lines from the ledger."""
    return actions.adopt_ledger(request.user, assessment=assessment, rule_ids=told.rule_ids)


@router.get("/assessments/{assessment_id}/own-score", response=OwnScore)
@api_does(_READ, target=queries.assessment)
def own_score(request: HttpRequest, assessment: Assessment) -> Any:
    """按自评测算得分。 Score as the claims stand."""
    return preview_of(assessment)


@router.get("/assessments/{assessment_id}/evidence", response=list[EvidenceOut])
@paged
@api_does(_READ, target=queries.assessment)
def evidence(request: HttpRequest, assessment: Assessment) -> QuerySet[Evidence]:
    """列出自评的佐证材料。 List the evidence of the self-evaluation."""
    return evidence_about(assessment)


@router.post("/assessments/{assessment_id}/evidence/{rule_id}", response={201: EvidenceOut})
@api_does(actions.WRITE, target=line_of)
def add_evidence(request: HttpRequest, one: LineOf, file: File[UploadedFile], told: Form[EvidenceIn]) -> Any:
    """上传佐证材料。 Add a file to a line."""
    return Status(
        201,
        actions.add_evidence(
            request.user,
            assessment=one.assessment,
            rule_id=one.rule_id,
            file=bytes_of(file),
            name=file.name or "file",
            size=file.size or 0,
            **told.dict(),
        ),
    )


@router.get("/assessments/{assessment_id}/submissions", response=list[SubmissionOut])
@paged
@api_does(_READ, target=queries.assessment)
def submissions(request: HttpRequest, assessment: Assessment) -> QuerySet[Submission]:
    """列出历次提交。 List what was handed in."""
    found: QuerySet[Submission] = assessment.submissions.all()
    return found


@router.post("/assessments/{assessment_id}/submissions", response={201: SubmissionOut})
@api_does(actions.SUBMIT, target=queries.assessment)
def submit(request: HttpRequest, assessment: Assessment, told: SubmitIn) -> Any:
    """提交自评。 Hand the self-evaluation in."""
    return Status(
        201, actions.submit(request.user, assessment=assessment, version=told.version, declared=told.declared)
    )
