"""A line of the self-evaluation form: the question, the answer, what the ledger says beside it, what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from zhiheng.api import Text
from zhiheng_web.bodies.models import Body
from zhiheng_web.documents.models import Evidence
from zhiheng_web.evaluations.models import Assessment, Claim
from zhiheng_web.evaluations.reading.answers import Ask, percentage, shown

#: Answers that say: there is nothing.
NOTHING = ("", "0", "false")


@dataclass(frozen=True, slots=True)
class LineOf:
    """A rule, or the state of a sub-item, for one body: what a page or an operation about a line is about."""

    assessment: Assessment
    rule_id: str

    @property
    def governing_body(self) -> Body:
        """Return the body that is evaluated."""
        return self.assessment.body


@dataclass
class Line:
    """A line of the form with everything that belongs to it. `typed` and `wrong`: what was sent and cannot be saved."""

    ask: Ask
    claim: Claim | None = None
    ledger: dict[str, Any] | None = None
    evidence: list[Evidence] = field(default_factory=list)
    returned: str = ""
    typed: dict[str, Any] | None = None
    wrong: tuple[Any, ...] = ()
    is_spared: bool = False
    #: The clause of the rule itself, where it is another than that of the sub-item or of the line above.
    clause: Text | None = None

    @property
    def id(self) -> str:
        """Return the id of the rule, or of the sub-item whose state is asked."""
        return self.ask.id

    @property
    def value(self) -> str:
        """Return the stored answer."""
        return self.claim.value if self.claim else ""

    @property
    def note(self) -> str:
        """Return the note, as typed where it could not be saved."""
        return str(self.typed["note"]) if self.typed else self.claim.note if self.claim else ""

    @property
    def version(self) -> int:
        """Return the version of the stored line; 0 where nothing is stored."""
        return self.claim.version if self.claim else 0

    @property
    def values(self) -> tuple[str, ...]:
        """Return what stands in the control: chosen values, or the one text."""
        if self.typed is not None:
            return tuple(self.typed["values"])
        if self.ask.kind == "elements":
            return tuple(part for part in self.value.split(";") if part)
        return (percentage(self.value) if self.ask.kind == "rate" and self.value else self.value,)

    @property
    def text_value(self) -> str:
        """Return the one text of a control that is no choice."""
        return self.values[0] if self.values else ""

    @property
    def shown(self) -> Text:
        """Return the stored answer in words."""
        return shown(self.ask, self.value)

    @property
    def ledger_shown(self) -> Text | None:
        """Return what the ledger answers, in words; None where it says nothing."""
        if self.ledger is None or self.ledger.get("input") in (None, ""):
            return None
        value = str(self.ledger["input"])
        if self.ask.kind in ("flag", "elements"):
            return Text(f"{value} 项" if self.ask.kind == "elements" else "有" if value != "0" else "没有", value)
        return shown(self.ask, value)

    @property
    def ledger_value(self) -> str:
        """Return what the ledger answers as a claim would say it; nothing where it says nothing."""
        if self.ledger is None or self.ledger.get("input") in (None, ""):
            return ""
        value = str(self.ledger["input"])
        return {"0": "false"}.get(value, "true") if self.ask.kind == "flag" else value

    @property
    def ledger_why(self) -> Text:
        """Return how the ledger's value counts."""
        told = self.ledger or {}
        return Text(str(told.get("why_zh", "")), str(told.get("why_en", "")))

    @property
    def differs(self) -> bool:
        """Return whether the answer is another than the ledger's."""
        return bool(self.value and self.ledger_value and _plain(self.value) != _plain(self.ledger_value))

    @property
    def is_wanted(self) -> bool:
        """Return whether the line must be answered: a state need not, nor what an exemption or another fact spares."""
        return self.ask.rule is not None and not self.is_spared

    @property
    def lacks_answer(self) -> bool:
        """Return whether an answer is missing."""
        return self.is_wanted and not self.value

    @property
    def lacks_evidence(self) -> bool:
        """Return whether evidence is demanded and missing: for points to be given, an exemption, or by the scheme.

        A note that says why there is none stands in for it; the verification decides what that is worth.
        """
        if self.evidence or self.is_spared or self.value in NOTHING or self.note.strip():
            return False
        demanded = bool(self.ask.rule is not None and self.ask.rule.evidence)
        return demanded or self.ask.is_bonus or self.value == "exempt"


def _plain(value: str) -> str:
    """Return a value for comparison: how many elements are missing, whichever they are; a rate as a number."""
    if ";" in value:
        return str(len([part for part in value.split(";") if part]))
    return percentage(value) if value.endswith("%") else value
