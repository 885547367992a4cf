"""What the checks found in a case, offered to its reviewer: taken over or dismissed by them, never imposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from zhiheng_web.cases.checked import found_in
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.models import Assignment, CardLine


@dataclass(frozen=True, slots=True)
class Offer:
    """A finding of a check: its number on the page, the check, what it says, the provision."""

    number: int
    check_id: str
    title: Text
    told: Text
    clause: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An offer with the line that answers it; None while nobody has."""

    offer: Offer
    line: CardLine | None

    @property
    def is_taken(self) -> bool:
        """Return whether it was taken over."""
        return self.line is not None and self.line.kind != "dismiss"


def offers_of(assignment: Assignment) -> list[Offer]:
    """Return what the checks found in the case; nothing in round two, which looks at the mending alone.

    Several findings of one check are told apart by a number after its id, in the order of the run.
    """
    if assignment.round != 1:
        return []
    offers: list[Offer] = []
    seen: Counter[str] = Counter()
    for failed in found_in(assignment.file_review.case).failed:
        check = failed.check
        seen[check.id] += 1
        key = check.id if seen[check.id] == 1 else f"{check.id}#{seen[check.id]}"
        told = failed.finding.told
        offers.append(Offer(len(offers) + 1, key, check.title, told, check.citation.zh))
    return offers


def answered(offers: Iterable[Offer], lines: Iterable[CardLine]) -> list[Answered]:
    """Return each offer with the line that takes it over or dismisses it."""
    by_check = {line.check_id: line for line in lines if line.check_id}
    return [Answered(offer, by_check.get(offer.check_id)) for offer in offers]


def unanswered(assignment: Assignment, lines: Iterable[CardLine]) -> list[Offer]:
    """Return the offers that were neither taken over nor dismissed."""
    return [one.offer for one in answered(offers_of(assignment), lines) if one.line is None]
