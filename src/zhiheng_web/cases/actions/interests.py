"""Declaring an interest (回避), and withdrawing one's own. Who reviews what is decided by the reviews."""

from __future__ import annotations

from typing import Any

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases import queries
from zhiheng_web.cases.models import Case, Interest, Officer
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text

DEED = "cases.declare_interest"


def declare_interest(
    actor: Any, *, reason: str, body: Body | None = None, officer: Officer | None = None, case: Case | None = None
) -> Interest:
    """Declare that one has an interest in a body, an officer or a case: exactly one of them, with the reason.

    Raises Refusal otherwise, and for the same interest twice. A case must be one that the person may read.
    """
    policy.demand(actor, DEED)
    if sum(thing is not None for thing in (body, officer, case)) != 1:
        raise _refused("interest_in_what", *_IN_WHAT)
    if not reason.strip():
        raise _refused("reason_missing", *_NO_REASON)
    if case is not None:
        queries.demand_theirs(actor, case)
    with acts.act(actor, DEED, reason=reason.strip()):
        if queries.interests_of(actor).filter(body=body, officer=officer, case=case).exists():
            raise _refused("interest_twice", *_TWICE)
        one = Interest(account=actor, body=body, officer=officer, case=case, reason=reason.strip())
        one.save()
    return one


def withdraw_interest(actor: Any, *, interest: Interest) -> Interest:
    """Withdraw an interest of one's own; that it was declared stays. Raises Denied for another's, Refusal twice."""
    if interest.account_id != actor.pk:
        raise policy.Denied(policy.deed_of(DEED))
    with acts.act(actor, DEED):
        one: Interest = Interest.objects.select_for_update(of=("self",)).get(pk=interest.pk)
        if one.withdrawn_at is not None:
            raise _refused("withdrawn", *_WITHDRAWN)
        one.withdrawn_at = clock.now()
        one.save()
    return one


def _refused(code: str, reason: Text, remedy: Text) -> Refusal:
    return Refusal(Fault(code, Place(), reason, remedy))


_IN_WHAT = (
    Text("申报要针对一个单位、一名人员或者一件案件", "an interest is in one body, one officer or one case"),
    Text("选其中一项", "choose one of them"),
)
_NO_REASON = (
    Text("没有写回避的事由", "no reason is given"),
    Text("写明事由，例如“与当事人系近亲属”", "say why, for instance “close relative of the party”"),
)
_TWICE = (
    Text("这一项已经申报过", "this interest has been declared already"),
    Text("不必重复申报", "there is no need to declare it again"),
)
_WITHDRAWN = (
    Text("这一项已经撤回", "the interest has been withdrawn already"),
    Text("刷新页面", "reload the page"),
)
