"""Reading campaigns, their focus problems, and what was done in them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import policy
from zhiheng_web.reviews.models import FileReview
from zhiheng_web.training import audience
from zhiheng_web.training.audience import Shared
from zhiheng_web.training.models import Campaign, CampaignActivity, Focus, Participation

READ, KEEP = "training.read_campaign", "training.keep_campaign"


def campaign(campaign_id: int) -> Campaign:
    """Return a campaign for those who keep it. Raises Http404."""
    found: Campaign = get_object_or_404(Campaign.objects.select_related("body", "made_by"), pk=campaign_id)
    return found


def shared_campaign(campaign_id: int) -> Shared:
    """Return a campaign as it is read. Raises Http404."""
    return Shared(campaign(campaign_id))


def focus(focus_id: int) -> Focus:
    """Return a focus problem. Raises Http404."""
    found: Focus = get_object_or_404(Focus.objects.select_related("body"), pk=focus_id)
    return found


def campaigns_for(person: Any) -> QuerySet[Campaign]:
    """Return the campaigns that a person may read."""
    rows: QuerySet[Campaign] = Campaign.objects.filter(audience.readable(person, READ))
    return rows.select_related("body")


def focuses_for(person: Any) -> QuerySet[Focus]:
    """Return the focus problems that a person may read."""
    rows: QuerySet[Focus] = Focus.objects.filter(audience.readable(person, READ))
    return rows.select_related("body")


def focuses_of(body: Body) -> QuerySet[Focus]:
    """Return the focus problems in force of a body."""
    rows: QuerySet[Focus] = Focus.objects.filter(body=body, retired_on=None)
    return rows


def campaigns_of(body: Body) -> QuerySet[Campaign]:
    """Return the campaigns of a body, to which things can be tagged."""
    rows: QuerySet[Campaign] = Campaign.objects.filter(body=body)
    return rows


def campaigns_to_tag(person: Any) -> QuerySet[Campaign]:
    """Return the campaigns that a person keeps."""
    rows: QuerySet[Campaign] = Campaign.objects.filter(policy.within_reach(person, "training.write_bulletin"))
    return rows


def activities_of(one: Campaign) -> QuerySet[CampaignActivity]:
    """Return the review activities of a campaign with the number of their files and of those settled."""
    rows: QuerySet[CampaignActivity] = one.activities.select_related("activity__organiser")
    settled = Q(activity__files__state="settled")
    standing = ~Q(activity__files__state="taken_out")
    files = Count("activity__files", filter=standing)
    return rows.annotate(files=files, settled=Count("activity__files", filter=settled))


def classes_found(one: Campaign) -> list[tuple[str, int]]:
    """Return how many reviewed files fall into each finding class (WX-16: 不严格5起、不规范125起), the most first."""
    files = FileReview.objects.filter(activity__campaigns__campaign=one).exclude(finding_class="").order_by()
    rows = files.values_list("finding_class").annotate(n=Count("pk"))
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def counts(one: Campaign) -> dict[str, int]:
    """Return what was done in a campaign, in numbers."""
    published = one.bulletins.filter(state="published")
    courses = one.courses.filter(withdrawn_at=None)
    people = Participation.objects.filter(course__in=courses, is_absent=False)
    return {
        "activities": one.activities.count(),
        "files": FileReview.objects.filter(activity__campaigns__campaign=one).exclude(state="taken_out").count(),
        "bulletins": published.filter(series__kind="bulletin").count(),
        "commentaries": published.filter(series__kind="commentary").count(),
        "courses": courses.count(),
        "people": people.values("officer").distinct().count(),
    }
