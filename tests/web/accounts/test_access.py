"""Who may open the pages of accounts; and that the table keeps administrators out of the evaluation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from adapters.web_world import World
from zhiheng_web.lib import policy
from zhiheng_web.lib.policy import ADMINISTRATORS, Role

SignedIn = Callable[[str, str], Client]
#: Apps whose deeds keep the system and evaluate nothing.
KEEPING = {"accounts", "bodies", "audit", "lib", "inbox", "jobs", "demonstration"}


def test_no_deed_outside_of_keeping_is_granted_to_an_administrator() -> None:
    granted = {deed.key for deed in policy.every_deed() if ADMINISTRATORS & set(deed.grants)}
    assert granted, "the table is loaded"
    assert {key for key in granted if key.partition(".")[0] not in KEEPING} == set()


def test_the_three_administrators_share_no_deed_that_writes() -> None:
    for deed in policy.every_deed():
        if ".read_" not in deed.key:
            assert len(ADMINISTRATORS & set(deed.grants)) <= 1, deed.key


@pytest.mark.parametrize("role", [role.value for role in Role])
@pytest.mark.parametrize(
    ("page", "who"),
    [
        ("", ADMINISTRATORS),
        ("new/", {Role.system_administrator}),
        ("{}/", ADMINISTRATORS),
        ("{}/edit/", {Role.system_administrator}),
        ("{}/deactivate/", {Role.system_administrator}),
        ("{}/activate/", {Role.system_administrator}),
        ("{}/unlock/", {Role.security_administrator}),
        ("{}/reset-password/", {Role.security_administrator}),
        ("{}/remove-second-factor/", {Role.security_administrator}),
        ("policy/", set(Role)),
        ("me/", set(Role)),
    ],
)
def test_it_opens_to_these_roles_only(world: World, signed_in: SignedIn, role: str, page: str, who: set[Role]) -> None:
    head = world.person("unit_head", "A1")
    status = signed_in(role, "P").get(f"/accounts/{page.format(head.pk)}").status_code
    assert status == (200 if Role(role) in who else 403)


def test_it_sends_strangers_to_the_sign_in_page_and_back(client: Client, db: None) -> None:
    page = client.get("/accounts/?q=李")
    assert page.status_code == 302
    assert page.headers["Location"].startswith("/accounts/login/?next=/accounts/")


def test_the_help_page_says_what_the_table_says(signed_in: SignedIn) -> None:
    html = signed_in("unit_head", "A").get("/accounts/policy/").content.decode()
    told = [deed for deed in policy.every_deed() if deed.grants or deed.signed_in or deed.open_to_all]
    assert len(told) > 20
    for deed in told:
        assert deed.text.zh in html, deed.key
    assert "账号锁定" not in html, "an event is no deed"
