"""What the policy table cannot say of a letter: who acts for its issuer serves there or above, not in between."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import policy
from zhiheng_web.lib.policy import PostLike, Role
from zhiheng_web.supervision.models import Letter

READ, DRAFT = "supervision.read_letter", "supervision.draft_letter"


def _posts(person: Any, deed: str) -> list[PostLike]:
    grants = policy.deed_of(deed).grants
    return [post for post in policy.posts_of(person) if Role(post.role) in grants]


def acts_for_issuer(person: Any, deed: str, letter: Letter) -> bool:
    """Return whether a person may do a deed of the issuer: by a post at the issuer or above it."""
    at_or_above = any(letter.issuer.path.startswith(post.body.path) for post in _posts(person, deed))
    return at_or_above and policy.may(person, deed, letter.addressee)


def demand_issuer(person: Any, deed: str, letter: Letter) -> None:
    """Raise Denied unless a person may do a deed of the issuer."""
    if not acts_for_issuer(person, deed, letter):
        raise policy.Denied(policy.deed_of(deed))


def issuer_for(person: Any, addressee: Body) -> Body:
    """Return the body that writes to an addressee: the nearest above it at which the person drafts. Raises Denied."""
    above = [
        post.body
        for post in _posts(person, DRAFT)
        if addressee.path.startswith(post.body.path) and post.body.pk != addressee.pk
    ]
    if not above:
        raise policy.Denied(policy.deed_of(DRAFT))
    nearest: Any = max(above, key=lambda one: len(one.path))
    return nearest  # type: ignore[no-any-return]


def issued_by(person: Any, deed: str) -> Q:
    """Return the condition that keeps of a list the letters for whose issuer a person does a deed."""
    condition = Q(pk__in=[])
    for post in _posts(person, deed):
        condition |= Q(issuer__path__startswith=post.body.path)
    return condition


def may_read(person: Any, letter: Letter) -> bool:
    """Return whether a person may read a letter; what was never issued only those of the issuer's side."""
    if letter.issued_at is None:
        return acts_for_issuer(person, DRAFT, letter)
    return policy.may(person, READ, letter.addressee)


def demand_read(person: Any, letter: Letter) -> None:
    """Raise Denied unless a person may read a letter."""
    if not may_read(person, letter):
        raise policy.Denied(policy.deed_of(READ))


def readable(person: Any) -> Q:
    """Return the condition that keeps of a list the letters a person may read."""
    issued = policy.within_reach(person, READ, "addressee") & Q(issued_at__isnull=False)
    return issued | (issued_by(person, DRAFT) & Q(issued_at__isnull=True))
