"""Settling what the source leaves open; each change is a row with its reason. The allocation has its own switch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text
from zhiheng_web.officers import refusals, rules
from zhiheng_web.officers.models import Setting

_REASON = Text("理由", "the reason")


def set_rules(*, actor: Any, organiser: Body, topic: str, values: Mapping[str, Any], reason: str) -> Setting:
    """Settle a topic for what is computed from now on; lists and allocations that are there keep their own rules.

    Raises Refusal for values out of range, without a reason, and for the allocation, which only a leader switches.
    """
    policy.demand(actor, "officers.set_rules", organiser)
    if topic not in rules.SHAPES or topic == "allocation":
        raise refusals.refusal("no_such_topic", *_NO_SUCH_TOPIC, value=topic)
    return _settle(actor, organiser, topic, values=values, reason=reason, deed="officers.set_rules")


def switch_allocation(
    *, actor: Any, organiser: Body, is_on: bool, reason: str, gate: Any = None, has_read_notice: bool = False
) -> Setting:
    """Turn the allocation of means on or off for a bureau, with the reason (WX-33, WX-AMB-07).

    Raises Refusal where it is turned on without the notice having been read or without a gate of quality.
    """
    policy.demand(actor, "officers.switch_allocation", organiser)
    if is_on and not has_read_notice:
        raise refusals.refusal("notice_unread", *_UNREAD)
    if is_on and gate is None:
        raise refusals.refusal("no_gate", *_NO_GATE)
    values = {"on": is_on, "gate": gate if is_on else None}
    deed = "officers.switch_allocation"
    return _settle(actor, organiser, "allocation", values=values, reason=reason, deed=deed)


def _settle(actor: Any, organiser: Body, topic: str, *, values: Mapping[str, Any], reason: str, deed: str) -> Setting:
    told = refusals.demand_text(reason, "no_reason", _REASON)
    read = rules.read(topic, dict(values))
    made = Setting(organiser=organiser, topic=topic, values=read.model_dump(mode="json"), reason=told, set_by=actor)
    made.set_at = clock.now()
    with acts.act(actor, deed, reason=told):
        made.save()
    return made


_NO_SUCH_TOPIC = (
    Text("没有这一类设定", "there is nothing of this kind to settle"),
    Text("核对类别", "check the topic"),
)
_UNREAD = (
    Text("没有确认已阅读法律风险提示", "the notice on the risk of law has not been confirmed"),
    Text("阅读提示并勾选确认", "read it and tick the box"),
)
_NO_GATE = (
    Text("没有设定质量门槛；质量是前提", "no gate of quality is set; quality comes first (WX-33)"),
    Text("填写平均扣分的门槛", "fill in the average deduction above which nothing is allocated"),
)
