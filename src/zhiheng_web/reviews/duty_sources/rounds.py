"""What waits in the rounds: telling results, mending, checking, submitting again, objections, settling."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.duties import Duty, register
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews import queries
from zhiheng_web.reviews.actions.rounds import GIVE
from zhiheng_web.reviews.actions.rounds_mending import CHECK, REPORT
from zhiheng_web.reviews.actions.rounds_objections import ANSWER
from zhiheng_web.reviews.models import FileReview, Mending, Objection

_LINE = "line__card__assignment__file_review"


def _mendings(*states: str) -> Exists:
    return Exists(Mending.objects.filter(**{_LINE: OuterRef("pk")}, state__in=states))


@register
def to_mend(person: Any) -> Iterator[Duty]:
    """Yield the officer's files with problems to be mended (WX-13)."""
    if not policy.may_somewhere(person, REPORT):
        return
    own = queries.files_for(person, REPORT).filter(queries.theirs(person), state="mending")
    for one in own.filter(_mendings("open", "returned")):
        what = Text(f"整改：{one.case.code}", f"Mend: {one.case.code}")
        url = reverse("reviews:mending", args=[one.pk])
        yield Duty(f"reviews.mend:{one.pk}", what, one.body, url, one.due_on, Text("WX-13", "WX-13"))


@register
def to_check(person: Any) -> Iterator[Duty]:
    """Yield the files of the unit with mendings to be checked, and those to be submitted again (WX-13, WX-14)."""
    if not policy.may_somewhere(person, CHECK):
        return
    waiting = queries.files_for(person, CHECK).filter(state="mending")
    told = waiting.annotate(to_check=_mendings("reported"), is_open=_mendings("open", "returned", "reported"))
    for one in told.filter(Q(to_check=True) | Q(is_open=False)):
        url, code = reverse("reviews:mending", args=[one.pk]), one.case.code
        if one.to_check:
            what = Text(f"核对整改：{code}", f"Check the mending: {code}")
            yield Duty(f"reviews.check:{one.pk}", what, one.body, url, one.due_on, Text("WX-13", "WX-13"), "review")
        else:
            what = Text(f"二次送评：{code}", f"Submit a second time: {code}")
            yield Duty(f"reviews.resubmit:{one.pk}", what, one.body, url, one.due_on, Text("WX-14", "WX-14"))


@register
def objections(person: Any) -> Iterator[Duty]:
    """Yield the objections that a person may answer; not those to a card of their own."""
    if not policy.may_somewhere(person, ANSWER):
        return
    within = policy.within_reach(person, ANSWER, "file_review__body")
    waiting = Objection.objects.filter(within, outcome="").exclude(line__card__signed_by=person)
    for one in waiting.select_related("file_review__case", "file_review__body"):
        code = one.file_review.case.code
        what = Text(f"答复异议：{code} {one.line_id}", f"Answer an objection: {code} {one.line_id}")
        url = reverse("reviews:objection", args=[one.pk])
        body = one.file_review.body
        basis = Text("评查程序", "the review procedure")
        yield Duty(f"reviews.objection:{one.pk}", what, body, url, one.due_on, basis, "review")


@register
def to_tell(person: Any) -> Iterator[Duty]:
    """Yield, for each activity, how many files wait for the notice, for settling, or were not submitted again."""
    if not policy.may_somewhere(person, GIVE):
        return
    today, within = clock.today(), policy.within_reach(person, GIVE, "body")
    is_told = Q(notified_at__isnull=False)
    counts = (
        FileReview.objects.filter(within, state__in=("reviewed", "mending"))
        .order_by()
        .values("activity", "activity__title")
        .annotate(
            tell=Count("pk", filter=Q(state="reviewed") & ~is_told),
            settle=Count("pk", filter=Q(state="reviewed", due_on__lt=today) & is_told),
            late=Count("pk", filter=Q(state="mending", due_on__lt=today)),
        )
    )
    for row in counts:
        for name, state, zh, en, basis in _TO_TELL:
            if row[name]:
                what = Text(f"{zh}：{row['activity__title']}（{row[name]} 件）", f"{en}: {row[name]} files")
                url = f"{reverse('reviews:files')}?activity={row['activity']}&state={state}"
                key = f"reviews.{name}:{row['activity']}"
                yield Duty(key, what, None, url, None, Text(basis, basis), mine=False)


_TO_TELL = (
    ("tell", "reviewed", "告知评查结果", "Give notice of results", "WX-12"),
    ("settle", "reviewed", "异议期满，办结", "Settle after the period of objection", "WX-14"),
    ("late", "mending", "逾期未二次送评，调卷核查", "Not submitted a second time in time", "WX-14"),
)
