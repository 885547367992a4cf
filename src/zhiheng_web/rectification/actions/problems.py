"""Writing the problem list: entered, planned, reported done by the body, verified or returned from above."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, BinaryIO

from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.documents.actions.evidence import keep_evidence
from zhiheng_web.documents.models import Evidence
from zhiheng_web.documents.queries import subject_of
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.words import Text
from zhiheng_web.rectification import refusals
from zhiheng_web.rectification.models import Milestone, Problem, Status

#: What is told of a problem when it is entered, and what the plan says.
TOLD = ("year", "title", "detail", "source", "subject", "rule_id", "person", "measure", "deadline")
PLANNED = ("person", "measure", "deadline")
_UNDER_WORK = (Status.open, Status.under_way, Status.returned)


def enter_problem(*, actor: Any, body: Body, values: Mapping[str, Any]) -> Problem:
    """Enter a problem of a body; values are those of `TOLD`, `year`, `title`, `source` and `deadline` at least."""
    policy.demand(actor, "rectification.enter_problem", body)
    one = Problem(body=body, entered_by=actor, **{name: values[name] for name in TOLD if name in values})
    with acts.act(actor, "rectification.enter_problem"):
        one.save()
    return one


def plan_measure(*, actor: Any, problem: Problem, version: int, values: Mapping[str, Any], reason: str = "") -> Problem:
    """Say who answers, by which measure, until when; a later deadline needs a reason.

    Raises Refusal once it is reported or verified, and where somebody else was quicker.
    """
    policy.demand(actor, "rectification.plan_measure", problem.body)
    wanted = {name: values[name] for name in PLANNED if name in values}
    with acts.act(actor, "rectification.plan_measure", reason=reason):
        stored = _locked(problem, *_UNDER_WORK)
        if version != stored.version:
            raise refusals.edited_meanwhile(stored, wanted)
        if wanted.get("deadline", stored.deadline) > stored.deadline and not reason:
            raise refusals.refusal(
                "deadline_later",
                Text("整改时限往后改，要写理由", "a later deadline needs a reason"),
                Text("填写理由", "give the reason"),
                str(wanted["deadline"]),
            )
        for name, value in wanted.items():
            setattr(stored, name, value)
        if stored.status == Status.open and stored.measure and stored.person:
            stored.status = Status.under_way
        stored.version += 1
        stored.save()
    return stored


def add_milestone(*, actor: Any, problem: Problem, text: str, day: date) -> Milestone:
    """Add a step to the road map."""
    policy.demand(actor, "rectification.plan_measure", problem.body)
    with acts.act(actor, "rectification.plan_measure"):
        stored = _locked(problem, *_UNDER_WORK)
        one = Milestone(problem=stored, text=text, day=day)
        one.save()
    return one


def finish_milestone(*, actor: Any, milestone: Milestone) -> Milestone:
    """Note that a step of the road map has been done today. Raises Refusal for a second time."""
    policy.demand(actor, "rectification.plan_measure", milestone.problem.body)
    with acts.act(actor, "rectification.plan_measure"):
        stored: Milestone = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
        if stored.done_on is not None:
            raise refusals.other_state(Text("已完成", "done"))
        stored.done_on = clock.today()
        stored.save()
    return stored


def attach_letter(*, actor: Any, problem: Problem, file: BinaryIO, name: str, size: int) -> Evidence:
    """Keep the letter of responsibility (责任书) as evidence about the problem. Raises Refusal as `keep_evidence`."""
    policy.demand(actor, "rectification.attach_letter", problem.body)
    with acts.act(actor, "rectification.attach_letter"):
        return keep_evidence(
            actor, body=problem.body, file=file, name=name, size=size, subject=subject_of(problem), note="责任书"
        )


def report_done(*, actor: Any, problem: Problem, report: str) -> Problem:
    """Report a problem as rectified; the body above verifies it."""
    policy.demand(actor, "rectification.report_done", problem.body)
    with acts.act(actor, "rectification.report_done"):
        stored = _locked(problem, *_UNDER_WORK)
        stored.status, stored.report, stored.reported_on = Status.reported, report, clock.today()
        stored.version += 1
        stored.save()
    return stored


def verify_problem(*, actor: Any, problem: Problem, verdict: str) -> Problem:
    """Verify what was reported: the problem is closed."""
    return _decide(actor, problem, Status.verified, verdict=verdict)


def return_problem(*, actor: Any, problem: Problem, verdict: str, deadline: date) -> Problem:
    """Return what was reported, with what is missing and until when."""
    if deadline < clock.today():
        raise refusals.refusal(
            "deadline_past",
            Text("新的时限已经过去", "the new deadline has passed already"),
            Text("给出今天或以后的日期", "give today or a later day"),
            str(deadline),
        )
    return _decide(actor, problem, Status.returned, verdict=verdict, deadline=deadline)


def _decide(actor: Any, problem: Problem, status: Status, *, verdict: str, deadline: date | None = None) -> Problem:
    policy.demand(actor, "rectification.verify_problem", problem.body)
    with acts.act(actor, "rectification.verify_problem", reason=verdict):
        stored = _locked(problem, Status.reported)
        stored.status, stored.verdict = status, verdict
        stored.verified_on, stored.verified_by = clock.today(), actor
        stored.deadline = deadline or stored.deadline
        stored.version += 1
        stored.save()
    return stored


def _locked(problem: Problem, *states: str) -> Problem:
    stored: Problem = Problem.objects.select_for_update(of=("self",)).get(pk=problem.pk)
    if stored.status not in states:
        raise refusals.other_state(stored.state_text[0])
    return stored
