"""What waits before the cards: files to submit with their reminders, files to assign, the seed, drafts to open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Max
from django.urls import reverse

from zhiheng_web.lib import clock, duties, policy
from zhiheng_web.lib.duties import Duty
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews import queries
from zhiheng_web.reviews.models import Activity, FileReview, Population
from zhiheng_web.reviews.models.files import STATE_TEXTS
from zhiheng_web.reviews.reading import assigning

_SUBMISSION = Text("结案后一个月内送评（WX-05）", "submission within one month after closing (WX-05)")
#: Files not yet near their day stand in one line of the inbox; those near it each in their own.
_FAR_SHOWN_ONE_BY_ONE = 3


@duties.register
def to_submit(person: Any) -> Iterator[Duty]:
    """Yield the unit's files to be submitted: each by itself once a reminder (7, 3, 1 days) is due, others together."""
    if not policy.may_somewhere(person, "reviews.submit_file"):
        return
    waiting = queries.files_for(person, "reviews.submit_file").filter(state="due", activity__state="open")
    today, far = clock.today(), defaultdict(list)
    for one in waiting.order_by("due_on", "case__code"):
        if one.due_on is None or _reminder(one, today) is None:
            far[one.body_id].append(one)
        else:
            yield _one_to_submit(one, today)
    for files in far.values():
        if len(files) <= _FAR_SHOWN_ONE_BY_ONE:
            yield from (_one_to_submit(one, today) for one in files)
            continue
        first = files[0]
        what = Text(
            f"送评 {len(files)} 件案卷，最早 {first.case.code}",
            f"submit {len(files)} files, {first.case.code} first",
        )
        key, url = f"reviews.submit_file:body-{first.body_id}", reverse("reviews:due_files")
        yield Duty(key, what, first.body, url, first.due_on, _SUBMISSION)


def _one_to_submit(one: FileReview, today: date) -> Duty:
    what = Text(f"送评案卷 {one.case.code}", f"submit the file {one.case.code}")
    reminder = _reminder(one, today)
    if reminder is not None and reminder < 0:
        what = Text(f"{what.zh}（已逾期，系统已记违反程序）", f"{what.en} (overdue: entered as a violation)")
    elif reminder is not None:
        what = Text(f"{what.zh}（{reminder} 天内到期）", f"{what.en} (due within {reminder} days)")
    url = reverse("reviews:file", args=[one.pk])
    return Duty(f"reviews.submit_file:{one.pk}", what, one.body, url, one.due_on, _SUBMISSION)


def _reminder(one: FileReview, today: date) -> int | None:
    """Return the reminder that a file has reached (7, 3 or 1 days by its rules), -1 once overdue, None before."""
    if one.due_on is None:
        return None
    if one.due_on < today:
        return -1
    reached = [days for days in one.activity.rules.get("reminders_days", ()) if one.due_on - timedelta(days) <= today]
    return min(reached) if reached else None


@duties.register
def to_assign(person: Any) -> Iterator[Duty]:
    """Yield the activities with files that wait for a reader, and those whose files the unit keeps beyond its time."""
    if not policy.may_somewhere(person, "reviews.assign"):
        return
    own = Activity.objects.filter(policy.within_reach(person, "reviews.assign", "organiser"), state="open")
    for one in own.select_related("organiser"):
        number = len(assigning.waiting_files(one))
        if number:
            what = Text(f"分派评查员：{one.title}（{number} 件）", f"assign reviewers: {one.title} ({number})")
            url = reverse("reviews:assigning", args=[one.pk])
            basis = Text("交叉阅卷（WX-09）", "cross-reading (WX-09)")
            yield Duty(f"reviews.assign:{one.pk}", what, one.organiser, url, None, basis)
        yield from _kept(one)


def _kept(one: Activity) -> Iterator[Duty]:
    late = one.files.filter(state="first_level", due_on__lt=clock.today())
    count, since = late.count(), late.aggregate(last=Max("due_on"))["last"]
    if count:
        state, _ = STATE_TEXTS["first_level"]
        what = Text(f"{one.title}：{count} 件{state.zh}逾期", f"{one.title}: {count} late in “{state.en}”")
        url = f"{reverse('reviews:files')}?activity={one.pk}&state=first_level"
        basis = Text("法制员未先期考评（WX-08）", "no review by the unit (WX-08)")
        yield Duty(f"reviews.take_up:{one.pk}", what, one.organiser, url, since, basis, "review")


@duties.register
def to_draw(person: Any) -> Iterator[Duty]:
    """Yield the populations whose seed has come up and from which nothing is drawn, or the review not begun."""
    if not policy.may_somewhere(person, "reviews.draw"):
        return
    within = policy.within_reach(person, "reviews.draw", "activity__organiser")
    waiting = Population.objects.filter(within, activity__state="committed").select_related("activity__organiser")
    for one in waiting.prefetch_related("draws"):
        is_known, activity = clock.now() >= one.seed_not_before, one.activity
        what = Text(f"录入种子并抽取：{activity.title}", f"enter the seed and draw: {activity.title}")
        if one.draws.all():
            what = Text(f"按抽取结果开始评查：{activity.title}", f"begin the review as drawn: {activity.title}")
        url = reverse("reviews:population", args=[activity.pk])
        basis = Text("随机抽取案卷评查（XH-26）", "review of files drawn at random (XH-26)")
        state = "todo" if is_known else "waiting"
        day = clock.day_of(one.seed_not_before)
        yield Duty(f"reviews.draw:{one.pk}", what, activity.organiser, url, day, basis, state)  # type: ignore[arg-type]


@duties.register
def to_open(person: Any) -> Iterator[Duty]:
    """Yield the drafts that wait to be opened."""
    if not policy.may_somewhere(person, "reviews.open_activity"):
        return
    within = policy.within_reach(person, "reviews.open_activity", "organiser")
    for one in Activity.objects.filter(within, state="draft").select_related("organiser"):
        what = Text(f"筹备评查：{one.title}", f"prepare the review: {one.title}")
        url = reverse("reviews:activity", args=[one.pk])
        basis = Text("案卷评查（WX-04、XH-28）", "file review (WX-04, XH-28)")
        yield Duty(f"reviews.open_activity:{one.pk}", what, one.organiser, url, None, basis)
