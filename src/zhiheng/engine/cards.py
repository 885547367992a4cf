"""Turns weighed columns back into scorecards: one tree a unit, every rule with input, rows, points and reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhiheng.domain.scheme import Item, Part, Rule, Scheme, SubItem
from zhiheng.domain.score import BonusScore, GroupScore, ItemScore, RuleScore, SubItemScore
from zhiheng.engine.inputs import Inputs, RuleInput
from zhiheng.engine.weigh import APPLIES, EXEMPT, Weighed
from zhiheng.engine.wording import why, why_of_state
from zhiheng.schemes.reading import applies


@dataclass(frozen=True)
class CardMaker:
    """Makes the cards of all units (or cases) of one weighing."""

    scheme: Scheme
    inputs: Inputs
    weighed: Weighed

    def items(self, index: int, subject_id: str, kind: str) -> tuple[ItemScore, ...]:
        """Return the items of the deduction part for one unit."""
        return tuple(
            self._item(item, index, subject_id, kind)
            for part in self.scheme.parts
            if part.kind == "deduction"
            for item in part.items
            if applies(item.applies_to, kind)
        )

    def bonuses(self, index: int, subject_id: str, kind: str) -> tuple[BonusScore, ...]:
        """Return the items of the bonus part for one unit."""
        return tuple(
            self._bonus(part, item, index, subject_id)
            for part in self.scheme.parts
            if part.kind == "bonus"
            for item in part.items
            if applies(item.applies_to, kind)
        )

    def _item(self, item: Item, index: int, subject_id: str, kind: str) -> ItemScore:
        subs = tuple(self._sub_item(item, sub_item, index, subject_id) for sub_item in item.sub_items)
        points = Decimal(0) if item.from_total else item.points_for(kind)
        return ItemScore(item.id, points, self._points(self.weighed.items, item.id, index), subs)

    def _bonus(self, part: Part, item: Item, index: int, subject_id: str) -> BonusScore:
        rules = tuple(
            rule for sub_item in item.sub_items for rule in self._rules(sub_item, index, subject_id, bonus=True)
        )
        cap = item.points if item.points >= 0 else None
        return BonusScore(item.id, self._points(self.weighed.items, item.id, index), cap, rules)

    def _sub_item(self, item: Item, sub_item: SubItem, index: int, subject_id: str) -> SubItemScore:
        deducted = self._points(self.weighed.sub_items, sub_item.id, index)
        rules = tuple(self._rules(sub_item, index, subject_id, bonus=False))
        groups = tuple(
            GroupScore(
                group.id,
                group.cap,
                self._points(self.weighed.groups, group.id, index),
                self._sum(group.rules, index) > group.cap,
            )
            for group in sub_item.groups
        )
        before_cap = sum((group.deducted for group in groups), self._sum(sub_item.rules, index))
        state = self._state(sub_item, index)
        points = Decimal(0) if item.from_total else sub_item.points
        return SubItemScore(
            id=sub_item.id,
            points=points,
            deducted=deducted,
            rules=rules,
            groups=groups,
            capped=state == "applies" and before_cap > deducted,
            state=state,
        )

    def _sum(self, rules: tuple[Rule, ...], index: int) -> Decimal:
        return sum((self._points(self.weighed.points, rule.id, index) for rule in rules), Decimal(0))

    def _state(self, sub_item: SubItem, index: int) -> Any:
        state = int(self.weighed.states[sub_item.id][index])
        return "applies" if state == APPLIES else "exempt" if state == EXEMPT else "not_applicable"

    def _rules(self, sub_item: SubItem, index: int, subject_id: str, *, bonus: bool) -> list[RuleScore]:
        state = self._state(sub_item, index)
        if state != "applies":
            return [self._idle(rule, subject_id, sub_item, state) for rule in sub_item.every_rule()]
        scores: list[RuleScore] = []
        for rule in sub_item.every_rule():
            given = self.inputs.of(subject_id, rule.id)
            shut_by = self._shut_by(rule, scores) if bool(self.weighed.superseded[rule.id][index]) else ""
            scores.append(self._rule(rule, given, index, shut_by=shut_by, sign=1 if bonus else -1))
        return scores

    def _rule(self, rule: Rule, given: RuleInput, index: int, *, shut_by: str, sign: int) -> RuleScore:
        points = self._points(self.weighed.points, rule.id, index)
        uncapped = self._points(self.weighed.uncapped, rule.id, index)
        setting = self.weighed.setting
        cap = rule.scoring.own_cap
        return RuleScore(
            id=rule.id,
            input=None if given.answer is None else given.answer.shown,
            input_from=given.input_from,
            points=sign * points + 0,
            uncapped=sign * uncapped + 0,
            capped=not shut_by and cap is not None and uncapped > cap,
            exempted=self._exempted(rule, given),
            rows=given.rows,
            why=why(rule, given, setting, points=points, uncapped=uncapped, shut_by=shut_by),
            group=rule.group or rule.exclusive_group,
            exclusive_group=rule.exclusive_group,
            exempted_rows=given.exempted_rows,
            source=given.source,
            conflict=given.conflict,
            superseded_by=shut_by,
            other_inputs=given.others,
            measured=given.measured,
        )

    def _exempted(self, rule: Rule, given: RuleInput) -> Decimal:
        """Return what the tolerated rows would have cost by themselves, each at its own amount."""
        if not given.exempted:
            return Decimal(0)
        amounts = rule.scoring.amounts()
        amount = getattr(rule.scoring, "amount", amounts[0] if amounts else Decimal(0))
        if amount is None:  # each row carried its own deduction (`each_row`): their sum is the points already
            return Decimal(given.exempted.numerator) / Decimal(given.exempted.denominator)
        if rule.scoring.answers == "flag":
            return Decimal(amount)
        return Decimal(amount) * Decimal(int(given.exempted))

    def _idle(self, rule: Rule, subject_id: str, sub_item: SubItem, state: str) -> RuleScore:
        """Return a rule that was not weighed because its sub-item is exempt or does not apply."""
        given = self.inputs.of(subject_id, rule.id)
        ref = self.inputs.state_rows.get((subject_id, sub_item.id))
        return RuleScore(
            id=rule.id,
            input=None if given.answer is None else given.answer.shown,
            input_from="not_applicable",
            points=Decimal(0),
            uncapped=Decimal(0),
            capped=False,
            exempted=Decimal(0),
            rows=tuple(sorted({*given.rows, *((ref,) if ref else ())})),
            why=why_of_state(state),
            group=rule.group or rule.exclusive_group,
            exclusive_group=rule.exclusive_group,
        )

    def _shut_by(self, rule: Rule, before: list[RuleScore]) -> str:
        """Return which rule excludes this one: an earlier one of its exclusive group, or one of `skipped_if`."""
        for score in before:
            same = rule.exclusive_group and score.exclusive_group == rule.exclusive_group
            if score.points and (
                (same and score.group == (rule.group or rule.exclusive_group)) or score.id in rule.skipped_if
            ):
                return score.id
        return ""

    def _points(self, of: Mapping[str, Any], key: str, index: int) -> Decimal:
        return self.weighed.setting.points(of[key][index])
