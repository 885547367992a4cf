"""Objections (CQ-17): filed line by line within five working days; late ones only where admitted, on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.evaluations import guards, states
from zhiheng_web.evaluations.actions.notices import latest_notice
from zhiheng_web.evaluations.models import Assessment, Notice, Objection, ObjectionLine
from zhiheng_web.evaluations.reading import papers
from zhiheng_web.lib import clock, policy


@dataclass(frozen=True, slots=True)
class Contested:
    """A line that a body contests: the rule or veto, why, and what it holds to be right."""

    rule_id: str
    reason: str
    wanted: str = ""


def is_open(assessment: Assessment, today: date | None = None) -> bool:
    """Return whether an objection can be filed today: the last day counts whole, a late one needs an admission."""
    day = today or clock.today()
    notice = assessment.notices.order_by("-id").first()
    if notice is None:
        return False
    if assessment.state == "notified" and day <= notice.objection_due:
        return True
    return assessment.state in ("notified", "settled") and is_admitted(notice, day)


def is_admitted(notice: Notice, day: date) -> bool:
    """Return whether a late objection to a notice is admitted on a day and has not been used yet."""
    if notice.reopened_until is None or day > notice.reopened_until:
        return False
    return not notice.objections.filter(is_late=True).exists()


def admit_late(*, actor: Any, assessment: Assessment, until: date, reason: str) -> Notice:
    """Admit one late objection until a day, with the reason; it stays on record who did so (CQ-17).

    Raises Refusal while the period still runs, for a day that has passed, or without a reason.
    """
    guards.demand_organiser(actor, "evaluations.override_deadline", assessment)
    states.demand_state(assessment, "notified", "settled")
    notice = latest_notice(assessment)
    if assessment.state == "notified" and clock.today() <= notice.objection_due:
        raise Refusal(Fault("still_open", Place(clause=assessment.body.name), *_STILL_OPEN))
    if notice.objections.filter(is_late=True).exists():
        raise Refusal(Fault("admitted_already", Place(clause=assessment.body.name), *_ADMITTED_ALREADY))
    if not reason.strip() or until < clock.today():
        raise Refusal(Fault("no_reason", Place(), *_NO_ADMISSION))
    with acts.act(actor, "evaluations.override_deadline", reason=reason):
        notice.reopened_until, notice.reopened_by, notice.reopened_reason = until, actor, reason.strip()
        notice.save()
    return notice


def file_objection(*, actor: Any, assessment: Assessment, lines: Sequence[Contested]) -> Objection:
    """File an objection; the body goes to review. Raises Refusal after the last day, or for lines without reason."""
    policy.demand(actor, "evaluations.object", assessment.body)
    notice = latest_notice(assessment)
    demand_open(assessment, notice)
    faults = list(_faults(assessment, lines))
    if faults:
        raise Refusal(faults)
    late = clock.today() > notice.objection_due or assessment.state == "settled"
    with acts.act(actor, "evaluations.object"):
        objection = Objection(assessment=assessment, notice=notice, filed_by=actor, is_late=late)
        objection.before = notice.computation
        if late:
            objection.override_by, objection.override_reason = notice.reopened_by, notice.reopened_reason
        objection.save()
        for line in lines:
            one = ObjectionLine(objection=objection, rule_id=line.rule_id)
            one.reason, one.wanted = line.reason.strip(), line.wanted.strip()
            one.save()
        states.advance(assessment, "under_review", actor=actor, reason="提出异议 objection filed")
    return objection


def demand_open(assessment: Assessment, notice: Notice) -> None:
    """Raise Refusal where no objection can be filed today, saying which day was the last."""
    if is_open(assessment):
        return
    told = Text(
        f"异议期已于 {notice.objection_due} 届满，或者已经声明无异议、提出过异议",
        f"the period ended on {notice.objection_due}, or the body has declared or filed already",
    )
    remedy = Text("逾期的，请分管领导准许后再提", "for a late one ask the executive deputy to admit it")
    raise Refusal(Fault("period_closed", Place(clause="CQ-17"), told, remedy))


def withdraw_objection(*, actor: Any, objection: Objection) -> Objection:
    """Withdraw an objection that is under review; the body goes on to deliberation with the result it was told."""
    assessment = objection.assessment
    policy.demand(actor, "evaluations.object", assessment.body)
    states.demand_state(assessment, "under_review")
    if objection.settled_at is not None or objection.withdrawn_at is not None:
        raise Refusal(Fault("settled", Place(clause=assessment.body.name), *_SETTLED))
    with acts.act(actor, "evaluations.object", reason="撤回异议 withdrawn"):
        objection.withdrawn_at = clock.now()
        objection.save()
        states.advance(assessment, "settled", actor=actor, reason="撤回异议 objection withdrawn")
    return objection


def _faults(assessment: Assessment, lines: Sequence[Contested]) -> list[Fault]:
    scheme = papers.scheme_of(assessment.cycle)
    known = {rule.id for rule in scheme.every_rule()} | {sub_item.id for _, _, sub_item in scheme.sub_items()}
    if not lines:
        return [Fault("no_lines", Place(clause=assessment.body.name), *_NO_LINES)]
    ids = [line.rule_id for line in lines]
    wrong = [Fault("no_reason", Place(clause=one.rule_id), *_NO_REASON) for one in lines if not one.reason.strip()]
    wrong += [Fault("unknown_rule", Place(clause=one), *_UNKNOWN, one) for one in ids if one not in known]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    return wrong + [Fault("contested_twice", Place(clause=one), *_TWICE, one) for one in twice]


_STILL_OPEN = (
    Text("异议期还没有届满", "the period still runs"),
    Text("单位可以直接提出异议", "the body can simply object"),
)
_ADMITTED_ALREADY = (
    Text("这次告知已有一次逾期异议", "a late objection to this notice has been filed already"),
    Text("不能再次准许", "it cannot be admitted again"),
)
_NO_ADMISSION = (
    Text("准许逾期异议要写理由，期限不能早于今天", "a reason and a day from today on are needed"),
    Text("写明理由和期限", "write the reason and the day"),
)
_SETTLED = (
    Text("这份异议已经办结", "this objection has been settled"),
    Text("刷新页面", "reload the page"),
)
_NO_LINES = (
    Text("没有选择要提出异议的计分项", "no line is contested"),
    Text("至少选择一项", "choose at least one"),
)
_NO_REASON = (
    Text("这一项没有写理由", "no reason is given for this line"),
    Text("写明事实和依据", "write the facts and the basis"),
)
_UNKNOWN = (
    Text("方案里没有这一项", "the scheme has no such line"),
    Text("从评分卡上选择", "choose from the scorecard"),
)
_TWICE = (
    Text("这一项选了两次", "this line is contested twice"),
    Text("理由合并写在一处", "put the reasons together"),
)
