"""Reading bulletins: one, those a person may read, who has read which, the counters of a year (WX-22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from zhiheng_web.bodies.models import Body, Post
from zhiheng_web.cases.models import Case
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.months import month_later
from zhiheng_web.reviews.models import Activity
from zhiheng_web.training import audience
from zhiheng_web.training.audience import Shared
from zhiheng_web.training.masking import Mask, mask_for
from zhiheng_web.training.models import Bulletin, Comment, Receipt, Series

READ, WRITE = "training.read_bulletin", "training.write_bulletin"
_ALONG = (
    "series__body",
    "case",
    "activity",
    "contest",
    "campaign",
    "written_by",
    "published_by",
    "withdrawn_by",
    "document",
)


def bulletin(bulletin_id: int) -> Bulletin:
    """Return a bulletin for those who write it. Raises Http404."""
    found: Bulletin = get_object_or_404(Bulletin.objects.select_related(*_ALONG), pk=bulletin_id)
    return found


def shared_bulletin(bulletin_id: int) -> Shared:
    """Return a bulletin as it is read. Raises Http404."""
    return Shared(bulletin(bulletin_id))


def series(series_id: int) -> Series:
    """Return a series. Raises Http404."""
    found: Series = get_object_or_404(Series.objects.select_related("body"), pk=series_id)
    return found


def comment(comment_id: int) -> Comment:
    """Return a comment. Raises Http404."""
    found: Comment = get_object_or_404(Comment.objects.select_related("bulletin__series__body"), pk=comment_id)
    return found


def is_author(person: Any, one: Bulletin) -> bool:
    """Return whether a person reads what was written, with its names."""
    return policy.may(person, WRITE, one.body)


def demand_read(person: Any, one: Bulletin, deed: str = READ) -> None:
    """Raise Denied unless a person may read a bulletin; a draft only those read who write."""
    if not (one.state == "draft" and is_author(person, one)):
        audience.demand_read(person, deed, one.body, is_published=one.state != "draft")


def bulletins_for(person: Any, kind: str = "") -> QuerySet[Bulletin]:
    """Return the bulletins (or the commentaries) that a person may read, whether they have, and by how many."""
    published = audience.readable(person, READ, "series__body") & ~Q(state="draft")
    drafts = policy.within_reach(person, WRITE, "series__body") & Q(state="draft")
    rows: QuerySet[Bulletin] = Bulletin.objects.filter(published | drafts).select_related(*_ALONG)
    if kind:
        rows = rows.filter(series__kind=kind)
    mine = Receipt.objects.filter(bulletin=OuterRef("pk"), account=person.pk)
    return rows.annotate(times_read=Count("receipts", distinct=True), is_read=Exists(mine))


def unread_for(person: Any) -> QuerySet[Bulletin]:
    """Return the published bulletins from above that a person serving beneath has not confirmed yet."""
    above = {int(key) for post in policy.posts_of(person) for key in post.body.path.rstrip("/").split("/")}
    rows: QuerySet[Bulletin] = Bulletin.objects.filter(state="published", series__body__in=above)
    read = Receipt.objects.filter(bulletin=OuterRef("pk"), account=person.pk)
    return rows.filter(~Exists(read)).select_related("series__body").order_by("published_at")


def series_for(person: Any, deed: str = WRITE, kind: str = "") -> QuerySet[Series]:
    """Return the series to which a person may do a deed."""
    rows: QuerySet[Series] = Series.objects.filter(policy.within_reach(person, deed)).select_related("body")
    return rows.filter(kind=kind) if kind else rows


def cases_of(one: Bulletin) -> list[Case]:
    """Return the cases whose names a bulletin could tell: its own, those of its activity, those of its contest."""
    about = Q(pk=one.case_id)
    if one.activity_id:
        about |= Q(reviews__activity=one.activity_id)
    if one.contest_id:
        about |= Q(reviews__candidacies__contest=one.contest_id)
    if one.month is not None:
        end = month_later(one.month)
        path = one.body.path
        about |= Q(
            reviews__settled_at__date__gte=one.month, reviews__settled_at__date__lt=end, body__path__startswith=path
        )
    return list(Case.objects.filter(about).select_related("lead", "second").distinct())


def mask_of(one: Bulletin) -> Mask:
    """Return what masks a bulletin."""
    return mask_for(cases_of(one), clear=[word.strip() for word in one.clear.splitlines()])


PARTS = ("title", "text", "problems", "handling")


def preview(one: Bulletin) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Return each part as others would read it, and every word that was masked: kind, word, substitute, how often."""
    mask, shown = mask_of(one), {}
    found: dict[tuple[str, str, str], int] = {}
    for name in PARTS:
        masked = mask.apply(getattr(one, name))
        shown[name] = masked.text
        for hit in masked.hits:
            key = (hit.kind, hit.word, hit.instead)
            found[key] = found.get(key, 0) + hit.times
    told = [{"kind": kind, "word": word, "instead": instead, "times": n} for (kind, word, instead), n in found.items()]
    return shown, told


@dataclass(frozen=True, slots=True)
class Readership:
    """How many of a body's people have confirmed that they read a bulletin."""

    body: Body
    read: int
    people: int


def readership(one: Bulletin) -> list[Readership]:
    """Return by body who has read: everybody who serves there today in a post that reads bulletins, once each."""
    roles = [role.value for role in policy.deed_of(READ).grants]
    today = clock.today()
    posts = Post.objects.filter(role__in=roles, body__path__startswith=one.body.path, since__lte=today)
    posts = posts.filter(Q(until=None) | Q(until__gt=today), account__is_active=True).select_related("body")
    readers = set(one.receipts.values_list("account", flat=True))
    bodies: dict[int, Body] = {}
    people: dict[int, set[int]] = {}
    for post in posts.order_by("body__path"):
        bodies[post.body_id] = post.body
        people.setdefault(post.body_id, set()).add(post.account_id)
    return [Readership(body, len(people[key] & readers), len(people[key])) for key, body in bodies.items()]


def counters(body: Body, year: int) -> dict[str, int]:
    """Return how many bulletins and commentaries a body published in a year (WX-22), withdrawn ones left out."""
    rows = Bulletin.objects.filter(series__body=body, state="published")
    since, until = (datetime(one, 1, 1, tzinfo=clock.SHANGHAI) for one in (year, year + 1))
    rows = rows.filter(published_at__gte=since, published_at__lt=until).order_by()
    counted = dict(rows.values_list("series__kind").annotate(n=Count("pk")))
    return {kind: counted.get(kind, 0) for kind in ("bulletin", "commentary")}


def cases_to_choose(body: Body) -> QuerySet[Case]:
    """Return the closed cases of a body and those beneath it, the latest first: what a commentary can be about."""
    rows: QuerySet[Case] = Case.objects.filter(body__path__startswith=body.path, closed_on__isnull=False)
    return rows.filter(is_current=True).select_related("body")


def activities_within(bodies: QuerySet[Body]) -> QuerySet[Activity]:
    """Return the review activities that some bodies organise."""
    rows: QuerySet[Activity] = Activity.objects.filter(organiser__in=bodies)
    return rows


def readers(one: Bulletin) -> QuerySet[Receipt]:
    """Return who has confirmed, with person and body."""
    rows: QuerySet[Receipt] = one.receipts.select_related("account", "body")
    return rows
