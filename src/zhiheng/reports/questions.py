"""What a blank form asks for each rule: the question, how to answer, the most points, the check on the cell. No file.

What a rule can be told is its kind's `answers`; the form asks for exactly that and no more (contract, section 3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from zhiheng.domain.numbers import shortest
from zhiheng.domain.scheme import Item, Rule, Scheme, SubItem
from zhiheng.domain.texts import Text
from zhiheng.reports.cards import SchemeIndex

Answer = Literal["flag", "count", "elements", "rate", "level", "state"]

YES, NO = "是", "否"
EXEMPT, NOT_APPLICABLE = "exempt", "not_applicable"


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the form: a rule, or a sub-item that can be exempt or not apply.

    `most` is the most points the answer can take or give; None where nothing but the levels above limits it.
    `choices` are the only answers allowed; empty where any value of the answer's type is.
    """

    id: str
    group: str
    item: Text
    clause: Text
    how: Text
    answer: Answer
    most: Decimal | None = None
    choices: tuple[str, ...] = ()


def questions(scheme: Scheme) -> Iterator[Question]:
    """Yield the rows of the form in the order of the text; a sub-item's own row stands before its rules."""
    index = SchemeIndex(scheme)
    for _, item, sub_item in scheme.sub_items():
        states = _states(item, sub_item)
        if states:
            yield _state_question(item, sub_item, states)
        for rule in sub_item.every_rule():
            most = rule.scoring.own_cap
            yield _rule_question(rule, index, group=item.id, item=item.name, most=_most(rule, most, sub_item.points))
    for veto in scheme.vetoes:
        if not getattr(veto.scoring, "reads_outcomes", False):
            # Vetoes that courts and other organs decide come from `outcomes`; nobody declares them about himself.
            yield _rule_question(veto, index, group="veto", item=Text("一票否决", "Veto"), most=None)


def _most(rule: Rule, own_cap: Decimal | None, sub_item_points: Decimal) -> Decimal:
    alone = own_cap if own_cap is not None else rule.scoring.most()
    # A rule without any bound of its own ends where its sub-item's points end.
    return sub_item_points if alone is None else min(alone, sub_item_points) if sub_item_points else alone


def _states(item: Item, sub_item: SubItem) -> tuple[str, ...]:
    exempt = (EXEMPT,) if sub_item.exempt_if is not None else ()
    limited = (NOT_APPLICABLE,) if sub_item.applies_to or item.applies_to else ()
    return exempt + limited


def _state_question(item: Item, sub_item: SubItem, states: tuple[str, ...]) -> Question:
    zh, en = [], []
    if EXEMPT in states and sub_item.exempt_if is not None:
        zh.append(f"符合“{sub_item.exempt_if.zh}”的填 {EXEMPT}")
        en.append(f"{EXEMPT} if: {sub_item.exempt_if.of('en')}")
    if NOT_APPLICABLE in states:
        zh.append(f"本项不适用于本单位的填 {NOT_APPLICABLE}")
        en.append(f"{NOT_APPLICABLE} if it does not apply to the unit")
    how = Text("；".join([*zh, "其他情况不填"]), "; ".join([*en, "otherwise leave blank"]))
    clause = sub_item.clause if sub_item.clause.zh else sub_item.name
    return Question(sub_item.id, item.id, item.name, clause, how, "state", sub_item.points, states)


def _rule_question(rule: Rule, index: SchemeIndex, *, group: str, item: Text, most: Decimal | None) -> Question:
    answer: Answer = rule.scoring.answers
    clause = index.clause_of(rule.id)
    how = _HOW[answer](rule)
    return Question(rule.id, group, item, clause if clause.zh else rule.text, how, answer, most, _choices(rule, answer))


def _choices(rule: Rule, answer: Answer) -> tuple[str, ...]:
    if answer == "flag":
        return (YES, NO)
    if answer == "level":
        return tuple(str(number) for number in range(len(rule.scoring.levels) + 1))
    return ()


def _flag(rule: Rule) -> Text:
    return Text(
        f"是否有此情形：{rule.text.zh}。有填“{YES}”，没有填“{NO}”",
        f"Is this the case: {rule.text.of('en')}? {YES} = yes, it is; {NO} = no",
    )


def _count(rule: Rule) -> Text:
    if getattr(rule.scoring, "amount", Decimal(0)) is None:
        return Text(
            f"{rule.text.zh}：各问题扣分的合计，没有填 0", f"{rule.text.of('en')}: sum of the deductions, 0 if none"
        )
    if hasattr(rule.scoring, "bands"):
        return Text(
            "本条所说的次数：填整数，没有填 0", "the count that the clause speaks of: a whole number, 0 if none"
        )
    noun = f"{rule.unit.zh}数" if rule.unit.zh else "次数"
    unit = f" ({rule.unit.en})" if rule.unit.en else ""
    return Text(f"{rule.text.zh}：填{noun}（整数），没有填 0", f"{rule.text.of('en')}: a whole number{unit}, 0 if none")


def _elements(rule: Rule) -> Text:
    listed: Sequence[Text] = rule.scoring.elements
    zh = "；".join(f"{number} {element.zh}" for number, element in enumerate(listed, 1))
    en = "; ".join(f"{number} {element.of('en')}" for number, element in enumerate(listed, 1))
    return Text(
        f"填缺项的编号，每个编号后加分号，如 1;3;，都不缺填 0。要素：{zh}",
        f"Numbers of the missing elements, each followed by a semicolon (1;3;), 0 if none is missing. Elements: {en}",
    )


def _rate(rule: Rule) -> Text:
    asked = _asked(rule, Text("本条所说的比率", "the rate that the clause speaks of"))
    return Text(
        f"{asked.zh}：填 0 到 1 的小数或百分数，如 0.8499 或 84.99%",
        f"{asked.of('en')}: from 0 to 1 or a percentage, such as 0.8499 or 84.99%",
    )


def _asked(rule: Rule, plain: Text) -> Text:
    """Return the rule's own words, or plain ones where it only repeats the clause, as rules with bands do."""
    if not rule.text.zh or rule.text.zh == rule.clause.zh or hasattr(rule.scoring, "bands"):
        return plain
    return Text(f"{plain.zh}（{rule.text.zh}）", f"{plain.en} ({rule.text.of('en')})")


def _level(rule: Rule) -> Text:
    zh = "；".join(f"{n} {one.text.zh}（{shortest(one.amount)} 分）" for n, one in enumerate(rule.scoring.levels, 1))
    en = "; ".join(f"{n} {one.text.of('en')} ({shortest(one.amount)})" for n, one in enumerate(rule.scoring.levels, 1))
    return Text(
        f"填最高一级的编号，1 最高：{zh}；没有填 0", f"Number of the highest level, 1 the highest: {en}; 0 none"
    )


_HOW = {"flag": _flag, "count": _count, "elements": _elements, "rate": _rate, "level": _level}
