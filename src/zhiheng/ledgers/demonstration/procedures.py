"""How a fictional case goes its lawful way: penalties, inspections, licences, compulsion, and what may come between.

The limits kept: fifteen days to file; 90 days from filing to decision without suspensions; seven working days to serve,
to publish, to settle preserved evidence, and of notice before a hearing; the sixth working day after the notice where a
party may ask for a hearing; 30 days of seizure; 15 days to pay; ten working days from demand to enforcement; 20 working
days to decide on a licence. `late` breaks the second on purpose, and so does whatever a diary's plan says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from zhiheng.ledgers.demonstration.diary import Diary
from zhiheng.legaltime import Suspension, add_calendar_days

LIMIT_IN_DAYS = 90
#: From this working day after the notice on a decision can be made: the party had five to ask for a hearing (art. 64).
_FIRST_DAY_TO_DECIDE = 6


@dataclass(frozen=True, slots=True)
class Course:
    """What is particular to one case, and who handles it."""

    lead: str
    second: str
    reviewer: str
    mark: str
    preserves: bool = False
    seizes: bool = False
    pauses: bool = False
    major: bool = False
    hearing: bool = False
    late: bool = False
    fined: bool = True


def ordinary(diary: Diary, course: Course, start: date) -> None:
    """Enter an ordinary penalty from the clue to the archive."""
    diary.note_on(start, "clue_registered", officer_id=course.lead)
    diary.note("inspected", after=(0, 1), officer_id=course.lead, medium="video")
    filed = diary.note("filed", after=(0, 3), officer_id=course.lead, document_no=f"{course.mark}立")
    diary.note("investigated", after=(1, 8), officer_id=course.second, medium="photo")
    _secure(diary, course)
    paused = _pause(diary, course) if course.pauses else ()
    diary.note("reviewed", after=(1, 4), officer_id=course.reviewer)
    if course.late:
        due = add_calendar_days(filed, LIMIT_IN_DAYS, calendar=diary.calendar, suspensions=paused).due
        diary.note_on((due or filed) + timedelta(days=diary.dice.between(1, 20)), "notified", officer_id=course.lead)
    else:
        diary.note("notified", after=(1, 3), officer_id=course.lead, document_no=f"{course.mark}告")
    diary.note("statement_heard", after=(1, 3), officer_id=course.second, medium="text")
    if course.hearing:
        _hear(diary, course)
    if course.major:
        _review(diary, course)
    diary.note("decided", after=(0, 2), officer_id=course.lead, document_no=f"{course.mark}罚")
    diary.note("served", after=(0, 3), officer_id=course.second, medium="photo")
    _finish(diary, course)


def summary(diary: Diary, course: Course, start: date) -> None:
    """Enter a summary penalty: decided and handed over on the spot."""
    diary.note_on(start, "inspected", officer_id=course.lead, medium="video")
    diary.note("notified", officer_id=course.lead)
    diary.note("statement_heard", officer_id=course.lead)
    diary.note("decided", officer_id=course.lead, document_no=f"{course.mark}当罚")
    diary.note("served", officer_id=course.second)
    _finish(diary, course)


def inspection(diary: Diary, course: Course, start: date) -> None:
    """Enter an inspection that found nothing to punish."""
    diary.note_on(start, "inspected", officer_id=course.lead, medium="photo")
    _close(diary, course, after=(0, 3))


def licence(diary: Diary, course: Course, start: date) -> None:
    """Enter a licence: accepted, looked at on the spot, decided within twenty working days, handed over, published."""
    diary.note_on(start, "filed", officer_id=course.lead, document_no=f"{course.mark}受")
    diary.note("inspected", after=(1, 4), officer_id=course.second, medium="photo")
    diary.note("reviewed", after=(1, 4), officer_id=course.reviewer)
    diary.note("decided", after=(1, 5), officer_id=course.lead, document_no=f"{course.mark}许")
    diary.note("served", after=(0, 3), officer_id=course.second)
    diary.note("published", after=(0, 2))
    _close(diary, course, after=(0, 3))


def compulsion(diary: Diary, course: Course, start: date) -> None:
    """Enter an enforcement: decided, served, demanded in writing, and enforced when the time of the demand is over."""
    diary.note_on(start, "filed", officer_id=course.lead, document_no=f"{course.mark}强立")
    diary.note("inspected", after=(0, 2), officer_id=course.lead, medium="video")
    diary.note("reviewed", after=(1, 4), officer_id=course.reviewer)
    diary.note("demanded", after=(1, 3), officer_id=course.lead, document_no=f"{course.mark}催")
    diary.note("statement_heard", after=(1, 3), officer_id=course.second, medium="text")
    diary.note("legal_review_submitted", after=(7, 9), officer_id=course.lead)
    diary.note("legal_review_passed", after=(1, 3), officer_id=course.reviewer)
    diary.note("decided", after=(1, 3), officer_id=course.lead, document_no=f"{course.mark}强")
    diary.note("served", after=(0, 3), officer_id=course.second, medium="photo")
    diary.note("published", after=(0, 2))
    diary.note("enforced", after=(1, 5), officer_id=course.lead, medium="video", document_no=f"{course.mark}执")
    _close(diary, course, after=(0, 5))


def revoke(diary: Diary, day: date) -> None:
    """Enter that a court revoked the decision, and that its publication was withdrawn."""
    diary.note_on(day, "revoked", note="（虚构）法院判决撤销")
    diary.note("withdrawn", after=(1, 2))


def _secure(diary: Diary, course: Course) -> None:
    if course.preserves:
        diary.note("evidence_preserved", officer_id=course.lead, document_no=f"{course.mark}存")
        diary.note("evidence_resolved", after=(2, 5), officer_id=course.lead)
    elif course.seizes:
        diary.note("seizure_approved", document_no=f"{course.mark}扣批")
        diary.note("seized", officer_id=course.lead, document_no=f"{course.mark}扣", medium="video")
        diary.note("released", after=(6, 13), officer_id=course.lead)


def _pause(diary: Diary, course: Course) -> tuple[Suspension, ...]:
    """Suspend the case for an expert opinion; the days until it is resumed do not count."""
    start = diary.note("suspended", after=(0, 2), officer_id=course.lead, note="（虚构）等待检测鉴定")
    end = diary.note_on(start + timedelta(days=diary.dice.between(30, 60)), "resumed", officer_id=course.lead)
    return (Suspension(start, end - timedelta(days=1), "中止"),)


def _hear(diary: Diary, course: Course) -> None:
    diary.note("hearing_requested", after=(0, 1))
    diary.note("hearing_notified", after=(0, 1), officer_id=course.reviewer)
    diary.note("hearing_held", after=(8, 10), officer_id=course.reviewer, medium="audio")


def _review(diary: Diary, course: Course) -> None:
    diary.note("legal_review_submitted", after=(0, 1), officer_id=course.lead)
    diary.note("legal_review_passed", after=(1, 4), officer_id=course.reviewer)
    notified = diary.day_of("notified")
    if notified is None or course.hearing:
        diary.note("discussed", after=(0, 2), document_no=f"{course.mark}议")
    else:
        calendar = diary.calendar
        earliest = calendar.day_at(calendar.index_of(notified) + _FIRST_DAY_TO_DECIDE)
        diary.note_on(max(earliest, diary.today), "discussed", document_no=f"{course.mark}议")


def _finish(diary: Diary, course: Course) -> None:
    diary.note("published", after=(0, 2))
    if course.fined:
        diary.note("paid", after=(1, 3))
    _close(diary, course, after=(0, 5))


def _close(diary: Diary, course: Course, *, after: tuple[int, int]) -> None:
    diary.note("closed", after=after, officer_id=course.lead)
    diary.note("archived", after=(1, 10), officer_id=course.second)
    diary.note("review_submitted", after=(0, 3))
