"""Sums and caps: do the parts add up to the whole, can every cap be reached?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from zhiheng.domain.numbers import shortest
from zhiheng.domain.scheme import Group, Item, Part, Rule, Scheme, SubItem
from zhiheng.domain.texts import Text
from zhiheng.schemes.lint.remarks import Remark
from zhiheng.schemes.reading import applies

#: Beyond this many rules the ways to combine them are not tried out one by one; the plain sum is taken.
_MOST_RULES_COMBINED = 10


def examine_sums(scheme: Scheme) -> Iterator[Remark]:
    """Yield `sum_mismatch`, `cap_unreachable` and `exclusive_order` remarks."""
    open_points = any(path.path.endswith(".points") for path in scheme.open_paths)
    for part in scheme.parts:
        if not open_points:
            yield from _part(scheme, part)
        for item in part.items:
            yield from _item(part, item)
    for rule in scheme.every_rule():
        yield from _own_cap(rule)


def _part(scheme: Scheme, part: Part) -> Iterator[Remark]:
    if part.points is None:
        return
    if part.kind == "bonus":
        caps = [item.points for item in part.items]
        total = sum(caps, Decimal(0))
        if all(cap >= 0 for cap in caps) and total < part.points:
            yield _unreachable(part.id, part.line, part.points, total)
        return
    for kind in scheme.unit_kinds or {"": Text("")}:
        items = [item for item in part.items if not item.from_total and applies(item.applies_to, kind)]
        total = sum((item.points_for(kind) for item in items), Decimal(0))
        if items and total != part.points:
            yield _mismatch("", part.line, part.points, total)
            return


def _item(part: Part, item: Item) -> Iterator[Remark]:
    if item.from_total:
        return
    if part.kind == "bonus":
        reach = _reach(tuple(rule for sub_item in item.sub_items for rule in sub_item.every_rule()))
        if reach is not None and 0 <= reach < item.points:
            yield _unreachable(item.id, item.line, item.points, reach)
        return
    if item.sub_items[0].id != item.id:
        total = sum((sub_item.points for sub_item in item.sub_items), Decimal(0))
        if total != item.points:
            yield _mismatch(item.id, item.line, item.points, total)
    if not item.points_by_kind:
        for sub_item in item.sub_items:
            yield from _sub_item(sub_item)


def _sub_item(sub_item: SubItem) -> Iterator[Remark]:
    """The points allotted and what the rules can take: less means points that nothing can take."""
    reach = _reach(sub_item.rules)
    for group in sub_item.groups:
        of_group = _reach(group.rules)
        if of_group is not None and of_group < group.cap:
            yield _unreachable(group.id, group.line, group.cap, of_group)
        reach = None if reach is None else reach + _taken_by(group, of_group)
    ordered = _exclusive_order(sub_item)
    yield from ordered
    unreachable_inside = any(True for rule in sub_item.every_rule() for _ in _own_cap(rule))
    if reach is not None and reach < sub_item.points and not unreachable_inside and sub_item.every_rule():
        yield _mismatch(sub_item.id, sub_item.line, sub_item.points, reach)


def _taken_by(group: Group, reach: Decimal | None) -> Decimal:
    return group.cap if reach is None else min(group.cap, reach)


def _own_cap(rule: Rule) -> Iterator[Remark]:
    cap, most = rule.scoring.own_cap, rule.scoring.most()
    if cap is not None and most is not None and most < cap:
        ambiguity = rule.ambiguity[0] if rule.ambiguity else ""
        yield _unreachable(rule.id, rule.line, cap, most, ambiguity=ambiguity, clause=rule.clause.zh)


def _exclusive_order(sub_item: SubItem) -> Iterator[Remark]:
    """Only the first of a group that applies counts; a milder one first would let one more fault raise the score."""
    first: dict[tuple[str, str], Rule] = {}
    for rule in sub_item.every_rule():
        if not rule.exclusive_group:
            continue
        key = (rule.group, rule.exclusive_group)
        milder = first.setdefault(key, rule)
        most, before = _most(rule), _most(milder)
        if milder is not rule and before is not None and (most is None or most > before):
            text = Text(
                f"{milder.id} 成立时 {rule.id} 不再计，但后者扣分更多：宜把扣分多的排在前面",
                f"where {milder.id} applies {rule.id}, which takes more, no longer counts: put the graver one first",
            )
            yield Remark("exclusive_order", rule.id, rule.line, text, clause=rule.clause.zh)


def _most(rule: Rule) -> Decimal | None:
    """Return the most a rule can take with its own cap; None where nothing limits it."""
    cap: Decimal | None = rule.scoring.own_cap
    most: Decimal | None = rule.scoring.most()
    if most is None:
        return cap
    return most if cap is None else min(cap, most)


def _reach(rules: tuple[Rule, ...]) -> Decimal | None:
    """Return the most that rules can take together, exclusions considered; None where nothing limits them."""
    most = [_most(rule) for rule in rules]
    if any(one is None for one in most):
        return None
    amounts = [one for one in most if one is not None]
    if len(rules) > _MOST_RULES_COMBINED:
        return sum(amounts, Decimal(0))
    return max(
        (_together(rules, amounts, chosen) for chosen in product((True, False), repeat=len(rules))), default=Decimal(0)
    )


def _together(rules: tuple[Rule, ...], amounts: list[Decimal], chosen: tuple[bool, ...]) -> Decimal:
    total, applied, taken = Decimal(0), set[str](), set[tuple[str, str]]()
    for rule, amount, is_chosen in zip(rules, amounts, chosen, strict=True):
        key = (rule.group, rule.exclusive_group)
        shut = (bool(rule.exclusive_group) and key in taken) or any(other in applied for other in rule.skipped_if)
        if not is_chosen or shut or not amount:
            continue
        total += amount
        applied.add(rule.id)
        taken.add(key)
    return total


def _mismatch(rule_id: str, line: int, stated: Decimal, total: Decimal) -> Remark:
    text = Text(
        f"写明 {shortest(stated)} 分，各分项合计 {shortest(total)} 分",
        f"{shortest(stated)} points are stated, the parts add up to {shortest(total)}",
    )
    return Remark("sum_mismatch", rule_id, line, text)


def _unreachable(
    rule_id: str, line: int, cap: Decimal, most: Decimal, *, ambiguity: str = "", clause: str = ""
) -> Remark:
    text = Text(
        f"上限 {shortest(cap)} 分达不到：最多只能到 {shortest(most)} 分",
        f"the cap of {shortest(cap)} cannot be reached: at most {shortest(most)}",
    )
    return Remark("cap_unreachable", rule_id, line, text, ambiguity, clause)
