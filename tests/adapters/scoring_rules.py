"""One rule of a scheme by itself: written as in a scheme file, told a value as in a ledger, its points as text."""

from __future__ import annotations

from ruamel.yaml import YAML

from zhiheng.domain.numbers import shortest
from zhiheng.domain.refusals import Refusal
from zhiheng.domain.scheme import Rule
from zhiheng.domain.texts import Text
from zhiheng.engine.answers import Unreadable, read_answer
from zhiheng.engine.weigh import column_of
from zhiheng.rulefiles.nodes import Faults, Node
from zhiheng.schemes.rules import OpenValues, read_rule
from zhiheng.schemes.scoring import Setting


def rule_of(text: str) -> Rule:
    """Read a rule. Raises Refusal as a scheme file does."""
    faults = Faults("scheme.yaml")
    rule = read_rule(Node(YAML(typ="safe", pure=True).compose(text), faults), Text("条文"), OpenValues())
    faults.settle()
    assert rule is not None
    return rule


def faults_of(text: str) -> list[str]:
    """Return the codes of the faults of a rule."""
    try:
        rule_of(text)
    except Refusal as refusal:
        return [fault.code for fault in refusal.faults]
    return []


def points_of(rule: Rule, written: str, **options: str) -> str:
    """Return the points that the rule takes or gives for a value, after its own cap, or `refused`."""
    setting = Setting(2, options)
    try:
        answer = read_answer(rule, written)
    except Unreadable:
        return "refused"
    if rule.scoring.refuses(answer, options) is not None:
        return "refused"
    column = column_of([answer.value.numerator], [answer.value.denominator], [True])
    points = setting.points(rule.scoring.uncapped(column, setting)[0])
    cap = rule.scoring.own_cap
    return shortest(points if cap is None else min(points, cap))


def sentence(rule: Rule, written: str, **options: str) -> Text:
    """Return the arithmetic of one value in words."""
    return rule.scoring.arithmetic(read_answer(rule, written), rule.unit, Setting(2, options))


def unreported(rule: Rule) -> str:
    """Return the points where nothing was reported."""
    setting = Setting(2)
    return shortest(setting.points(rule.scoring.uncapped(column_of([0], [1], [False]), setting)[0]))
