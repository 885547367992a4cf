"""Telling a body its result (CQ-16): document, delivery, acknowledgement, and the five working days that begin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhiheng import api
from zhiheng.api import Fault, Place, Refusal, Text, legaltime
from zhiheng_web.audit import acts
from zhiheng_web.documents.issuing import Order, issue
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.evaluations import guards, states
from zhiheng_web.evaluations.actions.proposals import standing_proposal
from zhiheng_web.evaluations.models import Assessment, Notice, Proposal
from zhiheng_web.evaluations.reading import papers
from zhiheng_web.lib import clock, policy

#: How a notice reaches the body.
WAYS: Mapping[str, Text] = {
    "system": Text("系统内送达", "in this system"),
    "hand": Text("直接送达", "by hand"),
    "post": Text("邮寄送达", "by post"),
    "meeting": Text("会议当场送达", "at a meeting"),
}


def give_notice(
    *, actor: Any, assessment: Assessment, way: str = "system", delivered_at: datetime | None = None
) -> Notice:
    """Issue the notice of result and deliver it; the day of delivery is not counted (Civil Code art. 201).

    Raises Refusal where the proposal is not signed, for a delivery before the signature or in the future.
    """
    guards.demand_organiser(actor, "evaluations.give_notice", assessment)
    states.demand_state(assessment, "proposed")
    place = Place(clause=assessment.body.name)
    proposal = standing_proposal(assessment)
    if proposal is None or proposal.signed_at is None:
        raise Refusal(Fault("not_signed", place, *_NOT_SIGNED))
    if way not in WAYS:
        raise Refusal(Fault("no_such_way", place, *_NO_SUCH_WAY, way))
    at = delivered_at or clock.now()
    if at > clock.now():
        raise Refusal(Fault("future", place, *_FUTURE, at.isoformat(timespec="minutes")))
    if clock.day_of(at) < clock.day_of(proposal.signed_at):
        raise Refusal(Fault("before_signature", place, *_BEFORE_SIGNATURE, at.isoformat(timespec="minutes")))
    with acts.act(actor, "evaluations.give_notice"):
        notice = _notice(assessment, proposal, at)
        notice.delivered_by, notice.way = actor, way
        notice.document = _document(notice, actor)
        notice.save()
        states.advance(assessment, "notified", actor=actor, start=clock.day_of(at))
    return notice


def _notice(assessment: Assessment, proposal: Proposal, at: datetime) -> Notice:
    """Return the notice with the working days counted one by one from the day after the delivery."""
    deadline = legaltime.add_working_days(
        clock.day_of(at),
        states.procedure_of(assessment.cycle).objection_days,
        calendar=legaltime.working_calendar(assessment.cycle.calendar),
    )
    if deadline.due is None:
        raise ValueError("a period without suspension always ends")
    notice = Notice(assessment=assessment, computation=proposal.computation, delivered_at=at)
    notice.objection_due, notice.due_is_provisional = deadline.due, deadline.provisional
    notice.days = [one.isoformat() for one in deadline.days]
    return notice


def _document(notice: Notice, actor: Any) -> IssuedDocument:
    """Issue 结果告知书 with the lost points, clause by clause, and the right to object."""
    assessment, cycle = notice.assessment, notice.assessment.cycle
    told: dict[str, Any] = {
        "issue": papers.issue_told(cycle),
        "year": cycle.year,
        "unit_id": assessment.unit_id,
        "objections_to": cycle.organiser.name,
        "notified_on": clock.day_of(notice.delivered_at),
        "objection_due_on": notice.objection_due,
        "objection_in_days": states.procedure_of(cycle).objection_days,
    }
    order = Order(
        body=cycle.organiser,
        addressee=assessment.body,
        kind="notice",
        subject=f"evaluations.assessment:{assessment.pk}",
        title=f"{assessment.body.name}{cycle.year}年度评价结果告知书",
        series=papers.series_of(cycle, "告"),
        build=papers.building("notice", api.documents.notice_of_result, notice.computation, told),
        facts=told,
        result=notice.computation.result,
    )
    return issue(order, actor=actor, deed="evaluations.give_notice")


def acknowledge(*, actor: Any, notice: Notice) -> Notice:
    """Record that the body has received the notice; the period has run since delivery all the same."""
    policy.demand(actor, "evaluations.acknowledge_notice", notice.assessment.body)
    if notice.acknowledged_at is None:
        with acts.act(actor, "evaluations.acknowledge_notice"):
            notice.acknowledged_at, notice.acknowledged_by = clock.now(), actor
            notice.save()
    return notice


def waive_objection(*, actor: Any, assessment: Assessment) -> Notice:
    """Declare that the body has no objection: it goes on to deliberation before the period ends."""
    policy.demand(actor, "evaluations.object", assessment.body)
    states.demand_state(assessment, "notified")
    notice = latest_notice(assessment)
    with acts.act(actor, "evaluations.object", reason="无异议 no objection"):
        notice.waived_at = clock.now()
        notice.save()
        states.advance(assessment, "settled", actor=actor, reason="无异议 no objection")
    return notice


def close_expired(*, actor: Any = None) -> int:
    """Move every body whose period ended without objection on to deliberation; return how many. Safe to repeat.

    The last day counts whole: nothing is closed before the day after it. An admitted late objection holds it open.
    """
    closed, today = 0, clock.today()
    waiting = Assessment.objects.filter(state="notified", due_date__lt=today).values_list("pk", flat=True)
    for key in list(waiting):
        with acts.act(actor, "evaluations.close_period", reason="异议期满 the period has ended"):
            # Locked and read again: the body may just have objected.
            assessment = Assessment.objects.select_for_update().select_related("cycle", "body").get(pk=key)
            if assessment.state != "notified":
                continue
            notice = latest_notice(assessment)
            if max(notice.objection_due, notice.reopened_until or notice.objection_due) < today:
                states.advance(assessment, "settled", actor=actor, reason="异议期满，未提出异议 no objection in time")
                closed += 1
    return closed


def latest_notice(assessment: Assessment) -> Notice:
    """Return the notice in force. Raises Refusal where the body has not been told."""
    notice: Notice | None = assessment.notices.order_by("-id").first()
    if notice is None:
        raise Refusal(Fault("no_notice", Place(clause=assessment.body.name), *_NO_NOTICE))
    return notice


_NOT_SIGNED = (
    Text("结果建议还没有签批，不能告知", "the proposal has not been signed"),
    Text("请分管领导先签批", "the executive deputy signs first"),
)
_NO_SUCH_WAY = (
    Text("没有这种送达方式", "there is no such way of delivery"),
    Text("从所列方式中选择", "choose one of those listed"),
)
_FUTURE = (
    Text("送达时间在将来", "the delivery lies in the future"),
    Text("填写实际送达的时间", "write when it was delivered"),
)
_BEFORE_SIGNATURE = (
    Text("送达时间早于结果建议签批的日期", "the delivery lies before the proposal was signed"),
    Text("填写签批以后实际送达的时间", "write when it was delivered, after the signature"),
)
_NO_NOTICE = (Text("还没有告知结果", "the result has not been told"), Text("先告知", "give notice first"))
