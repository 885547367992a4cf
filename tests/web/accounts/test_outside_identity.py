"""Sign-in through an identity provider (OIDC): only for accounts that exist, linked once, by the claimed name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from adapters.identity_provider import Provider, running
from adapters.web_world import World
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit import acts
from zhiheng_web.audit.models import Line


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    cache.clear()
    with running() as one:
        app = {
            "provider_id": "oidc",
            "name": "统一身份认证",
            "client_id": "zhiheng",
            "secret": "a secret",
            "settings": {"server_url": one.address},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        yield one


@pytest.fixture
def head(world: World) -> Account:
    return world.person("unit_head", "A")


def come_through(client: Client, provider: Provider, **claims: str) -> Any:
    """Go to the provider, be signed in there, come back."""
    provider.claims = claims
    leaving = client.post("/accounts/outside/oidc/login/")
    assert leaving.headers["Location"].startswith(f"{provider.address}/authorize")
    state = parse_qs(urlsplit(leaving.headers["Location"]).query)["state"][0]
    return client.get("/accounts/outside/oidc/login/callback/", {"code": "a code", "state": state})


def test_it_offers_the_provider_on_the_sign_in_page(client: Client, provider: Provider, world: World) -> None:
    html = client.get("/accounts/login/").content.decode()
    assert "用统一身份认证登录" in html
    assert 'action="/accounts/outside/oidc/login/' in html


def test_it_signs_in_the_account_of_the_claimed_name(client: Client, provider: Provider, head: Account) -> None:
    answer = come_through(client, provider, sub="17", preferred_username=head.name)
    assert answer.status_code == 302
    assert client.get("/accounts/me/").status_code == 200
    assert SocialAccount.objects.get(user=head).uid == "17"
    assert provider.asked[0]["client_secret"] == ["a secret"]
    deeds = [line.deed for line in Line.objects.order_by("-sequence")[:2]]
    assert deeds == ["accounts.sign_in", "accounts.link_outside_identity"]


def test_it_knows_the_person_again_by_number_not_by_name(client: Client, provider: Provider, head: Account) -> None:
    come_through(client, provider, sub="17", preferred_username=head.name)
    client.post("/accounts/logout/")
    come_through(client, provider, sub="17", preferred_username="renamed.there")
    assert client.get("/accounts/me/").status_code == 200


@pytest.mark.parametrize("claims", [{"sub": "18", "preferred_username": "nobody.here"}, {"sub": "18"}])
def test_it_opens_no_account_for_strangers(
    client: Client, provider: Provider, world: World, claims: dict[str, str]
) -> None:
    answer = come_through(client, provider, **claims)
    assert answer.status_code == 403
    assert "不能用这个身份登录" in answer.content.decode()
    assert not SocialAccount.objects.exists()
    assert Line.objects.latest("sequence").deed == "accounts.fail_sign_in"


def test_it_turns_away_a_second_identity_that_claims_the_name(
    client: Client, provider: Provider, head: Account
) -> None:
    come_through(client, provider, sub="17", preferred_username=head.name)
    other = Client()
    assert come_through(other, provider, sub="99", preferred_username=head.name).status_code == 403
    assert other.get("/accounts/me/").status_code == 302


def test_it_turns_away_deactivated_accounts(client: Client, provider: Provider, head: Account) -> None:
    come_through(client, provider, sub="17", preferred_username=head.name)
    with acts.act(None, "tests.deactivate"):
        head.is_active = False
        head.save()
    other = Client()
    come_through(other, provider, sub="17", preferred_username=head.name)
    assert other.get("/accounts/me/").status_code == 302


def test_it_asks_who_comes_that_way_for_no_password_change(client: Client, provider: Provider, head: Account) -> None:
    with acts.act(None, "tests.must_change"):
        head.must_change_password = True
        head.save()
    come_through(client, provider, sub="17", preferred_username=head.name)
    assert client.get("/accounts/me/").status_code == 200


def test_it_has_no_such_way_where_none_is_set(client: Client, world: World) -> None:
    assert client.post("/accounts/outside/oidc/login/").status_code == 404
