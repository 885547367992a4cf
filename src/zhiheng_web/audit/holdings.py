"""Comparing the rows of the database with what the trail tells of them: changed, missing, unrecorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection

from zhiheng_web.audit import states
from zhiheng_web.audit.chain import Told
from zhiheng_web.audit.problems import Problem
from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.lib.words import Text

_ROWS_AT_ONCE = 2000
_UNREADABLE = (TypeError, ValueError, AttributeError, ArithmeticError, ValidationError)

Batches = Mapping[str, tuple[Callable[[str], str], Callable[[], Iterable[str]] | None]]


@dataclass
class Holdings:
    """What was compared and what differs."""

    rows: int = 0
    batches: int = 0
    problems: list[Problem] = field(default_factory=list)


def recorded_models() -> list[type[Recorded]]:
    """Return the models whose rows the trail tells of."""
    return [model for model in apps.get_models() if issubclass(model, Recorded) and not model._meta.proxy]


def compare(told: Told, batches: Batches) -> Holdings:
    """Compare every row and every batch."""
    found = Holdings()
    kinds = {states.kind_of(model): model for model in recorded_models()}
    filled = _filled(kinds.values())
    for kind, model in kinds.items():
        if not told.states.get(kind) and model not in filled:
            continue
        _compare_rows(found, model, dict(told.states.get(kind, {})))
    for kind in sorted(set(told.states) - set(kinds)):
        if told.states[kind]:
            words = Text(
                f"链上有 {kind}，程序里没有这种对象", f"the trail tells of {kind}, which the program does not know"
            )
            found.problems.append(Problem("missing", kind, words))
    for kind in sorted(set(told.batches) | set(batches)):
        _compare_batches(found, kind, dict(told.batches.get(kind, {})), batches)
    return found


def _filled(models: Iterable[type[Recorded]]) -> set[type[Recorded]]:
    """Return the models that have rows at all, by one query."""
    by_table = {model._meta.db_table: model for model in models}
    quoted = connection.ops.quote_name
    parts = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {quoted(table)})" for table in by_table]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {by_table[row[0]] for row in cursor.fetchall()}


def _compare_rows(found: Holdings, model: type[Recorded], expected: dict[str, str]) -> None:
    kind = states.kind_of(model)
    for key, state in _states(model):
        found.rows += 1
        told = expected.pop(key, None)
        if told is None:
            words = Text(f"{kind} {key} 在库中有、在链上没有", f"{kind} {key} is in the database and not in the trail")
            found.problems.append(Problem("unrecorded", f"{kind} {key}", words))
        elif told != state:
            words = Text(
                f"{kind} {key} 与链上最后的记录不符：绕过系统改动过",
                f"{kind} {key} differs from the last state in the trail: it was changed past the application",
            )
            found.problems.append(Problem("row", f"{kind} {key}", words))
    for key in expected:
        words = Text(f"{kind} {key} 在链上有、在库中没有", f"{kind} {key} is in the trail and not in the database")
        found.problems.append(Problem("missing", f"{kind} {key}", words))


def _states(model: type[Recorded]) -> Iterator[tuple[str, str]]:
    """Yield key and digest of every row."""
    rows = model._base_manager.order_by("pk")
    names = [one.attname for one in model._meta.concrete_fields]
    key = model._meta.pk.attname
    start = None
    while True:
        asked = (rows if start is None else rows.filter(pk__gt=start))[:_ROWS_AT_ONCE]
        try:
            block = [dict(zip(names, values, strict=True)) for values in asked.values_list(*names)]
        except _UNREADABLE:
            yield from _one_by_one(model, names, start)
            return
        yield from ((str(held[key]), _digest(model, held)) for held in block)
        if len(block) < _ROWS_AT_ONCE:
            return
        start = block[-1][key]


def _one_by_one(model: type[Recorded], names: list[str], start: Any) -> Iterator[tuple[str, str]]:
    """Yield key and digest of the rows after `start`; what cannot even be read has no digest."""
    rows = model._base_manager.order_by("pk")
    for key in list((rows if start is None else rows.filter(pk__gt=start)).values_list("pk", flat=True)):
        try:
            yield str(key), _digest(model, rows.filter(pk=key).values(*names).get())
        except (*_UNREADABLE, model.DoesNotExist):
            yield str(key), ""


def _digest(model: type[Recorded], held: dict[str, Any]) -> str:
    try:
        return states.digest_of_state(states.state_from(model, held))
    except _UNREADABLE:
        return ""


def _compare_batches(found: Holdings, kind: str, expected: dict[str, str], batches: Batches) -> None:
    if kind not in batches:
        words = Text(f"没有人会重算批次 {kind}", f"nothing recomputes batches of {kind}")
        found.problems.append(Problem("batch", kind, words))
        return
    recompute, keys = batches[kind]
    for key in keys() if keys else ():
        if str(key) not in expected:
            words = Text(f"批次 {kind} {key} 不在链上", f"batch {kind} {key} is not in the trail")
            found.problems.append(Problem("batch", f"{kind} {key}", words))
    for key, told in expected.items():
        found.batches += 1
        try:
            now = recompute(key)
        except _UNREADABLE:
            now = ""
        if now != told:
            words = Text(f"批次 {kind} {key} 的数据行被改动过", f"rows of batch {kind} {key} were changed")
            found.problems.append(Problem("batch", f"{kind} {key}", words))
