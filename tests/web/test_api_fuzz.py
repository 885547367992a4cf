"""Every operation of the API with values made up after its description: no 5xx, no answer that it does not tell of.

Whoever may do the deed to an object of the small world asks; then nobody does. The same values come in every run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks

from adapters.web_objects import arguments
from adapters.web_world import World
from zhiheng_web.accounts.models import Account
from zhiheng_web.conf.rest import api
from zhiheng_web.conf.wsgi import application
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.policy import Role
from zhiheng_web.tokens.actions import make_token
from zhiheng_web.tokens.queries import scopes_for

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.ignored_auth,
]
EXAMPLES = 2
#: Objects are those of A; whoever asks holds a post there, or at P above it.
CODE, ABOVE = "A", "P"
#: Those of many deeds first.
ROLES = (Role.evaluation_office, Role.leader, Role.executive_deputy, Role.unit_head, *Role)


class Askers:
    """Who may do a deed, each with a token for all that they may."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._tokens: dict[int, str] = {}

    def token(self, deed: str, body: Any) -> str:
        """Return the token of somebody who may do a deed to something of a body."""
        for role in ROLES:
            for code in (CODE, ABOVE):
                person = self.world.person(role, code)
                if policy.may(person, deed, body):
                    return self._token_of(person)
        raise AssertionError(f"nobody may do {deed} to something of {body}")

    def _token_of(self, person: Account) -> str:
        if person.pk not in self._tokens:
            scopes = [deed.key for deed in scopes_for(person)]
            expires = clock.today() + timedelta(days=1)
            self._tokens[person.pk] = make_token(actor=person, name="试", scopes=scopes, expires_on=expires)[1]
        return self._tokens[person.pk]


def _views() -> dict[str, Any]:
    """Return what answers each operation, by method and path."""
    found = {}
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            full = "/api/v1" + "/".join(part for part in (router.prefix, path) if part).replace("//", "/")
            for operation in view.operations:
                for method in operation.methods:
                    found[f"{method} {full}"] = operation.view_func
    return found


def _schema() -> Any:
    schema = schemathesis.openapi.from_dict(deepcopy(api.get_openapi_schema()))
    schema.app = application
    return schema


def _operations(schema: Any) -> Iterator[Any]:
    for result in schema.get_all_operations():
        yield result.ok()


def _paths(operations: list[Any], world: World) -> dict[str, dict[str, Any]]:
    """Return the objects in the path of each operation, made before anything is asked; each once."""
    objects: dict[tuple[str, str], Any] = {}
    paths = {}
    for operation in operations:
        app = operation.path.split("/")[3]
        names = re.findall(r"\{(\w+)\}", operation.path)
        for name in names:
            if (app, name) not in objects:
                objects[app, name] = arguments([name], world, CODE, app)[name]
        paths[operation.label] = {name: objects[app, name] for name in names}
    return paths


def _headers(askers: Askers, view: Any, path: dict[str, Any]) -> dict[str, str]:
    """Return the token of somebody who may, nothing for what is open to all."""
    if policy.deed_of(view.deed).open_to_all:
        return {}
    body = view.target(**path).governing_body if view.target is not None else None
    return {"Authorization": f"Bearer {askers.token(view.deed, body)}"}


def _asked(operation: Any, mode: GenerationMode, path: dict[str, Any], headers: dict[str, str]) -> str:
    """Ask with made-up values; return what is wrong with the answers, nothing where nothing is."""

    @settings(
        max_examples=EXAMPLES if headers else 1,
        phases=[Phase.explicit, Phase.generate],
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode, path_parameters=path or None))
    def ask(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    try:
        ask()
    except (FailureGroup, AssertionError) as wrong:
        told = "; ".join(str(one).replace("\n", " ")[:400] for one in getattr(wrong, "exceptions", [wrong]))
        return f"{operation.label} ({mode.value}, {'signed in' if headers else 'nobody'}): {told}"
    except Unsatisfiable:
        # Where the path is given and nothing else is sent, there is nothing that could be wrong.
        assert mode is GenerationMode.NEGATIVE, operation.label
    return ""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_it_answers_made_up_values_as_it_is_described(world: World) -> None:
    askers, views, wrong = Askers(world), _views(), []
    operations = list(_operations(_schema()))
    assert len(operations) == len(views) > 100
    paths = _paths(operations, world)
    # All is found before anything is asked: what is asked may end a proposal, or give a draft up.
    headers = {one.label: _headers(askers, views[one.label], paths[one.label]) for one in operations}
    for one in operations:
        told, path = headers[one.label], paths[one.label]
        wrong.append(_asked(one, GenerationMode.POSITIVE, path, told))
        wrong.append(_asked(one, GenerationMode.NEGATIVE, path, told))
        wrong.append(_asked(one, GenerationMode.POSITIVE, path, {}))
    found = [one for one in wrong if one]
    assert not found, "\n\n".join(["", *found])
