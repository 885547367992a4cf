"""Facts of the documents of case-file review: draw sheet, opinion, notice, report, circular, commentary (WX-09 to 22).

These documents rest on facts alone: scores and rates in them were computed before, by the engine and the statistics.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from zhiheng.domain.texts import Text
from zhiheng.reports.documents.facts.issue import NO_WORDS, Attendee, Issue, Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnFile:
    """A file that was drawn, in its place."""

    place: int
    case_id: str
    unit: str
    stratum: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """A case that was left out of the population before it was frozen, with the reason (XH-26)."""

    case_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawSheetFacts:
    """Draw sheet (抽取签单, XH-26). The population was published before the seed was known; a redraw gives its reason.

    `seed_source` says what became the seed, `proof` where anybody can look it up; `supersedes` is the digest of the
    sheet that this one replaces.
    """

    issue: Issue
    activity: str
    number: int
    population: int
    population_digest: str
    commitment_digest: str
    seed: str
    seed_source: str
    size: int
    sheet_digest: str
    files: tuple[DrawnFile, ...]
    published_on: date | None = None
    drawn_on: date | None = None
    proof: str = ""
    method: Text = NO_WORDS
    strata: str = ""
    weights: str = ""
    excluded: tuple[Excluded, ...] = ()
    reason: str = ""
    supersedes: str = ""
    witnesses: tuple[Attendee, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileProblem:
    """A problem of a file: aspect, page, what, clause, deduction and what must be mended (WX-11).

    `deduction` is what it costs as it stands; `mended` what the second round found, empty before it. `is_basic`: it
    fails the file outright.
    """

    aspect: Text
    problem: str
    deduction: Decimal | None = None
    page: str = ""
    clause: str = ""
    mend: str = ""
    mended: Text = NO_WORDS
    is_basic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOpinionFacts:
    """Opinion on a file (案卷评查意见书, WX-11, XH-27): one case, one review. `round` 2 is the check of the mending.

    Leave `officer`, `second` and `reviewers` empty where the review was blind or the reader need not know them.
    """

    issue: Issue
    activity: str
    case_id: str
    unit: str
    problems: tuple[FileProblem, ...]
    score: Decimal
    deducted: Decimal
    officer: str = ""
    second: str = ""
    cause: str = ""
    closed_on: date | None = None
    reviewed_on: date | None = None
    reviewers: str = ""
    round: int = 1
    finding_class: Text = NO_WORDS
    good_practice: tuple[str, ...] = ()
    opinion: str = ""
    fails: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileNoticeFacts:
    """Notice of the review of a file (评查结果告知书): problems, until when to mend and resubmit, right to object.

    The month of the second submission runs from the notice (WX-14, WX-AMB-01); objections in `objection_in_days`
    working days. Without `resubmit_due_on` there is no second submission.
    """

    issue: Issue
    activity: str
    case_id: str
    unit: str
    problems: tuple[FileProblem, ...]
    score: Decimal
    deducted: Decimal
    objections_to: str
    officer: str = ""
    finding_class: Text = NO_WORDS
    notified_on: date | None = None
    resubmit_due_on: date | None = None
    objection_due_on: date | None = None
    objection_in_days: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCount:
    """How many there are of a class: of a finding class, of a band of scores, of a violation of the procedure."""

    name: Text
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AspectCount:
    """An aspect of the card: how many problems in how many files, and what they cost altogether."""

    name: Text
    problems: int
    files: int
    deducted: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TypicalProblem:
    """A problem found again and again: the item, how often, in what share of the files, an example in words."""

    name: Text
    aspect: Text
    problems: int
    files: int
    share: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTold:
    """A rate with its exact interval and the verdict beside the threshold, if there is one; all percentages as told."""

    name: Text
    found: int
    reviewed: int
    rate: str
    lower: str
    upper: str
    confidence: str
    threshold: str = ""
    verdict: Text = NO_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCompared:
    """A unit beside the others: raw average deduction, and the shrunk estimate where its files are few."""

    unit: str
    files: int
    average: str
    estimate: str = ""
    lower: str = ""
    upper: str = ""
    is_shrunk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChecked:
    """A unit in the online checks of a month: cases, those with a finding, the rate of a hundred unless few (XH-24)."""

    unit: str
    cases: int
    found: int
    rate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A measure of calibration with its interval: agreement on an item or aspect, severity of a reader."""

    name: Text
    value: str
    lower: str = ""
    upper: str = ""
    based_on: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReportFacts:
    """Review report (案卷评查报告, XH-27, WX-16): how files came in, what was found, what can be said of the whole.

    `closed` are the cases of the population, `reviewed` the files with a signed card. Readers in `severities` are
    named by number, not by name: the report leaves the circle that measures them.
    """

    issue: Issue
    activity: str
    way: Text
    closed: int
    reviewed: int
    average_score: str
    average_deduction: str
    period_from_on: date | None = None
    period_until_on: date | None = None
    addressee: str = ""
    drawn: int = 0
    classes: tuple[ClassCount, ...] = ()
    distribution: tuple[ClassCount, ...] = ()
    violations: tuple[ClassCount, ...] = ()
    aspects: tuple[AspectCount, ...] = ()
    typical: tuple[TypicalProblem, ...] = ()
    rates: tuple[RateTold, ...] = ()
    units: tuple[UnitCompared, ...] = ()
    agreement: tuple[Measured, ...] = ()
    severities: tuple[Measured, ...] = ()
    good_practice: tuple[str, ...] = ()
    opinion: str = ""
    demands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyCircularFacts:
    """Circular of a month's reviews (考评通报 第N期, WX-20, WX-22, XH-24): counts per unit, problems, demands.

    `found_by` says whether people reviewed files or checks went over the cases online; `checked` are their units.
    """

    issue: Issue
    series: str
    number: int
    year: int
    month: int
    reviewed: int
    found_by: Literal["reviews", "checks"] = "reviews"
    units: tuple[UnitCompared, ...] = ()
    checked: tuple[UnitChecked, ...] = ()
    typical: tuple[TypicalProblem, ...] = ()
    commended: tuple[Listed, ...] = ()
    criticised: tuple[Listed, ...] = ()
    addressee: str = ""
    opinion: str = ""
    demands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentaryFacts:
    """Commentary on a case (案例点评 第N期, WX-21). Names are masked by whoever fills it in (`mask_names`)."""

    issue: Issue
    number: int
    subject: str
    facts_of_case: str
    problems: tuple[FileProblem, ...] = ()
    correct_handling: str = ""
    provisions: tuple[str, ...] = ()
    lesson: str = ""
    good_practice: tuple[str, ...] = ()
