"""What would have to be mended: the fewest corrections that reach a score, and what each lost point costs to win back.

Every step is weighed by the engine itself, so that the answer cannot disagree with the score. Bonuses are no
corrections and stay as they are; a veto cannot be mended by points.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import product

from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.scheme import Grade, Item, Rule, SubItem
from zhiheng.domain.score import RuleScore, UnitScore
from zhiheng.domain.texts import Text
from zhiheng.engine.grades import in_order
from zhiheng.engine.steps import Step, possible_steps
from zhiheng.engine.weigh import NOT_APPLICABLE, Sheet, Weighed, column_of, places_of, weigh
from zhiheng.schemes.scoring import Setting

#: More combinations than this inside one sub-item are thinned: the largest steps are kept.
_MOST_COMBINATIONS = 20_000


@dataclass(frozen=True, slots=True)
class Correction:
    """Corrections of one rule: how many, from which input to which."""

    rule_id: str
    cost: int
    text: Text


@dataclass(frozen=True, slots=True)
class Price:
    """What mending one sub-item entirely wins back, and for how many corrections."""

    sub_item_id: str
    gain: Decimal
    cost: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The answer: the target, the cheapest corrections, the score and grade they reach, the price of every sub-item."""

    unit_id: str
    score: Decimal
    target: Decimal
    grade_wanted: str | None
    corrections: tuple[Correction, ...]
    cost: int
    reached: Decimal
    prices: tuple[Price, ...]
    possible: bool
    note: Text


@dataclass(frozen=True, slots=True)
class _Choice:
    """A way to leave a sub-item: what it still takes (scaled) and by which steps."""

    deducted: int
    cost: int
    steps: tuple[tuple[str, Step], ...]


def what_if(evaluation: Evaluation, unit: UnitScore, *, points: Decimal | None = None) -> WhatIf:
    """Return the fewest corrections by which a unit gains `points`, or reaches the next grade where none are given.

    Without grades, or under a veto, only the prices are told. Raises Refusal for case schemes.
    """
    scheme = evaluation.scheme
    if scheme.subject == "case":
        reason = Text(
            "案卷评查方案按问题逐案整改，不适用 whatif", "case files are mended problem by problem; whatif is for units"
        )
        raise Refusal(
            Fault("not_for_cases", Place(), reason, Text("用 zhiheng explain 查看每案问题", "see `zhiheng explain`"))
        )
    target = _target(evaluation, unit, points)
    options = evaluation.result.options
    places = places_of(scheme, options)
    setting = Setting(places, options)
    scores = {rule.id: rule for rule in unit.every_rule()}
    weighing = _Weighing(evaluation, unit, scores, places)
    by_item = [(item, [weighing.choices(item, sub) for sub in item.sub_items]) for item in weighing.items()]
    prices = tuple(
        _price(sub, choices, setting)
        for item, rows in by_item
        for sub, choices in zip(item.sub_items, rows, strict=True)
        if choices[0].deducted
    )
    plan, possible = weighing.cheapest(by_item, target.score - unit.score)
    reached = weighing.score_after(plan)
    corrections = tuple(
        Correction(rule_id, step.cost, step.text) for choice in plan for rule_id, step in choice.steps if step.cost
    )
    return WhatIf(
        unit_id=unit.unit_id,
        score=unit.score,
        target=target.score,
        grade_wanted=target.grade.id if target.grade else None,
        note=target.note,
        corrections=corrections,
        cost=sum(correction.cost for correction in corrections),
        reached=reached,
        prices=tuple(sorted(prices, key=lambda price: (-price.gain / price.cost, price.sub_item_id))),
        possible=possible,
    )


@dataclass(frozen=True, slots=True)
class _Target:
    score: Decimal
    grade: Grade | None = None
    note: Text = field(default_factory=lambda: Text(""))


def _target(evaluation: Evaluation, unit: UnitScore, points: Decimal | None) -> _Target:
    if points is not None:
        if points <= 0:
            reason = Text("要增加的分数应大于零", "the points to gain must be more than zero")
            remedy = Text("例如 --points 5", "for example --points 5")
            raise Refusal(Fault("bad_points", Place(clause="--points"), reason, remedy))
        return _Target(unit.score + points)
    grades = in_order(evaluation.scheme.grades)
    if not grades:
        note = Text(
            "本方案不分等次；要看多得 N 分的办法，加 --points N。",
            "The scheme has no grades; for N points more add --points N.",
        )
        return _Target(unit.score, note=note)
    if unit.vetoes:
        told = "、".join(veto.id for veto in unit.vetoes)
        note = Text(
            f"已被一票否决（{told}），加分不改变等次。", f"The unit is vetoed ({told}); points do not change its grade."
        )
        return _Target(unit.score, note=note)
    position = next((i for i, grade in enumerate(grades) if grade.id == unit.grade), len(grades))
    higher = [grade for grade in grades[:position] if grade.minimum is not None]
    if not higher:
        return _Target(unit.score, grades[0])
    wanted = higher[-1]
    minimum = wanted.minimum or Decimal(0)
    exclusive = not wanted.minimum_inclusive or evaluation.result.options.get("boundary_policy") == "strict"
    step = Decimal(1).scaleb(-places_of(evaluation.scheme, evaluation.result.options))
    return _Target(minimum + step if exclusive else minimum, wanted)


def _price(sub_item: SubItem, choices: list[_Choice], setting: Setting) -> Price:
    best = min(choices, key=lambda choice: (choice.deducted, choice.cost))
    return Price(sub_item.id, setting.points(choices[0].deducted - best.deducted), max(best.cost, 1))


class _Weighing:
    """Weighs the possible states of one unit with the engine."""

    def __init__(self, evaluation: Evaluation, unit: UnitScore, scores: Mapping[str, RuleScore], places: int) -> None:
        self.scheme, self.unit, self.scores, self.places = evaluation.scheme, unit, scores, places
        self.options = evaluation.result.options
        self.states = {sub.id: sub.state for item in unit.items for sub in item.sub_items}

    def items(self) -> list[Item]:
        shown = {item.id for item in self.unit.items}
        return [i for part in self.scheme.parts if part.kind == "deduction" for i in part.items if i.id in shown]

    def choices(self, item: Item, sub_item: SubItem) -> list[_Choice]:
        """Return the ways to leave a sub-item, the present one first, then only those that take less for their cost."""
        if self.states.get(sub_item.id) != "applies":
            return [_Choice(0, 0, ())]
        rules = [rule for rule in sub_item.every_rule() if self._value(rule) is not None]
        ways = [self._steps(rule) for rule in rules]
        while math.prod(len(way) for way in ways) > _MOST_COMBINATIONS:
            longest = max(ways, key=len)
            longest[1:-1] = longest[1:-1:2]
        combinations = list(product(*ways))
        if not rules:
            return [_Choice(0, 0, ())]
        values = {rule.id: [steps[i].value for steps in combinations] for i, rule in enumerate(rules)}
        weighed = self._weigh(values, len(combinations))
        deducted = weighed.sub_items[sub_item.id]
        choices = [
            _Choice(
                int(deducted[position]),
                sum(step.cost for step in steps),
                tuple((rule.id, step) for rule, step in zip(rules, steps, strict=True)),
            )
            for position, steps in enumerate(combinations)
        ]
        present, best = choices[0], dict[int, _Choice]()
        for choice in choices:
            known = best.get(choice.deducted)
            if known is None or choice.cost < known.cost:
                best[choice.deducted] = choice
        return [present, *(c for c in best.values() if c.deducted < present.deducted)]

    def cheapest(self, by_item: list[tuple[Item, list[list[_Choice]]]], wanted: Decimal) -> tuple[list[_Choice], bool]:
        """Return the choices with the fewest corrections that win back the points; the most possible otherwise."""
        gain = math.ceil(Fraction(wanted) / self._stretch() * 10**self.places)
        scaled = Setting(self.places, self.options).scaled
        totals: dict[int, tuple[int, tuple[_Choice, ...]]] = {0: (0, ())}
        for item, rows in by_item:
            inside: dict[int, tuple[int, tuple[_Choice, ...]]] = {0: (0, ())}
            for choices in rows:
                inside = _combined(inside, {c.deducted: (c.cost, (c,)) for c in reversed(choices)}, cap=None)
            cap = None if item.from_total else scaled(item.points_for(self.unit.kind))
            totals = _combined(totals, inside, cap=cap)
        now = sum(choices[0].deducted for _, rows in by_item for choices in rows)
        enough = [(cost, total, plan) for total, (cost, plan) in totals.items() if self._gain(now, total) >= gain]
        if enough:
            return list(min(enough, key=lambda found: (found[0], found[1]))[2]), True
        return list(totals[min(totals)][1]), False

    def _gain(self, now: int, then: int) -> int:
        full = Setting(self.places, self.options).scaled(self._full())
        return max(full - then, 0) - max(full - now, 0)

    def _stretch(self) -> Fraction:
        """Return how much a point counts where what does not apply is taken out and the rest rescaled."""
        away = sum((s.points for i in self.unit.items for s in i.sub_items if s.state == "not_applicable"), Decimal(0))
        if self.options.get("not_applicable") != "rescale" or away >= self._full():
            return Fraction(1)
        return Fraction(self._full()) / Fraction(self._full() - away)

    def _full(self) -> Decimal:
        return sum((p.points for p in self.scheme.parts if p.kind == "deduction" and p.points is not None), Decimal(0))

    def score_after(self, plan: list[_Choice]) -> Decimal:
        """Return the score of the unit after the corrections, weighed whole."""
        changed = {rule_id: [step.value] for choice in plan for rule_id, step in choice.steps}
        weighed = self._weigh(changed, 1)
        return weighed.setting.points(weighed.score[0])

    def _weigh(self, changed: Mapping[str, list[Fraction]], size: int) -> Weighed:
        columns = {}
        for rule in self.scheme.every_rule():
            values = changed.get(rule.id)
            if values is None:
                value = self._value(rule)
                if value is None:
                    continue
                values = [value] * size
            columns[rule.id] = column_of([v.numerator for v in values], [v.denominator for v in values], [True] * size)
        states = {
            sub_id: column_of([NOT_APPLICABLE if state == "not_applicable" else 1] * size, [1], [True]).numerator
            for sub_id, state in self.states.items()
            if state != "applies"
        }
        sheet = Sheet((self.unit.kind,) * size, columns, states)
        return weigh(self.scheme, sheet, self.options, places=self.places)

    def _value(self, rule: Rule) -> Fraction | None:
        score = self.scores.get(rule.id)
        if score is None or score.input is None:
            return None
        if score.measured is not None:
            return Fraction(score.measured.numerator) / Fraction(score.measured.denominator)
        return {"true": Fraction(1), "false": Fraction(0)}.get(score.input) or Fraction(
            "0" if score.input == "false" else score.input
        )

    def _steps(self, rule: Rule) -> list[Step]:
        value = self._value(rule)
        return [] if value is None else possible_steps(rule, value, self.scores[rule.id].measured)


_Totals = dict[int, tuple[int, tuple[_Choice, ...]]]


def _combined(totals: _Totals, further: _Totals, *, cap: int | None) -> _Totals:
    """Add every further deduction to every total, keeping the fewest corrections for each sum."""
    result: _Totals = {}
    for total, (cost, plan) in totals.items():
        for deducted, (more, steps) in further.items():
            together = total + (deducted if cap is None else min(deducted, cap))
            known = result.get(together)
            if known is None or cost + more < known[0]:
                result[together] = (cost + more, plan + steps)
    return result
