"""What the tests of the web application share: the small world, and a browser's place in it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from adapters.web_world import World, make_world
from zhiheng_web.audit import guards
from zhiheng_web.cases import searching


@pytest.fixture(scope="session", autouse=True)
def _trail_can_be_emptied(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let tests that commit empty their tables afterwards: the guards of the trail refuse it to everyone else."""
    with django_db_blocker.unblock():
        # With --nomigrations nothing has put them up; where no test wants a database there are no tables at all.
        if "audit_line" in connection.introspection.table_names():
            guards.put_up(connection)
            searching.put_up(connection)
    # What the application has loaded stays for good: the collector need not look through it again and again.
    gc.collect()
    gc.freeze()
    operations = type(connection.ops)
    empty = operations.execute_sql_flush

    def empty_past_the_guards(self: Any, sql_list: list[str]) -> None:
        guards.take_down(self.connection)
        empty(self, sql_list)
        guards.put_up(self.connection)

    operations.execute_sql_flush = empty_past_the_guards
    yield
    operations.execute_sql_flush = empty


@pytest.fixture
def world(db: None) -> World:
    """Return the small world of bodies."""
    return make_world()


@pytest.fixture
def signed_in(world: World) -> Callable[[str, str], Client]:
    """Return a function that signs a role at a body in and gives its client."""

    def sign_in(role: str, code: str) -> Client:
        client = Client()
        client.force_login(world.person(role, code), backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
