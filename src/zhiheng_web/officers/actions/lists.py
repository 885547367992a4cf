"""Issuing the documents of a month: the list, the red cards, the circular on poor units (WX-18 to WX-20)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text
from zhiheng_web.officers import papers, refusals
from zhiheng_web.officers.models import Circular, LogEntry, Month

_DEED = "officers.issue_list"


def issue_list(*, actor: Any, month: Month, kind: str = "monthly_list") -> IssuedDocument:
    """Issue the list of a published month as a document: `monthly_list`, or `red_card_list`."""
    policy.demand(actor, _DEED, month.organiser)
    refusals.demand_state(month, "published")
    if kind not in ("monthly_list", "red_card_list"):
        raise refusals.refusal("no_such_list", *_NO_LIST, value=kind)
    make = papers.monthly_list if kind == "monthly_list" else papers.red_card_list
    with acts.act(actor, _DEED):
        return make(month, actor=actor)


def issue_circular(*, actor: Any, month: Month, bodies: Iterable[int], demand: str = "") -> Circular:
    """Issue the numbered circular on units of a published month; whom it names is the decision of people (WX-AMB-05).

    Raises Refusal where no unit is named, or one that has no reviewed file in the month.
    """
    policy.demand(actor, _DEED, month.organiser)
    refusals.demand_state(month, "published")
    wanted = set(bodies)
    units = list(month.units.filter(body__in=wanted, cases__gt=0).order_by("rank", "body__path"))
    if not units or {one.body_id for one in units} != wanted:
        raise refusals.refusal("no_such_unit", *_NO_UNIT)
    with acts.act(actor, _DEED):
        Body.objects.select_for_update().get(pk=month.organiser_id)
        made = Circular(month=month, bodies=sorted(wanted), demand=demand.strip(), by=actor, at=clock.now())
        made.document = papers.review_circular(month, units, made.demand, actor=actor)
        made.save()
        LogEntry(month=month, channel="circular", where=made.document.number, by=actor, at=clock.now()).save()
    return made


_NO_LIST = (Text("没有这种清单", "there is no such list"), Text("选月清单或红牌名单", "choose one of the two lists"))
_NO_UNIT = (
    Text("没有选中本月有评查案卷的单位", "no unit with reviewed files in the month was chosen"),
    Text("在单位表中选要通报的单位", "choose the units in the table"),
)
