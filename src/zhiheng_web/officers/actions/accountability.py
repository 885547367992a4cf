"""Accountability (WX-37 to WX-39): proposed, told, heard, submitted, decided. Nobody about themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhiheng.api import legaltime
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text
from zhiheng_web.officers import guards, papers, refusals, rules
from zhiheng_web.officers.models import Accountability, Batch
from zhiheng_web.officers.models.accountability import HEARINGS, TRIGGERS

_FAULT, _MEASURE = Text("认定的执法过错", "the fault"), Text("建议的追究方式", "the proposed measure")
_WRITTEN = ("fault", "history", "basis", "measure_proposed")


def propose(
    *,
    actor: Any,
    organiser: Body,
    officer: Officer,
    trigger: str,
    values: Mapping[str, str],
    facts: Mapping[str, Any] | None = None,
) -> Accountability:
    """Draft an opinion on an officer's fault: what it was, how it was mended or not, the measure proposed.

    Raises Refusal for oneself, for an officer of another bureau, where fault or measure are missing.
    """
    policy.demand(actor, "officers.propose_accountability", organiser)
    refusals.demand_not_oneself(actor, officer)
    if not officer.body.path.startswith(organiser.path):
        raise refusals.refusal("other_bureau", *_OTHER, about=str(officer))
    if trigger not in TRIGGERS:
        raise refusals.refusal("no_such_trigger", *_NO_TRIGGER, value=trigger)
    one = Accountability(organiser=organiser, officer=officer, body=officer.body, trigger=trigger)
    one.facts, one.proposed_by, one.proposed_at = dict(facts or {}), actor, clock.now()
    _write(one, values)
    with acts.act(actor, "officers.propose_accountability"):
        one.save()
    return one


def redraft(
    *, actor: Any, matter: Accountability, values: Mapping[str, str], version: int | None = None
) -> Accountability:
    """Write the draft anew, as long as the officer has not been told."""
    policy.demand(actor, "officers.propose_accountability", matter.organiser)
    refusals.demand_not_oneself(actor, matter.officer)
    with acts.act(actor, "officers.propose_accountability"):
        one = _locked(matter, "draft", version=version)
        _write(one, values)
        _save(one)
    return one


def _write(one: Accountability, values: Mapping[str, str]) -> None:
    for name in _WRITTEN:
        setattr(one, name, values.get(name, getattr(one, name)).strip())
    refusals.demand_text(one.fault, "no_fault", _FAULT)
    refusals.demand_text(one.measure_proposed, "no_measure", _MEASURE)


def withdraw(*, actor: Any, matter: Accountability, reason: str) -> Accountability:
    """Withdraw a matter before it is decided, with the reason; it stays in sight."""
    policy.demand(actor, "officers.propose_accountability", matter.organiser)
    refusals.demand_not_oneself(actor, matter.officer)
    told = refusals.demand_text(reason, "no_reason", Text("撤回理由", "the reason"))
    with acts.act(actor, "officers.propose_accountability", reason=told):
        one = _locked(matter, "draft", "hearing", "heard", "submitted")
        one.state, one.withdrawn_reason = "withdrawn", told
        _save(one)
    return one


def tell_officer(*, actor: Any, matter: Accountability) -> Accountability:
    """Give the draft to the officer, who may state their case within the working days that the bureau has settled."""
    policy.demand(actor, "officers.propose_accountability", matter.organiser)
    refusals.demand_not_oneself(actor, matter.officer)
    days = rules.in_force(matter.organiser, rules.AccountabilityRules).hearing_working_days
    due = legaltime.add_working_days(clock.today(), days, calendar=legaltime.working_calendar()).due
    with acts.act(actor, "officers.propose_accountability"):
        one = _locked(matter, "draft")
        one.state, one.told_at, one.hearing_due = "hearing", clock.now(), due
        _save(one)
    return one


def state_own(*, actor: Any, matter: Accountability, statement: str, waives: bool = False) -> Accountability:
    """Make one's statement, or waive it. Raises policy.Denied for anybody but the officer it is about."""
    policy.demand(actor, "officers.state_own", matter.body)
    guards.demand_own(actor, matter.officer, "officers.state_own")
    told = statement.strip() if waives else refusals.demand_text(statement, "no_statement", _STATEMENT)
    with acts.act(actor, "officers.state_own"):
        one = _locked(matter, "hearing")
        return _heard(one, actor, hearing="waived" if waives else "statement", statement=told)


def hear(
    *, actor: Any, matter: Accountability, hearing: str, statement: str = "", considered: str = ""
) -> Accountability:
    """Record that the officer was heard, or waived it before the time is over only with what they said themselves.

    Raises Refusal for a hearing of no known kind, for a statement without words, and for oneself.
    """
    policy.demand(actor, "officers.hear_officer", matter.organiser)
    refusals.demand_not_oneself(actor, matter.officer)
    if hearing not in HEARINGS:
        raise refusals.refusal("no_such_hearing", *_NO_HEARING, value=hearing)
    told = refusals.demand_text(statement, "no_statement", _STATEMENT if hearing == "statement" else _WAIVER)
    with acts.act(actor, "officers.hear_officer"):
        one = _locked(matter, "hearing")
        one.considered = considered.strip()
        return _heard(one, actor, hearing=hearing, statement=told)


def _heard(one: Accountability, actor: Any, *, hearing: str, statement: str) -> Accountability:
    one.state, one.hearing, one.statement = "heard", hearing, statement
    one.heard_by, one.heard_at = actor, clock.now()
    _save(one)
    return one


def submit(*, actor: Any, matter: Accountability, considered: str = "") -> Accountability:
    """Issue the opinion letter and put the matter before the party committee (WX-38), once the officer was heard.

    Raises Refusal before that, and where a statement was made and nothing says how it was considered.
    """
    policy.demand(actor, "officers.submit_accountability", matter.organiser)
    refusals.demand_not_oneself(actor, matter.officer)
    with acts.act(actor, "officers.submit_accountability"):
        one = _locked(matter, "heard")
        one.considered = considered.strip() or one.considered
        if one.hearing == "statement":
            refusals.demand_text(one.considered, "not_considered", _CONSIDERED)
        one.submitted_by, one.submitted_at, one.state = actor, clock.now(), "submitted"
        one.letter = papers.accountability_letter(one, actor=actor)
        _save(one)
    return one


def decide(
    *, actor: Any, matter: Accountability, is_held: bool, meeting: str, held_on: date, measure: str = "", grounds: str
) -> Accountability:
    """Record what the party committee decided: meeting, day, measure. Who is held responsible enters a batch (WX-39).

    Officers held by the same meeting on the same day are one batch; its number counts through the year. Raises Refusal
    for oneself, for the one who proposed it, without grounds or measure, for a day to come or before the submission.
    """
    policy.demand(actor, "officers.decide_accountability", matter.organiser)
    refusals.demand_not_oneself(actor, matter.officer)
    if matter.proposed_by_id == actor.pk:
        raise refusals.refusal("same_person", *_SAME_PERSON, about=str(matter))
    place = refusals.demand_text(meeting, "no_meeting", Text("会议名称", "the meeting"))
    why = refusals.demand_text(grounds, "no_grounds", Text("决定理由", "the grounds"))
    what = refusals.demand_text(measure, "no_measure", Text("追究方式", "the measure")) if is_held else ""
    with acts.act(actor, "officers.decide_accountability", reason=why):
        one = _locked(matter, "submitted")
        if held_on > clock.today() or (one.submitted_at and held_on < clock.day_of(one.submitted_at)):
            raise refusals.refusal("wrong_day", *_WRONG_DAY, value=held_on.isoformat())
        one.state, one.decision = "decided", "held" if is_held else "not_held"
        one.meeting, one.decided_on, one.measure, one.grounds, one.decided_by = place, held_on, what, why, actor
        one.batch = _batch(one.organiser, place, held_on) if is_held else None
        _save(one)
    return one


def _batch(organiser: Body, meeting: str, held_on: date) -> Batch:
    Body.objects.select_for_update().get(pk=organiser.pk)
    found: Batch | None = Batch.objects.filter(organiser=organiser, meeting=meeting, held_on=held_on).first()
    if found is not None:
        return found
    last = Batch.objects.filter(organiser=organiser, year=held_on.year).first()
    made = Batch(organiser=organiser, year=held_on.year, number=last.number + 1 if last else 1)
    made.meeting, made.held_on = meeting, held_on
    made.save()
    return made


def _locked(matter: Accountability, *states: str, version: int | None = None) -> Accountability:
    chosen = Accountability.objects.select_for_update(of=("self",)).select_related("organiser", "officer", "body")
    one: Accountability = chosen.get(pk=matter.pk)
    refusals.demand_version(one, version)
    refusals.demand_state(one, *states)
    return one


def _save(one: Accountability) -> None:
    one.version += 1
    one.save()


_STATEMENT, _WAIVER = Text("陈述申辩内容", "the statement"), Text("放弃的情况说明", "how it was waived")
_CONSIDERED = Text("对陈述申辩的采纳情况", "how the statement was considered")
_OTHER = (
    Text("不是本机构或下级单位的人员", "the officer is of no body of this bureau"),
    Text("核对人员", "check the officer"),
)
_NO_TRIGGER = (Text("没有这种情形", "there is no such ground"), Text("核对情形", "check the ground"))
_NO_HEARING = (
    Text("只能是“已陈述申辩”或“放弃”", "either a statement was made or it was waived"),
    Text("选其中一项", "choose one of the two"),
)
_SAME_PERSON = (
    Text("意见是您提出的，决定由他人登记", "you proposed it; somebody else records the decision"),
    Text("请分管领导或主要领导登记", "ask a leader to record it"),
)
_WRONG_DAY = (
    Text("会议日期早于提交，或者在今天以后", "the meeting was before the submission, or is still to come"),
    Text("填写会议召开的日期", "give the day of the meeting"),
)
