"""Vetoes (一票否决, CQ-30 to CQ-39): put forward from the ledger or by a person, turned by two keys or rejected."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.evaluations import guards, jobs, queries, states
from zhiheng_web.evaluations.models import Assessment, Veto
from zhiheng_web.evaluations.reading.gaps import unproposed_vetoes
from zhiheng_web.evaluations.reading.veto import told_by_the_ledger
from zhiheng_web.lib import clock

#: Where a cause and an impact must both be ticked (CQ-39).
TWO_TICKS = "V9"
_STATES = ("verification", "under_review")


def propose_from_ledger(*, actor: Any, assessment: Assessment) -> int:
    """Put the vetoes of the ledger before the two keys (CQ-34 to CQ-38); return how many are new.

    Called when the verification begins; asked again it adds nothing. `actor` is whoever began it, or None.
    """
    if not unproposed_vetoes(assessment):
        return 0
    with acts.act(actor, "evaluations.propose_veto", reason="台账记载 of the ledger"):
        return put_forward(assessment)


def put_forward(assessment: Assessment) -> int:
    """Store the vetoes of the ledger that are not stored yet, inside the act under way; return how many."""
    fresh = unproposed_vetoes(assessment)
    for rule_id, row in fresh:
        told = told_by_the_ledger(assessment, row)
        Veto(assessment=assessment, rule_id=rule_id, row=row, fact=told.fact, fact_date=told.day).save()
    return len(fresh)


def propose_veto(
    *,
    actor: Any,
    assessment: Assessment,
    rule_id: str,
    fact: str,
    document: str = "",
    fact_date: date | None = None,
    is_fault_of_work: bool = False,
    has_adverse_impact: bool = False,
) -> Veto:
    """Propose a veto that the ledger does not know. It touches no score before two persons have confirmed it.

    Raises Refusal for a rule that is no veto, without a fact, for a day outside the period, and for V9 unless both the
    cause (a fault of work) and the adverse impact are confirmed (CQ-39).
    """
    guards.demand_organiser(actor, "evaluations.propose_veto", assessment)
    states.demand_state(assessment, *_STATES)
    cycle, place = assessment.cycle, Place(clause=rule_id)
    faults = []
    if rule_id not in {rule.id for rule in queries.scheme_of(cycle).vetoes}:
        faults.append(Fault("unknown_rule", place, *_NO_SUCH_VETO, rule_id))
    if not fact.strip():
        faults.append(Fault("no_fact", place, *_NO_FACT))
    if fact_date is not None and not cycle.period_from <= fact_date < cycle.period_to:
        faults.append(Fault("out_of_period", place, *_OUT_OF_PERIOD, fact_date.isoformat()))
    if rule_id == TWO_TICKS and not (is_fault_of_work and has_adverse_impact):
        faults.append(Fault("not_both", place, *_NOT_BOTH))
    if faults:
        raise Refusal(faults)
    ticks = "（原因：工作失误或执法过错，已确认；不良社会影响，已确认）" if rule_id == TWO_TICKS else ""
    one = Veto(assessment=assessment, rule_id=rule_id, fact=f"{fact.strip()}{ticks}", document=document.strip())
    one.fact_date, one.proposed_by = fact_date, actor
    with acts.act(actor, "evaluations.propose_veto"):
        one.save()
    return one


def turn_key(*, actor: Any, veto: Veto, seen: str) -> Veto:
    """Turn a key: the first person's confirms for himself, a second person's makes the veto count (CQ-30).

    `seen` is the status on the page; where it has changed meanwhile the turn is refused.
    """
    _demand_turn(actor, veto)
    with acts.act(actor, "evaluations.turn_key"):
        one = _locked(veto, seen)
        if one.status == "first_key" and one.first_key_by_id == actor.pk:
            raise Refusal(Fault("same_person", Place(clause=one.rule_id), *_SAME_PERSON))
        if one.status == "proposed":
            one.status, one.first_key_by, one.first_key_at = "first_key", actor, clock.now()
        else:
            one.status, one.second_key_by, one.second_key_at = "confirmed", actor, clock.now()
        one.save()
    if one.status == "confirmed":
        why = f"{one.rule_id} 一票否决经双人确认"
        jobs.compute_soon(one.assessment.cycle, "current", actor=actor, why=why)
    return one


def reject_veto(*, actor: Any, veto: Veto, reason: str, seen: str) -> Veto:
    """Reject a veto with the reason; the proposal stays on record. It was held back before, so no score changes."""
    _demand_turn(actor, veto)
    if not reason.strip():
        raise Refusal(Fault("no_reason", Place(clause=veto.rule_id), *_NO_REASON))
    with acts.act(actor, "evaluations.turn_key", reason=reason.strip()):
        one = _locked(veto, seen)
        one.status, one.rejected_by, one.reason = "rejected", actor, reason.strip()
        one.save()
    return one


def _demand_turn(actor: Any, veto: Veto) -> None:
    guards.demand_organiser(actor, "evaluations.turn_key", veto.assessment)
    states.demand_state(veto.assessment, *_STATES)


def _locked(veto: Veto, seen: str) -> Veto:
    """Return the veto as it stands now, held until the act ends; refused where it is not what the page showed."""
    one = Veto.objects.select_for_update().get(pk=veto.pk)
    if one.status != seen or one.status not in ("proposed", "first_key"):
        raise Refusal(Fault("changed_meanwhile", Place(clause=one.rule_id), *_CHANGED))
    found: Veto = one
    return found


_NO_SUCH_VETO = (
    Text("方案没有这一项否决情形", "the scheme has no such veto"),
    Text("从列出的情形中选择", "choose among those listed"),
)
_NO_FACT = (Text("没有写事实", "no fact is given"), Text("写明何时、何事、依据", "say when, what, and on what basis"))
_OUT_OF_PERIOD = (
    Text("日期不在评价期间", "the day lies outside the evaluation period"),
    Text("核对日期；不属于本期间的，在相应年度提出", "check the day; what belongs to another year is proposed there"),
)
_NOT_BOTH = (
    Text("没有同时确认原因和不良影响", "cause and adverse impact are not both confirmed"),
    Text(
        "只有因工作失误或者执法过错，且造成不良社会影响的，才能提出；两项都要勾选",
        "it takes a fault of work and an adverse social impact: tick both, or do not propose it",
    ),
)
_SAME_PERSON = (
    Text("第一把钥匙也是您确认的", "you have turned the first key yourself"),
    Text("请另一人确认", "another person must turn the second"),
)
_NO_REASON = (Text("驳回没有写理由", "no reason is given"), Text("写明为什么不成立", "say why it does not hold"))
_CHANGED = (
    Text("别人刚刚办理过", "somebody else has just dealt with it"),
    Text("刷新页面，按当前状态办理", "reload the page and go on from the present state"),
)
