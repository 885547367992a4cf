"""Where assessments and cycles stand, and moving them on: only along the pinned procedure, each step a row."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiheng.api import Fault, Place, Refusal, Text, legaltime
from zhiheng_web.evaluations.models import Assessment, Cycle, StateChange
from zhiheng_web.evaluations.procedures import Procedure, State
from zhiheng_web.lib import clock

#: The states of a cycle; those of its assessments stand in the procedure.
CYCLE_STATES: dict[str, Text] = {
    "draft": Text("筹备", "being prepared"),
    "open": Text("进行中", "under way"),
    "published": Text("已发布", "published"),
    "closed": Text("已办结", "closed"),
}


def procedure_of(cycle: Cycle) -> Procedure:
    """Return the procedure pinned to a cycle; read once for each cycle in hand, a list of bodies asks often."""
    told, read = cycle.__dict__.get("_procedure_read", (None, None))
    if read is None or told is not cycle.procedure:
        told, read = cycle.procedure, Procedure.model_validate(cycle.procedure)
        cycle.__dict__["_procedure_read"] = (told, read)
    found: Procedure = read
    return found


def state_of(assessment: Assessment) -> State:
    """Return the state an assessment is in."""
    return procedure_of(assessment.cycle).state(assessment.state)


def demand_state(assessment: Assessment, *allowed: str) -> None:
    """Raise Refusal unless the assessment is in one of these states."""
    if assessment.state not in allowed:
        procedure = procedure_of(assessment.cycle)
        wanted = [procedure.state(one).name for one in allowed]
        now = procedure.state(assessment.state).name
        raise Refusal(
            Fault(
                "wrong_state",
                Place(clause=assessment.body.name),
                Text(f"现在处于“{now.zh}”，不能这样做", f"it is now in the state “{now.en}”"),
                Text(
                    f"这一步在“{'”“'.join(one.zh for one in wanted)}”时办理",
                    f"this is done in the state “{'”, “'.join(one.en for one in wanted)}”",
                ),
            )
        )


def due_date_of(cycle: Cycle, state: State, start: date) -> date | None:
    """Return the day until which a state may last when it begins (or the notice is delivered) on `start`."""
    if state.limit is None:
        return None
    if state.limit.date is not None:
        return cycle.self_evaluation_due
    return legaltime.add_working_days(
        start, state.limit.working_days or 0, calendar=legaltime.working_calendar(cycle.calendar)
    ).due


def advance(assessment: Assessment, to: str, *, actor: Any, reason: str = "", start: date | None = None) -> StateChange:
    """Move an assessment to another state, inside the act of the deed that does it.

    Raises Refusal where the procedure does not lead there. `start` is the day from which the new limit runs, today
    unless given (the day of delivery).
    """
    procedure = procedure_of(assessment.cycle)
    now = procedure.state(assessment.state)
    if to not in now.next:
        wanted = procedure.state(to).name
        raise Refusal(
            Fault(
                "no_such_step",
                Place(clause=assessment.body.name),
                Text(f"程序不允许从“{now.name.zh}”到“{wanted.zh}”", f"no step from “{now.name.en}” to “{wanted.en}”"),
                Text("刷新页面，按当前状态办理", "reload the page and go on from the present state"),
            )
        )
    return enter(assessment, to, actor=actor, reason=reason, start=start)


def enter(
    assessment: Assessment, to: str, *, actor: Any, reason: str = "", start: date | None = None, first: bool = False
) -> StateChange:
    """Put an assessment into a state, with its due date and the row that tells of it."""
    state = procedure_of(assessment.cycle).state(to)
    change = StateChange(
        cycle=assessment.cycle,
        assessment=assessment,
        from_state="" if first else assessment.state,
        to_state=to,
        at=clock.now(),
        by=actor,
        reason=reason,
        due_date=due_date_of(assessment.cycle, state, start or clock.today()),
    )
    change.save()
    assessment.state = to
    assessment.due_date = change.due_date
    assessment.version += 1
    assessment.save()
    return change


def advance_cycle(cycle: Cycle, to: str, *, actor: Any, reason: str = "") -> StateChange:
    """Put a cycle into another state, with the row that tells of it."""
    change = StateChange(cycle=cycle, from_state=cycle.state, to_state=to, at=clock.now(), by=actor, reason=reason)
    change.save()
    cycle.state = to
    cycle.version += 1
    cycle.save()
    return change
