"""The rules that cost or gave nothing, folded into one table for each scorecard: clause, input, where it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhiheng.domain.score import BonusScore, ItemScore, RuleScore
from zhiheng.reports.html import anchors
from zhiheng.reports.html.derivation import is_notable
from zhiheng.reports.html.elements import Child, Markup, join, tag
from zhiheng.reports.html.frame import Head, Reading, cell, code, fold, row_head, table
from zhiheng.reports.html.wording import clause, say, told
from zhiheng.reports.labels import input_text

#: So many references stand in the cell; a rule that costs nothing seldom has more.
_MOST_REFS = 3


def quiet_fold(
    reading: Reading, holder: str, items: Sequence[ItemScore], bonus_items: Sequence[BonusScore] = ()
) -> Markup | None:
    """Return the fold `其余 41 条未扣分`; None where every rule stands in the derivation already."""
    blocks = [(sub.id, _quiet(sub.rules)) for item in items for sub in item.sub_items]
    gains = [(bonus.id, _quiet(bonus.rules)) for bonus in bonus_items]
    taken, given = (sum(len(rules) for _, rules in some) for some in (blocks, gains))
    if not taken + given:
        return None
    zh = "，".join(filter(None, (f"{taken} 条未扣分" if taken else "", f"{given} 条未加分" if given else "")))
    en = ", ".join(
        filter(None, (f"{taken} rules cost nothing" if taken else "", f"{given} gave nothing" if given else ""))
    )
    heads = [
        Head(say("规则", "Rule")),
        Head(say("内容", "Words")),
        Head(say("输入", "Input"), number=True),
        Head(say("取自", "Taken from")),
        Head(say("算式", "Arithmetic")),
    ]
    rows = list(_lines(reading, holder, [*blocks, *gains]))
    caption = say("没有扣分、没有加分的规则", "Rules that neither cost nor gave points")
    return fold(say(f"其余 {zh}", f"The other {en}"), table(caption, heads, rows, class_="quiet"), class_="rest")


def _quiet(rules: Sequence[RuleScore]) -> list[RuleScore]:
    return [rule for rule in rules if not is_notable(rule) and rule.input_from != "not_reported"]


def _lines(reading: Reading, holder: str, blocks: Sequence[tuple[str, list[RuleScore]]]) -> Iterator[Markup]:
    """Yield for each sub-item its clause once, then its rules."""
    for name, rules in blocks:
        if not rules:
            continue
        words = reading.index.clause_of(rules[0].id)
        yield tag("tr", tag("th", code(name), clause(words) if words.zh else None, colspan=5, scope="rowgroup"))
        for rule in rules:
            yield _line(reading, holder, rule)


def _line(reading: Reading, holder: str, rule: RuleScore) -> Markup:
    shown = [join(" ", code(ref)) for ref in rule.rows[:_MOST_REFS]]
    more = f" +{len(rule.rows) - _MOST_REFS}" if len(rule.rows) > _MOST_REFS else None
    cells: list[Child] = [
        row_head(code(rule.id)),
        cell(told(reading.name_of(rule.id))),
        cell("" if rule.input is None else rule.input, number=True),
        cell([told(input_text(rule)), tag("small", shown, more) if shown else None]),
        cell(told(rule.why)),
    ]
    return tag("tr", cells, id=anchors.of_rule(holder, rule.id))
