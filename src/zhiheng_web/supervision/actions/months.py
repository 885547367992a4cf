"""Circulating a month of online checks (XH-24), and settling by which day that is to be done."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiheng.api import Text
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Case, CheckRun
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.months import month_later
from zhiheng_web.supervision import counting, papers, wording
from zhiheng_web.supervision.actions.circulating import publish
from zhiheng_web.supervision.models import MonthArrangement, MonthCircular
from zhiheng_web.supervision.models.months import FEW_CASES
from zhiheng_web.supervision.queries.months import ARRANGE, CIRCULATE, arrangement_of
from zhiheng_web.training import refusals


def circulate_month(*, actor: Any, body: Body, month: date, analysis: str = "", demands: str = "") -> MonthCircular:
    """Circulate a month to the units as a bulletin and an official document, with the figures as they stand.

    Raises Refusal before the month is over, for a second time, and where no ledger was ever checked.
    """
    policy.demand(actor, CIRCULATE, body)
    month = month.replace(day=1)
    if month_later(month) > clock.today():
        raise refusals.refusal("not_over", *_NOT_OVER, f"{month:%Y-%m}")
    of_cases = Case.objects.filter(body__path__startswith=body.path).values("book")
    runs = CheckRun.objects.filter(book__in=of_cases)
    if not runs.exists():
        raise refusals.refusal("never_checked", *_NEVER_CHECKED)
    with acts.act(actor, CIRCULATE):
        # Locked, so that two people do not circulate a month at once.
        stored = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
        if MonthCircular.objects.filter(body=stored, month=month).exists():
            raise refusals.refusal("circulated", *_CIRCULATED, f"{month:%Y-%m}")
        arranged = arrangement_of(stored)
        counted = counting.count(stored, month, few=arranged.few_cases if arranged else FEW_CASES)
        one = MonthCircular(body=stored, month=month, analysis=analysis.strip(), demands=demands.strip())
        one.figures, one.circulated_by = counting.as_data(counted), actor
        one.save()
        text = wording.text_of(counted, one.analysis, one.demands)
        title, series = wording.title_of(counted), papers.SERIES_OF_MONTHS
        one.bulletin = publish(actor=actor, body=stored, series=series, title=title, text=text)
        fictional = runs.filter(book__fictional=True).exists()
        number = one.bulletin.number or 0
        one.document = papers.issue_month(one, counted, number, fictional=fictional, actor=actor, deed=CIRCULATE)
        one.save()
    return one


def arrange(*, actor: Any, body: Body, day: int, few_cases: int) -> MonthArrangement:
    """Settle by which day of the next month a body circulates, and below how many cases no rate is given."""
    policy.demand(actor, ARRANGE, body)
    if not (1 <= day <= 28 and 1 <= few_cases <= 1000):
        raise refusals.refusal("wrong_number", *_WRONG_NUMBER, f"{day} / {few_cases}")
    with acts.act(actor, ARRANGE):
        one = arrangement_of(body) or MonthArrangement(body=body)
        one.day, one.few_cases = day, few_cases
        one.save()
    return one


_NOT_OVER = (
    Text("这个月还没有结束", "the month is not over"),
    Text("月份结束后再通报", "circulate it once it has ended"),
)
_NEVER_CHECKED = (
    Text("台账从来没有运行过检查，没有可通报的情况", "the checks were never run over the ledger"),
    Text("在台账里封存快照、运行检查，再通报", "seal a snapshot, run the checks, then circulate"),
)
_CIRCULATED = (
    Text("这个月已经通报", "the month has been circulated"),
    Text("需要更正的，在下月通报中说明", "say in the next one what has to be put right"),
)
_WRONG_NUMBER = (
    Text("通报日应在 1 到 28 之间，案件少的界限应在 1 到 1000 之间", "a day from 1 to 28; few cases from 1 to 1000"),
    Text("改正后再提交", "correct it and send again"),
)
