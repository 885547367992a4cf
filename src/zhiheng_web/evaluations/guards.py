"""What the policy table cannot say: only the organiser runs a cycle, and nobody decides on their own body."""

from __future__ import annotations

from typing import Any

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.bodies.models import Body, Seat
from zhiheng_web.evaluations.models import Assessment
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.versions import demand_version as demand_version


def demand_organiser(actor: Any, deed: str, assessment: Assessment) -> None:
    """Raise unless the actor may do a deed to the body and holds a post of the organiser that may do it.

    Another office above the body (of the city, in a cycle that the province runs) is not the one to verify. Raises
    policy.Denied, or Refusal where the body is the actor's own.
    """
    policy.demand(actor, deed, assessment.body)
    entry = policy.deed_of(deed)
    held = [post for post in policy.posts_of(actor) if policy.Role(post.role) in entry.grants]
    if not any(post.body.pk == assessment.cycle.organiser_id for post in held):
        raise policy.Denied(entry)
    demand_not_own(actor, assessment.body)


def demand_not_own(actor: Any, body: Body) -> None:
    """Raise Refusal where the actor holds a post at the body, or a seat that represents it (CQ-07)."""
    today = clock.today()
    own = any(post.body.path.startswith(body.path) for post in policy.posts_of(actor))
    seats = Seat.objects.filter(account=actor, represents=body) if getattr(actor, "pk", None) else []
    if own or any(seat.is_held_on(today) for seat in seats):
        raise Refusal(
            Fault(
                "own_body",
                Place(clause=body.name),
                Text("这是您任职或代表的单位，不能核实或决定", "you hold a post at this body or represent it"),
                Text("请领导小组的其他成员办理，并记录回避", "let another member do it and record your recusal"),
            )
        )


def represented_by(actor: Any) -> frozenset[int]:
    """Return the bodies that a person represents in a leading group today, and stands aside on (CQ-07)."""
    if getattr(actor, "pk", None) is None:
        return frozenset()
    today = clock.today()
    seats = Seat.objects.filter(account=actor, represents__isnull=False)
    return frozenset(seat.represents_id for seat in seats if seat.is_held_on(today))
