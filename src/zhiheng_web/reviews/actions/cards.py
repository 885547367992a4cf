"""Writing a card: line by line, saved as it is typed; only by its reviewer, only until it is signed (WX-11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Max

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock
from zhiheng_web.lib.numbers import read_decimal
from zhiheng_web.reviews.models import Assignment, Card, CardLine
from zhiheng_web.reviews.models.cards import MENDED_TEXTS
from zhiheng_web.reviews.procedures import ReviewRules
from zhiheng_web.reviews.queries import rules_of
from zhiheng_web.reviews.reading import card_access as access
from zhiheng_web.reviews.reading import cards as reading
from zhiheng_web.reviews.reading.items import find

_MOST = Decimal(10_000)
_PLACES = 2
_LONGEST: dict[str, int] = {"page": 60, "clause": 300, "text": 2000, "reason": 2000, "mend": 2000}
_KINDS = {"basic": "basic", "range": "problem", "good": "good"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A line as it was typed: the item by number, id or initials, the deduction as text."""

    item: str = ""
    page: str = ""
    text: str = ""
    clause: str = ""
    deduction: str = ""
    reason: str = ""
    mend: str = ""
    is_self_corrected: bool = False

    @property
    def is_blank(self) -> bool:
        """Return whether nothing was typed."""
        return not any(getattr(self, name).strip() for name in reading.COLUMNS)


class Conflict(Refusal):
    """Raised where somebody saved something else meanwhile: `theirs` is what stands there now."""

    def __init__(self, fault: Fault, theirs: CardLine | Card) -> None:
        super().__init__(fault)
        self.theirs = theirs


@contextmanager
def writing(actor: Any, assignment: Assignment, *, reason: str = "") -> Iterator[Card]:
    """Yield the card of an assignment inside the act of writing it, made where there is none yet."""
    access.demand_writer(actor, assignment)
    with acts.act(actor, access.DEEDS[assignment.level], reason=reason):
        # Locked first, so that two windows make one card and lines are counted one after the other.
        Assignment.objects.select_for_update().get(pk=assignment.pk)
        card = Card.objects.select_for_update().filter(assignment=assignment).first()
        if card is not None and card.is_signed:
            access.demand_writer(actor, access.assignment(assignment.pk))
        if card is None:
            card = Card(assignment=assignment, state="draft")
            card.save()
        yield card
        card.version += 1
        card.save()


def save_line(
    *, actor: Any, assignment: Assignment, told: Told, line: CardLine | None = None, seen: str = "", position: int = 0
) -> CardLine:
    """Save a line of a draft; what is not complete yet may be saved, what cannot be read is refused.

    `seen` is the fingerprint of the line that was changed. Saving the same words again changes nothing. Raises Conflict
    where the line says something else by now.
    """
    rules = rules_of(assignment.file_review.activity)
    values = read_line(rules, told)
    if line is not None:
        _demand_of(assignment, line)
        if _says(line, values):
            return line
    elif (same := _just_saved(assignment, values, position)) is not None:
        return same
    with writing(actor, assignment) as card:
        if line is not None:
            line = CardLine.objects.select_for_update().get(pk=line.pk)
            _demand_seen(line, seen)
        else:
            line = CardLine(card=card, position=position or next_position(card))
        for name, value in values.items():
            setattr(line, name, value)
        line.save()
    return line


def remove_line(*, actor: Any, assignment: Assignment, line: CardLine) -> CardLine:
    """Take a line out of a draft; its row stays with the day it was removed."""
    _demand_of(assignment, line)
    if line.removed_at is not None:
        return line
    with writing(actor, assignment):
        line.removed_at = clock.now()
        line.save()
    return line


def answer_line(
    *, actor: Any, assignment: Assignment, problem: CardLine, mended: str, text: str = "", seen: str = ""
) -> CardLine:
    """Say in round two what became of a problem of round one: mended, partly, not (WX-15)."""
    place = Place(clause=problem.item)
    if mended not in MENDED_TEXTS or not mended:
        raise Refusal(Fault("bad_mended", place, *_BAD_MENDED, mended))
    if assignment.round != 2 or problem.card.assignment.file_review_id != assignment.file_review_id:
        raise Refusal(Fault("no_such_problem", place, *_NO_SUCH_PROBLEM))
    with writing(actor, assignment) as card:
        line = card.lines.select_for_update().filter(answers=problem, removed_at__isnull=True).first()
        if line is not None and (line.mended, line.text) != (mended, text.strip()):
            _demand_seen(line, seen)
        line = line or CardLine(card=card, position=problem.position, answers=problem, rule_id=problem.rule_id)
        line.item, line.page, line.mended, line.text = problem.item, problem.page, mended, text.strip()
        line.save()
    return line


def save_head(*, actor: Any, assignment: Assignment, told: dict[str, str], seen: str = "") -> Card:
    """Save finding class, opinion, good practice and guidance; those not named stay as they are.

    Raises Conflict where another window saved something else, Refusal for an unknown class.
    """
    rules = rules_of(assignment.file_review.activity)
    chosen = told.get("finding_class", "")
    if chosen and rules.finding_class(chosen) is None:
        raise Refusal(Fault("unknown_class", Place(), *_UNKNOWN_CLASS, chosen))
    access.demand_writer(actor, assignment)
    card = access.card_of(assignment)
    if all(getattr(card, name, "") == value.strip() for name, value in told.items()):
        return card or Card(assignment=assignment)
    with writing(actor, assignment) as card:
        if seen and reading.head_fingerprint(card) != seen:
            raise Conflict(Fault("changed_meanwhile", Place(), *_CHANGED), card)
        for name, value in told.items():
            if name in ("finding_class", "opinion", "good_practice", "guidance"):
                setattr(card, name, value.strip()[:5000])
    return card


def read_line(rules: ReviewRules, told: Told) -> dict[str, Any]:
    """Return what a typed line says. Raises Refusal naming each cell that cannot be read, by its column."""
    values: dict[str, Any] = {name: getattr(told, name).strip() for name in _LONGEST}
    faults = [
        Fault("too_long", Place(column=name), *_too_long(most), values[name][:20])
        for name, most in _LONGEST.items()
        if len(values[name]) > most
    ]
    choice = find(rules, told.item)
    if told.item.strip() and choice is None:
        faults.append(Fault("unknown_item", Place(column="item"), *_UNKNOWN_ITEM, told.item.strip()[:60]))
    deduction = read_decimal(told.deduction) if told.deduction.strip() else None
    if told.deduction.strip() and not _is_deduction(deduction):
        faults.append(Fault("bad_deduction", Place(column="deduction"), *_BAD_DEDUCTION, told.deduction.strip()[:40]))
    if faults:
        raise Refusal(faults)
    values |= {"item": "", "rule_id": "", "kind": "problem", "deduction": deduction}
    values["is_self_corrected"] = told.is_self_corrected
    if choice is not None:
        values |= {"item": choice.item.id, "rule_id": choice.aspect.rule_id, "kind": _KINDS[choice.item.kind]}
        values["clause"] = values["clause"] or choice.item.clause
        if choice.item.kind != "range":
            # A basic item fails the file by itself, good practice costs nothing: neither carries points.
            values["deduction"] = None
    return values


def _is_deduction(value: Decimal | None) -> bool:
    return value is not None and 0 <= value <= _MOST and value == round(value, _PLACES)


def _says(line: CardLine, values: dict[str, Any]) -> bool:
    return line.removed_at is None and all(getattr(line, name) == value for name, value in values.items())


def _just_saved(assignment: Assignment, values: dict[str, Any], position: int) -> CardLine | None:
    """Return the line that the same words made at the same place: an answer was lost and they were sent again."""
    card = access.card_of(assignment)
    if card is None or not position:
        return None
    found: Iterable[CardLine] = card.lines.filter(position=position, removed_at__isnull=True, answers=None)
    return next((line for line in found if _says(line, values)), None)


def _demand_of(assignment: Assignment, line: CardLine) -> None:
    if line.card.assignment_id != assignment.pk:
        raise Refusal(Fault("not_of_this_card", Place(), *_NOT_OF_THIS_CARD))


def _demand_seen(line: CardLine, seen: str) -> None:
    if line.removed_at is not None or reading.fingerprint(line) != seen:
        raise Conflict(Fault("changed_meanwhile", Place(row=line.position), *_CHANGED), line)


def next_position(card: Card) -> int:
    """Return the place after the last line of a card, removed ones counted."""
    return int(card.lines.aggregate(last=Max("position"))["last"] or 0) + 1


def _too_long(most: int) -> tuple[Text, Text]:
    return Text(f"超过 {most} 个字", f"longer than {most} signs"), Text("写短一些", "make it shorter")


_UNKNOWN_ITEM = (
    Text("考评卡上没有这一项，或者有几项都符合", "the card has no such item, or several fit"),
    Text("填序号（2.3）、编号（P1）或拼音首字母", "type number (2.3), id (P1) or initials"),
)
_BAD_DEDUCTION = (
    Text("扣分应当是 0 或更大的数，至多两位小数", "a deduction is 0 or more, with two decimals at most"),
    Text("写成 0.5 这样的数", "write a number such as 0.5"),
)
_BAD_MENDED = (
    Text("没有这种整改结论", "there is no such answer"),
    Text("选择已整改、整改不到位或没有整改", "choose mended, partly or not"),
)
_NO_SUCH_PROBLEM = (
    Text("一次考评没有这个问题", "round one found no such problem"),
    Text("刷新页面", "reload the page"),
)
_UNKNOWN_CLASS = (
    Text("没有这种评查结论", "there is no such finding class"),
    Text("从列出的结论中选择", "choose among those listed"),
)
_NOT_OF_THIS_CARD = (
    Text("这一行不在这张考评卡上", "this line is on another card"),
    Text("刷新页面", "reload the page"),
)
_CHANGED = (
    Text("这里在另一个窗口被改过，两处内容不同", "this was changed in another window; the two differ"),
    Text("对照两处内容，保留要的一处再保存", "compare the two and save the one to keep"),
)
