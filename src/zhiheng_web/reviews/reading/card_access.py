"""Whose card it is and who may see it: the reviewer before signing, others after it, the reviewed after the notice."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.lib import policy
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.models import Assignment, Card

#: Level → the deed of reviewing at it.
DEEDS: dict[int, str] = {1: "reviews.review_first_level", 2: "reviews.review_second_level"}
#: The states of a file in which a card of a level and round may be written.
_STATES: dict[tuple[int, int], tuple[str, ...]] = {
    (1, 1): ("first_level",),
    (2, 1): ("second_level", "comparing"),
    (2, 2): ("second_round",),
}
#: A planted card measures its reader: it may be written as long as the file is anywhere.
_ANYWHERE = ("second_level", "comparing", "reviewed", "mending", "second_round", "settled")
_RELATED = ("file_review__activity", "file_review__case", "file_review__body", "file_review__lead", "reviewer")


def assignments() -> QuerySet[Assignment]:
    """Return the assignments with what a page says of them."""
    return Assignment.objects.select_related(*_RELATED, "card", "file_review__case__second")


def assignment(assignment_id: int) -> Assignment:
    """Return an assignment. Raises Http404 where there is none or it was withdrawn."""
    found: Assignment = get_object_or_404(assignments(), pk=assignment_id, withdrawn_at__isnull=True)
    return found


def card_of(one: Assignment) -> Card | None:
    """Return the card of an assignment; None before its first line is written."""
    return getattr(one, "card", None)


def is_signed(one: Assignment) -> bool:
    """Return whether the card of an assignment is signed."""
    card = card_of(one)
    return card is not None and card.is_signed


def is_writable(one: Assignment) -> bool:
    """Return whether the file stands where this card is written."""
    if one.withdrawn_at is not None or is_signed(one):
        return False
    states = _ANYWHERE if one.is_planted else _STATES.get((one.level, one.round), ())
    return one.file_review.state in states


def may_write(person: Any, one: Assignment) -> bool:
    """Return whether this person writes this card now."""
    is_theirs = one.reviewer_id == getattr(person, "pk", None)
    return is_theirs and is_writable(one) and policy.may(person, DEEDS[one.level], one.governing_body)


def demand_writer(actor: Any, one: Assignment) -> None:
    """Raise unless the actor is the reviewer of this assignment and its card is still open.

    Refusal for another person or a card that is signed, policy.Denied where the table grants nothing.
    """
    place = Place(clause=str(one.file_review.case))
    if one.reviewer_id != actor.pk:
        raise Refusal(Fault("not_your_card", place, *_NOT_YOURS))
    policy.demand(actor, DEEDS[one.level], one.governing_body)
    if is_signed(one):
        raise Refusal(Fault("signed", place, *_SIGNED))
    if not is_writable(one):
        raise Refusal(Fault("wrong_state", place, *_NOT_NOW, one.file_review.state_text[0].zh))


def may_see(person: Any, one: Assignment) -> bool:
    """Return whether a person may see this card.

    The reviewer always; nobody else before it is signed. A second reader does not see the first one's card before both
    are signed; the unit sees what the brigade found only with the notice; a planted card is no matter of the file.
    """
    if one.reviewer_id == getattr(person, "pk", None):
        return True
    if not is_signed(one):
        return False
    if one.is_planted:
        return policy.may(person, "reviews.read_calibration", one.file_review.activity.organiser)
    if _is_of_the_brigade(person, one):
        return not _reads_the_same(person, one)
    return one.level == 1 or one.file_review.notified_at is not None


def seen_assignment(person: Any, one: Assignment) -> Assignment:
    """Return the assignment if its card may be seen. Raises Http404 otherwise: nothing is told of it."""
    if not may_see(person, one):
        raise Http404
    return one


def _is_of_the_brigade(person: Any, one: Assignment) -> bool:
    """Return whether a person reads files from above, not as one of the body whose file it is."""
    body = one.governing_body
    held = [post for post in policy.posts_of(person) if policy.Role(post.role) in _ABOVE]
    return any(post.body.pk != body.pk and body.path.startswith(post.body.path) for post in held)


def _reads_the_same(person: Any, one: Assignment) -> bool:
    own = one.file_review.assignments.filter(reviewer=person, withdrawn_at__isnull=True, level=one.level)
    return any(not is_signed(other) for other in own.filter(round=one.round).select_related("card"))


_ABOVE = frozenset(
    {
        policy.Role.leader,
        policy.Role.executive_deputy,
        policy.Role.evaluation_office,
        policy.Role.reviewer,
        policy.Role.discipline,
    }
)
_NOT_YOURS = (
    Text("这张考评卡分派给了别的评查员", "this card was assigned to another reviewer"),
    Text("在“我的待办”里办理分派给您的案卷", "take up the files assigned to you in My tasks"),
)
_SIGNED = (
    Text("这张考评卡已经签署，不能再改", "this card is signed and can no longer be changed"),
    Text("有出入的，由当事人员提出异议后更正", "what is wrong is corrected through an objection"),
)
_NOT_NOW = (
    Text("案卷现在不在这一评查环节", "the file does not stand at this stage of review now"),
    Text("刷新页面，按当前状态办理", "reload the page and go on from the present state"),
)
