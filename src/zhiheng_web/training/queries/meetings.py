"""Reading the legal officers' meetings: months held and missing, the top problems of a month, the studies after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from zhiheng_web.bodies.models import Body, Post
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.months import month_later
from zhiheng_web.lib.words import Text
from zhiheng_web.training import audience
from zhiheng_web.training.audience import Shared
from zhiheng_web.training.models import AgendaItem, Meeting, Proof, Study

READ, KEEP = "training.read_meeting", "training.keep_meeting"
_LEGAL = policy.Role.legal_officer.value


def meeting(meeting_id: int) -> Meeting:
    """Return a meeting for those who hold it. Raises Http404."""
    found: Meeting = get_object_or_404(Meeting.objects.select_related("body", "planned_by", "closed_by"), pk=meeting_id)
    return found


def shared_meeting(meeting_id: int) -> Shared:
    """Return a meeting as it is read. Raises Http404."""
    return Shared(meeting(meeting_id))


def agenda_item(item_id: int) -> AgendaItem:
    """Return a point of an agenda. Raises Http404."""
    rows = AgendaItem.objects.filter(removed_at=None).select_related("meeting__body")
    found: AgendaItem = get_object_or_404(rows, pk=item_id)
    return found


def study(study_id: int) -> Study:
    """Return a relay study. Raises Http404."""
    found: Study = get_object_or_404(Study.objects.select_related("body", "meeting__body", "reported_by"), pk=study_id)
    return found


def proof(proof_id: int) -> Proof:
    """Return a proof of a study. Raises Http404."""
    found: Proof = get_object_or_404(Proof.objects.select_related("study__body"), pk=proof_id)
    return found


def meetings_for(person: Any) -> QuerySet[Meeting]:
    """Return the meetings that a person may read, with how many units have studied of how many."""
    rows: QuerySet[Meeting] = Meeting.objects.filter(audience.readable(person, READ)).select_related("body")
    done = Q(studies__state="done")
    return rows.annotate(units=Count("studies", distinct=True), studied=Count("studies", filter=done, distinct=True))


def studies_for(person: Any) -> QuerySet[Study]:
    """Return the studies that a person may read."""
    rows: QuerySet[Study] = Study.objects.filter(policy.within_reach(person, "training.read_study"))
    return rows.select_related("body", "meeting__body")


def studies_due(person: Any) -> QuerySet[Study]:
    """Return the studies that a person has to organise."""
    rows: QuerySet[Study] = Study.objects.filter(policy.within_reach(person, "training.report_study"), state="open")
    return rows.select_related("body", "meeting__body")


def items_of(one: Meeting) -> QuerySet[AgendaItem]:
    """Return the agenda."""
    rows: QuerySet[AgendaItem] = one.items.filter(removed_at=None)
    return rows


def legal_officers(body: Body) -> list[Post]:
    """Return the posts of legal officers at a body and beneath it today, each person once."""
    today = clock.today()
    held = Post.objects.filter(role=_LEGAL, body__path__startswith=body.path, since__lte=today)
    held = held.filter(Q(until=None) | Q(until__gt=today), account__is_active=True).select_related("body", "account")
    return list({post.account_id: post for post in held.order_by("-body__path")}.values())[::-1]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the year and its meeting, if there is one. A past month without a meeting is missing (WX-24)."""

    first: date
    meeting: Meeting | None
    today: date

    @property
    def state(self) -> tuple[Text, str]:
        """Return how it stands, in words with its tone."""
        if self.meeting is not None and self.meeting.state == "held":
            return Text("已召开", "held"), "good"
        if month_later(self.first) <= self.today:
            return Text("缺会", "missing"), "bad"
        if self.first > self.today:
            return Text("未到", "to come"), "neutral"
        return (Text("筹备中", "being prepared"), "info") if self.meeting else (Text("待召开", "to be held"), "warn")

    @property
    def is_missing(self) -> bool:
        """Return whether the month is over and no meeting was held."""
        return self.state[1] == "bad"


def months_of(body: Body, year: int, today: date) -> list[Month]:
    """Return the months of a year for a body, from the month of its first meeting on; without any, from this month.

    What was before the body began to keep its meetings here is not called missing.
    """
    rows = {one.month: one for one in Meeting.objects.filter(body=body, month__year=year).select_related("body")}
    first = Meeting.objects.filter(body=body).order_by("month").values_list("month", flat=True).first()
    begin = first or today.replace(day=1)
    months = [date(year, number, 1) for number in range(1, 13)]
    return [Month(month, rows.get(month), today) for month in months if month in rows or month >= begin]


def bodies_that_meet(person: Any) -> list[Body]:
    """Return the bodies whose meeting a person keeps: those with a legal officer at them or right beneath them."""
    keepers = Body.objects.filter(policy.within_reach(person, KEEP, ""))
    today = clock.today()
    held = Q(role=_LEGAL, since__lte=today) & (Q(until=None) | Q(until__gt=today))
    posts = Post.objects.filter(held)
    found = keepers.filter(Q(posts__in=posts) | Q(children__posts__in=posts)).distinct()
    return list(found)


def completion(one: Meeting) -> tuple[int, int]:
    """Return how many units have studied, of how many."""
    done = Count("pk", filter=Q(state="done"))
    told = one.studies.aggregate(done=done, all=Count("pk"))
    return told["done"], told["all"]
