"""Where the review of a file stands, and moving it on: only along its rules, each step a row; violations are noted."""

from __future__ import annotations

from datetime import date
from typing import Any

from zhiheng.api import Fault, Place, Refusal, Text, legaltime
from zhiheng_web.lib import clock
from zhiheng_web.reviews.models import Assignment, FileReview, StateChange
from zhiheng_web.reviews.models.files import STATE_TEXTS
from zhiheng_web.reviews.procedures import ReviewRules
from zhiheng_web.reviews.queries import rules_of

#: Violations of procedure that the workflow finds by itself (WX-08), in words.
VIOLATION_TEXTS: dict[str, Text] = {
    "not_submitted": Text("未送评", "not submitted"),
    "late": Text("超期送评", "submitted late"),
    "no_first_level": Text("法制员未先期考评", "no review by the unit's legal officer"),
    "second_late": Text("超期二次送评", "second submission late"),
}

#: The states in which a file is still on its way, in their order.
ORDER = ("due", "first_level", "second_level", "comparing", "reviewed", "mending", "second_round", "settled")


def first_state(rules: ReviewRules) -> str:
    """Return where the review of a file begins: with its submission, unless the unit does not submit."""
    if rules.submission is not None:
        return "due"
    return "first_level" if rules.levels == 2 else "second_level"


def next_states(rules: ReviewRules, state: str) -> tuple[str, ...]:
    """Return the states that may follow on one.

    A file of two levels may come to the brigade without a review by the unit: that is a violation (WX-08), not a wall.
    """
    follows = {
        "due": ("first_level", "second_level") if rules.levels == 2 else ("second_level",),
        "first_level": ("second_level",),
        "second_level": ("comparing", "reviewed"),
        "comparing": ("reviewed",),
        "reviewed": ("mending", "settled") if rules.rounds == 2 else ("settled",),
        "mending": ("second_round",),
        "second_round": ("settled",),
        "settled": (),
        "taken_out": (),
    }
    return follows[state]


def demand_state(file_review: FileReview, *allowed: str) -> None:
    """Raise Refusal unless the review of a file is in one of these states."""
    if file_review.state in allowed:
        return
    now, _ = file_review.state_text
    wanted = [STATE_TEXTS[one][0] for one in allowed]
    raise Refusal(
        Fault(
            "wrong_state",
            Place(clause=file_review.case.code),
            Text(f"案卷现在处于“{now.zh}”，不能这样做", f"the file is now in the state “{now.en}”"),
            Text(
                f"这一步在“{'”“'.join(one.zh for one in wanted)}”时办理",
                f"this is done in the state “{'”, “'.join(one.en for one in wanted)}”",
            ),
        )
    )


def due_date_of(file_review: FileReview, state: str, start: date) -> date | None:
    """Return the last day of a state that begins on `start`.

    Months end on the corresponding day of a later month, or its last day, moved past days of rest (Civil Code
    art. 202, 203; WX-AMB-01). The other limits are working days, proposals of the rules.
    """
    rules = rules_of(file_review.activity)
    calendar = legaltime.working_calendar(file_review.activity.calendar)
    if state == "due":
        months = rules.submission.months if rules.submission else 1
        return legaltime.add_months(start, months, calendar=calendar).due
    if state == "mending":
        return legaltime.add_months(start, rules.second.months, calendar=calendar).due
    days = getattr(rules.limits, state, None)
    return None if days is None else legaltime.add_working_days(start, days, calendar=calendar).due


def advance(
    file_review: FileReview, to: str, *, actor: Any, reason: str = "", start: date | None = None
) -> StateChange:
    """Move the review of a file to another state, inside the act of the deed that does it.

    `start` is the day from which the limit of the new state runs, today unless given (the day of the notice). What the
    step itself shows to be a violation is entered (WX-08). Raises Refusal where the rules do not lead there.
    """
    rules = rules_of(file_review.activity)
    if to not in next_states(rules, file_review.state):
        now, wanted = file_review.state_text[0], STATE_TEXTS[to][0]
        raise Refusal(
            Fault(
                "no_such_step",
                Place(clause=file_review.case.code),
                Text(f"程序不允许从“{now.zh}”到“{wanted.zh}”", f"no step from “{now.en}” to “{wanted.en}”"),
                Text("刷新页面，按当前状态办理", "reload the page and go on from the present state"),
            )
        )
    _note_violations(file_review, to, rules)
    return enter(file_review, to, actor=actor, reason=reason, start=start)


def enter(
    file_review: FileReview, to: str, *, actor: Any, reason: str = "", start: date | None = None, first: bool = False
) -> StateChange:
    """Put the review of a file into a state, with its due date and the row that tells of it. `first`: it is new."""
    now, before = clock.now(), "" if first else file_review.state
    file_review.state = to
    file_review.due_on = due_date_of(file_review, to, start or clock.today())
    if before == "due" and to != "taken_out":
        file_review.submitted_at = now
    elif before == "mending" and to != "taken_out":
        file_review.resubmitted_at = file_review.resubmitted_at or now
    if to == "settled":
        file_review.settled_at = now
    file_review.version += 0 if first else 1
    file_review.save()
    change = StateChange(
        file_review=file_review,
        from_state=before,
        to_state=to,
        due_on=file_review.due_on,
        by=actor,
        at=now,
        reason=reason,
    )
    change.save()
    return change


def add_violation(file_review: FileReview, violation: str) -> bool:
    """Enter a violation once, in memory; return whether it is new. `late` takes the place of `not_submitted`."""
    found = list(file_review.violations)
    if violation in found or (violation == "not_submitted" and "late" in found):
        return False
    if violation == "late":
        found = [one for one in found if one != "not_submitted"]
    file_review.violations = [*found, violation]
    return True


def violations_on(file_review: FileReview, day: date) -> tuple[str, ...]:
    """Return the violations that stand on a day: those entered, and a submission that has just fallen overdue."""
    found = list(file_review.violations)
    if file_review.state == "due" and file_review.is_overdue_on(day) and "not_submitted" not in found:
        found.append("not_submitted")
    return tuple(found)


def _note_violations(file_review: FileReview, to: str, rules: ReviewRules) -> None:
    is_overdue = file_review.is_overdue_on(clock.today())
    if file_review.state == "due" and is_overdue:
        add_violation(file_review, "late")
    if file_review.state == "mending" and is_overdue:
        add_violation(file_review, "second_late")
    if to == "second_level" and rules.levels == 2 and not has_first_level(file_review):
        add_violation(file_review, "no_first_level")


def has_first_level(file_review: FileReview) -> bool:
    """Return whether the unit's legal officer has signed a card on the file (WX-06)."""
    return Assignment.objects.filter(
        file_review=file_review, level=1, withdrawn_at__isnull=True, card__state="signed"
    ).exists()


__all__ = [
    "ORDER",
    "VIOLATION_TEXTS",
    "add_violation",
    "advance",
    "demand_state",
    "due_date_of",
    "enter",
    "first_state",
    "has_first_level",
    "next_states",
    "violations_on",
]
