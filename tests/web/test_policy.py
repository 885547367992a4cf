"""Every address and every operation, for every role, at the own body, one beneath, one beside and a foreign one.

What may be is worked out here from the table's entries alone, by hand: own body A, beneath it A1, beside it B, and Q1
of another province. Every answer must agree with it. What the body above decides about a body is a matter of that one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from copy import deepcopy
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from adapters import web_objects
from adapters.web_objects import arguments
from adapters.web_world import make_world
from zhiheng_web.conf import urls
from zhiheng_web.conf.rest import api
from zhiheng_web.lib import duties, policy
from zhiheng_web.lib.policy import Deed, Reach, Role

OWN, BENEATH, BESIDE, FOREIGN = "A", "A1", "B", "Q1"
CODES = (OWN, BENEATH, BESIDE, FOREIGN)
REACHED = {
    Reach.own: {OWN},
    Reach.below: {OWN, BENEATH},
    Reach.beneath: {BENEATH},
}
#: The body above each, which evaluates it.
ABOVE = {OWN: "P", BENEATH: OWN, BESIDE: "P", FOREIGN: "Q"}
#: Addresses that deny more than the table does, and why: nothing may stand here without a reason.
STRICTER = {
    "evaluations:field": "findings are entered on the spot by those of the body that inspects alone",
    **web_objects.STRICTER,
}
#: Addresses of something that several bodies may read (an issued document, a publication): its target names none of
#: them and the view asks for each. Here the body that made it, and nobody else, is one of them.
ASKED_INSIDE = frozenset(
    {
        "documents:issued_document",
        "documents:issued_word",
        "documents:issued_pdf",
        "documents:check_issued",
        "GET /api/v1/documents/issued/{document_id}",
        "POST /api/v1/documents/issued/{document_id}/check",
        "evaluations:publication",
        "evaluations:publication_bundle",
        "evaluations:publication_word",
        "evaluations:publication_pdf",
        "GET /api/v1/evaluations/publications/{publication_id}",
        "GET /api/v1/evaluations/publications/{publication_id}/bundle",
        "GET /api/v1/evaluations/publications/{publication_id}/report",
        *web_objects.ASKED_INSIDE,
        # A published month is read by all staff of the bureau, a draft by the bureau alone.
        "officers:month",
        "officers:month_files",
        "GET /api/v1/officers/months/{month_id}",
        "GET /api/v1/officers/months/{month_id}/lines",
        "GET /api/v1/officers/months/{month_id}/units",
        "GET /api/v1/officers/months/{month_id}/files",
    }
)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Address:
    """A page or an operation: how it is found, its deed, its target, the names in its address."""

    name: str
    view: Any
    names: tuple[str, ...]
    method: str = "GET"
    path: str = ""

    @property
    def deed(self) -> str:
        return str(getattr(self.view, "deed", ""))

    @property
    def app(self) -> str:
        return self.path.split("/")[3] if self.path else self.name.partition(":")[0]

    def url(self, given: dict[str, Any]) -> str:
        if not self.path:
            return reverse(self.name, kwargs=given)
        filled = self.path
        for name in self.names:
            filled = filled.replace(f"{{{name}}}", str(given[name]))
        return filled


def _pages() -> Iterator[Address]:
    yield from _walk(get_resolver().url_patterns, "")


def _walk(patterns: list[Any], namespace: str) -> Iterator[Address]:
    for one in patterns:
        if not isinstance(one, URLPattern):
            below = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _walk(one.url_patterns, below)
        elif not hasattr(one.callback, "__name__") or "view_wrapper" not in one.callback.__name__:
            yield Address(f"{namespace}{one.name}", one.callback, tuple(one.pattern.converters))


def _operations() -> Iterator[Address]:
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                full = "/api/v1" + "/".join(part for part in (router.prefix, path) if part).replace("//", "/")
                names = tuple(sorted(operation.signature.path_params_names))
                for method in operation.methods:
                    yield Address(f"{method} {full}", operation.view_func, names, method, full)


PAGES, OPERATIONS = list(_pages()), list(_operations())
#: The addresses in two lots: each has its own ground, so that two workers share the longest test of all.
LOTS = [
    pytest.param(one, id=one.name, marks=pytest.mark.xdist_group(f"policy-{number % 2}"))
    for number, one in enumerate([*PAGES, *OPERATIONS])
]
ROLES: tuple[Role | None, ...] = (None, *Role)


def test_it_finds_pages_and_operations() -> None:
    assert len(PAGES) > 20
    assert OPERATIONS


@pytest.mark.parametrize("address", [*PAGES, *OPERATIONS], ids=lambda one: one.name)
def test_it_names_a_deed_of_the_table_for(address: Address) -> None:
    assert address.deed in {deed.key for deed in policy.every_deed()}, (
        "every address names its deed: gates.does, api_does"
    )


def _is_granted(deed: Deed, role: Role | None, code: str | None) -> bool:
    if deed.open_to_all:
        return True
    if role is None:
        return False
    if deed.signed_in:
        return True
    reach = deed.grants.get(role)
    return reach is not None and (code is None or reach is Reach.everywhere or code in REACHED[reach])


def _asking(deed: Deed, code: str) -> Iterator[Role | None]:
    """Yield who asks at a body: all at the own and at the foreign one, whoever is granted it at all at the others.

    A role without a grant is turned away wherever it asks, before anything is looked for; two places show that.
    """
    for role in ROLES:
        if code in (OWN, FOREIGN) or deed.open_to_all or deed.signed_in or role in deed.grants:
            yield role


class Ground:
    """One world for all addresses: its objects are made once, and whatever a request does is taken back after it.

    Making a world anew for every address takes a quarter of an hour; this takes a minute or two.
    """

    def __init__(self) -> None:
        self.world = make_world()
        self._made: dict[tuple[Any, str], Any] = {}
        self._handler = Client().handler  # with the middleware of all requests, built once
        self._cookies: dict[Role, SimpleCookie] = {}

    def arguments(self, address: Address, code: str) -> dict[str, Any]:
        """Return the keyword arguments of an address for a body; each object is made when it is first asked for."""
        given = {}
        for name in address.names:
            key = (f"{address.app}:{name}", code)
            if key not in self._made:
                self._made[key] = arguments([name], self.world, code, address.app)[name]
            given[name] = self._made[key]
        return given

    def client(self, role: Role | None) -> Client:
        """Return the browser of a role at the own body as it was after signing in, of nobody for None."""
        client = Client()
        client.handler = self._handler
        if role is not None:
            if role not in self._cookies:
                client.force_login(self.world.person(role, OWN), backend=BACKEND)
                self._cookies[role] = client.cookies
            client.cookies = deepcopy(self._cookies[role])
        return client


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: Any) -> Iterator[Ground]:
    """Return the one ground; the database is as before when the last address has been asked."""
    # What waits for each person stands in every menu and is asked for anew after every deed; here it is no matter.
    waiting = duties._sources[:]
    duties._sources.clear()
    # Nor does the page that says no, half of all answers; others open it in a browser.
    refusing = urls.handler403
    urls.handler403 = _refuse
    with django_db_blocker.unblock(), transaction.atomic():
        made = Ground()
        for role in Role:
            made.client(role)
        yield made
        transaction.set_rollback(True)
    duties._sources.extend(waiting)
    urls.handler403 = refusing


def _refuse(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=403)


def _about(address: Address, given: dict[str, Any], code: str) -> str | None:
    """Return the body whose matter the address is: the one meant, or the one above it; None where it is nobody's."""
    if address.name in ASKED_INSIDE:
        return code
    target = getattr(address.view, "target", None)
    if target is None:
        return None
    try:
        body = target(**given).governing_body
    except Http404:
        return None
    assert body is None or body.code in (code, ABOVE[code]), f"{address.name} is taken for a matter of {body}"
    return None if body is None else str(body.code)


def _answer(client: Client, address: Address, url: str) -> str:
    """Return `granted`, `denied`, `sign in` or what was wrong; a page that takes no GET is asked by POST."""
    try:
        response = client.generic(address.method, url, content_type="application/json")
        if response.status_code == 405:
            response = client.post(url, {})
        if response.streaming:
            b"".join(response)  # read to its end, so that its file is closed
    except Passed:
        return "granted"
    except ImproperlyConfigured as wrong:
        return f"broken: {wrong}"
    status = response.status_code
    if status == 403:
        return "denied"
    leads_to = urlsplit(response.headers.get("Location", "")).path
    is_sent_away = status in (301, 302, 303) and leads_to == reverse("account_login") and "next=" in response.url
    if is_sent_away or (status == 401 and address.path):
        return "sign in"
    return "granted" if status < 500 else f"broken: {status}"


class Passed(Exception):
    """Raised behind the gate of an address that answers from its gate alone."""


@contextmanager
def _gate_alone(address: Address) -> Iterator[None]:
    """Let an address answer from its gate alone: what lies behind has been asked at this body already."""
    gate = address.view
    while gate.__code__.co_name != "guarded":  # another wrapper, such as require_POST, may stand around the gate
        gate = gate.__wrapped__
    cell = next(one for one in gate.__closure__ if one.cell_contents is gate.__wrapped__)
    behind = cell.cell_contents

    def passed(*args: Any, **kwargs: Any) -> None:
        raise Passed

    cell.cell_contents = passed
    try:
        yield
    finally:
        cell.cell_contents = behind


@pytest.mark.parametrize("address", LOTS)
def test_it_answers_as_the_table_says(address: Address, ground: Ground) -> None:
    deed = policy.deed_of(address.deed)
    wrong = []
    for code in CODES if address.names else (OWN,):
        given = ground.arguments(address, code)
        about = _about(address, given, code)
        # At the own body every role opens the whole page; elsewhere the first that may, and then the gate decides.
        was_opened = False
        for role in _asking(deed, code):
            expected = "granted" if _is_granted(deed, role, about) else "denied" if role else "sign in"
            is_known = code != OWN and was_opened and address.name not in {*STRICTER, *ASKED_INSIDE}
            was_opened |= expected == "granted"
            with transaction.atomic(), _gate_alone(address) if is_known else nullcontext():
                answered = _answer(ground.client(role), address, address.url(given))
                transaction.set_rollback(True)
            if answered != expected and not (address.name in STRICTER and answered == "denied"):
                wrong.append(f"{role or 'anonymous'} at {about}: {answered}, the table says {expected}")
    assert not wrong, "\n".join(["", *wrong])


# This one wants the database, so that there are tables at all where this file is run alone.
@pytest.mark.django_db
def test_it_keeps_no_exemption_that_nothing_needs() -> None:
    assert {*STRICTER, *ASKED_INSIDE} <= {address.name for address in (*PAGES, *OPERATIONS)}
