"""Recording that the result of a review was reported to the bureau above: to whom, when, number, paper (XH-28)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, BinaryIO

from zhiheng_web.audit import acts
from zhiheng_web.documents.actions.evidence import keep_evidence
from zhiheng_web.documents.models import Evidence
from zhiheng_web.documents.queries import subject_of
from zhiheng_web.lib import clock, policy
from zhiheng_web.reviews.actions import results
from zhiheng_web.reviews.models import Activity
from zhiheng_web.supervision.models import Submission
from zhiheng_web.supervision.queries.years import RECORD

#: A file: what it holds, its name, its size.
Given = tuple[BinaryIO, str, int]


def record_submission(
    *,
    actor: Any,
    activity: Activity,
    submitted_to: str,
    submitted_on: date,
    reference: str = "",
    files: Sequence[Given] = (),
) -> Submission:
    """Record a report to the bureau above; a later record corrects the earlier one, which stays in the trail.

    Raises Refusal as `reviews` does: before the report, without addressee, for a day before it or to come.
    """
    policy.demand(actor, RECORD, activity.organiser)
    with acts.act(actor, RECORD):
        done = results.record_submission(
            actor=actor, activity=activity, submitted_to=submitted_to, submitted_on=submitted_on
        )
        found = Submission.objects.select_for_update(of=("self",)).filter(activity=done).first()
        one = found or Submission(activity=done)
        one.submitted_to, one.submitted_on = done.submitted_to, submitted_on
        one.reference, one.recorded_by, one.recorded_at = reference.strip()[:100], actor, clock.now()
        one.save()
        for file, name, size in files:
            add_paper(actor=actor, submission=one, file=file, name=name, size=size)
    return one


def add_paper(*, actor: Any, submission: Submission, file: BinaryIO, name: str, size: int) -> Evidence:
    """Keep a paper of a report. Raises Refusal as `keep_evidence`."""
    body, subject = submission.governing_body, subject_of(submission)
    return keep_evidence(actor, body=body, file=file, name=name, size=size, subject=subject, deed=RECORD)
