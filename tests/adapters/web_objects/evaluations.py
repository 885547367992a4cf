"""Objects of evaluations, made quickly: a cycle that the body organises, and its assessment by the body above it.

The ledger is scored once in a run of the tests; each cycle gets the cards of its bodies from there.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import transaction

from adapters.web_cycles import AS_OF, FROM, TO, make_snapshot
from adapters.web_objects import provides
from adapters.web_objects.intake import snapshot_of
from adapters.web_world import SINCE, World
from zhiheng import api
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import LeadingGroup
from zhiheng_web.evaluations import models, scoring
from zhiheng_web.evaluations.models import Assessment, Cycle
from zhiheng_web.evaluations.procedures import procedure_for
from zhiheng_web.evaluations.reading.replay import Asked, keep_asked
from zhiheng_web.lib import clock, store

SCHEME, RULE = "hunan-2020", "D03-2-a"
_DAY = timedelta(days=1)


def saved(made: Any) -> Any:
    """Save a thing and return it."""
    with acts.act(None, "tests.make_world"):
        made.save()
    return made


def cycle_of(world: World, code: str) -> Cycle:
    """Return the open cycle that a body organises over those right beneath it (over itself without any), made once."""
    organiser = world.body(code)
    found: Cycle | None = Cycle.objects.filter(organiser=organiser).first()
    if found is not None:
        return found
    read, today = api.open_scheme(SCHEME), clock.today()
    cycle = Cycle(organiser=organiser, title=f"检验 {code}", year=2020, as_of=today, state="open")
    cycle.period_from, cycle.period_to, cycle.as_of = FROM, TO, AS_OF
    cycle.scheme_id, cycle.scheme_version, cycle.scheme_digest = read.id, read.version, read.digest
    cycle.procedure, cycle.snapshot = procedure_for(SCHEME).as_data(), snapshot_of(world, code)
    cycle.leading_group = saved(LeadingGroup(body=organiser, name="领导小组", since=SINCE))
    saved(cycle)
    for body in [one for one in world.bodies.values() if one.parent == organiser] or [organiser]:
        saved(Assessment(cycle=cycle, body=body, unit_id=body.code, kind=body.kind, due_date=today + 10 * _DAY))
    made = scoring.record(replace(_ScoredOnce.of(world), cycle=cycle), actor=None)
    assert made.cards.count() == cycle.assessments.count()
    return cycle


class _ScoredOnce:
    """The result of the ledger of all bodies; its files stay in the store for the whole run."""

    prepared: scoring.computing.Prepared | None = None

    @classmethod
    def of(cls, world: World) -> scoring.computing.Prepared:
        """Return it, made when it is first asked for; of the rows that it takes none stays."""
        if cls.prepared is None:
            with transaction.atomic():
                cls.prepared = _score(world)
                transaction.set_rollback(True)
        return cls.prepared


def _score(world: World) -> scoring.computing.Prepared:
    read = api.open_scheme(SCHEME)
    cycle = Cycle(organiser=world.body("P"), title="-", year=2020, period_from=FROM, period_to=TO, as_of=AS_OF)
    cycle.scheme_id, cycle.scheme_digest, cycle.procedure = read.id, read.digest, procedure_for(SCHEME).as_data()
    cycle.snapshot = make_snapshot(world, scheme=SCHEME, organiser=world.body("P"), bodies=list(world.bodies))
    saved(cycle)
    for body in world.bodies.values():
        saved(Assessment(cycle=cycle, body=body, unit_id=body.code, kind=body.kind))
    base = scoring.open_base(cycle, actor=None)
    content = json.loads(store.path_of(base.result).read_text(encoding="utf-8"))
    return scoring.computing.Prepared(cycle, "ledger", content, base.result, base.inputs)


def assessment_of(world: World, code: str) -> Assessment:
    """Return the assessment of a body by the one above it."""
    parent = world.body(code).parent
    assert parent is not None
    found: Assessment = cycle_of(world, parent.code).assessments.get(body=world.body(code))
    return found


def computation_of(cycle: Cycle) -> models.Computation:
    """Return a computation without cards."""
    digest = store.keep(b"{}", name="result")
    told = dict.fromkeys(("result", "inputs", "result_digest", "ledger_digest", "cards_digest"), digest)
    computed: models.Computation = saved(models.Computation(cycle=cycle, stage="final", **told))
    return computed


def office(world: World, code: str) -> Account:
    """Return the evaluation office of the body above."""
    parent = world.body(code).parent
    assert parent is not None
    return world.person("evaluation_office", parent.code)


@provides("cycle_id")
def cycle(world: World, code: str) -> int:
    """Return a cycle that the body organises."""
    return int(cycle_of(world, code).pk)


@provides("assessment_id")
def assessment(world: World, code: str) -> int:
    """Return the assessment of the body, in a cycle of the body above it."""
    return int(assessment_of(world, code).pk)


@provides("rule_id")
def rule(world: World, code: str) -> str:
    """Return a rule of the scheme."""
    return RULE


@provides("column")
def column(world: World, code: str) -> str:
    """Return a column of the ranking."""
    return "score"


@provides("step")
def step(world: World, code: str) -> str:
    """Return a step of the preparation."""
    return "scheme"


@provides("evaluations:key")
def key(world: World, code: str) -> str:
    """Return the key of a draft scheme to be replayed on a cycle of the body."""
    return keep_asked(Asked(cycle_of(world, code).pk))


@provides("submission_id")
def submission(world: World, code: str) -> int:
    """Return a self-evaluation that the body has handed in."""
    one = assessment_of(world, code)
    made = models.Submission(assessment=one, number=one.submissions.count() + 1, declaration="属实")
    made.declared_by, made.content_digest = world.person("unit_head", code), f"sha256:{'0' * 64}"
    return int(saved(made).pk)


@provides("inspection_id")
def inspection(world: World, code: str) -> int:
    """Return an inspection that the body makes."""
    today, by = clock.today(), world.person("evaluation_office", code)
    made = models.Inspection(cycle=cycle_of(world, code), title="试", starts_on=today, ends_on=today, made_by=by)
    return int(saved(made).pk)


@provides("finding_id")
def finding(world: World, code: str) -> int:
    """Return a finding that the body answers for."""
    made = models.Finding(assessment=assessment_of(world, code), rule_id=RULE, occurred_at=clock.now(), note="试")
    made.key, made.found_by = f"key-{models.Finding.objects.count()}", office(world, code)
    return int(saved(made).pk)


@provides("tolerance_id")
def tolerance(world: World, code: str) -> int:
    """Return a tolerance that the body asks for."""
    made = models.Tolerance(assessment=assessment_of(world, code), rule_id=RULE, ground="F1", facts="试")
    made.requested_by = world.person("unit_head", code)
    return int(saved(made).pk)


@provides("veto_id")
def veto(world: World, code: str) -> int:
    """Return a veto that is proposed for the body."""
    made = models.Veto(assessment=assessment_of(world, code), rule_id="V1", fact="试", proposed_by=office(world, code))
    return int(saved(made).pk)
