"""Tolerance of faults (容错, CQ-40 to CQ-44): requested on a ground with its proof, decided by somebody else."""

from __future__ import annotations

from typing import Any

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.evaluations import guards, jobs, queries, states
from zhiheng_web.evaluations.models import Assessment, Tolerance, Veto
from zhiheng_web.evaluations.reading.tolerance import ground_of, grounds_of, tolerable_of
from zhiheng_web.lib import clock, policy

_STATES = ("self_evaluation", "verification", "under_review")


def request_tolerance(
    *,
    actor: Any,
    assessment: Assessment,
    rule_id: str,
    ground: str,
    facts: str,
    citation: str = "",
    row: str = "",
    quantity: int = 1,
) -> Tolerance:
    """Request that a fault costs no points. Which proof a ground asks for, `reading.tolerance.GROUNDS` says.

    Raises Refusal where the scheme has no such ground, where facts or citation are missing, where there is nothing to
    tolerate, and for a veto unless the option `exempt_vetoes` lets tolerance lift it (CQ-AMB-08).
    """
    policy.demand(actor, "evaluations.request_tolerance", assessment.body)
    states.demand_state(assessment, *_STATES)
    place = Place(clause=rule_id)
    faults = []
    if ground not in dict(grounds_of(assessment)):
        faults.append(Fault("unknown_tolerance", place, *_NO_SUCH_GROUND, ground))
    asked = ground_of(ground)
    if not facts.strip():
        faults.append(Fault("no_facts", place, *_missing(asked.facts)))
    if asked.citation is not None and not citation.strip():
        faults.append(Fault("no_citation", place, *_missing(asked.citation)))
    told = _target(assessment, rule_id, row, quantity)
    if isinstance(told, Fault):
        faults.append(told)
    if faults or isinstance(told, Fault):
        raise Refusal(faults)
    one = Tolerance(assessment=assessment, rule_id=rule_id, row=row, quantity=told, ground=ground)
    one.facts, one.citation, one.requested_by = facts.strip(), citation.strip(), actor
    with acts.act(actor, "evaluations.request_tolerance"):
        one.save()
    return one


def _target(assessment: Assessment, rule_id: str, row: str, quantity: int) -> int | Fault:
    """Return how many are to be tolerated, or what is wrong with what was named."""
    place = Place(clause=rule_id)
    if rule_id in {rule.id for rule in queries.scheme_of(assessment.cycle).vetoes}:
        if assessment.cycle.options.get("exempt_vetoes", "no") != "yes":
            return Fault("veto_stays", place, *_VETO_STAYS)
        known = Veto.objects.filter(assessment=assessment, rule_id=rule_id, row=row).exclude(row="")
        return 1 if known.exists() else Fault("nothing_to_tolerate", place, *_NOTHING, row)
    found = [one for one in tolerable_of(assessment) if one.rule_id == rule_id and one.row == row]
    if not found:
        return Fault("nothing_to_tolerate", place, *_NOTHING, row)
    if row:
        return found[0].quantity
    granted = assessment.tolerances.filter(rule_id=rule_id, row="", status="granted")
    left = found[0].quantity - sum(one.quantity for one in granted)
    if not 1 <= quantity <= left:
        reason = Text(f"可容错的数量是 1 至 {left}", f"between 1 and {left} can be tolerated")
        return Fault("bad_quantity", place, reason, Text("改数量", "change the number"), str(quantity))
    return quantity


def decide_tolerance(*, actor: Any, tolerance: Tolerance, is_granted: bool, reason: str) -> Tolerance:
    """Grant or refuse a tolerance, with the reason; never by the one who requested it.

    What is granted stays in sight at 0 points. Raises Refusal where it is decided already.
    """
    assessment = tolerance.assessment
    guards.demand_organiser(actor, "evaluations.decide_tolerance", assessment)
    states.demand_state(assessment, "verification", "under_review")
    place = Place(clause=tolerance.rule_id)
    if tolerance.requested_by_id == actor.pk:
        raise Refusal(Fault("same_person", place, *_SAME_PERSON))
    if not reason.strip():
        raise Refusal(Fault("no_reason", place, *_NO_REASON))
    with acts.act(actor, "evaluations.decide_tolerance", reason=reason.strip()):
        one: Tolerance = Tolerance.objects.select_for_update().get(pk=tolerance.pk)
        if one.status != "requested":
            raise Refusal(Fault("changed_meanwhile", place, *_DECIDED))
        one.status = "granted" if is_granted else "refused"
        one.decision_reason, one.decided_by, one.decided_at = reason.strip(), actor, clock.now()
        one.save()
    if is_granted:
        jobs.compute_soon(assessment.cycle, "current", actor=actor, why=f"{one.rule_id} 准予容错 {one.ground}")
    return one


def _missing(what: Text) -> tuple[Text, Text]:
    return (
        Text(f"没有写{what.zh}", f"missing: {what.en}"),
        Text("补充后再提交", "add it and send again"),
    )


_NO_SUCH_GROUND = (
    Text("方案没有这种容错情形", "the scheme has no such ground of tolerance"),
    Text("从列出的情形中选择", "choose among those listed"),
)
_VETO_STAYS = (
    Text("容错只免扣分，不免除一票否决（CQ-AMB-08）", "tolerance spares points, it lifts no veto (CQ-AMB-08)"),
    Text("有异议的，在一票否决页面说明理由，由两人决定", "object on the page of the veto; two persons decide"),
)
_NOTHING = (
    Text("这里没有可以容错的扣分", "there is no deduction here that could be tolerated"),
    Text("从列出的扣分中选择", "choose among the deductions listed"),
)
_SAME_PERSON = (
    Text("这件容错是您申请的", "you requested this tolerance yourself"),
    Text("请另一人决定", "another person must decide"),
)
_NO_REASON = (
    Text("决定没有写理由", "no reason is given"),
    Text("写明为什么准予或者不予", "say why it is granted or refused"),
)
_DECIDED = (
    Text("别人刚刚作出了决定", "somebody else has just decided"),
    Text("刷新页面查看", "reload the page"),
)
