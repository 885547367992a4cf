"""What became of files in the second round, from the signed cards that count: passed, not passed, on the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.counting import Counted, counted
from zhiheng_web.reviews.models import FileReview

STATES: dict[str, tuple[Text, str]] = {
    "waiting": (Text("未完成二次考评", "second round not finished"), "warn"),
    "passed": (Text("已通过", "passed"), "good"),
    "failed": (Text("二次考评未通过", "not passed in the second round"), "bad"),
}


@dataclass(frozen=True, slots=True)
class Fate:
    """A file with what the second round found: how many problems stood, how many were mended, partly, not."""

    review: FileReview
    problems: int
    mended: int
    partly: int
    unmended: int

    @property
    def state(self) -> str:
        """Return `waiting`, `passed` (everything mended), or `failed`."""
        if self.review.state != "settled":
            return "waiting"
        return "failed" if self.partly or self.unmended or self.mended < self.problems else "passed"

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return the state in words with its tone."""
        return STATES[self.state]


def fates_of(reviews: Iterable[FileReview]) -> list[Fate]:
    """Return the fate of files, in their order; few queries however many they are."""
    told = list(reviews)
    known = counted(told)
    return [_fate(known[one.pk]) for one in told]


def _fate(one: Counted) -> Fate:
    standing = {line.pk for line in one.standing(1)}
    found = [mended for line, mended in one.fates().items() if line in standing]
    # A second round that says nothing of a problem leaves it open; a review of one round alone asks for none.
    asked = len(standing) if one.file_review.activity.rules.get("rounds", 2) == 2 else 0
    return Fate(one.file_review, asked, found.count("mended"), found.count("partly"), found.count("not"))
