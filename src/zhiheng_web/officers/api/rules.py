"""Operations on what a bureau settles."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Schema, Status

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.lib.rest import Points, api_does
from zhiheng_web.lib.schemas import Data, Reason
from zhiheng_web.officers import rules
from zhiheng_web.officers.actions import settling
from zhiheng_web.officers.api.routing import router


class RulesOut(Schema):
    """A topic with the rules in force."""

    topic: str
    values: Data


class RulesIn(Schema):
    """A topic with its rules; numbers as decimal strings."""

    topic: Literal["month", "tracking", "accountability", "awards"]
    values: dict[str, Any]
    reason: Reason


class SettingOut(Schema):
    """A settlement."""

    id: int
    topic: str
    values: Data
    reason: str
    set_at: datetime


class SwitchIn(Schema):
    """Whether means are allocated here; with a gate of quality and the notice read where they are."""

    is_on: bool
    reason: Reason
    gate: Points | None = None
    has_read_notice: bool = False


@router.get("/bodies/{body_id}/rules", response=list[RulesOut])
@api_does("officers.set_rules", target=body_by_id)
def rules_of(request: HttpRequest, body: Body) -> list[RulesOut]:
    """查看计算规则。 Read the rules in force for a bureau."""
    return [
        RulesOut(topic=topic, values=rules.in_force(body, shape).model_dump(mode="json"))
        for topic, shape in rules.SHAPES.items()
    ]


@router.post("/bodies/{body_id}/rules", response={201: SettingOut})
@api_does("officers.set_rules", target=body_by_id)
def settle(request: HttpRequest, body: Body, told: RulesIn) -> Any:
    """设定计算规则。 Settle a topic for what is computed from now on."""
    return Status(201, settling.set_rules(actor=request.user, organiser=body, **told.dict()))


@router.post("/bodies/{body_id}/allocation", response={201: SettingOut})
@api_does("officers.switch_allocation", target=body_by_id)
def switch(request: HttpRequest, body: Body, told: SwitchIn) -> Any:
    """启用或停用经费测算。 Turn the allocation of means on or off."""
    given = {**told.dict(), "gate": None if told.gate is None else str(told.gate)}
    return Status(201, settling.switch_allocation(actor=request.user, organiser=body, **given))
