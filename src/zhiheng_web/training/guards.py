"""What the policy table cannot say: an enrolment is the officer's own, a ballot the judge's own."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from zhiheng_web.lib import policy
from zhiheng_web.lib.policy import PostLike, Role
from zhiheng_web.training.models import Enrolment, Judge

READ_ENROLMENT, TAKE_PART, JUDGE = "training.read_enrolment", "training.take_part", "training.judge"


class _WithoutOfficer:
    """A person as if they held no post of an officer: what they may read by their other posts."""

    is_authenticated = True

    def __init__(self, person: Any) -> None:
        self._posts = tuple(post for post in policy.posts_of(person) if Role(post.role) is not Role.officer)

    def posts_today(self) -> tuple[PostLike, ...]:
        """Return the other posts."""
        return self._posts


def is_own(person: Any, enrolment: Enrolment) -> bool:
    """Return whether an enrolment is this person's."""
    account = enrolment.officer.account_id
    return account is not None and account == getattr(person, "pk", None)


def demand_read_enrolment(person: Any, enrolment: Enrolment) -> None:
    """Raise Denied unless a person may read an enrolment: those above, the unit's leader, the officer themselves."""
    if not is_own(person, enrolment) and not policy.may(
        _WithoutOfficer(person), READ_ENROLMENT, enrolment.officer.body
    ):
        raise policy.Denied(policy.deed_of(READ_ENROLMENT))


def demand_own_enrolment(person: Any, enrolment: Enrolment) -> None:
    """Raise Denied unless an enrolment is this person's."""
    if not is_own(person, enrolment):
        raise policy.Denied(policy.deed_of(TAKE_PART))


def enrolments_within(person: Any) -> Q:
    """Return the condition that keeps of a list of enrolments what a person may read."""
    others = policy.within_reach(_WithoutOfficer(person), READ_ENROLMENT, "officer__body")
    return others | Q(officer__account=person.pk)


def demand_own_ballot(person: Any, judge: Judge) -> None:
    """Raise Denied unless a ballot is this judge's."""
    if judge.account_id != getattr(person, "pk", None):
        raise policy.Denied(policy.deed_of(JUDGE))
