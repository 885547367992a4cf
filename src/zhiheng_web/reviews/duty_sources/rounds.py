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
from zhiheng_web.reviews.models import Card, FileReview, Mending, Objection

_NOTICE = Text("告知后开始整改和异议的期限（WX-13）", "mending and objection run from the notice (WX-13)")
_MENDING = Text(
    "单位领导和法制员督促办案民警整改（WX-13）", "leader and legal officer urge the officer to mend (WX-13)"
)
_SECOND = Text("一个月内第二次送评（WX-14）", "second submission within a month (WX-14)")
_SECOND_NOTICE = Text(
    "告知后可以对二次考评的认定提出异议（WX-15）", "what round two found can be objected to from the notice (WX-15)"
)
_PERIOD = Text("异议期届满", "the period of objection is over")
_ANSWER = Text("评查程序：异议由未签署考评卡的人答复", "answered by somebody who did not sign the card")
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
        yield Duty(f"reviews.mend:{one.pk}", what, one.body, url, one.due_on, _MENDING)


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
            yield Duty(f"reviews.check:{one.pk}", what, one.body, url, one.due_on, _MENDING, "review")
        else:
            what = Text(f"二次送评：{code}", f"Submit a second time: {code}")
            yield Duty(f"reviews.resubmit:{one.pk}", what, one.body, url, one.due_on, _SECOND)


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
        yield Duty(f"reviews.objection:{one.pk}", what, body, url, one.due_on, _ANSWER, "review")


#: Files whose second round is done and was told to nobody: they went to it by their mending, by nothing else.
_SECOND_DONE = Q(
    Exists(Card.objects.filter(assignment__file_review=OuterRef("pk"), assignment__round=2, state="signed")),
    state="settled",
    second_notified_at__isnull=True,
)


@register
def to_tell(person: Any) -> Iterator[Duty]:
    """Yield, for each activity, how many files wait for the notice, for settling, or were not submitted again."""
    if not policy.may_somewhere(person, GIVE):
        return
    today, within = clock.today(), policy.within_reach(person, GIVE, "body")
    is_told = Q(notified_at__isnull=False)
    is_office = any(policy.Role(post.role) is policy.Role.evaluation_office for post in policy.posts_of(person))
    counts = (
        FileReview.objects.filter(within, queries.in_force(), Q(state__in=("reviewed", "mending")) | _SECOND_DONE)
        .order_by()
        .values("activity", "activity__title")
        .annotate(
            tell=Count("pk", filter=Q(state="reviewed") & ~is_told),
            settle=Count("pk", filter=Q(state="reviewed", due_on__lt=today) & is_told),
            second=Count("pk", filter=_SECOND_DONE),
            late=Count("pk", filter=Q(state="mending", due_on__lt=today)),
        )
    )
    for row in counts:
        for name, state, zh, en, basis in _TO_TELL:
            if row[name]:
                what = Text(f"{zh}：{row['activity__title']}（{row[name]} 件）", f"{en}: {row[name]} files")
                url = f"{reverse('reviews:files')}?activity={row['activity']}&state={state}"
                key = f"reviews.{name}:{row['activity']}"
                yield Duty(key, what, None, url, None, basis, mine=is_office)


_TO_TELL = (
    ("tell", "reviewed", "告知评查结果", "Give notice of results", _NOTICE),
    ("settle", "reviewed", "异议期满，办结", "Settle after the period of objection", _PERIOD),
    ("second", "settled", "告知二次考评结果", "Give notice of round two", _SECOND_NOTICE),
    ("late", "mending", "逾期未二次送评，调卷核查", "Not submitted a second time in time", _SECOND),
)
