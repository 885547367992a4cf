"""What the bureau learns from its reviews: bulletins, commentaries, meetings, courses, a class, a contest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.cases.models import Officer
from zhiheng_web.demonstration import review_files, review_places, review_plan
from zhiheng_web.demonstration.agenda import Agenda
from zhiheng_web.demonstration.review_world import World
from zhiheng_web.lib import clock
from zhiheng_web.reviews.models import Activity, FileReview
from zhiheng_web.reviews.queries import problems_of
from zhiheng_web.training.actions import bulletins, campaigns, courses, meetings
from zhiheng_web.training.models import Series, Study

_FOCUS = (
    ("W1", "受案立案不及时"),
    ("W2", "调查取证不全面"),
    ("W3", "告知送达不规范"),
    ("W4", "量罚说理不充分"),
    ("W5", "案卷归档不完整"),
)
#: Days of the courses that everybody attends, counted back from today, and how long each is.
_COURSES = ((320, 5, "行政处罚法专题轮训"), (190, 5, "证据收集与案卷制作"), (60, 3, "执法全过程记录"))
_COMMENTARIES = 6


@dataclass
class Training:
    """Publications, meetings and courses of the bureau."""

    world: World
    today: date
    series: dict[str, Series] = field(default_factory=dict)

    def enter(self, agenda: Agenda) -> None:
        """Enter everything into an agenda."""
        first = review_plan.anchor_of(0, self.today)
        agenda.on(first - timedelta(days=6), self._found)
        agenda.on(first + timedelta(days=1), self._tag)
        for place in range(review_plan.LOTS - 1):
            anchor = review_plan.anchor_of(place, self.today)
            agenda.on(anchor + timedelta(days=18), lambda place=place: self._bulletin(place), 16)  # type: ignore[misc]
        for place in range(_COMMENTARIES):
            day = self.today - timedelta(days=25 * (_COMMENTARIES - place))
            agenda.on(day, lambda place=place: self._comment(place), 16)  # type: ignore[misc]
        for month in self._months(first):
            agenda.on(month.replace(day=25), lambda month=month: self._meet(month), 9)  # type: ignore[misc]
            agenda.on(month.replace(day=28), self._study, 17)
        for days, length, title in _COURSES:
            day = self.today - timedelta(days=days)
            agenda.on(day, lambda title=title, length=length: self._course(title, length))  # type: ignore[misc]

    def _months(self, first: date) -> Iterator[date]:
        month = first.replace(day=1)
        while month.replace(day=28) < self.today:
            yield month
            month = (month.replace(day=28) + timedelta(days=4)).replace(day=1)

    def _found(self) -> None:
        brigade, bureau = self.world.brigade, self.world.bureau
        for kind, name in (("bulletin", "案卷考评通报"), ("commentary", "每案点评")):
            self.series[kind] = bulletins.keep_series(actor=brigade, body=bureau, kind=kind, name=name)
        focuses = [
            campaigns.keep_focus(actor=brigade, body=bureau, code=code, name=name, basis="虚构，原文没有列明“五不”")
            for code, name in _FOCUS
        ]
        values = {"name": "“五不”突出问题专项治理（虚构）", "owner": "法制大队", "starts_on": clock.today()}
        values["goal"] = "案卷问题率逐季下降"
        self.campaign = campaigns.keep_campaign(actor=brigade, body=bureau, values=values, focuses=focuses)
        values = {"red_cards_from": 1, "average_from": Decimal(3), "pass_mark": Decimal(60), "places": 3}
        courses.arrange(actor=brigade, body=bureau, values=values)

    def _tag(self) -> None:
        activity = Activity.objects.filter(organiser=self.world.bureau, kind="complete").first()
        if activity is not None:
            campaigns.tag_activity(actor=self.world.brigade, campaign=self.campaign, activity=activity)

    def _publish(self, kind: str, values: dict[str, Any]) -> None:
        """Write an issue and publish it; two units confirm having read it."""
        writer = self.world.people["reviewer1"]
        draft = bulletins.write_bulletin(actor=writer, series=self.series[kind], values=values)
        made = bulletins.publish_bulletin(actor=self.world.brigade, bulletin=draft, version=draft.version)
        for name in ("unit2", "unit3-legal"):
            bulletins.confirm_reading(actor=self.world.people[name], bulletin=made)

    def _bulletin(self, place: int) -> None:
        files = FileReview.objects.filter(activity__kind="complete", deduction_first__isnull=False)
        told = files.filter(notified_at__gte=clock.now() - timedelta(days=25))
        lost = sum(one.deduction_first > 0 for one in told if one.deduction_first is not None)
        text = f"本期评查案卷 {len(told)} 件，发现有扣分的 {lost} 件，主要是文书填写和证据说明问题（虚构）。"
        values = {"title": f"案卷考评情况通报（第 {place + 1} 批）", "text": text}
        self._publish("bulletin", {**values, "month": clock.today().replace(day=1)})

    def _comment(self, place: int) -> None:
        files = FileReview.objects.filter(activity__kind="complete", state="settled", deduction_first__gt=0)
        row = files.select_related("case").order_by("-deduction_first", "pk")[place : place + 1]
        for one in row:
            lines = problems_of(one)
            values = {"title": f"从一起{one.case.cause}案件看问题", "case": one.case}
            values["text"] = f"{one.case.party}在{one.case.place}一案，案卷评查扣分（虚构）。"
            values["problems"] = "；".join(line.text for line in lines)
            values["handling"] = "；".join(line.mend for line in lines)
            self._publish("commentary", values)

    def _meet(self, month: date) -> None:
        brigade = self.world.brigade
        one = meetings.plan_meeting(
            actor=brigade,
            body=self.world.bureau,
            month=month,
            held_on=clock.today(),
            place="局三楼会议室",
            chair=str(brigade),
        )
        meetings.add_item(actor=brigade, meeting=one, kind="law", title="学习新修订的程序规定（虚构）")
        rows = list(one.attendances.order_by("pk"))
        states = {row.pk: "excused" if row is rows[-1] and month.month % 3 == 0 else "present" for row in rows}
        one = meetings.record_attendance(actor=brigade, meeting=one, states=states)
        due = clock.today() + timedelta(days=10)
        minutes = "通报当月问题，讲评典型案卷，布置会后学习（虚构）。"
        meetings.close_meeting(actor=brigade, meeting=one, minutes=minutes, study_due_on=due, version=one.version)

    def _study(self) -> None:
        """Let every unit but the last report its study with the attendance sheet."""
        last = list(review_places.UNITS)[-1]
        rows = Study.objects.filter(meeting__body=self.world.bureau, state="open").exclude(body__code=last)
        for one in rows.select_related("body", "meeting"):
            actor = self.world.legal(one.body.code)
            data = review_files.pdf_of([["签到表", one.body.name, f"{clock.today():%Y-%m-%d}", "（虚构）"]])
            with acts.act(actor, "training.report_study"):
                meetings.add_proof(actor=actor, study=one, file=BytesIO(data), name="签到表.pdf", size=len(data))
                meetings.report_study(actor=actor, study=one, held_on=clock.today(), present=4, expected=5)

    def _course(self, title: str, length: int) -> None:
        ends = clock.today()
        starts = max(ends - timedelta(days=length - 1), ends.replace(month=1, day=1))
        values = {"title": f"{title}（虚构）", "kind": "rotation", "starts_on": starts, "ends_on": ends}
        values |= {"days": Decimal((ends - starts).days + 1), "lecturer": "法制大队", "place": "训练基地"}
        with acts.act(self.world.brigade, "training.keep_course"):
            one = courses.keep_course(actor=self.world.brigade, body=self.world.bureau, values=values)
            everybody = Officer.objects.filter(body__in=self.world.units).select_related("body")
            courses.enrol(actor=self.world.brigade, course=one, officers=everybody)
            rows = list(one.participations.order_by("pk"))
            days = {row.pk: None if place % 9 == 4 else one.days for place, row in enumerate(rows)}
            courses.record_days(actor=self.world.brigade, course=one, days=days)


def person_of(officer: Officer) -> Account:
    """Return the account of an officer of the bureau: everyone there has one."""
    assert officer.account is not None
    return officer.account
