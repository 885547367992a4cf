"""Operations on officers and on interests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema, Status

from zhiheng_web.accounts.models import Account
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases import actions, queries
from zhiheng_web.cases.api.routing import router
from zhiheng_web.cases.models import Case, Interest, Officer
from zhiheng_web.lib.rest import api_does
from zhiheng_web.lib.schemas import Reason, named, paged

KEEP, DECLARE = "cases.keep_officers", "cases.declare_interest"
_Word = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
_Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


class OfficerOut(Schema):
    """An officer as the ledger tells of them, and whose account theirs is."""

    id: int
    body_id: int
    code: str
    name: str
    initials: str
    role: str
    certificate_no: str
    certificate_until: date | None
    since: date | None
    until: date | None
    account_id: int | None


class LinkIn(Schema):
    """Whose account an officer's is; null for nobody's."""

    account_id: _Key | None
    reason: _Word = ""


class InitialsIn(Schema):
    """By which pinyin initials an officer is found."""

    initials: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9]+$")]


class InterestIn(Schema):
    """An interest in exactly one of body, officer and case, and why."""

    body_id: _Key | None = None
    officer_id: _Key | None = None
    case_id: _Key | None = None
    reason: Reason


class InterestOut(Schema):
    """A declared interest."""

    id: int
    body_id: int | None
    officer_id: int | None
    case_id: int | None
    reason: str
    declared_at: datetime
    withdrawn_at: datetime | None


@router.get("/officers/all", response=list[OfficerOut])
@paged
@api_does(queries.READ)
def officers(request: HttpRequest) -> QuerySet[Officer]:
    """列出办案人员。 List the officers that one may see."""
    return queries.officers_for(request.user)


@router.put("/officers/{officer_id}/account", response=OfficerOut)
@api_does(KEEP, target=queries.officer)
def link(request: HttpRequest, one: Officer, told: LinkIn) -> Officer:
    """对应账号。 Say whose account an officer's is."""
    account: Account | None = named(queries.accounts_for(one), told.account_id)
    return actions.link_account(request.user, officer=one, account=account, reason=told.reason)


@router.put("/officers/{officer_id}/initials", response=OfficerOut)
@api_does(KEEP, target=queries.officer)
def correct(request: HttpRequest, one: Officer, told: InitialsIn) -> Officer:
    """更正拼音首字母。 Correct the initials by which an officer is found."""
    return actions.correct_initials(request.user, officer=one, initials=told.initials)


@router.get("/interests/mine", response=list[InterestOut])
@paged
@api_does(DECLARE)
def interests(request: HttpRequest) -> QuerySet[Interest]:
    """列出本人的回避申报。 List one's own declared interests."""
    person: Any = request.user
    return Interest.objects.filter(account_id=person.pk)


@router.post("/interests/mine", response={201: InterestOut})
@api_does(DECLARE)
def declare(request: HttpRequest, told: InterestIn) -> Any:
    """申报回避。 Declare an interest."""
    person = request.user
    body: Body | None = named(queries.bodies_for(person), told.body_id)
    officer: Officer | None = named(queries.officers_for(person), told.officer_id)
    about: Case | None = named(queries.cases_for(person), told.case_id)
    made = actions.declare_interest(person, body=body, officer=officer, case=about, reason=told.reason)
    return Status(201, made)


@router.post("/interests/{interest_id}/withdraw", response=InterestOut)
@api_does(DECLARE, target=queries.interest)
def withdraw_interest(request: HttpRequest, one: Interest) -> Interest:
    """撤回回避申报。 Withdraw an interest of one's own."""
    return actions.withdraw_interest(request.user, interest=queries.own_interest(request.user, one))
