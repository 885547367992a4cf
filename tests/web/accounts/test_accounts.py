"""Accounts: made, found, changed, closed, unlocked; passwords shown once; own sign-ins ended."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client

from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.accounts import actions, doors
from zhiheng_web.accounts.models import Account, SignIn
from zhiheng_web.audit.models import Line
from zhiheng_web.lib import policy

SignedIn = Callable[[str, str], Client]
NEW = {"name": "li.er", "display_name": "李二", "officer_id": "O-7", "valid_until": "2027年6月30日"}


@pytest.fixture(autouse=True)
def no_memory_of_earlier_requests() -> None:
    cache.clear()


def test_it_shows_the_first_password_once(signed_in: SignedIn) -> None:
    client = signed_in("system_administrator", "P")
    page = client.post("/accounts/new/", NEW)
    assert page.headers["Cache-Control"] == "no-store"
    password = re.findall(r"<code>(\S{4}-\S{4}-\S{4}-\S{4})</code>", page.content.decode())[0]
    account = Account.objects.get(name="li.er")
    assert (account.valid_until, account.must_change_password) == (date(2027, 6, 30), True)
    assert account.check_password(password)
    assert password not in client.get(f"/accounts/{account.pk}/").content.decode()
    assert password not in str([line.changes for line in Line.objects.all()])


@pytest.mark.parametrize(
    "wrong", [{"name": "LI.ER"}, {"name": "a b c"}, {"name": "李二"}, {"display_name": ""}, {"valid_until": "soon"}]
)
def test_it_refuses_names_that_are_taken_or_cannot_be(signed_in: SignedIn, wrong: dict[str, str]) -> None:
    client = signed_in("system_administrator", "P")
    client.post("/accounts/new/", NEW)
    count = Account.objects.count()
    assert client.post("/accounts/new/", {**NEW, "name": "other", **wrong}).status_code == 422
    assert Account.objects.count() == count


def test_it_finds_by_any_part_of_account_name_or_number(signed_in: SignedIn) -> None:
    client = signed_in("system_administrator", "P")
    client.post("/accounts/new/", NEW)
    for typed in ("li.", "李", "O-7", "李 er"):
        assert "li.er" in client.get("/accounts/", {"q": typed}).content.decode(), typed
    assert "li.er" not in client.get("/accounts/", {"q": "王"}).content.decode()


def test_it_filters_by_post_and_state(world: World, signed_in: SignedIn) -> None:
    client = signed_in("system_administrator", "P")
    head = world.person("unit_head", "A")
    assert head.name in client.get("/accounts/", {"role": "unit_head"}).content.decode()
    assert head.name not in client.get("/accounts/", {"role": "inspector"}).content.decode()
    assert head.name not in client.get("/accounts/", {"state": "off"}).content.decode()


def test_it_lists_in_a_bounded_number_of_queries(
    world: World, signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in("system_administrator", "P")
    for code in ("A", "A1", "A2", "B", "B1", "Q1"):
        world.person("unit_head", code)
    client.get("/accounts/")
    with django_assert_max_num_queries(12):
        client.get("/accounts/")


def test_it_refuses_an_edit_that_somebody_else_overtook(world: World, signed_in: SignedIn) -> None:
    client, head = signed_in("system_administrator", "P"), world.person("unit_head", "A")
    form = {"display_name": "甲", "version": head.version}
    assert client.post(f"/accounts/{head.pk}/edit/", form).status_code == 303
    page = client.post(f"/accounts/{head.pk}/edit/", {**form, "display_name": "乙"})
    assert page.status_code == 422
    told = page.content.decode()
    assert "甲" in told
    assert "乙" in told
    assert Account.objects.get(pk=head.pk).display_name == "甲"


def test_it_deactivates_with_a_reason_and_ends_what_lasts(world: World, signed_in: SignedIn) -> None:
    head = world.person("unit_head", "A")
    inside = Client()
    inside.post("/accounts/login/", {"login": head.name, "password": "correct horse battery"})
    assert inside.get("/accounts/me/").status_code == 200
    client = signed_in("system_administrator", "P")
    assert client.post(f"/accounts/{head.pk}/deactivate/", {"reason": ""}).status_code == 422
    assert client.post(f"/accounts/{head.pk}/deactivate/", {"reason": "退休"}).status_code == 303
    assert inside.get("/accounts/me/").status_code == 302
    assert Line.objects.latest("sequence").reason == "退休"


@pytest.mark.parametrize("deed", ["deactivate", "reset-password", "unlock", "remove-second-factor"])
def test_it_refuses_an_administrators_right_over_the_own_account(world: World, signed_in: SignedIn, deed: str) -> None:
    role = "system_administrator" if deed == "deactivate" else "security_administrator"
    client, own = signed_in(role, "P"), world.person(role, "P")
    assert client.post(f"/accounts/{own.pk}/{deed}/", {"reason": "自己"}).status_code == 422
    assert Account.objects.get(pk=own.pk).is_active


def test_it_unlocks_by_the_security_administrator(world: World, signed_in: SignedIn) -> None:
    head = world.person("unit_head", "A")
    for _ in range(5):
        Client().post("/accounts/login/", {"login": head.name, "password": "wrong"})
    client = signed_in("security_administrator", "P")
    assert "已锁定" in client.get(f"/accounts/{head.pk}/").content.decode()
    client.post(f"/accounts/{head.pk}/unlock/", {"reason": "本人来过"})
    assert not AccessAttempt.objects.exists()
    assert doors.opens_again_at(head.name) is None
    answer = Client().post("/accounts/login/", {"login": head.name, "password": "correct horse battery"})
    assert answer.status_code == 302


def test_it_gives_a_new_password_that_must_be_changed(world: World, signed_in: SignedIn) -> None:
    head, client = world.person("unit_head", "A"), signed_in("security_administrator", "P")
    page = client.post(f"/accounts/{head.pk}/reset-password/", {"reason": "忘记"}).content.decode()
    password = re.findall(r"<code>(\S{4}-\S{4}-\S{4}-\S{4})</code>", page)[0]
    own = Client()
    assert own.post("/accounts/login/", {"login": head.name, "password": password}).status_code == 302
    assert own.get("/accounts/me/").headers["Location"] == "/accounts/password/change/"


def test_it_ends_one_of_the_own_sign_ins_and_nobody_elses(world: World) -> None:
    head, other = world.person("unit_head", "A"), world.person("unit_head", "B")
    here, there, foreign = Client(), Client(), Client()
    for client, account in ((here, head), (there, head), (foreign, other)):
        client.post("/accounts/login/", {"login": account.name, "password": "correct horse battery"})
    theirs = SignIn.objects.get(session_key=there.session.session_key)
    assert foreign.post(f"/accounts/sign-ins/{theirs.pk}/end/").status_code == 404
    assert here.post(f"/accounts/sign-ins/{theirs.pk}/end/").status_code == 303
    assert there.get("/accounts/me/").status_code == 302
    assert here.get("/accounts/me/").status_code == 200


def test_it_asks_the_policy_in_the_actions_too(world: World) -> None:
    head, other = world.person("unit_head", "A"), world.person("unit_head", "B")
    with pytest.raises(policy.Denied):
        actions.create_account(actor=head, name="x.y.z", display_name="某")
    with pytest.raises(policy.Denied):
        actions.reset_password(actor=world.person("system_administrator", "P"), account=other, reason="试")
    with pytest.raises(Refusal):
        actions.deactivate_account(
            actor=world.person("system_administrator", "P"),
            account=world.person("system_administrator", "P"),
            reason="试",
        )
