"""Operations on public copies: what is public, making a result public, withdrawing it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router, Schema, Status

from zhiheng_web.disclosure import actions, queries
from zhiheng_web.disclosure.models import Disclosed
from zhiheng_web.evaluations.models import Publication
from zhiheng_web.lib.rest import api_does
from zhiheng_web.lib.schemas import Day, Reason, paged

router = Router(tags=["disclosure"])


class DisclosedOut(Schema):
    """A public copy: whose, when, on what basis, what replaced or withdrew it."""

    id: int
    publication_id: int
    body_id: int
    year: int
    title: str
    number: str
    reason: str
    correction: str
    replaces_id: int | None
    word: str
    pdf: str
    bundle: str
    disclosed_at: datetime
    is_in_force: bool
    learnt_on: date | None
    withdrawal_due: date | None
    withdrawal_reason: str
    withdrawn_at: datetime | None


class DiscloseIn(Schema):
    """On what basis. `with_bundle`: somebody has checked that the notes in its rows name no person."""

    reason: Reason
    with_bundle: bool = False


class WithdrawIn(Schema):
    """Why, and the day on which that was learnt of."""

    reason: Reason
    learnt_on: Day


@router.get("/", response=list[DisclosedOut])
@paged
@api_does("disclosure.read")
def listed(request: HttpRequest) -> QuerySet[Disclosed]:
    """列出本机构公开过的结果。 List what one's body made public."""
    return queries.disclosed_for(request.user)


@router.get("/{disclosed_id}", response=DisclosedOut)
@api_does("disclosure.read", target=queries.disclosed)
def shown(request: HttpRequest, disclosed: Disclosed) -> Disclosed:
    """查看公开情况。 Read a public copy."""
    return disclosed


@router.post("/publications/{publication_id}", response={201: DisclosedOut})
@api_does("disclosure.disclose", target=queries.publication)
def disclose(request: HttpRequest, publication: Publication, told: DiscloseIn) -> Any:
    """向社会公开结果。 Make a result public."""
    return Status(201, actions.disclose(actor=request.user, publication=publication, **told.dict()))


@router.post("/{disclosed_id}/withdraw", response=DisclosedOut)
@api_does("disclosure.withdraw", target=queries.disclosed)
def withdraw(request: HttpRequest, disclosed: Disclosed, told: WithdrawIn) -> Any:
    """撤下公开的结果。 Withdraw a public result."""
    return actions.withdraw(actor=request.user, disclosed=disclosed, **told.dict())
