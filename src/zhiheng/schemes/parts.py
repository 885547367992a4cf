"""Reads the parts of a scheme file: items, sub-items, groups. What the source leaves open is gathered, not guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from zhiheng.domain.scheme import Group, Item, Part, Rule, SubItem
from zhiheng.domain.texts import Text
from zhiheng.rulefiles.nodes import Node
from zhiheng.schemes.bounds import Band, Interval
from zhiheng.schemes.kinds.bands import Bands
from zhiheng.schemes.rules import OPEN_WORDS, OpenValues, is_unspecified, number_or_open, read_rule

_PART = "id kind name points start max content_zh content_en items check note".split()
_ITEM = (
    "id name points cap zh en zh_text en_text content_zh content_en sub_items rules applies_to ambiguity check note "
    "zh_status points_by_kind from_total"
).split()
_SUB_ITEM = (
    "id points zh_text en en_text name rules groups exempt_if applies_to evidence metric check note ambiguity"
).split()
_GROUP = "id cap zh_text en en_text rules check".split()


@dataclass
class Reading:
    """What one reading of a file carries along: the open values, the further rules of a completion, the unit kinds."""

    open_values: OpenValues
    unit_kinds: tuple[str, ...] = ()
    further: dict[str, list[Node]] = field(default_factory=dict)
    replaced: dict[str, Node] = field(default_factory=dict)

    def take(self, rule_id: str) -> Node | None:
        """Take the completion's rule with this id, whether or not it repeats its category; None where there is none."""
        if rule_id in self.replaced:
            return self.replaced.pop(rule_id)
        for nodes in self.further.values():
            for node in nodes:
                if node.text("id") == rule_id:
                    nodes.remove(node)
                    return node
        return None


def read_part(node: Node, reading: Reading) -> Part:
    """Read a deduction part (points: full mark) or a bonus part (max: the most it gives)."""
    node.allow(*_PART)
    kind = node.text("kind")
    if kind not in ("deduction", "bonus"):
        reason = Text("kind 应为 deduction 或 bonus", "kind must be deduction or bonus")
        node.faults.add(
            node, "unknown_part", reason, Text("写明是扣分还是加分部分", "say which part it is"), value=kind
        )
    name = node.get("name")
    bonus = kind == "bonus"
    items = tuple(_read_item(child, reading, bonus=bonus) for child in node.list_of("items"))
    points = node.decimal("max") if bonus else node.decimal("points")
    return Part(
        id=node.text("id"),
        kind="bonus" if bonus else "deduction",
        name=name.wording() if name else Text(""),
        points=points,
        items=items,
        line=node.line,
    )


def _read_item(node: Node, reading: Reading, *, bonus: bool) -> Item:
    item_id = node.text("id")
    node = node.at(item_id)
    node.allow(*_ITEM)
    name = node.get("name")
    clause = Text(node.text("zh_text"), node.text("en_text") or node.text("en"))
    from_total = node.flag("from_total", False)
    points, by_kind = _item_points(node, item_id, reading) if not bonus else (_cap(node, item_id, reading), {})
    subs = node.list_of("sub_items")
    if subs:
        sub_items = tuple(_read_sub_item(child, reading) for child in subs)
    else:
        rules = _rules(node, item_id, clause, reading)
        whole = Decimal(0) if from_total else points
        sub_items = (SubItem(item_id, Text(node.text("zh") or clause.zh, node.text("en")), whole, clause, rules),)
    return Item(
        id=item_id,
        name=name.wording() if name else Text(node.text("zh") or clause.zh, node.text("en")),
        points=points,
        clause=clause,
        sub_items=sub_items,
        content=Text(node.text("content_zh"), node.text("content_en")),
        applies_to=node.texts("applies_to"),
        points_by_kind=by_kind,
        from_total=from_total,
        ambiguity=node.texts("ambiguity"),
        line=node.line,
    )


def _cap(node: Node, item_id: str, reading: Reading) -> Decimal:
    """Return a bonus item's cap; -1 where it has none (the part's own limit still holds)."""
    cap = node.get("cap")
    if is_unspecified(cap):
        closing = reading.open_values.closed(node, (f"{item_id}.cap",))
        if closing is None:
            told = Text(f"加分项 {item_id} 的上限未作规定", f"the cap of bonus {item_id} is not specified")
            reading.open_values.leave_open(node, f"{item_id}.cap", told)
            return Decimal(-1)
        return Decimal(-1) if closing.text() in ("none", "无") else closing.decimal() or Decimal(0)
    number = node.decimal("cap")
    return Decimal(-1) if number is None else number


def _item_points(node: Node, item_id: str, reading: Reading) -> tuple[Decimal, dict[str, Decimal]]:
    """Return the points of an item and those that differ by kind of unit, closed by the completion where open."""
    kinds = node.texts("applies_to") or reading.unit_kinds
    by_kind: dict[str, Decimal] = {}
    stated = node.get("points_by_kind")
    if stated is not None:
        by_kind = {kind: value.decimal() or Decimal(0) for kind, value in stated.entries()}
    if is_unspecified(node.get("points")):
        for kind in kinds:
            paths = tuple(
                f"{head}{item_id}{tail}"
                for head in (f"{kind}.", f"categories.{kind}.", f"categories.by_unit_kind.{kind}.")
                for tail in ("", ".points", ".max_points")
            )
            closing = reading.open_values.closed(node, paths)
            if closing is not None:
                by_kind[kind] = closing.decimal() or Decimal(0)
        if by_kind and set(by_kind) >= set(kinds):
            return next(iter(by_kind.values())), by_kind
    paths = (f"{item_id}.points", item_id, f"{item_id}.max_points", f"categories.{item_id}")
    points = number_or_open(node, "points", paths, reading.open_values)
    return (Decimal(0) if points is None else points), by_kind


def _read_sub_item(node: Node, reading: Reading) -> SubItem:
    sub_id = node.text("id")
    node = node.at(sub_id)
    node.allow(*_SUB_ITEM)
    node.need("points")
    clause = Text(node.text("zh_text"), node.text("en_text") or node.text("en"))
    name = node.get("name")
    exempt = node.get("exempt_if")
    applies = node.get("applies_to")
    return SubItem(
        id=sub_id,
        name=name.wording() if name else Text(clause.zh, node.text("en") or clause.en),
        points=node.decimal("points") or Decimal(0),
        clause=clause,
        rules=_rules(node, sub_id, clause, reading),
        groups=tuple(_read_group(child, reading) for child in node.list_of("groups")),
        exempt_if=exempt.wording() if exempt else None,
        # The draft of the Hunan text gives the words of the law here; a list names kinds of unit.
        applies_to=node.texts("applies_to") if applies is not None and applies.is_list else (),
        ambiguity=node.texts("ambiguity"),
        line=node.line,
    )


def _read_group(node: Node, reading: Reading) -> Group:
    group_id = node.text("id")
    node = node.at(group_id)
    node.allow(*_GROUP)
    node.need("cap")
    clause = Text(node.text("zh_text"), node.text("en_text") or node.text("en"))
    rules = tuple(
        rule
        for child in node.list_of("rules")
        if (rule := read_rule(child, clause, reading.open_values, group=group_id)) is not None
    )
    return Group(group_id, node.decimal("cap") or Decimal(0), clause, rules, node.line)


def _rules(node: Node, owner: str, clause: Text, reading: Reading) -> tuple[Rule, ...]:
    """Read the rules of an item or sub-item, and those that a completion adds to it."""
    rules: list[Rule] = []
    for child in node.list_of("rules"):
        rule_id = child.text("id")
        if (child.text("type") or child.text("kind")) == "base":
            rule = _base_rule(child, clause, reading)
        elif _is_open(child) and (whole := reading.take(rule_id)) is not None:
            rule = read_rule(whole, clause, reading.open_values)
        else:
            rule = read_rule(child, clause, reading.open_values)
        if rule is not None:
            rules.append(rule)
    for child in reading.further.pop(owner, []):
        rule = read_rule(child, clause, reading.open_values)
        if rule is not None:
            rules.append(rule)
    return tuple(rules)


def _is_open(node: Node) -> bool:
    return any(is_unspecified(child) for _, child in node.entries())


def _base_rule(node: Node, clause: Text, reading: Reading) -> Rule | None:
    """Read an indicator that the source only names (IND-CASES, IND-CLOSE, IND-POWER).

    A completion gives either a whole rule with its id, or `points` and `target`: below the target the points are lost.
    `deactivated` takes the indicator out (CQ-22).
    """
    rule_id = node.text("id")
    given = reading.open_values
    offered = reading.take(rule_id)
    if offered is not None:
        return read_rule(offered, clause, given)
    whole = given.closed(node, (rule_id,))
    if whole is not None and whole.text() in ("deactivated", "停用"):
        return None
    closed: dict[str, Node] = {}
    for name in ("points", "target", "formula"):
        closing = given.closed(node, (f"{rule_id}.{name}", f"indicators.{rule_id}.{name}"))
        if closing is not None:
            closed[name] = closing
        elif name != "formula" or not closed:
            zh = f"指标“{node.text('zh')}”的{OPEN_WORDS[name]}未作规定"
            told = Text(zh, f"`{name}` of indicator {rule_id} is not specified")
            given.leave_open(node, f"{rule_id}.{name}", told)
    points = closed["points"].decimal() if "points" in closed else None
    target = closed["target"].decimal() if "target" in closed else None
    if points is None or target is None:
        return None
    above, below = Interval(target, True, None, False), Interval(Decimal(0), True, target, False)
    reached = Band(Text(f"达到目标 {target}", f"target of {target} reached"), Decimal(0), above, above, above)
    missed = Band(Text(f"未达到目标 {target}", f"target of {target} missed"), points, below, below, below)
    return Rule(
        id=rule_id,
        kind="bands",
        text=Text(node.text("zh"), node.text("en")),
        clause=Text(node.text("zh_text") or clause.zh, node.text("en_text") or clause.en),
        scoring=Bands((reached, missed), by_count=target > 1),
        measure=node.text("measure"),
        ambiguity=node.texts("ambiguity"),
        line=node.line,
    )
