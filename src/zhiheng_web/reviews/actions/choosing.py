"""Files of special and key reviews: chosen one by one with the reason (WX-16), and taken out again before a card."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.cases.models import Case
from zhiheng_web.lib import clock
from zhiheng_web.reviews import guards, states
from zhiheng_web.reviews.actions.assigning import assign_first_level
from zhiheng_web.reviews.actions.collecting import closed_cases, enter_file
from zhiheng_web.reviews.models import Activity, FileReview
from zhiheng_web.reviews.queries import rules_of

OPEN = "reviews.open_activity"
#: The kinds of review whose files are chosen.
CHOSEN = ("special", "key")


def choose_cases(*, actor: Any, activity: Activity, cases: Iterable[Case], because: str) -> list[FileReview]:
    """Choose cases for a special or key review, each with its reason; one sheet per case (WX-16).

    A file that was taken out comes in again. Raises Refusal without a reason, for a case outside of the activity, and
    where the activity is not open.
    """
    guards.demand_organiser(actor, OPEN, activity)
    place = Place(clause=activity.title)
    _demand_chosen(activity)
    if not because.strip():
        raise Refusal(Fault("no_reason", place, *_NO_REASON))
    wanted = {case.pk for case in cases}
    if not wanted:
        raise Refusal(Fault("nothing_chosen", place, *_NOTHING))
    with acts.act(actor, OPEN, reason=because.strip()):
        Activity.objects.select_for_update().get(pk=activity.pk)
        known = list(closed_cases(activity).filter(pk__in=wanted))
        if len(known) != len(wanted):
            raise Refusal(Fault("foreign_case", place, *_FOREIGN_CASE))
        there = {one.case_id: one for one in activity.files.filter(case__in=wanted).select_related("case", "body")}
        told, made = because.strip()[:300], []
        for case in known:
            one = there.get(case.pk)
            if one is None:
                made.append(enter_file(activity, case, actor=actor, because=told))
            elif one.state == "taken_out":
                made.append(_again(one, case, actor=actor, because=told))
        return made


def _again(one: FileReview, case: Case, *, actor: Any, because: str) -> FileReview:
    """Bring a file in again that was taken out: as on the first day, from today on."""
    one.chosen_because, one.violations, one.lead = because, [], case.lead
    one.submitted_at = None
    states.enter(one, states.first_state(rules_of(one.activity)), actor=actor, reason=because, start=clock.today())
    if one.state == "first_level":
        assign_first_level(one, actor=actor)
    return one


def may_take_out(one: FileReview) -> bool:
    """Return whether a file can be taken out: of a review whose files are chosen, open, and before a card is signed."""
    if one.activity.kind not in CHOSEN or one.activity.state != "open" or one.state in ("taken_out", "settled"):
        return False
    return not one.assignments.filter(is_planted=False, card__state="signed").exists()


def take_out(*, actor: Any, file_review: FileReview, reason: str) -> FileReview:
    """Take a chosen file out of its review, with the reason; the row stays, its open assignments are withdrawn.

    Raises Refusal without a reason, where files are not chosen, and once a card on it is signed.
    """
    guards.demand_organiser(actor, OPEN, file_review.activity)
    _demand_chosen(file_review.activity)
    place = Place(clause=file_review.case.code)
    if not reason.strip():
        raise Refusal(Fault("no_reason", place, *_NO_REASON_OUT))
    with acts.act(actor, OPEN, reason=reason.strip()):
        chosen = FileReview.objects.select_for_update(of=("self",))
        one: FileReview = chosen.select_related("activity__organiser", "case", "body", "lead").get(pk=file_review.pk)
        if one.state == "taken_out":
            raise Refusal(Fault("taken_out", place, *_OUT))
        if not may_take_out(one):
            raise Refusal(Fault("card_signed", place, *_SIGNED))
        for assignment in one.assignments.select_for_update().filter(withdrawn_at__isnull=True, done_at__isnull=True):
            assignment.withdrawn_at, assignment.withdrawn_reason = clock.now(), reason.strip()
            assignment.save()
        states.enter(one, "taken_out", actor=actor, reason=reason.strip())
    return one


def _demand_chosen(activity: Activity) -> None:
    place = Place(clause=activity.title)
    if activity.kind not in CHOSEN:
        raise Refusal(Fault("not_chosen", place, *_NOT_CHOSEN))
    if activity.state != "open":
        raise Refusal(Fault("not_open", place, *_NOT_OPEN))


_NOT_CHOSEN = (
    Text("这种评查不逐件选取案卷", "files are not chosen one by one in this kind of review"),
    Text("专项评查和重点评查才选取", "special and key reviews do so"),
)
_NOT_OPEN = (Text("这次评查没有进行", "this review is not under way"), Text("先开始评查", "open it first"))
_NO_REASON = (Text("没有写列入理由", "no reason is given"), Text("写明为什么列入", "say why they are chosen"))
_NO_REASON_OUT = (Text("没有写移出理由", "no reason is given"), Text("写明为什么移出", "say why it is taken out"))
_NOTHING = (Text("没有选案件", "no case is chosen"), Text("勾选案件", "tick the cases"))
_FOREIGN_CASE = (
    Text("有案件不在这次评查的范围内", "a case lies outside of this activity"),
    Text("选期间内结案、所列单位的案件", "choose cases closed in the period by bodies listed"),
)
_OUT = (Text("这件案卷已经移出", "the file was taken out already"), Text("刷新页面", "reload the page"))
_SIGNED = (
    Text("这件案卷已有签署的考评卡，不能移出", "a card on this file is signed: it can no longer be taken out"),
    Text("按程序评查完毕；有出入的通过异议更正", "finish its review; what is wrong is corrected by an objection"),
)

__all__ = ["CHOSEN", "choose_cases", "may_take_out", "take_out"]
