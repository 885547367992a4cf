"""Tracking key cases and key persons (WX-35) and red cards (WX-36): begin, steps, deadline, close when it may be."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Case, Officer
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text
from zhiheng_web.officers import guards, refusals
from zhiheng_web.officers.models import Accountability, TrackedFile, Tracking, TrackingStep
from zhiheng_web.officers.reading.rounds import fates_of

_REASON, _CONDITION = Text("理由", "the reason"), Text("办结条件", "the closing condition")
_NOTE, _STEP = Text("办结说明", "the closing note"), Text("办理情况", "what happened")


def open_tracking(
    *,
    actor: Any,
    organiser: Body,
    reason: str,
    closing_condition: str,
    case: Case | None = None,
    officer: Officer | None = None,
    owner: Any = None,
    next_action: str = "",
    due_on: date | None = None,
) -> Tracking:
    """Track a key case or a key person of a bureau by hand: reason, owner, next action, deadline, what closes it.

    The files of a case that are under review are linked. Raises Refusal for both or neither of case and officer, for
    one of another bureau, for oneself, without reason or closing condition, for a deadline that has passed.
    """
    policy.demand(actor, "officers.track", organiser)
    if (case is None) == (officer is None):
        raise refusals.refusal("one_of_both", *_ONE)
    about: Any = case if case is not None else officer
    if not about.body.path.startswith(organiser.path):
        raise refusals.refusal("other_bureau", *_OTHER, about=str(about))
    for one in (officer, *((case.lead, case.second) if case else ())):
        refusals.demand_not_oneself(actor, one)
    told = refusals.demand_text(reason, "no_reason", _REASON)
    condition = refusals.demand_text(closing_condition, "no_condition", _CONDITION)
    _demand_day(due_on)
    made = Tracking(organiser=organiser, body=about.body, kind="key_case" if case else "key_person", reason=told)
    made.case, made.officer, made.owner, made.next_action = case, officer, owner, next_action.strip()
    made.due_on, made.closing_condition, made.opened_by, made.opened_at = due_on, condition, actor, clock.now()
    with acts.act(actor, "officers.track", reason=told):
        made.save()
        for review in case.reviews.all() if case else ():
            TrackedFile(tracking=made, file_review=review, added_at=clock.now()).save()
    return made


def add_step(
    *,
    actor: Any,
    tracking: Tracking,
    text: str,
    next_action: str = "",
    due_on: date | None = None,
    owner: Any = None,
    version: int | None = None,
) -> TrackingStep:
    """Enter what was done and what comes next; a new deadline or owner takes the place of the former.

    Raises Refusal for an empty text, a day that has passed, a tracking that is closed.
    """
    policy.demand(actor, "officers.track", tracking.organiser)
    for one in guards.tracked_officers(tracking):
        refusals.demand_not_oneself(actor, one)
    return _step(
        actor, tracking, "officers.track", text, next_action=next_action, due=due_on, owner=owner, seen=version
    )


def report_step(*, actor: Any, tracking: Tracking, text: str) -> TrackingStep:
    """Report how it stands: the unit's leader or legal officer, or the officer it is about. Deadlines do not move."""
    guards.demand_tracking(actor, tracking, "officers.report_step")
    return _step(actor, tracking, "officers.report_step", text)


def _step(
    actor: Any,
    tracking: Tracking,
    deed: str,
    text: str,
    *,
    next_action: str = "",
    due: date | None = None,
    owner: Any = None,
    seen: int | None = None,
) -> TrackingStep:
    told = refusals.demand_text(text, "no_text", _STEP)
    _demand_day(due)
    with acts.act(actor, deed):
        one = _locked(tracking)
        refusals.demand_version(one, seen)
        step = TrackingStep(tracking=one, text=told, next_action=next_action.strip(), due_on=due, by=actor)
        step.at = clock.now()
        step.save()
        one.next_action = step.next_action or one.next_action
        one.due_on, one.owner = due or one.due_on, owner or one.owner
        one.version += 1
        one.save()
    return step


def close_tracking(*, actor: Any, tracking: Tracking, note: str) -> Tracking:
    """Close a tracking, with what shows that its condition is met.

    Files that are linked must have passed the second round (WX-36); one that did not pass is answered for by a decided
    matter of accountability that names it. Raises Refusal where that is not so, and for oneself.
    """
    policy.demand(actor, "officers.close_tracking", tracking.organiser)
    for officer in guards.tracked_officers(tracking):
        refusals.demand_not_oneself(actor, officer)
    told = refusals.demand_text(note, "no_note", _NOTE)
    with acts.act(actor, "officers.close_tracking", reason=told):
        one = _locked(tracking)
        one.outcome = _outcome(one)
        one.closed_by, one.closed_at, one.closing_note = actor, clock.now(), told
        one.version += 1
        one.save()
        TrackingStep(tracking=one, text=told, by=actor, at=clock.now()).save()
    return one


def _outcome(tracking: Tracking) -> str:
    """Return how a tracking ends. Raises Refusal naming the files that keep it open."""
    reviews = [one.file_review for one in tracking.files.select_related("file_review__activity", "file_review__case")]
    fates = fates_of(reviews)
    answered = answered_files(tracking)
    open_ones = [
        one for one in fates if one.state == "waiting" or (one.state == "failed" and one.review.pk not in answered)
    ]
    if open_ones:
        names = "、".join(one.review.case.code for one in open_ones)
        raise refusals.refusal("second_round_open", *_SECOND_ROUND, about=names)
    return "answered" if any(one.state == "failed" for one in fates) else "passed"


def answered_files(tracking: Tracking) -> frozenset[int]:
    """Return the files that a decided matter of accountability names."""
    found: set[int] = set()
    chosen = Accountability.objects.filter(organiser=tracking.organiser, state="decided")
    if tracking.officer_id is not None:
        chosen = chosen.filter(officer=tracking.officer_id)
    for facts in chosen.values_list("facts", flat=True):
        found |= set(facts.get("files", ()))
    return frozenset(found)


def _locked(tracking: Tracking) -> Tracking:
    one: Tracking = Tracking.objects.select_for_update(of=("self",)).get(pk=tracking.pk)
    if not one.is_open:
        raise refusals.refusal("closed", *_CLOSED, about=str(tracking))
    return one


def _demand_day(day: date | None) -> None:
    if day is not None and day < clock.today():
        raise refusals.refusal("day_passed", *_PASSED, value=day.isoformat())


_ONE = (
    Text("要么是一件案件，要么是一名人员", "either a case or a person is tracked"),
    Text("只选其中一个", "choose one of the two"),
)
_OTHER = (
    Text("不是本机构或下级单位的案件、人员", "it is of no body of this bureau"),
    Text("核对单位", "check the unit"),
)
_SECOND_ROUND = (
    Text("所列案卷还没有通过二次考评", "these files have not passed the second round"),
    Text(
        "待二次考评通过后办结；二次考评未通过的，先按责任追究程序作出决定",
        "close it when they have; one that did not pass needs a decision on accountability first",
    ),
)
_CLOSED = (Text("已经办结", "it is closed"), Text("需要继续跟踪的，另行立项", "begin a new one to go on"))
_PASSED = (Text("时限早于今天", "the deadline has passed"), Text("填今天或以后的日期", "give today or a later day"))
