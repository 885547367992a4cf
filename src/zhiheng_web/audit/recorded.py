"""The base of everything that is stored: objects that can only be written inside an act, and enter themselves there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db import models

from zhiheng_web.audit import acts, states


class Unrecorded(RuntimeError):
    """Raised where something would be written outside an act: a fault of the program, never of a person."""


class RecordedRows(models.QuerySet[Any]):
    """A query set that writes only what the trail can tell of."""

    def update(self, **kwargs: Any) -> int:
        """Refuse: an update of many rows at once tells nobody what each was before."""
        raise Unrecorded(f"{self.model.__name__}: save objects one by one inside an act")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the objects one by one, each with its entry in the act under way."""
        things = list(self)
        for thing in things:
            thing.delete()
        return len(things), {self.model._meta.label: len(things)}

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        """Save the objects one by one: each has its own before and after."""
        things, names = list(objs), list(fields)
        for thing in things:
            thing.save(update_fields=names)
        return len(things)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Create many objects with one statement and enter each in the act under way."""
        under_way = acts.current()
        if under_way is None:
            raise Unrecorded(f"{self.model.__name__} is written outside an act")
        made = super().bulk_create(objs, *args, **kwargs)
        for thing in made:
            under_way.wrote(thing, None)
        return made


class Recorded(models.Model):
    """A stored thing whose every change stands in the audit trail with before and after.

    `implicit_deed` names the deed under which an object may be saved without an act being opened around it (an
    account whose password the sign-in library changes); None, the rule, makes that an error.
    """

    implicit_deed: ClassVar[str | None] = None
    _as_stored: dict[str, Any]
    objects = RecordedRows.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **more: Any) -> Self:
        """Return an object as stored, remembering what it was."""
        thing = super().from_db(db, field_names, values, **more)
        thing._as_stored = {name: _written(value) for name, value in zip(field_names, values, strict=False)}
        return thing

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read the object again."""
        super().refresh_from_db(*args, **kwargs)
        self._remember()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save and enter the change in the act under way. Raises Unrecorded outside an act."""
        under_way = acts.current()
        if under_way is None:
            if self.implicit_deed is None:
                raise Unrecorded(f"{type(self).__name__} is written outside an act")
            with acts.act(self._implicit_actor(), self.implicit_deed):
                self.save(*args, **kwargs)
            return
        before = self._before()
        super().save(*args, **kwargs)
        if kwargs.get("update_fields") is not None:
            # Fields that were changed in memory and not saved must not enter the trail as if they had been.
            stored = type(self)._base_manager.get(pk=self.pk)
            under_way.wrote(stored, before)
            self._as_stored = dict(stored._as_stored)
            return
        under_way.wrote(self, before)
        self._remember()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete and enter it in the act under way. Raises Unrecorded outside an act."""
        under_way = acts.current()
        if under_way is None:
            raise Unrecorded(f"{type(self).__name__} is deleted outside an act")
        key, before = str(self.pk), states.state_of(self)
        done = super().delete(*args, **kwargs)
        under_way.erased(self, key, before)
        return done

    def _implicit_actor(self) -> acts.Actor | None:
        return None

    def _before(self) -> states.State | None:
        if self._state.adding:
            return None
        stored = getattr(self, "_as_stored", None)
        names = {field.attname for field in self._meta.concrete_fields}
        if stored is None or not names <= set(stored):
            earlier = type(self)._base_manager.filter(pk=self.pk).first()
            return states.state_of(earlier) if earlier else None
        return states.state_from(type(self), {name: _read(value) for name, value in stored.items()})

    def _remember(self) -> None:
        """Remember what is stored now, for the next change's before."""
        deferred = self.get_deferred_fields()
        self._as_stored = {
            field.attname: _kept(getattr(self, field.attname))
            for field in self._meta.concrete_fields
            if field.attname not in deferred
        }


@dataclass(frozen=True, slots=True)
class _Written:
    """A list or a map as it came from the database, as text."""

    text: str


def _written(value: Any) -> Any:
    """Return what cannot change along with a value that was read.

    Most of what is read is only shown; writing a scorecard as text takes a thirtieth of the time of a deep copy.
    """
    return _Written(json.dumps(value)) if isinstance(value, list | dict) else value


def _read(value: Any) -> Any:
    return json.loads(value.text) if isinstance(value, _Written) else value


def _kept(value: Any) -> Any:
    """Return a copy of a value that can be changed in place: what was stored must not change along with it."""
    return deepcopy(value) if isinstance(value, list | dict) else value
