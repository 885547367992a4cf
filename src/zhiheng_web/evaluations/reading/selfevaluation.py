"""The self-evaluation form as data: what is asked, what has been answered, what the ledger says, what is still missing.

A page costs the same few queries whatever the number of rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404

from zhiheng import api
from zhiheng.api import Text
from zhiheng_web.documents.models import Evidence
from zhiheng_web.documents.queries import evidence_about
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.models import Assessment, Card, Claim, Submission, Verification
from zhiheng_web.evaluations.reading.answers import asks_of
from zhiheng_web.evaluations.reading.lines import NOTHING, Line


@dataclass
class Group:
    """A sub-item with its lines, the clause word for word above them."""

    sub_item: Any
    lines: list[Line]

    @property
    def clause(self) -> Text:
        """Return the clause; of a veto the rule's own."""
        return self.sub_item.clause if self.sub_item is not None else Text("")


@dataclass
class Block:
    """An item with its sub-items; `item` None for the vetoes."""

    item: Any
    name: Text
    points: Any
    is_bonus: bool
    groups: list[Group]

    @property
    def id(self) -> str:
        """Return the id of the item."""
        return self.item.id if self.item is not None else "veto"

    @property
    def lines(self) -> list[Line]:
        """Return all lines."""
        return [line for group in self.groups for line in group.lines]

    @property
    def wanted(self) -> int:
        """Return how many lines must be answered."""
        return sum(line.is_wanted for line in self.lines)

    @property
    def answered(self) -> int:
        """Return how many of them are."""
        return sum(line.is_wanted and not line.lacks_answer for line in self.lines)


@dataclass
class Sheet:
    """The whole form of a body."""

    assessment: Assessment
    options: dict[str, str]
    blocks: list[Block]
    evidence: list[Evidence]
    card: Card | None
    returned: Submission | None

    @cached_property
    def lines(self) -> dict[str, Line]:
        """Return the lines by id."""
        return {line.id: line for block in self.blocks for line in block.lines}

    @property
    def wanted(self) -> int:
        """Return how many lines must be answered."""
        return sum(block.wanted for block in self.blocks)

    @property
    def answered(self) -> int:
        """Return how many of them are."""
        return sum(block.answered for block in self.blocks)

    @property
    def unanswered(self) -> list[Line]:
        """Return the lines without the answer they need."""
        return [line for line in self.lines.values() if line.lacks_answer]

    @property
    def unproved(self) -> list[Line]:
        """Return the lines without the evidence they need."""
        return [line for line in self.lines.values() if line.lacks_evidence]

    @property
    def is_complete(self) -> bool:
        """Return whether everything is there."""
        return not self.unanswered and not self.unproved

    def content(self) -> list[dict[str, Any]]:
        """Return claims and digests of evidence as they are handed in, in the order of the form."""
        return [
            {
                "rule_id": line.id,
                "value": line.value,
                "note": line.claim.note if line.claim else "",
                "evidence": [
                    {
                        "name": one.name,
                        "digest": one.digest,
                        "date": one.evidence_date.isoformat() if one.evidence_date else "",
                    }
                    for one in line.evidence
                ],
            }
            for line in self.lines.values()
            if line.value or line.evidence or line.note
        ]


def sheet_of(assessment: Assessment) -> Sheet:
    """Return the form of a body as it stands: scheme, claims, evidence, the ledger's own answers, what was returned."""
    scheme = queries.scheme_of(assessment.cycle)
    options = dict(api.scoring.settled_options(scheme, assessment.cycle.options))
    claims = {claim.rule_id: claim for claim in Claim.objects.filter(assessment=assessment)}
    card = _ledger_card(assessment)
    told = card.rules() if card else {}
    submission = assessment.submissions.order_by("-number").first()
    returned = submission if submission is not None and submission.returned_at is not None else None
    reasons = _reasons(assessment) if returned else {}
    by_rule: dict[str, list[Evidence]] = {}
    evidence = list(evidence_about(assessment))
    for one in evidence:
        by_rule.setdefault(one.rule_id, []).append(one)
    blocks: list[Block] = []
    for item, sub_item, asks in asks_of(scheme, assessment.kind, options):
        lines = [
            Line(ask, claims.get(ask.id), told.get(ask.id), by_rule.get(ask.id, []), reasons.get(ask.id, ""))
            for ask in asks
        ]
        _spare(lines)
        _name_clauses(sub_item, lines)
        if not blocks or item is None or blocks[-1].item is not item:
            blocks.append(_block(item, lines[0].ask.is_bonus, assessment.kind))
        blocks[-1].groups.append(Group(sub_item, lines))
    return Sheet(assessment, options, blocks, evidence, card, returned)


def _block(item: Any, is_bonus: bool, kind: str) -> Block:
    if item is None:
        return Block(None, Text("一票否决情形", "Grounds of veto"), None, False, [])
    return Block(item, item.name, item.points_for(kind), is_bonus, [])


def _name_clauses(sub_item: Any, lines: list[Line]) -> None:
    """Give lines the clause of their own group, said once above the first of them."""
    above = sub_item.clause.zh if sub_item is not None else ""
    for line in lines:
        clause = line.ask.question.clause
        if line.ask.rule is not None and clause.zh not in ("", above):
            line.clause, above = clause, clause.zh


def _spare(lines: list[Line]) -> None:
    """Mark what need not be answered: below an exempt sub-item, and rules that another answer sets aside."""
    values = {line.id: line.value for line in lines}
    state = next((line.value for line in lines if line.ask.rule is None), "")
    groups = {line.ask.rule.exclusive_group for line in lines if line.ask.rule is not None and line.value == "true"}
    for line in lines:
        rule = line.ask.rule
        if rule is None:
            continue
        skipped = any(values.get(one, "") not in NOTHING for one in rule.skipped_if)
        excluded = bool(rule.exclusive_group) and rule.exclusive_group in groups
        line.is_spared = bool(state) or ((skipped or excluded) and not line.value)


def _ledger_card(assessment: Assessment) -> Card | None:
    chosen = Card.objects.filter(assessment=assessment, computation__stage="ledger")
    return chosen.order_by("-computation_id").first()


def _reasons(assessment: Assessment) -> dict[str, str]:
    """Return what the verification says of single lines of a returned self-evaluation."""
    told = Verification.objects.filter(assessment=assessment, taken="none").exclude(reason="")
    return dict(told.values_list("rule_id", "reason"))


def submission(submission_id: int) -> Submission:
    """Return a submission with its assessment. Raises Http404."""
    chosen = Submission.objects.select_related("assessment__cycle__organiser", "assessment__body", "declared_by")
    found: Submission = get_object_or_404(chosen, pk=submission_id)
    return found
