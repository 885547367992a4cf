"""Sharing means among units by quantity and quality (WX-33): off unless switched on, amounts typed in by hand alone.

Nothing of a case but its deductions enters here: what was fined or confiscated must not be linked with those who
enforce (Administrative Penalty Law art. 74; Business Environment Regulation art. 59; WX-AMB-07).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text
from zhiheng_web.officers import counting, refusals, rules
from zhiheng_web.officers.models import Allocation, AllocationLine
from zhiheng_web.officers.reading.standing import UnitShare, unit_shares


def allocate(
    *,
    actor: Any,
    organiser: Body,
    title: str,
    amount: Decimal,
    origin: str,
    period_from: date,
    period_to: date,
    is_budget: bool,
) -> Allocation:
    """Compute how an amount would be shared: cases × quality, nothing where the gate of quality is not passed.

    Raises Refusal where the module is off, where nobody confirms that the amount comes from the budget and not from
    what was fined or confiscated, for an amount of nothing, and where no unit has files in published months.
    """
    policy.demand(actor, "officers.allocate", organiser)
    told = rules.in_force(organiser, rules.AllocationRules)
    if not told.on or told.gate is None:
        raise refusals.refusal("allocation_off", *_OFF)
    if not is_budget:
        raise refusals.refusal("not_budget", *_NOT_BUDGET)
    if amount <= 0 or amount != amount.quantize(Decimal("0.01")):
        raise refusals.refusal("bad_amount", *_BAD_AMOUNT, value=str(amount))
    if period_to <= period_from:
        raise refusals.refusal("wrong_day", *_WRONG_PERIOD)
    shares = unit_shares(organiser, period_from, period_to)
    if not any(one.weight(told.gate) for one in shares):
        raise refusals.refusal("nothing_to_share", *_NOTHING)
    made = Allocation(organiser=organiser, period_from=period_from, period_to=period_to, amount=amount, made_by=actor)
    made.title = refusals.demand_text(title, "no_title", Text("名称", "the title"))
    made.origin = refusals.demand_text(origin, "no_origin", Text("经费来源", "where the means come from"))
    made.rules, made.made_at = told.model_dump(mode="json"), clock.now()
    with acts.act(actor, "officers.allocate"):
        made.save()
        _share(made, shares, told.gate)
    return made


def _share(made: Allocation, shares: list[UnitShare], gate: Decimal) -> None:
    weights = [one.weight(gate) for one in shares]
    for one, weight, amount in zip(shares, weights, counting.shares(made.amount, weights), strict=True):
        line = AllocationLine(allocation=made, body=one.body, cases=one.cases, weight=str(weight), amount=amount)
        line.average, line.passes_gate = counting.written(one.total, one.cases), one.passes(gate)
        line.save()


def decide_allocation(*, actor: Any, allocation: Allocation, is_adopted: bool, reason: str) -> Allocation:
    """Adopt a computation or discard it, with the reason; by somebody other than the one who made it."""
    policy.demand(actor, "officers.adopt_allocation", allocation.organiser)
    if allocation.made_by_id == actor.pk:
        raise refusals.refusal("same_person", *_SAME_PERSON, about=str(allocation))
    told = refusals.demand_text(reason, "no_reason", Text("理由", "the reason"))
    if is_adopted and not rules.in_force(allocation.organiser, rules.AllocationRules).on:
        raise refusals.refusal("allocation_off", *_OFF)
    with acts.act(actor, "officers.adopt_allocation", reason=told):
        chosen = Allocation.objects.select_for_update(of=("self",)).select_related("organiser")
        one: Allocation = chosen.get(pk=allocation.pk)
        refusals.demand_state(one, "draft")
        one.state = "adopted" if is_adopted else "discarded"
        one.decided_by, one.decided_at, one.decision_reason = actor, clock.now(), told
        one.save()
    return one


_OFF = (
    Text("本机构没有启用办案经费测算", "the allocation of means is not turned on here"),
    Text("由主要领导写明理由启用；默认不启用", "a leader may turn it on with a reason; it is off by default"),
)
_NOT_BUDGET = (
    Text("没有确认总额来自财政预算、与罚没款项无关", "nobody confirmed that the amount is of the budget, not of fines"),
    Text("核实后勾选确认", "check it and tick the box"),
)
_BAD_AMOUNT = (
    Text("总额要大于 0，至多两位小数", "the amount is above 0 with two decimals at most"),
    Text("改总额", "change the amount"),
)
_WRONG_PERIOD = (Text("期间的止早于起", "the period ends before it begins"), Text("核对月份", "check the months"))
_NOTHING = (
    Text("期间内没有通过质量门槛的单位", "no unit passes the gate of quality in this period"),
    Text("核对期间；月清单公示后才计入", "check the period; only published months count"),
)
_SAME_PERSON = (
    Text("测算是您作出的，由他人决定", "you made this computation; somebody else decides"),
    Text("请主要领导或分管领导决定", "ask a leader to decide"),
)
