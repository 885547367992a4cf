"""The bodies at which a person may do a deed of training."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock, policy


def bodies_for(person: Any, deed: str) -> QuerySet[Body]:
    """Return the bodies of today at which a person may do a deed."""
    rows: QuerySet[Body] = Body.objects.filter(policy.within_reach(person, deed, "")).order_by("path")
    return rows.filter(Q(until=None) | Q(until__gt=clock.today()))
