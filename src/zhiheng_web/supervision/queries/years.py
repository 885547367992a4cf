"""The check of a year (XH-28): which bodies have finished a review of files, which of them reported it above."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from zhiheng_web.bodies.models import Body
from zhiheng_web.documents.models import Evidence
from zhiheng_web.documents.queries import evidence_about
from zhiheng_web.intake.models import Book
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.models import Activity
from zhiheng_web.supervision.models import Submission

READ, RECORD = "supervision.read_year", "supervision.record_submission"
_REPORTED = (Text("已完成并上报", "finished and reported above"), "good")
_DONE = (Text("已完成，未上报", "finished, not reported above"), "warn")
_NONE = (Text("没有完成评查", "no review finished"), "bad")


@dataclass(frozen=True, slots=True)
class YearOf:
    """A body in a year with a review that it finished; without one where it finished none."""

    body: Body
    year: int
    activity: Activity | None = None
    submission: Submission | None = None

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return how the body stands, with its tone."""
        if self.activity is None:
            return _NONE
        return _DONE if self.activity.submitted_on is None else _REPORTED


def years_for(person: Any, year: int) -> list[YearOf]:
    """Return the bodies within reach that keep a ledger or review files, each with the reviews it finished in a year.

    A review is finished once its report was issued; the year is that of Shanghai.
    """
    since, until = (datetime(one, 1, 1, tzinfo=clock.SHANGHAI) for one in (year, year + 1))
    own = Exists(Book.objects.filter(body=OuterRef("pk"))) | Exists(Activity.objects.filter(organiser=OuterRef("pk")))
    bodies = Body.objects.filter(policy.within_reach(person, READ, "")).filter(own)
    # A body that was dissolved before the year, or came to be after it, owes nothing.
    bodies = bodies.filter(Q(until=None) | Q(until__gt=since.date()), Q(since=None) | Q(since__lt=until.date()))
    done = Activity.objects.filter(organiser__in=bodies, reported_at__gte=since, reported_at__lt=until)
    by_body: dict[int, list[Activity]] = {}
    for one in done.select_related("organiser", "submission").order_by("reported_at"):
        by_body.setdefault(one.organiser_id, []).append(one)
    rows = []
    for body in bodies.order_by("path"):
        found = by_body.get(body.pk, [])
        rows += [YearOf(body, year, one, getattr(one, "submission", None)) for one in found] or [YearOf(body, year)]
    return rows


def activity(activity_id: int) -> Finished:
    """Return a review whose results are reported above. Raises Http404."""
    rows = Activity.objects.select_related("organiser", "submission")
    return Finished(get_object_or_404(rows, pk=activity_id))


@dataclass(frozen=True, slots=True)
class Finished:
    """A review as something to be reported above."""

    activity: Activity

    @property
    def governing_body(self) -> Body:
        """Return the body that reviewed."""
        return self.activity.organiser

    @property
    def submission(self) -> Submission | None:
        """Return what was recorded of its report."""
        return getattr(self.activity, "submission", None)


@dataclass(frozen=True, slots=True)
class SubmissionPaper:
    """A paper with which a review was reported above."""

    submission: Submission
    file: Evidence

    @property
    def governing_body(self) -> Body:
        """Return the body that reviewed."""
        return self.submission.governing_body


def submission(submission_id: int) -> Submission:
    """Return a report to the bureau above. Raises Http404."""
    found: Submission = get_object_or_404(Submission.objects.select_related("activity__organiser"), pk=submission_id)
    return found


def submission_paper(submission_id: int, paper_id: int) -> SubmissionPaper:
    """Return a paper of a report. Raises Http404."""
    one = submission(submission_id)
    found: Evidence | None = evidence_about(one).filter(pk=paper_id).first()
    if found is None:
        raise Http404
    return SubmissionPaper(one, found)


def submissions_for(person: Any) -> QuerySet[Submission]:
    """Return the reports within reach."""
    within = policy.within_reach(person, READ, "activity__organiser")
    rows: QuerySet[Submission] = Submission.objects.filter(within).order_by("-submitted_on", "-pk")
    return rows.select_related("activity__organiser")
