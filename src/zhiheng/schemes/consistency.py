"""Refuses a scheme whose parts do not fit together: ids used twice, names that lead nowhere, a rule in the wrong part.

Each of these would be read without complaint and change scores in silence. Sums and caps are examined in `lint`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from zhiheng.domain.refusals import Fault, Place, near_miss
from zhiheng.domain.scheme import Item, Part, Rule, Scheme, SubItem
from zhiheng.domain.texts import Text
from zhiheng.schemes.bindings import binding_faults

_MOST_POINTS = Decimal(10_000_000)
_FINEST_POINTS = Decimal("1E-10")


def inconsistencies(scheme: Scheme) -> Iterator[Fault]:
    """Yield a fault for every such slip, with the line it stands on."""
    yield from _repeated_ids(scheme)
    yield from _unwieldy(scheme)
    yield from _negative(scheme)
    yield from _wrong_skips(scheme)
    for part in scheme.parts:
        yield from _misplaced(scheme, part)
    yield from _unknown_kinds(scheme)
    yield from _unknown_options(scheme)
    yield from binding_faults(scheme)


def _repeated_ids(scheme: Scheme) -> Iterator[Fault]:
    """One id, one thing: a row of the ledger must name exactly one rule, a figure exactly one sub-item."""
    items = [(item.id, item.line) for part in scheme.parts for item in part.items]
    subs = [(sub_item.id, sub_item.line) for _, item, sub_item in scheme.sub_items() if sub_item.id != item.id]
    groups = [(group.id, group.line) for _, _, sub_item in scheme.sub_items() for group in sub_item.groups]
    for ids in ([(rule.id, rule.line) for rule in scheme.every_rule()], items + subs, groups):
        seen: dict[str, int] = {}
        for name, line in ids:
            if name in seen:
                reason = Text(
                    f"编号 {name} 用了两次（另一处在第 {seen[name]} 行）",
                    f"id {name} is used twice (line {seen[name]})",
                )
                remedy = Text("换一个编号", "choose another id")
                yield Fault("duplicate_id", Place(file=scheme.file, line=line, clause=name), reason, remedy)
            seen.setdefault(name, line)


def _unwieldy(scheme: Scheme) -> Iterator[Fault]:
    """Points of more than ten places, or beyond ten million, are slips of the pen; no standard is written so."""
    named = [(rule.id, rule.line, amount) for rule in scheme.every_rule() for amount in rule.scoring.amounts()]
    for part in scheme.parts:
        named += [(part.id, part.line, part.points)] if part.points is not None else []
        for item in part.items:
            named += [(item.id, item.line, points) for points in (item.points, *item.points_by_kind.values())]
            named += [(sub_item.id, sub_item.line, sub_item.points) for sub_item in item.sub_items]
    for name, line, points in named:
        if abs(points) <= _MOST_POINTS and points == points.quantize(_FINEST_POINTS):
            continue
        reason = Text("分值过细或过大", "these points are too fine or too large")
        remedy = Text("最多十位小数，不超过一千万", "at most ten decimal places and ten million")
        yield Fault(
            "unwieldy_points", Place(file=scheme.file, line=line, clause=name), reason, remedy, str(points)[:40]
        )


def _negative(scheme: Scheme) -> Iterator[Fault]:
    """The points of an item are what it is worth; a negative worth could only come from a slip or a completion."""
    for part in scheme.parts:
        for item in part.items if part.kind == "deduction" else ():
            worths = (item.points, *item.points_by_kind.values(), *(sub_item.points for sub_item in item.sub_items))
            if any(points < 0 for points in worths):
                reason = Text("分值是负数", "the points are negative")
                place = Place(file=scheme.file, line=item.line, clause=item.id)
                yield Fault("negative_points", place, reason, Text("写正数", "write a positive number"))


def _wrong_skips(scheme: Scheme) -> Iterator[Fault]:
    """`skipped_if` looks back inside its own sub-item; a rule elsewhere or further down would never be seen."""
    known = {rule.id for rule in scheme.every_rule()}
    for _, _, sub_item in scheme.sub_items():
        before: set[str] = set()
        for rule in sub_item.every_rule():
            for other in rule.skipped_if:
                if other not in known:
                    reason = Text(f"skipped_if 指向不存在的 {other}", f"skipped_if names {other}, which does not exist")
                    yield _at(scheme, rule, "unknown_rule", reason=reason, remedy=_meant(other, known - {rule.id}))
                elif other not in before:
                    reason = Text(
                        f"skipped_if 只能指向同一评分项中排在前面的规则，{other} 不是",
                        f"skipped_if looks back inside its own sub-item; {other} does not stand there",
                    )
                    remedy = Text(f"把 {other} 移到前面", f"move {other} before it")
                    yield _at(scheme, rule, "skip_out_of_reach", reason=reason, remedy=remedy)
            before.add(rule.id)


def _misplaced(scheme: Scheme, part: Part) -> Iterator[Fault]:
    for item in part.items:
        for sub_item in item.sub_items:
            for rule in sub_item.every_rule():
                if rule.scoring.gives == part.kind:
                    continue
                where_zh = "加分" if part.kind == "bonus" else "扣分"
                reason = Text(
                    f"{rule.kind} 规则不能放在{where_zh}部分",
                    f"a rule of kind {rule.kind} has no place in a {part.kind}",
                )
                remedy = Text(
                    "移到相应的部分，或换一个种类", "move it to the part it belongs to, or choose another kind"
                )
                yield _at(scheme, rule, "wrong_part", reason=reason, remedy=remedy)


def _unknown_kinds(scheme: Scheme) -> Iterator[Fault]:
    holders: list[tuple[Item | SubItem, set[str]]] = []
    for part in scheme.parts:
        for item in part.items:
            holders.append((item, {*item.applies_to, *item.points_by_kind}))
            holders += [(sub_item, set(sub_item.applies_to)) for sub_item in item.sub_items]
    for holder, named in holders:
        for kind in sorted(named - set(scheme.unit_kinds)):
            place = Place(file=scheme.file, line=holder.line, clause=holder.id)
            reason = Text(f"unit_kinds 里没有“{kind}”", f"unit_kinds does not name `{kind}`")
            yield Fault("unknown_unit_kind", place, reason, _meant(kind, scheme.unit_kinds), kind)


def _unknown_options(scheme: Scheme) -> Iterator[Fault]:
    """A rule that listens to an option listens to one that exists."""
    known = {option.id for option in scheme.options}
    for rule in scheme.every_rule():
        opened = getattr(rule.scoring, "open_ended_by", None)
        named = {opened[0]} if opened else set()
        named |= {rule.measures["option"]} if "option" in rule.measures else set()
        named |= {rule.checks.option} - {""} if rule.checks else set()
        for option in sorted(named - known):
            reason = Text(f"options 里没有“{option}”", f"there is no option `{option}`")
            yield _at(scheme, rule, "unknown_option", reason=reason, remedy=_meant(option, known))


def _at(scheme: Scheme, rule: Rule, code: str, *, reason: Text, remedy: Text) -> Fault:
    return Fault(code, Place(file=scheme.file, line=rule.line, clause=rule.id), reason, remedy)


def _meant(written: str, known: Iterable[str]) -> Text:
    names = sorted(known)
    listed = ", ".join(names[:8]) or "—"
    return near_miss(written, names) or Text(f"可用：{listed}", f"known: {listed}")
