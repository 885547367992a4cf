"""The same sixty rules as an OpenFisca model: a variable for every rule and level, vectorised, in 32-bit floats.

OpenFisca is under the AGPL. It is measured beside the product and imported in this file only, which nothing of the
product imports. It explains no single unit, so there are no rows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.scoring.inputs import EXEMPT_FROM, LongInputs
from bench.scoring.plans import Told
from zhiheng.domain.scheme import Item, Part, Rule, Scheme, SubItem
from zhiheng.schemes.bounds import Interval
from zhiheng.schemes.kinds.absence import Absence
from zhiheng.schemes.kinds.bands import Bands
from zhiheng.schemes.kinds.bonus_highest import BonusHighest
from zhiheng.schemes.kinds.checklist import Checklist
from zhiheng.schemes.kinds.per_unit import PerUnit
from zhiheng.schemes.kinds.threshold import Threshold

YEAR = "2020"
Formula = Callable[[Any, Any], Any]


class OpenFisca:
    """A tax and benefit system made of the scheme; `gather` sets the inputs, `score` calculates the total."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.rules = list(scheme.every_rule())
        self.kinds = {kind: number for number, kind in enumerate(("", *scheme.unit_kinds))}
        self.unit = build_entity(key="unit", plural="units", label="evaluated unit", is_person=True)
        self.system = TaxBenefitSystem([self.unit])
        self._add("kind", int)
        self._add("exempt", bool)
        for part in scheme.parts:
            self._add_part(part)
        kept, given = (part.id for part in scheme.parts)
        self._add("score", float, lambda unit, period: unit(f"part_{kept}", period) + unit(f"part_{given}", period))

    def gather(self, inputs: LongInputs) -> Any:
        units = len(inputs.kinds)
        simulation = SimulationBuilder().build_default_simulation(self.system, count=units)
        values = np.zeros((len(self.rules), units), dtype=np.float32)
        known = np.zeros((len(self.rules), units), dtype=np.bool_)
        values[inputs.rule, inputs.unit] = inputs.numerator / inputs.denominator
        known[inputs.rule, inputs.unit] = True
        for place, rule in enumerate(self.rules):
            # Every kind but these two gives nothing for 0, so that "not reported" needs no mark of its own.
            if isinstance(rule.scoring, Bands | Threshold):
                simulation.set_input(f"known_{rule.id}", YEAR, known[place])
            simulation.set_input(f"input_{rule.id}", YEAR, values[place])
        simulation.set_input("kind", YEAR, np.array([self.kinds[kind] for kind in inputs.kinds], dtype=np.int32))
        simulation.set_input("exempt", YEAR, inputs.exempt)
        return simulation

    def score(self, given: Any) -> Any:
        return given.calculate("score", YEAR)

    def told(self, scored: Any) -> Told:
        return Told(scored.astype(np.float64) * 10, None)

    def _add(self, name: str, value_type: type, formula: Formula | None = None) -> None:
        members = {"value_type": value_type, "entity": self.unit, "definition_period": DateUnit.YEAR}
        self.system.add_variable(type(name, (Variable,), {**members, **({"formula": formula} if formula else {})}))

    def _add_part(self, part: Part) -> None:
        for item in part.items:
            for sub_item in item.sub_items:
                self._add_sub_item(sub_item)
            names = [f"sub_item_{sub_item.id}" for sub_item in item.sub_items]
            self._add(f"item_{item.id}", float, _limited(names, _cap(item)))
        full, total = (
            float(part.points or 0),
            _limited([f"item_{item.id}" for item in part.items], float(part.points or 0)),
        )
        kept: Formula = lambda unit, period: full - total(unit, period)  # noqa: E731
        self._add(f"part_{part.id}", float, kept if part.kind == "deduction" else total)

    def _add_sub_item(self, sub_item: SubItem) -> None:
        for rule in sub_item.every_rule():
            self._add(f"input_{rule.id}", float)
            self._add(f"known_{rule.id}", bool)
            before = [other.id for other in sub_item.every_rule() if _excludes(other, rule, sub_item)]
            self._add(f"rule_{rule.id}", float, _rule(rule, before))
        for group in sub_item.groups:
            self._add(
                f"group_{group.id}", float, _limited([f"rule_{rule.id}" for rule in group.rules], float(group.cap))
            )
        names = [f"group_{group.id}" for group in sub_item.groups] + [f"rule_{rule.id}" for rule in sub_item.rules]
        total = _limited(names, _cap(sub_item))
        kinds = [self.kinds[kind] for kind in ("", *sub_item.applies_to)] if sub_item.applies_to else None
        self._add(f"sub_item_{sub_item.id}", float, _applying(total, kinds, exempt=sub_item.id == EXEMPT_FROM))


def _cap(level: Item | SubItem) -> float:
    return float(level.points)


def _excludes(other: Rule, rule: Rule, sub_item: SubItem) -> bool:
    rules = [each.id for each in sub_item.every_rule()]
    if other.id in rule.skipped_if:
        return True
    same = rule.exclusive_group and (other.group, other.exclusive_group) == (rule.group, rule.exclusive_group)
    return bool(same) and rules.index(other.id) < rules.index(rule.id)


def _limited(names: list[str], cap: float) -> Formula:
    return lambda unit, period: np.minimum(sum(unit(name, period) for name in names), np.float32(cap))


def _applying(total: Formula, kinds: list[int] | None, *, exempt: bool) -> Formula:
    def formula(unit: Any, period: Any) -> Any:
        points = total(unit, period)
        if kinds is not None:
            points = points * np.isin(unit("kind", period), kinds)
        return points * ~unit("exempt", period) if exempt else points

    return formula


def _rule(rule: Rule, before: list[str]) -> Formula:
    own = _points(rule.scoring, f"input_{rule.id}", f"known_{rule.id}")

    def formula(unit: Any, period: Any) -> Any:
        points = own(unit, period)
        for other in before:
            points = points * (unit(f"rule_{other}", period) == 0)
        return points

    return formula


def _points(scoring: Any, value: str, known: str) -> Formula:
    amount = np.float32(getattr(scoring, "amount", 0))
    cap = np.float32(getattr(scoring, "cap", None) or np.inf)
    match scoring:
        case Absence():
            return lambda unit, period: (unit(value, period) > 0) * amount
        case Checklist():
            elements = np.float32(len(scoring.elements))
            return lambda unit, period: np.minimum(np.minimum(unit(value, period), elements) * amount, cap)
        case PerUnit():
            return lambda unit, period: np.minimum(unit(value, period) * amount, cap)
        case Threshold():
            bound = np.float32(scoring.bound)
            return lambda unit, period: ((unit(value, period) < bound) & unit(known, period)) * amount
        case Bands():
            bands = [(_within(band.applied), np.float32(band.deduct)) for band in scoring.bands]
            return lambda unit, period: _of_bands(unit(value, period), bands) * unit(known, period)
        case BonusHighest():
            levels = np.array([0, *(float(level.amount) for level in scoring.levels)], dtype=np.float32)
            return lambda unit, period: levels[unit(value, period).astype(np.int32)]
    raise AssertionError(f"no rule of the Hunan scheme is of this kind: {scoring}")


def _of_bands(values: Any, bands: list[tuple[Callable[[Any], Any], Any]]) -> Any:
    return np.select([holds(values) for holds, _ in bands], [amount for _, amount in bands], np.float32(0))


def _within(interval: Interval) -> Callable[[Any], Any]:
    lower = np.float32(-np.inf if interval.lower is None else interval.lower)
    upper = np.float32(np.inf if interval.upper is None else interval.upper)
    from_lower = np.greater_equal if interval.lower_inclusive else np.greater
    to_upper = np.less_equal if interval.upper_inclusive else np.less
    return lambda values: from_lower(values, lower) & to_upper(values, upper)
