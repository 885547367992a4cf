"""Issuing the documents of a month: the list, the red cards, the circular on poor units (WX-18 to WX-20)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import F

from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text
from zhiheng_web.officers import papers, refusals, rules
from zhiheng_web.officers.models import Circular, LogEntry, Month
from zhiheng_web.officers.reading.standing import formula_text, standings

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


def issue_award_list(
    *, actor: Any, organiser: Body, period_from: date, period_to: date, most: int | None = None
) -> IssuedDocument:
    """Issue whom the numbers of the months of [period_from, period_to) put forward for awards; `most` of them.

    It decides nothing (WX-31). Raises Refusal where no published month has a case, and for a list with oneself on it.
    """
    policy.demand(actor, _DEED, organiser)
    told = rules.in_force(organiser, rules.AwardRules)
    if period_to <= period_from:
        raise refusals.refusal("empty_period", *_NO_PERIOD)
    rows = standings(organiser, period_from, period_to, told)
    rows = [one for one in rows if most is None or (one.rank or 0) <= most]
    if not rows:
        raise refusals.refusal("nobody", *_NOBODY, about=organiser.name)
    for one in rows:
        refusals.demand_not_oneself(actor, one.officer)
    with acts.act(actor, _DEED):
        basis = _basis(period_from, period_to, told)
        return papers.award_list(organiser, rows, since=period_from, until=period_to, basis=basis, actor=actor)


def _basis(since: date, until: date, told: rules.AwardRules) -> Text:
    last = until - timedelta(days=1)
    months = Text(
        f"{since:%Y-%m} 至 {last:%Y-%m} 已公示的月清单", f"published months from {since:%Y-%m} to {last:%Y-%m}"
    )
    formula = formula_text(told)
    if formula is None:
        return Text(f"{months.zh}；名次按平均扣分", f"{months.en}; ranks by the average deduction")
    return Text(f"{months.zh}；{formula.zh}", f"{months.en}; {formula.en}")


def issue_circular(*, actor: Any, month: Month, bodies: Iterable[int], demand: str = "") -> Circular:
    """Issue the numbered circular on units of a published month; whom it names is the decision of people (WX-AMB-05).

    Raises Refusal where no unit is named, or one that has no reviewed file in the month.
    """
    policy.demand(actor, _DEED, month.organiser)
    refusals.demand_state(month, "published")
    wanted = set(bodies)
    told = month.units.filter(body__in=wanted, cases__gt=0)
    units = list(told.order_by(F("rank").asc(nulls_last=True), "body__path"))
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
_NO_PERIOD = (
    Text("期间的止早于起", "the period ends before it begins"),
    Text("核对起止月份", "check the months"),
)
_NOBODY = (
    Text("这段时间没有已公示的月清单，或者没有人办案", "no month of this period is published, or nobody has a case"),
    Text("公示月清单后再印发", "publish the monthly lists first"),
)
