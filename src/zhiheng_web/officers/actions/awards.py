"""Awards: the list only puts numbers before people, who decide (WX-31, WX-32, WX-34). Nobody about themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text
from zhiheng_web.officers import refusals, rules
from zhiheng_web.officers.models import Award
from zhiheng_web.officers.reading.standing import standings, unit_shares

_DEED = "officers.decide_award"


def decide_award(
    *,
    actor: Any,
    organiser: Body,
    title: str,
    reason: str,
    period_from: date,
    period_to: date,
    decided_on: date,
    officer: Officer | None = None,
    body: Body | None = None,
) -> Award:
    """Record a reward that was decided for an officer or a unit; the numbers of the period are pinned to it.

    Raises Refusal for oneself, for somebody of another bureau, without title or reason, for a day to come.
    """
    policy.demand(actor, _DEED, organiser)
    refusals.demand_not_oneself(actor, officer)
    unit = officer.body if officer is not None else body
    if unit is None or not unit.path.startswith(organiser.path):
        raise refusals.refusal("other_bureau", *_OTHER)
    if decided_on > clock.today() or period_to <= period_from:
        raise refusals.refusal("wrong_day", *_WRONG_DAY)
    told = refusals.demand_text(reason, "no_reason", Text("理由", "the reason"))
    one = Award(organiser=organiser, body=unit, officer=officer, period_from=period_from, period_to=period_to)
    one.title = refusals.demand_text(title, "no_title", Text("奖励名称", "the award"))
    one.numbers = _numbers(organiser, unit, officer, since=period_from, until=period_to)
    one.reason, one.decided_on, one.decided_by, one.entered_at = told, decided_on, actor, clock.now()
    with acts.act(actor, _DEED, reason=told):
        one.save()
    return one


def _numbers(organiser: Body, unit: Body, officer: Officer | None, *, since: date, until: date) -> dict[str, Any]:
    if officer is not None:
        told = rules.in_force(organiser, rules.AwardRules)
        found = [one for one in standings(organiser, since, until, told) if one.officer.pk == officer.pk]
        return found[0].numbers() if found else {}
    for share in unit_shares(organiser, since, until):
        if share.body.pk == unit.pk:
            return {"cases": share.cases, "average": str(share.average)}
    return {}


def withdraw_award(*, actor: Any, award: Award, reason: str) -> Award:
    """Take a reward back; it stays in sight with the reason."""
    policy.demand(actor, _DEED, award.organiser)
    refusals.demand_not_oneself(actor, award.officer)
    told = refusals.demand_text(reason, "no_reason", Text("撤销理由", "the reason"))
    with acts.act(actor, _DEED, reason=told):
        one: Award = Award.objects.select_for_update(of=("self",)).get(pk=award.pk)
        if one.withdrawn_on is not None:
            raise refusals.refusal("withdrawn", *_WITHDRAWN)
        one.withdrawn_on, one.withdrawn_reason = clock.today(), told
        one.save()
    return one


_OTHER = (
    Text("不是本机构或下级单位的人员、单位", "it is nobody of this bureau"),
    Text("核对人员或单位", "check officer or unit"),
)
_WRONG_DAY = (
    Text("决定日期在今天以后，或者期间的止早于起", "the day is still to come, or the period ends before it begins"),
    Text("核对日期", "check the days"),
)
_WITHDRAWN = (Text("已经撤销", "it is withdrawn already"), Text("刷新页面", "reload the page"))
