"""Leading groups (CQ-06, CQ-07): one leader and one executive deputy at a time; members who represent a body."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.bodies import actions
from zhiheng_web.bodies.models import LeadingGroup, Seat
from zhiheng_web.lib import policy

START, LATER = date(2025, 1, 1), date(2026, 1, 1)


@pytest.fixture
def office(world: World) -> Any:
    return world.person("evaluation_office", "P")


@pytest.fixture
def group(world: World, office: Any) -> LeadingGroup:
    return actions.create_group(actor=office, body=world.body("P"), name="领导小组", since=START)


@pytest.mark.parametrize("slot", ["leader", "executive_deputy"])
def test_it_has_one_leader_and_one_executive_deputy_at_a_time(office: Any, group: LeadingGroup, slot: str) -> None:
    first = actions.add_seat(actor=office, group=group, slot=slot, person="王一", since=START)
    with pytest.raises(Refusal, match="王一"):
        actions.add_seat(actor=office, group=group, slot=slot, person="李二", since=LATER)
    actions.end_seat(actor=office, seat=first, until=LATER, reason="调离")
    # Half-open: who leaves on a day and who comes on it do not meet.
    second = actions.add_seat(actor=office, group=group, slot=slot, person="李二", since=LATER)
    assert second.is_held_on(LATER)
    assert not Seat.objects.get(pk=first.pk).is_held_on(LATER)


def test_it_has_any_number_of_deputies_and_members_but_each_person_once(office: Any, group: LeadingGroup) -> None:
    for person in ("王一", "李二", "赵三"):
        actions.add_seat(actor=office, group=group, slot="deputy", person=person, since=START)
    with pytest.raises(Refusal) as refused:
        actions.add_seat(actor=office, group=group, slot="member", person="赵三", since=LATER)
    assert refused.value.faults[0].code == "seat_taken"


def test_it_shows_from_which_body_a_member_is_recused(
    world: World, office: Any, group: LeadingGroup, signed_in: Callable[[str, str], Client]
) -> None:
    client = signed_in("evaluation_office", "P")
    form = {
        "slot": "member",
        "person": "赵三",
        "duty": "支队长",
        "represents": world.body("A").pk,
        "since": "2025-01-01",
    }
    assert client.post(f"/bodies/groups/{group.pk}/seats/new/", form).status_code == 303
    assert Seat.objects.get().represents == world.body("A")
    html = client.get(f"/bodies/{world.body('P').pk}/").content.decode()
    assert "赵三" in html
    assert "对其回避的机构" in html


def test_closing_a_group_ends_its_seats(office: Any, group: LeadingGroup) -> None:
    seat = actions.add_seat(actor=office, group=group, slot="leader", person="王一", since=START)
    actions.close_group(actor=office, group=group, until=LATER, reason="撤销文件")
    seat.refresh_from_db()
    assert seat.until == LATER


def test_only_the_office_above_keeps_them(world: World, group: LeadingGroup) -> None:
    for person in (world.person("evaluation_office", "A"), world.person("system_administrator", "P")):
        with pytest.raises(policy.Denied):
            actions.add_seat(actor=person, group=group, slot="leader", person="王一", since=START)
