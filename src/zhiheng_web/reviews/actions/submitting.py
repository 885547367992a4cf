"""Submission of files by the unit (送评, WX-05), and the brigade taking up what the unit keeps (WX-08)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock
from zhiheng_web.reviews import guards, states
from zhiheng_web.reviews.actions.assigning import assign_first_level
from zhiheng_web.reviews.models import Assignment, FileReview
from zhiheng_web.reviews.queries import rules_of

_SUBMIT = "reviews.submit_file"


def submit_files(*, actor: Any, files: Sequence[FileReview]) -> list[FileReview]:
    """Submit files for review, all or none: the unit's legal officer reads them first where there are two levels.

    A late submission is entered as a violation by the step itself. Raises Refusal where one is not due any more.
    """
    if not files:
        raise Refusal(Fault("nothing_chosen", Place(), *_NOTHING))
    with acts.act(actor, _SUBMIT):
        return [_submit(actor, one) for one in files]


def _submit(actor: Any, file_review: FileReview) -> FileReview:
    guards.demand_file(actor, _SUBMIT, file_review)
    one = _locked(file_review)
    states.demand_state(one, "due")
    _demand_open(one)
    rules = rules_of(one.activity)
    states.advance(one, "first_level" if rules.levels == 2 else "second_level", actor=actor)
    if rules.levels == 2:
        assign_first_level(one, actor=actor)
    return one


def take_up(*, actor: Any, file_review: FileReview, reason: str) -> FileReview:
    """Take a file to the brigade that the unit has not submitted, or not reviewed, in time; with the reason.

    What the unit left out (`late`, `no_first_level`) is entered as its violation (WX-08). Raises Refusal where the
    unit's time has not run out.
    """
    guards.demand_organiser(actor, "reviews.assign", file_review.activity)
    if not reason.strip():
        raise Refusal(Fault("no_reason", Place(clause=file_review.case.code), *_NO_REASON))
    with acts.act(actor, "reviews.assign", reason=reason.strip()):
        one = _locked(file_review)
        states.demand_state(one, "due", "first_level")
        if one.due_on is None or clock.today() <= one.due_on:
            raise Refusal(Fault("not_overdue", Place(clause=one.case.code), *_NOT_OVERDUE))
        for place in Assignment.objects.filter(file_review=one, level=1, withdrawn_at__isnull=True, done_at=None):
            place.withdrawn_at, place.withdrawn_reason = clock.now(), reason.strip()
            place.save()
        states.advance(one, "second_level", actor=actor, reason=reason.strip())
    return one


def _locked(file_review: FileReview) -> FileReview:
    chosen = FileReview.objects.select_for_update(of=("self",))
    one: FileReview = chosen.select_related("activity__organiser", "case", "body", "lead").get(pk=file_review.pk)
    return one


def _demand_open(one: FileReview) -> None:
    if one.activity.state != "open":
        raise Refusal(Fault("not_open", Place(clause=one.activity.title), *_NOT_OPEN))


_NOTHING = (Text("没有选案卷", "no file is chosen"), Text("勾选要送评的案卷", "tick the files to be submitted"))
_NO_REASON = (Text("没有写理由", "no reason is given"), Text("写明理由", "say why"))
_NOT_OVERDUE = (
    Text("单位的办理期限还没有届满", "the unit's time has not run out"),
    Text("期满后再提级评查", "take it up after the due date"),
)
_NOT_OPEN = (
    Text("这次评查没有进行", "this review is not under way"),
    Text("由评价办公室开始评查后再送评", "submit once the office has opened it"),
)
