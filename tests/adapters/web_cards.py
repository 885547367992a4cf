"""Cards written and signed by the deeds of their people, for tests of what comes after them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from adapters.web_world import World
from zhiheng_web.reviews.actions import cards, cards_signing
from zhiheng_web.reviews.actions.cards import Told
from zhiheng_web.reviews.models import Activity, Assignment, Card, CardLine, FileReview
from zhiheng_web.reviews.reading import card_access

#: Item, page, deduction of the twelve problems; their sum is 15.5 (see `test_signing`).
TWELVE = (
    ("E1", "3", "2"),
    ("E2", "5", "1"),
    ("E3", "7", "0.5"),
    ("C1", "12", "1"),
    ("C2", "13", "2"),
    ("P1", "1", "1"),
    ("P4", "20", "1.5"),
    ("P5", "22", "1"),
    ("D1", "15", "2"),
    ("D3", "24", "1"),
    ("W2", "2", "1.5"),
    ("B1", "30", "1"),
)


def problem(item: str = "P1", page: str = "3", deduction: str = "1", **more: Any) -> Told:
    """Return a problem that is complete."""
    told = {"text": f"第 {page} 页有问题", "mend": "补正", **more}
    return Told(item=item, page=page, deduction=deduction, **told)


def assignment_of(file_review: FileReview, **place: Any) -> Assignment:
    """Return the assignment of a file, of level 2, round 1, reader 1 unless said."""
    wanted = {"level": 2, "round": 1, "reader": 1, **place}
    return card_access.assignment(file_review.assignments.get(**wanted, withdrawn_at__isnull=True).pk)


def file_of(activity: Activity, code: str = "A") -> FileReview:
    """Return the first file of a body."""
    found: FileReview = activity.files.filter(body__code=code).order_by("pk").first()
    return found


def fill(assignment: Assignment, lines: Sequence[Told], *, head: dict[str, str] | None = None) -> list[CardLine]:
    """Write lines and opinion as the reviewer."""
    made = []
    for told in lines:
        fresh = card_access.assignment(assignment.pk)
        made.append(cards.save_line(actor=_who(fresh), assignment=fresh, told=told))
    clean = "not_standardised" if lines else "clean"
    words = {"opinion": "总体较好。", "finding_class": clean, "guidance": "已当面指导。"} | (head or {})
    fresh = card_access.assignment(assignment.pk)
    cards.save_head(actor=_who(fresh), assignment=fresh, told=words)
    return made


def sign(assignment: Assignment) -> Card:
    """Sign the card as its reviewer."""
    fresh = card_access.assignment(assignment.pk)
    card = card_access.card_of(fresh)
    version = card.version if card is not None else 0
    return cards_signing.sign_card(actor=_who(fresh), assignment=fresh, version=version, basics_checked=True)


def review(assignment: Assignment, lines: Sequence[Told] = (), **more: Any) -> Card:
    """Write a whole card and sign it."""
    fill(assignment, lines, **more)
    return sign(assignment)


def _who(assignment: Assignment) -> Any:
    """Return the reviewer afresh: posts are remembered for the length of a request."""
    return type(assignment.reviewer).objects.get(pk=assignment.reviewer_id)


def officer(world: World, code: str = "A") -> Any:
    """Return the account of the officer who leads the cases of a body."""
    return world.person("officer", code)
