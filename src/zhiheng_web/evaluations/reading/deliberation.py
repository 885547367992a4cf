"""Reading for deliberation: what awaits it, a meeting's agenda with score, objections, recusals and decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404

from zhiheng.api import Text
from zhiheng_web.evaluations import guards, queries, scoring, states
from zhiheng_web.evaluations.actions.deliberations import OUTCOMES, has_deciders, undisputed
from zhiheng_web.evaluations.models import Assessment, Card, Cycle, Decision, Meeting
from zhiheng_web.evaluations.reading.result import GRADES
from zhiheng_web.lib import policy
from zhiheng_web.lib.words import say


def meeting(meeting_id: int) -> Meeting:
    """Return a meeting with its cycle. Raises Http404."""
    chosen = Meeting.objects.select_related("cycle__organiser", "cycle__leading_group", "document", "recorded_by")
    found: Meeting = get_object_or_404(chosen, pk=meeting_id)
    return found


@dataclass(frozen=True, slots=True)
class ForLeader:
    """A meeting for a deed that reaches the bodies beneath: on which ones, the action asks one by one."""

    meeting: Meeting
    governing_body: None = None


def meeting_of_leader(meeting_id: int) -> ForLeader:
    """Return a meeting for what its leader decides on many bodies. Raises Http404."""
    return ForLeader(meeting(meeting_id))


@dataclass(frozen=True, slots=True)
class Agenda:
    """A body before a meeting."""

    meeting: Meeting
    assessment: Assessment
    card: Card | None = None
    before: Card | None = None
    objections: int = 0
    recused: tuple[str, ...] = ()
    decision: Decision | None = None
    is_undisputed: bool = False
    can_be_decided: bool = False
    may_decide: bool = False
    is_own: bool = False
    state: Any = None

    @property
    def governing_body(self) -> Any:
        """Return the body that is decided on."""
        return self.assessment.body

    @property
    def grade(self) -> Text | None:
        """Return the grade in words."""
        return GRADES.get(self.card.grade) if self.card else None

    @property
    def outcome(self) -> Text | None:
        """Return what was decided, in words."""
        return OUTCOMES[self.decision.outcome] if self.decision else None

    @property
    def tone(self) -> str:
        """Return the tone of what was decided."""
        return {"approved": "good", "amended": "info", "returned": "warn"}.get(
            self.decision.outcome if self.decision else "", "neutral"
        )


def agenda_item(meeting_id: int, assessment_id: int) -> Agenda:
    """Return a body before a meeting. Raises Http404."""
    found = meeting(meeting_id)
    chosen = Assessment.objects.select_related("body", "cycle__organiser")
    return Agenda(found, get_object_or_404(chosen, pk=assessment_id, cycle=found.cycle))


def waiting(cycle: Cycle) -> list[tuple[Assessment, Card | None, Any]]:
    """Return every body with its last card and state: those that await deliberation are ready for a meeting."""
    cards = _cards(scoring.latest(cycle, "current", "reviewed"))
    procedure = states.procedure_of(cycle)
    return [(one, cards.get(one.pk), procedure.state(one.state)) for one in cycle.assessments.select_related("body")]


def agenda(meeting: Meeting, person: Any) -> list[Agenda]:
    """Return the bodies before a meeting: those decided in it, and those that await a decision."""
    decided = {one.assessment_id: one for one in meeting.decisions.all()}
    is_open = meeting.closed_at is None
    cards, before = _cards(scoring.latest(meeting.cycle, "current", "reviewed")), _cards(meeting.computation)
    recused: dict[int | None, list[str]] = {}
    for one in meeting.attendances.all():
        recused.setdefault(one.recused_from_id, []).append(one.person)
    without = {one.pk for one in undisputed(meeting)} if is_open else set()
    procedure = states.procedure_of(meeting.cycle)
    own = guards.represented_by(person)
    found = []
    chosen = meeting.cycle.assessments.select_related("body", "cycle__organiser").prefetch_related("objections")
    for assessment in chosen:
        is_waiting = is_open and assessment.state == "settled" and assessment.pk not in decided
        if assessment.pk not in decided and not is_waiting:
            continue
        found.append(
            Agenda(
                meeting,
                assessment,
                card=cards.get(assessment.pk),
                before=before.get(assessment.pk),
                objections=len(assessment.objections.all()),
                recused=tuple(recused.get(assessment.body_id, ())),
                decision=decided.get(assessment.pk),
                is_undisputed=assessment.pk in without,
                can_be_decided=is_waiting and has_deciders(meeting, assessment),
                may_decide=is_waiting
                and assessment.body_id not in own
                and policy.may(person, "evaluations.decide", assessment.body),
                is_own=is_waiting and assessment.body_id in own,
                state=procedure.state(assessment.state),
            )
        )
    return found


def _cards(computation: Any) -> dict[int, Card]:
    return {card.assessment_id: card for card in computation.cards.all()} if computation else {}


def rules_of(assessment: Assessment) -> list[tuple[str, str]]:
    """Return the lines of the scheme that a meeting can amend, vetoes last, as choices."""
    scheme = queries.scheme_of(assessment.cycle)
    return [(rule.id, f"{rule.id} {say(rule.text)}"[:80]) for rule in scheme.every_rule()]
