"""Explains weighed scores in long form: full mark + Σ rows = score for every unit. Columns only, no sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from zhiheng.domain.scheme import Scheme, SubItem
from zhiheng.engine.weigh import Sheet, Weighed, total_of
from zhiheng.schemes.scoring import Column, Ints

Level = Literal["rule", "group", "sub_item", "item", "part", "total"]


@dataclass(frozen=True, slots=True)
class Origin:
    """What a row comes from: a rule, or a level whose limit gave back what stood beyond it."""

    level: Level
    id: str


@dataclass(frozen=True, slots=True)
class ExplanationRows:
    """Rows as columns of equal length, by origin and within it by unit.

    `unit` is the unit's place in the sheet. `origin` is a place in `origins`, where the rules stand first in the order
    of `Scheme.every_rule`: below their number it is the rule's index. `numerator` and `denominator` are the rule's
    input, 0/1 for the other levels. `points` and `full_mark`, which every unit starts from, are whole numbers of the
    smallest step (`places` decimal places); `points` is negative where points were lost.
    """

    origins: tuple[Origin, ...]
    places: int
    full_mark: int
    unit: NDArray[np.int32]
    origin: NDArray[np.int32]
    numerator: Ints
    denominator: Ints
    points: Ints

    def __len__(self) -> int:
        return len(self.unit)


@dataclass(frozen=True, slots=True)
class _Level:
    """What counted at one origin for every unit, and what stood below it: the difference is the origin's own doing."""

    origin: Origin
    sign: int
    own: Ints
    below: Ints | Literal[0]


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one origin."""

    place: int
    unit: Ints
    points: Ints
    column: Column | None


def origins_of(scheme: Scheme) -> tuple[Origin, ...]:
    """Return everything that a row of the scheme can come from, the rules first."""
    rules = [Origin("rule", rule.id) for rule in scheme.every_rule()]
    levels: list[Origin] = []
    for part in scheme.parts:
        for item in part.items:
            for sub_item in item.sub_items:
                levels += [Origin("group", group.id) for group in sub_item.groups]
                levels.append(Origin("sub_item", sub_item.id))
            levels.append(Origin("item", item.id))
        levels.append(Origin("part", part.id))
    return (*rules, *levels, Origin("total", scheme.id))


def explanation_rows(scheme: Scheme, sheet: Sheet, weighed: Weighed) -> ExplanationRows:
    """Return a row for every rule that took or gave points, and for every level whose limit changed the sum below it.

    `weighed` is what `weigh` returned for this scheme and this sheet.
    """
    origins = origins_of(scheme)
    place = {origin: index for index, origin in enumerate(origins)}
    found: list[_Rows] = []
    for level in _levels(scheme, weighed):
        if level.own is level.below:
            continue  # nothing stood beyond the limit of anything
        unit = np.flatnonzero(level.own != level.below)
        if len(unit):
            below = level.below[unit] if isinstance(level.below, np.ndarray) else level.below
            column = sheet.columns.get(level.origin.id) if level.origin.level == "rule" else None
            found.append(_Rows(place[level.origin], unit, level.sign * (level.own[unit] - below), column))
    found.sort(key=lambda rows: rows.place)
    full = sum(weighed.setting.scaled(part.points or Decimal(0)) for part in scheme.parts if part.kind == "deduction")
    return _joined(found, origins, weighed.setting.places, full)


def _joined(found: list[_Rows], origins: tuple[Origin, ...], places: int, full: int) -> ExplanationRows:
    length = sum(len(rows.unit) for rows in found)
    columns = [rows.column for rows in found if rows.column is not None]
    numbers = [rows.points for rows in found] + [ints for of in columns for ints in (of.numerator, of.denominator)]
    dtype = np.result_type(np.int64, *{ints.dtype for ints in numbers})
    joined = ExplanationRows(
        origins,
        places,
        full,
        unit=np.empty(length, dtype=np.int32),
        origin=np.empty(length, dtype=np.int32),
        numerator=np.zeros(length, dtype=dtype),
        denominator=np.ones(length, dtype=dtype),
        points=np.empty(length, dtype=dtype),
    )
    start = 0
    for rows in found:
        own = slice(start, start := start + len(rows.unit))
        joined.unit[own], joined.origin[own], joined.points[own] = rows.unit, rows.place, rows.points
        if rows.column is not None:
            joined.numerator[own] = rows.column.numerator[rows.unit]
            joined.denominator[own] = rows.column.denominator[rows.unit]
    return joined


def _levels(scheme: Scheme, weighed: Weighed) -> Iterator[_Level]:
    """Yield every rule and every level above: what counted there, and what stood below it."""
    for part in scheme.parts:
        sign = -1 if part.kind == "deduction" else 1
        for item in part.items:
            for sub_item in item.sub_items:
                yield from _in_sub_item(sub_item, weighed, sign)
            below = _sum([weighed.sub_items[sub_item.id] for sub_item in item.sub_items], weighed)
            yield _Level(Origin("item", item.id), sign, weighed.items[item.id], below)
        below = _sum([weighed.items[item.id] for item in part.items], weighed)
        if part.kind == "deduction":
            # 扣完为止, and the rescaling of what does not apply; `parts` holds what is kept of the full mark.
            below = weighed.setting.scaled(part.points or Decimal(0)) - below
        yield _Level(Origin("part", part.id), 1, weighed.parts[part.id], below)
    yield _Level(Origin("total", scheme.id), 1, weighed.score, weighed.base + weighed.bonus)


def _in_sub_item(sub_item: SubItem, weighed: Weighed, sign: int) -> Iterator[_Level]:
    for rule in sub_item.every_rule():
        yield _Level(Origin("rule", rule.id), sign, weighed.points[rule.id], 0)
    for group in sub_item.groups:
        below = _sum([weighed.points[rule.id] for rule in group.rules], weighed)
        yield _Level(Origin("group", group.id), sign, weighed.groups[group.id], below)
    parts = [weighed.groups[group.id] for group in sub_item.groups]
    below = _sum([*parts, *(weighed.points[rule.id] for rule in sub_item.rules)], weighed)
    yield _Level(Origin("sub_item", sub_item.id), sign, weighed.sub_items[sub_item.id], below)


def _sum(columns: list[Ints], weighed: Weighed) -> Ints:
    return total_of(columns, weighed.score)
