"""Facts of the documents about units and officers: letters, monthly lists, red cards, awards (WX-18, 19, 34, 37)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from zhiheng.domain.texts import Text
from zhiheng.reports.documents.facts.issue import NO_WORDS, Issue


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterProblem:
    """A problem named in a letter: what was found, in which case, against which provision."""

    problem: str
    case_id: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionFacts:
    """Supervision suggestion letter (监督建议书, XH-25) with the day on which the reply is due."""

    issue: Issue
    unit: str
    problems: tuple[LetterProblem, ...]
    suggestions: tuple[str, ...]
    basis: str = ""
    found_in: str = ""
    reply_to: str = ""
    reply_due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisedFile:
    """A file that a supervised case or person is about: where it stands, what it lost."""

    case_id: str
    standing: Text = NO_WORDS
    deduction: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionFacts:
    """Notice that a case or person is supervised (督办通知, WX-35, WX-36): why, what is asked, by when, what ends it.

    `what` says what is supervised in words (红牌, 重点案, 重点人), `subject` which.
    """

    issue: Issue
    unit: str
    what: Text
    subject: str
    reason: str
    demands: tuple[str, ...]
    files: tuple[SupervisedFile, ...] = ()
    due_on: date | None = None
    closing_condition: str = ""
    owner: str = ""
    reply_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountableCase:
    """A case for which an officer is to answer: the problem, the deduction, what became of it, where it is written."""

    case_id: str
    problem: str
    deduction: Decimal | None = None
    mended: Text = NO_WORDS
    document: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountabilityFacts:
    """Opinion on fault and responsibility (执法过错认定和追究执法过错责任意见书, WX-37); the `committee` decides.

    `trigger`: refused to mend, or erred again (WX-AMB-05: `times` in `months`). The officer was heard on `heard_on`
    and said `statement`; where nothing was said, that stands there too (WX-38).
    """

    issue: Issue
    committee: str
    officer: str
    unit: str
    trigger: Literal["refused", "repeated"]
    cases: tuple[AccountableCase, ...]
    finding: str
    proposal: str
    post: str = ""
    basis: str = ""
    times: int = 0
    months: int = 0
    history: tuple[str, ...] = ()
    heard_on: date | None = None
    statement: str = ""
    examined: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthRow:
    """An officer's month: cases, average deduction (told to two places, exact beside it elsewhere), best, worst, rank.

    `rank` 0 and an empty `average` stand for an officer without a case: not ranked (WX-18).
    """

    officer: str
    unit: str
    cases: int
    average: str = ""
    best: str = ""
    worst: str = ""
    rank: int = 0
    red_card: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyListFacts:
    """Monthly enforcement list (月执法清单, WX-18), for those inside (WX-AMB-06); `basis` says which cases count."""

    issue: Issue
    year: int
    month: int
    rows: tuple[MonthRow, ...]
    basis: Text = NO_WORDS
    addressee: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedCardRow:
    """An officer with a red card: cases, average deduction, the chance that the true average reaches the threshold."""

    officer: str
    unit: str
    cases: int
    average: str
    probability: str = ""
    problem_cases: tuple[AccountableCase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RedCardFacts:
    """Red-card list (红牌名单, WX-19): average deduction of `threshold` or more over at least `minimum_cases`."""

    issue: Issue
    year: int
    month: int
    threshold: Decimal
    rows: tuple[RedCardRow, ...]
    inclusive: bool = True
    minimum_cases: int = 1
    wanted_probability: str = ""
    basis: Text = NO_WORDS
    addressee: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardRow:
    """A candidate for an award with the numbers beneath (WX-34)."""

    officer: str
    unit: str
    cases: int
    average: str
    rank: int = 0
    red_cards: int = 0
    award: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardFacts:
    """Award list (奖励建议名单, WX-31, WX-34): whom the numbers put forward; people decide."""

    issue: Issue
    year: int
    rows: tuple[AwardRow, ...]
    basis: Text = NO_WORDS
    addressee: str = ""
