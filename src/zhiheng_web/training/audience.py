"""Who reads what a body has published: whom the table reaches from above, and everybody who serves beneath it.

The table reaches downwards; a bulletin goes the same way and is read at its end. So its page asks here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import policy
from zhiheng_web.lib.policy import Role


@dataclass(frozen=True, slots=True)
class Shared:
    """Something published as the target of a page: no single body governs it, the page asks `demand_read`."""

    thing: Any
    governing_body: None = None


def _posts(person: Any, deed: str) -> list[Any]:
    grants = policy.deed_of(deed).grants
    return [post for post in policy.posts_of(person) if Role(post.role) in grants]


def serving_body(person: Any, deed: str, body: Body) -> Body | None:
    """Return the body at or beneath `body` at which somebody holds a post with a deed; None where there is none."""
    found = [post.body for post in _posts(person, deed) if post.body.path.startswith(body.path)]
    return max(found, key=lambda one: len(one.path), default=None)


def may_read(person: Any, deed: str, body: Body, *, is_published: bool = True) -> bool:
    """Return whether a person may read something of a body."""
    if not is_published:
        return False
    return policy.may(person, deed, body) or serving_body(person, deed, body) is not None


def demand_read(person: Any, deed: str, body: Body, *, is_published: bool = True) -> None:
    """Raise Denied unless a person may read something of a body."""
    if not may_read(person, deed, body, is_published=is_published):
        raise policy.Denied(policy.deed_of(deed))


def readable(person: Any, deed: str, field_name: str = "body") -> Q:
    """Return the condition that keeps of a list what a person may read: from above, and from beneath."""
    above = {int(key) for post in _posts(person, deed) for key in post.body.path.rstrip("/").split("/")}
    return policy.within_reach(person, deed, field_name) | Q(**{f"{field_name}__in": above})
