"""The first start: no account by default; one address with a token makes the first one, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from zhiheng.api import Refusal
from zhiheng_web.accounts import actions, first_run
from zhiheng_web.accounts.models import Account
from zhiheng_web.audit.models import Line
from zhiheng_web.bodies.models import Post

FORM = {
    "body_name": "甲省住房和城乡建设厅",
    "body_code": "P",
    "name": "sysadmin",
    "display_name": "王一",
    "password": "Kaoping-2026-heng",
    "password_again": "Kaoping-2026-heng",
}


@pytest.fixture
def home(tmp_path: Path, settings: Any, db: None) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def test_it_has_no_account_by_default(home: Path) -> None:
    assert not Account.objects.exists()
    assert first_run.is_first_run()


def test_it_gives_one_address_and_keeps_the_token_from_others(home: Path) -> None:
    address = first_run.setup_address()
    assert address is not None
    assert address == first_run.setup_address(), "a second start prints the same address"
    assert (home / "first-run-token").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("token", ["", "?token=", "?token=guess"])
def test_it_opens_to_nobody_without_the_token(client: Client, home: Path, token: str) -> None:
    first_run.make_token()
    assert client.get(f"/accounts/first/{token}").status_code == 404
    assert client.post("/accounts/first/", {**FORM, "token": "guess"}).status_code == 404
    assert not Account.objects.exists()


def test_it_makes_the_system_administrator_once(client: Client, home: Path) -> None:
    address = first_run.setup_address() or ""
    assert client.get(address).status_code == 200
    form = {**FORM, "token": first_run.make_token()}
    assert client.post("/accounts/first/", form).status_code == 303
    account = Account.objects.get()
    assert [(post.role, post.body.code) for post in Post.objects.all()] == [("system_administrator", "P")]
    assert not account.must_change_password, "its owner has chosen it"
    assert Line.objects.latest("sequence").deed == "accounts.create_first_account"
    assert not (home / "first-run-token").exists()
    assert first_run.setup_address() is None
    assert client.post("/accounts/first/", {**form, "name": "another"}).status_code == 404
    assert Account.objects.count() == 1


def test_it_refuses_a_second_first_account(home: Path) -> None:
    values = {name: FORM[name] for name in ("body_name", "body_code", "name", "display_name", "password")}
    actions.create_first_administrator(**values)
    with pytest.raises(Refusal, match="accounts already"):
        actions.create_first_administrator(**{**values, "name": "another"})
    assert Account.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"password_again": "other"}, {"password": "weak", "password_again": "weak"}])
def test_it_refuses_a_weak_or_mistyped_password(client: Client, home: Path, wrong: dict[str, str]) -> None:
    form = {**FORM, "token": first_run.make_token(), **wrong}
    assert client.post("/accounts/first/", form).status_code == 422
    assert not Account.objects.exists()
