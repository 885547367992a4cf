"""Who may open the pages of bodies: own, child, sibling and foreign body, for each role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.bodies import actions
from zhiheng_web.bodies.models import Post, PostProposal
from zhiheng_web.lib.policy import ADMINISTRATORS, BUSINESS, Role

SignedIn = Callable[[str, str], Client]
SYSTEM, SECURITY = {Role.system_administrator}, {Role.security_administrator}


@pytest.mark.parametrize("role", sorted(BUSINESS))
@pytest.mark.parametrize(("code", "status"), [("A", 200), ("A1", 200), ("P", 403), ("B", 403), ("B1", 403), ("Q", 403)])
def test_business_reads_its_own_body_and_those_beneath(
    world: World, signed_in: SignedIn, role: Role, code: str, status: int
) -> None:
    assert signed_in(role, "A").get(f"/bodies/{world.body(code).pk}/").status_code == status


def test_the_tree_holds_what_is_in_reach_and_no_more(signed_in: SignedIn) -> None:
    html = signed_in("unit_head", "A").get("/bodies/").content.decode()
    assert "甲一市西县城市管理局" in html
    assert "甲二市城市管理局" not in html
    assert "甲省住房和城乡建设厅" not in html


@pytest.mark.parametrize("role", [role.value for role in Role])
@pytest.mark.parametrize(
    ("page", "who"),
    [
        ("new/", SYSTEM),
        ("{body}/edit/", SYSTEM),
        ("{body}/move/", SYSTEM),
        ("{body}/close/", SYSTEM),
        ("{body}/groups/new/", {Role.evaluation_office}),
        ("groups/{group}/seats/new/", {Role.evaluation_office}),
        ("groups/{group}/close/", {Role.evaluation_office}),
        ("seats/{seat}/end/", {Role.evaluation_office}),
        ("proposals/", ADMINISTRATORS),
        ("accounts/{account}/propose/", SYSTEM),
        ("posts/{post}/transfer/", SYSTEM),
        ("posts/{post}/end/", SECURITY),
        ("proposals/{proposal}/give/", SECURITY),
        ("proposals/{proposal}/decline/", SECURITY),
    ],
)
def test_it_opens_to_these_roles_only(world: World, signed_in: SignedIn, role: str, page: str, who: set[Role]) -> None:
    office, head = world.person("evaluation_office", "P"), world.person("unit_head", "A1")
    group = actions.create_group(actor=office, body=world.body("A"), name="小组", since=world.body("A").since)
    seat = actions.add_seat(actor=office, group=group, slot="leader", person="王一", since=group.since)
    with acts.act(None, "tests.propose"):
        proposal = PostProposal(
            account=head, body=world.body("A"), role="inspector", since=group.since, reason="x", proposed_by=office
        )
        proposal.save()
    names = {
        "body": world.body("A").pk,
        "group": group.pk,
        "seat": seat.pk,
        "account": head.pk,
        "post": Post.objects.get(account=head).pk,
        "proposal": proposal.pk,
    }
    status = signed_in(role, "P").get(f"/bodies/{page.format(**names)}").status_code
    assert status == (200 if Role(role) in who else 403)


@pytest.mark.parametrize(("code", "status"), [("A", 200), ("A1", 200), ("B", 403), ("P", 403), ("Q1", 403)])
def test_the_office_keeps_the_groups_of_its_reach(world: World, signed_in: SignedIn, code: str, status: int) -> None:
    client = signed_in("evaluation_office", "A")
    assert client.get(f"/bodies/{world.body(code).pk}/groups/new/").status_code == status


def test_it_shows_only_the_buttons_that_may_be_pressed(world: World, signed_in: SignedIn) -> None:
    own = f"/bodies/{world.body('A').pk}/"
    assert "/move/" in signed_in("system_administrator", "P").get(own).content.decode()
    html = signed_in("unit_head", "A").get(own).content.decode()
    for deed in ("/move/", "/edit/", "/close/", "/groups/new/", "/end/", "/transfer/"):
        assert deed not in html
