"""What is done with the results of a batch: computing them, the report, the submission to the bureau above (XH-28)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib import clock
from zhiheng_web.reviews import guards, scoring
from zhiheng_web.reviews.batch_facts import Asked
from zhiheng_web.reviews.models import Activity, Summary
from zhiheng_web.reviews.papers import issue_paper
from zhiheng_web.reviews.reading import results as reading
from zhiheng_web.reviews.reading.report_facts import report_told

_REPORT = "reviews.report"


def compute(*, actor: Any, activity: Activity, stage: str, asked: Asked | None = None) -> Summary:
    """Compute the results of a stage anew; earlier ones stay. Raises Refusal for an unknown stage or without cards."""
    if stage not in ("first", "final"):
        raise Refusal(Fault("no_such_stage", Place(clause=stage), *_NO_STAGE, stage))
    return scoring.compute(activity, "final" if stage == "final" else "first", actor=actor, asked=asked)


def issue_report(
    *,
    actor: Any,
    activity: Activity,
    stage: str = "final",
    addressee: str = "",
    opinion: str = "",
    demands: Sequence[str] = (),
    with_calibration: bool = True,
) -> IssuedDocument:
    """Issue the report of an activity (案卷评查报告, XH-27) on its last results, and mark it reported.

    A later report follows the earlier one and says that it corrects it. Raises Refusal where nothing was computed, or
    where a card was signed since: the report would say less than is known.
    """
    guards.demand_organiser(actor, _REPORT, activity)
    summary = scoring.latest(activity, "final" if stage == "final" else "first")
    if summary is None:
        raise Refusal(Fault("not_computed", Place(clause=activity.title), *_NOT_COMPUTED))
    if reading.is_stale(summary):
        raise Refusal(Fault("stale", Place(clause=activity.title), *_STALE))
    if activity.state not in ("open", "reported"):
        raise Refusal(Fault("wrong_state", Place(clause=activity.title), *_WRONG_STATE))
    told = report_told(activity, summary, with_calibration=with_calibration)
    told |= {"addressee": addressee.strip(), "opinion": opinion.strip()}
    told["demands"] = [one.strip() for one in demands if one.strip()]
    with acts.act(actor, _REPORT):
        earlier = reading.reports_of(activity).first()
        document = issue_paper(
            "review_report",
            told,
            activity=activity,
            title=f"{activity.title}报告",
            subject=f"reviews.activity:{activity.pk}",
            actor=actor,
            deed=_REPORT,
        )
        if earlier is not None:
            document.corrects = earlier
            document.save()
        activity.state, activity.reported_at = "reported", clock.now()
        activity.version += 1
        activity.save()
    return document


def record_submission(*, actor: Any, activity: Activity, submitted_to: str, submitted_on: date) -> Activity:
    """Record that the results were reported to the bureau above, and when (XH-28).

    Raises Refusal before the report, without addressee, for a day before the report or in the future.
    """
    guards.demand_organiser(actor, _REPORT, activity)
    place = Place(clause=activity.title)
    if activity.reported_at is None:
        raise Refusal(Fault("not_reported", place, *_NOT_REPORTED))
    if not submitted_to.strip():
        raise Refusal(Fault("no_addressee", place, *_NO_ADDRESSEE))
    if not clock.day_of(activity.reported_at) <= submitted_on <= clock.today():
        raise Refusal(Fault("bad_day", place, *_BAD_DAY, submitted_on.isoformat()))
    with acts.act(actor, _REPORT, reason="上报评查结果 results submitted"):
        activity.submitted_to, activity.submitted_on = submitted_to.strip(), submitted_on
        activity.version += 1
        activity.save()
    return activity


_NO_STAGE = (Text("没有这个阶段", "there is no such stage"), Text("选首轮或者最终", "choose first or final"))
_NOT_COMPUTED = (
    Text("这个阶段还没有汇总", "the results of this stage have not been computed"),
    Text("先汇总，再出报告", "compute them, then issue the report"),
)
_STALE = (
    Text("汇总之后又有考评卡签署或者异议更正", "cards were signed or corrected since the results were computed"),
    Text("重新汇总，核对后再出报告", "compute again, look, then issue the report"),
)
_WRONG_STATE = (
    Text("活动不在评查中，也没有出过报告", "the activity is neither under review nor reported"),
    Text("启动活动后再出报告；已办结的不再出报告", "a report is issued while it is open"),
)
_NOT_REPORTED = (
    Text("还没有出具评查报告", "no report has been issued"),
    Text("先出报告，再登记上报", "issue the report first"),
)
_NO_ADDRESSEE = (Text("没有写报给哪个机关", "it is not said to whom"), Text("写明接收机关", "name the addressee"))
_BAD_DAY = (
    Text("上报日期应在出报告当日至今天之间", "the day lies between that of the report and today"),
    Text("填写实际上报的日期", "write the day on which it was submitted"),
)
