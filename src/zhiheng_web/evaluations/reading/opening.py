"""What the pages around a cycle read: schemes to choose from, what a draft still lacks, where every body stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from ruamel.yaml import YAML

from zhiheng import api
from zhiheng.api import Text
from zhiheng_web.bodies.models import Body
from zhiheng_web.evaluations import scoring, states
from zhiheng_web.evaluations.models import Assessment, Card, Cycle, StateChange
from zhiheng_web.evaluations.procedures import State
from zhiheng_web.intake.models import Snapshot
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.policy import ROLE_TEXTS

#: What went into a computation, in words.
STAGE_TEXTS: dict[str, Text] = {
    "ledger": Text("台账初算", "the ledger alone"),
    "claimed": Text("按自评", "as claimed"),
    "current": Text("按目前核实", "as established so far"),
    "proposed": Text("结果建议", "as proposed"),
    "reviewed": Text("复核后", "after review"),
    "final": Text("最终结果", "final"),
}


def schemes() -> Iterator[Any]:
    """Yield the built-in schemes that evaluate bodies; those that review case files are no schemes of a cycle."""
    for name in sorted(api.schemes.built_in_schemes()):
        scheme = api.open_scheme(name)
        if scheme.subject == "unit":
            yield scheme


def principles_of(scheme_id: str) -> list[Text]:
    """Return the principles that a scheme names (CQ-03), none where it names none; no score depends on them."""
    told = YAML(typ="safe", pure=True).load(api.schemes.find_scheme(scheme_id).read_text(encoding="utf-8"))
    return [Text(one["zh"], one.get("en", "")) for one in told["scheme"].get("principles", ())]


def bodies_for(cycle: Cycle) -> QuerySet[Body]:
    """Return the bodies that can be evaluated: those beneath the organiser, in force during the period."""
    chosen = Body.objects.filter(path__startswith=cycle.organiser.path).exclude(pk=cycle.organiser_id)
    chosen = chosen.exclude(level="section").filter(Q(until__isnull=True) | Q(until__gt=cycle.period_from))
    return chosen.select_related("parent")


def chosen_bodies(cycle: Cycle) -> list[Body]:
    """Return the bodies of a cycle: of a draft those chosen so far."""
    if cycle.state != "draft":
        return [one.body for one in cycle.assessments.select_related("body")]
    return list(bodies_for(cycle).filter(pk__in=cycle.preparation.get("bodies", [])))


def snapshots_for(cycle: Cycle) -> QuerySet[Snapshot]:
    """Return the sealed snapshots of the organiser's ledgers."""
    return Snapshot.objects.filter(book__body=cycle.organiser).select_related("book")


def earlier_cycles(cycle: Cycle) -> QuerySet[Cycle]:
    """Return published cycles of the same organiser and scheme of earlier years (CQ-50 looks back on them)."""
    chosen = Cycle.objects.filter(organiser=cycle.organiser, scheme_id=cycle.scheme_id, year__lt=cycle.year)
    return chosen.filter(state__in=("published", "closed"))


def kind_text(scheme: Any, kind: str) -> Text:
    """Return a kind of body in the words of the scheme."""
    found: Text = scheme.unit_kinds.get(kind, Text(kind or "—", kind or "—"))
    return found


def kind_of(scheme: Any, body: Body) -> str:
    """Return the kind of a body as the scheme names it; the body's own word where the scheme has none for it."""
    return str(scheme.kind_words.get(body.kind, body.kind))


@dataclass(frozen=True, slots=True)
class Standing:
    """A body in a cycle as the cycle's page shows it: where it stands, until when, and its score so far."""

    assessment: Assessment
    state: State
    score: Decimal | None
    stage: str
    is_overdue: bool

    @property
    def tone(self) -> str:
        """Return the tone of the state's badge."""
        return "bad" if self.is_overdue else "good" if not self.state.next else "info"


@dataclass(frozen=True, slots=True)
class Step:
    """A state of the procedure as a step of the task list: how many bodies are in it, past it, late in it."""

    state: State
    owners: tuple[Text, ...]
    here: int
    past: int
    late: int
    total: int

    @property
    def standing(self) -> str:
        """Return `now`, `done` or `ahead`."""
        return "now" if self.here else "done" if self.past == self.total and self.total else "ahead"


#: The stages that say how a body stands; what it claims alone does not.
ESTABLISHED = ("ledger", "current", "proposed", "reviewed", "final")


def standings_of(cycle: Cycle) -> list[Standing]:
    """Return the bodies of a cycle with state, due date and score so far."""
    procedure = states.procedure_of(cycle)
    computation = scoring.latest(cycle, *ESTABLISHED)
    scores: dict[int, Decimal] = {}
    if computation is not None:
        scores = dict(Card.objects.filter(computation=computation).values_list("assessment_id", "score"))
    today, stage = clock.today(), computation.stage if computation is not None else ""
    return [
        Standing(
            one,
            procedure.state(one.state),
            scores.get(one.pk),
            stage,
            one.due_date is not None and one.due_date < today and bool(procedure.state(one.state).next),
        )
        for one in cycle.assessments.select_related("body")
    ]


def steps_of(cycle: Cycle, standings: list[Standing]) -> list[Step]:
    """Return the steps of the procedure with the number of bodies in each, in the order of the procedure."""
    order = {state.id: number for number, state in enumerate(states.procedure_of(cycle).states)}
    steps = []
    for state in states.procedure_of(cycle).states:
        here = [one for one in standings if one.state.id == state.id]
        past = [one for one in standings if order[one.state.id] > order[state.id]]
        steps.append(
            Step(
                state,
                tuple(ROLE_TEXTS[owner] for owner in state.owners),
                len(here),
                len(past),
                sum(one.is_overdue for one in here),
                len(standings),
            )
        )
    return steps


@dataclass(frozen=True, slots=True)
class Task:
    """A step of one body's evaluation: who, until when, on what basis; done, under way, or blocked by another."""

    state: State
    standing: str  # done, now, ahead, skipped
    owners: tuple[Text, ...]
    due: date | None
    ended: StateChange | None
    blocked_by: Text | None


def tasks_of(assessment: Assessment, history: list[StateChange]) -> list[Task]:
    """Return the steps of a body's evaluation in the order of the procedure."""
    procedure = states.procedure_of(assessment.cycle)
    order = [state.id for state in procedure.states]
    position = order.index(assessment.state)
    passed = {change.from_state: change for change in history if change.from_state}
    tasks = []
    for number, state in enumerate(procedure.states):
        if number == position:
            standing = "now" if state.next else "done"
        elif number < position:
            standing = "done" if state.id in passed else "skipped"
        else:
            standing = "ahead"
        tasks.append(
            Task(
                state,
                standing,
                tuple(ROLE_TEXTS[owner] for owner in state.owners),
                assessment.due_date if number == position else None,
                passed.get(state.id) if standing == "done" else None,
                procedure.states[number - 1].name.text if standing == "ahead" else None,
            )
        )
    return tasks


def history_of(assessment: Assessment) -> list[StateChange]:
    """Return the changes of state of an assessment, the oldest first."""
    return list(assessment.state_changes.select_related("by"))


def assessments_of(person: Any) -> QuerySet[Assessment]:
    """Return the assessments of the bodies at which a person holds a post of an evaluated body."""
    chosen = Assessment.objects.filter(policy.within_reach(person, "evaluations.write_claim"))
    return chosen.select_related("cycle__organiser", "body").order_by("-cycle__year", "body__path")
