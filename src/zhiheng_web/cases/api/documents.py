"""Operations on the documents of a case's file."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import FileResponse, HttpRequest
from ninja import Field, File, Form, Schema, Status
from ninja.files import UploadedFile

from zhiheng_web.cases import actions, masking, queries
from zhiheng_web.cases.api.routing import router
from zhiheng_web.cases.models import Case, FileDocument
from zhiheng_web.lib.given_files import SHOWN_INLINE, given_file, told_file
from zhiheng_web.lib.rest import api_does
from zhiheng_web.lib.schemas import Reason, bytes_of

READ, ADD = queries.READ, "cases.add_document"
BLACKEN, WITHDRAW = "cases.blacken_document", "cases.withdraw_document"
_Word = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
_Title = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]
_Page = Annotated[int, Field(ge=1, le=5_000)]
_Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


class CaseDocumentOut(Schema):
    """A document of a file, with the digest of its bytes; one that `masks_id` names another is its blackened copy.

    Who reviews blind gets the copy in the place of the original, or `is_withheld`: then its bytes are not given.
    """

    id: int
    case_id: int
    masks_id: int | None
    is_withheld: bool
    position: int
    title: str
    page_from: int
    pages: int
    name: str
    digest: str
    size: int
    media_type: str
    uploaded_at: datetime
    withdrawn_at: datetime | None
    withdrawn_reason: str


class DocumentIn(Schema):
    """What a document is called; empty takes the name of the file."""

    title: _Word = ""


class ArrangedIn(Schema):
    """Where a document stands in the file."""

    document_id: _Key
    position: Annotated[int, Field(ge=1, le=9_999)]
    title: _Title
    page_from: _Page
    pages: _Page


class ArrangeIn(Schema):
    """The documents of a file, each with its place; those that are not named stay as they are."""

    documents: Annotated[list[ArrangedIn], Field(max_length=500)]


@router.get("/{case_id}/documents", response=list[CaseDocumentOut])
@api_does(READ, target=queries.case, demand=queries.demand_theirs)
def documents(request: HttpRequest, one: Case) -> list[FileDocument]:
    """列出卷内文书。 The documents of a file in their order."""
    return masking.documents_for(request.user, one)


def _may_add(person: Any, one: Case) -> None:
    queries.demand_theirs(person, one, ADD)


@router.post("/{case_id}/documents", response={201: CaseDocumentOut})
@api_does(ADD, target=queries.case, demand=_may_add)
def add_document(request: HttpRequest, one: Case, file: File[UploadedFile], told: Form[DocumentIn]) -> Any:
    """上传卷内文书。 Add a document to a file: PDF, JPEG or PNG."""
    upload = actions.Upload(bytes_of(file), file.name or "", file.size or 0)
    (made,) = actions.add_documents(request.user, case=one, files=[upload], title=told.title)
    return Status(201, made)


@router.put("/{case_id}/documents", response=list[CaseDocumentOut])
@api_does(ADD, target=queries.case, demand=_may_add)
def arrange(request: HttpRequest, one: Case, told: ArrangeIn) -> list[FileDocument]:
    """整理卷内文书。 Give documents their order, titles and pages."""
    arranged = [actions.Arranged(**item.dict()) for item in told.documents]
    return actions.arrange_documents(request.user, case=one, arranged=arranged)


def _theirs(person: Any, document: FileDocument) -> None:
    queries.demand_theirs(person, document.case)


def _may_withdraw(person: Any, document: FileDocument) -> None:
    queries.demand_theirs(person, document.case, WITHDRAW)


@router.get("/documents/{document_id}", response=CaseDocumentOut)
@api_does(READ, target=queries.document, demand=_theirs)
def document(request: HttpRequest, one: FileDocument) -> FileDocument:
    """查看卷内文书。 Read what is known of a document."""
    return masking.document_for(request.user, one)


@router.get("/documents/{document_id}/file", openapi_extra=told_file(*sorted(SHOWN_INLINE)))
@api_does(READ, target=queries.document, demand=_theirs)
def document_file(request: HttpRequest, one: FileDocument) -> FileResponse:
    """下载卷内文书。 The bytes of a document; who reviews blind gets the blackened copy where there is one."""
    one = masking.opened(request.user, one)
    return given_file(one.digest, name=one.name, media_type=one.media_type)


def _may_blacken(person: Any, document: FileDocument) -> None:
    queries.demand_theirs(person, document.case, BLACKEN)


@router.post("/documents/{document_id}/blackened", response={201: CaseDocumentOut})
@api_does(BLACKEN, target=queries.document, demand=_may_blacken)
def blacken(request: HttpRequest, one: FileDocument, file: File[UploadedFile]) -> Any:
    """上传涂黑副本。 Add the blackened copy of a document: blind reviewers get it in the place of the original."""
    upload = actions.Upload(bytes_of(file), file.name or "", file.size or 0)
    return Status(201, actions.blacken_document(request.user, document=one, upload=upload))


@router.get("/documents/{document_id}/blackened", response=list[CaseDocumentOut])
@api_does(BLACKEN, target=queries.document, demand=_may_blacken)
def blackened(request: HttpRequest, one: FileDocument) -> list[FileDocument]:
    """列出涂黑副本。 The blackened copies of a document, withdrawn ones too."""
    return list(one.blackened.all())


class CaseWithdrawIn(Schema):
    """Why a document is withdrawn."""

    reason: Reason


@router.post("/documents/{document_id}/withdraw", response=CaseDocumentOut)
@api_does(WITHDRAW, target=queries.document, demand=_may_withdraw)
def withdraw(request: HttpRequest, one: FileDocument, told: CaseWithdrawIn) -> FileDocument:
    """撤下卷内文书。 Withdraw a document with the reason; its record stays."""
    return actions.withdraw_document(request.user, document=one, reason=told.reason)
