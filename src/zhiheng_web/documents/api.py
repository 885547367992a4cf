"""Operations on issued documents and evidence: the list, one of them, the check of an edited copy."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import File, Router, Schema
from ninja.files import UploadedFile

from zhiheng_web.documents import checking, queries, reading
from zhiheng_web.documents.models import Evidence, IssuedDocument
from zhiheng_web.documents.reading import Issued
from zhiheng_web.lib.rest import api_does
from zhiheng_web.lib.schemas import bytes_of, paged

router = Router(tags=["documents"])


class DocumentOut(Schema):
    """An official document: its number, its files by digest, what it corrects."""

    id: int
    body_id: int
    addressee_id: int | None
    kind: str
    number: str
    title: str
    word: str
    pdf: str
    issued_at: datetime
    corrects_id: int | None
    is_public: bool


class EvidenceOut(Schema):
    """A piece of evidence; `digest` is that of its bytes."""

    id: int
    body_id: int
    subject: str
    rule_id: str
    name: str
    digest: str
    size: int
    media_type: str
    evidence_date: date | None
    note: str
    uploaded_at: datetime
    withdrawn_at: datetime | None


class DiscrepancyOut(Schema):
    """A figure of an edited document that does not follow from the result: which query, what was found, in words."""

    wrong: str
    query: str
    found: str
    told_zh: str
    told_en: str


class CheckOut(Schema):
    """What the check of an edited document found."""

    ok: bool
    discrepancies: list[DiscrepancyOut]


def _demand_read(person: Any, issued: Issued) -> None:
    reading.demand_read(person, issued.document)


@router.get("/issued", response=list[DocumentOut])
@paged
@api_does("documents.read_issued")
def issued(request: HttpRequest) -> QuerySet[IssuedDocument]:
    """列出可读的文书。 List the documents that one may read."""
    return reading.documents_for(request.user)


@router.get("/issued/{document_id}", response=DocumentOut)
@api_does("documents.read_issued", target=reading.issued, demand=_demand_read)
def document(request: HttpRequest, issued: Issued) -> IssuedDocument:
    """查看文书。 Read a document."""
    return issued.document


@router.post("/issued/{document_id}/check", response=CheckOut)
@api_does("documents.read_issued", target=reading.issued, demand=_demand_read)
def check(request: HttpRequest, issued: Issued, file: File[UploadedFile]) -> dict[str, Any]:
    """核对修改后的 Word 文件；文件不保存。 Check an edited .docx against the result; the file is not kept."""
    found = checking.check_edited(issued.document, bytes_of(file), name=file.name or "file.docx")
    told = [
        {
            "wrong": str(one.wrong),
            "query": one.query,
            "found": one.found,
            "told_zh": one.of("zh"),
            "told_en": one.of("en"),
        }
        for one in found
    ]
    return {"ok": not found, "discrepancies": told}


@router.get("/evidence/{evidence_id}", response=EvidenceOut)
@api_does("documents.read_evidence", target=queries.evidence)
def evidence(request: HttpRequest, evidence: Evidence) -> Evidence:
    """查看佐证材料的说明。 Read what is told of a piece of evidence."""
    return evidence
