"""What the audit trail keeps of an object: its fields as plain values, and the digest of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.db.backends.utils import format_number

from zhiheng.api import digests

State = dict[str, Any]


def plain(value: Any) -> Any:
    """Return a value as canonical JSON holds it: numbers with a point and instants travel as strings.

    Raises TypeError for a float: points and money are Decimal.
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        # The same number has one wording, whichever database gives it back.
        return format(value.normalize() if value else Decimal(0), "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    raise TypeError(f"the audit trail keeps no {type(value).__name__}")


def kind_of(model: type[models.Model]) -> str:
    """Return the name under which objects of a model stand in the trail: `evaluations.cycle`."""
    return model._meta.label_lower


def state_of(thing: models.Model) -> State:
    """Return all stored fields of an object as plain values, just as the database will give them back."""
    return state_from(type(thing), {field.attname: getattr(thing, field.attname) for field in _fields(type(thing))})


def state_from(model: type[models.Model], values: Mapping[str, Any]) -> State:
    """Return the state of an object by the values of its fields."""
    secret: frozenset[str] = getattr(model, "secret_fields", frozenset())
    return {field.attname: _told(field, values[field.attname], field.name in secret) for field in _fields(model)}


def _fields(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(model._meta.concrete_fields)


def _told(field: Any, value: Any, is_secret: bool) -> Any:
    """Return one field as it is stored: a day given as text is that day, points have the digits of their column."""
    if value is None:
        return None
    if not isinstance(value, float):
        value = field.to_python(value)
    if isinstance(field, models.DecimalField) and isinstance(value, Decimal):
        value = Decimal(format_number(value, field.max_digits, field.decimal_places) or 0)
    told = plain(value)
    # What opens a door stands in the trail by its digest alone: that it changed can be seen, what it is cannot.
    return digests.digest_of([told]) if is_secret and told else told


def digest_of_state(state: State) -> str:
    """Return the digest of a state."""
    return digests.digest_of(state)
