"""What the policy table cannot say: drafts are the bureau's alone, an officer sees and answers what is their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import policy
from zhiheng_web.lib.policy import PostLike, Role
from zhiheng_web.officers.models import Accountability, Month, MonthLine, Tracking

READ_MONTH, READ_LINE, READ_TRACKING = "officers.read_month", "officers.read_line", "officers.read_tracking"
#: Roles of the units: what they read of a bureau's month is what was published to its staff.
_STAFF = (Role.unit_head, Role.legal_officer, Role.officer)


@dataclass(frozen=True, slots=True)
class _Holding:
    """A person as if they held these posts alone."""

    posts: tuple[PostLike, ...]
    is_authenticated: bool = True

    def posts_today(self) -> tuple[PostLike, ...]:
        """Return the posts."""
        return self.posts


def without(person: Any, *roles: Role) -> Any:
    """Return a person as if they held no post of these roles."""
    return _Holding(tuple(post for post in policy.posts_of(person) if Role(post.role) not in roles))


def may_read_month(person: Any, month: Month) -> bool:
    """Return whether a person may read a month: those above each version, staff of the bureau what was published."""
    if policy.may(without(person, *_STAFF), READ_MONTH, month.organiser):
        return True
    return month.was_published and is_staff(person, month.organiser)


def is_staff(person: Any, organiser: Body) -> bool:
    """Return whether a person serves at a bureau or beneath it, in a role that reads what is published."""
    posts = [post for post in policy.posts_of(person) if Role(post.role) in _STAFF]
    return any(post.body.path.startswith(organiser.path) for post in posts)


def demand_read_month(person: Any, month: Month) -> None:
    """Raise Denied unless a person may read a month."""
    if not may_read_month(person, month):
        raise policy.Denied(policy.deed_of(READ_MONTH))


def months_within(person: Any) -> Q:
    """Return the condition that keeps of a list of months what a person may read."""
    above = policy.within_reach(without(person, *_STAFF), READ_MONTH, "organiser")
    staff = Q(pk__in=[])
    for post in policy.posts_of(person):
        if Role(post.role) in _STAFF:
            ids = [int(part) for part in post.body.path.split("/") if part]
            staff |= Q(organiser__in=ids, state__in=("published", "corrected"))
    return above | staff


def may_read_line(person: Any, line: MonthLine) -> bool:
    """Return whether a person may read an officer's month with all its cases."""
    if policy.may(without(person, *_STAFF), READ_LINE, line.body):
        return True
    if not line.month.was_published:
        return False
    others = without(person, Role.officer)
    return policy.may(others, READ_LINE, line.body) or _is_own(person, line.officer, READ_LINE, line.body)


def lines_within(person: Any) -> Q:
    """Return the condition that keeps of a list of lines what a person may read with all its cases."""
    above = policy.within_reach(without(person, *_STAFF), READ_LINE)
    unit = policy.within_reach(without(person, Role.officer), READ_LINE) | Q(officer__account=person.pk)
    return above | (unit & Q(month__state__in=("published", "corrected")))


def demand_read_line(person: Any, line: MonthLine) -> None:
    """Raise Denied unless a person may read a line."""
    if not may_read_line(person, line):
        raise policy.Denied(policy.deed_of(READ_LINE))


def demand_own(person: Any, officer: Any, deed: str) -> None:
    """Raise Denied unless the officer is this person."""
    if officer is None or officer.account_id is None or officer.account_id != getattr(person, "pk", None):
        raise policy.Denied(policy.deed_of(deed))


def _is_own(person: Any, officer: Any, deed: str, body: Body) -> bool:
    own = officer is not None and officer.account_id is not None and officer.account_id == getattr(person, "pk", None)
    return own and policy.may(person, deed, body)


def may_do_tracking(person: Any, tracking: Tracking, deed: str = READ_TRACKING) -> bool:
    """Return whether a person may read or report on a tracking; an officer on what is about them or their case."""
    if policy.may(without(person, Role.officer), deed, tracking.body):
        return True
    return any(_is_own(person, one, deed, tracking.body) for one in tracked_officers(tracking))


def tracked_officers(tracking: Tracking) -> list[Any]:
    """Return the officers whom a tracking is about: the one named, and those of the case."""
    found = [tracking.officer]
    if tracking.case is not None:
        found += [tracking.case.lead, tracking.case.second]
    return [one for one in found if one is not None]


def demand_tracking(person: Any, tracking: Tracking, deed: str = READ_TRACKING) -> None:
    """Raise Denied unless a person may do a deed to a tracking."""
    if not may_do_tracking(person, tracking, deed):
        raise policy.Denied(policy.deed_of(deed))


def trackings_within(person: Any) -> Q:
    """Return the condition that keeps of a list of trackings what a person may read."""
    others = policy.within_reach(without(person, Role.officer), READ_TRACKING)
    pk = getattr(person, "pk", None)
    if pk is None:
        return others
    return others | Q(officer__account=pk) | Q(case__lead__account=pk) | Q(case__second__account=pk)


def may_state(person: Any, matter: Accountability) -> bool:
    """Return whether a person may make their statement in a matter: it is about them and was given to them."""
    return matter.state != "draft" and _is_own(person, matter.officer, "officers.state_own", matter.body)
