"""What a person supplies to a document: who issues it, dates, attendance, reasons, decisions. No number of a result.

All are frozen; a check needs the same facts again, for their words stand in the document as figures too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from zhiheng.domain.score import Result
from zhiheng.reports.documents.facts.issue import Attendee, Issue, Listed

Outcome = Literal["upheld", "corrected"]
Decided = Literal["approved", "returned", "amended"]
CircularKind = Literal["commendation", "criticism"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """Notice of result (CQ-16): objections go to `objections_to` by `objection_due_on` (CQ-17: five working days)."""

    issue: Issue
    year: int
    unit_id: str
    objections_to: str
    notified_on: date | None = None
    objection_due_on: date | None = None
    objection_in_days: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedLine:
    """One contested line: the rule (or bonus rule or veto), what the unit claims, and what the review found."""

    rule_id: str
    claim: str
    outcome: Outcome
    reason: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts:
    """Decision on an objection (CQ-18). `before` is the result that was contested; the evaluation is the one after."""

    issue: Issue
    year: int
    unit_id: str
    before: Result
    lines: tuple[ReviewedLine, ...]
    objected_on: date | None = None
    decided_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyDecision:
    """What a meeting decided on one body; `recused` are those who took no part because they belong to it."""

    unit_id: str
    decided: Decided
    recused: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesFacts:
    """Minutes of deliberation (CQ-14): `meeting` is the body that deliberates (总队长办公会)."""

    issue: Issue
    year: int
    meeting: str
    decisions: tuple[BodyDecision, ...]
    attended: tuple[Attendee, ...]
    absent: tuple[Attendee, ...] = ()
    chair: str = ""
    recorder: str = ""
    place: str = ""
    held_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedTask:
    """A consequence as it was decided by people (CQ-48 to CQ-50): what, who answers for it, until when."""

    unit_id: str
    task: str
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """Annual report (CQ-15). `principles` are those of the scheme (CQ-03, `principles_of`); lists after HN-14."""

    issue: Issue
    year: int
    addressees: str = ""
    approved_by: str = ""
    approved_on: date | None = None
    principles: tuple[str, ...] = ()
    tasks: tuple[DecidedTask, ...] = ()
    commended: tuple[Listed, ...] = ()
    criticised: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CircularFacts:
    """Circular of commendation or of criticism (HN-14); whom it names is a decision of people."""

    issue: Issue
    year: int
    kind: CircularKind
    listed: tuple[Listed, ...]
    addressees: str = ""
    demand: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkFacts:
    """Record of an interview (约谈, CQ-30) or an admonition (诫勉谈话, CQ-49); empty fields stay blank to fill in."""

    issue: Issue
    year: int
    unit_id: str
    person: str = ""
    post: str = ""
    held_on: date | None = None
    place: str = ""
    talker: str = ""
    recorder: str = ""
    matter: str = ""
    statement: str = ""
    demands: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """Who headed a body, from when until when; None is still in office (CQ-50: the head may have changed)."""

    name: str
    from_date: date
    to_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferFacts:
    """Proposal to transfer from post after two years not up to standard (CQ-50), to the `authority` over the cadre."""

    issue: Issue
    year: int
    unit_id: str
    previous: Result
    authority: str
    heads: tuple[Tenure, ...] = ()
    opinion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A line of the problem and responsibility lists; the rule ties it to what it cost."""

    unit_id: str
    rule_id: str
    problem: str
    measure: str = ""
    responsible: str = ""
    due_on: date | None = None
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFacts:
    """Problem list and responsibility list (问题清单、责任清单) with timetable."""

    issue: Issue
    year: int
    problems: tuple[Problem, ...]


Facts = (
    NoticeFacts | ReviewFacts | MinutesFacts | ReportFacts | CircularFacts | TalkFacts | TransferFacts | ProblemFacts
)
