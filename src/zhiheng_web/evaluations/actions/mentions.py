"""Commendation and criticism (HN-14): people choose whom a circular names; thresholds are unstated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng import api
from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.documents.issuing import Order, issue
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.evaluations import guards
from zhiheng_web.evaluations.actions.publications import computation_of
from zhiheng_web.evaluations.models import Assessment, Cycle, Mention
from zhiheng_web.evaluations.reading import papers
from zhiheng_web.evaluations.reading.publication import unit_of
from zhiheng_web.lib import clock, policy

KINDS: Mapping[str, Text] = {
    "commendation": Text("通报表扬", "commendation"),
    "criticism": Text("通报批评", "criticism"),
}


def choose_mention(*, actor: Any, assessment: Assessment, kind: str, reason: str, person: str = "") -> Mention:
    """Choose a body, or a person of it, for a circular, with the reason.

    Before the publication the choice enters its report; afterwards a circular of its own. Raises Refusal for the
    actor's own body, without a reason, and for what is on the list already.
    """
    cycle, place = assessment.cycle, Place(clause=assessment.body.name)
    policy.demand(actor, "evaluations.choose_mention", cycle.organiser)
    guards.demand_not_own(actor, assessment.body)
    _demand_open(cycle)
    if kind not in KINDS or not reason.strip():
        raise Refusal(Fault("no_reason", place, *_NO_REASON))
    standing = Mention.objects.filter(cycle=cycle, body=assessment.body, person=person.strip(), withdrawn_at=None)
    if standing.exists():
        raise Refusal(Fault("on_the_list", place, *_ON_THE_LIST))
    with acts.act(actor, "evaluations.choose_mention", reason=reason):
        one = Mention(cycle=cycle, kind=kind, body=assessment.body, person=person.strip())
        one.reason, one.chosen_by = reason.strip(), actor
        one.save()
    return one


def withdraw_mention(*, actor: Any, mention: Mention, reason: str) -> Mention:
    """Take a body or person off the list, with the reason; the row and circulars that were issued stay."""
    policy.demand(actor, "evaluations.choose_mention", mention.cycle.organiser)
    guards.demand_not_own(actor, mention.body)
    _demand_open(mention.cycle)
    if mention.withdrawn_at is not None:
        raise Refusal(Fault("withdrawn", Place(clause=mention.body.name), *_WITHDRAWN))
    if not reason.strip():
        raise Refusal(Fault("no_reason", Place(clause=mention.body.name), *_NO_REASON))
    with acts.act(actor, "evaluations.choose_mention", reason=reason):
        mention.withdrawn_at = clock.now()
        mention.save()
    return mention


def issue_circular(*, actor: Any, cycle: Cycle, kind: str, demand: str = "") -> IssuedDocument:
    """Issue the circular of commendation or criticism for all who are on the list.

    Raises Refusal before the result is published, and for an empty list.
    """
    policy.demand(actor, "evaluations.choose_mention", cycle.organiser)
    computation = computation_of(cycle)
    if computation is None:
        raise Refusal(Fault("not_published", Place(clause=cycle.title), *_NOT_PUBLISHED))
    listed = list(Mention.objects.filter(cycle=cycle, kind=kind, withdrawn_at=None).select_related("body"))
    if kind not in KINDS or not listed:
        raise Refusal(Fault("empty_list", Place(clause=cycle.title), *_EMPTY_LIST))
    for one in listed:
        guards.demand_not_own(actor, one.body)
    told = {
        "issue": papers.issue_told(cycle),
        "year": cycle.year,
        "kind": kind,
        "addressees": "各有关单位",
        "demand": demand.strip(),
        "listed": [{"unit_id": unit_of(cycle, one), "reason": one.reason, "person": one.person} for one in listed],
    }
    order = Order(
        body=cycle.organiser,
        kind="circular",
        subject=f"evaluations.cycle:{cycle.pk}",
        title=f"{cycle.year}年度评价{KINDS[kind].zh}",
        series=papers.series_of(cycle, "通"),
        build=papers.building("circular", api.documents.circular, computation, told),
        facts=told,
        result=computation.result,
    )
    return issue(order, actor=actor, deed="evaluations.choose_mention")


def _demand_open(cycle: Cycle) -> None:
    if cycle.state not in ("open", "published"):
        raise Refusal(Fault("wrong_state", Place(clause=cycle.title), *_NOT_OPEN))


_NO_REASON = (
    Text("没有写理由或没有选表扬、批评", "no reason is given, or neither commendation nor criticism is chosen"),
    Text("选择种类并写明事实和理由", "choose which, and write the facts and why"),
)
_ON_THE_LIST = (
    Text("这个单位或个人已在名单上", "this body or person is on a list already"),
    Text("先从名单上撤下再改", "take it off the list first"),
)
_WITHDRAWN = (Text("已经撤下", "it has been taken off already"), Text("刷新页面", "reload the page"))
_NOT_PUBLISHED = (
    Text("结果还没有发布，不能印发通报", "the result has not been published"),
    Text("发布结果后再印发", "publish the result first"),
)
_EMPTY_LIST = (
    Text("名单是空的", "the list is empty"),
    Text("先选定单位或个人", "choose bodies or persons first"),
)
_NOT_OPEN = (
    Text("周期还没有开启或已经办结", "the cycle is not open or is closed"),
    Text("在周期进行中或发布后拟定名单", "choose while it is under way or published"),
)
