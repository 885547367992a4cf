"""Files coming into an activity: closed cases by themselves; violations that time alone shows (WX-04, WX-05, WX-08).

Cases are indexed after their rows are imported, and days pass without anybody acting: so the worker goes round
(`keep_up`) and finds both. Opening an activity collects at once, and its page offers it too.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.cases.models import Case
from zhiheng_web.lib import clock
from zhiheng_web.reviews import guards, states
from zhiheng_web.reviews.actions.assigning import assign_first_level
from zhiheng_web.reviews.models import Activity, Draw, FileReview
from zhiheng_web.reviews.queries import in_force, rules_of

#: The worker's rounds come every few seconds; cases are looked through once in so many.
_PAUSE_IN_SECONDS = 60.0
_last = [float("-inf")]


def closed_cases(activity: Activity) -> QuerySet[Case]:
    """Return the closed cases of the period of the bodies of an activity and of those beneath them."""
    within = Q(pk__in=[])
    for path in activity.bodies.values_list("body__path", flat=True):
        within |= Q(body__path__startswith=path)
    closed = Q(closed_on__gte=activity.period_from, closed_on__lt=activity.period_to)
    chosen = Case.objects.filter(within, closed, is_current=True)
    return chosen.select_related("body", "lead", "second").order_by("closed_on", "code", "pk")


def enter_file(
    activity: Activity, case: Case, *, actor: Any, because: str = "", draw: Draw | None = None, position: int = 0
) -> FileReview:
    """Bring the file of a case into an activity, inside the act under way.

    A submission runs from closing, or from the day on which the review was opened where that is later: nobody is late
    for a review that had not begun.
    """
    one = FileReview(activity=activity, case=case, body=case.body, lead=case.lead)
    one.chosen_because, one.draw, one.position = because, draw, position
    state = states.first_state(rules_of(activity))
    states.enter(one, state, actor=actor, first=True, start=_start(activity, case) if state == "due" else None)
    if state == "first_level":
        assign_first_level(one, actor=actor)
    return one


def _start(activity: Activity, case: Case) -> date:
    submission, today = rules_of(activity).submission, clock.today()
    if case.closed_on is None or (submission is not None and submission.begins == "listed"):
        return today
    opened = clock.day_of(activity.opened_at) if activity.opened_at else today
    return max(case.closed_on, opened)


def collect(*, actor: Any, activity: Activity) -> list[FileReview]:
    """Bring every closed case that is not there yet into an open complete review; return what came in.

    Safe to repeat. `actor` None is the worker. Raises Refusal for an activity whose files are drawn or chosen.
    """
    if actor is not None:
        guards.demand_organiser(actor, "reviews.open_activity", activity)
    if activity.kind != "complete" or activity.state != "open":
        raise Refusal(Fault("not_collected", Place(clause=activity.title), *_NOT_COLLECTED))
    missing = list(_missing(activity))
    if not missing:
        return []
    with acts.act(actor, "reviews.collect", reason="结案后自动列入 closed cases come in by themselves"):
        # Locked: two workers must not bring in the same case.
        Activity.objects.select_for_update().get(pk=activity.pk)
        return [enter_file(activity, case, actor=actor) for case in _missing(activity)]


def _missing(activity: Activity) -> QuerySet[Case]:
    there = FileReview.objects.filter(activity=activity, draw__isnull=True).values("case")
    return closed_cases(activity).exclude(pk__in=there).exclude(pk__in=activity.exclusions.values("case"))


def note_overdue(*, actor: Any = None) -> int:
    """Enter `not_submitted` on every file whose submission fell overdue (WX-08); return how many. Safe to repeat."""
    noted = 0
    for key in _overdue(clock.today()):
        with acts.act(actor, "reviews.note_violation", reason="未按期送评 not submitted in time"):
            one: FileReview = FileReview.objects.select_for_update().get(pk=key)
            if one.state == "due" and states.add_violation(one, "not_submitted"):
                one.version += 1
                one.save()
                noted += 1
    return noted


def _overdue(day: date) -> Iterable[int]:
    late = FileReview.objects.filter(in_force(), state="due", due_on__lt=day, activity__state="open")
    return [key for key, found in late.values_list("pk", "violations") if "not_submitted" not in found]


def keep_up() -> int:
    """Collect for every open complete review and note what fell overdue; the worker's round. Return what changed."""
    if time.monotonic() - _last[0] < _PAUSE_IN_SECONDS:
        return 0
    changed = note_overdue()
    for activity in Activity.objects.filter(kind="complete", state="open").select_related("organiser"):
        changed += len(collect(actor=None, activity=activity))
    _last[0] = time.monotonic()
    return changed


_NOT_COLLECTED = (
    Text("案卷不是自动列入的，或者活动没有开始", "files do not come in by themselves here, or it is not open"),
    Text("随机抽查由抽取产生案卷，专项和重点评查逐件选取", "they are drawn, or chosen one by one"),
)
