"""Who has not read a circular: everybody who serves beneath and reads bulletins, less those who have confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from zhiheng_web.bodies.models import Body, Post
from zhiheng_web.lib import clock, policy
from zhiheng_web.training.models import Bulletin
from zhiheng_web.training.queries.bulletins import READ


@dataclass(frozen=True, slots=True)
class Unread:
    """The people of a body who have not confirmed that they read something, and how many serve there."""

    body: Body
    names: tuple[str, ...]
    people: int

    @property
    def read(self) -> int:
        """Return how many have confirmed."""
        return self.people - len(self.names)


def unread(bulletin: Bulletin) -> list[Unread]:
    """Return by body who has not confirmed yet, in the order of the tree; each person once at each body."""
    roles = [role.value for role in policy.deed_of(READ).grants]
    today = clock.today()
    posts = Post.objects.filter(role__in=roles, body__path__startswith=bulletin.body.path, since__lte=today)
    posts = posts.filter(Q(until=None) | Q(until__gt=today), account__is_active=True)
    readers = set(bulletin.receipts.values_list("account", flat=True))
    people: dict[Body, dict[int, str]] = {}
    for post in posts.select_related("body", "account").order_by("body__path", "account__display_name"):
        people.setdefault(post.body, {})[post.account_id] = post.account.display_name or post.account.name
    return [
        Unread(body, tuple(name for pk, name in named.items() if pk not in readers), len(named))
        for body, named in people.items()
    ]
