"""Computing the list of a month, computing it anew, correcting a published one, publishing it (WX-17 to WX-19)."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text
from zhiheng_web.officers import counting, refusals, rules
from zhiheng_web.officers.actions import opening
from zhiheng_web.officers.models import LogEntry, Month, MonthCase, MonthLine, UnitLine
from zhiheng_web.officers.reading import month_files
from zhiheng_web.officers.reckoning import BodyLine, OfficerLine, Reckoned, reckon, with_problems

_DEED = "officers.compute_month"


def compute_month(*, actor: Any, organiser: Body, month: date, reason: str = "") -> Month:
    """Compute the list of a month. One that is not published yet is computed anew; the former version stays.

    Raises Refusal for a month to come, and where the month is published: then it is corrected.
    """
    policy.demand(actor, _DEED, organiser)
    first = month.replace(day=1)
    if first > clock.today():
        raise refusals.refusal("month_to_come", *_TO_COME, value=f"{first:%Y-%m}")
    with acts.act(actor, _DEED, reason=reason.strip()):
        _lock(organiser)
        latest = Month.objects.filter(organiser=organiser, month=first).first()
        if latest is not None and latest.was_published:
            raise refusals.refusal("published", *_PUBLISHED, about=str(latest))
        if latest is not None:
            latest.state = "replaced"
            latest.save()
        corrects = latest.corrects if latest else None
        return _make(actor, organiser, first, latest=latest, corrects=corrects, reason=reason.strip())


def correct_month(*, actor: Any, month: Month, reason: str) -> Month:
    """Begin the correction of a published month: a new version that names it and why. It stands until the new one does.

    Raises Refusal without a reason, and where it is not the published one or a correction is under way.
    """
    policy.demand(actor, _DEED, month.organiser)
    told = refusals.demand_text(reason, "no_reason", Text("更正理由", "the reason of the correction"))
    with acts.act(actor, _DEED, reason=told):
        _lock(month.organiser)
        latest = Month.objects.filter(organiser=month.organiser, month=month.month).first()
        assert latest is not None
        if latest.state == "draft":
            raise refusals.refusal("already_corrected", *_UNDER_WAY, about=str(month))
        refusals.demand_state(month if latest.pk == month.pk else latest, "published")
        if latest.pk != month.pk:
            raise refusals.refusal("already_corrected", *_NOT_LATEST, about=str(month))
        return _make(actor, month.organiser, month.month, latest=latest, corrects=latest, reason=told)


def _lock(organiser: Body) -> None:
    """Let one person at a time write the months of a bureau."""
    Body.objects.select_for_update().get(pk=organiser.pk)


def _make(
    actor: Any, organiser: Body, first: date, *, latest: Month | None, corrects: Month | None, reason: str
) -> Month:
    told = rules.in_force(organiser, rules.MonthRules)
    made = Month(organiser=organiser, month=first, number=latest.number + 1 if latest else 1, reason=reason)
    made.rules, made.corrects, made.computed_by, made.computed_at = (
        told.model_dump(mode="json"),
        corrects,
        actor,
        clock.now(),
    )
    gathered = month_files.gather(organiser, first, made.ends, told)
    reckoned = reckon(gathered, month_files.officers_of(organiser, first, made.ends), told)
    made.facts = reckoned.facts
    made.save()
    _store(made, reckoned)
    return made


def _store(month: Month, reckoned: Reckoned) -> None:
    """Store lines, the files behind them, and units: each with one statement."""
    lines = MonthLine.objects.bulk_create([_line(month, one) for one in reckoned.officers])
    files = []
    for line, one in zip(lines, reckoned.officers, strict=True):
        files += [_file(line, file, counts=True) for file in one.files]
        files += [_file(line, file, counts=False) for file in one.shared]
    MonthCase.objects.bulk_create(files)
    red: dict[int, int] = {}
    for one in reckoned.officers:
        red[one.officer.body_id] = red.get(one.officer.body_id, 0) + one.is_red
    UnitLine.objects.bulk_create([_unit(month, one, red.get(one.body.pk, 0)) for one in reckoned.units])


def _line(month: Month, one: OfficerLine) -> MonthLine:
    line = MonthLine(month=month, officer=one.officer, body=one.officer.body, name=one.officer.name)
    _averages(line, one)
    line.shared, line.is_red, line.too_few, line.probability = len(one.shared), one.is_red, one.too_few, one.probability
    line.best = one.best.review if one.best else None
    line.worst = one.worst.review if one.worst else None
    return line


def _averages(line: MonthLine | UnitLine, one: OfficerLine | BodyLine) -> None:
    line.cases, line.total, line.rank = len(one.files), one.total, one.rank
    line.average, line.shown = counting.written(one.total, len(one.files)), counting.shown(one.average)
    line.with_problems = with_problems(one.files)


def _file(line: MonthLine, file: month_files.FileOfMonth, *, counts: bool) -> MonthCase:
    role = "lead" if file.lead is not None and file.lead.pk == line.officer_id else "second"
    made = MonthCase(line=line, file_review=file.review, code=file.review.case.code, role=role, counts=counts)
    made.deduction, made.day = file.deduction, file.day
    return made


def _unit(month: Month, one: BodyLine, red_cards: int) -> UnitLine:
    line = UnitLine(month=month, body=one.body, name=one.body.name, red_cards=red_cards, is_poor=one.is_poor)
    _averages(line, one)
    return line


def publish_month(*, actor: Any, month: Month) -> Month:
    """Publish a month to the bureau's staff: it is frozen, red cards are tracked from now on (WX-17, WX-36).

    Raises Refusal before the month is over, and where it is not the version that waits for it.
    """
    policy.demand(actor, "officers.publish_month", month.organiser)
    if month.ends > clock.today():
        raise refusals.refusal("month_not_over", *_NOT_OVER, about=str(month))
    with acts.act(actor, "officers.publish_month"):
        one: Month = (
            Month.objects.select_for_update(of=("self",)).select_related("organiser", "corrects").get(pk=month.pk)
        )
        refusals.demand_state(one, "draft")
        one.state, one.published_by, one.published_at = "published", actor, clock.now()
        one.save()
        LogEntry(month=one, channel="internal", by=actor, at=clock.now()).save()
        former = one.corrects
        if former is not None:
            former.state = "corrected"
            former.save()
        opening.follow_red_cards(one, former, actor=actor)
    return one


_TO_COME = (
    Text("这个月还没有开始", "this month has not begun yet"),
    Text("选本月或以前的月份", "choose this month or an earlier one"),
)
_PUBLISHED = (
    Text("这个月的清单已经公示，不能重算", "the list of this month is published and cannot be computed anew"),
    Text("在公示的清单上办理“更正”，写明理由", "correct the published list, with the reason"),
)
_UNDER_WAY = (
    Text("已经有一份更正等待公示", "a correction waits to be published"),
    Text("公示那一份，或者把它重算", "publish that one, or compute it anew"),
)
_NOT_LATEST = (
    Text("这一份已被更正，不是现行的清单", "this version has been corrected already"),
    Text("打开现行的清单再更正", "open the version in force and correct that one"),
)
_NOT_OVER = (
    Text("这个月还没有结束，清单还会变化", "the month is not over; the list may still change"),
    Text("下个月再公示", "publish it when the month is over"),
)
