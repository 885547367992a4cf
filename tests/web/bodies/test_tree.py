"""The tree: made, changed, moved with everything beneath, closed; taken from the units of a ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit.models import Line
from zhiheng_web.bodies import actions
from zhiheng_web.bodies.models import Body, Transfer
from zhiheng_web.lib import clock, policy

SignedIn = Callable[[str, str], Client]


@pytest.fixture
def keeper(world: World) -> Any:
    return world.person("system_administrator", "P")


def path_of(*codes: str) -> str:
    return "".join(f"{Body.objects.get(code=code).pk:06d}/" for code in codes)


def test_it_makes_a_body_of_any_depth(world: World, signed_in: SignedIn) -> None:
    client, parent = signed_in("system_administrator", "P"), world.body("A1")
    form = {"parent": parent.pk, "code": "A11", "name": "东县执法大队", "level": "squad", "region_code": "430121"}
    answer = client.post("/bodies/new/", form)
    made = Body.objects.get(code="A11")
    assert answer.headers["Location"] == f"/bodies/{made.pk}/"
    assert made.path == path_of("P", "A", "A1", "A11")
    assert "东县执法大队" in client.get("/bodies/").content.decode()


@pytest.mark.parametrize("wrong", [{"code": "A"}, {"region_code": "43"}, {"uscc": "ABC"}, {"name": ""}])
def test_it_refuses_what_cannot_be(world: World, signed_in: SignedIn, wrong: dict[str, str]) -> None:
    form = {"parent": world.body("P").pk, "code": "N", "name": "新", **wrong}
    assert signed_in("system_administrator", "P").post("/bodies/new/", form).status_code == 422
    assert not Body.objects.filter(name="新").exists()


def test_it_refuses_a_second_department_for_one_county(world: World, keeper: Any) -> None:
    # HN-02: each city and county has exactly one responsible department.
    values = {"code": "C1", "name": "丙县城管局", "kind": "county", "level": "county", "region_code": "430122"}
    actions.create_body(actor=keeper, parent=world.body("A"), values=values)
    with pytest.raises(Refusal) as refused:
        actions.create_body(actor=keeper, parent=world.body("B"), values={**values, "code": "C2"})
    assert refused.value.faults[0].code == "place_taken"


def test_it_refuses_an_edit_that_somebody_else_overtook(world: World, keeper: Any) -> None:
    body = world.body("A")
    actions.edit_body(actor=keeper, body=body, version=1, values={"name": "甲一市综合执法局"})
    with pytest.raises(Refusal, match="甲一市综合执法局") as refused:
        actions.edit_body(actor=keeper, body=body, version=1, values={"name": "甲一市城管委"})
    assert "甲一市城管委" in refused.value.of("zh")


def test_it_moves_a_body_with_everything_beneath(world: World, keeper: Any) -> None:
    actions.create_body(actor=keeper, parent=world.body("A1"), values={"code": "A11", "name": "大队"})
    transfer = actions.move_body(
        actor=keeper, body=world.body("A"), parent=world.body("Q"), on=date(2026, 1, 1), reason="区划调整"
    )
    assert (transfer.from_body, transfer.to_body) == (world.body("P"), world.body("Q"))
    for codes in (("Q", "A"), ("Q", "A", "A1"), ("Q", "A", "A2"), ("Q", "A", "A1", "A11")):
        assert Body.objects.get(code=codes[-1]).path == path_of(*codes)
    # Who is above them has changed with it.
    moved = Body.objects.get(code="A11")
    assert policy.may(world.person("evaluation_office", "Q"), "bodies.read_body", moved)
    assert not policy.may(world.person("evaluation_office", "P"), "bodies.read_body", moved)


@pytest.mark.parametrize(("parent", "code"), [("A1", "circle"), ("A", "circle"), ("P", "already_there")])
def test_it_refuses_circles(world: World, keeper: Any, parent: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        actions.move_body(
            actor=keeper, body=world.body("A"), parent=world.body(parent), on=date(2026, 1, 1), reason="试"
        )
    assert refused.value.faults[0].code == code
    assert not Transfer.objects.exists()


@pytest.mark.parametrize("days", [1, -3000])
def test_it_refuses_days_ahead_and_before_the_bodies(world: World, keeper: Any, days: int) -> None:
    day = clock.today() + timedelta(days=days)
    with pytest.raises(Refusal, match="day"):
        actions.move_body(actor=keeper, body=world.body("A"), parent=world.body("Q"), on=day, reason="试")


def test_it_closes_a_body_only_when_nothing_lasts_beyond(world: World, keeper: Any, signed_in: SignedIn) -> None:
    day = date(2026, 6, 30)
    with pytest.raises(Refusal, match="2 bodies beneath"):
        actions.close_body(actor=keeper, body=world.body("A"), until=day, reason="合并")
    actions.close_body(actor=keeper, body=world.body("A1"), until=day, reason="合并")
    client = signed_in("system_administrator", "P")
    assert "甲一市东县" not in client.get("/bodies/").content.decode()
    assert "甲一市东县" in client.get("/bodies/?closed=1").content.decode()


def test_it_finds_bodies_by_any_part(signed_in: SignedIn) -> None:
    client = signed_in("evaluation_office", "P")
    assert "甲一市东县城市管理局" in client.get("/bodies/", {"q": "东县"}).content.decode()
    assert "没有符合条件的机构" in client.get("/bodies/", {"q": "乙一"}).content.decode(), "beyond the reach"


def test_it_shows_tree_and_body_in_a_bounded_number_of_queries(
    world: World, signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in("system_administrator", "P")
    client.get("/bodies/")
    with django_assert_max_num_queries(8):
        client.get("/bodies/")
    with django_assert_max_num_queries(18):
        client.get(f"/bodies/{world.body('A').pk}/")


UNITS = [
    {"unit_id": "C1", "name": "丙一县城管局", "parent_id": "C", "kind": "县（区）", "level": "县级"},
    {"unit_id": "C", "name": "丙市城管局", "parent_id": "P", "kind": "prefecture_city", "level": "city"},
    {"unit_id": "A2", "name": "甲一市西县城市管理局", "parent_id": "B", "kind": "", "level": ""},
    {"unit_id": "B1", "name": "甲二市南县综合执法局", "parent_id": "B", "kind": "", "level": ""},
    {"unit_id": "A1", "name": "甲一市东县城市管理局", "parent_id": "", "kind": "", "level": ""},
]


def test_it_takes_units_in_any_order_makes_moves_and_renames(world: World, keeper: Any) -> None:
    taken = actions.take_units(keeper, UNITS)
    assert taken == actions.Taken(created=2, changed=1, moved=1, unchanged=1)
    line = Line.objects.latest("sequence")
    assert (line.deed, line.actor_id) == ("bodies.take_units", keeper.pk)
    county = Body.objects.get(code="C1")
    assert (county.path, county.kind, county.level) == (path_of("P", "C", "C1"), "county", "county")
    assert Body.objects.get(code="A2").path == path_of("P", "B", "A2")
    assert Body.objects.get(code="A2").level == "county", "an empty cell leaves what is known"
    assert Transfer.objects.get().body == world.body("A2")
    assert actions.take_units(keeper, UNITS).unchanged == 5, "the same ledger again changes nothing"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"unit_id": "X", "name": "", "parent_id": ""}, "missing_value"),
        ({"unit_id": "C", "name": "又一个", "parent_id": ""}, "duplicate"),
        ({"unit_id": "X", "name": "某局", "parent_id": "nowhere"}, "unknown_parent"),
        ({"unit_id": "P", "name": "甲省", "parent_id": "C1"}, "circle"),
    ],
)
def test_it_takes_all_units_or_none(world: World, keeper: Any, row: dict[str, str], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        actions.take_units(keeper, [*UNITS, row])
    assert refused.value.faults[0].code == code
    assert not Body.objects.filter(code="C").exists()


def test_it_takes_units_only_within_reach(world: World) -> None:
    office = world.person("evaluation_office", "A")
    own = {"unit_id": "A3", "name": "甲一市北县城管局", "parent_id": "A"}
    assert actions.take_units(office, [own]).created == 1
    for foreign in ({**own, "unit_id": "B3", "parent_id": "B"}, {**own, "unit_id": "Z", "parent_id": ""}):
        with pytest.raises(policy.Denied):
            actions.take_units(office, [foreign])
