"""Computations as they are kept: previews, digests, bundles that anyone can recompute."""

from __future__ import annotations

import json
from pathlib import Path

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng import api
from zhiheng_web.audit.models import Line
from zhiheng_web.lib import store

from ..outcomes import make_cycle_with_judgment
from . import established as do


def without_rank(unit: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in unit.items() if name != "rank"}


def test_a_preview_is_the_card_of_the_full_computation(world: World) -> None:
    cycle = make_cycle_with_judgment(world)
    one = do.of(cycle, "CQ1")
    do.claim(one, "DEMO-CASE-LATE", "2")
    do.verify(one, "IND-POWER", "other", "0.2")
    do.find(world, one, "DED-CONDUCT", 2)
    do.tolerate(world, one, "DED-FILE-BASIC", row="F0", quantity=2)
    do.veto(one, "V4", "confirmed", row="O1")
    seen = do.scoring.previewed(one)
    assert without_rank(seen) == without_rank(do.card(cycle, "CQ1").unit)


def test_a_preview_of_a_city_has_what_its_counties_bring(world: World) -> None:
    cycle = make_cycle(world)
    assert without_rank(do.scoring.previewed(do.of(cycle, "B"))) == without_rank(do.card(cycle, "B").unit)


def test_a_preview_keeps_nothing(world: World) -> None:
    cycle = make_cycle(world, bodies=("A",))
    count = cycle.computations.count()
    do.scoring.previewed(do.of(cycle, "A"))
    assert cycle.computations.count() == count


def test_what_is_kept_is_what_the_engine_said(world: World) -> None:
    cycle = make_cycle(world)
    computation = do.scoring.compute(cycle, "current", actor=None, why="检验")
    told = json.loads(store.path_of(computation.result).read_text(encoding="utf-8"))
    assert computation.result_digest == told["digest"]
    assert computation.result_digest == api.digests.digest_of({k: v for k, v in told.items() if k != "digest"})
    assert computation.cards_digest == api.digests.digest_of(told["units"])
    assert [card.unit for card in computation.cards.order_by("assessment__unit_id")] == told["units"]


def test_the_same_again_gives_the_same_digest(world: World) -> None:
    cycle = make_cycle(world)
    first, second = (do.scoring.compute(cycle, "current", actor=None) for _ in range(2))
    assert (first.result_digest, first.inputs) == (second.result_digest, second.inputs)


def test_the_rows_that_went_in_are_kept(world: World) -> None:
    cycle = make_cycle(world, bodies=("A",))
    do.verify(do.of(cycle, "A"), "D03-2-a", "other", "3")
    computation = do.scoring.compute(cycle, "current", actor=None)
    told = json.loads(store.path_of(computation.inputs).read_text(encoding="utf-8"))
    assert [(row["rule_id"], row["value"]) for row in told["facts"]] == [("D03-2-a", "3")]
    assert told["set_aside"] == [["A", "D03-2-a"]]


def test_a_computation_stands_in_the_trail_with_its_reason(world: World) -> None:
    cycle = make_cycle(world, bodies=("A",))
    do.scoring.compute(cycle, "current", actor=world.person("evaluation_office", "P"), why="核实完成")
    line = Line.objects.filter(deed="evaluations.compute").first()
    assert line is not None
    assert (line.actor, line.reason) == ("evaluation_office.P", "核实完成")


def test_a_bundle_of_what_was_established_recomputes(world: World, tmp_path: Path) -> None:
    cycle = make_cycle_with_judgment(world)
    one = do.of(cycle, "CQ1")
    do.find(world, one, "DED-CONDUCT", 2)
    do.tolerate(world, one, "DED-FILE-BASIC", row="F0", quantity=2)
    do.veto(one, "V4", "confirmed", row="O1")
    prepared = do.scoring.prepare(cycle, "final", out=tmp_path / "out")
    computation = do.scoring.record(prepared, actor=None)
    bundle = tmp_path / "bundle.zip"
    api.seal_result(tmp_path / "out", bundle)
    verdict = api.verify_bundle(bundle)
    assert verdict.ok, verdict
    assert (
        json.loads((tmp_path / "out" / "result.json").read_text(encoding="utf-8"))["digest"]
        == computation.result_digest
    )


def test_the_base_is_not_changed_by_what_is_established(world: World) -> None:
    cycle = make_cycle_with_judgment(world)
    base = do.scoring.latest(cycle, "ledger")
    assert base is not None
    folder = do.scoring.unpacked(base.inputs)
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    do.find(world, do.of(cycle, "CQ1"), "DED-CONDUCT", 2)
    do.scoring.previewed(do.of(cycle, "CQ1"))
    do.card(cycle, "CQ1")
    # The stages link the files of the base instead of copying them: writing through a link would spoil it.
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
