"""The door: passwords, failures that close it, expiry, the first password, idleness, and what the trail says of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client, override_settings

from adapters.web_world import World
from zhiheng_web.accounts.models import Account, SignIn
from zhiheng_web.audit import acts
from zhiheng_web.audit.models import Line
from zhiheng_web.conf import settings as real

PASSWORD = "correct horse battery"
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_memory_of_earlier_requests() -> None:
    cache.clear()


@pytest.fixture
def head(world: World) -> Account:
    return world.person("unit_head", "A")


def sign_in(client: Client, account: Account, password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": account.name, "password": password})


def change(account: Account, **values: Any) -> None:
    with acts.act(None, "tests.change_account"):
        for name, value in values.items():
            setattr(account, name, value)
        account.save()


def last_deed() -> str:
    return str(Line.objects.latest("sequence").deed)


def test_it_signs_in_and_out_and_the_trail_tells_both(client: Client, head: Account) -> None:
    assert sign_in(client, head).status_code == 302
    line = Line.objects.latest("sequence")
    assert (line.deed, line.actor_id) == ("accounts.sign_in", head.pk)
    assert SignIn.objects.get(account=head).ended_at is None
    client.post("/accounts/logout/")
    assert last_deed() == "accounts.sign_out"
    assert SignIn.objects.get(account=head).ended_at is not None
    assert client.get("/accounts/me/").status_code == 302


def test_it_gives_a_new_session_at_sign_in(client: Client, head: Account) -> None:
    client.get("/accounts/login/")
    session = client.session
    session["before"] = True
    session.save()
    client.cookies["sessionid"] = str(session.session_key)
    sign_in(client, head)
    assert client.cookies["sessionid"].value != session.session_key


def test_it_tells_a_failure_without_the_password_or_an_unknown_name(client: Client, head: Account) -> None:
    assert sign_in(client, head, "hunter2hunter2").status_code == 200
    line = Line.objects.latest("sequence")
    assert (line.deed, line.actor_id) == ("accounts.fail_sign_in", None)
    assert line.changes[0]["id"] == str(head.pk)
    client.post("/accounts/login/", {"login": "my-secret-typed-here", "password": "x"})
    line = Line.objects.latest("sequence")
    assert line.changes[0]["id"] == "unknown"
    assert "secret" not in str(line.content())
    assert "hunter2" not in str([one.content() for one in Line.objects.all()])


def test_it_closes_after_five_failures_even_for_the_right_password(client: Client, head: Account) -> None:
    for _ in range(4):
        assert sign_in(client, head, "wrong").status_code == 200
    page = sign_in(client, head, "wrong")
    assert page.status_code == 429
    assert last_deed() == "accounts.lock_account"
    assert sign_in(client, head).status_code == 429
    assert not SignIn.objects.exists()


def test_it_says_when_the_door_opens_and_opens_then(client: Client, head: Account) -> None:
    with time_machine.travel(NOON, tick=False):
        for _ in range(5):
            page = sign_in(client, head, "wrong")
        # 12:00 in Beijing and a quarter of an hour
        assert "2026年11月23日 12:15" in page.content.decode()
        assert "安全管理员" in page.content.decode()
    with time_machine.travel(NOON + timedelta(minutes=14), tick=False):
        page = sign_in(client, head)
        assert page.status_code == 429
        assert "12:15" in page.content.decode(), "trying at the closed door must not keep it closed"
    with time_machine.travel(NOON + timedelta(minutes=16), tick=False):
        assert sign_in(client, head).status_code == 302


def test_it_closes_the_door_of_that_account_only(client: Client, world: World, head: Account) -> None:
    for _ in range(5):
        sign_in(client, head, "wrong")
    assert sign_in(client, world.person("unit_head", "B")).status_code == 302


@pytest.mark.parametrize("shut", [{"is_active": False}, {"valid_until": date(2026, 1, 1)}])
def test_it_turns_away_accounts_that_are_no_longer_valid(client: Client, head: Account, shut: dict[str, Any]) -> None:
    change(head, **shut)
    page = sign_in(client, head)
    assert page.status_code == 200 or page.headers["Location"] == "/accounts/inactive/"
    assert not SignIn.objects.exists()
    assert client.get("/accounts/me/").status_code == 302


def test_it_lets_an_account_in_on_its_last_day_and_not_beyond(client: Client, head: Account) -> None:
    # 23:50 in Beijing on the last day; a quarter of an hour later it is over.
    with time_machine.travel(datetime(2026, 11, 23, 15, 50, tzinfo=UTC), tick=False) as clock:
        change(head, valid_until=date(2026, 11, 23))
        assert sign_in(client, head).status_code == 302
        clock.shift(timedelta(minutes=15))
        page = client.get("/accounts/me/")
        assert (page.status_code, page.headers["Location"]) == (303, "/accounts/login/")
    assert last_deed() == "accounts.shut_out"


def test_it_signs_out_who_is_deactivated_meanwhile(client: Client, head: Account) -> None:
    sign_in(client, head)
    assert client.get("/accounts/me/").status_code == 200
    change(head, is_active=False)
    assert client.get("/accounts/me/").status_code == 302


def test_it_signs_out_after_half_an_hour_without_a_sign(client: Client, head: Account) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(client, head)
        clock.shift(timedelta(minutes=29))
        assert client.get("/accounts/me/").status_code == 200
        clock.shift(timedelta(minutes=29))
        assert client.get("/accounts/me/").status_code == 200, "being there keeps the session"
        clock.shift(timedelta(minutes=31))
        assert client.get("/accounts/me/").headers["Location"] == "/accounts/login/"
    assert last_deed() == "accounts.idle_out"
    assert SignIn.objects.get(account=head).ended_at is not None


def test_it_asks_for_an_own_password_before_anything_else(client: Client, head: Account) -> None:
    change(head, must_change_password=True)
    sign_in(client, head)
    page = client.get("/accounts/me/")
    assert (page.status_code, page.headers["Location"]) == (303, "/accounts/password/change/")
    assert client.get("/accounts/password/change/").status_code == 200
    new = {"oldpassword": PASSWORD, "password1": "Kaoping-2026-heng", "password2": "Kaoping-2026-heng"}
    assert client.post("/accounts/password/change/", new).status_code == 302
    assert last_deed() == "accounts.change_password"
    assert client.get("/accounts/me/").status_code == 200
    head.refresh_from_db()
    assert not head.must_change_password
    assert head.check_password("Kaoping-2026-heng")


def test_it_asks_again_when_a_password_is_old(client: Client, head: Account) -> None:
    with time_machine.travel(NOON, tick=False):
        change(head, password_changed_at=NOON - timedelta(days=181))
        sign_in(client, head)
        assert client.get("/accounts/me/").headers["Location"] == "/accounts/password/change/"


@pytest.mark.parametrize("password", [PASSWORD, "short-A1", "onlysmallletters", "unit_head.A", "123456789012345"])
def test_it_refuses_weak_passwords_and_the_present_one(client: Client, head: Account, password: str) -> None:
    sign_in(client, head)
    new = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post("/accounts/password/change/", new).status_code == 200
    head.refresh_from_db()
    assert head.check_password(PASSWORD)


def test_it_hashes_with_argon2(head: Account) -> None:

    with override_settings(PASSWORD_HASHERS=real.PASSWORD_HASHERS):
        head.set_password("Kaoping-2026-heng")
        assert head.password.startswith("argon2$argon2id$")


def test_it_keeps_no_hash_in_the_trail(client: Client, head: Account) -> None:
    change(head, display_name="另名")
    head.set_password("Kaoping-2026-heng")
    change(head)
    told = str([line.changes for line in Line.objects.all()])
    assert "md5$" not in told
    assert head.password not in told


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "password/reset/", "password/set/", "confirm-email/", "3rdparty/"]
)
def test_it_has_no_pages_that_are_not_used(client: Client, head: Account, path: str) -> None:
    sign_in(client, head)
    assert client.get(f"/accounts/{path}").status_code == 404


def test_it_says_in_our_words_that_somebody_is_too_quick(client: Client, head: Account) -> None:
    sign_in(client, head)
    for _ in range(6):
        page = client.post("/accounts/password/change/", {"oldpassword": "x"})
    assert page.status_code == 429
    assert "操作太频繁" in page.content.decode()
