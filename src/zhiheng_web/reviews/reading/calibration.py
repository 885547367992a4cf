"""How far reviewers agree and how severe each is, from files that several read independently. It changes no score.

A reader's figure is what they deducted in points; a failed basic item is compared as yes or no, for the full mark of a
failed file would drown everything else. Cards of regular readers and planted ones count alike here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from zhiheng import api
from zhiheng_web.lib import policy
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.models import Activity, Assignment, Card, CardLine, FileReview
from zhiheng_web.reviews.queries import in_force, rules_of

#: Two standard errors less a little: what an interval of 95 per cent reaches to each side.
_REACH = Decimal("1.96")
_TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Agreed:
    """Agreement on one thing: all points together, an aspect, an item, or the finding class."""

    key: str
    text: Text
    kind: str  # total, class, aspect, item, basic
    alpha: Any


@dataclass(frozen=True, slots=True)
class Reader:
    """A reviewer with their severity; `lower` and `upper` bound it where its error is known."""

    reviewer: Any
    severity: Any

    @property
    def lower(self) -> Decimal | None:
        """Return the lower bound of the severity."""
        return self._bound(-_REACH)

    @property
    def upper(self) -> Decimal | None:
        """Return the upper bound of the severity."""
        return self._bound(_REACH)

    def _bound(self, reach: Decimal) -> Decimal | None:
        one = self.severity
        if one.severity is None or one.standard_error is None:
            return None
        return Decimal(one.severity + reach * one.standard_error)

    @property
    def is_clear(self) -> bool:
        """Return whether the severity differs from the others' by more than chance would explain."""
        return self.lower is not None and self.upper is not None and (self.lower > 0 or self.upper < 0)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A file with the average of what its readers deducted and, beside it, that without their severities."""

    file_review: FileReview
    readers: int
    raw: Decimal
    corrected: Decimal | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was measured: files that several read, agreement, readers, files with raw and corrected deduction."""

    files: int
    shared: int
    cards: int
    agreements: Sequence[Agreed]
    readers: Sequence[Reader]
    cases: Sequence[Corrected]
    is_linked: bool
    linked: Text

    def reader(self, person: Any) -> Reader | None:
        """Return the figures of one person; None where they signed no card that others read too."""
        return next((one for one in self.readers if one.reviewer.pk == person.pk), None)


@dataclass(frozen=True, slots=True)
class _Read:
    """A signed card with its lines."""

    card: Card
    lines: Sequence[CardLine]

    @property
    def file(self) -> str:
        return str(self.card.assignment.file_review_id)

    @property
    def reviewer(self) -> str:
        return str(self.card.assignment.reviewer_id)

    def points(self, fits: Any) -> Decimal:
        own = (line.deduction for line in self.lines if line.kind == "problem" and fits(line))
        return sum((one for one in own if one is not None), Decimal(0))


def calibration_of(activity: Activity) -> Calibration | None:
    """Return what the signed cards of an activity say of its readers; None where no file was read by two."""
    cards = _cards(activity)
    by_file: dict[str, list[_Read]] = defaultdict(list)
    for one in cards:
        by_file[one.file].append(one)
    shared = {key for key, many in by_file.items() if len(many) > 1}
    if not shared:
        return None
    severities = api.statistics.severities(
        api.statistics.Card(one.file, one.reviewer, one.points(lambda line: True)) for one in cards
    )
    people = {str(one.card.assignment.reviewer_id): one.card.assignment.reviewer for one in cards}
    files = {one.file: one.card.assignment.file_review for one in cards}
    return Calibration(
        files=len(by_file),
        shared=len(shared),
        cards=len(cards),
        agreements=list(_agreements(activity, [one for one in cards if one.file in shared])),
        readers=[Reader(people[key], one) for key, one in sorted(severities.reviewers.items(), key=_order(people))],
        cases=[
            Corrected(files[key], len(by_file[key]), one.raw, one.corrected)
            for key, one in sorted(severities.cases.items(), key=lambda pair: files[pair[0]].case.code)
        ],
        is_linked=severities.is_linked,
        linked=severities.text,
    )


def _order(people: dict[str, Any]) -> Any:
    return lambda pair: people[pair[0]].name


def _cards(activity: Activity) -> list[_Read]:
    """Return the signed cards of the brigade's first round, the planted among them.

    A third reader's is left out: it was asked for because two differed, and would measure the difference twice.
    """
    places = Assignment.objects.filter(
        file_review__in=activity.files.filter(in_force()), level=2, round=1, withdrawn_at__isnull=True, reader__lt=3
    )
    cards = Card.objects.filter(assignment__in=places, state="signed").select_related(
        "assignment__reviewer", "assignment__file_review__case", "assignment__file_review__body"
    )
    lines: dict[int, list[CardLine]] = defaultdict(list)
    for line in CardLine.objects.filter(card__in=cards, removed_at__isnull=True, answers__isnull=True):
        lines[line.card_id].append(line)
    return [_Read(card, lines[card.pk]) for card in cards.order_by("pk")]


def _agreements(activity: Activity, cards: Sequence[_Read]) -> Iterator[Agreed]:
    """Yield agreement on all points, on the finding class, on each aspect and on each item that anybody found."""
    seed = int.from_bytes(sha256(f"zhiheng-calibration:{activity.pk}".encode()).digest()[:4], "big")
    rules = rules_of(activity)
    ratings, texts = [_rating(one, _TOTAL, one.points(lambda line: True)) for one in cards], {}
    for aspect in rules.aspects:
        texts[aspect.rule_id] = ("aspect", aspect.name.text)
        ratings += [_rating(one, aspect.rule_id, one.points(_of_rule(aspect.rule_id))) for one in cards]
        for item in aspect.items:
            if item.kind == "range" and _was_found(cards, item.id):
                texts[item.id] = ("item", item.text)
                ratings += [_rating(one, item.id, one.points(_of_item(item.id))) for one in cards]
    points = api.statistics.agreement(ratings, level="interval", seed=seed)
    yield Agreed(_TOTAL, Text("总扣分", "all points"), "total", points.items[_TOTAL])
    classes = {each.id: place for place, each in enumerate(rules.finding_classes)}
    named = [_rating(one, "class", Decimal(classes.get(one.card.finding_class, -1))) for one in cards]
    basics = [item for aspect in rules.aspects for item in aspect.items if item.kind == "basic"]
    for item in basics:
        if _was_found(cards, item.id):
            texts[item.id] = ("basic", item.text)
            named += [_rating(one, item.id, Decimal(_finds(one, item.id))) for one in cards]
    words = api.statistics.agreement(named, level="nominal", seed=seed)
    yield Agreed("class", Text("评查结论（类别）", "finding class"), "class", words.items["class"])
    for key, (kind, text) in texts.items():
        yield Agreed(key, text, kind, (words if kind == "basic" else points).items[key])


def _rating(one: _Read, item: str, value: Decimal) -> Any:
    return api.statistics.Rating(one.file, one.reviewer, value, item)


def _of_rule(rule_id: str) -> Any:
    return lambda line: line.rule_id == rule_id


def _of_item(item: str) -> Any:
    return lambda line: line.item == item


def _was_found(cards: Iterable[_Read], item: str) -> bool:
    return any(_finds(one, item) for one in cards)


def _finds(one: _Read, item: str) -> bool:
    return any(line.item == item and line.kind in ("problem", "basic") for line in one.lines)


def may_see_own(person: Any, activity: Activity) -> bool:
    """Return whether a reader may look at their own severity: they have cards here, and nothing is hidden any more."""
    if activity.plantings.filter(revealed_at__isnull=True).exists():
        return False
    signed = Assignment.objects.filter(file_review__activity=activity, level=2, reviewer=person, done_at__isnull=False)
    return policy.may_somewhere(person, "reviews.review_second_level") and signed.exists()
