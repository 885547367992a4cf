"""The verification of a body, line by line: claimed, computed, inspected, verified. Nothing is written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import Http404

from zhiheng import api
from zhiheng_web.documents import queries as documents
from zhiheng_web.documents.models import Evidence
from zhiheng_web.evaluations import queries
from zhiheng_web.evaluations.models import Assessment, Card, Claim, Finding, Verification
from zhiheng_web.evaluations.reading import answers
from zhiheng_web.evaluations.reading.answers import Ask
from zhiheng_web.lib.words import Text

#: Kinds of question whose answer is a number of problems: findings can be counted under such a rule.
COUNTED = ("flag", "count", "elements")


@dataclass(slots=True)
class Line:
    """A rule (or the state of a sub-item) with what each side says of it. Values are those of `facts`."""

    ask: Ask
    item: Text
    claim: Claim | None = None
    evidence: list[Evidence] = field(default_factory=list)
    ledger: Mapping[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    verification: Verification | None = None
    #: The sub-item is verified as exempt or not applicable: nothing is asked of its rules.
    covered: bool = False
    inquiries: int = 0

    @property
    def rule_id(self) -> str:
        """Return the id of the rule or sub-item."""
        return self.ask.id

    @property
    def text(self) -> Text:
        """Return what the line is about in a few words."""
        told: Text = self.ask.rule.text if self.ask.rule is not None else self.ask.sub_item.name
        return told

    @property
    def clause(self) -> Text:
        """Return the words of the scheme."""
        return self.ask.question.clause

    @property
    def claimed(self) -> str:
        """Return the value that the body claims, empty where it claims none."""
        return self.claim.value if self.claim else ""

    @property
    def pending(self) -> list[Finding]:
        """Return the findings that nobody has decided on yet."""
        return [one for one in self.findings if one.status == "pending"]

    @property
    def verified_findings(self) -> list[Finding]:
        """Return the findings that were verified."""
        return [one for one in self.findings if one.status == "verified"]

    @property
    def ledger_value(self) -> str:
        """Return what the ledger alone answers, empty where it says nothing."""
        told = self.ledger.get("input")
        if told is None:
            return ""
        return _flagged(str(told)) if self.ask.kind == "flag" else str(told)

    @property
    def computed(self) -> str:
        """Return the value that the engine takes without claims: ledger and inspections; empty where neither says any.

        Verified findings go before a measure (contract, section 3); those of ledger and inspections are one sum.
        """
        found = sum(one.quantity for one in self.verified_findings)
        if not found or self.ask.kind not in COUNTED:
            return self.ledger_value
        if self.ask.kind == "flag":
            return "true"
        adds = self.ledger.get("input_from") == "findings" and self.ledger_value
        return str(found + (int(Decimal(self.ledger_value)) if adds else 0))

    @property
    def hides_measure(self) -> bool:
        """Return whether findings of inspections displace a value of the ledger instead of adding to it."""
        is_other = self.ledger.get("input_from") not in (None, "findings", "not_reported")
        return is_other and bool(self.verified_findings) and self.ask.kind in COUNTED

    @property
    def agrees(self) -> bool:
        """Return whether claim and computed value are both there and say the same."""
        return bool(self.claimed and self.computed) and self.says_same(self.claimed, self.computed)

    @property
    def stands_out(self) -> bool:
        """Return whether somebody has to look: values that differ, only one of them, or findings not decided."""
        return not self.covered and (not self.agrees or bool(self.pending))

    @property
    def differs(self) -> bool:
        """Return whether claim and computed value are both there and do not say the same."""
        return bool(self.claimed and self.computed) and not self.agrees

    @property
    def is_stale(self) -> bool:
        """Return whether another claim or a finding has come after the verification."""
        if self.verification is None:
            return False
        later = [one for one in self.verified_findings if one.decided_at and one.decided_at > self.verification.at]
        is_claimed_anew = self.claim is not None and self.claim.saved_at > self.verification.at
        return bool(later) or (is_claimed_anew and not self.says_same(self.claimed, self.verification.value))

    @property
    def is_returned(self) -> bool:
        """Return whether the line was returned for change and not verified since."""
        return self.verification is not None and self.verification.taken == "none"

    @property
    def is_open(self) -> bool:
        """Return whether the line is still to be verified."""
        if self.covered or (self.ask.rule is None and self.verification is None and not self.claimed):
            return False
        return self.verification is None or self.is_returned or self.is_stale

    @property
    def takes_out(self) -> bool:
        """Return whether a sub-item is verified as exempt or not applicable: its rules need no verification."""
        settled = self.ask.rule is None and self.verification is not None and not self.is_open
        return settled and self.verification is not None and self.verification.value in answers.STATE_TEXTS

    def says_same(self, one: str, other: str) -> bool:
        """Return whether two values answer the line alike, however they are written."""
        return bool(self.meaning(one) == self.meaning(other))

    def meaning(self, value: str) -> Any:
        """Return what a value means for the rule, to be compared; the text itself where it cannot be read."""
        if self.ask.rule is None:
            return value
        try:
            return api.read_answer(self.ask.rule, value).value
        except api.Unreadable:
            return value

    def said(self, value: str) -> Text:
        """Return a value in people's words."""
        if self.ask.rule is None and value == "false":
            return APPLIES
        if self.ask.kind == "elements" and value.isdecimal() and value != "0":
            return Text(f"缺 {value} 项", f"{value} missing")
        return answers.shown(self.ask, value)

    @property
    def claimed_text(self) -> Text:
        """Return the claim in words."""
        return self.said(self.claimed)

    @property
    def ledger_text(self) -> Text:
        """Return what the ledger alone answers, in words."""
        return self.said(self.ledger_value)

    @property
    def computed_text(self) -> Text:
        """Return the computed value in words."""
        return self.said(self.computed)

    @property
    def verified_text(self) -> Text:
        """Return the verified value in words."""
        return self.said(self.verification.value if self.verification else "")


APPLIES = Text("照常评价", "evaluated as usual")


def _flagged(told: str) -> str:
    return "false" if told in ("0", "false") else "true"


def ledger_card(assessment: Assessment) -> Card | None:
    """Return the card that the ledger alone gave the body."""
    chosen = Card.objects.filter(assessment=assessment, computation__stage="ledger")
    return chosen.order_by("-computation_id").first()


def lines_of(assessment: Assessment) -> list[Line]:
    """Return every line in the order of the scheme; vetoes are no lines, they need two keys.

    The state of a sub-item comes before its rules.
    """
    scheme = queries.scheme_of(assessment.cycle)
    card = ledger_card(assessment)
    ledger = card.rules() if card else {}
    claims = {claim.rule_id: claim for claim in assessment.claims.all()}
    verifications = {one.rule_id: one for one in assessment.verifications.select_related("by")}
    findings = _by_rule(assessment.findings.select_related("place_body"))
    evidence = _by_rule(documents.evidence_about(assessment))
    inquiries = _by_rule(assessment.investigations.all())
    lines: list[Line] = []
    for item, _, asks in asks_of(assessment, scheme):
        covered = False
        for ask in asks:
            line = Line(ask, item.name, claims.get(ask.id), evidence[ask.id], ledger.get(ask.id, {}), findings[ask.id])
            line.verification, line.inquiries = verifications.get(ask.id), len(inquiries[ask.id])
            line.covered = covered
            covered = covered or line.takes_out
            lines.append(line)
    return lines


def asks_of(assessment: Assessment, scheme: Any) -> Iterable[tuple[Any, Any, list[Ask]]]:
    """Yield item, sub-item and questions of the scheme for a body, without the vetoes."""
    options = api.scoring.settled_options(scheme, assessment.cycle.options)
    for item, sub_item, asks in answers.asks_of(scheme, assessment.kind, options):
        if item is not None:
            yield item, sub_item, asks


def _by_rule(things: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for thing in things:
        found[thing.rule_id].append(thing)
    return found


def line_of(assessment: Assessment, rule_id: str) -> Line:
    """Return one line. Raises Http404 where the body has none of this id."""
    for line in lines_of(assessment):
        if line.rule_id == rule_id:
            return line
    raise Http404
