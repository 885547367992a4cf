"""What the policy table cannot say: nobody reviews files of their own body or their own cases, officers see theirs."""

from __future__ import annotations

from typing import Any

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.lib import policy
from zhiheng_web.lib.versions import demand_version as demand_version
from zhiheng_web.reviews import queries
from zhiheng_web.reviews.models import Activity, Assignment, FileReview
from zhiheng_web.reviews.recusal import Bars


def demand_file(actor: Any, deed: str, file_review: FileReview) -> None:
    """Raise policy.Denied unless the actor may do a deed to this file; an officer's files are their own cases'."""
    policy.demand(actor, deed, file_review.body)
    if not queries.files_for(actor, deed).filter(pk=file_review.pk).exists():
        raise policy.Denied(policy.deed_of(deed))


def demand_organiser(actor: Any, deed: str, activity: Activity) -> None:
    """Raise policy.Denied unless the actor may do a deed to what the organiser of the activity does."""
    policy.demand(actor, deed, activity.organiser)


def demand_reviewer(actor: Any, deed: str, assignment: Assignment) -> None:
    """Raise unless an assignment is the actor's, still theirs, and nothing bars them from the file.

    Raises policy.Denied where the table does not grant the deed or the assignment is another's, Refusal otherwise.
    """
    policy.demand(actor, deed, assignment.file_review.body)
    if assignment.reviewer_id != actor.pk:
        raise policy.Denied(policy.deed_of(deed))
    if assignment.withdrawn_at is not None:
        raise Refusal(
            Fault(
                "withdrawn",
                Place(clause=assignment.file_review.case.code),
                Text("这件案卷已改由他人评查", "this file has been given to another reviewer"),
                Text("回到我的案卷，办理其他案卷", "go back to your files"),
            )
        )
    demand_unbiased(actor, assignment.file_review, level=assignment.level)


def bar_to_reviewing(person: Any, file_review: FileReview, *, level: int = 2) -> Text | None:
    """Return why a person may not review a file, None where nothing bars them (WX-06, WX-09)."""
    return Bars([person]).bar(person, file_review, level=level)


def demand_unbiased(person: Any, file_review: FileReview, *, level: int = 2) -> None:
    """Raise Refusal where something bars a person from reviewing a file."""
    barred = bar_to_reviewing(person, file_review, level=level)
    if barred is not None:
        raise Refusal(
            Fault(
                "must_stand_aside",
                Place(clause=file_review.case.code),
                Text(f"应当回避：{barred.zh}", f"must stand aside: {barred.en}"),
                Text("请评价办公室改派他人", "ask the office to give the file to another reviewer"),
            )
        )
