"""Posts: proposed by one, given by another; administrators exclude each other; transfers; the last one stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.bodies import actions, queries
from zhiheng_web.bodies.models import Body, Post, PostProposal, Transfer
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.duties import duties_of
from zhiheng_web.lib.policy import Role

SignedIn = Callable[[str, str], Client]
START = date(2026, 1, 1)


@pytest.fixture
def keeper(world: World) -> Any:
    return world.person("system_administrator", "P")


@pytest.fixture
def guard(world: World) -> Any:
    return world.person("security_administrator", "P")


def new_account(name: str) -> Account:
    with acts.act(None, "tests.make_account"):
        account = Account(name=name, display_name=name)
        account.save()
    return account


def propose(keeper: Any, account: Account, body: Body, role: str = "unit_head") -> PostProposal:
    return actions.propose_post(actor=keeper, account=account, body=body, role=role, since=START, reason="任命文件")


def code_of(refused: Any) -> str:
    return str(refused.value.faults[0].code)


def test_a_proposed_post_gives_no_rights_until_it_is_given(world: World, keeper: Any, guard: Any) -> None:
    account = new_account("li.er")
    proposal = propose(keeper, account, world.body("A"))
    assert not policy.may(Account.objects.get(pk=account.pk), "bodies.read_body", world.body("A"))
    post = actions.give_post(actor=guard, proposal=proposal, reason="属实")
    assert (post.role, post.since) == ("unit_head", START)
    assert policy.may(Account.objects.get(pk=account.pk), "bodies.read_body", world.body("A"))


def test_a_declined_post_never_holds(world: World, keeper: Any, guard: Any) -> None:
    proposal = propose(keeper, new_account("li.er"), world.body("A"))
    actions.decline_post(actor=guard, proposal=proposal, reason="无文件")
    with pytest.raises(Refusal) as refused:
        actions.give_post(actor=guard, proposal=proposal)
    assert code_of(refused) == "decided_already"
    assert not Post.objects.filter(account__name="li.er").exists()


def test_nobody_proposes_or_gives_posts_to_themselves(world: World, keeper: Any, guard: Any) -> None:
    with pytest.raises(Refusal) as refused:
        propose(keeper, keeper, world.body("A"))
    assert code_of(refused) == "about_oneself"
    proposal = propose(keeper, guard, world.body("Q"), "security_administrator")
    with pytest.raises(Refusal) as refused:
        actions.give_post(actor=guard, proposal=proposal)
    assert code_of(refused) == "about_oneself"


_PAIRS = [
    (held, wanted)
    for held in sorted(policy.ADMINISTRATORS)
    for wanted in ("unit_head", *sorted(policy.ADMINISTRATORS))
    if held != wanted
]


@pytest.mark.parametrize(("held", "wanted"), _PAIRS)
def test_administrators_exclude_each_other_and_business(world: World, keeper: Any, held: Role, wanted: str) -> None:
    person = world.person(held, "Q")
    with pytest.raises(Refusal) as refused:
        propose(keeper, person, world.body("A"), wanted)
    assert code_of(refused) == "roles_exclude"
    assert "三员分立" in refused.value.of("zh")


def test_a_business_person_becomes_no_administrator_at_the_same_time(world: World, keeper: Any, guard: Any) -> None:
    head = world.person("unit_head", "A")
    with pytest.raises(Refusal) as refused:
        propose(keeper, head, world.body("P"), "audit_administrator")
    assert code_of(refused) == "roles_exclude"
    actions.end_post(actor=guard, post=Post.objects.get(account=head), until=START, reason="转岗")
    assert propose(keeper, head, world.body("P"), "audit_administrator").pk


def test_two_open_proposals_see_each_other(world: World, keeper: Any, guard: Any) -> None:
    account = new_account("li.er")
    assert guard.pk
    propose(keeper, account, world.body("A"))
    with pytest.raises(Refusal) as refused:
        propose(keeper, account, world.body("P"), "audit_administrator")
    assert code_of(refused) == "roles_exclude"


def test_the_first_security_administrator_needs_nobody_to_give_it(world: World, keeper: Any) -> None:
    assert queries.missing_administrators() == [Role.security_administrator, Role.audit_administrator]
    first = new_account("sec.one")
    propose(keeper, first, world.body("P"), "security_administrator")
    assert Post.objects.get(account=first).role == "security_administrator"
    # From now on another one, and the audit administrator, wait for the first.
    propose(keeper, new_account("sec.two"), world.body("P"), "security_administrator")
    propose(keeper, new_account("aud.one"), world.body("P"), "audit_administrator")
    assert Post.objects.filter(account__name__in=("sec.two", "aud.one")).count() == 0


def test_a_deactivated_security_administrator_opens_no_way_to_a_new_first(
    world: World, keeper: Any, guard: Any
) -> None:
    with acts.act(None, "tests.deactivate"):
        guard.is_active = False
        guard.save()
    propose(keeper, new_account("sec.two"), world.body("P"), "security_administrator")
    assert not Post.objects.filter(account__name="sec.two").exists()


def test_a_transfer_ends_one_post_and_begins_another(world: World, keeper: Any, guard: Any) -> None:
    head = world.person("unit_head", "A")
    old, day = Post.objects.get(account=head), clock.today()
    proposal = actions.propose_transfer(
        actor=keeper, post=old, body=world.body("B"), role="unit_head", on=day, reason="调任文件"
    )
    old.refresh_from_db()
    assert old.until is None, "nothing happens before it is given"
    actions.give_post(actor=guard, proposal=proposal)
    old.refresh_from_db()
    new = Post.objects.get(account=head, body=world.body("B"))
    assert (old.until, new.since) == (day, day)
    assert not old.is_held_on(day)
    assert old.is_held_on(day - timedelta(days=1))
    transfer = Transfer.objects.get()
    assert (transfer.account, transfer.from_body, transfer.to_body) == (head, world.body("A"), world.body("B"))


def test_the_only_system_administrator_stays(world: World, keeper: Any, guard: Any) -> None:
    post = Post.objects.get(account=keeper)
    with pytest.raises(Refusal) as refused:
        actions.end_post(actor=guard, post=post, until=START, reason="试")
    assert code_of(refused) == "last_administrator"
    world.person("system_administrator", "Q")
    actions.end_post(actor=guard, post=post, until=START, reason="已有接任")
    post.refresh_from_db()
    assert post.until == START


def test_a_security_administrator_does_not_end_the_own_post(guard: Any) -> None:
    with pytest.raises(Refusal) as refused:
        actions.end_post(actor=guard, post=Post.objects.get(account=guard), until=START, reason="试")
    assert code_of(refused) == "about_oneself"


def test_it_waits_among_the_duties_of_the_security_administrator(world: World, keeper: Any, guard: Any) -> None:
    propose(keeper, new_account("li.er"), world.body("A"))
    (duty,) = duties_of(guard)
    assert duty.state == "review"
    assert "li.er" in duty.what.zh
    assert [one.key for one in duties_of(keeper)] == ["bodies.propose_post:audit_administrator"]


def test_the_whole_way_by_the_pages(world: World, signed_in: SignedIn) -> None:
    keeper, guard = signed_in("system_administrator", "P"), signed_in("security_administrator", "P")
    account = new_account("li.er")
    form = {"body": world.body("A").pk, "role": "unit_head", "since": "2026-01-01", "reason": "任命文件"}
    assert keeper.post(f"/bodies/accounts/{account.pk}/propose/", form).status_code == 303
    proposal = PostProposal.objects.get()
    assert keeper.get(f"/bodies/proposals/{proposal.pk}/give/").status_code == 403
    assert "li.er" in guard.get("/bodies/proposals/").content.decode()
    assert guard.post(f"/bodies/proposals/{proposal.pk}/decline/", {"reason": ""}).status_code == 422
    assert guard.post(f"/bodies/proposals/{proposal.pk}/give/", {"reason": ""}).status_code == 303
    html = guard.get(f"/bodies/{world.body('A').pk}/").content.decode()
    assert "li.er" in html
    post = Post.objects.get(account=account)
    end = {"until": clock.today().isoformat(), "reason": "免职文件"}
    assert guard.post(f"/bodies/posts/{post.pk}/end/", end).status_code == 303
    assert "不在任" in guard.get(f"/bodies/{world.body('A').pk}/").content.decode()
