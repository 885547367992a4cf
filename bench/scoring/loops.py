"""The plain way: for each unit, for each rule, take the points, apply the limits, note a row. Ints or `Decimal`."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from bench.scoring.compiled import Decimals, LoopGroup, LoopPart, Tenths, compile_scheme
from bench.scoring.inputs import EXEMPT_FROM, LongInputs
from bench.scoring.plans import Told
from zhiheng.domain.scheme import Scheme

Row = tuple[int, int, int, int, Any]


@dataclass(slots=True)
class LoopUnit:
    """A unit with its answers by the rule's place."""

    kind: str
    exempt_from: tuple[str, ...]
    answers: dict[int, tuple[int, int]]


class PlainLoop:
    """A loop over compiled rules with whole tenths of a point, or with `Decimal`."""

    def __init__(self, scheme: Scheme, numbers: Tenths | Decimals) -> None:
        self.parts = compile_scheme(scheme, numbers)

    def gather(self, inputs: LongInputs) -> list[LoopUnit]:
        # With millions of small tuples the collector would take most of the time; a loop is measured at its best.
        gc.disable()
        units = [
            LoopUnit(kind, (EXEMPT_FROM,) if exempt else (), {})
            for kind, exempt in zip(inputs.kinds, inputs.exempt.tolist(), strict=True)
        ]
        # Unit by unit, so that what is read together lies together.
        order = np.argsort(inputs.unit, kind="stable")
        columns = (inputs.unit, inputs.rule, inputs.numerator, inputs.denominator)
        for unit, rule, numerator, denominator in zip(*(column[order].tolist() for column in columns), strict=True):
            units[unit].answers[rule] = (numerator, denominator)
        return units

    def score(self, given: list[LoopUnit]) -> tuple[list[Any], list[Row]]:
        rows: list[Row] = []
        scores = [sum(_of_part(part, unit, index, rows) for part in self.parts) for index, unit in enumerate(given)]
        return scores, rows

    def told(self, scored: tuple[list[Any], list[Row]]) -> Told:
        scores, rows = scored
        tenth = 10 if any(isinstance(score, Decimal) for score in scores[:1]) else 1
        in_tenths = np.array([(*row[:4], int(row[4] * tenth)) for row in rows], dtype=np.int64).reshape(-1, 5)
        return Told(np.array([int(score * tenth) for score in scores], dtype=np.int64), in_tenths)


def _of_part(part: LoopPart, unit: LoopUnit, index: int, rows: list[Row]) -> Any:
    """Return what a part keeps or gives; one function down to the sub-items, since calls are what a loop pays for."""
    sign, answers, total = part.sign, unit.answers, 0
    for item in part.items:
        from_item = 0
        for sub_item in item.sub_items:
            if sub_item.kinds is not None and unit.kind not in sub_item.kinds:
                continue
            if sub_item.id in unit.exempt_from:
                continue
            points = 0
            for group in sub_item.groups:
                points += _of_group(group, answers, rows, at=(index, sign))
            if points > sub_item.cap:
                rows.append((index, sub_item.place, 0, 1, sign * (sub_item.cap - points)))
                points = sub_item.cap
            from_item += points
        if from_item > item.cap:
            rows.append((index, item.place, 0, 1, sign * (item.cap - from_item)))
            from_item = item.cap
        total += from_item
    if total > part.cap:
        rows.append((index, part.place, 0, 1, sign * (part.cap - total)))
        total = part.cap
    return part.cap - total if sign < 0 else total


def _of_group(group: LoopGroup, answers: dict[int, tuple[int, int]], rows: list[Row], *, at: tuple[int, int]) -> Any:
    index, sign = at
    total = 0
    applied: list[int] = []
    for place, points_of, excluded_by in group.rules:
        if place not in answers:
            continue
        numerator, denominator = answers[place]
        points = points_of(numerator, denominator)
        if points and not (excluded_by and excluded_by.intersection(applied)):
            applied.append(place)
            rows.append((index, place, numerator, denominator, sign * points))
            total += points
    if group.cap is not None and total > group.cap:
        rows.append((index, group.place, 0, 1, sign * (group.cap - total)))
        total = group.cap
    return total
