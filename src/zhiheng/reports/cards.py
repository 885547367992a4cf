"""A scorecard laid out as lines: every rule, the subtotals, the vetoes. Tables and documents print these lines.

Nothing is computed here: subtotals are the plain numbers of the result.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from zhiheng.domain.numbers import shortest
from zhiheng.domain.scheme import Group, Item, Rule, Scheme, SubItem
from zhiheng.domain.score import BonusScore, ItemScore, RuleScore, SubItemScore, VetoScore
from zhiheng.domain.texts import Text
from zhiheng.reports.labels import input_text, origin_text

Level = Literal["rule", "sub_item", "item", "veto"]
NOTHING = Text("")
VETO = Text("一票否决", "Veto")


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of a scorecard. `points` are signed: deducted points are negative; None where the line has no points."""

    level: Level
    item: Text
    sub_item: Text = NOTHING
    clause: Text = NOTHING
    rule_id: str = ""
    rule: Text = NOTHING
    input: str = ""
    input_from: Text = NOTHING
    points: Decimal | None = None
    cap: Text = NOTHING
    exempted: Decimal = field(default_factory=Decimal)
    rows: tuple[str, ...] = ()
    exempted_rows: tuple[str, ...] = ()
    why: Text = NOTHING


class SchemeIndex:
    """Finds the words of a scheme by id; an id that the scheme does not know is shown as it stands."""

    def __init__(self, scheme: Scheme) -> None:
        self._items = {item.id: item for part in scheme.parts for item in part.items}
        self._sub_items = {sub_item.id: sub_item for _, _, sub_item in scheme.sub_items()}
        self._groups = {group.id: group for sub_item in self._sub_items.values() for group in sub_item.groups}
        self._rules = {rule.id: rule for rule in scheme.every_rule()}
        self._home = {rule.id: sub for sub in self._sub_items.values() for rule in sub.every_rule()}

    def item(self, item_id: str) -> Item | None:
        """Return the item with this id, if the scheme has it."""
        return self._items.get(item_id)

    def sub_item(self, sub_item_id: str) -> SubItem | None:
        """Return the sub-item with this id, if the scheme has it."""
        return self._sub_items.get(sub_item_id)

    def group(self, group_id: str) -> Group | None:
        """Return the group with this id, if the scheme has it."""
        return self._groups.get(group_id)

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule with this id, if the scheme has it."""
        return self._rules.get(rule_id)

    def clause_of(self, rule_id: str) -> Text:
        """Return the verbatim clause of a rule: its own, its group's, or its sub-item's."""
        rule, home = self._rules.get(rule_id), self._home.get(rule_id)
        group = self._groups.get(rule.group) if rule else None
        places = (rule, group, home)
        return next((place.clause for place in places if place is not None and place.clause.zh), NOTHING)

    def situation(self, rule_id: str) -> Text:
        """Return what the rule describes where that says more than its clause; empty where it only repeats it."""
        text = self.rule_text(rule_id)
        return NOTHING if text.zh == self.clause_of(rule_id).zh else text

    def rule_text(self, rule_id: str) -> Text:
        """Return what the rule describes; its id where the scheme does not word it."""
        rule = self._rules.get(rule_id)
        return rule.text if rule is not None and rule.text.zh else Text(rule_id)

    def item_text(self, item_id: str) -> Text:
        """Return id and name of an item."""
        return _named(item_id, self._items.get(item_id))

    def sub_item_text(self, sub_item_id: str) -> Text:
        """Return id and name of a sub-item."""
        return _named(sub_item_id, self._sub_items.get(sub_item_id))


def _named(some_id: str, place: Item | SubItem | None) -> Text:
    if place is None or not place.name.zh:
        return Text(some_id)
    if place.name.zh == place.clause.zh:
        # The text gives this place no name of its own; its clause stands beside it anyway.
        return Text(some_id, f"{some_id} {place.name.en}".strip())
    return Text(f"{some_id} {place.name.zh}", f"{some_id} {place.name.of('en')}")


def deduction_lines(index: SchemeIndex, items: tuple[ItemScore, ...]) -> Iterator[CardLine]:
    """Yield the lines of deduction items: rules, a subtotal for each sub-item, a subtotal for each item."""
    for item in items:
        name = index.item_text(item.id)
        for sub_item in item.sub_items:
            yield from _rule_lines(index, name, sub_item)
            yield CardLine(
                "sub_item",
                name,
                Text(f"{sub_item.id} 小计", f"{sub_item.id} subtotal"),
                points=-sub_item.deducted,
                cap=_sub_item_state(sub_item),
            )
        full = shortest(item.points)
        yield CardLine(
            "item",
            Text(f"{item.id} 合计", f"{item.id} total"),
            points=-item.deducted,
            cap=Text(f"满分 {full} 分", f"full points {full}"),
        )


def bonus_lines(index: SchemeIndex, bonus_items: tuple[BonusScore, ...]) -> Iterator[CardLine]:
    """Yield the lines of bonus items, each with its subtotal."""
    for bonus in bonus_items:
        name = index.item_text(bonus.id)
        item = index.item(bonus.id)
        for rule in bonus.rules:
            yield _rule_line(index, rule, item=name, sub_item=Text(item.sub_items[0].id) if item else NOTHING)
        most = NOTHING
        if bonus.cap is not None:
            most = Text(f"最多加 {shortest(bonus.cap)} 分", f"at most {shortest(bonus.cap)}")
        total = Text(f"{bonus.id} 合计", f"{bonus.id} total")
        yield CardLine("item", total, points=bonus.points, cap=most)


def veto_lines(index: SchemeIndex, vetoes: tuple[VetoScore, ...]) -> Iterator[CardLine]:
    """Yield one line for each veto that holds; a veto has no points, it decides the grade."""
    for veto in vetoes:
        yield CardLine(
            "veto",
            VETO,
            clause=index.clause_of(veto.id),
            rule_id=veto.id,
            rule=index.rule_text(veto.id),
            rows=veto.rows,
            exempted_rows=veto.exempted_rows,
            why=veto.why,
        )


def _rule_lines(index: SchemeIndex, item: Text, sub_item: SubItemScore) -> Iterator[CardLine]:
    name = index.sub_item_text(sub_item.id)
    capped = {group.id: group.cap for group in sub_item.groups if group.capped}
    for rule in sub_item.rules:
        yield _rule_line(index, rule, item=item, sub_item=name, group_cap=capped.get(rule.group))


def _rule_line(
    index: SchemeIndex, rule: RuleScore, *, item: Text, sub_item: Text, group_cap: Decimal | None = None
) -> CardLine:
    return CardLine(
        "rule",
        item,
        sub_item,
        clause=index.clause_of(rule.id),
        rule_id=rule.id,
        rule=index.rule_text(rule.id),
        input="" if rule.input is None else rule.input,
        input_from=input_text(rule),
        points=rule.points,
        cap=_rule_state(rule, group_cap),
        exempted=rule.exempted,
        rows=rule.rows,
        exempted_rows=rule.exempted_rows,
        why=rule.why,
    )


def _rule_state(rule: RuleScore, group_cap: Decimal | None) -> Text:
    """Say in words which cap or which other rule bounded this one (HN-19), and whether inputs contradict each other."""
    told: list[Text] = []
    if rule.superseded_by:
        told.append(Text(f"已按 {rule.superseded_by} 计，不重复计", f"counted under {rule.superseded_by}, not again"))
    if rule.capped:
        alone, counted = shortest(abs(rule.uncapped)), shortest(abs(rule.points))
        told.append(Text(f"封顶：单计 {alone} 分，计 {counted} 分", f"capped: {alone} alone, {counted} counted"))
    if group_cap is not None:
        most = shortest(group_cap)
        told.append(Text(f"{rule.group} 组合计封顶 {most} 分", f"group {rule.group} capped at {most}"))
    if rule.conflict:
        told.append(conflict_text(rule))
    return Text("；".join(text.zh for text in told), "; ".join(text.en for text in told))


def conflict_text(rule: RuleScore) -> Text:
    """Say which inputs were not used although they differ from the one that was."""
    others = [(origin_text(other.input_from, other.source), other.value) for other in rule.other_inputs]
    zh = "、".join(f"{origin.zh} {value}" for origin, value in others)
    en = ", ".join(f"{origin.of('en')} {value}" for origin, value in others)
    return Text(f"数据不一致：另有{zh}", f"inputs differ, also: {en}")


def _sub_item_state(sub_item: SubItemScore) -> Text:
    if sub_item.state == "exempt":
        return Text("按条款免扣", "exempt under the clause")
    if sub_item.state == "not_applicable":
        return Text("不适用", "not applicable")
    full = shortest(sub_item.points)
    if sub_item.capped:
        return Text(f"扣完 {full} 分为止", f"capped at {full}")
    return Text(f"满分 {full} 分", f"full points {full}")
