"""The notice that something is supervised (督办通知), issued to the unit and entered in the timeline."""

from __future__ import annotations

from typing import Any

from zhiheng_web.audit import acts
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text, say
from zhiheng_web.officers import guards, papers, refusals
from zhiheng_web.officers.models import Tracking, TrackingStep


def issue_notice(*, actor: Any, tracking: Tracking, demands: str) -> TrackingStep:
    """Issue the notice of supervision to the unit, one demand a line.

    Raises Refusal without demands or deadline, for oneself, and where the tracking is closed.
    """
    policy.demand(actor, "officers.track", tracking.organiser)
    for officer in guards.tracked_officers(tracking):
        refusals.demand_not_oneself(actor, officer)
    told = [one.strip() for one in demands.splitlines() if one.strip()]
    refusals.demand_text("".join(told), "no_demands", Text("督办要求", "the demands"))
    if not tracking.is_open or tracking.due_on is None:
        raise refusals.refusal("no_deadline", *_NO_DEADLINE, about=str(tracking))
    with acts.act(actor, "officers.track"):
        document = papers.supervision_notice(tracking, told, actor=actor)
        words = Text(f"发出督办通知 {document.number}", f"notice of supervision {document.number}")
        step = TrackingStep(tracking=tracking, text=say(words), document=document, by=actor, at=clock.now())
        step.due_on = tracking.due_on
        step.save()
    return step


_NO_DEADLINE = (
    Text("没有时限，或者已经办结", "there is no deadline, or it is closed"),
    Text("先写明时限，再发督办通知", "set a deadline first"),
)
