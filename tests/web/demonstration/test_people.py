"""The demonstration's ground: bodies of the library's ledger, one person for each role, and its walls."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zhiheng_web.accounts.models import Account
from zhiheng_web.bodies.models import Body, Post, Seat
from zhiheng_web.demonstration import actions, ledgers, people, places
from zhiheng_web.lib.policy import ADMINISTRATORS, BUSINESS

pytestmark = pytest.mark.django_db


@pytest.fixture
def bodies(tmp_path: Path) -> dict[str, Body]:
    return places.make_bodies(ledgers.read_units(ledgers.write_year(tmp_path / "ledger", 2024, cases=1)))


def test_it_has_a_province_of_fourteen_cities_with_counties_and_a_corps_of_three(bodies: dict[str, Body]) -> None:
    cities = places.cities(bodies)
    assert len(cities) == 14
    for code in cities:
        assert [one for one in bodies.values() if one.parent_id == bodies[code].pk and one.level == "county"]
    assert all(bodies[code].parent_id == bodies[places.CORPS].pk for code in places.DETACHMENTS)


def test_it_prints_sign_ins_that_open_one_for_every_role_that_is_held(bodies: dict[str, Body]) -> None:
    people.make_people(bodies)
    told = people.sign_ins()
    assert all(Account.objects.get(name=one.name).check_password(people.PASSWORD) for one in told[:2])
    printed = Post.objects.filter(account__name__in=[one.name for one in told])
    assert len(told) == printed.values("account").distinct().count()
    assert set(printed.values_list("role", flat=True)) == set(Post.objects.values_list("role", flat=True))
    assert all(one.role.zh and one.role.en and one.body for one in told)


def test_it_keeps_administrators_apart_from_who_evaluates(bodies: dict[str, Body]) -> None:
    people.make_people(bodies)
    held: dict[str, set[str]] = {}
    for post in Post.objects.select_related("account"):
        held.setdefault(post.account.name, set()).add(post.role)
    keepers = {role.value for role in ADMINISTRATORS}
    workers = {role.value for role in BUSINESS}
    assert not [name for name, roles in held.items() if roles & keepers and roles & workers]
    assert keepers <= set.union(*held.values())


def test_it_seats_the_heads_for_the_bodies_they_represent(bodies: dict[str, Body]) -> None:
    people.make_groups(bodies, people.make_people(bodies))
    seated = Seat.objects.exclude(represents=None).values_list("represents__code", flat=True)
    assert set(seated) == set(places.DETACHMENTS)


def test_it_is_never_made_in_an_installation_that_works(tmp_path: Path, settings: Any) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(RuntimeError, match="ZHIHENG_DEMONSTRATION"):
        actions.prepare(tmp_path)
    assert not Body.objects.exists()


@pytest.mark.parametrize(("today", "year"), [(date(2026, 11, 10), 2025), (date(2026, 11, 30), 2026)])
def test_the_year_under_way_is_one_whose_ledger_is_complete(today: date, year: int) -> None:
    assert actions.this_year(today) == year
