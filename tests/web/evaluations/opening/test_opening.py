"""Opening a cycle: everything it rests on is pinned, every body gets its turn, all or nothing."""

from __future__ import annotations

import pytest

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng import api
from zhiheng.api import Refusal
from zhiheng_web.audit import acts
from zhiheng_web.audit.models import Line
from zhiheng_web.evaluations import queries, scoring, states
from zhiheng_web.evaluations.actions import opening as actions
from zhiheng_web.evaluations.models import Assessment, Cycle
from zhiheng_web.evaluations.procedures import procedure_for


def test_it_pins_the_scheme_word_for_word_and_the_procedure(world: World) -> None:
    one = make_cycle(world)
    scheme = api.open_scheme("hunan-2020")
    assert (one.scheme_version, one.scheme_digest) == (scheme.version, scheme.digest)
    assert one.scheme_text == api.schemes.find_scheme("hunan-2020").read_text(encoding="utf-8")
    assert queries.scheme_of(one).digest == scheme.digest
    assert one.procedure == procedure_for("hunan-2020").as_data()


def test_it_gives_every_body_its_self_evaluation_with_the_due_date(world: World) -> None:
    one = make_cycle(world)
    told = {(a.unit_id, a.kind, a.state, a.due_date) for a in one.assessments.all()}
    due = one.self_evaluation_due
    assert told == {(code, "prefecture_city", "self_evaluation", due) for code in ("A", "B")}
    first = one.assessments.get(unit_id="A").state_changes.get()
    assert (first.from_state, first.to_state) == ("", "self_evaluation")


def test_it_scores_the_ledger_at_once(world: World) -> None:
    one = make_cycle(world)
    base = scoring.latest(one)
    assert base is not None
    assert (base.stage, base.cards.count()) == ("ledger", 2)


def test_it_opens_nothing_where_the_engine_refuses(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = make_cycle(world, state="draft")
    with acts.act(None, "tests.spoil"):
        draft.options = {"no_such_option": "x"}
        draft.save()
    with pytest.raises(Refusal):
        actions.open_cycle(world.person("evaluation_office", "P"), cycle=draft, version=draft.version)
    assert Cycle.objects.get().state == "draft"
    assert not Assessment.objects.exists()


def test_it_is_opened_once(world: World) -> None:
    one = make_cycle(world)
    with pytest.raises(Refusal) as refusal:
        actions.open_cycle(world.person("evaluation_office", "P"), cycle=one, version=one.version)
    assert refusal.value.faults[0].code == "cycle_open"


def test_it_marks_a_fictional_completion(world: World) -> None:
    assert make_cycle(world, "chongqing-interim").fictional
    assert not make_cycle(world).fictional


def test_it_leaves_lines_of_the_opening_with_everything_it_changed(world: World) -> None:
    one = make_cycle(world)
    line = Line.objects.filter(deed=actions.OPEN).latest("sequence")
    kinds = [change["kind"] for change in line.changes]
    assert kinds.count("evaluations.assessment") == 2
    assert {"evaluations.cycle", "evaluations.computation", "evaluations.statechange"} <= set(kinds)
    assert states.CYCLE_STATES[one.state].en == "under way"
