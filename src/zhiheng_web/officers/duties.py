"""What waits about officers' months: lists to compute, publish, correct; what is tracked; matters of accountability."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse

from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.duties import Duty, DutyState, register
from zhiheng_web.lib.words import Text
from zhiheng_web.officers.models import Accountability, Comment, Month, Tracking
from zhiheng_web.officers.reading import drift
from zhiheng_web.reviews.models import Activity

_MONTH = Text(
    "“月执法清单”制度（每月公示件数和平均扣分）", "monthly list: files and average deduction are posted each month"
)
_TRACKED = Text("红牌人员和案件重点跟踪督办", "red-carded officers and cases are tracked")
_FAULT = Text("执法过错责任追究（提交局党组讨论）", "accountability for enforcement faults")
_A_YEAR = timedelta(days=366)


@register
def months_to_do(person: Any) -> Iterable[Duty]:
    """Yield the months to compute, to publish, and those that no longer say what the reviews say."""
    if not policy.may_somewhere(person, "officers.compute_month"):
        return
    reach = policy.within_reach(person, "officers.compute_month", "organiser")
    last = (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1)
    known = list(Month.objects.filter(reach, month__gte=last - _A_YEAR).select_related("organiser"))
    yield from _to_compute(reach, last, known)
    for one in known:
        if one.state == "draft" and one.ends <= clock.today():
            what = Text(f"公示月清单：{one.name.zh}", f"publish the list of {one.name.en}")
            url = reverse("officers:month", args=[one.pk])
            yield Duty(f"officers.publish:{one.pk}", what, one.organiser, url, None, _MONTH)
    yield from _to_correct(known)


def _to_compute(reach: Any, last: Any, known: list[Month]) -> Iterator[Duty]:
    """Yield the bureaus with reviews under way that have no list of the month that is over."""
    done = {one.organiser_id for one in known if one.month == last}
    ids = Activity.objects.filter(reach, state__in=("open", "reported"), opened_at__isnull=False).values("organiser")
    for body in Body.objects.filter(pk__in=ids).exclude(pk__in=done):
        what = Text(f"计算月清单：{last.year}年{last.month}月", f"compute the list of {last:%Y-%m}")
        url = reverse("officers:compute_month")
        yield Duty(f"officers.compute:{body.pk}:{last:%Y-%m}", what, body, url, None, _MONTH)


def _to_correct(known: list[Month]) -> Iterator[Duty]:
    published = {one.pk: one for one in known if one.state == "published"}
    drafts = {(one.organiser_id, one.month) for one in known if one.state == "draft"}
    changed = drift.changed_since(list(published)).values_list("line__month", flat=True) if published else ()
    for pk in sorted(set(changed)):
        one = published[pk]
        if (one.organiser_id, one.month) not in drafts:
            what = Text(f"核对是否更正月清单：{one.name.zh}", f"see whether to correct the list of {one.name.en}")
            url = reverse("officers:month", args=[one.pk])
            yield Duty(f"officers.correct:{one.pk}", what, one.organiser, url, None, _MONTH, "review")


@register
def trackings_to_do(person: Any) -> Iterable[Duty]:
    """Yield what this person answers for, and for the brigade what has no deadline or is overdue."""
    pk = getattr(person, "pk", None)
    if pk is None:
        return
    chosen = Tracking.objects.filter(outcome="").select_related("body", "organiser", "officer", "case")
    for one in chosen.filter(owner=pk):
        what = Text(f"跟踪督办：{one.next_action or one.reason}", f"tracked: {one.next_action or one.reason}")
        yield _tracked(f"officers.tracked:{one.pk}", what, one, "todo")
    if not policy.may_somewhere(person, "officers.track"):
        return
    reach = policy.within_reach(person, "officers.track", "organiser")
    for one in chosen.filter(reach).exclude(owner=pk):
        if one.due_on is None:
            what = Text(f"定整改时限：{one.subject}", f"set a deadline: {one.subject}")
            yield _tracked(f"officers.deadline:{one.pk}", what, one, "todo")
        elif one.is_overdue_on(clock.today()):
            what = Text(f"督办超期：{one.subject}", f"overdue: {one.subject}")
            yield _tracked(f"officers.overdue:{one.pk}", what, one, "review")


def _tracked(key: str, what: Text, one: Tracking, state: DutyState) -> Duty:
    return Duty(key, what, one.body, reverse("officers:tracking", args=[one.pk]), one.due_on, _TRACKED, state)


@register
def comments_to_answer(person: Any) -> Iterable[Duty]:
    """Yield the comments on this officer's months that have no reply."""
    if not policy.may_somewhere(person, "officers.reply"):
        return
    chosen = Comment.objects.filter(line__officer__account=person.pk, replied_at=None, line__month__state="published")
    for one in chosen.select_related("line__body", "line__month"):
        what = Text(f"回复点评：{one.line.month.name.zh}", f"reply to a comment: {one.line.month.name.en}")
        url = reverse("officers:reply", args=[one.pk])
        yield Duty(f"officers.reply:{one.pk}", what, one.line.body, url, None, _MONTH)


#: State of a matter → the deed that comes next, in words.
_NEXT = {
    "draft": ("officers.propose_accountability", Text("交本人陈述申辩", "give the draft to the officer")),
    "hearing": ("officers.hear_officer", Text("听取陈述申辩", "hear the officer")),
    "heard": ("officers.submit_accountability", Text("提交局党组", "submit to the committee")),
    "submitted": ("officers.decide_accountability", Text("登记局党组决定", "record the decision")),
}


@register
def matters_to_do(person: Any) -> Iterable[Duty]:
    """Yield the next step of matters of accountability, and the statement of the officer themselves."""
    pk = getattr(person, "pk", None)
    if pk is None:
        return
    chosen = Accountability.objects.select_related("officer", "organiser", "body")
    if policy.may_somewhere(person, "officers.state_own"):
        for one in chosen.filter(officer__account=pk, state="hearing"):
            url = reverse("officers:own_accountability", args=[one.pk])
            what = Text("陈述申辩：执法过错意见", "make your statement on an opinion about a fault")
            yield Duty(f"officers.state:{one.pk}", what, one.body, url, one.hearing_due, _FAULT)
    for state, (deed, text) in _NEXT.items():
        if not policy.may_somewhere(person, deed):
            continue
        reach = policy.within_reach(person, deed, "organiser")
        for one in chosen.filter(reach, state=state).exclude(officer__account=pk):
            if state == "submitted" and one.proposed_by_id == pk:
                continue
            what = Text(f"{text.zh}：{one.officer.name}", f"{text.en}: {one.officer.name}")
            url = reverse("officers:accountability", args=[one.pk])
            due = one.hearing_due if state == "hearing" else None
            yield Duty(f"officers.{state}:{one.pk}", what, one.organiser, url, due, _FAULT)
