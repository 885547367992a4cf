"""A token reaches no further than its account and its scopes, and its secret is shown once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.test import Client, RequestFactory

from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit.models import Line
from zhiheng_web.bodies.models import Body
from zhiheng_web.conf.rest import api
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.rest import api_does
from zhiheng_web.tokens import actions
from zhiheng_web.tokens.models import Token

pytestmark = pytest.mark.both_databases
#: A token carries deeds of operations; they are known once the operations are loaded, as they are with the addresses.
assert api

READ, REVOKE = "tokens.read_tokens", "tokens.revoke_token"


def _make(world: World, *scopes: str, code: str = "A", days: int = 30) -> tuple[Token, str]:
    person = world.person("data_officer", code)
    until = clock.today() + timedelta(days=days)
    return actions.make_token(actor=person, name="上报程序", scopes=scopes, expires_on=until)


def _ask(secret: str, path: str = "/api/v1/tokens/", method: str = "GET") -> Any:
    return Client(headers={"Authorization": f"Bearer {secret}"}).generic(method, path)


def test_it_speaks_for_its_account(world: World) -> None:
    token, secret = _make(world, READ)
    answer = _ask(secret)
    assert answer.status_code == 200
    assert [one["id"] for one in answer.json()] == [token.pk]
    assert secret not in answer.content.decode()


def test_it_reaches_no_further_than_its_scopes(world: World) -> None:
    token, secret = _make(world, READ)
    answer = _ask(secret, f"/api/v1/tokens/{token.pk}/revoke", "POST")
    assert (answer.status_code, answer.json()["code"]) == (403, "out_of_scope")
    assert set(answer.json()) >= {"code", "message_zh", "message_en", "remedy_zh", "remedy_en"}


def test_it_touches_no_token_of_somebody_else(world: World) -> None:
    theirs, _ = _make(world, READ, code="B")
    _, secret = _make(world, READ, REVOKE)
    answer = _ask(secret, f"/api/v1/tokens/{theirs.pk}/revoke", "POST")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    theirs.refresh_from_db()
    assert theirs.revoked_at is None


@pytest.mark.parametrize("end", ["unknown", "expired", "revoked", "closed"])
def test_it_ends(world: World, end: str, time_machine: Any) -> None:
    token, secret = _make(world, READ, days=0)
    if end == "unknown":
        secret = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    elif end == "expired":
        time_machine.move_to(clock.now() + timedelta(days=1))
    elif end == "revoked":
        actions.revoke_token(actor=token.account, token=token)
    else:
        token.account.is_active = False
        token.account.save()
    answer = _ask(secret)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    # Whoever sends a token that is not valid is not let in by the session of a browser either.
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_it_leaves_a_line_at_the_first_use_of_a_day(world: World) -> None:
    _, secret = _make(world, READ)
    _ask(secret)
    _ask(secret)
    assert Line.objects.filter(deed="tokens.use_token").count() == 1


def test_it_carries_only_what_its_account_may_do(world: World) -> None:
    with pytest.raises(Refusal):
        _make(world, "audit.read_trail")
    with pytest.raises(Refusal):
        _make(world)
    with pytest.raises(Refusal):
        _make(world, READ, days=800)


def test_it_keeps_the_digest_of_a_secret_and_shows_neither_in_the_trail(world: World) -> None:
    token, secret = _make(world, READ)
    told = str(list(Line.objects.values_list("changes", flat=True)))
    assert secret not in told
    assert token.digest not in told


def test_it_shows_the_secret_once(signed_in: Callable[[str, str], Client]) -> None:
    client = signed_in("data_officer", "A")
    form = {"name": "上报", "scopes": [READ], "expires_on": clock.today().isoformat()}
    made = client.post("/tokens/new/", form)
    found = re.search(r"zh_[\w-]{40,}", made.content.decode())
    assert found is not None
    assert "no-store" in made.headers["Cache-Control"]
    assert found[0] not in client.get("/tokens/").content.decode()
    assert client.post("/tokens/new/", {**form, "scopes": []}).status_code == 422


def test_it_wants_a_csrf_token_of_a_browser(world: World, signed_in: Callable[[str, str], Client]) -> None:
    token, _ = _make(world, READ)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in("data_officer", "A").cookies
    answer = strict.post(f"/api/v1/tokens/{token.pk}/revoke")
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")


def test_it_guards_an_operation_by_the_body_of_its_object(world: World) -> None:
    policy.declare(
        policy.Deed("tests.see", policy.Text("看", "see"), policy.grant(["data_officer"], policy.Reach.below))
    )

    def find(body_id: int) -> Body:
        try:
            return Body.objects.get(pk=body_id)
        except Body.DoesNotExist:
            raise Http404 from None

    @api_does("tests.see", target=find)
    def see(request: Any, body: Body) -> str:
        return body.code

    request = RequestFactory().get("/")
    request.user = world.person("data_officer", "A")
    assert [see(request, body_id=world.body(code).pk) for code in ("A", "A1")] == ["A", "A1"]
    for code in ("B", "Q1", "P"):
        with pytest.raises(policy.Denied):
            see(request, body_id=world.body(code).pk)
    policy._deeds.pop("tests.see")


def test_it_describes_itself_after_sign_in(signed_in: Callable[[str, str], Client]) -> None:
    assert Client().get("/api/v1/openapi.json").status_code == 302
    client = signed_in("officer", "A")
    schema = client.get("/api/v1/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    operation = schema["paths"]["/api/v1/tokens/{token_id}/revoke"]["post"]
    assert operation["x-deed"] == REVOKE
    assert set(operation["responses"]) == {"200", "400", "401", "403", "404", "409", "422"}
    assert "tokens.revoke_token" in client.get("/api/v1/docs").content.decode()
