"""Weighs inputs into points, a column of units at a time, exactly (docs/decisions/0002-integers-in-the-kernel.md).

A pure function of scheme, options and columns. No file is read and no sentence is made here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from zhiheng.domain.scheme import Item, Part, Rule, Scheme, SubItem
from zhiheng.schemes.scoring import Bools, Column, Ints, Setting

#: Below this every product with points and bounds stays within 64 bits; above it Python's own integers take over.
LARGEST_IN_64_BITS = 2**31
_RESCALED_PLACES = 4

APPLIES, EXEMPT, NOT_APPLICABLE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of all units: a column for each rule that has any input, the state of sub-items, the kinds of unit.

    `states` holds APPLIES, EXEMPT or NOT_APPLICABLE for each unit; a sub-item that is absent applies to all.
    """

    kinds: tuple[str, ...]
    columns: Mapping[str, Column]
    states: Mapping[str, Ints] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.kinds)


@dataclass(slots=True)
class Weighed:
    """Scaled integers for every unit, by rule (uncapped; after cap and exclusions), group, sub-item, item and part.

    Below the parts they are what was taken or given; `parts` holds what a deduction part keeps and a bonus part gives.
    """

    setting: Setting
    kinds: Ints
    uncapped: dict[str, Ints] = field(default_factory=dict)
    points: dict[str, Ints] = field(default_factory=dict)
    superseded: dict[str, Ints] = field(default_factory=dict)
    groups: dict[str, Ints] = field(default_factory=dict)
    sub_items: dict[str, Ints] = field(default_factory=dict)
    items: dict[str, Ints] = field(default_factory=dict)
    parts: dict[str, Ints] = field(default_factory=dict)
    states: dict[str, Ints] = field(default_factory=dict)
    base: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    bonus: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    score: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


def places_of(scheme: Scheme, options: Mapping[str, str]) -> int:
    """Return the decimal places that every number of points of the scheme needs."""
    numbers: list[Decimal] = [_total_cap(options) or Decimal(0)]
    for part, item, sub_item in scheme.sub_items():
        numbers += [item.points, sub_item.points, part.points or Decimal(0), *item.points_by_kind.values()]
        numbers += [group.cap for group in sub_item.groups]
        for rule in sub_item.every_rule():
            numbers += rule.scoring.amounts()
    places = max((-exponent(number) for number in numbers), default=0)
    if options.get("not_applicable") == "rescale":
        places = max(places, _RESCALED_PLACES)
    return max(places, 0)


def exponent(number: Decimal) -> int:
    """Return the exponent of a number's last digit: -1 for 0.2, 0 for 8."""
    told = number.normalize().as_tuple().exponent
    return told if isinstance(told, int) else 0


def weigh(scheme: Scheme, sheet: Sheet, options: Mapping[str, str], *, places: int | None = None) -> Weighed:
    """Return the points of all units of a sheet under a scheme and its options."""
    setting = Setting(places_of(scheme, options) if places is None else places, options)
    sheet = _with_room(scheme, sheet, setting)
    weighed = Weighed(setting, np.array(sheet.kinds, dtype=np.object_))
    zero: Ints = np.zeros(len(sheet), dtype=_dtype(sheet))
    weighed.base, weighed.bonus = zero.copy(), zero.copy()
    for part in scheme.parts:
        if part.kind == "deduction":
            _weigh_deductions(part, sheet, weighed)
        else:
            _weigh_bonuses(part, sheet, weighed)
    weighed.score = weighed.base + weighed.bonus
    total_cap = _total_cap(options)
    if total_cap is not None:
        weighed.score = _at_most(weighed.score, setting.scaled(total_cap))
    return weighed


def _total_cap(options: Mapping[str, str]) -> Decimal | None:
    told = options.get("total_cap", "none")
    return None if told in ("none", "") else Decimal(told)


def _with_room(scheme: Scheme, sheet: Sheet, setting: Setting) -> Sheet:
    """Return the sheet in Python's own integers where points are so fine or so large that sums could leave 64 bits.

    A number of a 64-bit column is below 2**31; sums of all rules stay below 2**63 where points times rules are below
    2**32. Ordinary schemes (points up to 1000, four places, a hundred rules) are far from it.
    """
    points = [part.points or Decimal(0) for part in scheme.parts]
    points += [amount for rule in scheme.every_rule() for amount in rule.scoring.amounts()]
    largest = max((setting.scaled(amount) for amount in points), default=0)
    if largest * sum(1 for _ in scheme.every_rule()) < 2 * LARGEST_IN_64_BITS:
        return sheet
    roomy = {
        rule_id: Column(column.numerator.astype(np.object_), column.denominator.astype(np.object_), column.known)
        for rule_id, column in sheet.columns.items()
    }
    return Sheet(sheet.kinds, roomy, sheet.states)


def _dtype(sheet: Sheet) -> np.dtype[np.int64] | np.dtype[np.object_]:
    if any(column.numerator.dtype == np.object_ for column in sheet.columns.values()):
        return np.dtype(np.object_)
    return np.dtype(np.int64)


def column_of(numerators: list[int], denominators: list[int], known: list[bool]) -> Column:
    """Build a column, in 64-bit integers where they suffice and in Python's own where they do not."""
    largest = max((abs(number) for numbers in (numerators, denominators) for number in numbers), default=0)
    dtype = np.dtype(np.int64) if largest < LARGEST_IN_64_BITS else np.dtype(np.object_)
    return Column(
        np.array(numerators, dtype=dtype), np.array(denominators, dtype=dtype), np.array(known, dtype=np.bool_)
    )


def _weigh_deductions(part: Part, sheet: Sheet, weighed: Weighed) -> None:
    setting = weighed.setting
    full = setting.scaled(part.points or Decimal(0))
    deducted = np.zeros(len(sheet), dtype=weighed.base.dtype)
    for item in part.items:
        from_item = _weigh_item(item, sheet, weighed)
        if not item.from_total:
            from_item = _at_most(from_item, _points_of(item, weighed))
        weighed.items[item.id] = _only(item.applies_to, from_item, weighed)
        deducted = deducted + weighed.items[item.id]
    # 扣完为止: the part never falls below zero points.
    kept = np.maximum(full - deducted, 0)
    if setting.options.get("not_applicable") == "rescale":
        kept = _rescaled(kept, _left_out(part, weighed), full)
    weighed.parts[part.id] = kept
    weighed.base = weighed.base + kept


def _weigh_item(item: Item, sheet: Sheet, weighed: Weighed) -> Ints:
    """Weigh the sub-items of an item and return their sum, before the item's own limit."""
    return total_of([_weigh_sub_item(item, sub_item, sheet, weighed) for sub_item in item.sub_items], weighed.base)


def _left_out(part: Part, weighed: Weighed) -> Ints:
    """Return the points of the sub-items that do not apply to a unit, where the item itself applies to its kind."""
    left_out = np.zeros(len(weighed.kinds), dtype=weighed.base.dtype)
    for item in part.items:
        for sub_item in item.sub_items:
            away = weighed.states[sub_item.id] == NOT_APPLICABLE
            points = np.where(away, _sub_points(item, sub_item, weighed), 0)
            left_out = left_out + _only(item.applies_to, points, weighed)
    return left_out


def _rescaled(base: Ints, left_out: Ints, full: int) -> Ints:
    """Scale the points kept to the full mark where something does not apply; rounded half up at four places or more."""
    if full >= LARGEST_IN_64_BITS:
        base, left_out = base.astype(np.object_), left_out.astype(np.object_)
    # A deduction from the total may be larger than what is left: it never falls below zero points.
    kept, possible = np.maximum(base - left_out, 0), full - left_out
    scaled = (2 * kept * full + possible) // np.maximum(2 * possible, 1)
    result: Ints = np.where((left_out > 0) & (possible > 0), scaled, base)
    return result


def _weigh_bonuses(part: Part, sheet: Sheet, weighed: Weighed) -> None:
    setting = weighed.setting
    given = np.zeros(len(sheet), dtype=weighed.bonus.dtype)
    for item in part.items:
        from_item = _weigh_item(item, sheet, weighed)
        if item.points >= 0:
            from_item = _at_most(from_item, setting.scaled(item.points))
        weighed.items[item.id] = _only(item.applies_to, from_item, weighed)
        given = given + weighed.items[item.id]
    if part.points is not None:
        given = _at_most(given, setting.scaled(part.points))
    weighed.parts[part.id] = given
    weighed.bonus = weighed.bonus + given


def _weigh_sub_item(item: Item, sub_item: SubItem, sheet: Sheet, weighed: Weighed) -> Ints:
    """Weigh the rules of a sub-item under its group caps and its points; zero where it does not apply."""
    states = _states(item, sub_item, sheet, weighed)
    weighed.states[sub_item.id] = states
    _weigh_rules(sub_item.every_rule(), sheet, weighed)
    if states.any():
        for rule in sub_item.every_rule():
            weighed.points[rule.id] = np.where(states == APPLIES, weighed.points[rule.id], 0)
    for group in sub_item.groups:
        from_group = total_of([weighed.points[rule.id] for rule in group.rules], weighed.base)
        weighed.groups[group.id] = _at_most(from_group, weighed.setting.scaled(group.cap))
    parts = [weighed.groups[group.id] for group in sub_item.groups]
    total = total_of([*parts, *(weighed.points[rule.id] for rule in sub_item.rules)], weighed.base)
    if not item.from_total and sub_item.points >= 0:
        total = _at_most(total, _sub_points(item, sub_item, weighed))
    weighed.sub_items[sub_item.id] = total
    return total


def _weigh_rules(rules: tuple[Rule, ...], sheet: Sheet, weighed: Weighed) -> None:
    """Weigh rules in the order of the text: own caps, exclusive groups (the first that applies), `skipped_if`."""
    taken: dict[str, Bools] = {}
    above: dict[str, Ints] = {}
    nowhere = np.zeros(len(sheet), dtype=np.bool_)
    for rule in rules:
        column = sheet.columns.get(rule.id)
        if column is None:
            raw = np.zeros(len(sheet), dtype=weighed.base.dtype)
        else:
            raw = rule.scoring.uncapped(column, weighed.setting)
        cap = rule.scoring.own_cap
        points = raw if cap is None else _at_most(raw, weighed.setting.scaled(cap))
        key = f"{rule.group}/{rule.exclusive_group}" if rule.exclusive_group else ""
        shut = taken.get(key, nowhere)
        for other in rule.skipped_if:
            shut = shut | (above[other] > 0 if other in above else nowhere)
        above[rule.id] = np.where(shut, 0, points) if shut.any() else points
        if key:
            taken[key] = taken.get(key, nowhere) | (above[rule.id] > 0)
        weighed.uncapped[rule.id], weighed.superseded[rule.id] = raw, shut
        weighed.points[rule.id] = above[rule.id]


def _states(item: Item, sub_item: SubItem, sheet: Sheet, weighed: Weighed) -> Ints:
    given = sheet.states.get(sub_item.id)
    states = np.zeros(len(sheet), dtype=np.int8) if given is None else given.copy()
    for applies_to in (sub_item.applies_to, item.applies_to):
        if applies_to:
            states[~_mask(applies_to, weighed.kinds)] = NOT_APPLICABLE
    return states


def _only(applies_to: tuple[str, ...], points: Ints, weighed: Weighed) -> Ints:
    """Return the points of the units that something limited to `applies_to` applies to, zero for the others."""
    return np.where(_mask(applies_to, weighed.kinds), points, 0) if applies_to else points


def _mask(applies_to: tuple[str, ...], kinds: Ints) -> Bools:
    """Return which units have one of the kinds, or none: without kind everything applies (contract, 2)."""
    mask: Bools = kinds == ""
    for kind in applies_to:
        mask |= kinds == kind
    return mask


def _points_of(item: Item, weighed: Weighed) -> Ints:
    """Return the item's points: one number for all, or a column where they differ by kind."""
    points = np.asarray(weighed.setting.scaled(item.points), dtype=np.int64)
    for kind, own in item.points_by_kind.items():
        points = np.where(weighed.kinds == kind, weighed.setting.scaled(own), points)
    return points


def _sub_points(item: Item, sub_item: SubItem, weighed: Weighed) -> Ints:
    """A category without sub-items is its own only sub-item and has the category's points (they may differ by kind)."""
    if sub_item.id == item.id:
        return _points_of(item, weighed)
    return np.asarray(weighed.setting.scaled(sub_item.points), dtype=np.int64)


def total_of(columns: list[Ints], like: Ints) -> Ints:
    """Add columns up; of a single one nothing is copied, of none there is a column of zeros as long as `like`."""
    if not columns:
        return np.zeros_like(like)
    total = columns[0]
    for column in columns[1:]:
        total = total + column
    return total


def _at_most(points: Ints, cap: Ints | int) -> Ints:
    """Return the points under a limit; the same column, not a copy, where the limit binds nowhere."""
    if not (points > cap).any():
        return points
    result: Ints = np.minimum(points, np.asarray(cap, dtype=points.dtype))
    return result
