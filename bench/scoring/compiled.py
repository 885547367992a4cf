"""The scheme made ready for a loop over units: plain objects, one small function a rule, a number type of choice.

The number type is `int` (tenths of a point; rates compared by cross-multiplication) or `Decimal` (points; rates
divided). Options are those of the scheme's defaults. It shares nothing with the product's own arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from zhiheng.domain.scheme import Item, Part, Rule, Scheme, SubItem
from zhiheng.engine.explanations import Origin, origins_of
from zhiheng.schemes.bounds import Interval
from zhiheng.schemes.kinds.absence import Absence
from zhiheng.schemes.kinds.bands import Bands
from zhiheng.schemes.kinds.bonus_highest import BonusHighest
from zhiheng.schemes.kinds.checklist import Checklist
from zhiheng.schemes.kinds.per_unit import PerUnit
from zhiheng.schemes.kinds.threshold import Threshold

Points = Callable[[int, int], Any]
Holds = Callable[[int, int], bool]


class LoopRule(NamedTuple):
    """`points` takes numerator and denominator; it counts for nothing after a rule of `excluded_by`."""

    place: int
    points: Points
    excluded_by: frozenset[int]


@dataclass(frozen=True, slots=True)
class LoopGroup:
    """Rules under one limit; None where only the sub-item limits them."""

    place: int
    cap: Any
    rules: tuple[LoopRule, ...]


@dataclass(frozen=True, slots=True)
class LoopSubItem:
    """`kinds` are the kinds of unit it applies to, None for all."""

    id: str
    place: int
    cap: Any
    kinds: frozenset[str] | None
    groups: tuple[LoopGroup, ...]


@dataclass(frozen=True, slots=True)
class LoopItem:
    """A numbered item with its limit."""

    place: int
    cap: Any
    sub_items: tuple[LoopSubItem, ...]


@dataclass(frozen=True, slots=True)
class LoopPart:
    """`sign` is -1 where points are taken; `cap` is the full mark or the most that can be given."""

    place: int
    sign: int
    cap: Any
    items: tuple[LoopItem, ...]


class Tenths:
    """Whole tenths of a point; a rate is compared with p/q as n·q with p·d."""

    def amount(self, points: Decimal) -> int:
        return int(points * 10)

    def below(self, bound: Decimal, *, or_equal: bool) -> Holds:
        top, bottom = bound.as_integer_ratio()
        if or_equal:
            return lambda n, d: n * bottom <= top * d
        return lambda n, d: n * bottom < top * d


class Decimals:
    """Points as they stand in the text; a rate is divided."""

    def amount(self, points: Decimal) -> Decimal:
        return points

    def below(self, bound: Decimal, *, or_equal: bool) -> Holds:
        if or_equal:
            return lambda n, d: Decimal(n) / d <= bound
        return lambda n, d: Decimal(n) / d < bound


def compile_scheme(scheme: Scheme, numbers: Tenths | Decimals) -> tuple[LoopPart, ...]:
    """Return the parts of a scheme ready for a loop."""
    places = {origin: place for place, origin in enumerate(origins_of(scheme))}
    return tuple(_part(part, places, numbers) for part in scheme.parts)


def _part(part: Part, places: dict[Origin, int], numbers: Tenths | Decimals) -> LoopPart:
    assert part.points is not None
    items = tuple(_item(item, places, numbers) for item in part.items)
    sign = -1 if part.kind == "deduction" else 1
    return LoopPart(places[Origin("part", part.id)], sign, numbers.amount(part.points), items)


def _item(item: Item, places: dict[Origin, int], numbers: Tenths | Decimals) -> LoopItem:
    assert not (item.applies_to or item.points_by_kind or item.from_total)
    sub_items = tuple(_sub_item(sub_item, places, numbers) for sub_item in item.sub_items)
    return LoopItem(places[Origin("item", item.id)], numbers.amount(item.points), sub_items)


def _sub_item(sub_item: SubItem, places: dict[Origin, int], numbers: Tenths | Decimals) -> LoopSubItem:
    groups = [
        LoopGroup(places[Origin("group", group.id)], numbers.amount(group.cap), _rules(group.rules, places, numbers))
        for group in sub_item.groups
    ]
    if sub_item.rules:
        groups.append(LoopGroup(-1, None, _rules(sub_item.rules, places, numbers)))
    return LoopSubItem(
        sub_item.id,
        places[Origin("sub_item", sub_item.id)],
        numbers.amount(sub_item.points),
        frozenset(("", *sub_item.applies_to)) if sub_item.applies_to else None,
        tuple(groups),
    )


def _rules(rules: tuple[Rule, ...], places: dict[Origin, int], numbers: Tenths | Decimals) -> tuple[LoopRule, ...]:
    compiled: list[LoopRule] = []
    for number, rule in enumerate(rules):
        before = rules[:number]
        same = {other.id for other in before if rule.exclusive_group and other.exclusive_group == rule.exclusive_group}
        # What a rule names is above it and in its own group; the loop would not see it elsewhere.
        assert {other.id for other in before}.issuperset(rule.skipped_if)
        excluded_by = frozenset(places[Origin("rule", other)] for other in same.union(rule.skipped_if))
        compiled.append(LoopRule(places[Origin("rule", rule.id)], _points(rule.scoring, numbers), excluded_by))
    return tuple(compiled)


def _points(scoring: Any, numbers: Tenths | Decimals) -> Points:
    """Return the function of one rule: numerator and denominator in, points out, its own limit applied."""
    match scoring:
        case Absence():  # and not_implemented
            amount = numbers.amount(scoring.amount)
            return lambda n, d: amount if n else 0
        case Checklist():
            each, most, elements = numbers.amount(scoring.amount), _most(scoring.cap, numbers), len(scoring.elements)
            return lambda n, d: min(min(n, elements) * each, most)
        case PerUnit():  # and bonus_per_unit
            assert scoring.amount is not None
            each, most = numbers.amount(scoring.amount), _most(scoring.cap, numbers)
            return lambda n, d: min(n * each, most)
        case Threshold():
            missed = numbers.below(scoring.bound, or_equal=not scoring.reached_inclusive)
            amount = numbers.amount(scoring.amount)
            return lambda n, d: amount if missed(n, d) else 0
        case Bands():
            return _of_bands([(_holds(band.applied, numbers), numbers.amount(band.deduct)) for band in scoring.bands])
        case BonusHighest():
            levels = (0, *(numbers.amount(level.amount) for level in scoring.levels))
            return lambda n, d: levels[n]
    raise AssertionError(f"no rule of the Hunan scheme is of this kind: {scoring}")


def _most(cap: Decimal | None, numbers: Tenths | Decimals) -> Any:
    """Return a rule's own limit; without one a number that no count reaches."""
    return numbers.amount(Decimal(10**9) if cap is None else cap)


def _of_bands(bands: list[tuple[Holds, Any]]) -> Points:
    def points(n: int, d: int) -> Any:
        for holds, amount in bands:
            if holds(n, d):
                return amount
        return 0

    return points


def _holds(interval: Interval, numbers: Tenths | Decimals) -> Holds:
    short = None if interval.lower is None else numbers.below(interval.lower, or_equal=not interval.lower_inclusive)
    within = None if interval.upper is None else numbers.below(interval.upper, or_equal=interval.upper_inclusive)

    def holds(n: int, d: int) -> bool:
        return (short is None or not short(n, d)) and (within is None or within(n, d))

    return holds
