"""How points came about, folded: item → sub-item → rule, each with its clause, arithmetic, caps, input and rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from zhiheng.domain.numbers import shortest
from zhiheng.domain.scheme import Rule
from zhiheng.domain.score import BonusScore, GroupScore, ItemScore, Measured, RuleScore, SubItemScore
from zhiheng.domain.texts import Text
from zhiheng.engine.checked_rules import CHECKS
from zhiheng.reports.html import anchors
from zhiheng.reports.html.elements import Child, Markup, join, tag
from zhiheng.reports.html.frame import Reading, chip, code, doubts, fold, pairs
from zhiheng.reports.html.ledger_rows import rule_rows
from zhiheng.reports.html.wording import clause, points, say, told
from zhiheng.reports.labels import input_text, origin_text


def is_notable(rule: RuleScore) -> bool:
    """Tell whether a rule stands in the derivation itself and not among those that cost nothing."""
    return bool(
        rule.points or rule.uncapped or rule.exempted or rule.exempted_rows or rule.conflict or rule.superseded_by
    )


def has_matter(sub_item: SubItemScore) -> bool:
    """Tell whether a sub-item has anything to show beyond full points."""
    return sub_item.state != "applies" or bool(sub_item.deducted) or any(map(is_notable, sub_item.rules))


def item_fold(reading: Reading, holder: str, item: ItemScore) -> Markup | None:
    """Return an item with everything that cost points or needs attention; None where nothing did."""
    matters = [sub_item for sub_item in item.sub_items if has_matter(sub_item)]
    if not matters:
        return None
    summary = (
        _named(reading.name_of_item(item.id), item.id),
        _cap_chip(item.deducted, item.points, capped=item.deducted >= item.points),
        tag("span", points(-item.deducted, sign=True), class_="pts"),
    )
    arithmetic = tag("p", _item_line(item), class_="arith")
    parts = [_sub_item_part(reading, holder, sub_item) for sub_item in matters]
    return fold(
        summary, tag("div", arithmetic, parts, class_="body"), id_=anchors.of_item(holder, item.id), class_="item"
    )


def _item_line(item: ItemScore) -> Markup:
    if item.points <= 0:
        lost = shortest(item.deducted)
        return say(f"原文未给本项分值，从总分中扣 {lost} 分", f"The text allots no points here: {lost} off the total")
    line = f"{shortest(item.points)} − {shortest(item.deducted)} = {shortest(item.points - item.deducted)}"
    return say(f"本项得分：{line}", f"Points of this item: {line}")


def bonus_fold(reading: Reading, holder: str, bonus: BonusScore) -> Markup | None:
    """Return a bonus item with the rules that gave points; None where none did."""
    shown = [rule for rule in bonus.rules if is_notable(rule)]
    if not shown:
        return None
    item = reading.index.item(bonus.id)
    words = item.sub_items[0].clause if item and item.sub_items else Text("")
    total = sum((rule.points for rule in bonus.rules), Decimal(0))
    summary = (
        _named(reading.name_of_item(bonus.id), bonus.id),
        _cap_chip(bonus.points, bonus.cap, capped=total > bonus.points, bonus=True) if bonus.cap is not None else None,
        tag("span", points(bonus.points, sign=True), class_="pts gain"),
    )
    body = tag(
        "div",
        clause(words) if words.zh else None,
        _sum_line(shown, bonus.points, cap=bonus.cap),
        [_rule_fold(reading, holder, rule, said=(words.zh,)) for rule in shown],
        class_="body",
    )
    return fold(summary, body, id_=anchors.of_item(holder, bonus.id), class_="item")


def _sub_item_part(reading: Reading, holder: str, score: SubItemScore) -> Markup:
    sub_item = reading.index.sub_item(score.id)
    words = sub_item.clause if sub_item else Text("")
    summary = (
        _named(reading.name_of_sub_item(score.id), score.id),
        _state_chip(score),
        tag("span", points(-score.deducted, sign=True), class_="pts"),
    )
    shown = [rule for rule in score.rules if is_notable(rule)]
    groups = {group.id: group for group in score.groups}
    exempt = None
    if score.state == "exempt" and sub_item and sub_item.exempt_if:
        exempt = tag("p", say("适用免扣条款：", "Exemption applied: "), told(sub_item.exempt_if), class_="note")
    body = tag(
        "div",
        clause(words) if words.zh else None,
        tag("p", doubts(reading, sub_item.ambiguity), class_="note") if sub_item and sub_item.ambiguity else None,
        exempt,
        _sum_line(shown, score.deducted, cap=score.points, groups=tuple(groups.values())),
        list(_grouped(reading, holder, shown, groups=groups, said=words.zh)),
        class_="body",
    )
    return fold(summary, body, id_=anchors.of_sub_item(holder, score.id), class_="sub", is_open=True)


def _grouped(
    reading: Reading, holder: str, rules: Iterable[RuleScore], *, groups: dict[str, GroupScore], said: str
) -> Iterator[Markup]:
    """Yield rules; before the first of a group its own clause and cap."""
    named: set[str] = set()
    for rule in rules:
        group, words = groups.get(rule.group), reading.index.group(rule.group)
        if group is not None and words is not None and group.id not in named:
            named.add(group.id)
            state = _cap_chip(group.deducted, group.cap, capped=group.capped)
            yield tag("div", tag("p", code(group.id), " ", state, class_="group"), clause(words.clause))
        yield _rule_fold(reading, holder, rule, said=(said, words.clause.zh if words else ""))


def _rule_fold(reading: Reading, holder: str, score: RuleScore, *, said: tuple[str, ...]) -> Markup:
    rule = reading.index.rule(score.id)
    words = reading.index.clause_of(score.id)
    summary = (
        code(score.id),
        " ",
        told(reading.name_of(score.id)),
        _rule_chips(rule, score),
        tag("span", points(score.points, sign=True), class_="pts gain" if score.points > 0 else "pts"),
    )
    body = tag(
        "div",
        clause(words) if words.zh and words.zh not in said else None,
        tag("p", told(score.why), class_="arith"),
        _input_pairs(reading, rule, score),
        _other_inputs(score),
        rule_rows(reading, score),
        class_="body",
    )
    return fold(summary, body, id_=anchors.of_rule(holder, score.id), class_="rule", is_open=True)


def _rule_chips(rule: Rule | None, score: RuleScore) -> Markup:
    cap = rule.scoring.own_cap if rule is not None else None
    parts: list[Child] = []
    if cap is not None and score.points:
        parts.append(_cap_chip(abs(score.points), cap, capped=score.capped, bonus=score.points > 0))
    elif score.capped:
        parts.append(chip(say("已封顶", "capped"), "full"))
    if score.exempted:
        told_points = shortest(score.exempted)
        parts.append(chip(say(f"容错免扣 {told_points} 分", f"{told_points} tolerated"), "spared"))
    if score.conflict:
        parts.append(chip(say("数据不一致", "inputs differ"), "warn"))
    if score.superseded_by:
        by = score.superseded_by
        parts.append(chip(say(f"已按 {by} 计，不重复计", f"counted under {by}, not again"), ""))
    return join(parts)


def _input_pairs(reading: Reading, rule: Rule | None, score: RuleScore) -> Markup:
    unit = rule.unit if rule else Text("")
    value: Child = say("没有数据", "nothing reported")
    if score.input is not None:
        value = tag("b", score.input)
        if unit.zh and (score.measured is None or is_counted(score.measured)):
            english = f"{score.input} ({unit.en})" if unit.en else score.input
            value = tag("b", say(f"{score.input} {unit.zh}", english))
    more = [
        (Text("输入", "Input"), value),
        (Text("取自", "Taken from"), told(input_text(score))),
        (Text("比率", "Rate"), _fraction(score.measured))
        if score.measured and not is_counted(score.measured)
        else None,
        _alone(score),
        (Text("数据依据", "Decisive source"), told(rule.data_source)) if rule and rule.data_source.zh else None,
        (Text("说明", "Note"), told(rule.note)) if rule and rule.note.zh else None,
        (Text("疑义", "Doubt"), doubts(reading, rule.ambiguity)) if rule and rule.ambiguity else None,
    ]
    return pairs(*more)


def _alone(score: RuleScore) -> tuple[Text, Child] | None:
    if abs(score.points) == abs(score.uncapped):
        return None
    before, after = shortest(abs(score.uncapped)), shortest(abs(score.points))
    return Text("封顶前后", "Before and after caps"), f"{before} → {after}"


def is_counted(measured: Measured) -> bool:
    """Tell whether checks counted something: a number and no rate."""
    return measured.measure == CHECKS and not measured.denominator_rows


def _fraction(measured: Measured) -> Child:
    over, under = shortest(measured.numerator), shortest(measured.denominator)
    words = say(f"分子 {over} ÷ 分母 {under}", f"numerator {over} ÷ denominator {under}")
    return join(words, " ", code(measured.measure))


def _other_inputs(score: RuleScore) -> Markup | None:
    """List inputs that were there and not used, so that nobody has to guess why."""
    if not score.other_inputs:
        return None
    lines = []
    for other in score.other_inputs:
        refs = [join(" ", code(ref)) for ref in other.rows]
        lines.append(tag("li", told(origin_text(other.input_from, other.source)), " ", tag("b", other.value), refs))
    order = say(
        "未采用的输入（次序：核实的问题、核实的申报、台账统计、其他申报）：",
        "Inputs not used (order: verified findings, verified facts, measures, other facts):",
    )
    return tag("div", tag("p", order, class_="note"), tag("ul", lines), class_="others")


def _sum_line(
    rules: list[RuleScore], counted: Decimal, *, cap: Decimal | None, groups: tuple[GroupScore, ...] = ()
) -> Markup | None:
    """Add up what counted; printed only where there is something to add and the sum is the one of the result."""
    parts = [group.deducted for group in groups if group.deducted]
    parts += [abs(rule.points) for rule in rules if rule.points and rule.group not in {group.id for group in groups}]
    total = sum(parts, Decimal(0))
    if not parts or (len(parts) == 1 and total == counted) or (cap is not None and min(total, cap) != counted):
        return None
    line = " + ".join(map(shortest, parts))
    if len(parts) > 1:
        line += f" = {shortest(total)}"
    if total != counted:
        most = shortest(counted)
        return tag("p", say(f"{line}，上限 {most}，计 {most}", f"{line}; cap {most}, so {most} count"), class_="arith")
    return tag("p", line, class_="arith")


def _named(text: Text, some_id: str) -> Markup:
    """Return id and name, the id set apart."""
    return join(code(some_id), " ", told(text) if text.zh != some_id else None)


def _state_chip(score: SubItemScore) -> Markup:
    if score.state == "exempt":
        return chip(say("按条款免扣", "exempt"), "spared")
    if score.state == "not_applicable":
        return chip(say("不适用", "not applicable"), "")
    return _cap_chip(score.deducted, score.points, capped=score.capped or score.deducted >= score.points)


def _cap_chip(counted: Decimal, cap: Decimal, *, capped: bool, bonus: bool = False) -> Markup:
    """Say how much of a cap is used up: `已扣完 2/2`, `已扣 1.4/2`."""
    if cap <= 0:
        # The text allots no points here, so there is nothing that could be used up.
        return join()
    share = f"{shortest(counted)}/{shortest(cap)}"
    full = capped or (counted == cap and cap > 0)
    if bonus:
        return chip(say(f"已加满 {share}", f"all {share}") if full else say(f"已加 {share}", share), "")
    if not counted:
        return join(chip(say(f"未扣分 0/{shortest(cap)}", f"none lost 0/{shortest(cap)}"), ""))
    return chip(
        say(f"已扣完 {share}", f"used up {share}") if full else say(f"已扣 {share}", f"lost {share}"),
        "full" if full else "",
    )
