"""The training register: courses in half-day steps, who took part, what a body asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from zhiheng.api import Text
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib import clock, policy
from zhiheng_web.training import refusals
from zhiheng_web.training.models import Arrangement, Course, Participation

FIELDS = ("title", "kind", "starts_on", "ends_on", "days", "lecturer", "place", "content", "campaign")
SETTLED = (
    "days_a_year",
    "window_in_months",
    "red_cards_from",
    "average_from",
    "problems_from",
    "pass_mark",
    "places",
)
HALF = Decimal("0.5")


def arrange(*, actor: Any, body: Body, values: Mapping[str, Any], version: int = 0) -> Arrangement:
    """Settle what training asks of a body and those beneath it; an empty threshold settles nothing."""
    policy.demand(actor, "training.arrange", body)
    with acts.act(actor, "training.arrange"):
        one = Arrangement.objects.select_for_update(of=("self",)).filter(body=body).first() or Arrangement(body=body)
        refusals.demand_version(one, version)
        for name in SETTLED:
            if name in values:
                setattr(one, name, values[name])
        _demand_halves(one.days_a_year)
        refusals.demand_number(one.days_a_year, 366, "每年培训天数", "training days a year")
        refusals.demand_number(one.average_from, 100_000, "平均扣分", "average deduction")
        refusals.demand_number(one.pass_mark, 100, "及格分", "pass mark")
        one.version += 1
        one.save()
    return one


def keep_course(
    *, actor: Any, body: Body, values: Mapping[str, Any], course: Course | None = None, version: int = 0
) -> Course:
    """Enter a course or change it. Raises Refusal for days that are no half days, or more than the calendar has.

    It lies within one calendar year: its days count in that year (WX-AMB-08).
    """
    policy.demand(actor, "training.keep_course", course.body if course else body)
    with acts.act(actor, "training.keep_course"):
        one = Course(body=body, entered_by=actor)
        if course is not None:
            one = _locked(course)
            refusals.demand_version(one, version)
            one.version += 1
        for name in FIELDS:
            if name in values:
                setattr(one, name, values[name])
        _demand_whole(one)
        one.save()
        _shorten(one)
    return one


def _demand_whole(one: Course) -> None:
    one.title = refusals.demand_words(one.title, "课程", "course")
    refusals.demand_order(one.starts_on, one.ends_on)
    _demand_halves(one.days)
    if one.starts_on.year != one.ends_on.year:
        raise refusals.refusal("two_years", *_TWO_YEARS, f"{one.starts_on} – {one.ends_on}")
    most = (one.ends_on - one.starts_on).days + 1
    if one.days > most:
        raise refusals.refusal("too_many_days", *_TOO_MANY, f"{one.days} > {most}")
    if one.campaign is not None and not one.campaign.body.path.startswith(one.body.path):
        raise refusals.refusal("foreign", *_FOREIGN, one.campaign.name)


def _shorten(one: Course) -> None:
    """Nobody has more days than the course."""
    for row in one.participations.filter(days__gt=one.days):
        row.days = one.days
        row.save()


def _demand_halves(days: Decimal) -> None:
    if days <= 0 or days % HALF != 0:
        raise refusals.refusal("no_half_days", *_HALVES, str(days))


def withdraw_course(*, actor: Any, course: Course, reason: str) -> Course:
    """Withdraw a course that was entered wrongly: it stays, and counts no more."""
    policy.demand(actor, "training.keep_course", course.body)
    reason = refusals.demand_words(reason, "理由", "reason")
    with acts.act(actor, "training.keep_course", reason=reason):
        one = _locked(course)
        if one.withdrawn_at is not None:
            raise refusals.other_state(one.state_text[0])
        one.withdrawn_at, one.withdrawn_reason = clock.now(), reason
        one.save()
    return one


def enrol(*, actor: Any, course: Course, officers: Iterable[Officer]) -> list[Participation]:
    """Enter officers of the body and those beneath it into a course, with its days; who is there already stays."""
    policy.demand(actor, "training.keep_course", course.body)
    with acts.act(actor, "training.keep_course"):
        one = _locked(course)
        if one.withdrawn_at is not None:
            raise refusals.other_state(one.state_text[0])
        there = set(one.participations.values_list("officer", flat=True))
        made = []
        for officer in officers:
            if not officer.body.path.startswith(one.body.path):
                raise refusals.refusal("foreign", *_FOREIGN, officer.name)
            if officer.pk not in there:
                row = Participation(course=one, officer=officer, days=one.days)
                row.save()
                made.append(row)
    return made


def record_days(*, actor: Any, course: Course, days: Mapping[int, Decimal | None]) -> Course:
    """Record the days of each participant, by the number of the participation; None marks as absent."""
    policy.demand(actor, "training.keep_course", course.body)
    with acts.act(actor, "training.keep_course"):
        one = _locked(course)
        there = {row.pk: row for row in one.participations.all()}
        for key, number in days.items():
            row = there.get(key)
            if row is None:
                raise refusals.refusal("unknown", *_UNKNOWN, str(key))
            if number is not None:
                _demand_halves(number)
                if number > one.days:
                    raise refusals.refusal("too_many_days", *_TOO_MANY, f"{number} > {one.days}")
            was = (row.days, row.is_absent)
            row.is_absent, row.days = number is None, row.days if number is None else number
            if was != (row.days, row.is_absent):
                row.save()
    return one


def _locked(course: Course) -> Course:
    along = ("body", "campaign__body")
    one: Course = Course.objects.select_for_update(of=("self",)).select_related(*along).get(pk=course.pk)
    return one


_HALVES = (
    Text("天数应是 0.5 的倍数，大于 0", "days go in steps of 0.5, more than 0"),
    Text("半天写 0.5", "write 0.5 for half a day"),
)
_TWO_YEARS = (
    Text("一门课程的起止日期应在同一年", "a course lies within one calendar year"),
    Text("跨年的分两门登记", "enter one for each year"),
)
_TOO_MANY = (
    Text("天数多于起止日期之间的天数，或多于课程天数", "more days than the course has"),
    Text("核对天数和日期", "check days and dates"),
)
_FOREIGN = (
    Text("不属于本机构及下级", "not of the body or those beneath it"),
    Text("选择本机构及下级的人员、专项", "choose within the body"),
)
_UNKNOWN = (
    Text("没有这个参加人员", "nobody of this number takes part"),
    Text("刷新页面再填", "reload the page and fill it in again"),
)
