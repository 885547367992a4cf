"""Second factors: activated, asked for at sign-in, counted like passwords, required where the installation says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from adapters.web_world import World
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit.models import Line

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def no_memory_of_earlier_requests() -> None:
    cache.clear()


@pytest.fixture
def head(world: World) -> Account:
    return world.person("unit_head", "A")


@pytest.fixture
def required(settings: Any) -> Iterator[None]:
    settings.TWO_FACTORS = "required"
    return


def sign_in(client: Client, account: Account) -> Any:
    return client.post("/accounts/login/", {"login": account.name, "password": PASSWORD})


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def confirm(client: Client) -> None:
    """What changes the door wants the password once more."""
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302


def activate(client: Client) -> str:
    confirm(client)
    page = client.get("/accounts/2fa/totp/activate/")
    html = page.content.decode()
    assert 'src="data:image/svg+xml;base64,' in html
    secret = re.findall(r"<code>([A-Z2-7]{16,})</code>", html)[0]
    assert client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    return secret


@pytest.fixture
def secret(client: Client, head: Account, django_capture_on_commit_callbacks: Any) -> str:
    sign_in(client, head)
    with django_capture_on_commit_callbacks(execute=True):
        found = activate(client)
    client.post("/accounts/logout/")
    cache.clear()
    return found


def test_it_activates_and_gives_recovery_codes(client: Client, head: Account, secret: str) -> None:
    assert secret
    assert {one.type for one in Authenticator.objects.filter(user=head)} == {"totp", "recovery_codes"}
    assert "accounts.add_second_factor" in {line.deed for line in Line.objects.all()}


def test_it_asks_for_the_code_after_the_password(client: Client, head: Account, secret: str) -> None:
    page = sign_in(client, head)
    assert page.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/accounts/me/").status_code == 302, "the password alone opens nothing"
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).status_code == 302
    assert client.get("/accounts/me/").status_code == 200


def test_it_takes_a_recovery_code_once(client: Client, head: Account, secret: str) -> None:
    code = Authenticator.objects.get(user=head, type="recovery_codes").wrap().get_unused_codes()[0]
    sign_in(client, head)
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    client.post("/accounts/logout/")
    sign_in(client, head)
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200


def test_it_closes_the_door_after_five_wrong_codes(client: Client, head: Account, secret: str) -> None:
    sign_in(client, head)
    for _ in range(4):
        assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 429
    # The right code, and the right password on a new page, must wait as well.
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}).status_code == 429
    assert sign_in(Client(), head).status_code == 429
    assert Line.objects.filter(deed__in=("accounts.fail_sign_in", "accounts.lock_account")).count() >= 5


def test_it_requires_a_second_factor_of_everyone_where_asked(client: Client, head: Account, required: None) -> None:
    sign_in(client, head)
    page = client.get("/accounts/me/")
    assert (page.status_code, page.headers["Location"]) == (303, "/accounts/2fa/")
    assert client.get("/accounts/2fa/").status_code == 200
    activate(client)
    assert client.get("/accounts/me/").status_code == 200


def test_it_keeps_the_last_second_factor_where_required(
    client: Client, head: Account, secret: str, required: None
) -> None:
    sign_in(client, head)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    confirm(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=head, type="totp").exists()


def test_it_lets_its_owner_turn_it_off_where_optional(client: Client, head: Account, secret: str) -> None:
    sign_in(client, head)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    confirm(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=head).exists()
    assert "accounts.drop_second_factor" in {line.deed for line in Line.objects.all()}


def test_it_wants_the_password_again_before_it_changes_the_door(client: Client, head: Account) -> None:
    sign_in(client, head)
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.headers["Location"].startswith("/accounts/reauthenticate/")
    assert "请再验证一次" in client.get("/accounts/reauthenticate/").content.decode()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "path", ["", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "webauthn/", "webauthn/add/"]
)
def test_its_pages_are_ours_in_both_languages(client: Client, head: Account, secret: str, path: str, lang: str) -> None:
    sign_in(client, head)
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    confirm(client)
    html = client.get(f"/accounts/2fa/{path}?lang={lang}").content.decode()
    assert "｜执衡" in html if lang == "zh" else " | Zhiheng" in html
    assert "<style" not in html
    assert not re.search(r"<script(?![^>]*(src=|application/json))", html)
