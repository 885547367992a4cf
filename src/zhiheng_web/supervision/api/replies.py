"""Operations on the replies to letters: receipt, evidence, the reply, the decision, the problem list, the end."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import File, Status
from ninja.files import UploadedFile

from zhiheng_web.documents.models import Evidence
from zhiheng_web.documents.queries import evidence_about
from zhiheng_web.lib.given_files import shown_file, told_file
from zhiheng_web.lib.rest import api_does
from zhiheng_web.lib.schemas import bytes_of, paged
from zhiheng_web.supervision import guards
from zhiheng_web.supervision.actions import replies as actions
from zhiheng_web.supervision.api.letter_schemas import (
    SuggestionEvidenceOut,
    SuggestionLetterOut,
    SuggestionProblemOut,
    SuggestionReplyIn,
    SuggestionReplyOut,
    SuggestionReturnIn,
    SuggestionTaskIn,
    SuggestionVerdictIn,
)
from zhiheng_web.supervision.api.letters import decide
from zhiheng_web.supervision.api.routing import router
from zhiheng_web.supervision.models import Letter, LetterProblem, Reply
from zhiheng_web.supervision.queries import letters as queries


@router.post("/letters/{letter_id}/receive", response=SuggestionLetterOut)
@api_does(actions.RECEIVE, target=queries.letter)
def receive(request: HttpRequest, one: Letter) -> Any:
    """签收。 Sign for a letter."""
    return actions.receive_letter(actor=request.user, letter=one)


@router.get("/letters/{letter_id}/replies", response=list[SuggestionReplyOut])
@paged
@api_does(guards.READ, target=queries.letter, demand=guards.demand_read)
def replies(request: HttpRequest, one: Letter) -> QuerySet[Reply]:
    """列出答复。 List the replies with their measures."""
    return queries.replies_of(one)


@router.post("/letters/{letter_id}/replies", response={201: SuggestionReplyOut})
@api_does(actions.REPLY, target=queries.letter)
def reply(request: HttpRequest, one: Letter, told: SuggestionReplyIn) -> Any:
    """答复。 Reply to a letter."""
    measures = {row.problem_id: row.text for row in told.measures}
    made = actions.reply_letter(actor=request.user, letter=one, text=told.text, measures=measures, version=told.version)
    return Status(201, made)


@router.get("/letters/{letter_id}/evidence", response=list[SuggestionEvidenceOut])
@paged
@api_does(guards.READ, target=queries.letter, demand=guards.demand_read)
def evidence(request: HttpRequest, one: Letter) -> QuerySet[Evidence]:
    """列出佐证材料。 List the files of the replies."""
    return evidence_about(one)


@router.post("/letters/{letter_id}/evidence", response={201: SuggestionEvidenceOut})
@api_does(actions.REPLY, target=queries.letter)
def add_evidence(request: HttpRequest, one: Letter, file: File[UploadedFile]) -> Any:
    """上传佐证材料。 Bring a file before the reply is sent."""
    made = actions.add_evidence(
        actor=request.user, letter=one, file=bytes_of(file), name=file.name or "", size=file.size or 0
    )
    return Status(201, made)


@router.get("/letters/{letter_id}/evidence/{evidence_id}", openapi_extra=told_file("*/*"))
@api_does(
    guards.READ, target=queries.letter_evidence, demand=lambda person, one: guards.demand_read(person, one.letter)
)
def give_evidence(request: HttpRequest, one: queries.LetterEvidence) -> HttpResponseBase:
    """下载佐证材料。 Give out a file of a reply."""
    return shown_file(one.file.digest, name=one.file.name, media_type=one.file.media_type)


@router.post("/letters/{letter_id}/evidence/{evidence_id}/withdraw", response=SuggestionEvidenceOut)
@api_does(actions.REPLY, target=queries.letter_evidence)
def withdraw_evidence(request: HttpRequest, one: queries.LetterEvidence) -> Any:
    """撤回佐证材料。 Withdraw a file before the reply is sent."""
    return actions.withdraw_evidence(actor=request.user, letter=one.letter, evidence=one.file)


@router.post("/letters/{letter_id}/accept", response=SuggestionLetterOut)
@api_does(actions.DECIDE, target=queries.letter, demand=decide)
def accept(request: HttpRequest, one: Letter, told: SuggestionVerdictIn) -> Any:
    """认可答复。 Accept a reply."""
    return actions.accept_reply(actor=request.user, letter=one, verdict=told.verdict)


@router.post("/letters/{letter_id}/return", response=SuggestionLetterOut)
@api_does(actions.DECIDE, target=queries.letter, demand=decide)
def send_back(request: HttpRequest, one: Letter, told: SuggestionReturnIn) -> Any:
    """退回答复。 Return a reply."""
    return actions.return_reply(actor=request.user, letter=one, verdict=told.verdict, due_on=told.due_on)


@router.post("/letter-problems/{problem_id}/take-over", response=SuggestionProblemOut)
@api_does(actions.DECIDE, target=queries.problem, demand=decide)
def take_over(request: HttpRequest, one: LetterProblem, told: SuggestionTaskIn) -> Any:
    """转入问题清单。 Take a problem over into the problem list."""
    return actions.take_over(actor=request.user, problem=one, deadline=told.deadline)


@router.post("/letters/{letter_id}/close", response=SuggestionLetterOut)
@api_does(actions.DECIDE, target=queries.letter, demand=decide)
def close(request: HttpRequest, one: Letter, told: SuggestionVerdictIn) -> Any:
    """办结。 Close a letter whose problems have been verified."""
    return actions.close_letter(actor=request.user, letter=one, note=told.verdict)
