"""The search box finds cycles and assessments that a person may read, and no others."""

from __future__ import annotations

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng_web.evaluations.menu_entries.ranking import cycles_and_assessments


def found(world: World, role: str, code: str, words: str) -> list[tuple[str, str]]:
    """Return sort and name of what is found."""
    return [(one.sort.zh, one.name) for one in cycles_and_assessments(world.person(role, code), words)]


def test_it_finds_a_body_in_its_cycle(world: World) -> None:
    make_cycle(world)
    assert found(world, "evaluation_office", "P", "甲一市城市") == [("单位评价", "甲一市城市管理局")]


def test_it_finds_a_cycle_by_title_and_by_year(world: World) -> None:
    cycle = make_cycle(world)
    for words in ("检验评价", "2020"):
        assert ("评价周期", cycle.title) in found(world, "evaluation_office", "P", words)


def test_it_finds_nothing_that_may_not_be_read(world: World) -> None:
    make_cycle(world)
    assert found(world, "unit_head", "B", "甲一市城市") == []
    assert found(world, "unit_head", "B", "检验评价") == []
