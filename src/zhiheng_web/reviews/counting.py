"""Which signed cards and lines count for the score of a file. A planted card never does; nothing is added up here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from zhiheng_web.reviews.models import Activity, Assignment, Card, CardLine, FileReview, Objection

#: The level whose card counts: the brigade's. What the unit finds of itself is for its own correction (WX-06).
COUNTING_LEVEL = 2
#: The reader who settles a difference; where one was asked, this card stands in place of the first reader's (WX-09).
_FIRST, _SETTLING = 1, 3


@dataclass
class Counted:
    """The cards of a file that count, by round, with their lines in order."""

    file_review: FileReview
    cards: dict[int, Card] = field(default_factory=dict)
    lines: dict[int, list[CardLine]] = field(default_factory=dict)
    #: Line → what its deduction became after an objection; None: the problem fell away.
    corrected: dict[int, Decimal | None] = field(default_factory=dict)
    #: Line of round two → what it says of a problem of round one after an objection: mended, partly.
    judged: dict[int, str] = field(default_factory=dict)

    @property
    def is_reviewed(self) -> bool:
        """Return whether the first round has a card that counts."""
        return 1 in self.cards

    def problems(self, round_number: int = 1) -> list[CardLine]:
        """Return the problems and failed basic items of a round, without what only speaks of an earlier one."""
        own = self.lines.get(round_number, [])
        return [line for line in own if line.kind in ("problem", "basic") and line.answers_id is None]

    def standing(self, round_number: int = 1) -> list[CardLine]:
        """Return the problems of a round that no objection removed."""
        return [line for line in self.problems(round_number) if self.amount_of(line) is not None]

    def amount_of(self, line: CardLine) -> Decimal | None:
        """Return the deduction of a line as it stands after objections; None where it fell away."""
        if line.pk in self.corrected:
            return self.corrected[line.pk]
        return line.deduction if line.deduction is not None else Decimal(0)

    def fates(self) -> dict[int, str]:
        """Return what the second round found of the problems of the first: line → mended, partly, not."""
        return {line.answers_id: self.fate_of(line) for line in self.answers() if line.answers_id and line.mended}

    def answers(self) -> list[CardLine]:
        """Return the lines of round two that say what became of a problem of round one."""
        return [line for line in self.lines.get(2, []) if line.answers_id is not None]

    def fate_of(self, line: CardLine) -> str:
        """Return what a line of round two says of its problem as it stands after objections."""
        return self.judged.get(line.pk, line.mended)


def files_in_force(activity: Activity) -> list[FileReview]:
    """Return the files of an activity; those of a replaced draw, or taken out, count no more."""
    found = FileReview.objects.filter(activity=activity).exclude(draw__superseded_by__isnull=False)
    found = found.exclude(state="taken_out")
    return list(found.select_related("case", "body", "lead", "activity"))


def counted(files: Iterable[FileReview]) -> dict[int, Counted]:
    """Return what counts of these files, by the id of the file; four queries, however many they are."""
    found = {one.pk: Counted(one) for one in files}
    places = Assignment.objects.filter(
        file_review__in=found,
        level=COUNTING_LEVEL,
        is_planted=False,
        withdrawn_at__isnull=True,
        reader__in=(_FIRST, _SETTLING),
    )
    # In order of reader: a third reader takes the place of the first one, and while their card is open none counts.
    for place in places.select_related("card").order_by("reader", "pk"):
        one, card = found[place.file_review_id], getattr(place, "card", None)
        if card is not None and card.is_signed:
            one.cards[place.round] = card
        elif place.reader == _SETTLING:
            one.cards.pop(place.round, None)
    by_card = {card.pk: (one, number) for one in found.values() for number, card in one.cards.items()}
    lines = CardLine.objects.filter(card__in=by_card, removed_at__isnull=True).order_by("position", "pk")
    for line in lines:
        one, number = by_card[line.card_id]
        one.lines.setdefault(number, []).append(line)
    for objection in Objection.objects.filter(file_review__in=found, outcome="corrected").order_by("answered_at"):
        if objection.mended_after:
            found[objection.file_review_id].judged[objection.line_id] = objection.mended_after
            continue
        # A deduction of nothing means that the problem was not there.
        found[objection.file_review_id].corrected[objection.line_id] = objection.deduction_after or None
    return found
