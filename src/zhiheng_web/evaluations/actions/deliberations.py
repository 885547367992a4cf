"""Deciding on each body in a meeting (CQ-14): approved, amended with values and reasons, or returned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.evaluations import guards, scoring, states
from zhiheng_web.evaluations.actions import values
from zhiheng_web.evaluations.actions.meetings import demand_open
from zhiheng_web.evaluations.actions.objections import is_admitted
from zhiheng_web.evaluations.actions.proposals import take_off_the_table
from zhiheng_web.evaluations.models import Assessment, Decision, Meeting
from zhiheng_web.lib import clock

OUTCOMES: Mapping[str, Text] = {
    "approved": Text("通过", "approved"),
    "amended": Text("修改后通过", "approved as amended"),
    "returned": Text("退回核实", "returned for verification"),
}


@dataclass(frozen=True, slots=True)
class Amendment:
    """A value that the meeting sets, and why."""

    rule_id: str
    value: str
    reason: str


def decide(
    *,
    actor: Any,
    meeting: Meeting,
    assessment: Assessment,
    outcome: str,
    reason: str = "",
    amendments: Sequence[Amendment] = (),
) -> Decision:
    """Enter what the meeting decided on a body. Amended values are established and the score is computed again.

    Raises Refusal for a body that does not await deliberation, for the actor's own body, without a needed reason, and
    where nobody of the meeting was free to decide.
    """
    guards.demand_organiser(actor, "evaluations.decide", assessment)
    demand_open(meeting)
    _demand_ready(meeting, assessment)
    _demand_whole(outcome, reason, amendments)
    told = [replace(one, value=values.settled(assessment, one.rule_id, one.value)) for one in amendments]
    with acts.act(actor, "evaluations.decide", reason=reason):
        decision = Decision(meeting=meeting, assessment=assessment, outcome=outcome, reason=reason.strip())
        decision.amendments = [{"rule_id": one.rule_id, "value": one.value, "reason": one.reason} for one in told]
        decision.decided_by = actor
        decision.save()
        for one in told:
            values.establish(assessment, one.rule_id, one.value, actor=actor, reason=f"审议修改：{one.reason}")
        if told:
            scoring.compute(assessment.cycle, "reviewed", actor=actor, why="审议修改 amended by the meeting")
        if outcome == "returned":
            take_off_the_table(assessment, f"审议退回：{reason}")
        to = "verification" if outcome == "returned" else "approved"
        states.advance(assessment, to, actor=actor, reason=reason.strip() or OUTCOMES[outcome].zh)
    return decision


def approve_undisputed(*, actor: Any, meeting: Meeting) -> list[Decision]:
    """Approve every body that awaits deliberation and never objected, each with a decision of its own, in one act.

    Bodies of the actor's own, and those on which nobody present was free to decide, are left out: they need others.
    """
    demand_open(meeting)
    chosen = [one for one in undisputed(meeting) if _can_decide(actor, meeting, one)]
    if not chosen:
        raise Refusal(Fault("nothing_undisputed", Place(clause=meeting.name), *_NOTHING_UNDISPUTED))
    with acts.act(actor, "evaluations.decide", reason="无争议的一并通过 undisputed"):
        return [decide(actor=actor, meeting=meeting, assessment=one, outcome="approved") for one in chosen]


def take_back(*, actor: Any, assessment: Assessment, reason: str) -> None:
    """Take an approved body back to verification before it is published: something was found open or wrong after all.

    Raises Refusal for the actor's own body, without a reason, and once the result is published.
    """
    guards.demand_organiser(actor, "evaluations.decide", assessment)
    states.demand_state(assessment, "approved")
    if not reason.strip():
        raise Refusal(Fault("no_reason", Place(clause=assessment.body.name), *_NO_REASON))
    with acts.act(actor, "evaluations.decide", reason=reason):
        take_off_the_table(assessment, f"审议后退回：{reason}")
        states.advance(assessment, "verification", actor=actor, reason=reason.strip())


def undisputed(meeting: Meeting) -> list[Assessment]:
    """Return the bodies that await deliberation, never objected, and may not object any more."""
    waiting = meeting.cycle.assessments.filter(state="settled", objections=None)
    return [one for one in waiting.select_related("body", "cycle__organiser") if not _late_objection_may_come(one)]


def _can_decide(actor: Any, meeting: Meeting, assessment: Assessment) -> bool:
    try:
        guards.demand_organiser(actor, "evaluations.decide", assessment)
    except Refusal:
        return False
    return has_deciders(meeting, assessment)


def _demand_ready(meeting: Meeting, assessment: Assessment) -> None:
    """Raise Refusal where a body is not before this meeting, or the meeting cannot decide on it."""
    place = Place(clause=assessment.body.name)
    if assessment.cycle_id != meeting.cycle_id:
        raise Refusal(Fault("other_cycle", place, *_OTHER_CYCLE))
    states.demand_state(assessment, "settled")
    if _late_objection_may_come(assessment):
        raise Refusal(Fault("late_objection_admitted", place, *_ADMITTED))
    if not has_deciders(meeting, assessment):
        raise Refusal(Fault("all_recused", place, *_ALL_RECUSED))


def _late_objection_may_come(assessment: Assessment) -> bool:
    notice = assessment.notices.order_by("-id").first()
    return notice is not None and is_admitted(notice, clock.today())


def _demand_whole(outcome: str, reason: str, amendments: Sequence[Amendment]) -> None:
    told: Text | None = None
    if outcome not in OUTCOMES:
        told = Text("没有这种审议结论", "there is no such outcome")
    elif outcome != "approved" and not reason.strip():
        told = Text("退回或修改要写理由", "to return or amend a reason is needed")
    elif (outcome == "amended") != bool(amendments):
        told = Text("修改要写明哪一项改成什么，其他结论不带修改", "an amendment names line and value; others have none")
    elif any(not one.value.strip() or not one.reason.strip() for one in amendments):
        told = Text("每项修改都要写值和理由", "each amendment needs value and reason")
    if told is not None:
        raise Refusal(Fault("incomplete_decision", Place(), told, Text("补全再保存", "complete it and save again")))


def has_deciders(meeting: Meeting, assessment: Assessment) -> bool:
    """Return whether anybody present was free to decide on a body (CQ-07)."""
    present = [one for one in meeting.attendances.all() if one.is_present]
    if not present:
        return bool(meeting.chair) and not meeting.attendances.exists()
    return any(one.recused_from_id != assessment.body_id for one in present)


_NO_REASON = (
    Text("退回没有写理由", "no reason is given"),
    Text("写明哪一条、为什么", "say which line and why"),
)
_NOTHING_UNDISPUTED = (
    Text("没有可以一并通过的单位", "there is no body to approve together"),
    Text("提出过异议的逐个审议", "decide one by one on those that objected"),
)
_OTHER_CYCLE = (
    Text("这个单位不在会议审议的评价周期里", "the body is not in the cycle of this meeting"),
    Text("从会议页面的名单中选择", "choose from the list of the meeting"),
)
_ADMITTED = (
    Text("已准许逾期提出异议，期限未到", "a late objection has been admitted and may still come"),
    Text("期限届满或复核完毕后再审议", "wait for that day, or for the review"),
)
_ALL_RECUSED = (
    Text("到会人员都应回避，不能作出决定", "everybody present stands aside on this body"),
    Text("补记到会人员", "enter who else was there"),
)
