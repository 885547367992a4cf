"""What could call for accountability (WX-37): refused to mend, the same item again and again. Offered, never imposed.

How often in how long is `repeated` the source does not say (WX-AMB-05): without both numbers nothing is offered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import Min, Q

from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib import clock
from zhiheng_web.lib.clock import SHANGHAI
from zhiheng_web.lib.words import Text
from zhiheng_web.officers import rules
from zhiheng_web.officers.models import Accountability
from zhiheng_web.reviews.counting import Counted, counted
from zhiheng_web.reviews.models import CardLine, FileReview
from zhiheng_web.reviews.queries import in_force, rules_of


@dataclass(slots=True)
class Trigger:
    """A ground that was found: of which officer, which kind, which files and problems."""

    officer: Officer
    kind: str
    item: str
    name: Text
    files: list[FileReview] = field(default_factory=list)
    lines: list[CardLine] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Return how a form names it."""
        return f"{self.officer.pk}|{self.kind}|{self.item}"

    def facts(self, told: rules.AccountabilityRules) -> dict[str, Any]:
        """Return what is pinned in a matter that begins from it."""
        files = sorted({one.pk for one in self.files})
        facts: dict[str, Any] = {"item": self.item, "item_zh": self.name.zh, "item_en": self.name.en, "files": files}
        facts["lines"] = [one.pk for one in self.lines]
        if self.kind == "repeated":
            facts |= {"times": told.times, "months": told.months}
        return facts


def triggers_of(organiser: Body) -> list[Trigger]:
    """Return the grounds found in a bureau's files that no matter of accountability has taken up yet."""
    told = rules.in_force(organiser, rules.AccountabilityRules)
    files = _files(organiser)
    known = counted(files)
    found = [*_refused(known.values()), *_repeated(known.values(), told)]
    taken = _taken(organiser)
    return [one for one in found if not _is_taken(one, taken)]


def _files(organiser: Body) -> list[FileReview]:
    chosen = FileReview.objects.filter(in_force(), activity__organiser=organiser).exclude(lead=None)
    chosen = chosen.annotate(reviewed_at=Min("changes__at", filter=Q(changes__to_state="reviewed")))
    return list(chosen.filter(deduction_first__gt=0).select_related("activity", "case", "body", "lead__body"))


def _taken(organiser: Body) -> dict[tuple[int, str], list[frozenset[int]]]:
    found: dict[tuple[int, str], list[frozenset[int]]] = defaultdict(list)
    for one in Accountability.objects.filter(organiser=organiser).exclude(state="withdrawn"):
        found[(one.officer_id, one.trigger)].append(frozenset(one.facts.get("lines", ())))
    return found


def _is_taken(one: Trigger, taken: dict[tuple[int, str], list[frozenset[int]]]) -> bool:
    lines = {line.pk for line in one.lines}
    return any(lines <= former for former in taken.get((one.officer.pk, one.kind), ()))


def _refused(known: Iterable[Counted]) -> list[Trigger]:
    """Return, for each officer, the files in which the second round found problems not mended at all."""
    found: dict[int, Trigger] = {}
    for one in known:
        officer = one.file_review.lead
        fates = one.fates()
        lines = [line for line in one.standing(1) if fates.get(line.pk) == "not"]
        if officer is None or not lines or one.file_review.state != "settled":
            continue
        told = found.setdefault(officer.pk, Trigger(officer, "refused", "", _NOT_MENDED))
        told.files.append(one.file_review)
        told.lines += lines
    return list(found.values())


def _repeated(known: Iterable[Counted], told: rules.AccountabilityRules) -> list[Trigger]:
    """Return, for each officer and item of the card, the problems found at least N times in the last M months."""
    if told.times is None or told.months is None:
        return []
    since = datetime.combine(months_before(clock.today(), told.months), time(), SHANGHAI)
    found: dict[tuple[int, str], Trigger] = {}
    for one in known:
        officer, reviewed_at = one.file_review.lead, one.file_review.reviewed_at  # type: ignore[attr-defined]
        if officer is None or reviewed_at is None or reviewed_at < since:
            continue
        for line in one.standing(1):
            item = line.item or line.rule_id
            if not item:
                continue
            trigger = found.setdefault(
                (officer.pk, item), Trigger(officer, "repeated", item, item_text(one.file_review, line))
            )
            if one.file_review not in trigger.files:
                trigger.files.append(one.file_review)
            trigger.lines.append(line)
    # The same item twice on one card is one file that has it: repeated means in one case after another.
    return [one for one in found.values() if len(one.files) >= told.times]


def item_text(review: FileReview, line: CardLine) -> Text:
    """Return the item of a problem in words; its aspect where it stands under no item."""
    read = rules_of(review.activity)
    item = read.item(line.item) if line.item else None
    if item is not None:
        return item.text
    aspect = read.aspect(line.rule_id)
    return aspect.name.text if aspect else Text(line.item or line.rule_id, line.item or line.rule_id)


def months_before(day: date, months: int) -> date:
    """Return the same day of an earlier month, its last day where it has none."""
    place = day.year * 12 + day.month - 1 - months
    year, month = place // 12, place % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
    return date(year, month, min(day.day, last))


def trigger_of(organiser: Body, key: str) -> Trigger | None:
    """Return the ground that a form names; None where it is no longer offered."""
    return next((one for one in triggers_of(organiser) if one.key == key), None)


_NOT_MENDED = Text("二次考评认定没有整改", "found not mended in the second round")
