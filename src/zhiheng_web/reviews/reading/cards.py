"""What a card holds: its lines, the sum of each aspect for display, its content as it is signed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhiheng.api import digests
from zhiheng_web.audit import states
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.models import Assignment, Card, CardLine
from zhiheng_web.reviews.procedures import ReviewRules

#: What a line says, in the order of the columns; together they are its fingerprint.
COLUMNS = ("item", "page", "text", "clause", "deduction", "reason", "mend")
_CONTENT = ("kind", "rule_id", *COLUMNS, "is_self_corrected", "answers_id", "mended", "check_id")
_HEAD = ("finding_class", "opinion", "good_practice", "guidance")
FORMAT = "zhiheng-review-card/1"

LEVEL_TEXTS: dict[int, Text] = {1: Text("本单位初评", "review by the unit"), 2: Text("法制机构评查", "brigade review")}
ROUND_TEXTS: dict[int, Text] = {1: Text("一次考评", "round one"), 2: Text("二次考评", "round two")}
KIND_TEXTS: dict[str, Text] = {
    "problem": Text("问题", "problem"),
    "basic": Text("基本项不合格", "basic item failed"),
    "good": Text("好的做法", "good practice"),
    "dismiss": Text("检查发现不采纳", "finding dismissed"),
}


@dataclass(frozen=True, slots=True)
class Total:
    """What the lines of an aspect deduct, for display."""

    rule_id: str
    name: Text
    problems: int
    deducted: Decimal


def lines_of(card: Card | None) -> list[CardLine]:
    """Return the lines of a card that were not removed, in order."""
    return list(card.lines.filter(removed_at__isnull=True).select_related("answers")) if card is not None else []


def entries(lines: list[CardLine]) -> list[CardLine]:
    """Return the lines that stand in the sheet: problems, failed basic items, good practice."""
    return [line for line in lines if line.kind != "dismiss" and line.answers_id is None]


def content_of(line: CardLine) -> dict[str, Any]:
    """Return what a line says."""
    told: dict[str, Any] = states.plain({name: getattr(line, name) for name in _CONTENT})
    return told


def fingerprint(line: CardLine) -> str:
    """Return a short mark of what a line says: who saves over it must have seen just this."""
    return digests.digest_of(content_of(line))[7:23]


def head_fingerprint(card: Card | None) -> str:
    """Return a short mark of what a card says beside its lines."""
    told = {name: getattr(card, name, "") for name in _HEAD}
    return digests.digest_of(states.plain(told))[7:23]


def is_blank(line: CardLine) -> bool:
    """Return whether nothing was written in a line."""
    return not (line.item or line.text or line.page or line.reason or line.mend or line.check_id) and not line.deduction


def deducted(lines: list[CardLine]) -> Decimal:
    """Return the sum of the deductions, as lists show it. What a file scores the engine says."""
    return sum((line.deduction for line in lines if line.kind == "problem" and line.deduction is not None), Decimal(0))


def totals(rules: ReviewRules, lines: list[CardLine]) -> list[Total]:
    """Return what the lines of each aspect deduct."""
    found = []
    for aspect in rules.aspects:
        own = [line for line in lines if line.rule_id == aspect.rule_id and line.kind in ("problem", "basic")]
        found.append(Total(aspect.rule_id, aspect.name.text, len(own), deducted(own)))
    return found


def signed_content(card: Card, lines: list[CardLine]) -> dict[str, Any]:
    """Return what is signed: the file, the reviewer, the lines in order, the opinion."""
    one: Assignment = card.assignment
    told: dict[str, Any] = {
        "format": FORMAT,
        "activity": one.file_review.activity_id,
        "file": one.file_review_id,
        "case": one.file_review.case.code,
        "level": one.level,
        "round": one.round,
        "reader": one.reader,
        "reviewer": one.reviewer_id,
        "signed_at": card.signed_at,
        "fails": card.fails,
        "lines": [content_of(line) | {"id": line.pk} for line in lines],
    }
    told |= {name: getattr(card, name) for name in _HEAD}
    plain: dict[str, Any] = states.plain(told)
    return plain


def digest_of(card: Card, lines: list[CardLine]) -> str:
    """Return the digest over the content of a card as it is signed."""
    return digests.digest_of(signed_content(card, lines))


def is_sound(card: Card) -> bool:
    """Return whether a signed card still says what was signed."""
    return card.is_signed and digest_of(card, lines_of(card)) == card.digest
