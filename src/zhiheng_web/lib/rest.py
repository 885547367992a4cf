"""The door for programs (`/api/v1`): the gate before every operation, the shape of problems, the types of values.

It knows no operation: each app brings its own in `api.py`, and `conf.rest` puts them together.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import wraps
from typing import Annotated, Any, get_type_hints

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer, SessionAuth
from pydantic import BeforeValidator, Field, PlainSerializer, TypeAdapter, ValidationError, WithJsonSchema

from zhiheng_web.lib import policy
from zhiheng_web.lib.words import Text

_DECIMAL = r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"


def _exact(value: Any) -> Any:
    """Take points as a decimal string alone: a JSON number may have lost digits on its way."""
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str):
        raise ValueError('points are a decimal string, such as "96.5"')
    return value


def _shortest(value: Decimal) -> str:
    return format(value.normalize() if value else Decimal(0), "f")


#: Points, rates, money: a decimal string in shortest form, never a JSON number.
Points = Annotated[
    Decimal,
    BeforeValidator(_exact),
    Field(max_digits=18, decimal_places=6),
    PlainSerializer(_shortest, return_type=str),
    WithJsonSchema({"type": "string", "pattern": _DECIMAL, "examples": ["96.5"]}),
]
#: The number of an object in the database.
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Cause(Schema):
    """One reason of a problem: where, what was found, how to mend it."""

    code: str
    place_zh: str
    place_en: str
    message_zh: str
    message_en: str
    remedy_zh: str
    remedy_en: str
    found: str = ""


class Problem(Schema):
    """What every answer but a success looks like. `causes` lists each reason where there are several."""

    code: str
    message_zh: str
    message_en: str
    remedy_zh: str
    remedy_en: str
    causes: list[Cause] = Field(default_factory=list)


def problem(code: str, message: Text, remedy: Text, causes: list[Cause] | None = None) -> Problem:
    """Return a problem in both languages."""
    return Problem(
        code=code,
        message_zh=message.zh,
        message_en=message.en,
        remedy_zh=remedy.zh,
        remedy_en=remedy.en,
        causes=causes or [],
    )


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who a token speaks for, and the deeds that it is limited to."""

    account: Any
    scopes: frozenset[str]


_deeds: set[str] = set()


def deeds_of_operations() -> frozenset[str]:
    """Return the keys of the deeds that operations are marked with: what a token can carry."""
    return frozenset(_deeds)


class OutOfScope(Exception):
    """Raised where a token does not carry the deed, whatever its account may do."""

    def __init__(self, deed: str) -> None:
        self.deed = deed
        super().__init__(deed)


_find_bearer: Callable[[str], Bearer | None] | None = None


def read_tokens_with(find: Callable[[str], Bearer | None]) -> None:
    """Say what finds the bearer of a secret; `tokens` fills it when the app is ready."""
    global _find_bearer
    _find_bearer = find


#: Finds what an operation is about by the path of the request, and asks the policy for it.
Finder = Callable[[HttpRequest], Any]


class ByToken(HttpBearer):
    """A token in the header `Authorization: Bearer …`; one that is not valid is refused, whoever is signed in."""

    def __init__(self, deed: str = "", find: Finder | None = None) -> None:
        self.deed, self.find = deed, find
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the bearer, who is the user of the request from here on.

        Raises AuthenticationError, OutOfScope, and Denied where the role may not at all: before anything is read.
        """
        found = _find_bearer(token) if _find_bearer else None
        if found is None:
            raise AuthenticationError
        request.user = found.account
        if self.deed:
            if self.deed not in found.scopes:
                raise OutOfScope(self.deed)
            policy.demand(found.account, self.deed)
            if self.find is not None:
                self.find(request)
        return found


class BySession(SessionAuth):
    """The session of a browser; what changes something needs its CSRF token as well."""

    def __init__(self, deed: str = "", find: Finder | None = None) -> None:
        self.deed, self.find = deed, find
        super().__init__()

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Return the account that is signed in, None where nobody is. Raises Denied where the role may not at all."""
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return None
        if self.deed:
            policy.demand(user, self.deed)
            if self.find is not None:
                self.find(request)
        return user


def api_does(
    deed: str, target: Callable[..., Any] | None = None, demand: Callable[[Any, Any], None] | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark an operation with its deed and guard it; stands below the router's decorator.

    As with `gates.does`, `target` takes the parameters of the path and what it returns comes to the operation as its
    second argument, once the policy has let it pass. `demand(person, thing)` raises Denied where a thing of several
    bodies asks more. Further parameters of the operation are its own.
    """

    def guard(operation: Callable[..., Any]) -> Callable[..., Any]:
        entry = policy.deed_of(deed)
        _deeds.add(deed)
        own, of_target = _signature(operation), _signature(target) if target else {}
        kept = list(own.values())[: 1 if target is None else 2]

        def place(request: HttpRequest, named: dict[str, Any]) -> Any:
            assert target is not None
            thing = target(**named)
            policy.demand(request.user, deed, thing.governing_body)
            if demand is not None:
                demand(request.user, thing)
            return thing

        @wraps(operation)
        def guarded(request: HttpRequest, **kwargs: Any) -> Any:
            policy.demand(request.user, deed)
            if target is None:
                return operation(request, **kwargs)
            named = {name: kwargs.pop(name) for name in of_target}
            thing = request.__dict__.pop(_FOUND, None) or place(request, named)
            return operation(request, thing, **kwargs)

        wanted = [kept[0], *of_target.values(), *(one for one in own.values() if one not in kept)]
        keyword = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in wanted[1:]]
        guarded.__signature__ = inspect.Signature([wanted[0], *keyword])  # type: ignore[attr-defined]
        guarded.deed, guarded.target = deed, target  # type: ignore[attr-defined]
        find = None if target is None else _finder(place, of_target)
        guarded._ninja_contribute_to_operation = [_document(entry, find)]  # type: ignore[attr-defined]
        return guarded

    return guard


_FOUND = "_zhiheng_target"


Place = Callable[[HttpRequest, dict[str, Any]], Any]


def _finder(place: Place, of_target: dict[str, inspect.Parameter]) -> Finder:
    """Return what finds the target before the rest of the request is read: who may not is told nothing else.

    A number in the path that is none is left to the description of the operation, which refuses it.
    """
    adapters = {name: TypeAdapter(parameter.annotation) for name, parameter in of_target.items()}

    def find(request: HttpRequest) -> None:
        told = request.resolver_match.kwargs if request.resolver_match else {}
        try:
            named = {name: adapter.validate_python(told[name]) for name, adapter in adapters.items()}
        except ValidationError:
            return
        setattr(request, _FOUND, place(request, named))

    return find


def _signature(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    """Return the parameters with their types resolved; the number of an object is one that a database can hold."""
    hints = get_type_hints(function, include_extras=True)
    found = {}
    for name, parameter in inspect.signature(function).parameters.items():
        hint = hints.get(name, parameter.annotation)
        found[name] = parameter.replace(annotation=Key if hint is int and name.endswith("_id") else hint)
    return found


def _document(entry: policy.Deed, find: Finder | None) -> Callable[[Any], None]:
    """Return what enters the answers that the gate can give into the description of an operation."""

    def document(operation: Any) -> None:
        statuses = {422} if entry.open_to_all else {401, 403, 422}
        if find is not None:
            statuses.add(404)
        if not set(operation.methods) <= {"GET", "HEAD"}:
            statuses |= {400, 403, 409}
        told = operation._create_response_model_multiple(dict.fromkeys(sorted(statuses), Problem))
        operation.response_models = {**told, **operation.response_models}
        # The role, and what it reaches, is asked for before what was sent is even read.
        operation.auth_param = None if entry.open_to_all else [ByToken(entry.key, find), BySession(entry.key, find)]
        operation._set_auth(operation.auth_param)
        extra = dict(operation.openapi_extra or {})
        extra["x-deed"] = entry.key
        operation.openapi_extra = extra

    return document


def answer(status: int, told: Problem) -> HttpResponse:
    """Return a problem as an answer."""
    return HttpResponse(told.model_dump_json(), status=status, content_type="application/json; charset=utf-8")


__all__ = [
    "Bearer",
    "BySession",
    "ByToken",
    "Cause",
    "Key",
    "OutOfScope",
    "Points",
    "Problem",
    "answer",
    "api_does",
    "deeds_of_operations",
    "problem",
    "read_tokens_with",
]
