"""Answering what the checks found: taken over into the card, or dismissed with the reason."""

from __future__ import annotations

from typing import Any

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.reviews.actions.cards import next_position, writing
from zhiheng_web.reviews.models import Assignment, Card, CardLine
from zhiheng_web.reviews.queries import rules_of
from zhiheng_web.reviews.reading.items import find
from zhiheng_web.reviews.reading.offered import Offer, offers_of


def take_over(*, actor: Any, assignment: Assignment, check_id: str, item: str = "") -> CardLine:
    """Take a finding over as a line of the card; item, page and deduction are for the reviewer to fill in."""
    offer = _offer(assignment, check_id)
    choice = find(rules_of(assignment.file_review.activity), item)
    with writing(actor, assignment) as card:
        line = CardLine(card=card, position=next_position(card), check_id=offer.check_id, kind="problem")
        _demand_unanswered(card, offer)
        line.text, line.clause = offer.told.zh[:2000], offer.clause[:300]
        if choice is not None and choice.item.kind == "range":
            line.item, line.rule_id, line.deduction = choice.item.id, choice.aspect.rule_id, choice.item.default
        line.save()
    return line


def dismiss(*, actor: Any, assignment: Assignment, check_id: str, reason: str) -> CardLine:
    """Dismiss a finding with the reason, which stays on the card."""
    offer = _offer(assignment, check_id)
    if not reason.strip():
        raise Refusal(Fault("no_reason", Place(clause=check_id), *_NO_REASON))
    with writing(actor, assignment) as card:
        _demand_unanswered(card, offer)
        line = CardLine(card=card, position=next_position(card), check_id=offer.check_id, kind="dismiss")
        line.text, line.reason = offer.title.zh[:2000], reason.strip()[:2000]
        line.save()
    return line


def _offer(assignment: Assignment, check_id: str) -> Offer:
    found = next((one for one in offers_of(assignment) if one.check_id == check_id), None)
    if found is None:
        raise Refusal(Fault("no_such_finding", Place(clause=check_id), *_NO_SUCH_FINDING))
    return found


def _demand_unanswered(card: Card, offer: Offer) -> None:
    if card.lines.filter(check_id=offer.check_id, removed_at__isnull=True).exists():
        raise Refusal(Fault("answered", Place(clause=offer.check_id), *_ANSWERED))


_NO_REASON = (
    Text("没有写不采纳的理由", "no reason for dismissing it is given"),
    Text("写明为什么不采纳这条检查发现", "say why this finding is not taken over"),
)
_NO_SUCH_FINDING = (
    Text("本案没有这条检查发现", "the checks found no such thing in this case"),
    Text("刷新页面", "reload the page"),
)
_ANSWERED = (
    Text("这条检查发现已经处理", "this finding was answered already"),
    Text("要改变的，先在考评卡上删去那一行", "to change it, remove its line from the card first"),
)
