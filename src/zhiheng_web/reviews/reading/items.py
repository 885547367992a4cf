"""The items of a card as they are typed: by number (2.3), by id (P1), by the initials of their words, or by words."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from zhiheng_web.cases.naming import initials
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.procedures import Aspect, Item, ReviewRules


@dataclass(frozen=True, slots=True)
class Choice:
    """An item with its place on the card: `number` counts the aspect and the item in it."""

    number: str
    item: Item
    aspect: Aspect
    initials: str

    @property
    def label(self) -> Text:
        """Return number, id and words."""
        head = f"{self.number} {self.item.id}"
        return Text(f"{head} {self.item.zh}", f"{head} {self.item.en}")


def choices_of(rules: ReviewRules) -> tuple[Choice, ...]:
    """Return the items of a card in order, each with its number."""
    return tuple(
        Choice(f"{place}.{number}", item, aspect, initials(item.zh))
        for place, aspect in enumerate(rules.aspects, start=1)
        for number, item in enumerate(aspect.items, start=1)
    )


def find(rules: ReviewRules, typed: str) -> Choice | None:
    """Return the item that was meant: number, id, initials or words of it; None where none or several fit."""
    wanted = unicodedata.normalize("NFKC", typed).strip().lower().replace("。", ".")
    if not wanted:
        return None
    choices = choices_of(rules)
    exact = [one for one in choices if wanted in (one.number, one.item.id.lower())]
    first, _, rest = wanted.partition(" ")
    # What a list offers is number, id and words in one; the number alone decides.
    exact = exact or [one for one in choices if rest and first == one.number]
    if exact:
        return exact[0]
    for fits in (_by_initials, _by_words):
        found = [one for one in choices if fits(one, wanted)]
        if len(found) == 1:
            return found[0]
    return None


def _by_initials(choice: Choice, wanted: str) -> bool:
    return choice.initials.startswith(wanted)


def _by_words(choice: Choice, wanted: str) -> bool:
    return wanted in choice.item.zh or wanted in choice.item.en.lower()
