"""Operations on suggestion letters: the draft, its problems, the number, the reply, the decision."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Status

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.cases import queries as cases
from zhiheng_web.cases.models import CheckFinding
from zhiheng_web.lib.given_files import told_file
from zhiheng_web.lib.rest import api_does
from zhiheng_web.lib.schemas import Why, named, paged
from zhiheng_web.supervision import guards
from zhiheng_web.supervision.actions import letters as actions
from zhiheng_web.supervision.actions.replies import DECIDE
from zhiheng_web.supervision.api.letter_schemas import (
    SuggestionFindingOut,
    SuggestionFindingsIn,
    SuggestionLetterEdit,
    SuggestionLetterIn,
    SuggestionLetterOut,
    SuggestionProblemIn,
    SuggestionProblemOut,
    SuggestionVersionIn,
)
from zhiheng_web.supervision.api.routing import router
from zhiheng_web.supervision.models import Letter, LetterProblem
from zhiheng_web.supervision.papers import WORD, paper_of
from zhiheng_web.supervision.queries import letters as queries


def _demand_issuer(deed: str) -> Any:
    def demand(person: Any, thing: Any) -> None:
        guards.demand_issuer(person, deed, thing if isinstance(thing, Letter) else thing.letter)

    return demand


_draft = _demand_issuer(guards.DRAFT)
decide = _demand_issuer(DECIDE)


@router.get("/letters", response=list[SuggestionLetterOut])
@paged
@api_does(guards.READ)
def letters(request: HttpRequest) -> QuerySet[Letter]:
    """列出监督建议书。 List the letters in reach."""
    return queries.letters_for(request.user)


@router.post("/bodies/{body_id}/letters", response={201: SuggestionLetterOut})
@api_does(guards.DRAFT, target=body_by_id)
def draft_letter(request: HttpRequest, body: Body, told: SuggestionLetterIn) -> Any:
    """起草监督建议书。 Begin a letter to a body beneath."""
    return Status(201, actions.draft_letter(actor=request.user, addressee=body, values=told.dict()))


@router.get("/letters/{letter_id}", response=SuggestionLetterOut)
@api_does(guards.READ, target=queries.letter, demand=guards.demand_read)
def letter(request: HttpRequest, one: Letter) -> Any:
    """查看监督建议书。 Read a letter."""
    return one


@router.put("/letters/{letter_id}", response=SuggestionLetterOut)
@api_does(guards.DRAFT, target=queries.letter, demand=_draft)
def change_letter(request: HttpRequest, one: Letter, told: SuggestionLetterEdit) -> Any:
    """修改草稿。 Change a draft."""
    values = told.dict()
    version = values.pop("version")
    return actions.change_letter(actor=request.user, letter=one, values=values, version=version)


@router.get("/letters/{letter_id}/problems", response=list[SuggestionProblemOut])
@paged
@api_does(guards.READ, target=queries.letter, demand=guards.demand_read)
def problems(request: HttpRequest, one: Letter) -> QuerySet[LetterProblem]:
    """列出问题。 List the problems that a letter names."""
    return queries.problems_of(one)


@router.post("/letters/{letter_id}/problems", response={201: SuggestionProblemOut})
@api_does(guards.DRAFT, target=queries.letter, demand=_draft)
def add_problem(request: HttpRequest, one: Letter, told: SuggestionProblemIn) -> Any:
    """添加问题。 Name a problem in a draft."""
    case = named(cases.cases_for(request.user), told.case_id)
    made = actions.add_problem(actor=request.user, letter=one, text=told.text, clause=told.clause, case=case)
    return Status(201, made)


@router.get("/letters/{letter_id}/findings", response=list[SuggestionFindingOut])
@paged
@api_does(guards.DRAFT, target=queries.letter, demand=_draft)
def findings(request: HttpRequest, one: Letter) -> QuerySet[Any]:
    """列出可写入的检查发现。 List what the checks found and the letter can name."""
    return queries.findings_for(request.user, one)


@router.post("/letters/{letter_id}/findings", response={201: list[SuggestionProblemOut]})
@api_does(guards.DRAFT, target=queries.letter, demand=_draft)
def add_findings(request: HttpRequest, one: Letter, told: SuggestionFindingsIn) -> Any:
    """写入检查发现。 Name findings of the checks in a draft."""
    chosen = CheckFinding.objects.filter(pk__in=told.finding_ids)
    return Status(201, actions.add_findings(actor=request.user, letter=one, findings=chosen))


@router.post("/letter-problems/{problem_id}/remove", response=SuggestionProblemOut)
@api_does(guards.DRAFT, target=queries.problem, demand=_draft)
def remove_problem(request: HttpRequest, one: LetterProblem) -> Any:
    """移除问题。 Take a problem out of a draft."""
    return actions.remove_problem(actor=request.user, problem=one)


@router.post("/letters/{letter_id}/issue", response=SuggestionLetterOut)
@api_does("supervision.issue_letter", target=queries.letter, demand=_demand_issuer("supervision.issue_letter"))
def issue_letter(request: HttpRequest, one: Letter, told: SuggestionVersionIn) -> Any:
    """制发。 Issue a letter under a number."""
    return actions.issue_letter(actor=request.user, letter=one, version=told.version)


@router.post("/letters/{letter_id}/withdraw", response=SuggestionLetterOut)
@api_does("supervision.withdraw_letter", target=queries.letter, demand=_demand_issuer("supervision.withdraw_letter"))
def withdraw_letter(request: HttpRequest, one: Letter, told: Why) -> Any:
    """撤回。 Withdraw a letter."""
    return actions.withdraw_letter(actor=request.user, letter=one, reason=told.reason)


@router.get("/letters/{letter_id}/paper", openapi_extra=told_file("application/pdf", WORD))
@api_does(guards.READ, target=queries.letter, demand=guards.demand_read)
def paper(request: HttpRequest, one: Letter) -> HttpResponseBase:
    """下载正式文书。 Give out the official paper."""
    return paper_of(one.document)
