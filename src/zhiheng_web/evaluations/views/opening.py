"""Pages around a cycle: the list, the cycle with its task list, the assessment of one body with its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhiheng_web.evaluations import queries, scoring, states
from zhiheng_web.evaluations.models import Assessment, Cycle, StateChange
from zhiheng_web.evaluations.reading import opening as reading
from zhiheng_web.evaluations.reading import stages
from zhiheng_web.evaluations.reading.result import GRADES
from zhiheng_web.lib import policy
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.words import Text

CYCLES = Text("评价周期", "Evaluation cycles")
_TONES = {"draft": "neutral", "open": "info", "published": "good", "closed": "good"}
_ACT_DEEDS = {
    "may_write": "evaluations.write_claim",
    "may_submit": "evaluations.submit_self_evaluation",
    "may_verify": "evaluations.verify",
    "may_ask": "evaluations.record_investigation",
    "may_acknowledge": "evaluations.acknowledge_notice",
    "may_object": "evaluations.object",
    "may_review": "evaluations.review_objection",
    "may_run": "evaluations.read_cycle",
}


@does("evaluations.read_cycle")
def cycles(request: HttpRequest) -> HttpResponse:
    """Show the cycles that a person may read as organiser."""
    shown = list(queries.cycles_for(request.user).select_related("organiser"))
    rows = [(one, states.CYCLE_STATES[one.state], _TONES[one.state]) for one in shown]
    may_open = policy.may_somewhere(request.user, "evaluations.open_cycle")
    return render(request, "evaluations/opening/cycles.html", {"rows": rows, "may_open": may_open, "crumbs": []})


@does("evaluations.write_claim")
def my_assessments(request: HttpRequest) -> HttpResponse:
    """Show the evaluations of the bodies at which a person holds a post."""
    rows = [(one, states.state_of(one)) for one in reading.assessments_of(request.user)]
    return render(request, "evaluations/opening/mine.html", {"rows": rows, "crumbs": []})


@does("evaluations.read_cycle", target=queries.cycle)
def cycle(request: HttpRequest, one: Cycle) -> HttpResponse:
    """Show a cycle: what it rests on, its steps with counts, its bodies."""
    standings = reading.standings_of(one)
    computation = scoring.latest(one, *reading.ESTABLISHED)
    changes = one.state_changes.filter(assessment=None).select_related("by")
    person = request.user
    context: dict[str, Any] = {
        "cycle": one,
        "state": states.CYCLE_STATES[one.state],
        "tone": _TONES[one.state],
        "standings": standings,
        "steps": reading.steps_of(one, standings) if one.state != "draft" else [],
        "may_replay": policy.may(person, "evaluations.replay_draft", one.organiser),
        "late": sum(standing.is_overdue for standing in standings),
        "next_due": min((s.assessment.due_date for s in standings if s.assessment.due_date), default=None),
        "changes": [(change, *_cycle_states(change)) for change in changes],
        "scheme": queries.scheme_of(one),
        "computation": computation,
        "stage": reading.STAGE_TEXTS[computation.stage] if computation is not None else None,
        "last_day": one.period_to - timedelta(days=1),
        "may_open": policy.may(person, "evaluations.open_cycle", one.organiser) and one.state == "draft",
        "may_propose": policy.may(person, "evaluations.propose_result", one.organiser),
        "may_verify": policy.may_somewhere(person, "evaluations.verify"),
        "may_inspect": policy.may(person, "evaluations.plan_inspection", one.organiser),
        "crumbs": [(CYCLES, reverse("evaluations:cycles"))],
    }
    return render(request, "evaluations/opening/cycle.html", context)


@does("evaluations.read_assessment", target=queries.assessment)
def assessment(request: HttpRequest, one: Assessment) -> HttpResponse:
    """Show where the evaluation of a body stands: its task list, whose turn it is, how it came there."""
    history = reading.history_of(one)
    state = states.state_of(one)
    may = {name: policy.may(request.user, deed, one.body) for name, deed in _ACT_DEEDS.items()}
    reads_cycle = policy.may(request.user, "evaluations.read_cycle", one.cycle.organiser)
    crumbs = [(CYCLES, reverse("evaluations:cycles")), (Text(one.cycle.title, one.cycle.title_en), _url(one.cycle))]
    # The body itself sees no later stage than it has been told of.
    shown = stages.shown_to(request.user, one).computation
    card = shown.cards.select_related("computation").filter(assessment=one).first() if shown is not None else None
    context: dict[str, Any] = {
        "assessment": one,
        "cycle": one.cycle,
        "state": state,
        "tasks": reading.tasks_of(one, history),
        "history": [(change, _name(one, change.from_state), _name(one, change.to_state)) for change in history],
        "card": card,
        "grade": GRADES.get(card.grade) if card is not None else None,
        "stage": reading.STAGE_TEXTS[card.computation.stage] if card is not None else None,
        "submissions": one.submissions.select_related("declared_by"),
        "crumbs": crumbs if reads_cycle else [(MINE, reverse("evaluations:my_assessments"))],
        **may,
    }
    return render(request, "evaluations/opening/assessment.html", context)


MINE = Text("本单位的评价", "Evaluations of the own body")


def _cycle_states(change: StateChange) -> tuple[Text, Text]:
    return states.CYCLE_STATES[change.from_state], states.CYCLE_STATES[change.to_state]


def _url(one: Cycle) -> str:
    return reverse("evaluations:cycle", kwargs={"cycle_id": one.pk})


def _name(one: Assessment, state_id: str) -> Text | None:
    return states.procedure_of(one.cycle).state(state_id).name.text if state_id else None
