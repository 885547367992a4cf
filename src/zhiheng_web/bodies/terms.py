"""Terms (half-open, [since, until)), and which roles one person may hold at one time (三员分立)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from zhiheng_web.lib.policy import ADMINISTRATORS, Role


class Term(Protocol):
    """Something that holds from a day to a day; no end means without end."""

    since: date
    until: date | None


class Held(Term, Protocol):
    """A post as far as exclusion is concerned."""

    role: str


P = TypeVar("P", bound=Held)


def overlap(one: Term, other: Term) -> bool:
    """Return whether two terms share a day."""
    return (one.until is None or other.since < one.until) and (other.until is None or one.since < other.until)


def exclude_each_other(one: Role, other: Role) -> bool:
    """Return whether one person must not hold both at one time: an administrator's post stands alone."""
    return one is not other and (one in ADMINISTRATORS or other in ADMINISTRATORS)


def excluded_by(wanted: Held, held: Iterable[P]) -> list[P]:
    """Return the posts held that stand in the way of another one."""
    return [post for post in held if exclude_each_other(Role(wanted.role), Role(post.role)) and overlap(wanted, post)]
