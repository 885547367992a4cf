"""What waits about training: bulletins to read, the meeting of the month, studies, self-checks, papers, ballots."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.duties import Duty, register
from zhiheng_web.lib.months import month_later
from zhiheng_web.lib.words import Text
from zhiheng_web.training.models import Enrolment
from zhiheng_web.training.pages import url
from zhiheng_web.training.queries import bulletins, contests, meetings

_READING = Text("通报、点评供全体办案人员学习（WX-21）", "bulletins are for all to learn from (WX-21)")
_MONTHLY = Text("每月法制员例会（WX-24）", "a legal officers' meeting every month (WX-24)")
_RELAY = Text("会后组织本单位学习和落实（WX-25）", "study in the unit after the meeting (WX-25)")
_CLASS = Text("后进民警培训（WX-30）", "class for those behind (WX-30)")
_CONTEST = Text("十佳十差评选（WX-26）", "best and worst files (WX-26)")
_ACCOUNT = Text("十差案卷问责（WX-28）", "accountability for the worst files (WX-28)")


@register
def bulletins_to_read(person: Any) -> Iterable[Duty]:
    """Yield the bulletins that a person has not confirmed yet."""
    if not policy.may_somewhere(person, bulletins.READ):
        return
    for one in bulletins.unread_for(person)[:20]:
        issue = one.issue_text or Text("", "")
        title = one.shown.get("title", one.title)
        what = Text(f"阅读：{one.series.name}{issue.zh} {title}", f"Read: {one.series.name} {issue.of('en')} {title}")
        yield Duty(f"training.read:{one.pk}", what, one.body, url("bulletin", one.pk), None, _READING)


@register
def meetings_to_hold(person: Any) -> Iterable[Duty]:
    """Yield the meeting of this month where none was held, and the month before where it is missing."""
    if not policy.may_somewhere(person, meetings.KEEP):
        return
    today = clock.today()
    month = today.replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1)
    for body in meetings.bodies_that_meet(person):
        years = {month.year, before.year}
        rows = [row for year in sorted(years) for row in meetings.months_of(body, year, today)]
        for row in rows:
            if row.first in (before, month) and row.state[1] != "good":
                last = month_later(row.first) - timedelta(days=1)
                told = f"{row.first:%Y-%m}"
                what = Text(f"召开法制员例会：{told}", f"Hold the legal officers' meeting: {told}")
                where = url("meeting", row.meeting.pk) if row.meeting else f"{url('plan_meeting')}?body={body.pk}"
                yield Duty(f"training.meeting:{body.pk}:{told}", what, body, where, last, _MONTHLY)


@register
def studies_to_organise(person: Any) -> Iterable[Duty]:
    """Yield the studies that a person's unit has to organise."""
    if not policy.may_somewhere(person, "training.report_study"):
        return
    for one in meetings.studies_due(person):
        title = one.meeting.title
        what = Text(f"组织学习：{title.zh}", f"Organise the study: {title.of('en')}")
        yield Duty(f"training.study:{one.pk}", what, one.body, url("study", one.pk), one.due_on, _RELAY)


@register
def classes_under_way(person: Any) -> Iterable[Duty]:
    """Yield one's own self-check and examination, and the papers that wait for an instructor."""
    along = ("training_class__body", "officer__body")
    open_rows = Enrolment.objects.filter(withdrawn_at=None).select_related(*along)
    if policy.may_somewhere(person, "training.take_part"):
        mine = open_rows.filter(officer__account=person.pk, handed_in_at=None)
        for one in mine.filter(training_class__state__in=("open", "examining")):
            held = one.training_class
            is_paper = held.state == "examining"
            what = Text(
                f"{'考试' if is_paper else '自查'}：{held.title}",
                f"{'Examination' if is_paper else 'Self-check'}: {held.title}",
            )
            where = url("enrolment", one.pk)
            yield Duty(f"training.part:{held.state}:{one.pk}", what, one.officer.body, where, held.ends_on, _CLASS)
    if policy.may_somewhere(person, "training.teach_class"):
        waiting = open_rows.filter(training_class__instructor=person.pk, training_class__state="examining", result="")
        for one in waiting.exclude(handed_in_at=None):
            what = Text(f"阅卷：{one.officer.name}", f"Mark: {one.officer.name}")
            body, where = one.training_class.body, url("enrolment", one.pk)
            yield Duty(f"training.mark:{one.pk}", what, body, where, None, _CLASS, "review")


@register
def ballots_to_cast(person: Any) -> Iterable[Duty]:
    """Yield the ballots that wait for a judge, and the accountability tasks to be decided."""
    if policy.may_somewhere(person, "training.judge"):
        for one in contests.ballots_of(person):
            what = Text(f"评审打分：{one.contest.title}", f"Judge: {one.contest.title}")
            where = url("ballot", one.pk)
            yield Duty(
                f"training.ballot:{one.pk}", what, one.body, where, one.contest.judging_due_on, _CONTEST, "review"
            )
    if policy.may_somewhere(person, "training.decide_follow_up"):
        for task in contests.follow_ups_for(person).filter(state="open"):
            code = task.candidate.file_review.case.code
            what = Text(f"决定问责措施：{code}", f"Decide on accountability: {code}")
            where = url("candidate", task.candidate_id)
            yield Duty(f"training.follow_up:{task.pk}", what, task.governing_body, where, None, _ACCOUNT)
