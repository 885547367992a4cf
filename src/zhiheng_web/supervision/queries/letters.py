"""Reading letters: one, those within reach, what may be named in one, what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from zhiheng.api import legaltime
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases import queries as cases
from zhiheng_web.cases.models import Case, CheckFinding, CheckRun
from zhiheng_web.documents.models import Evidence
from zhiheng_web.documents.queries import evidence_about
from zhiheng_web.lib import policy
from zhiheng_web.rectification.models import Status
from zhiheng_web.supervision import guards
from zhiheng_web.supervision.models import Letter, LetterProblem, Reply

_ALONG = ("issuer", "addressee", "document", "drafted_by", "issued_by", "received_by", "closed_by", "withdrawn_by")


def letter(letter_id: int) -> Letter:
    """Return a letter. Raises Http404."""
    found: Letter = get_object_or_404(Letter.objects.select_related(*_ALONG), pk=letter_id)
    return found


def problem(problem_id: int) -> LetterProblem:
    """Return a problem of a letter that was not removed. Raises Http404."""
    rows = LetterProblem.objects.select_related("letter__issuer", "letter__addressee", "letter__document", "task")
    found: LetterProblem = get_object_or_404(rows, pk=problem_id, removed_at=None)
    return found


def evidence_of(letter: Letter, evidence_id: int) -> Evidence:
    """Return a file of a letter's reply. Raises Http404 for one that is another's or was withdrawn."""
    found: Evidence | None = evidence_about(letter).filter(pk=evidence_id).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class LetterEvidence:
    """A file of a letter's reply with its letter."""

    letter: Letter
    file: Evidence

    @property
    def governing_body(self) -> Body:
        """Return the body that the letter is about."""
        return self.letter.addressee


def letter_evidence(letter_id: int, evidence_id: int) -> LetterEvidence:
    """Return a file of a letter's reply. Raises Http404."""
    one = letter(letter_id)
    return LetterEvidence(one, evidence_of(one, evidence_id))


def letters_for(person: Any) -> QuerySet[Letter]:
    """Return the letters that a person may read."""
    rows: QuerySet[Letter] = Letter.objects.filter(guards.readable(person))
    return rows.select_related("issuer", "addressee", "document")


def bodies_to_write_to(person: Any) -> QuerySet[Body]:
    """Return the bodies to which a person may write a letter."""
    rows: QuerySet[Body] = Body.objects.filter(policy.within_reach(person, guards.DRAFT, ""))
    return rows


def problems_of(letter: Letter) -> QuerySet[LetterProblem]:
    """Return the problems that a letter names, in their order."""
    rows: QuerySet[LetterProblem] = letter.problems.filter(removed_at=None)
    return rows.select_related("case__body", "case__book", "case__lead", "case__second", "task__body")


def replies_of(letter: Letter) -> QuerySet[Reply]:
    """Return the replies with their measures, the first first."""
    rows: QuerySet[Reply] = letter.replies.select_related("sent_by", "decided_by")
    return rows.prefetch_related("measures__problem")


def standing_reply(letter: Letter) -> Reply | None:
    """Return the reply that waits for its decision."""
    found: Reply | None = letter.replies.filter(state="sent").first()
    return found


def is_mended(letter: Letter) -> bool:
    """Return whether every problem that went on to the problem list has been verified there."""
    tasks = letter.problems.filter(removed_at=None, task__isnull=False)
    return not tasks.exclude(task__status=Status.verified).exists()


def due_in(days: int, start: date) -> date | None:
    """Return the day on which a reply is due, so many working days after a day."""
    return legaltime.add_working_days(start, days, calendar=legaltime.working_calendar()).due


def case_named(person: Any, addressee: Body, code: str) -> Case | None:
    """Return the case of an addressee with a number, where the person may read it."""
    rows = cases.cases_for(person).filter(code=code, body__path__startswith=addressee.path)
    return rows.order_by("-pk").first()


def findings_for(person: Any, letter: Letter) -> QuerySet[Any]:
    """Return what the latest checks found in cases of the addressee that the person may read, set aside ones left out.

    Each has the case it is about as `case_pk`; what the letter names already is left out.
    """
    newest = CheckRun.objects.filter(book=OuterRef("book")).order_by("-ran_at", "-pk").values("pk")[:1]
    runs = CheckRun.objects.filter(pk=newest)
    within = cases.cases_for(person).filter(body__path__startswith=letter.addressee.path)
    of_finding = within.filter(book=OuterRef("run__book"), code=OuterRef("code")).order_by()
    named = letter.problems.filter(removed_at=None, check_id=OuterRef("check_id"), case__code=OuterRef("code"))
    rows: QuerySet[CheckFinding] = CheckFinding.objects.filter(Exists(of_finding), run__in=runs, dismissed="")
    return rows.filter(~Exists(named)).annotate(case_pk=of_finding.values("pk")[:1]).select_related("run")


def to_answer(person: Any) -> QuerySet[Letter]:
    """Return the letters that a person's body has to sign for or to answer."""
    within = policy.within_reach(person, "supervision.reply_letter", "addressee")
    rows: QuerySet[Letter] = Letter.objects.filter(within, state__in=("issued", "received", "returned"))
    return rows.select_related("addressee")


def of_the_office(person: Any, *states: str) -> QuerySet[Any]:
    """Return the letters in some states on which a person decides; `is_open`: a problem of it is not verified yet."""
    deed = "supervision.decide_letter"
    within = policy.within_reach(person, deed, "addressee") & guards.issued_by(person, deed)
    rows: QuerySet[Letter] = Letter.objects.filter(within, state__in=states)
    open_ones = LetterProblem.objects.filter(letter=OuterRef("pk"), removed_at=None, task__isnull=False)
    is_open = Exists(open_ones.exclude(task__status=Status.verified))
    return rows.annotate(is_open=is_open).select_related("addressee", "issuer")
