"""Between the rounds: which problems stand and what they count, the last day to object, what was done about each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from zhiheng.api import legaltime
from zhiheng_web.bodies.models import Body
from zhiheng_web.documents.models import Evidence
from zhiheng_web.documents.queries import evidence_about, subject_of
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.counting import Counted, counted
from zhiheng_web.reviews.models import CardLine, FileReview, Mending, Objection
from zhiheng_web.reviews.models.cards import MENDED_TEXTS
from zhiheng_web.reviews.queries import rules_of

#: State of a mending → words and tone.
MENDING_TEXTS: dict[str, tuple[Text, str]] = {
    "open": (Text("待整改", "to be mended"), "warn"),
    "reported": (Text("已报告，待核对", "reported, to be checked"), "info"),
    "returned": (Text("退回", "returned"), "bad"),
    "accepted": (Text("核对通过", "accepted"), "good"),
}
#: Outcome of an objection → words and tone.
OUTCOME_TEXTS: dict[str, tuple[Text, str]] = {
    "": (Text("待答复", "to be answered"), "warn"),
    "upheld": (Text("维持原扣分", "deduction stands"), "neutral"),
    "corrected": (Text("已更正", "corrected"), "good"),
    "withdrawn": (Text("已撤回", "withdrawn"), "neutral"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A problem of round one: what it counts after objections, its mending, its objections, what round two says."""

    line: CardLine
    counted: Decimal | None  # None: it fell away
    mending: Mending | None
    objections: tuple[Objection, ...]
    mended: str
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_lifted(self) -> bool:
        """Return whether an objection removed it."""
        return self.counted is None

    @property
    def is_contested(self) -> bool:
        """Return whether an objection to it waits for its answer, or was answered."""
        return any(one.outcome != "withdrawn" for one in self.objections)


#: What round two says of a problem, the worst first: an objection can only make it better.
FATES = ("not", "partly", "mended")


@dataclass(frozen=True, slots=True)
class SecondFinding:
    """What round two found, of a problem of round one or anew: what it counts after objections, and these."""

    line: CardLine
    problem: CardLine | None  # of round one, that the line speaks of; None: a new problem
    mended: str  # as it stands after objections; empty for a new problem
    counted: Decimal | None  # a new problem: what it counts, None where it fell away
    objections: tuple[Objection, ...]
    is_lifted: bool = False

    @property
    def is_contested(self) -> bool:
        """Return whether an objection to it waits for its answer, or was answered."""
        return any(one.outcome != "withdrawn" for one in self.objections)

    @property
    def may_be_contested(self) -> bool:
        """Return whether there is anything to object to: a problem mended takes nothing."""
        return not self.is_contested and (self.problem is None or self.line.mended in ("not", "partly"))

    @property
    def mended_text(self) -> tuple[Text, str]:
        """Return what became of the problem in words, with its tone."""
        return MENDED_TEXTS[self.mended]


def second_findings(file_review: FileReview) -> list[SecondFinding]:
    """Return what round two found: problems of round one with what became of them, then new ones."""
    told = counted_of(file_review)
    first = {line.pk: line for line in told.problems(1)}
    objections: dict[int, list[Objection]] = {}
    for objection in file_review.objections.select_related("filed_by", "answered_by"):
        objections.setdefault(objection.line_id, []).append(objection)
    found = []
    for line in told.answers():
        problem = first.get(line.answers_id or 0)
        if problem is not None and line.mended:
            about = tuple(objections.get(line.pk, ()))
            found.append(SecondFinding(line, problem, told.fate_of(line), None, about))
    for line in told.problems(2):
        counted, about = told.amount_of(line), tuple(objections.get(line.pk, ()))
        found.append(SecondFinding(line, None, "", counted, about, is_lifted=counted is None))
    return found


def counted_of(file_review: FileReview) -> Counted:
    """Return the cards and lines that count for a file."""
    return counted([file_review])[file_review.pk]


def counted_deduction(line: CardLine) -> Decimal | None:
    """Return what a signed line counts after objections; None where it fell away. The card itself stays as signed."""
    return counted_of(line.card.assignment.file_review).amount_of(line)


def standings(file_review: FileReview, *, with_evidence: bool = False) -> list[Standing]:
    """Return the problems of round one with all that was done about them, in the order of the card."""
    told = counted_of(file_review)
    lines, fates = told.problems(1), told.fates()
    mendings = {one.line_id: one for one in Mending.objects.filter(line__in=lines).select_related("reported_by")}
    objections: dict[int, list[Objection]] = {}
    for objection in file_review.objections.select_related("filed_by", "answered_by"):
        objections.setdefault(objection.line_id, []).append(objection)
    files = _evidence_of(mendings.values()) if with_evidence else {}
    return [
        Standing(
            line,
            told.amount_of(line),
            mendings.get(line.pk),
            tuple(objections.get(line.pk, ())),
            fates.get(line.pk, ""),
            tuple(files.get(mendings[line.pk].pk, ())) if line.pk in mendings else (),
        )
        for line in lines
    ]


def _evidence_of(mendings: Any) -> dict[int, list[Evidence]]:
    subjects = {subject_of(one): one.pk for one in mendings}
    found: dict[int, list[Evidence]] = {}
    for one in Evidence.objects.filter(subject__in=subjects, withdrawn_at__isnull=True).select_related("uploaded_by"):
        found.setdefault(subjects[one.subject], []).append(one)
    return found


def objection_due(file_review: FileReview) -> date | None:
    """Return the last day to object: so many working days after the notice; None before it."""
    if file_review.notified_at is None:
        return None
    return _days_to_object(file_review, clock.day_of(file_review.notified_at))


def second_objection_due(file_review: FileReview) -> date | None:
    """Return the last day to object to findings of round two; None before its notice."""
    if file_review.second_notified_at is None:
        return None
    return _days_to_object(file_review, clock.day_of(file_review.second_notified_at))


def _days_to_object(file_review: FileReview, start: date) -> date | None:
    calendar = legaltime.working_calendar(file_review.activity.calendar)
    days = rules_of(file_review.activity).objection_working_days
    return legaltime.add_working_days(start, days, calendar=calendar).due


def awaits_second_notice(file_review: FileReview) -> bool:
    """Return whether round two is done and nobody told unit and officer of it yet."""
    return (
        file_review.state == "settled" and file_review.second_notified_at is None and 2 in counted_of(file_review).cards
    )


def is_open_to_second_objection(file_review: FileReview) -> bool:
    """Return whether an objection to findings of round two can be filed today; the last day counts whole."""
    due = second_objection_due(file_review)
    return due is not None and clock.today() <= due and file_review.state == "settled"


def is_open_to_objection(file_review: FileReview) -> bool:
    """Return whether an objection can be filed today; the last day counts whole."""
    due = objection_due(file_review)
    return due is not None and clock.today() <= due and file_review.state in ("reviewed", "mending", "second_round")


def is_mended(file_review: FileReview) -> bool:
    """Return whether the rules let problems be mended and a second round follow."""
    return rules_of(file_review.activity).rounds == 2


def is_ripe(file_review: FileReview) -> bool:
    """Return whether a file that is not mended can be settled: told, the period over, every objection answered."""
    due = objection_due(file_review)
    if file_review.state != "reviewed" or due is None or clock.today() <= due:
        return False
    return not file_review.objections.filter(outcome="").exists()


def mending(mending_id: int) -> Mending:
    """Return the mending of a problem. Raises Http404."""
    related = ("file_review__activity", "file_review__case__lead", "file_review__case__second", "file_review__body")
    way = tuple(f"line__card__assignment__{name}" for name in related)
    found: Mending = get_object_or_404(Mending.objects.select_related(*way), pk=mending_id)
    return found


def file_of(one: Mending | CardLine) -> FileReview:
    """Return the review of the file that a mending or a line is about."""
    line = one.line if isinstance(one, Mending) else one
    found: FileReview = line.card.assignment.file_review
    return found


def objection(objection_id: int) -> Objection:
    """Return an objection with its file and line. Raises Http404."""
    related = ("file_review__activity__organiser", "file_review__case", "file_review__body", "line__card__assignment")
    found: Objection = get_object_or_404(Objection.objects.select_related(*related, "filed_by"), pk=objection_id)
    return found


def line(line_id: int) -> CardLine:
    """Return a line of a card with its file. Raises Http404."""
    related = ("card__assignment__file_review__activity", "card__assignment__file_review__body")
    found: CardLine = get_object_or_404(CardLine.objects.select_related(*related), pk=line_id)
    return found


@dataclass(frozen=True, slots=True)
class MendingFile:
    """A file that proves a mending."""

    mending: Mending
    evidence: Evidence

    @property
    def governing_body(self) -> Body:
        """Return the body whose file it is."""
        return self.mending.governing_body


def mending_file(mending_id: int, evidence_id: int) -> MendingFile:
    """Return a piece of evidence of a mending. Raises Http404 where it belongs to something else."""
    one = mending(mending_id)
    found = evidence_about(one).filter(pk=evidence_id).first()
    if found is None:
        raise Http404
    return MendingFile(one, found)
